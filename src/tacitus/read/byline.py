"""Bylines: dates as publishers write them, datelines of wires, and names of authors."""

import re
from calendar import monthrange
from datetime import date
from functools import cache

from tacitus.model import Precision, When
from tacitus.read.signals import load_signs

_EARLIEST = date(1900, 1, 1)
_PARTICLES = r"(?:al|el|bin|ibn|de|da|di|del|van|von|der|la|le|du|dos|abu|y)"
_NAME_WORD = r"(?:[A-Z][\w'’.-]*|[A-Z]\.)"
_PERSON = re.compile(rf"{_NAME_WORD}(?: (?:{_PARTICLES}|{_NAME_WORD})){{1,4}}")
_PERSON_LINE = re.compile(
    rf"(?:[Bb]y )?{_PERSON.pattern}(?:(?:,| and| &| in| \||/) ?{_PERSON.pattern})*"
    r"(?:(?:,| in| \||/| -| –| —) ?[\w .'’-]{2,40}){0,2}"
)
_ROLE = re.compile(
    r"\b(?:correspondent|reporter|editor|staff|desk|bureau|writer|newsroom|agenc(?:y|ies)|special to|contributor|in [A-Z])",
    re.IGNORECASE,
)
_AGENCY = r"\([^()\n]{2,40}\)"
_CITY = r"[A-ZÀ-ÖØ-Þ][\w'’.ʿ-]*(?: [\w'’.ʿ-]+){0,4}"
_SEPARATOR = r"(?:\s*(?:--+|[—–])\s*|\s+-\s+|\s*-$|\s*:\s+)"


@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    months = month_names()
    month = "(?P<month>" + "|".join(sorted((re.escape(m) for m in months), key=len, reverse=True)) + r")\.?"
    year = r"(?P<year>(?:19|20)\d\d)"
    day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?"
    return (
        re.compile(rf"(?<!\d){year}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)"),
        re.compile(rf"(?<![\w/-]){day}(?: (?:de|of))? {month},?(?: (?:de|del))?,? {year}(?!\d)", re.IGNORECASE),
        re.compile(rf"(?<!\w){month} {day},? {year}(?!\d)", re.IGNORECASE),
        re.compile(rf"(?<!\d){year}[/.](?P<month>[01]?\d)[/.](?P<day>[0-3]?\d)(?!\d)"),
        re.compile(rf"(?<![\d.])(?P<day>[0-3]?\d)(?P<sep>[/.-])(?P<month>[01]?\d)(?P=sep){year}(?!\d)"),
        re.compile(rf"(?<!\w){month},?(?: (?:de|del|of))? {year}(?!\d)", re.IGNORECASE),
    )


@cache
def month_names() -> dict[str, int]:
    """Return the number of each name of a month that bylines use."""
    names: dict[str, int] = {}
    for line in load_signs().lines["months"]:
        number, words = line.split(":", 1)
        names |= dict.fromkeys(words.split(), int(number))
    return names


def find_date(text: str, *, day_first: bool = True) -> When | None:
    """Return the first full date (day, month and year, or month and year) of a short text; ``text`` keeps the words."""
    best: tuple[int, When] | None = None
    for pattern in _date_patterns():
        for match in pattern.finditer(text[:600]):
            when = _make_when(match, day_first=day_first)
            if when is not None and (best is None or match.start() < best[0]):
                best = match.start(), when
                break
        if best is not None and best[1].precision is Precision.DAY:
            return best[1]
    return None if best is None else best[1]


def _make_when(match: re.Match[str], *, day_first: bool) -> When | None:
    parts = match.groupdict()
    name = parts["month"].lower().rstrip(".")
    month = int(name) if name.isdigit() else month_names()[name]
    year = int(parts["year"])
    day = int(parts["day"]) if parts.get("day") else None
    if parts.get("sep") == "/" and day is not None:
        if month > 12 >= day or (not day_first and day <= 12):
            day, month = month, day
        elif day <= 12 and month <= 12 and day != month:  # 4/5/2015 is two different days on two continents
            return When(start=date(year, 1, 1), end=date(year, 12, 31), precision=Precision.YEAR, text=match.group())
    try:
        if day is None:
            last = monthrange(year, month)[1]
            return When(start=date(year, month, 1), end=date(year, month, last), precision=Precision.MONTH, text=match.group())
        found = date(year, month, day)
    except ValueError:
        return None
    return When(start=found, end=found, precision=Precision.DAY, text=match.group()) if found >= _EARLIEST else None


@cache
def _dateline_pattern() -> re.Pattern[str]:
    month = "(?:" + "|".join(sorted((re.escape(m) for m in month_names()), key=len, reverse=True)) + r")\.?"
    day = rf"(?:{month} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{month})(?:,? \d{{4}})?"
    weekday = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    return re.compile(
        rf"(?:(?P<lead>{_AGENCY})\s*)?(?P<city>{_CITY}(?:(?:,|/| and| &) ?{_CITY}){{0,4}})[,.]?"
        rf"(?:\s*(?P<date>{weekday}{day}),?)?(?:\s*(?P<agency>{_AGENCY}|/[^/\n]{{2,30}}/|\[[^\]\n]{{2,30}}\]))?(?P<end>{_SEPARATOR})",
        re.IGNORECASE,
    )


def is_dateline(text: str) -> int:
    """Return the length of the dateline at the start of a text (0: none), its dash included.

    A place and a dash are no dateline by themselves: the place must stand in capitals, or a date or an agency beside it.
    """
    head = text[:160]
    match = _dateline_pattern().match(head)
    if match is None or not match.group("city")[0].isupper():
        return 0
    city = match.group("city").split(",")[0]
    if city.lower().rstrip(" .") in load_signs().words["not_places"]:
        return 0
    letters = [c for c in city if c.isalpha()]
    is_capitals = len(letters) >= 3 and all(c.isupper() for c in letters) and len(city.split()) <= 4
    agency = match.group("agency") or ""
    is_wire = agency.isupper() or match.group("date") is not None  # "PRESENTER (Ann Lee):" speaks, it is no place
    if match.group("end").strip() == ":" and not (agency and is_wire and (is_capitals or match.group("date"))):
        return 0
    if is_capitals or match.group("date") or match.group("agency") or match.group("lead"):
        return match.end()
    return 0


def is_full_dateline(text: str) -> bool:
    """Whether a text begins with a place, a date and an agency, as each item of a wire does."""
    match = _dateline_pattern().match(text[:160])
    if match is None or not (match.group("agency") or match.group("lead")):
        return False
    return any(c.isdigit() for c in match.group()) and is_dateline(text) > 0


def dateline_agency(text: str) -> str | None:
    """Return the agency that a dateline names in brackets."""
    length = is_dateline(text)
    found = re.search(r"[(\[/]([^()\[\]/\n]{2,40})[)\]/]", text[:length]) if length else None
    return found.group(1).strip() if found else None


def is_person_line(text: str) -> bool:
    """Whether a short line is the name of a writer, with at most a post or a place beside it."""
    line = " ".join(text.split())
    if len(line) > 120 or (line.isupper() and not line.startswith("BY ")):
        return False
    match = _PERSON_LINE.fullmatch(line)
    if match is None:
        return False
    words = line.split()
    return (
        line[:3].lower() == "by "
        or (len(words) <= 4 and all(w[0].isupper() or len(w) <= 3 for w in words))
        or _ROLE.search(line) is not None
    )


_LONGEST_BIOGRAPHY = 420
_TITLE = r"(?:(?:Dr|Prof|Professor|Mr|Ms|Mrs|Father|Sister)\.? )?"
_LATER_NEWS = re.compile(r"\b(?:said|told|killed|wounded|arrested)\b")


@cache
def _livelihood_pattern() -> re.Pattern[str]:
    verbs = "|".join(sorted((re.escape(v) for v in load_signs().words["livelihood"]), key=len, reverse=True))
    return re.compile(
        rf"{_TITLE}{_PERSON.pattern}(?: and {_PERSON.pattern})?,? (?:(?:currently|now|also|regularly) )?"
        rf"(?:{verbs}) (?!that\b)(?=.*\b(?:for|about|on|at|in|from|of|this|the)\b)"
    )


def is_biography(text: str) -> bool:
    """Whether a short paragraph says of a named person what he or she does for a living; true only of what ends a page."""
    line = " ".join(text.split())
    match = _livelihood_pattern().match(line) if len(line) <= _LONGEST_BIOGRAPHY else None
    if match is None or line.endswith(("”", '"')) or _LATER_NEWS.search(line):
        return False
    return not load_signs().words["bodies"] & set(match.group().lower().split())


_BY = re.compile(
    r"(?:^|[\n|·•,–—-]\s*|\b)(?:[Bb]y|BY|[Ww]ritten by|[Rr]eported by|[Aa]uthors?:|[Tt]ext:|[Pp]or|[Pp]ar|[Vv]on|[Dd]i)\s+"
    rf"(?P<names>{_PERSON.pattern}(?:(?:, | and | & |, and ){_PERSON.pattern})*)"
)
_BIOGRAPHY = re.compile(rf"(?P<names>{_PERSON.pattern}) (?:is|was|writes|reports|covers|tweets|works)\b")
_PLACE_AFTER = re.compile(r"(?: in |,| \|).*$")
_SPLIT_NAMES = re.compile(r", and | and |, | & ")


def find_authors(text: str) -> tuple[str, ...]:
    """Return the persons whom a byline or an author's biography names."""
    match = _BY.search(text) or _BIOGRAPHY.match(text.strip())
    if match is None:
        line = " ".join(text.split())
        if is_person_line(line) and 2 <= len(line.split()) <= 4:
            return (_PLACE_AFTER.sub("", line.removeprefix("By ").removeprefix("by ")),)
        return ()
    names = [n.strip(" .") for n in _SPLIT_NAMES.split(match.group("names"))]
    return tuple(dict.fromkeys(n.title() if n.isupper() else n for n in names if n and not _ROLE.search(n)))
