"""The template metric of GTT for MUC-4: incident types and role fillers of templates that were mapped to each other.

The definition of ``eval.py`` in xinyadu/gtt (Du, Rush and Cardie, NAACL 2021), also called CEAF-REE_impl:

- Predicted templates are mapped to gold templates one-to-one, or to none. A mapping holds only where the predicted incident
  type is a substring of the gold one (``attack`` of ``attack / bombing``).
- In a mapped pair the type is right; a predicted entity is right if all its mentions are mentions of *some* gold entity of
  that role; a gold entity is found if *some* predicted entity is right about it. The pairing of entities is not one-to-one,
  so that precision and recall count different things.
- Whatever stands in a template that was not mapped is wrong, or missed; its type too.
- Of all mappings the one with the best F1 of the document counts. Sums over documents, micro over the type and five roles.

Gold templates that are exactly alike count once. Optional templates count like others; predicted templates of documents without
gold ones are wrong. Never to be mixed with CEAF-REE (``roles.py``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tacitus.bench.extract.counts import Counts, f1_of, sum_counts
from tacitus.bench.extract.matching import assign_best
from tacitus.bench.extract.roles import ROLES, Entity, fold_entities

SLOTS = ("incident_type", *ROLES)
_MAX_STEPS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledTemplate:
    """One incident: its type in lower case, and the entities of each role."""

    incident_type: str
    roles: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)


class _Template(NamedTuple):
    incident_type: str
    roles: dict[str, list[frozenset[str]]]


class _Gain(NamedTuple):
    """What mapping a predicted template to a gold one makes right, and what it finds."""

    n_right: int
    n_recalled: int


Gains = Sequence[Mapping[int, _Gain]]
"""For each predicted template, the gold templates that it may be mapped to, with what that is worth."""


def count_templates(gold: Iterable[FilledTemplate], predicted: Iterable[FilledTemplate]) -> dict[str, Counts]:
    """Return the counts of each slot of one document, under its best mapping; their sum is the micro figure's.

    The mapping is exact where each pair makes as many right as it finds (then an assignment solves it), else the best of a
    search in the order of the original, bounded at 200,000 steps; a search that meets the bound is never worse than the
    assignment that it started from. Where two mappings are equally good, the figures of single roles may differ from the
    original's; the sum does not.
    """
    wanted = [_fold(template) for template in _drop_copies(gold)]
    found = [_fold(template) for template in predicted]
    pairs = {
        (i, j): _compare(of_gold, answer)
        for i, answer in enumerate(found)
        for j, of_gold in enumerate(wanted)
        if answer.incident_type in of_gold.incident_type
    }
    gains: list[dict[int, _Gain]] = [{} for _ in found]
    for (i, j), slots in pairs.items():
        total = sum_counts(slots.values())
        gains[i][j] = _Gain(total.n_right, total.n_recalled)
    n_predicted, n_gold = sum(map(_count_slots, found)), sum(map(_count_slots, wanted))
    mapping = choose_mapping(gains, n_predicted=n_predicted, n_gold=n_gold)
    chosen = [pairs[i, j] for i, j in enumerate(mapping) if j is not None]
    return {
        slot: Counts(
            sum(pair[slot].n_right for pair in chosen),
            sum(_size(template, slot) for template in found),
            sum(pair[slot].n_recalled for pair in chosen),
            sum(_size(template, slot) for template in wanted),
        )
        for slot in SLOTS
    }


def _drop_copies(templates: Iterable[FilledTemplate]) -> list[FilledTemplate]:
    kept: list[FilledTemplate] = []
    for template in templates:
        if template not in kept:
            kept.append(template)
    return kept


def _fold(template: FilledTemplate) -> _Template:
    return _Template(template.incident_type, {role: fold_entities(template.roles.get(role, ())) for role in ROLES})


def _size(template: _Template, slot: str) -> int:
    return 1 if slot == "incident_type" else len(template.roles[slot])


def _count_slots(template: _Template) -> int:
    return sum(_size(template, slot) for slot in SLOTS)


def _compare(gold: _Template, predicted: _Template) -> dict[str, Counts]:
    slots = {"incident_type": Counts(1, 1, 1, 1)}
    for role in ROLES:
        wanted, found = gold.roles[role], predicted.roles[role]
        n_right = sum(any(answer <= entity for entity in wanted) for answer in found)
        n_recalled = sum(any(answer <= entity for answer in found) for entity in wanted)
        slots[role] = Counts(n_right, len(found), n_recalled, len(wanted))
    return slots


def choose_mapping(gains: Gains, *, n_predicted: int, n_gold: int) -> list[int | None]:
    """Return the gold template of each predicted one, so that the F1 of the document is best."""
    columns = max((j for row in gains for j in row), default=-1) + 1
    weights = [[sum(row.get(j, (0, 0))) for j in range(columns)] for row in gains]
    start = assign_best(weights)
    if all(gain.n_right == gain.n_recalled for row in gains for gain in row.values()):
        return start
    return _Search(gains, n_predicted, n_gold, start).run()


class _Search:
    """All mappings, in the order of the original, without those that cannot beat the best one so far."""

    def __init__(self, gains: Gains, n_predicted: int, n_gold: int, start: list[int | None]) -> None:
        self.gains, self.n_predicted, self.n_gold = gains, n_predicted, n_gold
        self.best = start
        chosen = [gains[i][j] for i, j in enumerate(start) if j is not None]
        self.best_f1 = self._f1(sum(g.n_right for g in chosen), sum(g.n_recalled for g in chosen))
        self.n_steps = 0
        self.rest = [_Gain(0, 0)]
        for row in reversed(gains):
            n_right = max((gain.n_right for gain in row.values()), default=0)
            n_recalled = max((gain.n_recalled for gain in row.values()), default=0)
            self.rest.append(_Gain(self.rest[-1].n_right + n_right, self.rest[-1].n_recalled + n_recalled))
        self.rest.reverse()

    def run(self) -> list[int | None]:
        self._map([], frozenset(), _Gain(0, 0))
        return self.best

    def _f1(self, n_right: int, n_recalled: int) -> float:
        return f1_of(Counts(n_right, self.n_predicted, n_recalled, self.n_gold))

    def _map(self, mapped: list[int | None], used: frozenset[int], so_far: _Gain) -> None:
        self.n_steps += 1
        rest = self.rest[len(mapped)]
        bound = self._f1(so_far.n_right + rest.n_right, so_far.n_recalled + rest.n_recalled)
        if bound <= self.best_f1 or self.n_steps > _MAX_STEPS:
            return
        if len(mapped) == len(self.gains):
            self.best, self.best_f1 = mapped, bound
            return
        for j, gain in sorted(self.gains[len(mapped)].items()):
            if j not in used:
                more = _Gain(so_far.n_right + gain.n_right, so_far.n_recalled + gain.n_recalled)
                self._map([*mapped, j], used | {j}, more)
        self._map([*mapped, None], used, so_far)
