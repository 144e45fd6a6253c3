"""Movable feasts that reporting dates events by: Easter's, and those of the Islamic calendar.

Islamic days are counted by the tabular calendar, which is within a day of what is proclaimed; so a day is given one either side.

Source: the Gregorian computus of Meeus, Jones and Butcher; the tabular calendar with epoch 16 July 622 and eleven leap years
in thirty.
"""

from datetime import date

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
    "eid al fitr": (10, 1, 3),
    "eid al adha": (12, 10, 13),
    "eid ul fitr": (10, 1, 3),
    "eid ul adha": (12, 10, 13),
    "ashura": (1, 10, 10),
    "arbaeen": (2, 20, 20),
    "mawlid": (3, 12, 12),
}
"""Month, first day, last day."""
_EPOCH = date(622, 7, 19).toordinal()  # 16 July in the Julian calendar


def find_feast(name: str, year: int) -> list[Interval]:
    """Return when the feast was in a year; an Islamic one may fall into it twice."""
    if name in EASTER_DAYS:
        first, last = EASTER_DAYS[name]
        sunday = _easter(year)
        return [Interval(add_days(sunday, first), add_days(sunday, last))]
    month, first, last = ISLAMIC_DAYS[name]
    found = []
    for islamic in range((year - 622) * 33 // 32 - 1, (year - 622) * 33 // 32 + 3):
        start = _islamic(islamic, month, first)
        if start.year == year:
            found.append(Interval(add_days(start, -1), add_days(start, last - first + 1)))
    return found


def _easter(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _islamic(year: int, month: int, day: int) -> date:
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day
    return date.fromordinal(max(1, _EPOCH + days - 1))
