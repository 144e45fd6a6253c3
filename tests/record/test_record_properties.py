from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from made_reports import NEWER, RUN, make_report

from tacitus.errors import RecordError
from tacitus.model import Decision
from tacitus.record import AddStatus, Record, open_record

REPORTS = [make_report(n) for n in range(3)]
N_CLAIMS = 4


@dataclass
class Told:
    id: str
    decision: Decision
    about: str
    claim: str


@dataclass
class Model:
    """What a record shall show, kept in the simplest way."""

    current: dict[int, list[str]] = field(default_factory=dict)
    met: list[tuple[int, str]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def read(self, number: int, claims: list[str]) -> None:
        self.met += [(number, c) for c in claims if (number, c) not in self.met]
        self.current[number] = claims

    def counts(self, judgement: Told) -> bool:
        undoing = [t for t in self.told if t.decision is Decision.UNDO and t.about == judgement.id]
        return not any(self.counts(t) for t in undoing)

    def review(self, claim: str) -> str:
        decisive = [t for t in self.told if t.claim == claim and t.decision is not Decision.UNDO and self.counts(t)]
        names = {Decision.ACCEPT: "accepted", Decision.REJECT: "rejected", Decision.CORRECT: "corrected"}
        return names[decisive[-1].decision] if decisive else "unreviewed"

    def everything(self) -> list[tuple[str, str, bool]]:
        return [(c, self.review(c), c not in self.current[n]) for n, c in self.met]

    def visible(self) -> list[tuple[str, str, bool]]:
        return [(c, r, s) for c, r, s in self.everything() if r != "rejected" and (not s or r != "unreviewed")]


numbers = st.integers(0, len(REPORTS) - 1)
positions = st.integers(0, N_CLAIMS - 1)
steps = st.one_of(
    st.tuples(st.just("add"), numbers),
    st.tuples(st.just("again"), numbers, st.lists(positions, unique=True, max_size=N_CLAIMS)),
    st.tuples(st.just("judge"), numbers, positions, st.sampled_from([Decision.ACCEPT, Decision.REJECT, Decision.CORRECT])),
    st.tuples(st.just("undo"), st.integers(0, 20)),
    st.tuples(st.just("rebuild")),
)


def test_any_sequence_shows_what_a_simple_model_shows(make_record_url: Callable[[], str]) -> None:
    is_postgresql = make_record_url().startswith("postgresql")  # where making a record takes longer

    @settings(max_examples=8 if is_postgresql else 25, deadline=None)
    @given(st.lists(steps, max_size=14))
    def try_sequence(sequence: list[Any]) -> None:
        model = Model()
        with open_record(make_record_url()) as record:
            for step in sequence:
                take(record, model, *step)
            check(record, model)
            before = views(record)
            record.rebuild()
            assert views(record) == before
            assert list(record.verify()) == []

    try_sequence()


def take(record: Record, model: Model, verb: str, *rest: Any) -> None:
    if verb == "rebuild":
        record.rebuild()
    elif verb == "undo":
        undo(record, model, *rest)
    elif verb == "judge":
        judge(record, model, *rest)
    else:
        read(record, model, verb, *rest)


def read(record: Record, model: Model, verb: str, number: int, kept: tuple[int, ...] = (0, 1, 2, 3)) -> None:
    made = REPORTS[number]
    made = made.with_claims(*(made.extraction.claims[p] for p in kept))
    is_again = verb == "again"
    added = record.add_report(made.snapshot, made.report, made.extraction, NEWER if is_again else RUN, again=is_again)
    if number in model.current and not is_again:
        assert added.status is AddStatus.KNOWN
        return
    before = model.current.get(number, [])
    after = [c.id for c in made.extraction.claims]
    if added.status is not AddStatus.KNOWN:
        assert set(added.new_claims) == set(after) - set(before)
        assert set(added.superseded_claims) == set(before) - set(after)
    model.read(number, after)


def judge(record: Record, model: Model, number: int, position: int, decision: Decision) -> None:
    claim = REPORTS[number].claim_id(position)
    changes = {"score": 0.125} if decision is Decision.CORRECT else {}
    try:
        told = record.judge(claim, decision, because="so it is", by="ana", changes=changes)
    except RecordError:
        assert (number, claim) not in model.met
    else:
        model.told.append(Told(told.id, decision, claim, claim))


def undo(record: Record, model: Model, which: int) -> None:
    if not model.told:
        return
    old = model.told[which % len(model.told)]
    try:
        told = record.undo(old.id, because="so it is not", by="ben")
    except RecordError:
        assert not model.counts(old)
    else:
        assert model.counts(old)
        model.told.append(Told(told.id, Decision.UNDO, old.id, old.claim))


def check(record: Record, model: Model) -> None:
    seen = [(c.claim.id, str(c.review), c.is_superseded) for c in record.claims()]
    assert seen == model.visible()
    everything = record.claims(include_rejected=True, include_superseded=True)
    assert [(c.claim.id, str(c.review), c.is_superseded) for c in everything] == model.everything()
    assert all((c.claim.score == 0.125) == (c.review == "corrected") for c in everything)
    assert [row.n_claims for row in record.reports()] == [
        sum(c in {i for n, i in model.met if n == number} for c, _, _ in model.visible()) for number in model.current
    ]
    for number, claims in model.current.items():
        assert [c.id for c in record.extraction(REPORTS[number].id).claims] == claims
    assert [j.id for j in record.judgements()] == [t.id for t in model.told]


def views(record: Record) -> list[Any]:
    return [
        record.claims(include_rejected=True, include_superseded=True),
        record.claims(),
        record.reports(),
        record.actors(),
        record.places(),
        record.judgements(),
        sorted((f.report_id, f.claim_id or "") for f in record.find("fighting", 100)),
        record.head(),
    ]
