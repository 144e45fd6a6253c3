from collections.abc import Iterator
from typing import Any

import pytest
from made_reports import NEWER, RUN, Made, make_report
from tampering import ask

from tacitus.errors import RecordError, UsageError
from tacitus.model import Claim, Count, Decision, IncidentType, Precision, Stance
from tacitus.record import Record, RecordedClaim, ReviewStatus, open_record

ACCEPT, REJECT, CORRECT = Decision.ACCEPT, Decision.REJECT, Decision.CORRECT


@pytest.fixture
def made() -> Made:
    return make_report(1)


@pytest.fixture
def record(record_url: str, made: Made) -> Iterator[Record]:
    with open_record(record_url) as record:
        record.add_report(made.snapshot, made.report, made.extraction, RUN)
        yield record


def judge(record: Record, claim: Claim, decision: Decision, **changes: Any) -> str:
    return record.judge(claim.id, decision, because="read it myself", by="a reader", changes=changes).id


def undo(record: Record, judgement_id: str) -> str:
    return record.undo(judgement_id, because="on second thoughts", by="a reader").id


def seen(record: Record, claim: Claim) -> RecordedClaim | None:
    found = record.claims(claim_id=claim.id)
    return found[0] if found else None


def test_a_claim_is_unreviewed_until_judged(record: Record) -> None:
    assert {c.review for c in record.claims()} == {ReviewStatus.UNREVIEWED}
    assert record.claims(reviewed_only=True) == []


def test_accepting_and_rejecting(record: Record, made: Made) -> None:
    one, two, *others = made.extraction.claims
    judge(record, one, ACCEPT)
    judge(record, two, REJECT)
    assert [c.claim for c in record.claims()] == [one, *others]
    assert [c.claim for c in record.claims(reviewed_only=True)] == [one]
    assert [c.review for c in record.claims(include_rejected=True)[:3]] == ["accepted", "rejected", "unreviewed"]
    assert record.reports()[0].n_claims == 3
    assert record.extraction(made.id) == made.extraction


def test_correcting_changes_what_is_seen_and_keeps_what_was_read(record: Record, made: Made) -> None:
    claim = made.extraction.claims[0]
    judge(
        record,
        claim,
        CORRECT,
        predicate="shelling" if claim.predicate != "shelling" else "riot",
        stance="denied",
        deaths={"low": 3, "high": 3, "text": "three"},
        when={"start": "2019-04-26", "end": "2019-04-26", "precision": "day", "text": "on Friday"},
        roles={"target": ["another"]},
    )
    got = seen(record, claim)
    assert got is not None
    assert got.review is ReviewStatus.CORRECTED
    assert got.original == claim
    assert got.claim.predicate in {IncidentType.SHELLING, IncidentType.RIOT}
    assert got.claim.stance is Stance.DENIED
    assert got.claim.deaths == Count(low=3, high=3, text="three")
    assert got.claim.when is not None
    assert got.claim.when.precision is Precision.DAY
    assert got.claim.roles.target == ("another",)
    assert got.claim.roles.actor == claim.roles.actor
    assert got.claim.evidence == claim.evidence
    assert record.claims(actor="another") == [got]
    assert list(record.verify()) == []


def test_filters_heed_corrections(record: Record, made: Made) -> None:
    claim = made.extraction.claims[0]
    judge(record, claim, CORRECT, kind="statement", predicate="denies")
    assert [c.claim.id for c in record.claims(kind="statement")] == [claim.id]
    assert [c.claim.id for c in record.claims(predicate="denies")] == [claim.id]
    assert claim.id not in {c.claim.id for c in record.claims(kind="incident")}


def test_none_empties_a_field(record: Record, made: Made) -> None:
    claim = made.extraction.claims[0]
    judge(record, claim, CORRECT, deaths=None, when=None)
    got = seen(record, claim)
    assert got is not None
    assert (got.claim.deaths, got.claim.when) == (None, None)


def test_the_last_judgement_counts(record: Record, made: Made) -> None:
    claim = made.extraction.claims[0]
    judge(record, claim, REJECT)
    judge(record, claim, CORRECT, stance="denied")
    judge(record, claim, CORRECT, score=0.5)
    got = seen(record, claim)
    assert got is not None
    assert (got.claim.stance, got.claim.score) == (claim.stance, 0.5)
    judge(record, claim, ACCEPT)
    got = seen(record, claim)
    assert got is not None
    assert (got.claim, got.review, got.original) == (claim, ReviewStatus.ACCEPTED, None)


def test_undoing_and_undoing_that(record: Record, made: Made) -> None:
    claim = made.extraction.claims[0]
    accepted = judge(record, claim, ACCEPT)
    rejected = judge(record, claim, REJECT)
    undone = undo(record, rejected)
    assert seen(record, claim) == RecordedClaim(claim=claim, report_id=made.id, review=ReviewStatus.ACCEPTED)
    undo(record, undone)
    assert seen(record, claim) is None
    undo(record, rejected)
    undo(record, accepted)
    assert seen(record, claim) == RecordedClaim(claim=claim, report_id=made.id, review=ReviewStatus.UNREVIEWED)
    assert len(record.judgements()) == len(record.judgements(claim.id[:8])) == 6


def test_what_is_undone_is_not_undone_again(record: Record, made: Made) -> None:
    accepted = judge(record, made.extraction.claims[0], ACCEPT)
    undo(record, accepted)
    with pytest.raises(RecordError, match="undone already"):
        undo(record, accepted)


def test_judgements_are_told_in_full(record: Record, made: Made) -> None:
    claim = made.extraction.claims[0]
    given = record.judge(
        claim.id[:6], CORRECT, because="the table says so", by="ana", changes={"stance": "denied", "count": None}
    )
    assert record.judgements() == [given]
    assert (given.about, given.because, given.by) == (claim.id, "the table says so", "ana")
    assert given.changes == (("count", "null"), ("stance", '"denied"'))
    assert given.at.tzinfo is not None
    assert record.judgements(made.extraction.claims[1].id) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"id": "other"}, "a change of id"),
        ({"evidence": []}, "a change of evidence"),
        ({"colour": "red"}, "a change of colour"),
        ({"predicate": "dancing"}, "dancing"),
        ({"stance": "sure"}, "sure"),
        ({"deaths": {"low": 3}}, "high"),
        ({"deaths": {"low": 4, "high": 3, "text": "?"}}, "4 to 3"),
        ({"deaths": {"low": 3, "high": 3, "text": "3", "some": 1}}, "the key some"),
        ({"roles": {"villain": ["x"]}}, "the key villain"),
        ({"roles": "x"}, "roles"),
        ({"roles": None}, "roles"),
        ({"when": {"start": "2019-02-30", "end": "2019-02-30"}}, "date"),
        ({"score": 2}, "score"),
        ({"predicate": {1, 2}}, "claim"),
    ],
)
def test_a_correction_that_makes_no_claim_is_refused(record: Record, made: Made, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        judge(record, made.extraction.claims[0], CORRECT, **changes)
    assert record.judgements() == []


@pytest.mark.parametrize(
    ("decision", "options"),
    [
        (ACCEPT, {"because": " ", "by": "ana"}),
        (ACCEPT, {"because": "seen", "by": ""}),
        (ACCEPT, {"because": "seen", "by": "ana", "changes": {"stance": "denied"}}),
        (CORRECT, {"because": "seen", "by": "ana"}),
        (Decision.UNDO, {"because": "seen", "by": "ana"}),
    ],
)
def test_half_a_judgement_is_refused(record: Record, made: Made, decision: Decision, options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        record.judge(made.claim_id(), decision, **options)


def test_unknown_ids_are_refused(record: Record) -> None:
    with pytest.raises(RecordError, match="no such id"):
        record.judge("feedfeedfeed", ACCEPT, because="x", by="y")
    with pytest.raises(RecordError, match="no such id"):
        record.undo("feedfeedfeed", because="x", by="y")


def test_judgements_survive_reading_again(record: Record, made: Made) -> None:
    accepted, rejected, corrected, unjudged = made.extraction.claims
    judge(record, accepted, ACCEPT)
    judge(record, rejected, REJECT)
    judge(record, corrected, CORRECT, stance="denied")
    record.add_report(made.snapshot, made.report, made.with_claims(accepted).extraction, NEWER, again=True)
    got = record.claims()
    assert [(c.claim.id, c.review, c.is_superseded) for c in got] == [
        (accepted.id, "accepted", False),
        (corrected.id, "corrected", True),
    ]
    assert got[1].claim.stance is Stance.DENIED
    assert {c.claim.id for c in record.claims(include_superseded=True)} == {accepted.id, corrected.id, unjudged.id}
    assert record.reports()[0].n_claims == 2
    wanted = {i for _, fillers in corrected.roles.items() for i in fillers}
    assert wanted <= {a.id for a in record.actors()}
    undo(record, record.judgements(corrected.id)[0].id)
    assert [c.claim.id for c in record.claims()] == [accepted.id]


def test_rebuilding_changes_nothing(record: Record, made: Made) -> None:
    one, two, three, _ = made.extraction.claims
    judge(record, one, CORRECT, stance="denied")
    judge(record, two, REJECT)
    record.add_report(made.snapshot, made.report, made.with_claims(two, three).extraction, NEWER, again=True)
    before = (record.claims(include_rejected=True, include_superseded=True), record.find("fighting", 50), record.reports())
    record.rebuild()
    assert before == (
        record.claims(include_rejected=True, include_superseded=True),
        record.find("fighting", 50),
        record.reports(),
    )
    assert record.claims(claim_id=one.id[:7])[0].claim.id == one.id


def test_times_are_aware_in_the_database(record: Record, record_url: str, made: Made) -> None:
    judge(record, made.extraction.claims[0], ACCEPT)
    (value,) = ask(record_url, "SELECT judged_at FROM judgements")[0]
    assert str(value).endswith("+00:00")
