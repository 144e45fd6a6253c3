"""Rules for times that name a date, a month, a season, a year or a weekday."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from tacitus.resolve.feasts import EASTER_DAYS, ISLAMIC_DAYS, find_feast
from tacitus.resolve.intervals import (
    Interval,
    add_days,
    make_day,
    next_weekday,
    one_day,
    pick_weekday,
    take_part,
    whole_month,
    whole_week,
    whole_year,
)
from tacitus.resolve.time_words import Now, join_words, load_time_words

Match = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Match, Now], Interval | None]]

SKIP = Interval(date.max, date.min)
"""What a rule returns when it matched but has no say, so that the next rule is tried; ``None`` ends the search unresolved."""

WIDEST_TOLD = 31
"""Days that a time may span for others of its paragraph to be counted from it."""

FIRST_ISLAMIC_YEAR = 630

FRESH_DAYS = 30
"""A day without a year that lies this little before publication is that of the news, whatever year its paragraph speaks of."""

ANNOUNCED_DAYS = 14
"""A day without a year that lies this little after publication is an announcement, not last year's date."""

PARTS = {
    "early": "early",
    "beginning of": "begin",
    "start of": "begin",
    "opening days of": "begin",
    "first days of": "begin",
    "mid": "mid",
    "middle of": "mid",
    "late": "late",
    "end of": "end",
    "end": "end",
    "close of": "end",
    "last days of": "end",
    "final days of": "end",
    "first half of": "first_half",
    "second half of": "second_half",
}
_YEAR_WORDS = r"\d{4}|this year|last year|that(?: same)? year|the same year|the previous year|the following year|the year before"
_YEAR = rf"(?:,? ?(?:of |in )?(?P<year>{_YEAR_WORDS})\b)?"


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
        return None if value is None or value < 1 else whole_month(value, month)
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
    """Return the day in the year named, or near what the paragraph tells, or the latest on or before publication."""
    if year is not None:
        value = read_year(year, now)
        return None if value is None else make_day(value, month, day)
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
            return None if told == earlier else told
    return None


def _iso(m: Match, _: Now) -> Interval | None:
    return make_day(int(m["y"]), int(m["m"]), int(m["d"]))


def _iso_month(m: Match, _: Now) -> Interval | None:
    return whole_month(int(m["y"]), int(m["m"])) if 1 <= int(m["m"]) <= 12 and int(m["y"]) else None


def _numeric(m: Match, _: Now) -> Interval | None:
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    if m["sep"] == "." or a == b or a > 12:
        return make_day(year, b, a)
    return make_day(year, a, b) if b > 12 else None  # 03/04/2020 may be either: nothing is claimed


def _day_range(m: Match, now: Now) -> Interval | None:
    month = load_time_words().months[m["month"]]
    last = find_day(month, int(m["d2"]), m["year"], now)
    if last is None:
        return None
    first = make_day(last.start.year, month, int(m["d1"]))
    return Interval(first.start, last.end) if first and first.start <= last.end else None


def _day(m: Match, now: Now) -> Interval | None:
    return find_day(load_time_words().months[m["month"]], int(m["d"]), m["year"], now)


def _day_of_month(m: Match, now: Now) -> Interval | None:
    if m["which"] in {"this", "last"}:
        month = now.published and whole_month(now.published.year, now.published.month - (m["which"] == "last"))
    else:
        month = now.month and whole_month(now.month.start.year, now.month.start.month)
    return make_day(month.start.year, month.start.month, int(m["d"])) if month else None


def _bare_day(m: Match, now: Now) -> Interval | None:
    if now.published is None:
        return None
    for back in (0, 1):
        month = whole_month(now.published.year, now.published.month - back)
        found = make_day(month.start.year, month.start.month, int(m["d"]))
        if found and found.start <= now.published:
            return found
    return None


def _part_of_month(m: Match, now: Now) -> Interval | None:
    month = find_month(load_time_words().months[m["month"]], m["year"], now)
    return take_part(month, PARTS[m["part"]]) if month else None


def _week_of_month(m: Match, now: Now) -> Interval | None:
    month = find_month(load_time_words().months[m["month"]], m["year"], now)
    if month is None:
        return None
    n = load_time_words().ordinals.get(m["nth"])
    if n is None:
        return Interval(add_days(month.end, -6), month.end)
    start = add_days(month.start, 7 * (n - 1))
    return Interval(start, min(add_days(start, 6), month.end)) if start <= month.end else None


def _month(m: Match, now: Now) -> Interval | None:
    month, which = load_time_words().months[m["month"]], m["which"]
    if which is None or m["year"] is not None:
        return find_month(month, m["year"], now)
    if which in {"that", "the same"}:
        return whole_month(now.any.start.year, month) if now.any else None
    if which == "the following":
        return whole_month(now.any.end.year + (month <= now.any.end.month), month) if now.any else None
    told = now.any.start if which in {"the previous", "the preceding"} and now.any else now.published
    if told is None:
        return None
    return whole_month(told.year - (which != "this" and month >= told.month), month)


def _season(m: Match, now: Now) -> Interval | None:
    first, last = load_time_words().seasons[m["season"]]
    if m["year"]:
        year = read_year(m["year"], now)
    elif m["which"] in {"that", "the same"}:
        year = now.any.start.year if now.any else None
    elif now.near and now.published and now.near.start.year < now.published.year and m["which"] not in {"this", "last"}:
        year = now.near.start.year
    elif now.published:
        year = now.published.year - (whole_month(now.published.year, first).start > now.published)
        year -= m["which"] == "last" and whole_month(year, last).end >= now.published
    else:
        year = None
    if year is None or year < 1:
        return None
    found = Interval(whole_month(year, first).start, whole_month(year, last).end)
    return take_part(found, PARTS[m["part"]]) if m["part"] else found


def _holiday(m: Match, now: Now) -> Interval | None:
    month, day, last_month, last_day = load_time_words().holidays[m["holiday"]]
    first = find_day(month, day, m["year"], now)
    return (
        first
        and make_day(first.start.year, last_month, last_day)
        and Interval(first.start, date(first.start.year, last_month, last_day))
    )


def _feast(m: Match, now: Now) -> Interval | None:
    name = re.sub(r"[-']", " ", m["feast"])
    if m["year"] is not None:
        year = read_year(m["year"], now)
        return next(iter(find_feast(name, year)), None) if year and year > FIRST_ISLAMIC_YEAR else None
    if now.published is None:
        return None
    years = (now.published.year, now.published.year - 1)
    return max((f for y in years for f in find_feast(name, y) if f.start <= now.published), default=None)


def _week_of(m: Match, now: Now) -> Interval | None:
    day = find_day(load_time_words().months[m["m1"] or m["m2"]], int(m["d1"] or m["d2"]), m["year"], now)
    if day is None:
        return None
    if m["which"] == "of":
        return whole_week(day.start)
    return Interval(add_days(day.start, -6), day.start) if m["which"] == "ending" else Interval(day.start, add_days(day.start, 6))


def _part_of_year(m: Match, now: Now) -> Interval | None:
    year = read_year(m["year"], now)
    return take_part(whole_year(year), PARTS[m["part"]]) if year else None


def _quarter(m: Match, now: Now) -> Interval | None:
    year = read_year(m["year"], now)
    n = load_time_words().ordinals.get(m["nth"], 4)
    return Interval(whole_month(year, 3 * n - 2).start, whole_month(year, 3 * n).end) if year and n <= 4 else None


def _decade(m: Match, _: Now) -> Interval | None:
    start = int(m["decade"]) * 10
    found = Interval(date(start, 1, 1), date(start + 9, 12, 31))
    return take_part(found, PARTS[m["part"]]) if m["part"] else found


def _years(m: Match, _: Now) -> Interval | None:
    first, last = int(m["y"]), int(m["y2"] if len(m["y2"]) == 4 else m["y"][:2] + m["y2"])
    return Interval(date(first, 1, 1), date(last, 12, 31)) if 0 <= last - first < 100 else None


def _year(m: Match, now: Now) -> Interval | None:
    year = read_year(m["year"], now)
    return whole_year(year) if year else None


def _weekday(m: Match, now: Now) -> Interval | None:
    if now.published is None:
        return None
    weekday = load_time_words().weekdays[m["weekday"]]
    if m["week"]:
        return one_day(add_days(whole_week(now.published).start, weekday - 7))
    which = m["which"] or ""
    if which in {"the following", "that"}:
        if now.day is None:
            return None
        return one_day(next_weekday(now.day.end if which == "the following" else add_days(now.day.start, -1), weekday))
    if which in {"the previous", "the preceding"}:
        return one_day(pick_weekday(now.day.start if now.day else now.published, weekday, inclusive=False))
    return one_day(pick_weekday(now.published, weekday, inclusive=which != "last"))


def _weekend(m: Match, now: Now) -> Interval | None:
    if now.published is None:
        return None
    saturday = pick_weekday(now.published, 5, inclusive=True)
    if m["which"] == "last" and now.published.weekday() >= 5:
        saturday = add_days(saturday, -7)
    return Interval(saturday, add_days(saturday, 1))


@cache
def make_date_rules() -> tuple[Rule, ...]:
    """Return the rules, the most specific first."""
    words = load_time_words()
    month = rf"(?P<month>{join_words(list(words.months))})\b"
    weekday = rf"(?P<weekday>{join_words(list(words.weekdays))})\b"
    part = rf"(?P<part>{join_words(list(PARTS))})"
    nth = rf"(?P<nth>{join_words([*words.ordinals, 'last', 'final'])})"
    to = r"(?: ?[-/] ?| to | and | until | through | or )"
    which = r"(?:(?P<which>this|last|that|the same|the following|the previous|the preceding) )?"
    seasons, holidays = join_words(list(words.seasons)), join_words(list(words.holidays))
    feasts = join_words([*EASTER_DAYS, *ISLAMIC_DAYS]).replace(r"\ ", "[ -]")
    months = join_words(list(words.months))
    day_first, month_first = rf"(?P<d1>\d{{1,2}}) (?P<m1>{months})", rf"(?P<m2>{months}) (?P<d2>\d{{1,2}})"
    rows: tuple[tuple[str, Callable[[Match, Now], Interval | None]], ...] = (
        (rf"\b(?P<feast>{feasts})\b{_YEAR}", _feast),
        (
            rf"\bweek (?P<which>of|beginning|starting|commencing|ending)(?: on)? (?:{day_first}|{month_first})\b{_YEAR}",
            _week_of,
        ),
        (r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b", _iso),
        (r"\b(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})\b", _numeric),
        (rf"\b(?P<d1>\d{{1,2}}){to}(?P<d2>\d{{1,2}}) (?:of )?{month}{_YEAR}", _day_range),
        (rf"\b{month} (?P<d1>\d{{1,2}}){to}(?P<d2>\d{{1,2}})\b(?!:){_YEAR}", _day_range),
        (rf"\b(?P<d>\d{{1,2}})[ -](?:of )?{month}(?:-(?=\d{{4}}))?{_YEAR}", _day),
        (rf"\b{month} (?:the )?(?P<d>\d{{1,2}})\b{_YEAR}", _day),
        (r"\b(?P<d>\d{1,2}) (?:of )?(?P<which>this|last|that|the same) month\b", _day_of_month),
        (rf"\b{nth} week (?:of|in) {month}{_YEAR}", _week_of_month),
        (rf"\b{part}[ -](?:the month of )?{month}{_YEAR}", _part_of_month),
        (rf"\b(?P<holiday>{holidays})\b{_YEAR}", _holiday),
        (rf"\b{which}{month}{_YEAR}", _month),
        (rf"(?:\b{part}[ -](?:the )?)?(?:(?P<which>this|last|that|the same) )?\b(?P<season>{seasons})\b{_YEAR}", _season),
        (rf"\b{nth} quarter (?:of )?(?P<year>{_YEAR_WORDS})\b", _quarter),
        (rf"(?:\b{part}[ -](?:the )?)?\b(?P<decade>1[5-9]\d|20\d)0'?s\b", _decade),
        (rf"\b{part}[ -](?P<year>{_YEAR_WORDS})\b", _part_of_year),
        (r"\b(?P<y>1[5-9]\d\d|20\d\d)-(?P<m>0[1-9]|1[0-2])\b(?!-)", _iso_month),
        (r"\b(?P<y>1[5-9]\d\d|20\d\d) ?[-/] ?(?P<y2>\d{4}|\d{2})\b", _years),
        (r"\b(?P<year>1[5-9]\d\d|20\d\d)\b", _year),
        (rf"\b{which}{weekday}(?P<week> (?:of )?last week)?", _weekday),
        (r"\b(?:(?P<which>this|last|the|at) )?weekend\b", _weekend),
        (r"^(?:on |of )?the (?P<d>\d{1,2})$", _bare_day),
    )
    return tuple((re.compile(pattern), handler) for pattern, handler in rows)
