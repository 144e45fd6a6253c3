"""What the rules for dates share: the year that a date without one is of, and the words for years."""

import re
from collections.abc import Callable
from datetime import date

from tacitus.resolve.intervals import Interval, add_days, make_day, whole_month
from tacitus.resolve.time_words import Now

Match = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Match, Now], Interval | None]]

SKIP = Interval(date.max, date.min)
"""What a rule returns when it matched but has no say, so that the next rule is tried; ``None`` ends the search unresolved."""

WIDEST_TOLD = 31
"""Days that a time may span for others of its paragraph to be counted from it."""

FRESH_DAYS = 30
"""A day without a year that lies this little before publication is that of the news, whatever year its paragraph speaks of."""

ANNOUNCED_DAYS = 14
"""A day without a year that lies this little after publication is an announcement, not last year's date."""

FIRST_YEAR = 1500
"""A smaller year in figures is one of another calendar."""

YEAR_WORDS = r"\d{4}|this year|last year|that(?: same)? year|the same year|the previous year|the following year|the year before"
YEAR = rf"(?:,? ?(?:of |in )?(?P<year>{YEAR_WORDS})\b)?"


def read_year(word: str | None, now: Now) -> int | None:
    """Return the year that a word such as ``2016`` or ``that year`` means."""
    if word is None:
        return None
    if word.isdigit():
        return int(word)
    if word in {"this year", "last year"}:
        return None if now.published is None else now.published.year - (word == "last year")
    if now.any is None:
        return None
    return now.any.start.year + {"the previous year": -1, "the year before": -1, "the following year": 1}.get(word, 0)


def find_month(month: int, year: str | None, now: Now) -> Interval | None:
    """Return the month in the year named, or near what the paragraph tells, or the latest that had begun at publication."""
    if year is not None:
        value = read_year(year, now)
        return None if value is None or value < FIRST_YEAR else whole_month(value, month)
    if now.published is None:
        return None
    return _near_told(
        lambda value: whole_month(value, month), now, whole_month(now.published.year - (month > now.published.month), month)
    )


def _near_told(make: Callable[[int], Interval | None], now: Now, latest: Interval) -> Interval:
    """Return the date that lies nearest to what the paragraph tells of an earlier year, or the latest if that is news.

    "M23 entered Goma on 20 November 2012. It left on 1 December" is told of 2012, however late the report.
    """
    near = now.near
    if near is None or now.published is None or near.n_days > WIDEST_TOLD or near.start.year >= latest.start.year:
        return latest
    if (now.published - latest.end).days <= FRESH_DAYS:
        return latest
    years = [found for step in (0, 1, -1) if (found := make(near.start.year + step)) and found.start <= now.published]
    return min(years, key=lambda found: abs((found.start - near.start).days), default=latest)


def find_day(month: int, day: int, year: str | None, now: Now) -> Interval | None:
    """Return the day in the year named, or near what the paragraph tells, or the latest on or before publication.

    A day that lies a little after publication is returned as that: it is announced.
    """
    if year is not None:
        value = read_year(year, now)
        return None if value is None or value < FIRST_YEAR else make_day(value, month, day)
    if now.published is None:
        return None
    soon = add_days(now.published, ANNOUNCED_DAYS)
    for back in range(-1, 9):  # eight years reach the last 29 February across a century
        found = make_day(now.published.year - back, month, day)
        if found and found.start <= now.published:
            return _near_told(lambda value: make_day(value, month, day), now, found)
        if found and found.start <= soon:
            earlier = make_day(now.published.year - back - 1, month, day)
            told = earlier and _near_told(lambda value: make_day(value, month, day), now, earlier)
            return found if told == earlier else told
    return None
