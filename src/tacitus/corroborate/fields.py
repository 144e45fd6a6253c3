"""What reports say of one event, field by field: who agrees, who is only more exact, and who contradicts whom.

A vaguer word does not contradict a more exact one: ``Idlib province`` and ``Jisr al Shughur`` agree, and so do ``dozens`` and 34.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from tacitus.corroborate.comparing import load_pair_weights
from tacitus.corroborate.telling import POINT_KM, Spot
from tacitus.resolve.sphere import distance_km

APART_KM = 12.0
"""Beyond their radii, how far apart two points of one event contradict each other."""


class Verdict(StrEnum):
    """How the values of a field stand to each other; the worst of any two."""

    SINGLE = "single"
    AGREES = "agrees"
    REFINES = "refines"
    CONTRADICTS = "contradicts"


_WORSE = (Verdict.SINGLE, Verdict.AGREES, Verdict.REFINES, Verdict.CONTRADICTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim's word on a field: the value, and whose word in which report it is."""

    value: Any
    words: str
    claim_id: str
    report_id: str
    said_by: str
    quote: str
    origin: str
    counts: bool = True
    """Whether its origin is no party to the event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a field with all who say it; ``n_origins`` counts independent origins that are no party."""

    value: Any
    words: str
    said: tuple[Said, ...]
    n_origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an event: every value said, the best first, how they stand to each other, and by which rule one leads."""

    name: str
    values: tuple[Value, ...]
    verdict: Verdict
    rule: str = "the value of most independent sources, the more exact of equals"

    @property
    def best(self) -> Value:
        """The value that leads."""
        return self.values[0]


Relation = Callable[[Any, Any], Verdict]
Exactness = Callable[[Any], float]


def make_field(name: str, said: Iterable[Said], relate: Relation, vagueness: Exactness) -> Field | None:
    """Return the field of what was said, or ``None`` where nothing was.

    Args:
        name: the field's name.
        said: every claim's word.
        relate: says how two different values stand to each other.
        vagueness: of a value; 0 is exact.
    """
    by_value: dict[Any, list[Said]] = {}
    for one in sorted(said, key=lambda s: (s.report_id, s.claim_id, s.words)):
        by_value.setdefault(one.value, []).append(one)
    if not by_value:
        return None
    values = [
        Value(value=value, words=of_value[0].words, said=tuple(of_value), n_origins=len({s.origin for s in of_value if s.counts}))
        for value, of_value in by_value.items()
    ]
    values.sort(key=lambda v: (-v.n_origins, vagueness(v.value), -len(v.said), v.words, v.said[0].claim_id))
    verdict = Verdict.SINGLE if sum(len(v.said) for v in values) == 1 else Verdict.AGREES
    for first, second in combinations(values, 2):
        verdict = max(verdict, relate(first.value, second.value), key=_WORSE.index)
    return Field(name=name, values=tuple(values), verdict=verdict)


def relate_types(one: str, other: str) -> Verdict:
    """Say whether one happening may bear both incident types."""
    is_kin = frozenset((one, other)) in load_pair_weights().kin or "other" in {one, other}
    return Verdict.REFINES if is_kin else Verdict.CONTRADICTS


def relate_days(one: tuple[int, int], other: tuple[int, int]) -> Verdict:
    """Compare two closed intervals of days."""
    return Verdict.REFINES if one[0] <= other[1] and other[0] <= one[1] else Verdict.CONTRADICTS


def relate_spots(one: Spot, other: Spot) -> Verdict:
    """Compare two places: an area and a place in it agree, and so do points that may be one."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return Verdict.REFINES
    if one.country and other.country and one.country != other.country and max(one.radius, other.radius) <= POINT_KM:
        return Verdict.CONTRADICTS
    far = distance_km((one.latitude, one.longitude), (other.latitude, other.longitude))
    return Verdict.REFINES if far <= one.radius + other.radius + APART_KM else Verdict.CONTRADICTS


def relate_ranges(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> Verdict:
    """Compare two numbers told as low and high; ``None`` is open."""
    low = max(one[0] or 0, other[0] or 0)
    high = min(math.inf if n is None else n for n in (one[1], other[1]))
    return Verdict.REFINES if low <= high else Verdict.CONTRADICTS


def relate_parties(is_of: Callable[[str, str], bool]) -> Relation:
    """Return how two sets of actors are compared, given who belongs to whom: members agree with their coalition."""

    def relate(one: tuple[str, ...], other: tuple[str, ...]) -> Verdict:
        if {*one} & {*other}:
            return Verdict.REFINES
        is_tied = any(is_of(a, b) or is_of(b, a) for a in one for b in other)
        return Verdict.REFINES if is_tied else Verdict.CONTRADICTS

    return relate


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """Deaths (or injuries) of an event: the lowest, the best and the highest figure said, with the rule.

    ``is_open`` says that the highest figure has no upper end (``at least 14``).
    """

    low: int
    best: int
    high: int
    is_open: bool
    rule: str


def sum_up(field: Field) -> Toll:
    """Return low, best and high of a field of ranges.

    Low and high are the extremes of all that was said, by whomever. Best is the middle one of the figures of independent sources
    that are no party (each with its latest word, an open range by its known end), the lower of two middle ones, as UCDP's
    codebook is cautious; where only parties give figures, the lowest of theirs.
    """
    ranges = [value.value for value in field.values]
    low = min(low if low is not None else high for low, high in ranges)
    high = max(high if high is not None else low for low, high in ranges)
    figures: dict[str, int] = {}
    for value in field.values:
        for said in value.said:
            figure = value.value[0] if value.value[0] is not None else value.value[1]
            if said.counts and figure is not None:
                figures[said.origin] = max(figure, figures.get(said.origin, figure))
    if figures:
        ordered = sorted(figures.values())
        best = ordered[(len(ordered) - 1) // 2]
        n = len(figures)
        rule = "the figure of the one independent source" if n == 1 else f"the middle of {n} independent sources' figures"
    else:
        best, rule = low, "only parties give a figure: their lowest"
    is_open = any(end is None and start >= high for start, end in ranges if start is not None)
    return Toll(low=low, best=best, high=high, is_open=is_open, rule=rule)


def say_range(value: tuple[int | None, int | None]) -> str:
    """Return a range in words."""
    low, high = value
    if low == high:
        return str(low)
    if high is None:
        return f"at least {low}"
    return f"at most {high}" if low is None else f"{low} to {high}"


def vagueness_of_range(value: tuple[int | None, int | None]) -> float:
    """Return how wide a range is; an open one counts as wide."""
    low, high = value
    return math.inf if low is None or high is None else float(high - low)
