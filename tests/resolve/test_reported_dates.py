"""Times as reports of armed conflict write them: ranges, nights, other calendars, bounds, and days that cannot be."""

from datetime import date, timedelta

import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from tacitus.model import TimeFlag, When
from tacitus.resolve.dates import resolve_time

WEDNESDAY = date(2019, 2, 13)

# expression, first day, last day, precision; the report came out on Wednesday 13 February 2019
RANGES = [
    ("28 April - 3 May 2015", "2015-04-28", "2015-05-03", "week"),
    ("28 April–3 May 2015", "2015-04-28", "2015-05-03", "week"),
    ("28 Apr to 3 May", "2018-04-28", "2018-05-03", "week"),
    ("April 28-May 3, 2015", "2015-04-28", "2015-05-03", "week"),
    ("from 28 December 2017 to 3 January 2018", "2017-12-28", "2018-01-03", "week"),
    ("the 10th and 11th of January", "2019-01-10", "2019-01-11", "day"),
    ("10th-12th January", "2019-01-10", "2019-01-12", "day"),
    ("12, 13 and 14 January", "2019-01-12", "2019-01-14", "day"),
    ("January 10, 11 and 12", "2019-01-10", "2019-01-12", "day"),
    ("10 January or 11 January", "2019-01-10", "2019-01-11", "day"),
    ("10 through 12 January", "2019-01-10", "2019-01-12", "day"),
    ("the 24th to the 25th of April 2018", "2018-04-24", "2018-04-25", "day"),
    ("between 3 January and 5 February", "2019-01-03", "2019-02-05", "month"),
    ("March–June 2018", "2018-03-01", "2018-06-30", "month"),
    ("between January and March 2018", "2018-01-01", "2018-03-31", "month"),
    ("mid-March to early April 2018", "2018-03-11", "2018-04-10", "month"),
    ("early to mid January", "2019-01-01", "2019-01-21", "month"),
    ("mid-to-late June 2018", "2018-06-11", "2018-06-30", "month"),
    ("mid- to late June 2018", "2018-06-11", "2018-06-30", "month"),
    ("late January and early February", "2019-01-22", "2019-02-09", "month"),
    ("Monday through Tuesday", "2019-02-11", "2019-02-12", "day"),
    ("from Sunday evening until Monday", "2019-02-10", "2019-02-11", "day"),
    ("between Monday night and Tuesday morning", "2019-02-11", "2019-02-12", "day"),
    ("Saturday/Sunday", "2019-02-09", "2019-02-10", "day"),
    ("late on Saturday and early Sunday", "2019-02-09", "2019-02-10", "day"),
    ("late 2017 and early 2018", "2017-09-01", "2018-05-02", "year"),
    ("the weekend of 2 February", "2019-02-02", "2019-02-03", "day"),
    ("the week beginning 4 February", "2019-02-04", "2019-02-10", "week"),
]
NIGHTS = [
    ("the night of 24/25 April 2018", "2018-04-24", "2018-04-25", "day"),
    ("the night between 24 and 25 April", "2018-04-24", "2018-04-25", "day"),
    ("the night from 24 to 25 April", "2018-04-24", "2018-04-25", "day"),
    ("the night of April 24-25, 2018", "2018-04-24", "2018-04-25", "day"),
    ("during the night of Saturday to Sunday", "2019-02-09", "2019-02-10", "day"),
    ("overnight Saturday to Sunday", "2019-02-09", "2019-02-10", "day"),
    ("overnight between Saturday and Sunday", "2019-02-09", "2019-02-10", "day"),
    ("overnight into Sunday", "2019-02-09", "2019-02-10", "day"),
    ("overnight on Sunday", "2019-02-09", "2019-02-11", "day"),  # the night before it or the one after it
    ("Sunday overnight", "2019-02-09", "2019-02-11", "day"),
    ("the eve of 12 January", "2019-01-11", "2019-01-11", "day"),
    ("the eve of Christmas", "2018-12-24", "2018-12-24", "day"),
    ("the evening of the 25th", "2019-01-25", "2019-01-25", "day"),
]
FIGURES = [
    ("25/01/2019", "2019-01-25", "2019-01-25", "day"),
    ("25/01/19", "2019-01-25", "2019-01-25", "day"),
    ("25.01.19", "2019-01-25", "2019-01-25", "day"),
    ("25-01-2019", "2019-01-25", "2019-01-25", "day"),
    ("2019/01/25", "2019-01-25", "2019-01-25", "day"),
    ("2019.01.25", "2019-01-25", "2019-01-25", "day"),
    ("20190125", "2019-01-25", "2019-01-25", "day"),
    ("2019-01-25T14:00", "2019-01-25", "2019-01-25", "day"),
    ("25-Jan-2019", "2019-01-25", "2019-01-25", "day"),
    ("05/01/2019", "2019-01-05", "2019-01-05", "day"),  # 1 May had not come
    ("03/03/2018", "2018-03-03", "2018-03-03", "day"),
]
PARTS = [
    ("Q3 2015", "2015-07-01", "2015-09-30", "month"),
    ("Q3 of 2015", "2015-07-01", "2015-09-30", "month"),
    ("3Q 2015", "2015-07-01", "2015-09-30", "month"),
    ("the last quarter of 2017", "2017-10-01", "2017-12-31", "month"),
    ("the third quarter", "2018-07-01", "2018-09-30", "month"),
    ("the first half of 2018", "2018-01-01", "2018-07-01", "year"),
    ("H2 2018", "2018-07-02", "2018-12-31", "year"),
    ("first week of May", "2018-05-01", "2018-05-07", "week"),
    ("mid-2014", "2014-05-03", "2014-08-31", "month"),
    ("the first ten days of January", "2019-01-01", "2019-01-10", "week"),
    ("the first 3 days of January", "2019-01-01", "2019-01-03", "day"),
    ("the last two weeks of 2018", "2018-12-18", "2018-12-31", "month"),
    ("the closing days of 2018", "2018-11-01", "2018-12-31", "month"),
    ("the opening days of January", "2019-01-01", "2019-01-10", "week"),
    ("by the end of 2017", "2017-11-01", "2017-12-31", "month"),
    ("the third Friday of January", "2019-01-18", "2019-01-18", "day"),
    ("the first Monday in January", "2019-01-07", "2019-01-07", "day"),
    ("the last Friday of January", "2019-01-25", "2019-01-25", "day"),
    ("Friday the 25th", "2019-01-25", "2019-01-25", "day"),
    ("the late 90s", "1996-09-01", "1999-12-31", "year"),
    ("the 20th century", "1901-01-01", "2000-12-31", "year"),
    ("May Day 2017", "2017-05-01", "2017-05-01", "day"),
]
COUNTED = [
    ("a week last Friday", "2019-02-01", "2019-02-01", "day"),
    ("a week ago Friday", "2019-02-01", "2019-02-01", "day"),
    ("the Friday before last", "2019-02-01", "2019-02-01", "day"),
    ("Monday to Wednesday of last week", "2019-02-04", "2019-02-06", "day"),
    ("two or three days ago", "2019-02-10", "2019-02-11", "day"),
    ("two to three weeks ago", "2019-01-20", "2019-02-02", "month"),
    ("half a year ago", "2018-05-15", "2018-11-14", "year"),
    ("a year and a half ago", "2017-05-15", "2017-11-13", "year"),
    ("two and a half years ago", "2016-05-15", "2016-11-13", "year"),
    ("more than two years ago", "2016-01-01", "2017-12-31", "year"),
    ("nearly three months ago", "2018-11-01", "2018-12-31", "month"),
    ("the past seventy-two hours", "2019-02-10", "2019-02-13", "week"),
    ("over the past fortnight", "2019-01-30", "2019-02-13", "month"),
    ("the past decade", "2009-02-13", "2019-02-13", "year"),
    ("after a three-day battle", "2019-02-11", "2019-02-13", "day"),
    ("for the third consecutive day", "2019-02-11", "2019-02-13", "day"),
    ("for a third day running", "2019-02-11", "2019-02-13", "day"),
    ("since early March", "2018-03-01", "2019-02-13", "year"),
    ("days before Christmas", "2018-12-17", "2018-12-26", "week"),
    ("the day after Christmas Day", "2018-12-26", "2018-12-26", "day"),
    ("three days before Easter Sunday", "2018-03-29", "2018-03-29", "day"),
    ("as of 10 February", "2019-02-10", "2019-02-10", "day"),
]
# Islamic days hold one either side, for countries begin a month a day apart
CALENDARS = [
    ("15 Sha'ban 1436 AH", "2015-06-01", "2015-06-03", "day"),
    ("15 Sha‘bān 1436", "2015-06-01", "2015-06-03", "day"),
    ("15 Shaaban 1436 H", "2015-06-01", "2015-06-03", "day"),
    ("1 Muharram 1437H", "2015-10-13", "2015-10-15", "day"),
    ("Muharram 1, 1437", "2015-10-13", "2015-10-15", "day"),
    ("3 Rabi' al-Awwal 1440", "2018-11-10", "2018-11-12", "day"),
    ("27 Rajab 1439 A.H.", "2018-04-12", "2018-04-14", "day"),
    ("5 Dhul Qa'dah 1439", "2018-07-17", "2018-07-19", "day"),
    ("10-12 Muharram 1440", "2018-09-19", "2018-09-23", "week"),
    ("Jumada al-Thani 1439", "2018-02-16", "2018-03-18", "month"),
    ("Dhu al-Hijjah 1439", "2018-08-11", "2018-09-11", "month"),
    ("Ramadan 1436", "2015-06-17", "2015-07-17", "month"),
    ("the month of Ramadan 1436", "2015-06-17", "2015-07-17", "month"),
    ("15/8/1436 AH", "2015-06-01", "2015-06-03", "day"),
    ("15/8/1436H", "2015-06-01", "2015-06-03", "day"),
    ("1436 AH", "2014-10-24", "2015-10-14", "year"),
    ("27 Rajab", "2018-04-12", "2018-04-14", "day"),
    ("the first day of Ramadan", "2018-05-15", "2018-05-17", "day"),
    ("the last ten days of Ramadan 2018", "2018-06-04", "2018-06-15", "month"),
    ("the third day of Eid", "2018-08-22", "2018-08-24", "day"),
    ("the second day of Eid al-Adha", "2018-08-21", "2018-08-23", "day"),
    ("the eve of Eid al-Fitr", "2018-06-13", "2018-06-15", "day"),
    ("15 Sha'ban 1436 (2 June 2015)", "2015-06-02", "2015-06-02", "day"),
    ("22 Bahman 1357", "1979-02-11", "1979-02-11", "day"),
    ("22nd of Bahman 1357", "1979-02-11", "1979-02-11", "day"),
    ("22 Bahman", "2019-02-11", "2019-02-11", "day"),
    ("1 Farvardin 1397", "2018-03-21", "2018-03-21", "day"),
    ("Khordad 1397", "2018-05-22", "2018-06-21", "month"),
    ("8 Sawr 1371", "1992-04-28", "1992-04-28", "day"),
    ("15/7/1397 SH", "2018-10-07", "2018-10-07", "day"),
    ("Nowruz 2018", "2018-03-20", "2018-03-21", "day"),
]
# expression, what is under discussion, first day, last day
TOLD = [
    ("the following Tuesday", "2018-03-28", "2018-04-03", "2018-04-03"),
    ("the next Tuesday", "2018-03-28", "2018-04-03", "2018-04-03"),
    ("the Tuesday after", "2018-03-28", "2018-04-03", "2018-04-03"),
    ("by the end of the month", "2018-03-28", "2018-03-22", "2018-03-31"),
    ("the next week", "2018-03-28", "2018-04-02", "2018-04-08"),
    ("two days before the ceasefire", "2018-03-28", "2018-03-26", "2018-03-26"),
    ("the day before the attack", "2018-03-28", "2018-03-27", "2018-03-27"),
    ("after a two-day battle", "2018-03-28", "2018-03-27", "2018-03-28"),
    ("for the fourth day", "2018-03-28", "2018-03-25", "2018-03-28"),
    ("two or three days later", "2018-03-28", "2018-03-30", "2018-03-31"),
]
FLAGGED = [
    ("31 April", "impossible", None),
    ("31 April 2018", "impossible", None),
    ("30 February", "impossible", None),
    ("31 February", "impossible", None),
    ("29 February 2018", "impossible", None),
    ("0 June", "impossible", None),
    ("June 32", "impossible", None),
    ("the night of 30 to 31 June 2018", "impossible", None),
    ("from 29 April to 31 April 2018", "impossible", None),
    ("13/13/2018", "impossible", None),
    ("30/02/2018", "impossible", None),
    ("31.04.2018", "impossible", None),
    ("2018-02-30", "impossible", None),
    ("31 Ramadan 1439", "impossible", None),
    ("30 Esfand 1397", "impossible", None),
    ("03/04/2018", "ambiguous", None),
    ("15/07/1397", "ambiguous", None),  # of the moon or of the sun
    ("tomorrow", "future", None),
    ("next Friday", "future", None),
    ("next month", "future", None),
    ("in the coming weeks", "future", None),
    ("20 February", "future", "2019-02-20"),  # a week ahead: announced, not last year's
    ("20 February 2019", "future", "2019-02-20"),
    ("25/12/2019", "future", "2019-12-25"),
    ("2025", "future", "2025-01-01"),
    ("Ramadan 1440", "future", "2019-05-05"),
    ("by the end of the year", "future", "2019-11-01"),
]
UNRESOLVED = [
    "two days before the ceasefire",
    "three days after the ceasefire took effect",
    "the day before the attack",
    "the eve of the election",
    "the following Tuesday",
    "the first day of the offensive",
    "until Tuesday",
    "Eid 2018",  # either of two
    "Nowruz 1397",
    "12 May 1397",
    "the tenth day of Eid al-Fitr",
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), RANGES + NIGHTS + FIGURES + PARTS + COUNTED + CALENDARS)
def test_times_as_reports_write_them(text: str, start: str, end: str, precision: str) -> None:
    when = resolve_time(text, published=WEDNESDAY)
    assert (str(when.start), str(when.end), str(when.precision)) == (start, end, precision)
    assert (when.text, when.flag) == (text, None)


@pytest.mark.parametrize(("text", "anchor", "start", "end"), TOLD)
def test_times_count_from_the_day_under_discussion(text: str, anchor: str, start: str, end: str) -> None:
    when = resolve_time(text, published=WEDNESDAY, anchor=date.fromisoformat(anchor))
    assert (str(when.start), str(when.end), when.flag) == (start, end, None)


@pytest.mark.parametrize(("text", "flag", "start"), FLAGGED)
def test_what_cannot_be_or_has_not_come_is_flagged(text: str, flag: str, start: str | None) -> None:
    when = resolve_time(text, published=WEDNESDAY)
    assert (when.flag, when.text) == (flag, text)
    assert (when.start and when.start.isoformat()) == start


@pytest.mark.parametrize("text", UNRESOLVED)
def test_what_counts_from_a_day_not_told_stays_unresolved(text: str) -> None:
    assert resolve_time(text, published=WEDNESDAY) == When(text=text)


def test_without_publication_nothing_lies_ahead() -> None:
    assert resolve_time("25 December 2049", published=None).flag is None
    assert resolve_time("05/01/2019", published=None).flag is TimeFlag.AMBIGUOUS


DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))
BACK = st.integers(0, 350)
ISLAMIC = (
    "Muharram|Safar|Rabi' al-Awwal|Rabi' al-Thani|Jumada al-Ula|Jumada al-Akhira|"
    "Rajab|Sha'ban|Ramadan|Shawwal|Dhu al-Qa'dah|Dhu al-Hijjah"
)
SOLAR = "Farvardin|Ordibehesht|Khordad|Tir|Mordad|Shahrivar|Mehr|Aban|Azar|Dey|Bahman|Esfand"


def holds(when: When, day: date) -> bool:
    return when.start is not None and when.end is not None and when.start <= day <= when.end


@given(DAYS, BACK, st.sampled_from(["{d}/{m}/{y}", "{d}.{m}.{y}", "{m}/{d}/{y}", "{y}/{m}/{d}", "{y}-{m}-{d}", "{d}-{m}-{y}"]))
def test_days_in_figures_are_that_day_or_said_to_be_ambiguous(published: date, back: int, form: str) -> None:
    day = published - timedelta(days=back)
    when = resolve_time(form.format(d=f"{day.day:02}", m=f"{day.month:02}", y=day.year), published=published)
    swapped = day.day <= 12 and day.day != day.month and date(day.year, day.day, day.month) <= published
    if when.start is None:
        assert when.flag is TimeFlag.AMBIGUOUS
        assert swapped
    else:
        assert holds(when, day)


@given(DAYS, BACK)
def test_days_of_other_calendars_hold_their_day(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    lunar, solar = Gregorian(day.year, day.month, day.day).to_hijri(), JalaliDate(day)
    months = ISLAMIC.split("|")[lunar.month - 1], SOLAR.split("|")[solar.month - 1]
    for text in (
        f"{lunar.day} {months[0]} {lunar.year}",
        f"{lunar.day} {months[0]} {lunar.year} AH",
        f"{months[0]} {lunar.day}, {lunar.year}H",
        f"{lunar.day}/{lunar.month}/{lunar.year} AH",
        f"{lunar.day} {months[0]}",
        f"{months[0]} {lunar.year}",
        f"{lunar.year} AH",
        f"{solar.day} {months[1]} {solar.year}",
        f"{solar.day} {months[1]}",
        f"{months[1]} {solar.year}",
    ):
        if text == f"{lunar.day} {months[0]}" and back > 340:
            continue  # the same day of the next Islamic year may have come
        assert holds(resolve_time(text, published=published), day), text


@given(DAYS, BACK, st.integers(0, 60), st.integers(0, 60))
def test_ranges_hold_the_day_between_their_ends(published: date, back: int, before: int, after: int) -> None:
    last = published - timedelta(days=back)
    day, first = last - timedelta(days=after), last - timedelta(days=after + before)
    for form in ("{a} - {b}", "from {a} to {b}", "between {a} and {b}", "{a} until {b}", "{a}–{b}"):
        text = form.format(a=first.strftime("%-d %B %Y"), b=last.strftime("%-d %B %Y"))
        assert holds(resolve_time(text, published=published), day), text


@given(DAYS, BACK)
def test_parts_of_a_month_and_a_year_hold_their_day(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    part = "first" if day.day <= 15 else "second"
    ends = ("first 15 days", "first") if day.day <= 15 else ("last 16 days", "last")
    week = ["first", "second", "third", "fourth", "last"][min((day.day - 1) // 7, 4)]
    texts = [
        day.strftime(f"the {week} week of %B %Y"),
        day.strftime(f"the {ends[0]} of %B %Y"),
        f"Q{(day.month + 2) // 3} {day.year}",
        day.strftime("%B/%B %Y"),
        f"{day.year // 10}0s",
        day.strftime(f"the {part} half of %B %Y"),
    ]
    for text in texts[: 5 if day.day in {15, 16} else 6]:
        assert holds(resolve_time(text, published=None), day), text


@given(DAYS, st.integers(0, 13), st.integers(1, 3))
def test_weekdays_and_nights_hold_their_day(published: date, back: int, n: int) -> None:
    day = published - timedelta(days=back)
    name, earlier = day.strftime("%A"), day - timedelta(days=1)
    if back < 6:
        assert holds(resolve_time(f"overnight on {name}", published=published), day)
        assert holds(resolve_time(f"overnight into {name}", published=published), earlier)
        assert holds(resolve_time(f"the night of {earlier:%A} to {name}", published=published), day)
        assert holds(resolve_time(f"{n} or {n + 1} days later", published=published, anchor=day - timedelta(days=n)), day)
    if 7 < back < 14 and back % 7:
        assert holds(resolve_time(f"the {name} before last", published=published), day)
    assert holds(resolve_time(f"{name} {day.day}", published=published), day)


@given(st.integers(1990, 2035), st.sampled_from([(2, 30), (2, 31), (4, 31), (6, 31), (9, 31), (11, 31), (1, 32), (12, 0)]))
def test_days_that_no_calendar_has_are_never_resolved(year: int, what: tuple[int, int]) -> None:
    month, day = what
    name = date(2000, month, 1).strftime("%B")
    for text in (
        f"{day} {name} {year}",
        f"{name} {day}, {year}",
        f"{year}-{month:02}-{day:02}",
        f"the night of {day} {name} {year}",
    ):
        when = resolve_time(text, published=date(2036, 1, 1))
        assert (when.start, when.flag, when.text) == (None, TimeFlag.IMPOSSIBLE, text)
