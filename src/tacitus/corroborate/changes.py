"""What a quote tells of the time of a tie: that it begins, holds, ends, is over or is denied, and within which days.

The words stand in ``changes.toml``. A day is a closed interval [first, last] of ordinals (proleptic Gregorian): the change
happened on one of them. What is said without a time is said for the day on which its report came out.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from tacitus.model import Claim, Evidence, RelationType, Stance, When
from tacitus.record.nouns import RecordedClaim
from tacitus.resolve import resolve_time

CHANGES_FILE = Path(__file__).with_name("changes.toml")
_LEADING = re.compile(
    r"^(?:since|from|as of|until|till|up to|through|before|between|during|starting|beginning)\s+(?:in\s+|on\s+)?", re.IGNORECASE
)
_JOINT = re.compile(r"\s+(?:to|until|till|and)\s+", re.IGNORECASE)

EVER = 1
"""The first day of what ended some day before a known one."""


class Mark(StrEnum):
    """What a quote says of a tie."""

    HOLDS = "holds"
    """It holds on all days of the interval."""
    SOMETIME = "sometime"
    """It holds on one day of the interval at least."""
    BEGINS = "begins"
    ENDS = "ends"
    DENIED = "denied"
    """It does not hold, somebody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One quote's word on a tie: the mark, and the days [first, last] that it is said for."""

    mark: Mark
    first: int
    last: int
    recorded: RecordedClaim
    evidence: Evidence
    is_dated: bool = True
    """Whether the text gives the days; else they are those on which the report came out."""


@cache
def _load() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(CHANGES_FILE.read_text("utf-8"))
    groups = {**table["words"], **{f"time_{name}": patterns for name, patterns in table["times"].items()}}
    return {name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in groups.items()}


def tells(name: str, words: str) -> bool:
    """Whether words hold one of the expressions of a group of ``changes.toml``."""
    return _load()[name].search(words) is not None


def mark_relation(recorded: RecordedClaim, published: When | None, lent: When | None = None) -> Iterator[Marked]:
    """Yield what each quote of a relation's claim says of the tie; the claim's time belongs to its first quote.

    Args:
        recorded: the claim.
        published: when its report came out; what has no other time is said for that day, and is left out where that is unknown.
        lent: the time of a change of groups that the same quote tells, where the claim itself has none.
    """
    claim = recorded.claim
    for number, evidence in enumerate(claim.evidence):
        own = claim.when if claim.when is not None and claim.when.start is not None else lent
        for mark, (first, last), is_dated in _mark_quote(claim, evidence, own if number == 0 else None, published):
            yield Marked(mark=mark, first=first, last=last, recorded=recorded, evidence=evidence, is_dated=is_dated)


def _mark_quote(
    claim: Claim, evidence: Evidence, when: When | None, published: When | None
) -> Iterator[tuple[Mark, tuple[int, int], bool]]:
    """Yield (mark, days, whether the text gives them) of one quote."""
    quote, is_dated = evidence.quote, when is not None
    days = _days_of(when) or _days_of(published)
    if days is None:
        return
    by_then = days if is_dated else (EVER, days[1])
    if claim.predicate == RelationType.SUCCESSOR_OF:
        yield (Mark.BEGINS if is_dated else Mark.HOLDS), days, is_dated
    elif tells("ends", quote) or tells("dissolved", quote):
        yield Mark.ENDS, by_then, is_dated
    elif claim.stance is Stance.DENIED:
        yield Mark.DENIED, days, is_dated
    elif when is not None and when.text is not None and (bounds := _bound_time(when, published)):
        yield from ((mark, span, True) for mark, span in bounds)
    elif is_dated and tells("begins", quote):
        yield Mark.BEGINS, days, is_dated
    elif tells("over", quote):
        yield (Mark.SOMETIME if is_dated else Mark.ENDS), by_then, is_dated
    elif is_dated or not tells("past", quote):
        yield (Mark.HOLDS if days[0] == days[1] else Mark.SOMETIME), days, is_dated


def _bound_time(when: When, published: When | None) -> list[tuple[Mark, tuple[int, int]]]:
    """Return what ``since August 2014``, ``until 2015`` and ``from 2013 to 2015`` say; nothing for other times."""
    days, text = _days_of(when), (when.text or "").strip()
    if days is None:
        return []
    if tells("time_span", text):
        first, last = (_resolve(part, published) for part in _halves(text))
        return [(Mark.BEGINS, first or (days[0], days[0])), (Mark.ENDS, last or (days[1], days[1]))]
    if tells("time_until", text):
        return [(Mark.ENDS, _resolve(_cut(text), published) or days)]
    if tells("time_since", text):
        begun = _resolve(_cut(text), published) or (days[0], days[0])
        return [(Mark.BEGINS, begun), (Mark.HOLDS, (min(begun[1], days[1]), days[1]))]
    return []


def _halves(text: str) -> tuple[str, str]:
    parts = _JOINT.split(_cut(text), maxsplit=1)
    return parts[0], parts[-1]


def _cut(text: str) -> str:
    """Return a time without its preposition."""
    return _LEADING.sub("", text).strip()


def _resolve(text: str, published: When | None) -> tuple[int, int] | None:
    return _days_of(resolve_time(text, published=None if published is None else published.start))


def _days_of(when: When | None) -> tuple[int, int] | None:
    if when is None or when.start is None or when.end is None:
        return None
    return when.start.toordinal(), when.end.toordinal()
