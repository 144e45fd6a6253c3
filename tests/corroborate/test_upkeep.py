import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_stories import DAY, RUN, Told, add, vary

from tacitus.bench.corroborate.world import MadeReport, make_world
from tacitus.corroborate import blocking, upkeep
from tacitus.corroborate.upkeep import count_waiting, update_events
from tacitus.errors import RecordError, UsageError
from tacitus.model import Decision, Speaker, SpeakerKind
from tacitus.record import Record, open_record

MARKET = Told(quote="Mortar shells hit the livestock market of Wadi Sefar on Saturday, killing 14 people", deaths=14)
AGAIN = vary(MARKET, quote="Shells fell on the Wadi Sefar livestock market and killed at least 14 traders")
BRIDGE = Told(quote="A bomb under the old bridge wounded two soldiers", type="explosive")
Events = set[tuple[str, frozenset[str]]]


@contextmanager
def fresh_record() -> Iterator[Record]:
    with TemporaryDirectory() as folder, open_record(str(Path(folder) / "war.db")) as record:
        yield record


def read_events(record: Record) -> Events:
    with record.read_incidents() as index:
        members = index.all_members()
    return {(m.event, frozenset(o.claim_id for o in members if o.event == m.event)) for m in members}


def sizes(record: Record) -> list[int]:
    return sorted(len(claims) for _, claims in read_events(record))


def add_made(record: Record, reports: list[MadeReport]) -> None:
    for made in reports:
        record.add_report(made.snapshot, made.report, made.extraction, RUN)


def test_two_tellings_of_one_happening_are_one_event(record_url: str) -> None:
    with open_record(record_url) as record:
        (one,), (other,), (bridge,) = (
            add(record, MARKET, name="wire"),
            add(record, AGAIN, name="local", publisher="Marun Radio"),
            add(record, BRIDGE, name="note", publisher="Relief Office"),
        )
        assert update_events(record) == 3
        assert {claims for _, claims in read_events(record)} == {frozenset((one, other)), frozenset((bridge,))}
        assert update_events(record) == 0
        assert count_waiting(record) == 0


@pytest.mark.parametrize(
    "other",
    [
        vary(AGAIN, day=DAY.replace(day=14)),
        vary(AGAIN, town="Ousbeh"),
        vary(AGAIN, type="abduction", quote="Six drivers were taken from their lorries near the mill"),
        vary(AGAIN, day=DAY.replace(month=4), quote="Shells fell on the market again, and two died", deaths=2),
    ],
)
def test_look_alikes_stay_apart(other: Told) -> None:
    with fresh_record() as record:
        add(record, MARKET, name="wire")
        add(record, other, name="local", publisher="Marun Radio")
        update_events(record)
        assert sizes(record) == [1, 1]


def test_what_one_voice_of_a_report_tells_apart_stays_apart() -> None:
    with fresh_record() as record:
        add(record, MARKET, AGAIN, name="wire")
        update_events(record)
        assert sizes(record) == [1, 1]


def test_another_voice_in_a_report_may_tell_of_the_same() -> None:
    party = Speaker(kind=SpeakerKind.ACTOR, name="The Hill Guard")
    with fresh_record() as record:
        add(record, MARKET, vary(AGAIN, speaker=party), name="wire")
        update_events(record)
        assert sizes(record) == [2]


def test_what_may_be_one_is_kept_for_a_person() -> None:
    with fresh_record() as record:
        add(record, MARKET, name="wire")
        add(record, vary(AGAIN, day=DAY.replace(day=14)), name="local", publisher="Marun Radio")
        update_events(record)
        with record.read_incidents() as index:
            links = index.all_links(1.0)
        assert sizes(record) == [1, 1]
        assert len(links) == 1


REPORTS = list(make_world(60, seed=3))


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(range(len(REPORTS))), cuts=st.sets(st.integers(1, len(REPORTS) - 1), max_size=3))
def test_the_order_in_which_reports_arrive_changes_nothing(order: list[int], cuts: set[int]) -> None:
    with fresh_record() as record:
        add_made(record, REPORTS)
        update_events(record)
        expected = read_events(record)
    with fresh_record() as record:
        at = [0, *sorted(cuts), len(order)]
        for start, end in pairwise(at):
            add_made(record, [REPORTS[i] for i in order[start:end]])
            update_events(record)
        assert read_events(record) == expected
    assert any(len(claims) > 1 for _, claims in expected)


@pytest.mark.parametrize("seed", [1, 2])
def test_keys_that_become_too_common_give_the_same_events_in_any_order(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (blocking, upkeep):
        monkeypatch.setattr(module, "MOST_SHARED", 6)
    reports = list(make_world(150, seed=seed))
    found = []
    for shuffled in (reports, random.Random(seed).sample(reports, len(reports))):
        with fresh_record() as record:
            for made in shuffled:
                add_made(record, [made])
                update_events(record)
            found.append(read_events(record))
    with fresh_record() as record:
        add_made(record, reports)
        update_events(record)
        found.append(read_events(record))
    assert found[0] == found[1] == found[2]


def test_both_databases_give_the_same_events(record_url: str) -> None:
    with open_record(record_url) as record, fresh_record() as other:
        for one in (record, other):
            add_made(one, REPORTS)
            update_events(one)
        assert read_events(record) == read_events(other)


def test_made_anew_the_events_are_the_same() -> None:
    with fresh_record() as record:
        add_made(record, REPORTS)
        update_events(record)
        before = read_events(record)
        update_events(record, anew=True)
        assert read_events(record) == before
        record.rebuild()
        assert read_events(record) == set()
        update_events(record)
        assert read_events(record) == before


def three(record: Record) -> tuple[str, str, str]:
    (one,), (other,), (third,) = (
        add(record, MARKET, name="wire"),
        add(record, AGAIN, name="local", publisher="Marun Radio"),
        add(
            record,
            vary(MARKET, quote="The market of Wadi Sefar was shelled, and 14 people died"),
            name="third",
            publisher="Relief",
        ),
    )
    update_events(record)
    return one, other, third


def test_a_claim_is_split_off_and_comes_back_when_that_is_undone() -> None:
    with fresh_record() as record:
        one, other, third = three(record)
        assert sizes(record) == [3]
        judgement = record.split_events([third], [one, other], because="the second volley", by="Ada")
        update_events(record)
        assert {claims for _, claims in read_events(record)} == {frozenset((one, other)), frozenset((third,))}
        record.undo(judgement.id, because="one volley after all", by="Ada")
        update_events(record)
        assert sizes(record) == [3]


def test_identical_words_are_split_too() -> None:
    with fresh_record() as record:
        (one,), (other,) = add(record, MARKET, name="wire"), add(record, MARKET, name="copy", publisher="Marun Radio")
        update_events(record)
        assert sizes(record) == [2]
        record.split_events([other], [one], because="another market", by="Ada")
        update_events(record)
        assert sizes(record) == [1, 1]


def test_events_are_merged_whatever_their_score_and_stay_so_when_read_again() -> None:
    with fresh_record() as record:
        (one,), (far,) = (
            add(record, MARKET, name="wire"),
            add(record, vary(BRIDGE, town="Ousbeh"), name="note", publisher="Relief"),
        )
        update_events(record)
        judgement = record.merge_events([one], [far], because="the same bang", by="Ada")
        update_events(record)
        assert sizes(record) == [2]
        update_events(record, anew=True)
        assert sizes(record) == [2]
        record.undo(judgement.id, because="no", by="Ada")
        update_events(record)
        assert sizes(record) == [1, 1]


def test_the_last_judgement_on_a_pair_counts() -> None:
    with fresh_record() as record:
        one, other, third = three(record)
        record.merge_events([one], [other, third], because="all one", by="Ada")
        record.split_events([third], [one, other], because="not this one", by="Ben")
        update_events(record)
        assert {claims for _, claims in read_events(record)} == {frozenset((one, other)), frozenset((third,))}


def test_a_rejected_claim_leaves_its_event() -> None:
    with fresh_record() as record:
        one, other, third = three(record)
        record.judge(third, Decision.REJECT, because="misread", by="Ada")
        update_events(record)
        assert {claims for _, claims in read_events(record)} == {frozenset((one, other))}


def test_a_corrected_claim_is_compared_as_corrected() -> None:
    with fresh_record() as record:
        one, other, third = three(record)
        when = {"start": "2016-05-12", "end": "2016-05-12", "precision": "day", "text": "12 May"}
        record.judge(third, Decision.CORRECT, because="May", by="Ada", changes={"when": when})
        update_events(record)
        assert {claims for _, claims in read_events(record)} == {frozenset((one, other)), frozenset((third,))}


@pytest.mark.parametrize(
    ("these", "others", "error"),
    [
        (lambda ids: [ids[0]], lambda ids: [ids[0]], UsageError),
        (lambda _ids: [], lambda ids: [ids[0]], UsageError),
        (lambda _ids: ["000000aa"], lambda ids: [ids[0]], RecordError),
    ],
)
def test_a_judgement_on_nothing_or_itself_is_refused(
    these: Callable[[tuple[str, ...]], list[str]], others: Callable[[tuple[str, ...]], list[str]], error: type[Exception]
) -> None:
    with fresh_record() as record:
        ids = three(record)
        with pytest.raises(error):
            record.merge_events(these(ids), others(ids), because="so", by="Ada")
        assert record.judgements() == []


def test_a_thousand_copies_are_one_telling() -> None:
    with fresh_record() as record:
        for number in range(1000):
            add(record, MARKET, vary(BRIDGE, day=None), name=f"copy {number}", publisher=f"Outlet {number}")
        update_events(record)
        with record.read_incidents() as index:
            nodes = {member.node for member in index.all_members()}
            assert len(index.all_links(2.0)) <= 1
        assert len(nodes) == 2
        assert sizes(record) == [1000, 1000]


def test_what_too_many_share_is_not_compared_and_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (blocking, upkeep):
        monkeypatch.setattr(module, "MOST_SHARED", 5)
    with fresh_record() as record:
        for number in range(7):
            add(record, vary(MARKET, quote=f"Shells hit the market of Wadi Sefar, said witness {number}"), name=f"r{number}")
        update_events(record)
        with record.read_incidents() as index:
            assert {n for _, n in index.common_keys(5)} == {7}
        assert sizes(record) == [1] * 7


def test_the_record_is_whole_after_events_were_judged() -> None:
    with fresh_record() as record:
        one, other, third = three(record)
        record.split_events([third], [one, other], because="the second volley", by="Ada")
        update_events(record)
        assert list(record.verify()) == []
