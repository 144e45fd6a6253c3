"""Coalitions on a day: who belongs to whom in which, nested, and what is different between two days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tacitus.corroborate.affiliations import Affiliation, Standing
from tacitus.corroborate.belonging import follow_ties
from tacitus.corroborate.changes import EVER
from tacitus.model import NESTING

DEEPEST = 40
"""Levels below the coalition that are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    """An actor within a coalition on a day.

    ``affiliation`` is what it hangs by and ``standing`` how that stands on the day; both ``None`` at the root. ``is_seen`` marks
    an actor whose own parts stand elsewhere in the tree, or that claims run in a circle through.
    """

    actor: str
    affiliation: Affiliation | None = None
    standing: Standing | None = None
    parts: tuple["Nested", ...] = ()
    is_seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A tie within a coalition that stands otherwise on the second of two days."""

    affiliation: Affiliation
    before: Standing
    after: Standing


def nest_on(affiliations: Iterable[Affiliation], root: str, day: date) -> Nested:
    """Return the coalition as far as sources tell for a day; what is over, and what nobody speaks of, is left out."""
    shown: dict[str, list[tuple[Affiliation, Standing]]] = {}
    for affiliation in affiliations:
        if affiliation.relation in NESTING:
            standing = affiliation.stand_on(day)
            if standing.is_shown:
                shown.setdefault(affiliation.object, []).append((affiliation, standing))
    drawn: set[str] = set()

    def hang(actor: str, by: tuple[Affiliation, Standing] | None, depth: int) -> Nested:
        affiliation, standing = by or (None, None)
        if actor in drawn or depth > DEEPEST:
            return Nested(actor=actor, affiliation=affiliation, standing=standing, is_seen=actor in shown)
        drawn.add(actor)
        parts = tuple(hang(part[0].subject, part, depth + 1) for part in shown.get(actor, ()))
        return Nested(actor=actor, affiliation=affiliation, standing=standing, parts=parts)

    return hang(root, None, 0)


def compare_days(affiliations: Iterable[Affiliation], root: str, one: date, other: date) -> list[Difference]:
    """Return the ties of a coalition, its parts' parts too, that stand otherwise on the other day."""
    listed = [a for a in affiliations if a.relation in NESTING]
    within = _find_within(listed, root)
    found = []
    for affiliation in listed:
        if affiliation.object in within:
            before, after = affiliation.stand_on(one), affiliation.stand_on(other)
            if before is not after and (before.is_shown or after.is_shown):
                found.append(Difference(affiliation=affiliation, before=before, after=after))
    return found


def list_days(affiliations: Iterable[Affiliation], root: str) -> list[date]:
    """Return the days on which sources speak of a coalition's ties, or on which they begin or end, in order."""
    listed = [a for a in affiliations if a.relation in NESTING]
    within = _find_within(listed, root)
    days = {day for a in listed if a.object in within for day in _days_of(a)}
    return [date.fromordinal(day) for day in sorted(days)]


def _days_of(affiliation: Affiliation) -> Iterator[int]:
    for tenure in affiliation.tenures:
        for span in (tenure.precise, tenure.wide, tenure.begun, tenure.ended):
            if span is not None:
                yield from (day for day in span if day > EVER)


def _find_within(affiliations: Iterable[Affiliation], root: str) -> frozenset[str]:
    """Return the coalition and all who ever belonged to it, directly or through others."""
    parts: dict[str, set[str]] = {}
    for affiliation in affiliations:
        parts.setdefault(affiliation.object, set()).add(affiliation.subject)
    return follow_ties(root, parts) | {root}
