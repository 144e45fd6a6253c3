"""Rules for dates of the Islamic and the Iranian calendar, and for movable feasts and the days within them.

Islamic months are those of Umm al-Qura with a day either side; Solar Hijri days, which are reckoned, are exact.

Source: ``hijridate`` (Umm al-Qura) and ``persiantools`` (Solar Hijri).
"""

from collections.abc import Callable
from functools import cache, partial

from persiantools.jdatetime import JalaliDate

from tacitus.resolve.feasts import EASTER_DAYS, ISLAMIC_DAYS, ISLAMIC_YEARS, find_feast, make_islamic
from tacitus.resolve.intervals import Interval, add_days, take_part
from tacitus.resolve.time_words import Now, join_words, load_time_words, read_number
from tacitus.resolve.year_choice import YEAR, Match, read_year

Row = tuple[str, Callable[[Match, Now], Interval | None]]

SOLAR_YEARS = range(1304, 1500)
"""The Solar Hijri calendar has been law since 1304 (1925)."""
LUNAR_ERAS = frozenset({"ah", "h", "hijri", "a.h"})
BOTH_EIDS = ("eid al fitr", "eid al adha")
ERA = r"(?: ?(?P<era>a\.?h|h|hijri|a\.?p|s\.?h)\b)"


def make_solar(year: int, month: int, first: int, last: int) -> Interval | None:
    """Return the days of a Solar Hijri month; ``None`` where the calendar has none."""
    if year not in SOLAR_YEARS or not 1 <= month <= 12:
        return None
    last = min(last, n_days_of_solar(year, month)) if first < last else last
    if not 1 <= first <= last <= n_days_of_solar(year, month):
        return None
    return Interval(JalaliDate(year, month, first).to_gregorian(), JalaliDate(year, month, last).to_gregorian())


def n_days_of_solar(year: int, month: int) -> int:
    """Return how many days a Solar Hijri month has."""
    return JalaliDate.days_in_month(month, year)


def _latest(make: Callable[[int], Interval | None], today: int, now: Now, slack: int) -> Interval | None:
    """Return what ``make`` gives for the latest year in which it had begun at publication."""
    found = (make(year) for year in (today + 1, today, today - 1, today - 2))
    return next((day for day in found if day and now.published and add_days(day.start, slack) <= now.published), None)


def _read_month(m: Match, now: Now, *, is_lunar: bool) -> Interval | None:
    words, groups = load_time_words(), m.groupdict()
    month = (words.islamic_months if is_lunar else words.solar_months)[m["month"].replace("-", " ")]
    first, last = (int(m["d"]), int(groups.get("d2") or m["d"])) if groups.get("d") else (1, 31)
    part = groups.get("part")

    def make(year: int) -> Interval | None:
        found = (make_islamic if is_lunar else make_solar)(year, month, first, last)
        return take_part(found, words.parts[part]) if found and part else found

    if m["year"] is not None:
        return make(int(m["year"]))
    if now.published is None:
        return None
    today = (now.published.year - 622) * 33 // 32 if is_lunar else now.published.year - 621
    return _latest(make, today, now, int(is_lunar))


def _read_era(m: Match, _: Now) -> Interval | None:
    """Read ``1436 AH`` and ``15/8/1436 AH``; AP and SH are years of the sun."""
    year, is_lunar = int(m["year"]), m["era"] in LUNAR_ERAS
    make = make_islamic if is_lunar else make_solar
    if m["d"] is not None:
        return make(year, int(m["m"]), int(m["d"]), int(m["d"]))
    first, last = make(year, 1, 1, 1), make(year, 12, 1, 31)
    return Interval(first.start, last.end) if first and last else None


def _read_feast(m: Match, now: Now) -> Interval | None:
    name = m["feast"].replace("-", " ")
    found = _choose_feast(BOTH_EIDS if name == "eid" else (name,), m["year"], now)
    return found and _day_within(m, found, slack=0 if name in EASTER_DAYS else 1)


def _choose_feast(names: tuple[str, ...], word: str | None, now: Now) -> Interval | None:
    """Return the feast in the year named, or the last that had begun; of a year's two Eids neither."""
    if word is not None:
        year = read_year(word, now)
        if year is None or len(names) > 1:
            return None
        if year in ISLAMIC_YEARS and names[0] in ISLAMIC_DAYS:
            return make_islamic(year, *ISLAMIC_DAYS[names[0]])
        return next(iter(find_feast(names[0], year)), None) if year > max(ISLAMIC_YEARS) else None
    if now.published is None:
        return None
    years = (now.published.year, now.published.year - 1)
    return max((f for y in years for n in names for f in find_feast(n, y) if f.start <= now.published), default=None)


def _day_within(m: Match, found: Interval, *, slack: int) -> Interval | None:
    """Return the day, the week or the third of a feast that is meant: ``the third day of Eid``, ``late Ramadan``."""
    first, last = add_days(found.start, slack), add_days(found.end, -slack)
    if m["eve"]:
        first = last = add_days(first, -1)
    elif m["part"] and Interval(first, last).n_days > 7:
        first, last = take_part(Interval(first, last), load_time_words().parts[m["part"]])
    elif m["n"]:
        n = read_number(m["n"])[1]
        first, last = (first, add_days(first, n - 1)) if m["outer"] == "first" else (add_days(last, 1 - n), last)
    elif m["nth"]:
        size, n_days = 7 if m["unit"] == "week" else 1, max(Interval(first, last).n_days, 4)
        n = int(m["nth"]) if m["nth"].isdigit() else load_time_words().ordinals.get(m["nth"], n_days // size)
        if not 0 < (n - 1) * size < n_days and n != 1:
            return None
        first = add_days(first, size * (n - 1))
        last = add_days(first, size - 1)
    return Interval(add_days(first, -slack), add_days(last, slack))


def hyphened(names: list[str]) -> str:
    """Return a pattern of names whose words may be joined by hyphens."""
    return join_words(names).replace(r"\ ", "[ -]")


@cache
def make_calendar_rows() -> tuple[Row, ...]:
    """Return the rules, the most specific first."""
    words = load_time_words()
    year = r"(?:,? ?(?:of )?(?P<year>1[345]\d\d)\b)"
    to = r"(?: ?[-/] ?| to | and | until | through | or )"
    parts = join_words(list(words.parts))
    within = (
        rf"(?:(?P<eve>eve of )|(?P<outer>first|last|final) (?P<n>\d+|{join_words(list(words.numbers))}) (?:days|nights) of |"
        rf"(?P<nth>\d\d?|{join_words([*words.ordinals, 'last', 'final'])}) (?P<unit>day|night|week) of |(?P<part>{parts})[ -])?"
    )
    feasts = hyphened([*EASTER_DAYS, *ISLAMIC_DAYS, "eid"])
    rows: list[Row] = []
    for names, is_lunar in ((words.islamic_months, True), (words.solar_months, False)):
        month = rf"(?P<month>{hyphened(list(names))})\b"
        read = partial(_read_month, is_lunar=is_lunar)
        rows += [
            (rf"\b(?P<d>\d\d?)(?:{to}(?:the )?(?P<d2>\d\d?))?[ -](?:of )?(?:the month of )?{month}{year}?{ERA}?", read),
            (rf"\b{month} (?P<d>\d\d?)\b{year}{ERA}?", read),
            (
                rf"\b(?:(?P<part>{parts})[ -](?:the month of )?)?(?!rama[dz]h?an){month}{year}{'?' if is_lunar else ''}{ERA}?",
                read,
            ),
        ]
    rows.append((rf"\b{within}(?:the )?(?:(?:holy )?month of )?(?P<feast>{feasts})\b{YEAR}", _read_feast))
    rows.append((rf"\b(?:(?P<d>\d\d?)[-/.](?P<m>\d\d?)[-/.])?(?P<year>1[345]\d\d){ERA}", _read_era))
    return tuple(rows)
