"""What two wordings have in common, as numbers: the features from which their score is learnt.

Every feature is symmetric, and sums are exactly rounded, so that a pair has the same features in whatever order it is given.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tacitus.corroborate.forms import share_prefix
from tacitus.corroborate.wordbag import WordBag, Wording

Floats = NDArray[np.float32]
_OF_BAG: Final = (
    "words", "n_words", "names", "n_names", "names_apart", "numbers", "numbers_apart", "days", "days_apart",
)  # fmt: skip
VECTORS: Final = ("context", "alone", "sentence", "document")
"""What the rows of ``Wording.vectors`` are of: the event words in their text, read alone, the whole text, the document."""
FEATURES: Final = (
    "same_lemma", "same_stem", "prefix", "stems", "rarity_low", "rarity_high", "head_in_text", "near", "near_in_text",
    *(f"{bag}_{name}" for bag in ("text", "document") for name in _OF_BAG), "same_report", "same_text", "no_document",
    *(f"meaning_{name}" for name in VECTORS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Bag:
    words: dict[str, float]
    length: float
    names: dict[str, float]
    names_length: float
    numbers: frozenset[str]
    days: frozenset[str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A wording as sets and lengths, ready to be compared with many."""

    wording: Wording
    stems: frozenset[str]
    near: dict[str, float]
    near_length: float
    text: _Bag
    document: _Bag


def prepare(wording: Wording) -> Prepared:
    """Return a wording ready to be compared."""
    near = dict(wording.near)
    text = _open_bag(wording.text)
    document = text if wording.document is None else _open_bag(wording.document)
    return Prepared(wording, frozenset(wording.stems), near, _length(near), text, document)


def compare_pairs(prepared: Sequence[Prepared], pairs: Sequence[tuple[int, int]]) -> Floats:
    """Return the features of pairs of numbers of wordings. *Shape:* (n_pairs, n_features), float32."""
    if not pairs:
        return np.zeros((0, len(FEATURES)), dtype=np.float32)
    rows = np.array([_compare(prepared[i], prepared[j]) for i, j in pairs], dtype=np.float32)
    vectors = np.stack([_normalise(p.wording.vectors) for p in prepared])
    first, second = np.array(pairs).T
    cosines = np.concatenate(
        [
            np.einsum("nkd,nkd->nk", vectors[first[a : a + 4096]], vectors[second[a : a + 4096]])
            for a in range(0, len(pairs), 4096)
        ]
    )
    return np.concatenate([rows, cosines], axis=1)


def _compare(one: Prepared, other: Prepared) -> tuple[float, ...]:
    """Return all features of a pair but those of the vectors."""
    a, b = one.wording, other.wording
    shared = len(one.stems & other.stems)
    same_report = a.report_id != "" and a.report_id == b.report_id
    return (
        float(a.lemma == b.lemma),
        float(a.stem == b.stem),
        share_prefix(a.lemma, b.lemma),
        shared / max(len(one.stems | other.stems), 1),
        min(a.rarity, b.rarity),
        max(a.rarity, b.rarity),
        ((a.stem in other.text.words) + (b.stem in one.text.words)) / 2,
        _cosine(one.near, one.near_length, other.near, other.near_length),
        (
            _cosine(one.near, one.near_length, other.text.words, other.text.length)
            + _cosine(other.near, other.near_length, one.text.words, one.text.length)
        )
        / 2,
        *_compare_bags(one.text, other.text),
        *_compare_bags(one.document, other.document),
        float(same_report),
        float(same_report and a.text_id == b.text_id),
        float(a.document is None or b.document is None),
    )


def _compare_bags(one: _Bag, other: _Bag) -> tuple[float, ...]:
    names = one.names.keys() & other.names.keys()
    return (
        _cosine(one.words, one.length, other.words, other.length),
        math.log1p(len(one.words.keys() & other.words.keys())),
        _cosine(one.names, one.names_length, other.names, other.names_length),
        math.log1p(math.fsum(one.names[name] for name in names)),
        float(not names and bool(one.names) and bool(other.names)),
        math.log1p(sum(1.0 if len(number) > 1 else 0.25 for number in one.numbers & other.numbers)),
        float(bool(one.numbers) and bool(other.numbers) and one.numbers.isdisjoint(other.numbers)),
        math.log1p(len(one.days & other.days)),
        float(bool(one.days) and bool(other.days) and one.days.isdisjoint(other.days)),
    )


def _open_bag(bag: WordBag) -> _Bag:
    words, names = dict(bag.words), dict(bag.names)
    return _Bag(words, _length(words), names, _length(names), frozenset(bag.numbers), frozenset(bag.days))


def _length(weights: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(weight * weight for weight in weights.values()))


def _cosine(one: Mapping[str, float], length: float, other: Mapping[str, float], other_length: float) -> float:
    shared = one.keys() & other.keys()
    return math.fsum(one[word] * other[word] for word in shared) / (length * other_length) if shared else 0.0


def _normalise(vectors: NDArray[np.float16]) -> Floats:
    """Return rows of length 1; rows of zeros stay."""
    rows = vectors.astype(np.float32)
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    lengths[lengths == 0] = 1
    normalised: Floats = rows / lengths
    return normalised
