"""Rules for times that are told from another time: from the day of publication, or from the day under discussion."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from tacitus.resolve.date_rules import PARTS, SKIP, Match, Rule
from tacitus.resolve.intervals import (
    Interval,
    add_days,
    add_months,
    one_day,
    shift,
    take_part,
    whole_month,
    whole_week,
    whole_year,
)
from tacitus.resolve.time_words import Now, join_words, load_time_words, read_number

_FROM_PUBLICATION = {
    "today": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tonight": 0,
    "this day": 0,
    "yesterday": -1,
    "last night": -1,
    "last evening": -1,
    "the day before yesterday": -2,
    "the night before last": -2,
}
_PREVIOUS_DAY = (
    r"\b(?:previous|preceding) (?:day|morning|night|evening|afternoon)\b"
    r"|\b(?:the|a) (?:day|night|evening) (?:before|earlier)\b|\bthe eve\b"
)
_SAME_DAY = (
    r"\b(?:that|same|very) (?:same )?(?:day|morning|night|evening|afternoon|date)\b"
    r"|\b(?:later|earlier) (?:in|on|that|the same) (?:the )?day\b|\bhours later\b"
    r"|\b(?:later|earlier|the) (?:in the )?(?:same )?day$"
)
_EARLIER = {"ago", "earlier", "before", "prior", "previously"}


def _from_publication(m: Match, now: Now) -> Interval | None:
    return one_day(add_days(now.published, _FROM_PUBLICATION[m["word"]])) if now.published else None


def _overnight(_: Match, now: Now) -> Interval | None:
    return Interval(add_days(now.published, -1), now.published) if now.published else None


def _same_day(_: Match, now: Now) -> Interval | None:
    return now.day if now.day and now.day.n_days == 1 else None


def _day_part(_: Match, now: Now) -> Interval | None:
    """Return the day under discussion, if this very paragraph speaks of it."""
    return now.near if now.near is not None and now.near == now.day and now.near.n_days == 1 else None


def _next_day(_: Match, now: Now) -> Interval | None:
    return one_day(add_days(now.day.end, 1)) if now.day else None


def _previous_day(_: Match, now: Now) -> Interval | None:
    point = now.day.start if now.day else now.published
    return one_day(add_days(point, -1)) if point else None


def _move_unit(day: date, unit: str, n: int) -> Interval:
    """Return the calendar week, month or year that lies ``n`` units from the day's own."""
    if unit == "week":
        return whole_week(add_days(day, 7 * n))
    return whole_month(day.year, day.month + n) if unit == "month" else whole_year(day.year + n)


def _unit(m: Match, now: Now) -> Interval | None:
    which, unit = m["which"].removeprefix("the "), m["unit"]
    if which in {"this", "the", "current", "last", "past"}:
        if now.published is None:
            return None
        if which == "past":
            back = {"week": add_days(now.published, -7), "month": add_months(now.published, -1)}
            return Interval(back.get(unit, add_months(now.published, -12)), now.published)
        found = _move_unit(now.published, unit, -1 if which == "last" else 0)
        return take_part(found, PARTS[m["part"]]) if m["part"] else found
    anchor = _anchor(now, unit)
    if anchor is None:
        return _move_unit(now.published, unit, -1) if now.published and which == "previous" else None
    step = {"that": 0, "same": 0, "previous": -1, "preceding": -1}.get(which, 1)
    day = anchor.end if step > 0 else anchor.start
    found = _move_unit(day, unit, step)
    return take_part(found, PARTS[m["part"]]) if m["part"] else found


def _anchor(now: Now, unit: str) -> Interval | None:
    """Return the time under discussion that is exact enough to count such units from."""
    if unit in {"hour", "minute", "second", "day", "night", "week", "fortnight"}:
        return now.day
    return now.month if unit == "month" else now.any


def _count_back(point: Interval, unit: str, low: int, high: int) -> Interval:
    """Return the days that lie ``low`` to ``high`` units before the point: weeks give or take three days, else whole months."""
    if unit in {"hour", "minute", "second"}:
        back = (high + 12) // 24 if unit == "hour" else 0  # a few hours before a day under discussion is that day
        return Interval(add_days(point.start, -back), point.end)
    if unit in {"day", "night"}:
        return Interval(add_days(point.start, -high), add_days(point.end, -low))
    if unit in {"week", "fortnight"}:
        days = 14 if unit == "fortnight" else 7
        return Interval(add_days(point.start, -days * high - 3), add_days(point.end, -days * low + 3))
    if unit == "month":
        start, end = add_months(point.start, -high), add_months(point.end, -low)
        return Interval(whole_month(start.year, start.month).start, whole_month(end.year, end.month).end)
    years = 10 if unit == "decade" else 1
    return Interval(
        whole_year(max(point.start.year - years * high, 1)).start, whole_year(max(point.end.year - years * low, 1)).end
    )


def _offset(m: Match, now: Now) -> Interval | None:
    (low, high), unit, way = read_number(m["number"]), m["unit"], m["way"]
    if m["number"] is None and not m["plural"]:
        return SKIP
    if way == "ago" or (way == "previously" and now.day is None):
        return _count_back(one_day(now.published), unit, low, high) if now.published else None
    anchor = _anchor(now, unit)
    if way in _EARLIER:
        point = anchor or (one_day(now.published) if now.published else None)
        return point and _count_back(point, unit, low, high)
    if anchor is None:
        # "comes just weeks after the town fell": what fell did so before the news
        is_vague = way == "after" and m["number"] is None
        return _count_back(one_day(now.published), unit, low, high) if is_vague and now.published else None
    if unit in {"hour", "minute", "second"}:
        return shift(anchor, 0) if high < 24 or unit != "hour" else Interval(anchor.start, add_days(anchor.end, high // 24))
    return _count_back(anchor, unit, -high, -low)


def _length(point: date, unit: str, n: int) -> date:
    """Return the first day of the ``n`` units that end on the point."""
    if unit in {"hour", "minute", "second"}:
        return add_days(point, -((n - 1) // 24) if unit == "hour" else 0)
    if unit in {"day", "night"}:
        return add_days(point, 1 - n)
    if unit in {"week", "fortnight"}:
        return add_days(point, -n * (14 if unit == "fortnight" else 7))
    return add_months(point, -n * {"month": 1, "year": 12, "decade": 120}[unit])


def _past_units(m: Match, now: Now) -> Interval | None:
    if now.published is None:
        return None
    _, high = read_number(m["number"])
    if m["unit"] in {"hour", "minute", "second"}:
        return Interval(add_days(now.published, -((high + 23) // 24) if m["unit"] == "hour" else 0), now.published)
    return Interval(add_days(_length(now.published, m["unit"], high), -(m["unit"] == "day")), now.published)


def _recent(m: Match, now: Now) -> Interval | None:
    if now.published is None:
        return None
    days = {"day": 7, "week": 42, "month": 183, "year": 5 * 365, "hour": 1, "night": 4}.get(m["unit"], 7)
    return Interval(add_days(now.published, -days), now.published)


def _duration(m: Match, now: Now) -> Interval | None:
    is_short = m["unit"] in {"hour", "minute", "second"}
    point = now.day.end if now.day else None if is_short else now.published
    if point is None or (m["number"] is None and not m["plural"]):
        return None
    _, high = read_number(m["number"])
    return Interval(_length(point, m["unit"], high), point)


def _so_far(m: Match, now: Now) -> Interval | None:
    return _move_unit(now.published, m["unit"], 0) if now.published else None


@cache
def make_relative_rules() -> tuple[Rule, ...]:
    """Return the rules, the most specific first."""
    number = rf"(?:(?P<number>\d+|(?:{join_words(list(load_time_words().numbers))})(?:-[a-z]+)?) )?(?:more |full |straight )?"
    unit = r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|year|decade)(?P<plural>s)?\b"
    span = r"(?P<unit>week|month|year)\b"
    part = rf"(?:(?P<part>{join_words(list(PARTS))})[ -](?:the )?)?"
    rows: tuple[tuple[str, Callable[[Match, Now], Interval | None]], ...] = (
        (rf"\b(?P<word>{join_words(list(_FROM_PUBLICATION))})\b", _from_publication),
        (r"\bovernight\b", _overnight),
        (
            r"\b(?:next|following) (?:day|morning|night|evening|afternoon)\b|\bthe day after\b|\ba day (?:later|after)\b",
            _next_day,
        ),
        (_PREVIOUS_DAY, _previous_day),
        (rf"\bso far this {span}", _so_far),
        (rf"\b(?:past|last|previous) {number}{unit}(?<=s)", _past_units),
        (rf"\b(?:past|last) (?P<number>24|48|72) {unit}", _past_units),
        (rf"\brecent {unit}", _recent),
        (rf"\b{number}{unit} (?P<way>ago|earlier|before|prior|previously|later|after|afterwards|on(?=$))(?!\w)", _offset),
        (
            rf"\b(?:earlier|later|early|late) (?:in|on|during) (?P<part>)(?P<which>the|this|that|the same|last) {span}",
            _unit,
        ),
        (rf"\b{part}(?P<which>this|current|last|past|that|same|previous|preceding|next|following) {span}", _unit),
        (_SAME_DAY, _same_day),
        (rf"\b(?P<part>{join_words(list(PARTS))})[ -](?P<which>the) {span}", _unit),
        (rf"\b(?:{join_words(list(load_time_words().day_parts))})\b", _day_part),
        (rf"\b{number}{unit}", _duration),
    )
    return tuple((re.compile(pattern), handler) for pattern, handler in rows)
