"""Anchors: the words around a predicate, a cue or an entity as the anchor reader takes them, and what it makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tacitus.neural.folder import Manifest
from tacitus.neural.reading import Attribution, Frame, Relation, TaggedSpan, Telling
from tacitus.neural.sessions import AnchorView, Encoded, Sessions
from tacitus.neural.tagging import Floats, Ints, find_free_tags, find_runs, label_probabilities, scale
from tacitus.neural.tokens import Window

PREDICATE, CUE, ENTITY, TRIGGER = range(4)
OF_CUES = frozenset({"SOURCE", "CONTENT"})
OF_TRIGGERS = frozenset({"ACTOR", "TARGET", "PLACE", "WEAPON", "SPEAKER", "RELEASER", "HOLDER"})


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
    """Return an anchor; a cue and a trigger look at their whole window, others at their own sentence.

    Args:
        kind: PREDICATE, CUE, ENTITY or TRIGGER.
        placed: the anchor's words.
        page: the window where it stands.
        reach: words beyond which two words are equally far away.
        types: the entity tag of each word of the window. *Shape:* (n_words,), int64
    """
    begin, end = (0, len(page.window.starts)) if kind in {CUE, TRIGGER} else sentence_of(page.window, placed.first)
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


Told = Frame | Attribution | Telling


class AnchorTeller:
    """Turns anchors into frames, attributions, tellings and relations."""

    def __init__(self, manifest: Manifest, sessions: Sessions) -> None:
        self._manifest, self._sessions = manifest, sessions
        n_tags = 1 + 2 * len(manifest.arguments)
        of = {
            kind: [1 + 2 * i + k for i, label in enumerate(manifest.arguments) if label in labels for k in (0, 1)]
            for kind, labels in ((CUE, OF_CUES), (TRIGGER, OF_TRIGGERS))
        }
        self._closed = {kind: [i for i in range(1, n_tags) if i not in own] for kind, own in of.items()}
        self._closed[PREDICATE] = of[CUE] + of[TRIGGER]

    def tell(self, anchors: Sequence[Anchor]) -> tuple[dict[int, Told], dict[int, Floats]]:
        """Return what anchors tell, and for entity anchors the pair logits of their sentence, by place in ``anchors``."""
        looks = self._sessions.look([a.view for a in anchors])
        told: dict[int, Told] = {}
        for kind in (PREDICATE, CUE, TRIGGER):
            of_kind = [i for i, a in enumerate(anchors) if a.kind == kind]
            told |= self._read_arguments(kind, {i: (anchors[i], looks[i][0]) for i in of_kind})
        for i, one in told.items():
            if isinstance(one, Telling):
                anchor = anchors[i]
                told[i] = self._judge(one, looks[i][2][anchor.placed.first - anchor.begin])
        return told, {i: looks[i][1] for i, a in enumerate(anchors) if a.kind == ENTITY}

    def _judge(self, telling: Telling, logits: Floats) -> Telling:
        """Return the telling with its stance."""
        shares = np.exp(logits - logits.max())
        best = int(shares.argmax())
        score = scale(float(shares[best] / shares.sum()), self._manifest.scales["stances"])
        return replace(telling, stance=self._manifest.stances[best], stance_score=score)

    def _read_arguments(self, kind: int, held: Mapping[int, tuple[Anchor, Floats]]) -> dict[int, Told]:
        told: dict[int, Told] = {}
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

    def _tell_one(self, anchor: Anchor, tags: Sequence[int], logits: Floats) -> Told:
        window = anchor.window
        arguments = []
        for run in find_runs(tags, label_probabilities(logits)):
            start, end = int(window.starts[anchor.begin + run.first]), int(window.ends[anchor.begin + run.last - 1])
            score = scale(run.probability, self._manifest.scales["roles" if anchor.kind == TRIGGER else "arguments"])
            arguments.append(TaggedSpan(start=start, end=end, kind=self._manifest.arguments[run.label], score=score))
        if anchor.kind == PREDICATE:
            return Frame(predicate=anchor.placed.span, arguments=tuple(arguments))
        if anchor.kind == TRIGGER:
            roles = tuple(replace(a, kind=a.kind.lower()) for a in arguments)
            return Telling(trigger=anchor.placed.span, roles=roles)
        return Attribution(
            cue=anchor.placed.span,
            sources=tuple(a for a in arguments if a.kind == "SOURCE"),
            contents=tuple(a for a in arguments if a.kind == "CONTENT"),
        )

    def relate(self, anchors: Sequence[Anchor], pairs: Sequence[Floats]) -> list[Relation]:
        """Return the re3d relations between the entity anchors of one window; each pair is seen from both of its ends."""
        n_labels = 1 + 2 * len(self._manifest.relations)
        return self._relate(anchors, [p[:, :n_labels] for p in pairs], self._manifest.relations, "pairs")

    def tie(self, anchors: Sequence[Anchor], pairs: Sequence[Floats]) -> list[Relation]:
        """Return Tacitus's own relations between the entity anchors of one window."""
        first = self._manifest.ties_first
        held = [np.concatenate([p[:, :1], p[:, first:], np.full_like(p[:, :1], -np.inf)], axis=1) for p in pairs]
        return self._relate(anchors, held, self._manifest.ties, "ties")

    def _relate(self, anchors: Sequence[Anchor], pairs: Sequence[Floats], names: Sequence[str], head: str) -> list[Relation]:
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
        return [
            r
            for i, j in seen
            if i < j or (j, i) not in seen
            for r in self._relate_pair((anchors[i], anchors[j]), seen, (i, j), names, head)
        ]

    def _relate_pair(
        self,
        pair: tuple[Anchor, Anchor],
        seen: Mapping[tuple[int, int], Floats],
        at: tuple[int, int],
        names: Sequence[str],
        head: str,
    ) -> Sequence[Relation]:
        """Return the relation of a pair, if it has one: at most one."""
        views = [v for v in (seen.get(at), _turn(seen.get((at[1], at[0])))) if v is not None]
        shares = np.mean(np.stack(views), axis=0)
        none = float(shares[0])
        score = scale(1 - none, self._manifest.scales[head])
        if score < self._manifest.thresholds[head]:
            return ()
        forward, backward = shares[1::2], shares[2::2]
        kind = int((forward + backward).argmax()) if none < 1 else 0
        name = names[kind]
        turned = name not in self._manifest.symmetric and backward[kind] > forward[kind]
        a, b = pair[0].placed.span, pair[1].placed.span
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
