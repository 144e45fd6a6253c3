from datetime import UTC, date, datetime

import pytest

from hand_made import Made
from tacitus.cli.words import say_claim, say_count, say_places, say_stance, say_when, shorten_quote
from tacitus.export.book import Book
from tacitus.model import Count, Precision, TimeFlag, When
from tacitus.record.nouns import RecordedClaim, ReportRow, ReviewStatus


@pytest.fixture(scope="module")
def book(made: Made) -> Book:
    row = ReportRow(
        id=made.report.id,
        title=made.report.title,
        publisher=made.report.publisher,
        published="2019-05-05",
        language="en",
        source="ford.txt",
        url=None,
        added_at=datetime(2024, 1, 1, tzinfo=UTC),
        near_copy_of=None,
        n_claims=9,
    )
    return Book(
        reports={made.report.id: row},
        claims=tuple(
            RecordedClaim(claim=c, report_id=made.report.id, review=ReviewStatus.UNREVIEWED) for c in made.extraction.claims
        ),
        actors={a.id: a for a in made.extraction.actors},
        places={p.id: p for p in made.extraction.places},
    )


@pytest.mark.parametrize(
    ("name", "says", "said"),
    [
        ("guard", "Hill Guard is a member of Valley Union", "said by The Ford Gazette"),
        ("leads", "Colonel Idris Bakr leads River Sons", "said by The Ford Gazette"),
        ("shelling", "shelling: Valley Union → Amal Nassar, with mortar and =rocket", "said by The Ford Gazette"),
        ("denial", "Colonel Idris Bakr denies", "denied by Colonel Idris Bakr"),
        ("taken", "overtakes territory: Hill Guard", "claimed by Hill Guard"),
        ("bomb", "explosive", "said by The Ford Gazette"),
        ("video", "Hill Guard released: video", "said by The Ford Gazette"),
        ("tank", "1 × T-55 seen", "alleged by a reader"),
    ],
)
def test_a_claim_in_words(name: str, says: str, said: str, book: Book, made: Made) -> None:
    recorded = next(r for r in book.claims if r.claim.id == made.ids[name])
    assert say_claim(recorded.claim, book) == says
    assert say_stance(recorded, book) == said


def test_a_readers_handle_is_never_said(book: Book) -> None:
    assert not any("wheelspotter" in say_stance(r, book) + say_claim(r.claim, book) for r in book.claims)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, "undated"),
        (When(text="last spring"), "undated (“last spring”)"),
        (When(text="31 April", flag=TimeFlag.IMPOSSIBLE), "undated (“31 April”, a day that no calendar has)"),
        (When(text="03/04/2018", flag=TimeFlag.AMBIGUOUS), "undated (“03/04/2018”, may be either of two days)"),
        (
            When(start=date(2015, 4, 26), end=date(2015, 4, 26), precision=Precision.DAY, flag=TimeFlag.FUTURE),
            "2015-04-26, after publication",
        ),
        (When(start=date(2015, 4, 26), end=date(2015, 4, 26), precision=Precision.DAY), "2015-04-26"),
        (When(start=date(2015, 4, 1), end=date(2015, 4, 30), precision=Precision.MONTH), "2015-04"),
        (When(start=date(2015, 1, 1), end=date(2015, 12, 31), precision=Precision.YEAR), "2015"),
        (When(start=date(2015, 4, 20), end=date(2015, 4, 26), precision=Precision.WEEK), "2015-04-20 to 2015-04-26"),
        (When(start=date(2014, 3, 1), end=date(2015, 4, 30), precision=Precision.MONTH), "2014-03-01 to 2015-04-30"),
    ],
)
def test_a_time_is_said_no_more_exactly_than_it_is_known(when: When | None, words: str) -> None:
    assert say_when(when) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(12, None, "at least 12"), (3, 5, "3 to 5"), (4, 4, "4"), (None, 7, "up to 7"), (0, 0, "0"), (None, None, "“scores”")],
)
def test_a_count_keeps_its_bounds(low: int | None, high: int | None, words: str) -> None:
    assert say_count(Count(low=low, high=high, text="scores")) == words


def test_places_without_a_point_and_incidents_without_a_place_say_so(book: Book, made: Made) -> None:
    claims = {name: r.claim for name, i in made.ids.items() for r in book.claims if r.claim.id == i}
    assert say_places(claims["shelling"], book) == "Lower Ford, SO"
    assert say_places(claims["taken"], book) == "Upper Ford (unplaced)"
    assert say_places(claims["bomb"], book) == "unplaced"


def test_a_quote_is_cut_at_a_word() -> None:
    assert shorten_quote("a  b\nc") == "“a b c”"
    assert shorten_quote("one two three four", 12) == "“one two …”"
