from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_reports import RUN, Made, make_report

from tacitus.ids import hash_bytes
from tacitus.model import Extraction, Span, Zone, ZoneKind
from tacitus.record import Record, open_record
from tacitus.record.search import fold, matches, parse_query, split_words

TEXTS = (
    "The column shelled the old mill. Shells fell on the market.",
    "Óscar Peña met the Jebhat al-Ward in Çankale; nobody spoke of shelling.",
    "وصلت القافلة إلى المدينة مساءً",
    "The mill was old. The column had gone. 1,200 people stayed.",
    "Straße nach Größen: die Kolonne zog ab.",
)


def make_text(text: str) -> Made:
    made = make_report(0)
    report_id = hash_bytes(text.encode())
    zones = (Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text))),)
    report = replace(made.report, id=report_id, text=text, zones=zones, title=None)
    return Made(snapshot=replace(made.snapshot, content=text.encode()), report=report, extraction=Extraction(report_id=report_id))


@pytest.fixture
def record(record_url: str) -> Iterator[Record]:
    with open_record(record_url) as record:
        for text in TEXTS:
            made = make_text(text)
            record.add_report(made.snapshot, made.report, made.extraction, RUN)
        yield record


def find_texts(record: Record, words: str, limit: int = 20) -> set[int]:
    order = [row.id for row in record.reports()]
    return {order.index(f.report_id) for f in record.find(words, limit)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("column", {0, 3}),
        ("COLUMN mill", {0, 3}),
        ("old column", {0, 3}),
        ('"old mill"', {0}),
        ("“old mill”", {0}),
        ("shelling", {1}),
        ("shell*", {0, 1}),
        ("shell", set()),
        ("oscar pena", {1}),
        ("Cankale", {1}),
        ("al-ward", {1}),
        ("القافلة", {2}),
        ("مساء", {2}),
        ("1,200", {3}),
        ("strasse", {4}),
        ("größen", {4}),
        ("nowhere", set()),
        ("", set()),
        ("   ", set()),
        ('"', set()),
        ("*", set()),
        ("NOT column", set()),
        ("column OR mill", set()),
        ("column AND", set()),
    ],
)
def test_words_are_found(record: Record, words: str, expected: set[int]) -> None:
    assert find_texts(record, words) == expected


ODD = (
    'a"b"c',
    '"""',
    "NEAR(a b)",
    "words:x",
    "keys : x",
    "^mill",
    "mill -old",
    "(((",
    "'; DROP TABLE",
    "!&|:*<->",
    "\\",
    "a\x00b",
    "%_",
    "* *",
)


@pytest.mark.parametrize("words", ODD)
def test_odd_queries_are_no_errors(record: Record, words: str) -> None:
    record.find(words)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_no_query_is_an_error(record: Record, words: str) -> None:
    record.find(words)


def test_the_best_comes_first_and_the_limit_holds(record_url: str) -> None:
    with open_record(record_url) as record:
        rare = make_text("Barley, barley and barley again: the barley market.")
        for made in (
            *(make_text(f"Report {n} of the long market day with barley and much else besides.") for n in range(30)),
            rare,
        ):
            record.add_report(made.snapshot, made.report, made.extraction, RUN)
        found = record.find("barley", 5)
        assert len(found) == 5
        assert found[0].report_id == rare.id
        assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
        assert "arley" in found[0].snippet
        assert record.find("barley", 0) == []


def test_claims_are_found_by_their_quotes(record_url: str) -> None:
    with open_record(record_url) as record:
        made = make_report(1)
        record.add_report(made.snapshot, made.report, made.extraction, RUN)
        claim = made.extraction.claims[1]
        found = record.find(f'"{claim.evidence[0].quote}"')
        assert (found[0].claim_id, found[0].snippet) == (claim.id, claim.evidence[0].quote)
        assert found[-1].claim_id is None


def test_a_long_text_is_found_to_its_end(record_url: str) -> None:
    text = " ".join(f"word{n}" for n in range(60_000)) + " " + "x" * 5000 + " zanzibar"
    with open_record(record_url) as record:
        made = make_text(text)
        record.add_report(made.snapshot, made.report, made.extraction, RUN)
        assert find_texts(record, "zanzibar") == {0}
        assert find_texts(record, "word59999") == {0}
        assert record.find("zanzibar")[0].snippet.endswith("zanzibar")


@pytest.mark.parametrize(
    ("words", "folded"),
    [("Al-Nuṣra", "al-nusra"), ("ＡＢＣ", "abc"), ("ʿAyn", "ayn"), ("Ñandú", "nandu"), ("ПРИВЕТ", "привет"), ("ﬁre", "fire")],
)
def test_folding(words: str, folded: str) -> None:
    assert fold(words) == folded


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ("two words", [("two", False), ("words", False)]),
        ('"two words" more', [("two words", False), ("more", False)]),
        ("begin*", [("begin", True)]),
        ("al-ward", [("al ward", False)]),
        ("---", []),
    ],
)
def test_queries_are_read(query: str, phrases: list[tuple[str, bool]]) -> None:
    assert parse_query(query) == phrases


def test_a_phrase_matches_whole_words() -> None:
    words = split_words("The old mills of Ward")
    assert matches([("old mills", False)], words)
    assert not matches([("old mill", False)], words)
    assert matches([("old mill", True)], words)
