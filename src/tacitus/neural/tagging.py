"""From logits to tags and from tags to runs of words, many windows at once.

Tags are numbered as in training: 0 is O, then B- and I- of each label in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``first:last`` of a window or sentence, a label's number, and the head's own probability in [0, 1]."""

    first: int
    last: int
    label: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What a tagger holds of the order of tags.

    Attributes:
        between: added when tag j follows tag i; impossible moves are very low. *Shape:* (n_tags, n_tags), float32
        first: added at the first word. *Shape:* (n_tags,), float32
    """

    between: Floats
    first: Floats


def find_tags(logits: Floats, lengths: Ints, moves: Moves) -> Ints:
    """Return the best tags of each row. Source: Viterbi, 1967, over a linear-chain CRF (Lafferty et al., 2001).

    Args:
        logits: *Shape:* (n_rows, n_words, n_tags), float32
        lengths: how many words of each row count. *Shape:* (n_rows,)
        moves: learnt and closed transitions.

    Returns:
        *Shape:* (n_rows, n_words), int64; 0 beyond a row's length.
    """
    n_rows, n_words, n_tags = logits.shape
    onto = np.ascontiguousarray(moves.between.T)[None]  # [1, to, from]: the search runs along the last axis
    best = logits[:, 0] + moves.first
    back = np.zeros((n_words, n_rows, n_tags), dtype=np.int64)
    for t in range(1, n_words):
        scores = best[:, None, :] + onto
        back[t] = scores.argmax(2)
        step = np.take_along_axis(scores, back[t][:, :, None], 2)[:, :, 0] + logits[:, t]
        on = (t < lengths)[:, None]
        best = np.where(on, step, best)
        back[t] = np.where(on, back[t], np.arange(n_tags))
    return _follow(best.argmax(1), back, lengths)


def find_free_tags(logits: Floats, lengths: Ints) -> Ints:
    """Return the best tags where only the order B before I is ruled: a search that is linear in the number of tags.

    Args:
        logits: *Shape:* (n_rows, n_words, n_tags), float32; -inf closes a tag.
        lengths: *Shape:* (n_rows,)

    Returns:
        *Shape:* (n_rows, n_words), int64; 0 beyond a row's length.
    """
    n_rows, n_words, n_tags = logits.shape
    begins, insides = np.arange(1, n_tags, 2), np.arange(2, n_tags, 2)
    best = logits[:, 0].copy()
    best[:, insides] = -np.inf
    back = np.zeros((n_words, n_rows, n_tags), dtype=np.int64)
    for t in range(1, n_words):
        top = best.argmax(1)
        step = np.broadcast_to(best.max(1, keepdims=True), best.shape).copy()
        back[t] = top[:, None]
        from_begin, from_inside = best[:, begins], best[:, insides]
        step[:, insides] = np.maximum(from_begin, from_inside)
        back[t][:, insides] = np.where(from_begin >= from_inside, begins, insides)
        on = (t < lengths)[:, None]
        best = np.where(on, step + logits[:, t], best)
        back[t] = np.where(on, back[t], np.arange(n_tags))
    return _follow(best.argmax(1), back, lengths)


def _follow(last: Ints, back: Ints, lengths: Ints) -> Ints:
    """Return the tags on the way back from the last ones; a word beyond a row's length points at itself."""
    n_words, n_rows, _ = back.shape
    tags = np.zeros((n_rows, n_words), dtype=np.int64)
    at, rows = last, np.arange(n_rows)
    for t in range(n_words - 1, -1, -1):
        tags[:, t] = np.where(t < lengths, at, 0)
        at = back[t][rows, at] if t else at
    return tags


def label_probabilities(logits: Floats) -> Floats:
    """Return the probability of O and of each label, B and I together. *Shape:* (..., 1 + n_labels), float32."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    raised /= raised.sum(-1, keepdims=True)
    joined: Floats = np.concatenate([raised[..., :1], raised[..., 1::2] + raised[..., 2::2]], -1)
    return joined


def find_runs(tags: Sequence[int], probabilities: Floats) -> list[Run]:
    """Return the runs of one row's tags; a run's probability is the mean of its words'.

    Args:
        tags: one for each word.
        probabilities: as of :func:`label_probabilities`. *Shape:* (n_words, 1 + n_labels)
    """
    runs: list[Run] = []
    first = -1
    for at, tag in enumerate([*tags, 0]):
        if first >= 0 and tag != tags[first] + 1:
            label = (tags[first] - 1) // 2
            mean = sum(probabilities[first:at, 1 + label].tolist()) / (at - first)
            runs.append(Run(first, at, label, min(mean, 1.0)))
            first = -1
        if tag % 2:
            first = at
    return runs


def scale(probability: float, scales: tuple[float, float]) -> float:
    """Return a calibrated score. Source: Platt, 1999, on the logit of the head's own probability."""
    p = min(max(probability, 1e-6), 1 - 1e-6)
    raised = scales[0] * float(np.log(p / (1 - p))) + scales[1]
    return round(1 / (1 + float(np.exp(-raised))), 4)
