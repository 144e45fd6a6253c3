"""From scored pairs to groups: average linkage that heeds what people said, the same whatever the order of its input.

Two groups are joined while the mean score of all pairs between them, unscored pairs counting 0, reaches the threshold; the best
mean is joined first, equal means in the order of the items. Average linkage (Sokal and Michener, 1958) does not chain: one pair
that is alike by chance cannot join two groups that are otherwise different.
"""

import heapq
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar


class _Ordered(Hashable, Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


Item = TypeVar("Item", bound=_Ordered)
_DIGITS = 9
"""Digits to which means are compared, so that sums taken in another order tie."""


def group_items(
    items: Iterable[Item],
    scores: Mapping[tuple[Item, Item], float],
    *,
    threshold: float,
    together: Iterable[tuple[Item, Item]] = (),
    apart: Iterable[tuple[Item, Item]] = (),
) -> list[tuple[Item, ...]]:
    """Return the groups, each sorted, in the order of their first items.

    Args:
        items: all items; those that no pair names stay alone.
        scores: the score of a pair in [0, 1], given once in either order; a pair that is not given counts 0.
        threshold: the mean that two groups must reach to be joined.
        together: pairs that are joined whatever their score.
        apart: pairs that never share a group; where it contradicts ``together``, ``together`` holds.
    """
    groups = _Groups(sorted(items))
    for one, other in sorted(together):
        groups.join_named(one, other)
    groups.weigh(scores, apart)
    groups.join_best(threshold)
    return sorted(tuple(sorted(members)) for members in groups.members.values())


class _Groups(Generic[Item]):
    """The groups so far, by number, with the sums of scores between them; ``leads`` numbers each by its first item."""

    def __init__(self, items: list[Item]) -> None:
        self.place = {item: number for number, item in enumerate(items)}
        self.members: dict[int, list[Item]] = {number: [item] for number, item in enumerate(items)}
        self.sums: dict[int, dict[int, float]] = {}
        self.apart: dict[int, set[int]] = {}

    def join_named(self, one: Item, other: Item) -> None:
        """Join the groups of two items before any pair is weighed."""
        a, b = sorted((self.place[one], self.place[other]))
        if a != b:
            for item in self.members[b]:
                self.place[item] = a
            self.members[a] += self.members.pop(b)

    def weigh(self, scores: Mapping[tuple[Item, Item], float], apart: Iterable[tuple[Item, Item]]) -> None:
        """Take in the scores of pairs, and which never meet."""
        for (one, other), score in sorted(scores.items()):
            a, b = self.place[one], self.place[other]
            if a != b and score > 0:
                for here, there in ((a, b), (b, a)):
                    row = self.sums.setdefault(here, {})
                    row[there] = row.get(there, 0.0) + score
        for one, other in apart:
            a, b = self.place[one], self.place[other]
            if a != b:
                self.apart.setdefault(a, set()).add(b)
                self.apart.setdefault(b, set()).add(a)

    def join_best(self, threshold: float) -> None:
        """Join while some pair's mean reaches the threshold; a heap holds means, stale ones among them."""
        heap = [(-self._mean(a, b), a, b) for a, row in self.sums.items() for b in row if a < b]
        heap = [entry for entry in heap if -entry[0] >= threshold]
        heapq.heapify(heap)
        while heap:
            mean, a, b = heapq.heappop(heap)
            if a not in self.members or b not in self.members or b in self.apart.get(a, ()) or mean != -self._mean(a, b):
                continue
            self._join(a, b)
            for other in self.sums.get(a, ()):
                mean = self._mean(a, other)
                if mean >= threshold:
                    heapq.heappush(heap, (-mean, min(a, other), max(a, other)))

    def _mean(self, a: int, b: int) -> float:
        pairs = len(self.members[a]) * len(self.members[b])
        return round(self.sums.get(a, {}).get(b, 0.0) / pairs, _DIGITS)

    def _join(self, a: int, b: int) -> None:
        """Join group ``b`` to ``a``, which comes first."""
        self.members[a] += self.members.pop(b)
        for other, total in self.sums.pop(b, {}).items():
            del self.sums[other][b]
            if other != a:
                for here, there in ((a, other), (other, a)):
                    row = self.sums.setdefault(here, {})
                    row[there] = row.get(there, 0.0) + total
        for other in self.apart.pop(b, set()):
            self.apart[other].discard(b)
            if other != a:
                self.apart.setdefault(a, set()).add(other)
                self.apart[other].add(a)
