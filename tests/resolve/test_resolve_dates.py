from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.model import Precision, TimeFlag, When
from tacitus.resolve.dates import resolve_time

WEDNESDAY = date(2019, 2, 13)

# expression, first day, last day, precision; the report came out on Wednesday 13 February 2019
FROM_PUBLICATION = [
    ("today", "2019-02-13", "2019-02-13", "day"),
    ("this morning", "2019-02-13", "2019-02-13", "day"),
    ("tonight", "2019-02-13", "2019-02-13", "day"),
    ("yesterday", "2019-02-12", "2019-02-12", "day"),
    ("Yesterday afternoon", "2019-02-12", "2019-02-12", "day"),
    ("last night", "2019-02-12", "2019-02-12", "day"),
    ("overnight", "2019-02-12", "2019-02-13", "day"),
    ("the day before yesterday", "2019-02-11", "2019-02-11", "day"),
    ("Wednesday", "2019-02-13", "2019-02-13", "day"),
    ("on Tuesday", "2019-02-12", "2019-02-12", "day"),
    ("on Thursday", "2019-02-07", "2019-02-07", "day"),
    ("early on Monday", "2019-02-11", "2019-02-11", "day"),
    ("late Sunday", "2019-02-10", "2019-02-10", "day"),
    ("dawn on Tuesday", "2019-02-12", "2019-02-12", "day"),
    ("before dawn on Tuesday", "2019-02-12", "2019-02-12", "day"),
    ("Monday evening", "2019-02-11", "2019-02-11", "day"),
    ("at around 4 pm on Saturday", "2019-02-09", "2019-02-09", "day"),
    ("last Friday", "2019-02-08", "2019-02-08", "day"),
    ("last Wednesday", "2019-02-06", "2019-02-06", "day"),
    ("Tuesday last week", "2019-02-05", "2019-02-05", "day"),
    ("Friday of last week", "2019-02-08", "2019-02-08", "day"),
    ("between Sunday and Tuesday", "2019-02-10", "2019-02-12", "day"),
    ("on Monday and Tuesday", "2019-02-11", "2019-02-12", "day"),
    ("at the weekend", "2019-02-09", "2019-02-10", "day"),
    ("over the weekend", "2019-02-09", "2019-02-10", "day"),
    ("this week", "2019-02-11", "2019-02-13", "week"),
    ("earlier this week", "2019-02-11", "2019-02-13", "week"),
    ("last week", "2019-02-04", "2019-02-10", "week"),
    ("earlier this month", "2019-02-01", "2019-02-13", "month"),
    ("last month", "2019-01-01", "2019-01-31", "month"),
    ("late last month", "2019-01-22", "2019-01-31", "week"),
    ("this year", "2019-01-01", "2019-02-13", "year"),
    ("so far this year", "2019-01-01", "2019-02-13", "year"),
    ("last year", "2018-01-01", "2018-12-31", "year"),
    ("late last year", "2018-09-01", "2018-12-31", "month"),
    ("three days ago", "2019-02-10", "2019-02-10", "day"),
    ("3 days ago", "2019-02-10", "2019-02-10", "day"),
    ("several days ago", "2019-02-06", "2019-02-10", "week"),
    ("two weeks ago", "2019-01-27", "2019-02-02", "week"),
    ("about two weeks ago", "2019-01-27", "2019-02-02", "week"),
    ("two months ago", "2018-12-01", "2018-12-31", "month"),
    ("a year ago", "2018-01-01", "2018-12-31", "year"),
    ("twenty-five years ago", "1994-01-01", "1994-12-31", "year"),
    ("a decade ago", "2009-01-01", "2009-12-31", "year"),
    ("in the past 24 hours", "2019-02-12", "2019-02-13", "day"),
    ("over the past week", "2019-02-06", "2019-02-13", "week"),
    ("in the last three days", "2019-02-10", "2019-02-13", "week"),
    ("over the past three months", "2018-11-13", "2019-02-13", "month"),
    ("in recent days", "2019-02-06", "2019-02-13", "week"),
    ("in recent weeks", "2019-01-02", "2019-02-13", "month"),
    ("for about two years", "2017-02-13", "2019-02-13", "year"),
    ("after three days of fighting", "2019-02-11", "2019-02-13", "day"),
    ("just weeks after", "2018-12-30", "2019-02-02", "month"),
    ("days after", "2019-02-07", "2019-02-11", "week"),
    ("since Monday", "2019-02-11", "2019-02-13", "day"),
    ("since January", "2019-01-01", "2019-02-13", "month"),
    ("since 2016", "2016-01-01", "2019-02-13", "year"),
    ("since late 2018", "2018-09-01", "2019-02-13", "year"),
]
NAMED = [
    ("12 June", "2018-06-12", "2018-06-12", "day"),
    ("June 12", "2018-06-12", "2018-06-12", "day"),
    ("the 12th of June", "2018-06-12", "2018-06-12", "day"),
    ("June 12th", "2018-06-12", "2018-06-12", "day"),
    ("Feb. 3", "2019-02-03", "2019-02-03", "day"),
    ("13 February", "2019-02-13", "2019-02-13", "day"),
    ("12 June 2015", "2015-06-12", "2015-06-12", "day"),
    ("June 12, 2015", "2015-06-12", "2015-06-12", "day"),
    ("Sept. 3, 2014", "2014-09-03", "2014-09-03", "day"),
    ("2015-06-12", "2015-06-12", "2015-06-12", "day"),
    ("13/04/2018", "2018-04-13", "2018-04-13", "day"),
    ("04/13/2018", "2018-04-13", "2018-04-13", "day"),
    ("12.06.2018", "2018-06-12", "2018-06-12", "day"),
    ("Saturday, 5 August", "2018-08-05", "2018-08-05", "day"),
    ("Tuesday 5 February", "2019-02-05", "2019-02-05", "day"),
    ("at 6:15 in the evening of Saturday, 2 February", "2019-02-02", "2019-02-02", "day"),
    ("on the evening of 1 February", "2019-02-01", "2019-02-01", "day"),
    ("24 January of this year", "2019-01-24", "2019-01-24", "day"),
    ("24 March of last year", "2018-03-24", "2018-03-24", "day"),
    ("the 12th of last month", "2019-01-12", "2019-01-12", "day"),
    ("on the 9th", "2019-02-09", "2019-02-09", "day"),
    ("on the 20th", "2019-01-20", "2019-01-20", "day"),
    ("29 February", "2016-02-29", "2016-02-29", "day"),
    ("12-18 June 2018", "2018-06-12", "2018-06-18", "week"),
    ("12–18 June 2018", "2018-06-12", "2018-06-18", "week"),
    ("3 and 4 June", "2018-06-03", "2018-06-04", "day"),
    ("June 3-4, 2017", "2017-06-03", "2017-06-04", "day"),
    ("the night of 24 to 25 April", "2018-04-24", "2018-04-25", "day"),
    ("between 3 and 5 January", "2019-01-03", "2019-01-05", "day"),
    ("from 3 to 5 January", "2019-01-03", "2019-01-05", "day"),
    ("from 30 May to 2 June 2018", "2018-05-30", "2018-06-02", "week"),
    ("30 May - 2 June 2018", "2018-05-30", "2018-06-02", "week"),
    ("between 28 December and 4 January", "2018-12-28", "2019-01-04", "week"),
    ("from May to July 2017", "2017-05-01", "2017-07-31", "month"),
    ("June/July 2018", "2018-06-01", "2018-07-31", "month"),
    ("8/9 August", "2018-08-08", "2018-08-09", "day"),
    ("the night of Tuesday to Wednesday", "2019-02-12", "2019-02-13", "day"),
    ("between 2013 and 2015", "2013-01-01", "2015-12-31", "year"),
    ("three days before 12 June", "2018-06-09", "2018-06-09", "day"),
    ("the day after 12 June 2016", "2016-06-13", "2016-06-13", "day"),
    ("in January", "2019-01-01", "2019-01-31", "month"),
    ("in February", "2019-02-01", "2019-02-13", "month"),
    ("in December", "2018-12-01", "2018-12-31", "month"),
    ("last December", "2018-12-01", "2018-12-31", "month"),
    ("last February", "2018-02-01", "2018-02-28", "month"),
    ("November 2016", "2016-11-01", "2016-11-30", "month"),
    ("2016-11", "2016-11-01", "2016-11-30", "month"),
    ("early June", "2018-06-01", "2018-06-10", "week"),
    ("mid-June", "2018-06-11", "2018-06-20", "week"),
    ("late June 2017", "2017-06-21", "2017-06-30", "week"),
    ("at the end of May", "2018-05-22", "2018-05-31", "week"),
    ("in the second half of March", "2018-03-17", "2018-03-31", "month"),
    ("the first week of May 2017", "2017-05-01", "2017-05-07", "week"),
    ("the last week of May 2017", "2017-05-25", "2017-05-31", "week"),
    ("late 2016", "2016-09-01", "2016-12-31", "month"),
    ("early 2016", "2016-01-01", "2016-05-01", "month"),
    ("mid-2016", "2016-05-02", "2016-08-31", "month"),
    ("the end of 2017", "2017-11-01", "2017-12-31", "month"),
    ("the second quarter of 2017", "2017-04-01", "2017-06-30", "month"),
    ("in spring 2013", "2013-03-01", "2013-05-31", "month"),
    ("the summer of 2013", "2013-06-01", "2013-08-31", "month"),
    ("last summer", "2018-06-01", "2018-08-31", "month"),
    ("winter 2012-13", "2012-12-01", "2013-02-28", "month"),
    ("at Christmas", "2018-12-23", "2018-12-27", "week"),
    ("New Year's Eve 2015", "2015-12-31", "2015-12-31", "day"),
    ("in 2015", "2015-01-01", "2015-12-31", "year"),
    ("2013-15", "2013-01-01", "2015-12-31", "year"),
    ("in the 1990s", "1990-01-01", "1999-12-31", "year"),
    ("the early 1990s", "1990-01-01", "1993-05-01", "year"),
    ("until 2014", "2014-01-01", "2014-12-31", "year"),
]
# expression, what is under discussion, first day, last day, precision
FROM_DISCOURSE = [
    ("the same day", "2018-03-28", "2018-03-28", "2018-03-28", "day"),
    ("that evening", "2018-03-28", "2018-03-28", "2018-03-28", "day"),
    ("hours later", "2018-03-28", "2018-03-28", "2018-03-28", "day"),
    ("for four hours", "2018-03-28", "2018-03-28", "2018-03-28", "day"),
    ("the previous day", "2018-03-28", "2018-03-27", "2018-03-27", "day"),
    ("a day earlier", "2018-03-28", "2018-03-27", "2018-03-27", "day"),
    ("the next morning", "2018-03-28", "2018-03-29", "2018-03-29", "day"),
    ("a day later", "2018-03-28", "2018-03-29", "2018-03-29", "day"),
    ("two days later", "2018-03-30", "2018-04-01", "2018-04-01", "day"),
    ("two days earlier", "2018-03-30", "2018-03-28", "2018-03-28", "day"),
    ("two days after the attack", "2018-03-28", "2018-03-30", "2018-03-30", "day"),
    ("after three days of fighting", "2018-03-28", "2018-03-26", "2018-03-28", "day"),
    ("three weeks later", "2018-03-01", "2018-03-19", "2018-03-25", "week"),
    ("two months later", "2018-03-28", "2018-05-01", "2018-05-31", "month"),
    ("two months on, at the end of May", "2018-03-28", "2018-05-22", "2018-05-31", "week"),
    ("a year earlier", "2018-03-28", "2017-01-01", "2017-12-31", "year"),
    ("September of that year", "2013-05-01", "2013-09-01", "2013-09-30", "month"),
    ("that December", "2016-11-20", "2016-12-01", "2016-12-31", "month"),
    ("the following January", "2016-11-20", "2017-01-01", "2017-01-31", "month"),
    ("the following year", "2016-11-20", "2017-01-01", "2017-12-31", "year"),
    ("later that month", "2016-11-20", "2016-11-01", "2016-11-30", "month"),
    ("the previous week", "2016-11-23", "2016-11-14", "2016-11-20", "week"),
    ("the following Friday", "2016-11-23", "2016-11-25", "2016-11-25", "day"),
    ("that summer", "2016-11-23", "2016-06-01", "2016-08-31", "month"),
    ("the spring", "2016-11-23", "2016-03-01", "2016-05-31", "month"),
    ("since then", "2018-12-01", "2018-12-01", "2019-02-13", "month"),
]
UNRESOLVED = [
    "until Friday",
    "two days later",
    "the same day",
    "that December",
    "two days after the attack",
    "for four hours",
    "recently",
    "",
    "at dawn",
]


def iso(text: str) -> date:
    return date.fromisoformat(text)


def show(when: When) -> tuple[str, str, str]:
    return str(when.start), str(when.end), str(when.precision)


@pytest.mark.parametrize(("text", "start", "end", "precision"), FROM_PUBLICATION + NAMED)
def test_time_counts_from_publication(text: str, start: str, end: str, precision: str) -> None:
    when = resolve_time(text, published=WEDNESDAY)
    assert show(when) == (start, end, precision)
    assert when.text == text


@pytest.mark.parametrize(("text", "anchor", "start", "end", "precision"), FROM_DISCOURSE)
def test_time_counts_from_what_is_under_discussion(text: str, anchor: str, start: str, end: str, precision: str) -> None:
    assert show(resolve_time(text, published=WEDNESDAY, anchor=iso(anchor))) == (start, end, precision)


@pytest.mark.parametrize("text", UNRESOLVED)
def test_what_may_be_several_days_or_none_stays_unresolved(text: str) -> None:
    assert resolve_time(text, published=WEDNESDAY) == When(text=text)


def test_without_publication_only_a_date_with_its_year_is_resolved() -> None:
    assert show(resolve_time("12 June 2015", published=None)) == ("2015-06-12", "2015-06-12", "day")
    for text in ("12 June", "yesterday", "Tuesday", "last month", "two days ago", "since 2015", "the weekend"):
        assert resolve_time(text, published=None).start is None


def test_a_week_of_which_one_day_has_passed_is_no_exact_day() -> None:
    assert resolve_time("this week", published=date(2019, 2, 11)).precision is Precision.WEEK


def test_a_month_under_discussion_gives_no_exact_day() -> None:
    month = resolve_time("March 2018", published=WEDNESDAY)
    assert resolve_time("two days later", published=WEDNESDAY, anchor=month).start is None
    assert show(resolve_time("that December", published=WEDNESDAY, anchor=month))[0] == "2018-12-01"


DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))
BACK = st.integers(0, 350)


def holds(when: When, day: date) -> bool:
    return when.start is not None and when.end is not None and when.start <= day <= when.end


@given(DAYS, BACK)
def test_written_dates_hold_their_day(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    forms = [
        "%d %B",
        "%B %d",
        "%d %B %Y",
        "%B %d, %Y",
        "%Y-%m-%d",
        "%d %b %Y",
        "%A, %d %B",
        "%B",
        "%B %Y",
        "%Y",
        "the night of %d %B",
    ]
    for form in forms:
        text = day.strftime(form)
        when = resolve_time(text, published=published)
        if form == "%B" and (day.month == published.month and day.year < published.year):
            continue  # the same month of the year before cannot be told by its name
        assert holds(when, day), text
        assert when.end is not None
        assert when.end <= published


@given(DAYS, st.integers(0, 6))
def test_weekdays_hold_their_day(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    assert resolve_time(day.strftime("on %A"), published=published).start == day


@given(DAYS, st.integers(1, 200))
def test_distances_hold_their_day(published: date, n: int) -> None:
    day = published - timedelta(days=n)
    assert holds(resolve_time(f"{n} days ago", published=published), day)
    assert holds(resolve_time(f"{max(1, n // 7)} weeks ago", published=published), published - timedelta(days=7 * max(1, n // 7)))
    assert holds(resolve_time(f"{n} days later", published=published, anchor=day), published)
    assert holds(resolve_time(f"{n} days earlier", published=None, anchor=published), day)
    assert holds(resolve_time(f"over the past {n + 1} days", published=published), day)


@given(DAYS, st.integers(0, 40), st.integers(1, 25))
def test_ranges_hold_their_days(published: date, back: int, length: int) -> None:
    last = published - timedelta(days=back)
    first = last - timedelta(days=length)
    text = f"from {first.day} {first.strftime('%B')} to {last.day} {last.strftime('%B %Y')}"
    when = resolve_time(text, published=published)
    assert (when.start, when.end) == (first, last)


@given(DAYS, BACK, st.sampled_from(["early", "mid", "late"]))
def test_the_thirds_of_a_month_cover_it(published: date, back: int, part: str) -> None:
    day = published - timedelta(days=back)
    parts = [resolve_time(day.strftime(f"{p} %B %Y"), published=None) for p in ("early", "mid", "late")]
    assert sum(holds(when, day) for when in parts) == 1
    assert resolve_time(day.strftime(f"{part} %B %Y"), published=None).precision is Precision.WEEK


@given(st.text(max_size=40), DAYS)
def test_any_text_is_read_without_error_and_unmarked_never_into_the_future(text: str, published: date) -> None:
    when = resolve_time(text, published=published)
    assert when.end is None or when.end <= published or when.flag is TimeFlag.FUTURE
