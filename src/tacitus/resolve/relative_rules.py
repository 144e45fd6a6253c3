"""Rules for times that are told from another time: from the day of publication, or from the day under discussion."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

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
from tacitus.resolve.year_choice import SKIP, Match, Rule

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
    r"|\b(?:the|a) (?:day|night|evening) (?:before|earlier)\b(?P<what> [a-z]+)?|\bthe eve\b(?! of)"
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


def _previous_day(m: Match, now: Now) -> Interval | None:
    if m["what"] is not None and now.day is None:  # the day before the attack, of which no day was told
        return None
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
        if which == "the" and now.day is not None and (not m["part"] or found.end > now.published):
            found = _move_unit(now.day.start, unit, 0)  # "by the end of the month" of which the text tells
        return take_part(found, load_time_words().parts[m["part"]]) if m["part"] else found
    anchor = _anchor(now, unit)
    if anchor is None:
        return _move_unit(now.published, unit, -1) if now.published and which == "previous" else None
    step = {"that": 0, "same": 0, "previous": -1, "preceding": -1}.get(which, 1)
    day = anchor.end if step > 0 else anchor.start
    found = _move_unit(day, unit, step)
    return take_part(found, load_time_words().parts[m["part"]]) if m["part"] else found


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


def _offset(m: Match, now: Now) -> Interval | None:  # noqa: PLR0911  a list of cases, read from top to bottom
    (low, high), unit, way = _read_bounds(m), m["unit"], m["way"]
    if m["number"] is None and not m["plural"]:
        return SKIP
    if way == "ago" or (way == "previously" and now.day is None):
        return _count_back(one_day(now.published), unit, low, high) if now.published else None
    anchor = _anchor(now, unit)
    if way in _EARLIER:
        if anchor is None and m["what"] and way in {"before", "prior"}:  # two days before the ceasefire, of which no day was told
            return None
        point = anchor or (one_day(now.published) if now.published else None)
        return point and _count_back(point, unit, low, high)
    if anchor is None:
        # "comes just weeks after the town fell": what fell did so before the news
        is_vague = way == "after" and m["number"] is None
        return _count_back(one_day(now.published), unit, low, high) if is_vague and now.published else None
    if unit in {"hour", "minute", "second"}:
        return shift(anchor, 0) if high < 24 or unit != "hour" else Interval(anchor.start, add_days(anchor.end, high // 24))
    return _count_back(anchor, unit, -high, -low)


def _read_bounds(m: Match) -> tuple[int, int]:
    """Return the number with what is said about it: ``more than two`` may be three, ``nearly two`` one and a bit."""
    low, high = read_number(m["number"])
    if m["number2"]:
        high = max(high, read_number(m["number2"])[1])
    bound = load_time_words().bounds.get(m["bound"] or "")
    if bound == "more":
        high += max(1, high // 5)
    elif bound == "less":
        low -= max(1, low // 5)
    return max(low, 0), high


def _halves(m: Match, now: Now) -> Interval | None:
    """Read ``half a year ago``, ``a year and a half ago``, ``two and a half years ago``: give or take a quarter of the unit."""
    if now.published is None:
        return None
    days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "year": 365.25, "decade": 3652.5}[m["unit"]]
    number = m.groupdict().get("number")
    n = 0.5 if number is None else read_number(number)[1] + 0.5
    low, high = round((n - 0.25) * days), round((n + 0.25) * days)
    return Interval(add_days(now.published, -high), add_days(now.published, -low))


def _nth_running(m: Match, now: Now) -> Interval | None:
    """Read ``for the third day running`` as the days up to the one under discussion, or to the news."""
    point = now.day.end if now.day else now.published
    n = load_time_words().ordinals[m["nth"]] if m["nth"] in load_time_words().ordinals else int(m["nth"])
    return Interval(_length(point, m["unit"], n), point) if point and n else None


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
    _, high = read_number(m.groupdict().get("number") or (None if m["plural"] else "one"))
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
    words = load_time_words()
    one = rf"\d+|(?:{join_words(list(words.numbers))})(?:-[a-z]+)?"
    more = r"(?:more |full |straight |consecutive |whole |long )?"
    number = rf"(?:(?P<number>{one}) )?{more}"
    bound = rf"(?:(?P<bound>{join_words(list(words.bounds))}) )?"
    bounded = rf"{bound}(?:(?P<number>{one})(?:(?: or | to | ?- ?)(?P<number2>{one}))? )?{more}"
    units = "(?P<unit>hour|day|week|month|year|decade)"
    ways = "(?P<way>ago|earlier|before|prior|previously|later|after|afterwards|on(?=$))"
    what = "(?P<what>(?: to)? (?:the|an?|its|his|her|their|our|it|he|she|they|that|this)(?! of) ?)?"
    running = rf"for (?:the|a|its|their) (?P<nth>{join_words(list(words.ordinals))}|\d\d?)"
    straight = "(?:(?:consecutive|straight|successive|running) )?"
    unit = r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|year|decade)(?P<plural>s)?\b"
    span = r"(?P<unit>week|month|year)\b"
    part = rf"(?:(?P<part>{join_words(list(load_time_words().parts))})[ -](?:the )?)?"
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
        (r"\b(?:past|last) (?P<unit>fortnight|decade)(?P<plural>s)?\b", _past_units),
        (rf"\b(?P<number>{one}) and a half {units}s? ago\b", _halves),
        (rf"\b(?P<number>{one}) {units}s? and a half ago\b", _halves),
        (rf"\bhalf an? {units} ago\b", _halves),
        (rf"\b{running} {straight}(?P<unit>day|night|week|month|year)\b(?! of)", _nth_running),
        (rf"\brecent {unit}", _recent),
        (rf"\b{bounded}{unit} {ways}(?!\w){what}", _offset),
        (
            rf"\b(?:earlier|later|early|late) (?:in|on|during) (?P<part>)(?P<which>the|this|that|the same|last) {span}",
            _unit,
        ),
        (rf"\b{part}(?P<which>this|current|last|past|that|same|previous|preceding|(?<=the )next|following) {span}", _unit),
        (_SAME_DAY, _same_day),
        (rf"\b(?P<part>{join_words(list(load_time_words().parts))})[ -](?P<which>the) {span}", _unit),
        (rf"\b(?:{join_words(list(load_time_words().day_parts))})\b", _day_part),
        (rf"\b{number.replace(') )?', ')[ -])?')}{unit}", _duration),
    )
    return tuple((re.compile(pattern), handler) for pattern, handler in rows)
