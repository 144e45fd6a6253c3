from collections.abc import Callable
from dataclasses import replace

from made_reports import HANDLE, NEWER, RUN, make_report
from tampering import ask

from tacitus.model import Decision, ZoneKind
from tacitus.record import open_record
from tacitus.record.schema import INDEXES, LEDGER


def test_only_snapshots_and_texts_hold_a_commenters_handle(record_url: str) -> None:
    made = make_report(1, comment=True)
    assert HANDLE in made.extraction.claims[-1].evidence[0].quote
    with open_record(record_url) as record:
        record.add_report(made.snapshot, made.report, made.extraction, RUN, sketch=b"s", bands=("b",))
        record.add_report(made.snapshot, made.report, made.with_claims(*made.extraction.claims[1:]).extraction, NEWER, again=True)
        record.judge(made.claim_id(4), Decision.ACCEPT, because="seen", by="ana")
        record.rebuild()
    tables = [str(table.name) for table in (*LEDGER, *INDEXES) if table.name not in {"snapshots", "texts"}]
    index = ["reading_words"] if record_url.startswith("postgresql") else ["reading_words_data", "reading_words_idx"]
    for table in tables + index:
        for row in ask(record_url, f"SELECT * FROM {table}"):  # noqa: S608
            for value in row:
                told = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                assert "tankspotter" not in told, table


def test_a_commenter_has_one_pseudonym_in_a_record_and_another_in_the_next(make_record_url: Callable[[], str]) -> None:
    names: list[str | None] = []
    for _ in range(2):
        with open_record(make_record_url()) as record:
            seen = set()
            for number in (1, 2):
                made = make_report(number, comment=True)
                record.add_report(made.snapshot, made.report, made.extraction, RUN)
                seen.add(record.report(made.id).zones[-1].author)
                seen.add(record.claims(report_id=made.id, kind="sighting")[0].claim.speaker.name)
                seen.add(record.extraction(made.id).claims[-1].speaker.name)
            assert len(seen) == 1
            names += seen
            assert list(record.verify()) == []
    assert names[0] != names[1]
    for name in names:
        assert name is not None
        assert name.startswith("commenter-")
        assert len(name) == len("commenter-") + 8


def test_quotes_and_offsets_stay_true_under_pseudonyms(record_url: str) -> None:
    made = make_report(1, comment=True)
    with open_record(record_url) as record:
        record.add_report(made.snapshot, made.report, made.extraction, RUN)
        report = record.report(made.id)
        assert report.text == made.report.text
        for claim in record.extraction(made.id).claims:
            for evidence in claim.evidence:
                assert report.quote(evidence.span) == evidence.quote


def test_a_commenters_handle_finds_nothing_but_the_same_word_elsewhere_does(record_url: str) -> None:
    made = make_report(1, comment=True)
    handle = "Cedar"
    zones = tuple(replace(z, author=handle) if z.kind is ZoneKind.COMMENT else z for z in made.report.zones)
    made = replace(made, report=replace(made.report, zones=zones))
    body = "Cedar" in made.report.text
    with open_record(record_url) as record:
        record.add_report(made.snapshot, made.report, made.extraction, RUN)
        assert bool(record.find("cedar")) == body
        assert record.find("tankspotter") == []
        found = record.find("howitzer")
        assert [f.claim_id for f in found] == [made.claim_id(4), None]
        assert all(HANDLE not in f.snippet for f in found)
