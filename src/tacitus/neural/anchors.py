"""Anchors: the words around a predicate, a cue or an entity as the anchor reader takes them, and what it makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tacitus.neural.folder import Manifest
from tacitus.neural.reading import Attribution, Frame, Relation, TaggedSpan
from tacitus.neural.sessions import AnchorView, Encoded, Sessions
from tacitus.neural.tagging import Floats, Ints, find_free_tags, find_runs, label_probabilities, scale
from tacitus.neural.tokens import Window

PREDICATE, CUE, ENTITY = range(3)
OF_CUES = frozenset({"SOURCE", "CONTENT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A span, and the words ``first:last`` of its window that it covers."""

    span: TaggedSpan
    first: int
    last: int


@dataclass(slots=True, kw_only=True)
class Page:
    """A window at work.

    Attributes:
        text: the number of the text that it is of.
        window: its words.
        encoded: what the encoder says of them.
        tags: the tags of its words, by token head.
        found: the spans that the tags make, by token head.
    """

    text: int
    window: Window
    encoded: Encoded
    tags: dict[str, list[int]] = field(default_factory=dict)
    found: dict[str, list[Placed]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One look at the words ``begin:end`` of a window from a placed span."""

    kind: int
    placed: Placed
    window: Window
    view: AnchorView
    begin: int


def place(window: Window, start: int, end: int) -> tuple[int, int] | None:
    """Return the words [first, last) of a window that a stretch of text touches."""
    first = int(np.searchsorted(window.ends, start, side="right"))
    last = int(np.searchsorted(window.starts, end, side="left"))
    return (first, last) if first < last else None


def sentence_of(window: Window, word: int) -> tuple[int, int]:
    """Return the words [begin, end) of a word's sentence within the window."""
    number = window.sentences[word]
    return int(np.searchsorted(window.sentences, number)), int(np.searchsorted(window.sentences, number, side="right"))


def make_anchor(kind: int, placed: Placed, page: Page, *, reach: int, types: Ints | None = None) -> Anchor:
    """Return an anchor; a cue looks at its whole window, others at their own sentence.

    Args:
        kind: PREDICATE, CUE or ENTITY.
        placed: the anchor's words.
        page: the window where it stands.
        reach: words beyond which two words are equally far away.
        types: the entity tag of each word of the window. *Shape:* (n_words,), int64
    """
    begin, end = (0, len(page.window.starts)) if kind == CUE else sentence_of(page.window, placed.first)
    at = np.arange(begin, end)
    first, last = placed.first, min(placed.last, end)
    away = np.where(at < first, at - first, np.where(at >= last, at - last + 1, 0))
    view = AnchorView(
        words=page.encoded.words[begin:end],
        kinds=2 * kind + ((at >= first) & (at < last)),
        distance=np.clip(away, -reach, reach) + reach,
        types=np.zeros_like(at) if types is None else types[begin:end],
    )
    return Anchor(kind=kind, placed=placed, window=page.window, view=view, begin=begin)


class AnchorTeller:
    """Turns anchors into frames, attributions and relations."""

    def __init__(self, manifest: Manifest, sessions: Sessions) -> None:
        self._manifest, self._sessions = manifest, sessions
        n_tags = 1 + 2 * len(manifest.arguments)
        of_cues = [1 + 2 * i + k for i, label in enumerate(manifest.arguments) if label in OF_CUES for k in (0, 1)]
        others = [i for i in range(1, n_tags) if i not in of_cues]
        self._closed = {PREDICATE: of_cues, CUE: others}

    def tell(self, anchors: Sequence[Anchor]) -> tuple[dict[int, Frame | Attribution], dict[int, Floats]]:
        """Return frames and attributions, and for entity anchors the pair logits of their sentence, by place in ``anchors``."""
        looks = self._sessions.look([a.view for a in anchors])
        told: dict[int, Frame | Attribution] = {}
        for kind in (PREDICATE, CUE):
            of_kind = [i for i, a in enumerate(anchors) if a.kind == kind]
            told |= self._read_arguments(kind, {i: (anchors[i], looks[i][0]) for i in of_kind})
        n_labels = 1 + 2 * len(self._manifest.relations)
        return told, {i: looks[i][1][:, :n_labels] for i, a in enumerate(anchors) if a.kind == ENTITY}

    def _read_arguments(self, kind: int, held: Mapping[int, tuple[Anchor, Floats]]) -> dict[int, Frame | Attribution]:
        told: dict[int, Frame | Attribution] = {}
        if not held:
            return told
        lengths = np.array([len(logits) for _, logits in held.values()])
        logits = np.zeros((len(held), int(lengths.max()), 1 + 2 * len(self._manifest.arguments)), dtype=np.float32)
        for row, (_, of_row) in enumerate(held.values()):
            logits[row, : len(of_row)] = of_row
        logits[:, :, self._closed[kind]] = -np.inf
        tags = find_free_tags(logits, lengths).tolist()
        for row, (i, (anchor, _)) in enumerate(held.items()):
            n_words = int(lengths[row])
            told[i] = self._tell_one(anchor, tags[row][:n_words], logits[row, :n_words])
        return told

    def _tell_one(self, anchor: Anchor, tags: Sequence[int], logits: Floats) -> Frame | Attribution:
        window = anchor.window
        arguments = []
        for run in find_runs(tags, label_probabilities(logits)):
            start, end = int(window.starts[anchor.begin + run.first]), int(window.ends[anchor.begin + run.last - 1])
            score = scale(run.probability, self._manifest.scales["arguments"])
            arguments.append(TaggedSpan(start=start, end=end, kind=self._manifest.arguments[run.label], score=score))
        if anchor.kind == PREDICATE:
            return Frame(predicate=anchor.placed.span, arguments=tuple(arguments))
        return Attribution(
            cue=anchor.placed.span,
            sources=tuple(a for a in arguments if a.kind == "SOURCE"),
            contents=tuple(a for a in arguments if a.kind == "CONTENT"),
        )

    def relate(self, anchors: Sequence[Anchor], pairs: Sequence[Floats]) -> list[Relation]:
        """Return the relations between the entity anchors of one window; each pair is seen from both of its ends."""
        seen: dict[tuple[int, int], Floats] = {}
        for i, (anchor, logits) in enumerate(zip(anchors, pairs, strict=True)):
            others = [j for j, other in enumerate(anchors) if j != i and _inside(anchor, other)]
            if not others:
                continue
            first = np.array([anchors[j].placed.first for j in others]) - anchor.begin
            last = np.array([anchors[j].placed.last for j in others]) - 1 - anchor.begin
            raised = logits[first] + logits[last]
            raised = np.exp(raised - raised.max(1, keepdims=True))
            shares = raised / raised.sum(1, keepdims=True)
            seen |= {(i, j): shares[k] for k, j in enumerate(others)}
        return [r for i, j in seen if i < j or (j, i) not in seen for r in self._relate_pair(anchors, seen, i, j)]

    def _relate_pair(
        self, anchors: Sequence[Anchor], seen: Mapping[tuple[int, int], Floats], i: int, j: int
    ) -> Sequence[Relation]:
        """Return the relation of a pair, if it has one: at most one."""
        views = [v for v in (seen.get((i, j)), _turn(seen.get((j, i)))) if v is not None]
        shares = np.mean(np.stack(views), axis=0)
        none = float(shares[0])
        score = scale(1 - none, self._manifest.scales["pairs"])
        if score < self._manifest.thresholds["pairs"]:
            return ()
        forward, backward = shares[1::2], shares[2::2]
        kind = int((forward + backward).argmax()) if none < 1 else 0
        name = self._manifest.relations[kind]
        turned = name not in self._manifest.symmetric and backward[kind] > forward[kind]
        a, b = anchors[i].placed.span, anchors[j].placed.span
        if name in self._manifest.symmetric and (b.start, b.end) < (a.start, a.end):
            a, b = b, a
        return (Relation(kind=name, head=b if turned else a, tail=a if turned else b, score=score),)


def _inside(anchor: Anchor, other: Anchor) -> bool:
    """Return whether another entity stands in the anchor's sentence and on other words."""
    end = anchor.begin + len(anchor.view.kinds)
    words = (other.placed.first, other.placed.last)
    return anchor.begin <= words[0] and words[1] <= end and words != (anchor.placed.first, anchor.placed.last)


def _turn(shares: Floats | None) -> Floats | None:
    """Return what is said of a pair from its other end, head and tail exchanged."""
    if shares is None:
        return None
    turned = shares.copy()
    turned[1::2], turned[2::2] = shares[2::2], shares[1::2]
    return turned
