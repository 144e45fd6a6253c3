"""What judgements about a claim come to: the last one that is not undone counts."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tacitus.model import Decision
from tacitus.record.nouns import ReviewStatus

_REVIEWS = {
    Decision.ACCEPT: ReviewStatus.ACCEPTED,
    Decision.REJECT: ReviewStatus.REJECTED,
    Decision.CORRECT: ReviewStatus.CORRECTED,
}


class Step(NamedTuple):
    """As much of a judgement as decides what counts."""

    seq: int
    id: str
    decision: Decision
    about: str


def find_effective(steps: Sequence[Step]) -> list[Step]:
    """Return the judgements about one claim that are not undone, oldest first; an undo can itself be undone.

    ``steps`` are all judgements about the claim and about each other, oldest first.
    """
    undone: set[str] = set()
    effective = []
    for step in reversed(steps):  # only a later judgement can take one back
        if step.id in undone:
            continue
        effective.append(step)
        if step.decision is Decision.UNDO:
            undone.add(step.about)
    return effective[::-1]


def find_standing(steps: Iterable[Step]) -> tuple[ReviewStatus, int | None]:
    """Return how a claim stands, and the number of the judgement that says so."""
    decisive = [s for s in find_effective(tuple(steps)) if s.decision in _REVIEWS]
    if not decisive:
        return ReviewStatus.UNREVIEWED, None
    return _REVIEWS[decisive[-1].decision], decisive[-1].seq
