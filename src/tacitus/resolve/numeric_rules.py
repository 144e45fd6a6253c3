"""Rules for times written in figures: ISO dates, ``13/04/2018``, quarters, halves, years, decades and centuries."""

from collections.abc import Callable
from datetime import date

from tacitus.resolve.intervals import Interval, make_day, take_part, whole_month, whole_year
from tacitus.resolve.time_words import Now, join_words, load_time_words
from tacitus.resolve.year_choice import FIRST_YEAR, SKIP, YEAR_WORDS, Match, read_year

Row = tuple[str, Callable[[Match, Now], Interval | None]]


def _iso(m: Match, _: Now) -> Interval | None:
    return make_day(int(m["y"]), int(m["m"]), int(m["d"])) if int(m["y"]) >= FIRST_YEAR else SKIP


def _iso_month(m: Match, _: Now) -> Interval | None:
    return whole_month(int(m["y"]), int(m["m"])) if 1 <= int(m["m"]) <= 12 and int(m["y"]) else None


def read_orders(a: int, b: int, year: int) -> list[Interval]:
    """Return the days that two figures and a year may mean: day first, then month first, each once."""
    found = [make_day(year, b, a), make_day(year, a, b)]
    return list(dict.fromkeys(day for day in found if day is not None))


def _numeric(m: Match, now: Now) -> Interval | None:
    """Return the day; ``03/04/2020`` may be either, and is neither unless one of the two lies after publication."""
    year = read_short_year(m["y"], now)
    if year is None or year < FIRST_YEAR:
        return SKIP if year else None
    a, b = int(m["a"]), int(m["b"])
    if m["sep"] == ".":
        return make_day(year, b, a)
    days = read_orders(a, b, year)
    if len(days) > 1 and now.published is not None:
        days = [day for day in days if day.start <= now.published]
    return days[0] if len(days) == 1 else None


def read_short_year(figures: str, now: Now) -> int | None:
    """Return the year of two or four figures; of two, the latest up to publication."""
    if len(figures) == 4:
        return int(figures)
    if now.published is None:
        return None
    year = now.published.year // 100 * 100 + int(figures)
    return year if year <= now.published.year else year - 100


def _quarter(m: Match, now: Now) -> Interval | None:
    words = load_time_words()
    n = words.ordinals.get(m["nth"], 4) if m["nth"] is not None else int(m["q"] or m["q2"])
    if n > 4:
        return None
    if m["year"] is not None:
        year = read_year(m["year"], now)
        return None if not year else Interval(whole_month(year, 3 * n - 2).start, whole_month(year, 3 * n).end)
    if now.published is None:
        return None
    year = now.published.year - (whole_month(now.published.year, 3 * n - 2).start > now.published)
    return Interval(whole_month(year, 3 * n - 2).start, whole_month(year, 3 * n).end)


def _half(m: Match, now: Now) -> Interval | None:
    year = read_year(m["year"], now)
    return take_part(whole_year(year), "first_half" if m["h"] == "1" else "second_half") if year else None


def _decade(m: Match, _: Now) -> Interval | None:
    groups = m.groupdict()
    start = int(groups["decade"]) * 10 if groups.get("decade") else 1900 + int(groups["short"]) * 10
    found = Interval(date(start, 1, 1), date(start + 9, 12, 31))
    return take_part(found, load_time_words().parts[m["part"]]) if m["part"] else found


def _century(m: Match, _: Now) -> Interval | None:
    last = int(m["c"]) * 100
    return Interval(date(last - 99, 1, 1), date(last, 12, 31)) if 16 <= int(m["c"]) <= 21 else SKIP


def _years(m: Match, _: Now) -> Interval | None:
    first, last = int(m["y"]), int(m["y2"] if len(m["y2"]) == 4 else m["y"][:2] + m["y2"])
    return Interval(date(first, 1, 1), date(last, 12, 31)) if 0 <= last - first < 100 else None


def _year(m: Match, now: Now) -> Interval | None:
    year = read_year(m["year"], now)
    return whole_year(year) if year else None


def make_day_rows() -> tuple[Row, ...]:
    """Return the rules for days in figures, the most specific first."""
    return (
        (r"\b(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?=\b|t\d)", _iso),
        (r"\b(?P<y>20\d\d|19\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])\b", _iso),
        (r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)\b(?![./-]\d)", _numeric),
    )


def make_year_rows() -> tuple[Row, ...]:
    """Return the rules for quarters, halves, years and what is longer, the most specific first."""
    words = load_time_words()
    nth = join_words([*words.ordinals, "last", "final"])
    part = rf"(?:\b(?P<part>{join_words(list(words.parts))})[ -](?:the )?)?"
    return (
        (
            rf"\b(?:(?P<nth>{nth}) quarter|q(?P<q>[1-4])|(?P<q2>[1-4])q)\b(?: (?:of )?(?P<year>{YEAR_WORDS})\b)?",
            _quarter,
        ),
        (rf"\bh(?P<h>[12]) (?:of )?(?P<year>{YEAR_WORDS})\b", _half),
        (rf"{part}\b(?P<decade>1[5-9]\d|20\d)0'?s\b", _decade),
        (rf"{part}(?<!\d)(?:the )?'?(?P<short>[3-9])0'?s\b", _decade),
        (r"\b(?P<c>\d\d) century\b", _century),
    )


def make_whole_year_rows() -> tuple[Row, ...]:
    """Return the rules for months and years in figures, which come last of all."""
    return (
        (r"\b(?P<y>1[5-9]\d\d|20\d\d)-(?P<m>0[1-9]|1[0-2])\b(?!-)", _iso_month),
        (r"\b(?P<y>1[5-9]\d\d|20\d\d) ?[-/] ?(?P<y2>\d{4}|\d{2})\b", _years),
        (r"\b(?P<year>1[5-9]\d\d|20\d\d)\b", _year),
    )
