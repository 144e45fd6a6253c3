"""Rules for times that name a date, a month, a season, a year or a weekday."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from tacitus.resolve.calendar_rules import make_calendar_rows
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
from tacitus.resolve.numeric_rules import make_day_rows, make_whole_year_rows, make_year_rows
from tacitus.resolve.time_words import Now, join_words, load_time_words, read_number
from tacitus.resolve.year_choice import YEAR, YEAR_WORDS, Match, Rule, find_day, find_month, read_year


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
    """Return the last such day of a month: within the year where its weekday is told, else of this month or the last."""
    if now.published is None:
        return None
    weekday = load_time_words().weekdays.get(m.groupdict().get("weekday") or "")
    for back in range(2 if weekday is None else 12):
        month = whole_month(now.published.year, now.published.month - back)
        found = make_day(month.start.year, month.start.month, int(m["d"]))
        if found and found.start <= now.published and weekday in {None, found.start.weekday()}:
            return found
    return None


def _part_range(m: Match, now: Now) -> Interval | None:
    """Read ``mid to late May``."""
    month = find_month(load_time_words().months[m["month"]], m["year"], now)
    parts = load_time_words().parts
    if month is None:
        return None
    found = Interval(take_part(month, parts[m["part"]]).start, take_part(month, parts[m["part2"]]).end)
    return found if found.start <= found.end else None


def _outer_days(m: Match, now: Now) -> Interval | None:
    """Read ``the first ten days of January``, ``the last two weeks of 2018``."""
    if m["month"]:
        whole = find_month(load_time_words().months[m["month"]], m["year"], now)
    else:
        year = read_year(m["year2"], now)
        whole = whole_year(year) if year else None
    n = read_number(m["n"])[1] * (7 if m["unit"] == "week" else 1)
    if whole is None or not 0 < n <= whole.n_days:
        return None
    if m["outer"] in {"first", "opening"}:
        return Interval(whole.start, add_days(whole.start, n - 1))
    return Interval(add_days(whole.end, 1 - n), whole.end)


def _nth_weekday(m: Match, now: Now) -> Interval | None:
    """Read ``the third Friday of January``."""
    words = load_time_words()
    month = find_month(words.months[m["month"]], m["year"], now)
    if month is None:
        return None
    weekday, n = words.weekdays[m["weekday"]], words.ordinals.get(m["nth"])
    if n is None:
        return one_day(pick_weekday(month.end, weekday, inclusive=True))
    day = add_days(next_weekday(add_days(month.start, -1), weekday), 7 * (n - 1))
    return one_day(day) if day <= month.end else None


def _weekend_of(m: Match, now: Now) -> Interval | None:
    day = find_day(load_time_words().months[m["m1"] or m["m2"]], int(m["d1"] or m["d2"]), m["year"], now)
    if day is None:
        return None
    saturday = add_days(day.start, -1 if day.start.weekday() == 6 else 5 - day.start.weekday())
    return Interval(saturday, add_days(saturday, 1))


def _weekday_ago(m: Match, now: Now) -> Interval | None:
    """Read ``a week last Friday``, ``Friday a week ago``, ``the Friday before last``."""
    if now.published is None:
        return None
    weekday = load_time_words().weekdays[m["weekday"]]
    return one_day(add_days(pick_weekday(now.published, weekday, inclusive=False), -7))


def _overnight_on(m: Match, now: Now) -> Interval | None:
    """Read ``overnight into Sunday`` as the night before it, ``overnight on Sunday`` as that or the night after it."""
    if now.published is None:
        return None
    day = pick_weekday(now.published, load_time_words().weekdays[m["weekday"]], inclusive=True)
    return Interval(add_days(day, -1), day if m.groupdict().get("into") else add_days(day, 1))


def _part_of_month(m: Match, now: Now) -> Interval | None:
    month = find_month(load_time_words().months[m["month"]], m["year"], now)
    return take_part(month, load_time_words().parts[m["part"]]) if month else None


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
    if which in {"the following", "the next"}:
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
    return take_part(found, load_time_words().parts[m["part"]]) if m["part"] else found


def _holiday(m: Match, now: Now) -> Interval | None:
    month, day, last_month, last_day = load_time_words().holidays[m["holiday"]]
    first = find_day(month, day, m["year"], now)
    return (
        first
        and make_day(first.start.year, last_month, last_day)
        and Interval(first.start, date(first.start.year, last_month, last_day))
    )


def _week_of(m: Match, now: Now) -> Interval | None:
    day = find_day(load_time_words().months[m["m1"] or m["m2"]], int(m["d1"] or m["d2"]), m["year"], now)
    if day is None:
        return None
    if m["which"] == "of":
        return whole_week(day.start)
    return Interval(add_days(day.start, -6), day.start) if m["which"] == "ending" else Interval(day.start, add_days(day.start, 6))


def _part_of_year(m: Match, now: Now) -> Interval | None:
    year = read_year(m["year"], now)
    return take_part(whole_year(year), load_time_words().parts[m["part"]]) if year else None


def _weekday(m: Match, now: Now) -> Interval | None:
    if now.published is None:
        return None
    weekday = load_time_words().weekdays[m["weekday"]]
    if m["week"]:
        return one_day(add_days(whole_week(now.published).start, weekday - 7))
    which = m["which"] or ""
    if which in {"the following", "the next", "that"} or m["after"]:
        if now.day is None:
            return None
        return one_day(next_weekday(add_days(now.day.start, -1) if which == "that" else now.day.end, weekday))
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
    months, weekdays = join_words(list(words.months)), join_words(list(words.weekdays))
    month, weekday = rf"(?P<month>{months})\b", rf"(?P<weekday>{weekdays})\b"
    parts, numbers = join_words(list(words.parts)), join_words(list(words.numbers))
    part = rf"(?P<part>{parts})"
    nth = rf"(?P<nth>{join_words([*words.ordinals, 'last', 'final'])})"
    to = r"(?: ?[-/] ?| to | and | until | through | or )"
    which = r"(?:(?P<which>this|last|that|the same|the following|the next|the previous|the preceding) )?"
    outer = rf"(?P<outer>first|opening|last|final|closing) (?P<n>\d+|{numbers}) (?P<unit>day|week)s"
    seasons, holidays = join_words(list(words.seasons)), join_words(list(words.holidays))
    day_first, month_first = rf"(?P<d1>\d{{1,2}}) (?P<m1>{months})", rf"(?P<m2>{months}) (?P<d2>\d{{1,2}})"
    rows: tuple[tuple[str, Callable[[Match, Now], Interval | None]], ...] = (
        *make_day_rows(),
        (rf"\bweekend of (?:the )?(?:{day_first}|{month_first})\b(?! ?[-/]|to|and){YEAR}", _weekend_of),
        (
            rf"\bweek (?P<which>of|beginning|starting|commencing|ending)(?: on)? (?:{day_first}|{month_first})\b{YEAR}",
            _week_of,
        ),
        (rf"\b(?P<d1>\d{{1,2}})(?: \d{{1,2}})*{to}(?:the )?(?P<d2>\d{{1,2}}) (?:of )?{month}{YEAR}", _day_range),
        (rf"\b(?P<d1>\d{{1,2}})(?: \d{{1,2}})* (?P<d2>\d{{1,2}}) {month}{YEAR}", _day_range),
        (rf"\b{month} (?P<d1>\d{{1,2}})(?: \d{{1,2}})*{to}(?:the )?(?P<d2>\d{{1,2}})\b(?!:){YEAR}", _day_range),
        (rf"\b(?P<d>\d{{1,2}})[ -](?:of )?{month}(?:-(?=\d{{4}}))?{YEAR}", _day),
        (rf"\b{month} (?:the )?(?P<d>\d{{1,2}})\b{YEAR}", _day),
        *make_calendar_rows(),
        (r"\b(?P<d>\d{1,2}) (?:of )?(?P<which>this|last|that|the same) month\b", _day_of_month),
        (rf"\b{nth} week (?:of|in) {month}{YEAR}", _week_of_month),
        (rf"\b{nth} {weekday} (?:of|in) {month}{YEAR}", _nth_weekday),
        (
            rf"\b{outer} (?:of|in) (?:{month}{YEAR}|(?P<year2>{YEAR_WORDS})\b)",
            _outer_days,
        ),
        (rf"\b{part}[- ]?(?: ?[-/] ?|[- ]?to[- ]| or | and )(?P<part2>{parts})[ -](?:of )?{month}{YEAR}", _part_range),
        (rf"\b{part}[ -](?:the month of )?{month}{YEAR}", _part_of_month),
        (rf"\b(?P<holiday>{holidays})\b{YEAR}", _holiday),
        (rf"\b{which}{month}{YEAR}", _month),
        (rf"(?:\b{part}[ -](?:the )?)?(?:(?P<which>this|last|that|the same) )?\b(?P<season>{seasons})\b{YEAR}", _season),
        *make_year_rows(),
        (rf"\b{part}[ -](?P<year>{YEAR_WORDS})\b", _part_of_year),
        *make_whole_year_rows(),
        (rf"\bovernight (?:on |(?P<into>into |to )|to )?{weekday}", _overnight_on),
        (rf"\b{weekday} overnight\b", _overnight_on),
        (rf"\b{weekday} (?:before last|a week ago|last but one)\b", _weekday_ago),
        (rf"\ba week (?:ago )?(?:last |on )?{weekday}", _weekday_ago),
        (rf"\b{weekday} (?:the )?(?P<d>\d{{1,2}})$", _bare_day),
        (rf"\b{which}{weekday}(?P<after> after$)?(?P<week> (?:of )?last week)?", _weekday),
        (r"\b(?:(?P<which>this|last|the|at) )?weekend\b", _weekend),
        (r"(?:^|\b(?:on|of) )the (?P<d>\d{1,2})$", _bare_day),
    )
    return tuple((re.compile(pattern), handler) for pattern, handler in rows)
