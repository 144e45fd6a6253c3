"""The words of time expressions, read from ``times.toml``, and the point in time that an expression is relative to."""

import re
import tomllib
import unicodedata
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from tacitus.resolve.intervals import Interval

WORDS_FILE = Path(__file__).parent / "times.toml"


class TimeWords(NamedTuple):
    """The table; numbers are (low, high)."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, tuple[int, int]]
    ordinals: dict[str, int]
    seasons: dict[str, tuple[int, int]]
    holidays: dict[str, tuple[int, int, int, int]]
    parts: dict[str, str]
    bounds: dict[str, str]
    islamic_months: dict[str, int]
    solar_months: dict[str, int]
    day_parts: tuple[str, ...]
    future: re.Pattern[str]
    open_end: re.Pattern[str]
    saying: re.Pattern[str]


class Now(NamedTuple):
    """What a relative expression counts from.

    ``day``, ``month`` and ``any`` are the latest times under discussion that are exact to the day, to the month or better,
    and to whatever; ``near`` is the latest of the same paragraph.
    """

    published: date | None
    day: Interval | None = None
    month: Interval | None = None
    any: Interval | None = None
    near: Interval | None = None


@cache
def load_time_words() -> TimeWords:
    """Return the words of ``times.toml``."""
    table = tomllib.loads(WORDS_FILE.read_text("utf-8"))
    weekdays = join_words(list(table["weekdays"]))
    return TimeWords(
        months=table["months"],
        weekdays=table["weekdays"],
        numbers={word: (low, high) for word, (low, high) in table["numbers"].items()},
        ordinals=table["ordinals"],
        seasons={word: (first, last) for word, (first, last) in table["seasons"].items()},
        holidays={word: (a, b, c, d) for word, (a, b, c, d) in table["holidays"].items()},
        parts=table["parts"],
        bounds=table["bounds"],
        islamic_months=_number_names(table["islamic_months"]),
        solar_months=_number_names(table["solar_months"]),
        day_parts=tuple(table["day_parts"]),
        saying=re.compile(rf"\b(?:{join_words(table['saying'])})(?: late| early)?(?: on)?\s*$"),
        future=re.compile(rf"\b(?:(?<!the )(?=next)|(?!next))(?:{join_words(table['future'])})\b"),
        open_end=re.compile(rf"^(?:until|till|no later than) (?:{weekdays}|the weekend)\b"),
    )


def _number_names(names: list[list[str]]) -> dict[str, int]:
    """Return the number of each month by each of its names."""
    return {name: number for number, spellings in enumerate(names, 1) for name in spellings}


def join_words(words: list[str]) -> str:
    """Return the words as alternatives of a pattern, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


_FOLD = str.maketrans(dict.fromkeys("’‘ʼʿʾ`´", "'") | dict.fromkeys("–—−‑", "-") | dict.fromkeys("\xa0\u202f,()", " "))
_ACCENT = re.compile(r"[\u0300-\u036f]")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_CLOCK = re.compile(
    r"(?<![\d.])\b\d{1,2}[:.]\d{2}(?![.\d])(?: ?[ap]\.?m\b\.?)?|\b\d{1,2} ?[ap]\.?m\b\.?"
    r"|\b\d{3,4} ?(?:hours|hrs|gmt|utc|h)\b|\bo'?clock\b"
)
_DOT = re.compile(r"(?<=[a-z])\.(?=\s|$)")
_APOSTROPHE = re.compile(r"'(?!s\b)")
_ARTICLE = re.compile(r"\b(a[lsz]|ath|ul|us|el|dhu|dhul|dhi|zul)-(?=[a-z])")
_SPACE = re.compile(r"\s+")


def fold_time(text: str) -> str:
    """Return the expression in lower case, without accents, commas, ordinal endings and clock times."""
    folded = _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_FOLD)))
    folded = _SPACE.sub(" ", _APOSTROPHE.sub("", _ORDINAL.sub(r"\1", folded)))
    folded = _CLOCK.sub(" ", _islamic_year_pattern().sub(r"\g<1> ah", folded))
    return _SPACE.sub(" ", _ARTICLE.sub(r"\1 ", _DOT.sub("", folded))).strip()


@cache
def _islamic_year_pattern() -> re.Pattern[str]:
    """Return what tells ``1 Muharram 1437H`` from the hour ``1437h``."""
    months = join_words(list(load_time_words().islamic_months)).replace(r"\ ", "[ -]")
    return re.compile(rf"((?:\b(?:{months})(?: \d\d?)?|\d/\d{{1,2}}/) ?1[345]\d\d) ?h\b")


@lru_cache(maxsize=4096)
def is_time_of_day(text: str) -> bool:
    """Whether the expression tells the hour or the part of a day, and not which day: ``at 15:40``, ``shortly after dawn``."""
    return _make_hour_pattern().fullmatch(fold_time(text)) is not None


@cache
def _make_hour_pattern() -> re.Pattern[str]:
    near = "at|in|by|around|about|shortly|just|early|late|before|after|from|until|till|to|and|between|the"
    return re.compile(rf"(?:(?:{near}) ?)*(?:{join_words(list(load_time_words().day_parts))})?")


def read_number(word: str | None) -> tuple[int, int]:
    """Return (low, high) of a number in digits or words; no word at all stands for a vague plural."""
    if word is None:
        return 2, 6
    if word.isdigit():
        return int(word), int(word)
    first, _, second = word.partition("-")
    numbers = load_time_words().numbers
    low, high = numbers[first]
    if second:
        extra = numbers.get(second, (0, 0))
        return low + extra[0], high + extra[1]
    return low, high
