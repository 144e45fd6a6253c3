"""The words of time expressions, read from ``times.toml``, and the point in time that an expression is relative to."""

import re
import tomllib
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
    day_parts: tuple[str, ...]
    future: re.Pattern[str]
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
        day_parts=tuple(table["day_parts"]),
        saying=re.compile(rf"\b(?:{join_words(table['saying'])})(?: late| early)?(?: on)?\s*$"),
        future=re.compile(rf"\b(?:{join_words(table['future'])}|(?:until|till|no later than) (?:{weekdays}|the weekend))\b"),
    )


def join_words(words: list[str]) -> str:
    """Return the words as alternatives of a pattern, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "\xa0": " ", "\u202f": " ", ",": " ", "(": " ", ")": " "}
)
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_CLOCK = re.compile(
    r"(?<![\d.])\b\d{1,2}[:.]\d{2}(?![.\d])(?: ?[ap]\.?m\b\.?)?|\b\d{1,2} ?[ap]\.?m\b\.?"
    r"|\b\d{3,4} ?(?:hours|hrs|gmt|utc|h)\b|\bo'clock\b"
)
_DOT = re.compile(r"(?<=[a-z])\.(?=\s|$)")
_SPACE = re.compile(r"\s+")


def fold_time(text: str) -> str:
    """Return the expression in lower case, without commas, ordinal endings and clock times."""
    folded = _CLOCK.sub(" ", _ORDINAL.sub(r"\1", text.casefold().translate(_FOLD)))
    return _SPACE.sub(" ", _DOT.sub("", folded)).strip()


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
