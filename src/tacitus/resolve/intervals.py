"""Closed intervals of days, and the arithmetic of months, thirds and seasons that dates need."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from tacitus.model import Precision


class Interval(NamedTuple):
    """The days from ``start`` to ``end``, both included."""

    start: date
    end: date

    @property
    def n_days(self) -> int:
        """How many days it holds."""
        return (self.end - self.start).days + 1

    @property
    def precision(self) -> Precision:
        """Up to three days count as exact; wider ones by the unit that they fit in (a season or a third of a year: ``month``)."""
        if self.n_days <= 3:
            return Precision.DAY
        if self.n_days <= 11:
            return Precision.WEEK
        return Precision.MONTH if self.n_days <= 125 else Precision.YEAR


def make_day(year: int, month: int, day: int) -> Interval | None:
    """Return that one day, or ``None`` where the calendar has none."""
    if not 1 <= year <= 9999 or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return one_day(date(year, month, day))


def one_day(day: date) -> Interval:
    """Return the interval of a single day."""
    return Interval(day, day)


def whole_month(year: int, month: int) -> Interval:
    """Return a calendar month; ``month`` may run past either end of the year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Interval(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def whole_year(year: int) -> Interval:
    """Return a calendar year."""
    return Interval(date(year, 1, 1), date(year, 12, 31))


def whole_week(day: date) -> Interval:
    """Return the week, Monday to Sunday, that the day lies in."""
    monday = add_days(day, -day.weekday())
    return Interval(monday, add_days(monday, 6))


def add_days(day: date, n_days: int) -> date:
    """Return the day ``n_days`` later, held inside the calendar."""
    return date.fromordinal(min(max(day.toordinal() + n_days, 1), date.max.toordinal()))


def add_months(day: date, n_months: int) -> date:
    """Return the same day of the month ``n_months`` later, or that month's last day."""
    month = whole_month(day.year, day.month + n_months)
    return month.start.replace(day=min(day.day, month.end.day))


def shift(interval: Interval, n_days: int) -> Interval:
    """Return the interval moved by days."""
    return Interval(add_days(interval.start, n_days), add_days(interval.end, n_days))


def take_part(interval: Interval, part: str) -> Interval:
    """Return a part of a week, month, year or longer: ``early mid late begin end first_half second_half all``.

    ``early``, ``mid`` and ``late`` are thirds; ``begin`` and ``end`` the outer thirds of a month and the outer sixths of a year.
    """
    n = interval.n_days
    low, high = {
        "early": (0.0, 1 / 3),
        "mid": (1 / 3, 2 / 3),
        "late": (2 / 3, 1.0),
        "begin": (0.0, 1 / 3 if n < 32 else 1 / 6),
        "end": (2 / 3 if n < 32 else 5 / 6, 1.0),
        "first_half": (0.0, 0.5),
        "second_half": (0.5, 1.0),
        "all": (0.0, 1.0),
    }[part]
    start = interval.start + timedelta(days=round(n * low))
    return Interval(start, interval.start + timedelta(days=max(round(n * high) - 1, round(n * low))))


def pick_weekday(day: date, weekday: int, *, inclusive: bool) -> date:
    """Return the last such weekday on (``inclusive``) or before the day; Monday is 0."""
    back = (day.weekday() - weekday) % 7
    return add_days(day, -(back or (0 if inclusive else 7)))


def next_weekday(day: date, weekday: int) -> date:
    """Return the first such weekday after the day."""
    return add_days(day, (weekday - day.weekday() - 1) % 7 + 1)
