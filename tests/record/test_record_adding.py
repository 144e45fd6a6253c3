from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from made_reports import NEWER, RUN, Made, make_actor, make_report
from tampering import ask

from tacitus.errors import IntegrityError, RecordError
from tacitus.ids import hash_bytes
from tacitus.model import Actor, ActorType, Evidence, Mention, MentionKind, Span
from tacitus.record import Added, AddStatus, Record, open_record


@pytest.fixture
def record(record_url: str) -> Iterator[Record]:
    with open_record(record_url) as record:
        yield record


def add(record: Record, made: Made, **options: object) -> Added:
    return record.add_report(made.snapshot, made.report, made.extraction, RUN, **options)  # type: ignore[arg-type]


def again(record: Record, made: Made) -> Added:
    return record.add_report(made.snapshot, made.report, made.extraction, NEWER, again=True)


def ids(record: Record, **options: object) -> list[str]:
    return [c.claim.id for c in record.claims(**options)]  # type: ignore[arg-type]


def test_what_goes_in_comes_out(record: Record) -> None:
    made = make_report(1)
    added = add(record, made)
    assert added.status is AddStatus.ADDED
    assert added.new_claims == tuple(c.id for c in made.extraction.claims)
    assert record.has_report(made.id)
    assert record.report(made.id) == made.report
    assert record.extraction(made.id) == made.extraction
    assert record.source_snapshot(made.id) == made.snapshot
    assert [c.claim for c in record.claims()] == list(made.extraction.claims)
    assert list(record.verify()) == []


def test_a_snapshot_is_byte_exact(record: Record) -> None:
    made = make_report(2)
    content = bytes(range(256)) * 40 + b"\r\n\x00"
    report_id = hash_bytes(content)
    record.add_report(
        replace(made.snapshot, content=content),
        replace(made.report, id=report_id),
        replace(made.extraction, report_id=report_id),
        RUN,
    )
    assert record.snapshot(report_id) == content
    assert list(record.verify()) == []


def test_the_same_report_adds_nothing(record: Record, record_url: str) -> None:
    made = make_report(3)
    add(record, made)
    before = ask(
        record_url, "SELECT (SELECT count(*) FROM audit), (SELECT count(*) FROM claims), (SELECT count(*) FROM mentions)"
    )
    added = add(record, make_report(3))
    assert added.status is AddStatus.KNOWN
    assert added.report_id == made.id
    assert added.n_claims == 4
    assert before == ask(
        record_url, "SELECT (SELECT count(*) FROM audit), (SELECT count(*) FROM claims), (SELECT count(*) FROM mentions)"
    )


def test_reading_again_without_a_difference_adds_nothing(record: Record) -> None:
    made = make_report(3)
    add(record, made)
    assert add(record, made, again=True).status is AddStatus.KNOWN


def test_reading_again_supersedes_and_never_deletes(record: Record) -> None:
    made = make_report(4)
    one, two, three, four = made.extraction.claims
    add(record, made.with_claims(one, two))
    added = again(record, made.with_claims(two, three, four))
    assert added.status is AddStatus.UPDATED
    assert added.new_claims == (three.id, four.id)
    assert added.superseded_claims == (one.id,)
    assert ids(record) == [two.id, three.id, four.id]
    assert [(c.claim.id, c.is_superseded) for c in record.claims(include_superseded=True)] == [
        (one.id, True),
        (two.id, False),
        (three.id, False),
        (four.id, False),
    ]
    assert record.extraction(made.id).claims == (two, three, four)
    assert record.reports()[0].n_claims == 3
    assert list(record.verify()) == []


def test_a_claim_that_comes_back_is_current_again(record: Record) -> None:
    made = make_report(4)
    one, two, *_ = made.extraction.claims
    add(record, made.with_claims(one, two))
    again(record, made.with_claims(two))
    assert again(record, made.with_claims(two, one)).new_claims == (one.id,)
    assert record.extraction(made.id).claims == (two, one)
    assert not any(c.is_superseded for c in record.claims(include_superseded=True))
    assert list(record.verify()) == []


def test_a_claim_with_the_same_id_and_other_content_takes_its_place(record: Record) -> None:
    made = make_report(5)
    one, two, *_ = made.extraction.claims
    better = replace(one, score=0.25)
    add(record, made.with_claims(one, two))
    added = again(record, made.with_claims(better, two))
    assert (added.new_claims, added.superseded_claims, added.changed_claims) == ((), (), (one.id,))
    assert [c.claim for c in record.claims(claim_id=one.id, include_superseded=True)] == [better]
    assert again(record, made.with_claims(one, two)).changed_claims == (one.id,)
    assert record.claims(claim_id=one.id)[0].claim == one
    assert list(record.verify()) == []


def test_a_newer_reader_may_read_another_text(record: Record) -> None:
    made = make_report(6)
    add(record, made)
    text = made.report.text.replace("dispatch", "despatch")
    report = replace(made.report, text=text, title=None)
    claims = tuple(replace(c, id=c.id[::-1]) for c in made.extraction.claims)
    newer = replace(made, report=report).with_claims(*claims)
    assert again(record, newer).status is AddStatus.UPDATED
    assert record.report(made.id).text == text
    assert [f.report_id for f in record.find("despatch")] == [made.id]
    assert record.find("dispatch") == []
    assert list(record.verify()) == []


def test_runs_say_who_read(record: Record) -> None:
    made = make_report(4)
    one, two, three, _ = made.extraction.claims
    add(record, made.with_claims(one, two))
    again(record, made.with_claims(two, three))
    assert record.runs(made.id) == {one.id: RUN, two.id: NEWER, three.id: NEWER}


def test_two_claims_of_one_id_are_one(record: Record) -> None:
    made = make_report(1)
    one, *_ = made.extraction.claims
    assert add(record, made.with_claims(one, one)).n_claims == 1


@pytest.mark.parametrize("fault", ["other bytes", "wrong quote", "mention beyond the end", "nul", "surrogate"])
def test_what_contradicts_itself_is_refused_whole(record: Record, fault: str) -> None:
    made = make_report(7)
    one, *others = made.extraction.claims
    quote = one.evidence[0]
    snapshot, report, extraction = made.snapshot, made.report, made.extraction
    if fault == "other bytes":
        snapshot = replace(snapshot, content=b"something else")
    elif fault == "wrong quote":
        wrong = replace(one, evidence=(Evidence(span=quote.span, quote=quote.quote.upper()),))
        extraction = replace(extraction, claims=(wrong, *others))
    elif fault == "mention beyond the end":
        end = len(report.text)
        beyond = Mention(span=Span(start=end, end=end + 1), kind=MentionKind.TIME)
        extraction = replace(extraction, mentions=(beyond,))
    else:
        report = replace(report, title="a\x00b" if fault == "nul" else "a\ud800b")
    with pytest.raises(IntegrityError):
        record.add_report(snapshot, report, extraction, RUN)
    assert record.reports() == []
    assert list(record.verify()) == []
    add(record, made)  # and the record goes on


def test_ids_may_be_abbreviated(record: Record) -> None:
    made = make_report(1)
    add(record, made)
    add(record, make_report(2))
    assert record.report(made.id[:6]) == made.report
    assert record.snapshot(made.id[:12]) == made.snapshot.content
    assert ids(record, claim_id=made.claim_id()[:6]) == [made.claim_id()]
    assert len(record.claims(report_id=made.id[:8])) == 4


@pytest.mark.parametrize("given", ["", "abc", "ffffffffff", "%", "nonsense!", "_" * 30])
def test_an_unknown_id_is_a_clear_error(record: Record, given: str) -> None:
    add(record, make_report(1))
    for method in (record.report, record.snapshot, record.extraction, record.judgements):
        with pytest.raises(RecordError, match="no such id"):
            method(given)
    with pytest.raises(RecordError, match="no such id"):
        record.claims(claim_id=given)


def test_an_ambiguous_id_names_the_candidates(record: Record) -> None:
    made = make_report(1)
    one, two, *_ = (replace(c, id="abcdef" + c.id) for c in made.extraction.claims)
    add(record, made.with_claims(one, two))
    with pytest.raises(RecordError, match=f"{min(one.id, two.id)}, {max(one.id, two.id)}"):
        record.claims(claim_id="abcdef")


def test_actors_gather_every_name(record: Record) -> None:
    first, second = make_report(1), make_report(2)
    same = make_actor(0).id
    first = replace(first, extraction=replace(first.extraction, actors=(Actor(id=same, name="River Brigade", aliases=("RB",)),)))
    second_actor = Actor(id=same, name="RB", aliases=("Brigade of the River", "River Brigade"), type=ActorType.REBEL_GROUP)
    second = replace(second, extraction=replace(second.extraction, actors=(second_actor,)))
    third = make_report(3)
    third = replace(third, extraction=replace(third.extraction, actors=(Actor(id=same, name="River Brigade"),)))
    for made in (first, second, third):
        add(record, made)
    expected = Actor(id=same, name="River Brigade", aliases=("RB", "Brigade of the River"), type=ActorType.REBEL_GROUP)
    assert record.actors() == (expected,)
    assert record.actor("river brigade") == expected
    assert record.actor("Brigade of the  River") == expected
    assert record.actor(same) == record.actor(same[:7]) == expected
    assert record.extraction(second.id).actors == (second_actor,)


def test_an_actor_of_no_or_two_owners_is_a_clear_error(record: Record) -> None:
    made = make_report(1)
    actors = (Actor(id="a" * 20, name="The Guard"), Actor(id="b" * 20, name="the guard"))
    add(record, replace(made, extraction=replace(made.extraction, actors=actors)))
    with pytest.raises(RecordError, match="2 actors of that name"):
        record.actor("The Guard")
    with pytest.raises(RecordError, match="no actor of that name"):
        record.actor("Moon")


def test_places_are_gathered(record: Record) -> None:
    made = [make_report(n) for n in range(8)]
    for each in made:
        add(record, each)
    met = {p.id: p for each in made for p in each.extraction.places}
    assert {p.id: p for p in record.places()} == met
    assert [p.name for p in record.places()] == sorted(p.name for p in met.values())


def test_claims_are_filtered(record: Record) -> None:
    made = make_report(1)
    add(record, made)
    add(record, make_report(2))
    claims = [c.claim for c in record.claims()]
    assert [c.claim for c in record.claims(kind="relation")] == [c for c in claims if c.kind == "relation"]
    assert [c.claim for c in record.claims(predicate="shelling")] == [c for c in claims if c.predicate == "shelling"]
    someone = made.extraction.claims[0].roles.actor[0]
    taking_part = [c for c in claims if any(someone in fillers for _, fillers in c.roles.items()) or c.speaker.entity == someone]
    assert taking_part
    assert [c.claim for c in record.claims(actor=someone)] == taking_part
    assert record.claims(limit=3) == record.claims()[:3]
    assert record.claims(kind="sighting") == []


def test_reports_are_listed_in_order(record: Record) -> None:
    made = [make_report(n) for n in range(3)]
    add(record, made[0])
    add(record, made[1], near_copy_of=made[0].id)
    add(record, made[2])
    rows = record.reports()
    assert [row.id for row in rows] == [m.id for m in made]
    assert [row.near_copy_of for row in rows] == [None, made[0].id, None]
    assert rows[0].title == made[0].report.title
    assert rows[0].published == "2019-01-01"
    assert datetime.now(UTC) - timedelta(minutes=1) < rows[0].added_at <= datetime.now(UTC)
    assert rows[0].added_at.tzinfo is UTC


def test_near_copies_share_a_band(record: Record) -> None:
    made = [make_report(n) for n in range(3)]
    for number, each in enumerate(made):
        add(
            record, each, sketch=bytes([number, 0, 255]), bands=(f"3-{number}", f"{number:064x}", "shared" if number else "alone")
        )
    assert record.near_copies(["shared"]) == [(made[1].id, b"\x01\x00\xff"), (made[2].id, b"\x02\x00\xff")]
    assert record.near_copies([f"{0:064x}", "3-2", "unheard"]) == [(made[0].id, b"\x00\x00\xff"), (made[2].id, b"\x02\x00\xff")]
    assert record.near_copies([]) == []


def test_of_many_candidates_those_that_share_the_most_bands_are_given(record: Record) -> None:
    made = [make_report(n) for n in range(6)]
    for number, each in enumerate(made):
        add(record, each, sketch=bytes([number]), bands=("stock", *(f"own-{i}" for i in range(number))))
    wanted = ["stock", *(f"own-{i}" for i in range(6))]
    assert record.near_copies(wanted, limit=2) == [(made[4].id, b"\x04"), (made[5].id, b"\x05")]


def test_a_time_in_another_zone_is_kept_in_utc(record: Record) -> None:
    made = make_report(1)
    moment = datetime(2021, 3, 4, 5, 6, 7, 89, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    add(record, replace(made, report=replace(made.report, retrieved_at=moment)))
    got = record.report(made.id).retrieved_at
    assert got == moment
    assert got is not None
    assert got.tzinfo is UTC
    assert list(record.verify()) == []


def test_a_failure_is_kept_until_its_source_is_read(record: Record) -> None:
    made = make_report(1)
    record.add_failure(made.snapshot.source, "no text", snapshot=made.snapshot)
    failure = record.add_failure(made.snapshot.source, "no text, again")
    other = record.add_failure("elsewhere.pdf", "encrypted")
    assert record.failures() == [failure, other]
    assert len(record.failures(include_resolved=True)) == 3
    add(record, made)
    assert record.failures() == [other]
    assert [f.is_resolved for f in record.failures(include_resolved=True)] == [True, True, False]
    assert list(record.verify()) == []


def test_a_known_report_resolves_a_failure_of_its_source(record: Record) -> None:
    made = make_report(1)
    add(record, made)
    record.add_failure(made.snapshot.source, "the server did not answer")
    assert add(record, made).status is AddStatus.KNOWN
    assert record.failures() == []


def test_a_failure_keeps_its_bytes(record: Record) -> None:
    made = make_report(1)
    failure = record.add_failure("x", "no text", snapshot=made.snapshot)
    assert record.failed_snapshot(failure.id) == made.snapshot
    assert record.failed_snapshot(record.add_failure("y", "no such file").id) is None


def test_a_source_that_is_no_text_is_kept_escaped(record: Record) -> None:
    made = make_report(1)
    odd = "reports/\udcff\x00.txt"
    record.add_failure(odd, "no text in \udcff")
    assert [(f.source, f.error) for f in record.failures()] == [("reports/\\udcff\\x00.txt", "no text in \\udcff")]
    add(record, replace(made, snapshot=replace(made.snapshot, source=odd), report=replace(made.report, source=odd)))
    assert record.reports()[0].source == "reports/\\udcff\\x00.txt"
    assert record.failures() == []
    assert list(record.verify()) == []
