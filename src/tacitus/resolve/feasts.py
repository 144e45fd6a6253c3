"""Movable feasts that reporting dates events by: Easter's, and those of the Islamic calendar.

Islamic days are counted by the calendar of Umm al-Qura; what is proclaimed differs by a day between countries, so a day is given
one either side. Outside its table (1343 to 1500 AH, 1924 to 2077) they are not known.

Source: the Gregorian computus of Meeus, Jones and Butcher; ``hijridate``.
"""

from datetime import date

from hijridate import Hijri

from tacitus.resolve.intervals import Interval, add_days

EASTER_DAYS = {
    "palm sunday": (-7, -7),
    "maundy thursday": (-3, -3),
    "good friday": (-2, -2),
    "holy saturday": (-1, -1),
    "easter sunday": (0, 0),
    "easter monday": (1, 1),
    "easter weekend": (-2, 1),
    "easter": (-2, 1),
}
"""Days from Easter Sunday."""
ISLAMIC_DAYS = {
    "ramadan": (9, 1, 30),
    "ramadhan": (9, 1, 30),
    "ramazan": (9, 1, 30),
    "eid al fitr": (10, 1, 3),
    "eid al adha": (12, 10, 13),
    "eid ul fitr": (10, 1, 3),
    "eid ul adha": (12, 10, 13),
    "laylat al qadr": (9, 27, 27),
    "day of arafah": (12, 9, 9),
    "ashura": (1, 10, 10),
    "arbaeen": (2, 20, 20),
    "mawlid": (3, 12, 12),
}
"""Month, first day, last day."""
ISLAMIC_YEARS = range(1343, 1501)


def find_feast(name: str, year: int) -> list[Interval]:
    """Return when the feast was in a year; an Islamic one may fall into it twice."""
    if name in EASTER_DAYS:
        first, last = EASTER_DAYS[name]
        sunday = _easter(year)
        return [Interval(add_days(sunday, first), add_days(sunday, last))]
    near = (year - 622) * 33 // 32
    found = (make_islamic(islamic, *ISLAMIC_DAYS[name]) for islamic in range(near - 1, near + 3))
    return [interval for interval in found if interval and add_days(interval.start, 1).year == year]


def make_islamic(year: int, month: int, first: int, last: int) -> Interval | None:
    """Return the days of an Islamic month, with a day either side; ``None`` where the month has no such day."""
    if year not in ISLAMIC_YEARS or not 1 <= month <= 12:
        return None
    last = min(last, n_days_of_islamic(year, month)) if first < last else last
    if not 1 <= first <= last <= n_days_of_islamic(year, month):
        return None
    start = date(*Hijri(year, month, first).to_gregorian().datetuple())
    return Interval(add_days(start, -1), add_days(start, last - first + 1))


def n_days_of_islamic(year: int, month: int) -> int:
    """Return how many days an Islamic month has; 30 at most where its year is not in the table."""
    return Hijri(year, month, 1).month_length() if year in ISLAMIC_YEARS else 30


def _easter(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
