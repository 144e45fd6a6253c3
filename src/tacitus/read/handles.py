"""Readers' handles: how the first line of a comment names who wrote it."""

import re
from dataclasses import dataclass
from functools import cache

from tacitus.read.blocks import Block
from tacitus.read.signals import Signs, load_signs

_INITIAL = re.compile(r"(?:^|[\s.])[^\W\d_]\.$")
_CITY = re.compile(r",? \([^()]{2,30}\)$")
_BULLET = r"\s*(?:[•▪◦‣●■*»>–—-]\s+|#?\d{1,4}[.):]\s+|#\d{1,4}\s+|\[\d{1,4}\]\s*)?"
_HANDLE = r"(?P<handle>@?[^\s:•|,][^:\n|]{0,48}?)"
_NAME = r"(?P<handle>@?[^\W_][^\s:|<>]{0,30}(?: [^\s:|<>]{1,20}){0,3}?)"
_END = r"(?::|\.{3}|…)"
_CLOCK = r"\d{1,2}[:.h]\d{2}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d\d-\d\d|{_DAY} {_MONTH}(?!\w)|{_MONTH} {_DAY}(?!\w)"
    rf"|{_DAY} \w{{3,9}}\.?,? (?:\d{{4}})?|\w{{3,9}}\.? {_DAY},? (?:\d{{4}})?)"
)
_AGO = r"(?:\d+|an?|one|two|three|four|five) (?:second|minute|min|hour|hr|day|week|month|year)s? ago|yesterday|today"
_TIME = rf"(?:on |at |le |el |am )?(?:{_DATE}|{_AGO}|{_CLOCK})"


@dataclass(frozen=True, slots=True)
class Handle:
    """A reader's name, and how sure it is that this line begins a comment.

    ``is_sure`` holds anywhere below an article, ``is_strong`` only among comments.
    """

    name: str
    is_sure: bool
    is_strong: bool = False

    @property
    def is_screen_name(self) -> bool:
        """Whether nobody is called so outside of a forum: one word with a digit or an underscore, or an @ before it."""
        return _SCREEN_NAME.fullmatch(self.name) is not None


_SCREEN_NAME = re.compile(r"@\w[\w.]+|(?=\S*[_\d])[^\W\d][\w.-]{2,30}|[a-z]+[A-Z]\w*|[a-z]{4,}")
_PAGERS = frozenset(["previous", "next", "older", "newer", "previous post", "next post", "older post", "newer post"])
_LABEL = re.compile(r"\s*(?:comment|message|text|letter)\s*:\s", re.IGNORECASE)
_TIMED = re.compile(_TIME, re.IGNORECASE)


def _is_time(name: str) -> bool:
    """Whether what looks like a handle is the line that says when the comment was made."""
    return re.match(rf"(?:{_TIME})", name, re.IGNORECASE) is not None


def is_time_line(block: Block) -> bool:
    """Whether a line says nothing but when a comment was made."""
    return (
        block.n_words <= 8
        and re.match(rf"\(?(?:{_TIME})(?:[\s\d:.,()-]|at|am|pm|[a-z]?[sm]t|utc|edited)*$", block.text, re.IGNORECASE) is not None
    )


def is_name_line(block: Block) -> bool:
    """Whether a short line could be nothing but a name; an initial may end it."""
    is_stopped = block.is_stopped and _INITIAL.search(block.text) is None
    return block.n_words <= 4 and len(block.text) <= 45 and not is_stopped and not block.is_prose and ":" not in block.text


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Return the forms of a handle line, and whether each is sure; the sure ones first."""
    say = "|".join(sorted((re.escape(w) for w in load_signs().words["say"]), key=len, reverse=True))
    posted = r"(?:comment(?:ed)?|posted|written|submitted) (?:by|from)"
    forms = (
        (rf"(?:at|on) [^\n]{{0,40}}{_CLOCK}[^,\n]{{0,16}}, {_HANDLE} (?:{say})\s*{_END}(?=\s*(?:\n|$))", True),
        (rf"{_HANDLE} (?:{say})(?:,? {_TIME}[^:\n]{{0,40}}(?::\d\d[^:\n]{{0,12}})?)?\s*{_END}(?=\s*(?:\n|$))", True),
        (rf"(?:a|another|one) (?:reader|listener|viewer|subscriber|visitor|user|commenter),? {_HANDLE},? (?:{say})\s*: ?", True),
        (rf"(?:comment|reply|message|post|letter) (?:no\.? ?)?#?\d{{1,4}}\s*(?:[–—:-]|by|from)\s*{_HANDLE}(?=\n|$)", True),
        (rf"{posted} {_HANDLE}(?:(?:\s*[|,(–—-]|\s+on\b|\s+at\b).{{0,60}})?:?(?=\n|$)", True),
        (rf"{_HANDLE}\s*[|,·•(\[–—-]+\s*{_TIME}[^\n]{{0,40}}(?=\n|$)", False),
        (rf"{_HANDLE} (?:{say})(?:,? {_TIME}[^:\n]{{0,30}})?\s*: ", False),
        (rf"{_HANDLE}\s+\(?{_TIME}[^\n]{{0,30}}(?=\n|$)", False),
        (rf"(?:name|author|user|nick(?:name)?|from|reader|posted by)\s*: ?{_HANDLE}(?=\n|$)", True),
        (rf"\[{_HANDLE}\]:?\s", False),
        (rf"<{_HANDLE}>:?\s", False),
        (rf"\[?\(?{_CLOCK}(?: ?[ap]m)?\]?\)?\s*[–—,|-]?\s*{_HANDLE}\s*:\s", False),
        (rf"{_NAME} (?:replied|replying|replies|responded|answered|in (?:reply|response)) to \S[^\n]{{0,40}}(?=\n|$)", False),
        (r"(?P<handle>@\w[\w.]{1,30})\s+(?=\S)", False),
        (rf"(?:from |name: ?|author: ?|user: ?)?{_HANDLE}(?:,? ?[(][^()\n]{{1,40}}[)])?\s*:(?:\s|$)", False),
        (rf"{_NAME} [–—-] \S", False),
    )
    return tuple((re.compile(_BULLET + form, re.IGNORECASE), is_sure) for form, is_sure in forms)


def find_handle(block: Block, signs: Signs) -> Handle | None:
    """Return the handle at the start of a block."""
    if is_time_line(block):
        return None
    head = block.text[:200]
    for pattern, is_sure in _patterns():
        match = pattern.match(head)
        if match is None:
            continue
        name = _CITY.sub("", " ".join(match.group("handle").split()).strip(" -–—,"))
        if (
            not name
            or name.isdigit()
            or _is_time(name)
            or len(name.split()) > 5
            or name.lower() in {"http", "https", "re", "note", "update", "ps", "p.s", "comment", "comments", *_PAGERS}
        ):
            continue
        opening = name.split()[0].lower()
        is_named = opening not in signs.words["not_handles"]
        is_strong = is_named and (_TIMED.search(match.group()) is not None or match.group().lstrip()[0] in "@<[#")
        return Handle(name, is_sure and is_named, is_strong)
    return None
