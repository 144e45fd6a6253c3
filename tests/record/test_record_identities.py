"""Merges and splits: who is who as people judged it, laid over what was read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_reports import RUN, Made, make_report
from tampering import ask, tampered

from tacitus.errors import RecordError, UsageError
from tacitus.export.book import open_book
from tacitus.model import Decision, Precision, When
from tacitus.record import Record, open_record
from tacitus.record.verify import check_record

WHO: dict[str, Any] = {"because": "it says so itself", "by": "a reader"}


@pytest.fixture
def made() -> Made:
    return make_report(1)


@pytest.fixture
def record(record_url: str, made: Made) -> Iterator[Record]:
    with open_record(record_url) as record:
        record.add_report(made.snapshot, made.report, made.extraction, RUN)
        yield record


def view(record: Record) -> object:
    return open_book(record)


def test_proposals_come_out_as_they_went_in(record: Record, made: Made) -> None:
    assert record.extraction(made.id).proposals == made.extraction.proposals
    assert [p for _, p in record.proposals()] == list(made.extraction.proposals)
    assert {report for report, _ in record.proposals()} == {made.id}


def test_a_registered_match_gives_the_actor_its_registry_and_country(record_url: str, made: Made) -> None:
    first = made.extraction.proposals[0]
    proposal = replace(first, candidate=first.actor, registry="u1", is_match=True)
    matched = replace(made, extraction=replace(made.extraction, proposals=(proposal,)))
    with open_record(record_url) as record:
        record.add_report(matched.snapshot, matched.report, matched.extraction, RUN)
        actor = record.actor(first.actor)
    assert (actor.registry, actor.country) == ("u1", "SY")


def test_a_merge_shows_one_actor_and_keeps_the_claims_ids(record: Record, made: Made) -> None:
    one, other, *_ = made.extraction.actors
    record.merge(one.id, other.id, **WHO)
    book = open_book(record)
    assert other.id not in book.actors
    assert {other.name, *other.aliases} <= set(book.actors[one.id].aliases)
    assert not any(other.id in (*r.claim.roles.actor, *r.claim.roles.target, *r.claim.roles.subject) for r in book.claims)
    assert [c.claim for c in record.claims()] == list(made.extraction.claims)
    assert len(record.claims(actor=one.id)) == sum(
        bool({one.id, other.id} & {*c.roles.actor, *c.roles.target, *c.roles.subject, *c.roles.object, c.speaker.entity})
        for c in made.extraction.claims
    )
    assert list(record.verify()) == []


def test_a_merge_that_is_undone_leaves_no_trace_in_any_view(record: Record, made: Made) -> None:
    before = view(record)
    one, other, *_ = made.extraction.actors
    judgement = record.merge(one.id, other.id, **WHO)
    assert view(record) != before
    undo = record.undo(judgement.id, **WHO)
    assert view(record) == before
    record.undo(undo.id, **WHO)
    assert view(record) != before
    assert list(record.verify()) == []
    assert [j.decision for j in record.judgements()] == [Decision.MERGE, Decision.UNDO, Decision.UNDO]


def test_a_split_takes_back_a_merge_and_the_last_word_counts(record: Record, made: Made) -> None:
    before = view(record)
    one, other, *_ = made.extraction.actors
    record.merge(one.id, other.id, **WHO)
    record.split(other.id, other=one.id, **WHO)
    assert view(record) == before
    record.merge(other.id, one.id, **WHO)
    assert one.id not in open_book(record).actors


def test_merges_run_on_and_never_in_circles(record: Record, made: Made) -> None:
    one, two, three, *_ = made.extraction.actors
    record.merge(one.id, two.id, **WHO)
    record.merge(two.id, three.id, **WHO)
    record.merge(three.id, one.id, **WHO)
    found = {record.identities().find(a.id) for a in (one, two, three)}
    assert len(found) <= 3
    assert len(open_book(record).actors) <= len(made.extraction.actors)
    assert list(record.verify()) == []


def test_a_renaming_does_not_rewrite_the_past(record_url: str, made: Made) -> None:
    one, other, *_ = made.extraction.actors

    def dated(day: date) -> When:
        return When(start=day, end=day, precision=Precision.DAY, text=str(day))

    base = made.extraction.claims[0]
    roles = replace(base.roles, actor=(other.id,), target=())
    speaker = replace(base.speaker, entity=None)
    early = replace(base, id="e" * 20, roles=roles, speaker=speaker, when=dated(date(2015, 1, 1)))
    late = replace(early, id="a" * 20, when=dated(date(2017, 1, 1)))
    remade = made.with_claims(early, late)
    with open_record(record_url) as record:
        record.add_report(remade.snapshot, remade.report, remade.extraction, RUN)
        record.merge(one.id, other.id, start=date(2016, 7, 28), **WHO)
        book = open_book(record)
        shown = {r.claim.id: r.claim for r in book.claims}
        assert shown[early.id].roles.actor == (other.id,)
        assert shown[late.id].roles.actor == (one.id,)
        assert {one.id, other.id} <= book.actors.keys()
        assert book.name_of(one.id, late.when) == other.name
        assert book.name_of(one.id, early.when) == one.name
        assert [r.claim.id for r in record.claims(actor=one.id)] == [late.id]


def test_a_name_that_is_anothers_becomes_an_actor_of_its_own(record: Record, made: Made) -> None:
    actor = made.extraction.actors[0]
    judgement = record.split(actor.id, name=actor.name, **WHO)
    book = open_book(record)
    (split,) = record.identities().splits
    assert book.actors[split.own].name == actor.name
    assert book.actors[actor.id].name == actor.aliases[0]
    assert not any(actor.id in (*r.claim.roles.actor, *r.claim.roles.subject, r.claim.speaker.entity) for r in book.claims)
    assert record.identities().not_theirs == {(split.name, actor.id)}
    record.undo(judgement.id, **WHO)
    assert not record.identities()


def test_a_split_in_one_report_leaves_the_others(record: Record, made: Made) -> None:
    actor = made.extraction.actors[0]
    record.split(actor.id, name=actor.name, report_id="0" * 64, **WHO)
    identities = record.identities()
    assert identities.find(actor.id, made.id) == actor.id
    assert identities.not_theirs == frozenset()


def test_an_actor_of_the_registry_alone_can_be_merged_with_one_of_the_record(record: Record, made: Made) -> None:
    actor = made.extraction.actors[0]
    record.merge("f" * 20, actor.id, **WHO)
    assert "f" * 20 in open_book(record).actors
    assert actor.id not in open_book(record).actors
    assert list(record.verify()) == []


def test_judged_pairs_are_decided(record: Record, made: Made) -> None:
    one, other, *_ = made.extraction.actors
    assert not record.identities().is_decided(one.id, other.id)
    record.split(one.id, other=other.id, **WHO)
    assert record.identities().is_decided(other.id, one.id)


def test_what_cannot_be_judged_is_refused(record: Record, made: Made) -> None:
    one, other, *_ = made.extraction.actors
    with pytest.raises(UsageError):
        record.merge(one.id, one.id, **WHO)
    with pytest.raises(UsageError):
        record.merge(one.id, other.id, start=date(2020, 1, 2), end=date(2020, 1, 1), **WHO)
    with pytest.raises(UsageError):
        record.split(one.id, **WHO)
    with pytest.raises(UsageError):
        record.merge(one.id, other.id, because=" ", by="me")
    with pytest.raises(UsageError):
        record.judge(made.claim_id(), Decision.MERGE, **WHO)
    with pytest.raises(RecordError):
        record.merge("0" * 20, "1" * 20, **WHO)
    with pytest.raises(RecordError):
        record.split("0" * 20, name="River", **WHO)
    assert record.judgements() == []


@pytest.mark.parametrize(("table", "n_later"), [("proposals", 2), ("place_choices", 1)])
def test_a_reading_of_before_a_table_is_checked_without_it_and_no_rows_can_be_smuggled_in(
    record: Record, record_url: str, table: str, n_later: int
) -> None:
    (digest,) = ask(record_url, "SELECT digest FROM readings")[0]
    older = f"UPDATE readings SET digest = '{digest.rsplit(' ', n_later)[0]}'"  # noqa: S608  a hash
    with tampered(record, older, f"DELETE FROM {table}") as connection:  # noqa: S608  a name
        assert not [p for p in check_record(connection) if table in p.what]
    with tampered(record, older) as connection:
        assert [p.what for p in check_record(connection) if table in p.what]
    with tampered(record, f"DELETE FROM {table}") as connection:  # noqa: S608  a name
        assert [p.what for p in check_record(connection) if table in p.what]


_STEPS = st.lists(st.tuples(st.sampled_from(("merge", "split", "undo")), st.integers(0, 5), st.integers(0, 5)), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_taking_everything_back_gives_the_first_view_again(record: Record, made: Made, steps: list[tuple[str, int, int]]) -> None:
    before = view(record)
    made_here: list[str] = []
    for step, i, j in steps:
        one, other = (
            made.extraction.actors[i % len(made.extraction.actors)],
            made.extraction.actors[j % len(made.extraction.actors)],
        )
        if one.id == other.id:
            continue
        if step == "merge":
            made_here.append(record.merge(one.id, other.id, **WHO).id)
        elif step == "split":
            made_here.append(record.split(one.id, other=other.id, **WHO).id)
        open_book(record)
    for judgement in reversed(made_here):
        record.undo(judgement, **WHO)
    assert view(record) == before
    assert list(record.verify()) == []
