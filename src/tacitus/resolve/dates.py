"""Time expressions to intervals of days: a small grammar over a table of words, counted from publication or what came before.

An expression that may mean several days, or that no calendar has, stays unresolved with its text kept; what lies after
publication is flagged.
"""

import re
from datetime import date
from functools import lru_cache

from tacitus.model import Precision, TimeFlag, When
from tacitus.resolve.date_rules import make_date_rules
from tacitus.resolve.flags import find_flag
from tacitus.resolve.intervals import Interval, add_days, add_months, one_day
from tacitus.resolve.relative_rules import make_relative_rules
from tacitus.resolve.time_words import Now, fold_time, load_time_words, read_number
from tacitus.resolve.year_choice import SKIP, Rule

_SPAN = re.compile(r"\b(?:between|from) (?P<a>.+?) (?:and|to|until|till|through) (?P<b>.+)$")
_DASH = re.compile(r"^(?:overnight )?(?P<a>.*[a-z\d]) ?(?:[-/]| to | until | through ) ?(?P<b>[^a-z]*[a-z].*)$")
_PAIR = re.compile(r"^(?P<a>.*[a-z].*?) (?:and|or)(?: (?:on|in|into))? (?P<b>.*[a-z].*)$")
_EVE = re.compile(r"\beve of (?P<rest>.+)$")
_SINCE = re.compile(r"\b(?:ever )?since (?P<rest>.+)$")
_MOVED = re.compile(
    r"\b(?:(?P<number>\d+|[a-z]+(?: few| couple of| dozen)?) )?(?P<unit>day|week|month|year)(?P<plural>s)? "
    r"(?P<way>before|after) (?P<rest>.+)$"
)

LONGEST = 120
"""Code points above which a text is no time expression."""


def resolve_time(text: str, *, published: date | None, anchor: date | When | None = None) -> When:
    """Return the time that an expression means.

    Args:
        text: the expression as written, such as ``last Friday`` or ``two days later``.
        published: the day that the report came out; ``None`` leaves all but dates with a year unresolved.
        anchor: the time under discussion, from which ``the same day`` or ``that December`` count.
    """
    point = _as_interval(anchor)
    return resolve_expression(text, make_now(published, point))


def make_now(published: date | None, point: Interval | None) -> Now:
    """Return the point in time where only one time is under discussion."""
    if point is None:
        return Now(published)
    exact = point if point.precision is Precision.DAY else None
    month = point if point.precision in {Precision.DAY, Precision.WEEK, Precision.MONTH} else None
    return Now(published, day=exact, month=month, any=point, near=point)


@lru_cache(maxsize=16384)
def resolve_expression(text: str, now: Now) -> When:
    """Return the time that an expression means at this point of a report."""
    folded = fold_time(text)
    if len(folded) > LONGEST:
        return When(text=text)
    flag = find_flag(folded, now)
    if flag is not None:
        return When(text=text, flag=flag)
    if load_time_words().future.search(folded):
        return When(text=text, flag=TimeFlag.FUTURE)
    found = None if load_time_words().open_end.search(folded) else _read(folded, now)
    if found is None:
        return When(text=text)
    if now.published is not None and found.start > now.published:
        return When(start=found.start, end=found.end, precision=found.precision, text=text, flag=TimeFlag.FUTURE)
    # The precision is that of the whole week or month, even where only a day of it had passed.
    end = min(found.end, now.published) if now.published else found.end
    return When(start=found.start, end=end, precision=found.precision, text=text)


def _as_interval(anchor: date | When | None) -> Interval | None:
    if isinstance(anchor, When):
        return Interval(anchor.start, anchor.end) if anchor.start and anchor.end else None
    return one_day(anchor) if anchor else None


def _read(folded: str, now: Now) -> Interval | None:
    for read in (_read_since, _read_span, _read_eve, _read_moved):
        found = read(folded, now)
        if found is not SKIP:
            return found
    for pattern, handler in _all_rules():
        match = pattern.search(folded)
        if match:
            found = handler(match, now)
            if found is not SKIP:
                return found
    return None


@lru_cache(maxsize=1)
def _all_rules() -> tuple[Rule, ...]:
    dates, relative = make_date_rules(), make_relative_rules()
    return (*dates, *relative)


def _read_since(folded: str, now: Now) -> Interval | None:
    match = _SINCE.search(folded)
    if match is None:
        return SKIP
    rest = match["rest"]
    start = now.any if rest in {"then", "that time", "that day"} else _read(rest, now)
    if start is None or now.published is None or start.start > now.published:
        return None
    return Interval(start.start, now.published)


def _read_span(folded: str, now: Now) -> Interval | None:
    match = _SPAN.search(folded) or _DASH.search(folded) or _PAIR.search(folded)
    if match is None:
        return SKIP
    last = _read(match["b"], now)
    if last is None or (match.re is not _SPAN and not _is_time(match["a"])) or (match.re is _PAIR and not _is_time(match["b"])):
        return SKIP
    first = _read_first(match["a"], last, now)
    return Interval(first.start, last.end) if first and first.start <= last.end else SKIP


def _read_eve(folded: str, now: Now) -> Interval | None:
    """Read ``the eve of 12 January``; that of a feast of many days is the feast's own matter."""
    match = _EVE.search(folded)
    if match is None or not _is_time(match["rest"]):
        return SKIP
    point = _read(match["rest"], now)
    return one_day(add_days(point.start, -1)) if point is not None and point.n_days == 1 else SKIP


def _is_time(folded: str) -> bool:
    """Whether a rule for dates, not a bare number, reads it."""
    return any(pattern.search(folded) for pattern, _ in make_date_rules())


def _read_first(folded: str, last: Interval, now: Now) -> Interval | None:
    """Read the first end of a range: a year that it lacks is the last one's."""
    return _read(folded, now._replace(published=min(last.end, now.published) if now.published else last.end))


def _read_moved(folded: str, now: Now) -> Interval | None:
    match = _MOVED.search(folded)
    numbers = load_time_words().numbers
    if match is None or not ((match["number"] or "the").isdigit() or (match["number"] or "the") in {*numbers, "the"}):
        return SKIP
    point = _read(match["rest"], now)
    if point is None or point.n_days > 31:
        return SKIP
    is_bare = match["number"] in {None, "the"}
    if is_bare and match["number"] is None and not match["plural"]:
        return SKIP
    low, high = (1, 6 if match["plural"] else 1) if is_bare else read_number(match["number"])
    if match["way"] == "before":
        low, high = -high, -low
    unit = match["unit"]
    if unit in {"day", "week"}:
        days, slack = (1, 0) if unit == "day" else (7, 3)
        return Interval(add_days(point.start, days * low - slack), add_days(point.end, days * high + slack))
    months = 12 if unit == "year" else 1
    slack = 15 * months
    return Interval(
        add_days(add_months(point.start, months * low), -slack), add_days(add_months(point.end, months * high), slack)
    )
