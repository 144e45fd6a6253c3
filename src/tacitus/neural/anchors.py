"""Anchors: predicates, cues, triggers and entities, and what the anchor reader makes of the words around them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tacitus.neural.folder import Manifest
from tacitus.neural.reading import TaggedSpan
from tacitus.neural.sessions import Look, Seen, Sessions
from tacitus.neural.sheet import Floats, Ints, Sheet
from tacitus.neural.tagging import find_free_tags, find_runs, scale

PREDICATE, CUE, ENTITY, TRIGGER = range(4)
_NAMES = {PREDICATE: "predicate", CUE: "cue", TRIGGER: "trigger"}
_ONCE = frozenset({"ARG0", "ARG1", "ARG2", "ARG3", "ARG4"})
_NEVER = TaggedSpan(start=0, end=0, kind="", score=-1.0)
_SEES_WINDOW = frozenset({CUE, TRIGGER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A span, its kind, the window it stands in and the words ``first:last`` of the sheet that it covers."""

    kind: int
    span: TaggedSpan
    window: int
    first: int
    last: int


@dataclass(slots=True)
class Told:
    """What the anchor reader says of anchors, by their numbers.

    Attributes:
        arguments: the arguments of predicates, cues and triggers.
        stances: how each trigger is told, with its score.
        pairs: for each entity, logits of its relation to each word of its sentence. *Shape:* (n_words, n_relations), float32
    """

    arguments: dict[int, tuple[TaggedSpan, ...]] = field(default_factory=dict)
    stances: dict[int, tuple[str, float]] = field(default_factory=dict)
    pairs: dict[int, Floats] = field(default_factory=dict)


def make_look(anchor: Anchor, sheet: Sheet) -> Look:
    """Return what an anchor looks at: cues and triggers at their whole window, others at their own sentence."""
    if anchor.kind in _SEES_WINDOW:
        begin, end = int(sheet.bounds[anchor.window]), int(sheet.bounds[anchor.window + 1])
    else:
        begin, end = int(sheet.begins[anchor.first]), int(sheet.stops[anchor.first])
    return Look(anchor.kind, begin, end, anchor.first, min(anchor.last, end))


class AnchorTeller:
    """Reads the words around anchors."""

    def __init__(self, manifest: Manifest, sessions: Sessions) -> None:
        self._manifest, self._sessions = manifest, sessions
        self._closed = {kind: self._find_closed(manifest.roles.get(name, frozenset())) for kind, name in _NAMES.items()}

    def _find_closed(self, roles: frozenset[str]) -> Ints:
        """Return the tags that a kind of anchor may not give."""
        return np.array([1 + 2 * i + k for i, label in enumerate(self._manifest.arguments) if label not in roles for k in (0, 1)])

    def tell(self, sheet: Sheet, anchors: Sequence[Anchor], types: Ints) -> Told:
        """Return what the anchor reader says of all anchors.

        Args:
            sheet: the words.
            anchors: any number of anchors.
            types: the entity tag of each word. *Shape:* (n_words,), int64
        """
        told = Told()
        nothing = np.zeros_like(types)
        for kind in (PREDICATE, CUE, TRIGGER):
            for seen, of_seen in self._look(kind, sheet, anchors, nothing):
                told.arguments |= self._read_arguments(kind, seen, of_seen, sheet)
                if kind == TRIGGER:
                    told.stances |= self._read_stances(seen, of_seen)
        for seen, of_seen in self._look(ENTITY, sheet, anchors, types):
            held = zip(of_seen, seen.pairs, seen.lengths, strict=True)
            told.pairs |= {i: logits[:n] for i, logits, n in held}
        return told

    def _look(self, kind: int, sheet: Sheet, anchors: Sequence[Anchor], types: Ints) -> Iterator[tuple[Seen, dict[int, Look]]]:
        """Yield what is seen from all anchors of a kind, with the looks by the numbers of their anchors."""
        looks = {i: make_look(anchor, sheet) for i, anchor in enumerate(anchors) if anchor.kind == kind}
        numbers = list(looks)
        for seen in self._sessions.look(sheet, list(looks.values()), types):
            yield seen, {numbers[n]: looks[numbers[n]] for n in seen.members.tolist()}

    def _read_arguments(
        self, kind: int, seen: Seen, looks: Mapping[int, Look], sheet: Sheet
    ) -> dict[int, tuple[TaggedSpan, ...]]:
        logits = seen.arguments.copy()
        logits[:, :, self._closed[kind]] = -np.inf
        on = np.arange(logits.shape[1]) < seen.lengths[:, None]
        ends = np.cumsum(seen.lengths)
        shifts = [look.end - int(end) for look, end in zip(looks.values(), ends, strict=True)]
        held: list[list[TaggedSpan]] = [[] for _ in looks]
        scales = self._manifest.scales["roles" if kind == TRIGGER else "arguments"]
        for run in find_runs(find_free_tags(logits, seen.lengths)[on], logits[on]):
            row = int(np.searchsorted(ends, run.first, side="right"))
            start = int(sheet.starts[run.first + shifts[row]])
            end = int(sheet.ends[run.last - 1 + shifts[row]])
            label = self._manifest.arguments[run.label]
            held[row].append(TaggedSpan(start=start, end=end, kind=label, score=scale(run.probability, scales)))
        return {i: _drop_seconds(spans) for i, spans in zip(looks, held, strict=True)}

    def _read_stances(self, seen: Seen, looks: Mapping[int, Look]) -> dict[int, tuple[str, float]]:
        """Return how each trigger is told, read off its first word."""
        found: dict[int, tuple[str, float]] = {}
        for row, (i, look) in enumerate(looks.items()):
            logits = seen.stances[row, look.first - look.begin]
            raised = np.exp(logits - logits.max())
            best = int(logits.argmax())
            found[i] = self._manifest.stances[best], scale(float(raised[best] / raised.sum()), self._manifest.scales["stances"])
        return found


def _drop_seconds(arguments: Sequence[TaggedSpan]) -> tuple[TaggedSpan, ...]:
    """Return the arguments with each numbered role once, the surest; PropBank's other roles may well come twice."""
    best: dict[str, TaggedSpan] = {}
    for argument in arguments:
        if argument.kind in _ONCE and argument.score > best.get(argument.kind, _NEVER).score:
            best[argument.kind] = argument
    return tuple(a for a in arguments if a.kind not in _ONCE or best[a.kind] is a)
