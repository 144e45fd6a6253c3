"""From logits to tags and from tags to runs of words, for all windows at once.

Tags are numbered as in training: 0 is O, then B- and I- of each label in turn.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tacitus.neural.sheet import Floats, Ints

# A word whose O stands so far above every other tag is O: e**-12 is 6 in a million, and no learnt move is worth as much.
# It cuts the chain in two, and most words do.
BEYOND_DOUBT = 12.0


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``first:last`` of a sheet, a label's number, and the head's own probability in [0, 1]."""

    first: int
    last: int
    label: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What a tagger holds of the order of tags.

    Attributes:
        between: added when tag j follows tag i; impossible moves are very low. *Shape:* (n_tags, n_tags), float32
        first: added at a window's first word. *Shape:* (n_tags,), float32
    """

    between: Floats
    first: Floats


def find_tags(logits: Floats, bounds: Ints, moves: Moves) -> Ints:
    """Return the best tags of each window's words. Source: Viterbi, 1967, over a linear-chain CRF (Lafferty et al., 2001).

    Args:
        logits: *Shape:* (n_words, n_tags), float32
        bounds: where each window begins, and the number of words. *Shape:* (n_windows + 1,), int64
        moves: learnt and closed transitions.

    Returns:
        *Shape:* (n_words,), int64
    """
    tags = np.zeros(len(logits), dtype=np.int64)
    is_open = logits[:, 0] - logits[:, 1:].max(1) < BEYOND_DOUBT
    begins_window = np.zeros(len(logits) + 1, dtype=np.bool_)
    begins_window[bounds] = True
    before, after = np.concatenate([[False], is_open[:-1]]), np.append(is_open[1:], False)
    firsts = np.flatnonzero(is_open & (~before | begins_window[:-1]))
    lasts = np.flatnonzero(is_open & (~after | begins_window[1:])) + 1
    lengths = lasts - firsts
    for size in _sizes(lengths):
        members = np.flatnonzero((lengths <= size) & (lengths > size // 2))
        at = np.minimum(firsts[members, None] + np.arange(size), len(logits) - 1)
        of_members = logits[at]
        of_members[:, 0] += np.where(begins_window[firsts[members], None], moves.first, moves.between[0])
        ends = np.where(begins_window[lasts[members], None], np.float32(0), moves.between[:, 0])
        found = _search(of_members, lengths[members], ends, moves.between)
        on = np.arange(size) < lengths[members, None]
        tags[at[on]] = found[on]
    return tags


def _sizes(lengths: Ints) -> Iterator[int]:
    size = 1
    longest = int(lengths.max()) if len(lengths) else 0
    while size < 2 * longest:
        yield size
        size *= 2


def _search(logits: Floats, lengths: Ints, ends: Floats, between: Floats) -> Ints:
    """Return the best tags of stretches of words; ``ends`` [n, n_tags] is added at their last word. *Shape:* (n, size), int64."""
    n_rows, size, n_tags = logits.shape
    onto = np.ascontiguousarray(between.T)[None]  # [1, to, from]: the search runs along the last axis
    best = logits[:, 0]
    back = np.broadcast_to(np.arange(n_tags), (size, n_rows, n_tags)).copy()
    for t in range(1, size):
        scores = best[:, None, :] + onto
        top = scores.argmax(2)
        step = np.take_along_axis(scores, top[:, :, None], 2)[:, :, 0] + logits[:, t]
        on = (t < lengths)[:, None]
        best = np.where(on, step, best)
        back[t] = np.where(on, top, back[t])
    return _follow((best + ends).argmax(1), back)


def find_free_tags(logits: Floats, lengths: Ints) -> Ints:
    """Return the best tags where only the order B before I is ruled: a search that is linear in the number of tags.

    Args:
        logits: *Shape:* (n_rows, n_words, n_tags), float32; -inf closes a tag.
        lengths: how many words of each row count. *Shape:* (n_rows,), int64

    Returns:
        *Shape:* (n_rows, n_words), int64; beyond a row's length they mean nothing.
    """
    n_rows, n_words, n_tags = logits.shape
    best = logits[:, 0].copy()
    best[:, 2::2] = -np.inf
    back = np.broadcast_to(np.arange(n_tags), (n_words, n_rows, n_tags)).copy()
    begins, insides = np.arange(1, n_tags, 2), np.arange(2, n_tags, 2)
    for t in range(1, n_words):
        top = best.argmax(1)[:, None]
        step = np.repeat(np.take_along_axis(best, top, 1), n_tags, 1)
        is_begun = best[:, 1::2] >= best[:, 2::2]
        step[:, 2::2] = np.where(is_begun, best[:, 1::2], best[:, 2::2])
        on = (t < lengths)[:, None]
        back[t] = np.where(on, top, back[t])
        back[t][:, 2::2] = np.where(on, np.where(is_begun, begins, insides), back[t][:, 2::2])
        best = np.where(on, step + logits[:, t], best)
    return _follow(best.argmax(1), back)


def _follow(at: Ints, back: Ints) -> Ints:
    """Return the tags on the way back from the last ones; beyond a row's length a tag points at itself."""
    size, n_rows, _ = back.shape
    tags = np.empty((n_rows, size), dtype=np.int64)
    rows = np.arange(n_rows)
    for t in range(size - 1, -1, -1):
        tags[:, t] = at
        at = back[t][rows, at]
    return tags


def weigh_runs(tags: Ints, logits: Floats, bounds: Ints, moves: Moves) -> list[Run]:
    """Return the runs of tags, each with the probability of its label for its words, given the tags beside it.

    The labels and O compete by what the whole chain makes of the run, a word's mean: of one word, the chain's own probability.

    Args:
        tags: a run begins at every B. *Shape:* (n_words,), int64
        logits: *Shape:* (n_words, n_tags), float32
        bounds: where each window begins, and the number of words. *Shape:* (n_windows + 1,), int64
        moves: learnt and closed transitions.
    """
    tagged = np.flatnonzero(tags)
    if not len(tagged):
        return []
    begins_window = np.zeros(len(tags) + 1, dtype=np.bool_)
    begins_window[bounds] = True
    heads = np.flatnonzero(tags[tagged] % 2)
    lengths = np.diff(np.append(heads, len(tagged)))
    firsts, lasts = tagged[heads], tagged[heads + lengths - 1]
    worth = np.add.reduceat(_weigh_words(logits[tagged], heads, moves), heads, axis=0)
    into = np.where(begins_window[firsts, None], moves.first, moves.between[tags[firsts - 1]])
    out_of = np.where(begins_window[lasts + 1, None], np.float32(0), moves.between.T[np.append(tags, 0)[lasts + 1]])
    worth += np.concatenate([into[:, :1], into[:, 1::2]], 1)
    worth += np.concatenate([out_of[:, :1], np.where(lengths[:, None] == 1, out_of[:, 1::2], out_of[:, 2::2])], 1)
    worth /= lengths[:, None].astype(np.float32)
    raised = np.exp(worth - worth.max(1, keepdims=True))
    labels = (tags[firsts] - 1) // 2
    shares = raised[np.arange(len(labels)), 1 + labels] / raised.sum(1)
    rows = zip(firsts.tolist(), lasts.tolist(), labels.tolist(), shares.tolist(), strict=True)
    return [Run(first, last + 1, label, min(share, 1.0)) for first, last, label, share in rows]


def _weigh_words(logits: Floats, heads: Ints, moves: Moves) -> Floats:
    """Return what each word adds to a run that is O, or bears one of the labels. *Shape:* (n_words, 1 + n_labels), float32."""
    is_head, is_second = np.zeros((2, len(logits), 1), dtype=np.bool_)
    is_head[heads] = True
    is_second[1:] = is_head[:-1]
    begins = np.arange(1, logits.shape[1], 2)
    into_second, further = moves.between[begins, begins + 1], moves.between[begins + 1, begins + 1]
    inside = logits[:, 2::2] + np.where(is_second, into_second, further)
    outside = logits[:, :1] + np.where(is_head, np.float32(0), moves.between[0, 0])
    return np.concatenate([outside, np.where(is_head, logits[:, 1::2], inside)], 1)


def find_runs(tags: Ints, logits: Floats) -> list[Run]:
    """Return the runs of tags, each with the mean probability that its words bear its label, as B or as I.

    Args:
        tags: a run begins at every B. *Shape:* (n_words,), int64
        logits: *Shape:* (n_words, n_tags), float32
    """
    tagged = np.flatnonzero(tags)
    if not len(tagged):
        return []
    rows, labels = logits[tagged], (tags[tagged] - 1) // 2
    raised = np.exp(rows - rows.max(1, keepdims=True))
    of_label = np.take_along_axis(raised, (1 + 2 * labels)[:, None], 1) + np.take_along_axis(raised, (2 + 2 * labels)[:, None], 1)
    shares = (of_label[:, 0] / raised.sum(1)).tolist()
    at, kinds, numbers = tagged.tolist(), tags[tagged].tolist(), labels.tolist()
    heads = [i for i, kind in enumerate(kinds) if kind % 2]
    return [
        Run(at[i], at[j - 1] + 1, numbers[i], min(sum(shares[i:j]) / (j - i), 1.0))
        for i, j in zip(heads, [*heads[1:], len(at)], strict=True)
    ]


def scale(probability: float, scales: tuple[float, float]) -> float:
    """Return a calibrated score. Source: Platt, 1999, on the logit of the head's own probability."""
    p = min(max(probability, 1e-6), 1 - 1e-6)
    raised = scales[0] * float(np.log(p / (1 - p))) + scales[1]
    return round(1 / (1 + float(np.exp(-raised))), 4)
