"""Readers' handles: how the first line of a comment names who wrote it."""

import re
from dataclasses import dataclass
from functools import cache

from tacitus.read.blocks import Block
from tacitus.read.signals import Signs, load_signs

_BULLET = r"\s*(?:[•▪◦‣●■*»>–—-]\s+|#?\d{1,4}[.):]\s+|#\d{1,4}\s+|\[\d{1,4}\]\s*)?"
_HANDLE = r"(?P<handle>@?[^\s:•|,][^:\n|]{0,48}?)"
_END = r"(?::|\.{3}|…)"
_CLOCK = r"\d{1,2}[:.h]\d{2}"
_DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)? \w{3,9}\.?,? (?:\d{4})?"
    r"|\w{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:\d{4})?)"
)
_AGO = r"(?:\d+|an?|one|two|three|four|five) (?:second|minute|min|hour|hr|day|week|month|year)s? ago|yesterday|today"
_TIME = rf"(?:on |at |le |el |am )?(?:{_DATE}|{_AGO}|{_CLOCK})"


@dataclass(frozen=True, slots=True)
class Handle:
    """A reader's name, and how sure it is that this line begins a comment."""

    name: str
    is_sure: bool
    is_dated: bool = False


_TIMED = re.compile(_TIME, re.IGNORECASE)


def _is_time(name: str) -> bool:
    """Whether what looks like a handle is the line that says when the comment was made."""
    return re.match(rf"(?:{_TIME})", name, re.IGNORECASE) is not None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Return the forms of a handle line, and whether each is sure; the sure ones first."""
    say = "|".join(sorted((re.escape(w) for w in load_signs().words["say"]), key=len, reverse=True))
    posted = r"(?:comment(?:ed)?|posted|written|submitted) (?:by|from)"
    forms = (
        (rf"(?:at|on) [^\n]{{0,40}}{_CLOCK}[^,\n]{{0,16}}, {_HANDLE} (?:{say})\s*{_END}(?=\s*(?:\n|$))", True),
        (rf"{_HANDLE} (?:{say})(?:,? {_TIME}[^:\n]{{0,40}}(?::\d\d[^:\n]{{0,12}})?)?\s*{_END}(?=\s*(?:\n|$))", True),
        (rf"{posted} {_HANDLE}(?:(?:\s*[|,(–—-]|\s+on\b|\s+at\b).{{0,60}})?:?(?=\n|$)", True),
        (rf"{_HANDLE}\s*[|,·•(\[–—-]+\s*{_TIME}[^\n]{{0,40}}(?=\n|$)", False),
        (rf"{_HANDLE} (?:{say})(?:,? {_TIME}[^:\n]{{0,30}})?\s*: ", False),
        (rf"{_HANDLE}\s+\(?{_TIME}[^\n]{{0,30}}(?=\n|$)", False),
        (rf"\[{_HANDLE}\]:?\s", False),
        (rf"(?:from |name: ?)?{_HANDLE}(?:,? ?[(][^()\n]{{1,40}}[)])?\s*:(?:\s|$)", False),
        (r"(?P<handle>@?\w[\w.-]{1,30}) [–—-] \S", False),
    )
    return tuple((re.compile(_BULLET + form, re.IGNORECASE), is_sure) for form, is_sure in forms)


def find_handle(block: Block, signs: Signs) -> Handle | None:
    """Return the handle at the start of a block."""
    head = block.text[:200]
    for pattern, is_sure in _patterns():
        match = pattern.match(head)
        if match is None:
            continue
        name = " ".join(match.group("handle").split()).strip(" -–—")
        if (
            not name
            or name.isdigit()
            or _is_time(name)
            or len(name.split()) > 5
            or name.lower() in {"http", "https", "re", "note", "update", "ps", "p.s"}
        ):
            continue
        opening = name.split()[0].lower()
        is_named = opening not in signs.words["not_handles"]
        return Handle(name, is_sure and is_named, is_named and _TIMED.search(match.group()) is not None)
    return None
