"""What is doubtful about a time: a day that no calendar has, or one that may be read in two ways."""

import re
from functools import cache

from tacitus.model import TimeFlag
from tacitus.resolve.calendar_rules import ERA, LUNAR_ERAS, SOLAR_YEARS, hyphened, n_days_of_solar
from tacitus.resolve.feasts import ISLAMIC_YEARS, n_days_of_islamic
from tacitus.resolve.intervals import make_day
from tacitus.resolve.numeric_rules import read_orders, read_short_year
from tacitus.resolve.time_words import Now, join_words, load_time_words
from tacitus.resolve.year_choice import FIRST_YEAR

_LEAP_YEAR = 2000
_ISO = re.compile(r"\b(?P<y>\d{4})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?=\b|t\d)")
_FIGURES = re.compile(rf"(?<![\d./-])(?P<a>\d\d?)(?P<sep>[./-])(?P<b>\d\d?)(?P=sep)(?P<y>\d{{4}}|\d\d)\b(?![./-]\d){ERA}?")


def find_flag(folded: str, now: Now) -> TimeFlag | None:
    """Return what is doubtful about a folded expression whatever it is counted from; ``None`` where nothing is."""
    words = load_time_words()
    for match in _named_days().finditer(folded):
        day, year = int(match["d"] or match["d2"]), match["year"]
        name = (match["name"] or match["name2"]).replace("-", " ")
        if name in words.months:
            if make_day(int(year) if year else _LEAP_YEAR, words.months[name], day) is None:
                return TimeFlag.IMPOSSIBLE
        elif day > _most_days(name, int(year) if year else None) or day == 0:
            return TimeFlag.IMPOSSIBLE
    for match in _ISO.finditer(folded):
        if int(match["y"]) >= FIRST_YEAR and make_day(int(match["y"]), int(match["m"]), int(match["d"])) is None:
            return TimeFlag.IMPOSSIBLE
    return next((flag for match in _FIGURES.finditer(folded) if (flag := _judge_figures(match, now))), None)


def _most_days(name: str, year: int | None) -> int:
    """Return how many days a month of another calendar has, or may have."""
    words = load_time_words()
    if name in words.islamic_months:
        return 30 if year is None else n_days_of_islamic(year, words.islamic_months[name])
    month = words.solar_months[name]
    return n_days_of_solar(year, month) if year in SOLAR_YEARS and year is not None else 31 if month <= 6 else 30


def _judge_figures(match: re.Match[str], now: Now) -> TimeFlag | None:
    year = read_short_year(match["y"], now)
    a, b = int(match["a"]), int(match["b"])
    if year is None:
        return None
    if year < FIRST_YEAR:
        return _judge_other_calendar(match["era"], year, a, b)
    days = read_orders(a, b, year)
    if match["sep"] == ".":
        days = [day for day in days if day.start.day == a]
    if not days:
        return TimeFlag.IMPOSSIBLE
    past = [day for day in days if now.published is None or day.start <= now.published]
    return TimeFlag.AMBIGUOUS if len(days) > 1 and len(past) != 1 else None


def _judge_other_calendar(era: str | None, year: int, day: int, month: int) -> TimeFlag | None:
    """Without its era a year of the 1300s or 1400s may be one of the moon or of the sun."""
    if era is None:
        return TimeFlag.AMBIGUOUS
    if not 1 <= month <= 12:
        return TimeFlag.IMPOSSIBLE
    is_lunar = era in LUNAR_ERAS
    if year not in (ISLAMIC_YEARS if is_lunar else SOLAR_YEARS):
        return None
    most = n_days_of_islamic(year, month) if is_lunar else n_days_of_solar(year, month)
    return None if 1 <= day <= most else TimeFlag.IMPOSSIBLE


@cache
def _named_days() -> re.Pattern[str]:
    """Return the pattern of a day with the name of a month of any calendar, the year where it stands."""
    words = load_time_words()
    months = f"{join_words(list(words.months))}|{hyphened([*words.islamic_months, *words.solar_months])}"
    day = r"(?<![:.\d-])(?P<d>\d{1,2})[ -](?:of )?"
    return re.compile(
        rf"(?:{day}(?P<name>{months})\b|\b(?P<name2>{months}) (?:the )?(?P<d2>\d{{1,2}})\b(?! (?:{months})\b)(?![:.]\d))"
        r"(?:[ -](?:of |in )?(?P<year>\d{4})\b)?"
    )
