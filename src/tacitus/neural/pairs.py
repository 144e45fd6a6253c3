"""Pairs of entities: from what each end of a pair says of the other to relations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, permutations

import numpy as np

from tacitus.neural.anchors import Anchor
from tacitus.neural.folder import Manifest, PairLabel
from tacitus.neural.reading import Relation
from tacitus.neural.sheet import Floats, Ints, Sheet
from tacitus.neural.tagging import scale


@dataclass(frozen=True, slots=True)
class Pair:
    """An anchor's number, and the number of another that stands in its sentence, on other words."""

    anchor: int
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shares:
    """The probabilities of one group of types for each pair.

    Attributes:
        none: that the two are not related. *Shape:* (n_pairs,), float32
        forward: for each type, that the anchor is its head. *Shape:* (n_pairs, n_types), float32
        backward: that the anchor is its tail; 0 for symmetric types. *Shape:* (n_pairs, n_types), float32
    """

    none: Floats
    forward: Floats
    backward: Floats


def find_pairs(anchors: Mapping[int, Anchor], sheet: Sheet) -> list[Pair]:
    """Return the pairs among entity anchors, given by their numbers; a pair within one sentence comes both ways."""
    pairs = []
    for _, of_window in groupby(anchors, key=lambda i: anchors[i].window):
        for i, j in permutations(of_window, 2):
            a, b = anchors[i], anchors[j]
            if sheet.begins[a.first] <= b.first and b.last <= sheet.stops[a.first] and (a.first, a.last) != (b.first, b.last):
                pairs.append(Pair(i, j))
    return pairs


def find_relations(
    pairs: Sequence[Pair], anchors: Sequence[Anchor], logits: Floats, manifest: Manifest, group: str
) -> Iterator[tuple[int, Relation]]:
    """Yield the window's number and the relation of each pair that has one; a pair seen from both ends is judged by their mean.

    Args:
        pairs: as of :func:`find_pairs`.
        anchors: all anchors.
        logits: of each pair. *Shape:* (n_pairs, n_relations), float32
        manifest: names the types, their columns, scales and thresholds.
        group: ``relations`` or ``ties``.
    """
    labels = manifest.pairs[group]
    if not pairs or not labels:
        return
    shares = _share(logits, labels)
    number = {pair: n for n, pair in enumerate(pairs)}
    turned = np.array([number.get(Pair(p.other, p.anchor), -1) for p in pairs])
    none, forward, backward = _join(shares, turned, np.array([label.of_head == label.of_tail for label in labels]))
    for n in np.flatnonzero(none < 1).tolist():
        pair = pairs[n]
        if turned[n] >= 0 and pair.anchor > pair.other:
            continue
        score = scale(1 - float(none[n]), manifest.scales[group])
        if score >= manifest.thresholds[group]:
            kind = int((forward[n] + backward[n]).argmax())
            head, tail = anchors[pair.anchor].span, anchors[pair.other].span
            is_symmetric = labels[kind].of_head == labels[kind].of_tail
            if (head.start, head.end) > (tail.start, tail.end) if is_symmetric else backward[n, kind] > forward[n, kind]:
                head, tail = tail, head
            yield anchors[pair.anchor].window, Relation(kind=labels[kind].name, head=head, tail=tail, score=score)


def gather_logits(pairs: Sequence[Pair], anchors: Sequence[Anchor], pair_logits: Mapping[int, Floats], sheet: Sheet) -> Floats:
    """Return the logits of each pair: those at the other entity's first word plus those at its last. *Shape:* (n_pairs, n)."""
    rows = []
    for pair in pairs:
        begin, other = int(sheet.begins[anchors[pair.anchor].first]), anchors[pair.other]
        of_anchor = pair_logits[pair.anchor]
        rows.append(of_anchor[other.first - begin] + of_anchor[other.last - 1 - begin])
    return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)


def _share(logits: Floats, labels: Sequence[PairLabel]) -> _Shares:
    """Return the probabilities of a group's types among themselves and "none"."""
    heads, tails = np.array([x.of_head for x in labels]), np.array([x.of_tail for x in labels])
    columns = np.unique(np.concatenate([[0], heads, tails]))
    held = np.ascontiguousarray(logits[:, columns])
    raised = np.exp(held - held.max(1, keepdims=True))
    raised /= raised.sum(1, keepdims=True)
    places = np.searchsorted(columns, heads), np.searchsorted(columns, tails)
    backward = np.where(heads == tails, np.float32(0), raised[:, places[1]])
    return _Shares(none=raised[:, 0], forward=raised[:, places[0]], backward=backward)


def _join(shares: _Shares, turned: Ints, symmetric: np.ndarray) -> tuple[Floats, Floats, Floats]:
    """Return the mean of what both ends say, head and tail exchanged for the second."""
    has = (turned >= 0)[:, None]
    forward_there = np.where(symmetric, shares.forward[turned], shares.backward[turned])
    backward_there = np.where(symmetric, np.float32(0), shares.forward[turned])
    none = np.where(has[:, 0], (shares.none + shares.none[turned]) / 2, shares.none)
    forward = np.where(has, (shares.forward + forward_there) / 2, shares.forward)
    backward = np.where(has, (shares.backward + backward_there) / 2, shares.backward)
    return none, forward, backward
