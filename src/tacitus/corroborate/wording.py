"""How likely two tellings word one happening: from texts to wordings, from two wordings to a probability, and why.

The weights beside this module are learnt by ``training/wording.py`` from ECB+ (Cybulska and Vossen, LREC 2014). They hold a small
network that brings what the reader's encoder says of words back to the sense of the sentence encoder from which it was trained,
and a few small networks over the features of ``likeness.py``, whose mean is the score.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np

from tacitus.corroborate.comparing import WORDING_FILE
from tacitus.corroborate.likeness import FEATURES, Floats, compare_pairs, prepare
from tacitus.corroborate.wordbag import WordBag, Wording, fill_bag, find_near, read_event_words
from tacitus.errors import ModelError
from tacitus.neural import Model

__all__ = [
    "Reason", "Told", "WordBag", "Wording", "explain_score", "load_weights", "make_wordings", "score_pairs", "score_wordings",
]  # fmt: skip
_AT_ONCE = 8192
_DIGITS = 6
"""Digits of a score: fewer than float32 has, so that a score is the same whatever is scored beside it."""
_MOST = 5.0
_SHARE = 0.05
"""How far the score must fall or rise without a group of features for it to be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A text that tells of a happening.

    Attributes:
        text: a sentence, a headline or a quote.
        spans: where its event words stand, in text order, half-open code points; ``None``: all of the text counts as such.
        document: the text's whole report, or its title and lead; ``None`` where nothing else is known.
        report_id: which report it is of; "" where unknown.
    """

    text: str
    spans: tuple[tuple[int, int], ...] | None = None
    document: str | None = None
    report_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What spoke for or against two wordings being of one happening.

    Attributes:
        words: what it was, in words.
        effect: how much higher the score is than it would be if nothing were known of this, in [-1, 1].
    """

    words: str
    effect: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of a network. *Shapes:* weight (n_nets, n_in, n_out), bias (n_nets, 1, n_out); float32."""

    weight: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """The learnt weights.

    Attributes:
        mean, scale: by which features are put to one scale. *Shape:* (n_features,), float32
        score: the layers of the networks that score.
        centre, spread: by which the encoder's vectors are.
        sense: the layers of the network that maps them; the last adds a linear map of its input.
        threshold: the mean score that two groups must reach to be joined.
        digest: of the file.
    """

    mean: Floats
    scale: Floats
    score: tuple[Layer, ...]
    centre: Floats
    spread: float
    sense: tuple[Layer, ...]
    direct: Floats
    threshold: float
    digest: str


@cache
def load_weights(path: Path = WORDING_FILE) -> Weights:
    """Return the learnt weights.

    Raises:
        ModelError: the file is no such weights, or of other features.
    """
    try:
        content = path.read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as held:
            arrays = {name: held[name].astype(np.float32) for name in held.files if name != "features"}
            names = tuple(held["features"].tolist())
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelError(str(path), got=str(error), expected="an npz written by training/wording.py") from error
    if names != FEATURES:
        raise ModelError(str(path), got=f"features {', '.join(names)}", expected=", ".join(FEATURES))
    return Weights(
        mean=arrays["mean"],
        scale=arrays["scale"],
        score=_read_layers(arrays, "score"),
        centre=arrays["centre"],
        spread=float(arrays["spread"]),
        sense=_read_layers(arrays, "sense"),
        direct=arrays["direct"],
        threshold=round(float(arrays["threshold"]), 4),
        digest=sha256(content).hexdigest()[:12],
    )


def _read_layers(arrays: Mapping[str, Floats], name: str) -> tuple[Layer, ...]:
    n = sum(key.startswith(f"{name}.weight") for key in arrays)
    return tuple(Layer(weight=arrays[f"{name}.weight{i}"], bias=arrays[f"{name}.bias{i}"]) for i in range(n))


def make_wordings(model: Model, told: Sequence[Told], weights: Weights | None = None) -> list[Wording]:
    """Return the wording of each telling, the same whatever is made beside it."""
    weights = weights or load_weights()
    encoded = embed_told(model, told)
    sense = map_sense(encoded.reshape(-1, encoded.shape[2]), weights).reshape(len(told), encoded.shape[1], -1).astype(np.float16)
    rarity = _Rarities(model)
    bags = {text: fill_bag(text, rarity) for t in told for text in (t.text, t.document) if text is not None}
    made: list[Wording] = []
    for one, vectors in zip(told, sense, strict=True):
        spans = one.spans or ((0, len(one.text)),)
        lemma, stem, stems = read_event_words(one.text, spans)
        made.append(
            Wording(
                lemma=lemma,
                stem=stem,
                rarity=rarity(lemma),
                stems=stems,
                near=find_near(one.text, spans, rarity),
                text=bags[one.text],
                document=None if one.document is None else bags[one.document],
                report_id=one.report_id,
                text_id=sha256(one.text.encode()).hexdigest()[:12],
                vectors=vectors,
            )
        )
    return made


def embed_told(model: Model, told: Sequence[Told]) -> Floats:
    """Return what the encoder says: of the event words in their text, read alone, of the text, of the document.

    Each text is read once. *Shape:* (n_told, 4, n_projected), float32
    """
    texts: dict[str, list[tuple[int, int]]] = {}
    asked: list[list[tuple[str, int]]] = []
    for one in told:
        spans = one.spans or ((0, len(one.text)),)
        alone = " ".join(one.text[start:end] for start, end in spans)
        whole = one.text if one.document is None else one.document
        wanted = ((one.text, (spans[0][0], spans[-1][1])), *((text, (0, len(text))) for text in (alone, one.text, whole)))
        asked.append([])
        for text, span in wanted:
            listed = texts.setdefault(text, [])
            if span not in listed:
                listed.append(span)
            asked[-1].append((text, listed.index(span)))
    found = dict(zip(texts, model.embed(list(texts), list(texts.values())), strict=True))
    return np.array([[found[text][row] for text, row in rows] for rows in asked], dtype=np.float32)


def map_sense(vectors: Floats, weights: Weights) -> Floats:
    """Return the sense of vectors of the encoder; that of zeros is zeros. *Shape:* (n, width), float32."""
    out = np.zeros((len(vectors), weights.direct.shape[1]), dtype=np.float32)
    first, last = weights.sense
    for row, vector in enumerate(vectors):  # one by one, so that a row is the same bytes whatever stands beside it
        if vector.any():
            x = (vector - weights.centre) / np.float32(weights.spread)
            hidden = np.maximum(x @ first.weight[0] + first.bias[0, 0], 0)
            out[row] = hidden @ last.weight[0] + last.bias[0, 0] + x @ weights.direct
    return out


class _Rarities:
    """How rare words are, each looked up once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._known: dict[str, float] = {}

    def __call__(self, word: str) -> float:
        if word not in self._known:
            self._known[word] = self._model.weigh_rarity([word])[0]
        return self._known[word]


def score_wordings(one: Wording, other: Wording, weights: Weights | None = None) -> float:
    """Return the probability, in [0, 1], that two wordings are of one happening; the order of the two does not matter."""
    return float(score_pairs([one, other], [(0, 1)], weights)[0])


def score_pairs(wordings: Sequence[Wording], pairs: Iterable[tuple[int, int]], weights: Weights | None = None) -> Floats:
    """Return the probabilities of pairs of numbers of wordings. *Shape:* (n_pairs,), float32."""
    weights = weights or load_weights()
    listed = list(pairs)
    prepared = [prepare(wording) for wording in wordings]
    parts = [_weigh(compare_pairs(prepared, listed[at : at + _AT_ONCE]), weights) for at in range(0, len(listed), _AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def _weigh(features: Floats, weights: Weights) -> Floats:
    x = np.clip((features - weights.mean) / weights.scale, -_MOST, _MOST)[None]
    for layer in weights.score[:-1]:
        x = np.maximum(x @ layer.weight + layer.bias, 0)
    logits = (x @ weights.score[-1].weight + weights.score[-1].bias)[:, :, 0]
    scores: Floats = (1 / (1 + np.exp(-logits))).mean(axis=0).round(_DIGITS).astype(np.float32)
    return scores


def explain_score(one: Wording, other: Wording, weights: Weights | None = None, *, most: int = 4) -> tuple[Reason, ...]:
    """Return what spoke most for or against two wordings being of one happening, the strongest first.

    A group of features is set to its mean over all pairs that taught the weights; by how much that moves the score is its effect.
    """
    weights = weights or load_weights()
    features = compare_pairs([prepare(one), prepare(other)], [(0, 1)])
    score = float(_weigh(features, weights)[0])
    reasons = []
    for prefix, say in _GROUPS.items():
        without = features.copy()
        columns = [i for i, name in enumerate(FEATURES) if name.startswith(prefix)]
        without[:, columns] = weights.mean[columns]
        effect = round(score - float(_weigh(without, weights)[0]), 4)
        if abs(effect) >= _SHARE:
            reasons.append(Reason(words=say(one, other), effect=effect))
    return tuple(sorted(reasons, key=lambda reason: (-abs(reason.effect), reason.words))[:most])


def _say_shared(label: str, one: Iterable[str], other: Iterable[str]) -> str:
    shared = sorted(set(one) & set(other))
    return f"{label} in both: {', '.join(shared[:8])}" if shared else f"no {label} in both"


def _list_words(wording: Wording, kind: str) -> list[str]:
    """Return the names, the numbers or the days of a wording's text and document."""
    bags = [bag for bag in (wording.text, wording.document) if bag is not None]
    if kind == "names":
        return [name for bag in bags for name, _ in bag.names]
    return [word for bag in bags for word in (bag.numbers if kind == "numbers" else bag.days)]


_Say = Callable[[Wording, Wording], str]
_EVENT: Final = ("same_lemma", "same_stem", "prefix", "stems", "rarity_low", "rarity_high")
_GROUPS: Final[dict[tuple[str, ...], _Say]] = {
    _EVENT: lambda a, b: f"the same event word: {a.lemma}" if a.stem == b.stem else f"other event words: {a.lemma}, {b.lemma}",
    ("head_in_text", "near"): lambda a, b: _say_shared("words around", dict(a.near), dict(b.near)),
    ("text_words", "text_n_words", "document_words", "document_n_words"): (
        lambda a, b: _say_shared("words", dict(a.text.words), dict(b.text.words))
    ),
    ("text_names", "text_n_names", "document_names", "document_n_names"): (
        lambda a, b: _say_shared("names", _list_words(a, "names"), _list_words(b, "names"))
    ),
    ("text_numbers", "document_numbers"): (
        lambda a, b: _say_shared("numbers", _list_words(a, "numbers"), _list_words(b, "numbers"))
    ),
    ("text_days", "document_days"): lambda a, b: _say_shared("days", _list_words(a, "days"), _list_words(b, "days")),
    ("meaning",): lambda _a, _b: "what the words mean where they stand",
    ("same_report", "same_text"): lambda a, b: (
        "told in one report" if a.report_id and a.report_id == b.report_id else "not known to be told in one report"
    ),
}
