"""Relations of re3d between two entities: kind, head and tail.

Six kinds have no direction (re3d lists them both ways only sometimes): they are compared without it, and a relation and its
reverse count once. Source: Dstl, Relationship and Entity Extraction Evaluation Dataset.
"""

from collections.abc import Iterable

from tacitus.bench.extract.counts import Counts, count_equal, count_matched
from tacitus.bench.extract.matching import count_pairs
from tacitus.bench.extract.spans import KindSpan

SYMMETRIC = frozenset({"AlliesOf", "Apart", "CoLocated", "CommWith", "FightingAgainst", "IsSynonymOf"})
"""The kinds without direction."""

Related = tuple[str, KindSpan, KindSpan]
"""(kind, head, tail); an entity is (start, end, kind)."""


def drop_direction(relations: Iterable[Related]) -> set[Related]:
    """Return relations with the ends of the symmetric kinds in text order; reverse duplicates fall together."""
    return {
        (kind, *sorted((head, tail))) if kind in SYMMETRIC else (kind, head, tail)  # type: ignore[misc]
        for kind, head, tail in relations
    }


def count_relations(gold: Iterable[Related], predicted: Iterable[Related]) -> Counts:
    """Return how many relations have the kind and the very ends (start, end and kind of the entities) of a gold one.

    With gold entities given to the model this is the figure of relations alone; without, the strict end-to-end figure.
    """
    return count_equal(drop_direction(gold), drop_direction(predicted))


def count_relations_by_kind(gold: Iterable[Related], predicted: Iterable[Related]) -> dict[str, Counts]:
    """Return the same for each kind of relation that occurs."""
    wanted, found = drop_direction(gold), drop_direction(predicted)
    kinds = sorted({kind for kind, _, _ in wanted | found})
    return {kind: count_equal([r for r in wanted if r[0] == kind], [r for r in found if r[0] == kind]) for kind in kinds}


def count_relations_relaxed(gold: Iterable[Related], predicted: Iterable[Related]) -> Counts:
    """Return the end-to-end counts where an end need only overlap the gold entity of its kind; one-to-one."""
    wanted, found = sorted(drop_direction(gold)), sorted(drop_direction(predicted))
    return count_matched(count_pairs(wanted, found, _overlap), n_predicted=len(found), n_gold=len(wanted))


def _overlap(gold: Related, predicted: Related) -> bool:
    kind, head, tail = predicted
    if kind != gold[0]:
        return False
    straight = _touch(gold[1], head) and _touch(gold[2], tail)
    return straight or (kind in SYMMETRIC and _touch(gold[1], tail) and _touch(gold[2], head))


def _touch(gold: KindSpan, predicted: KindSpan) -> bool:
    return gold[2] == predicted[2] and gold[0] < predicted[1] and predicted[0] < gold[1]
