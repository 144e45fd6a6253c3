"""The reader's own model at work: texts in, readings out, on the CPU, the same bytes whatever is read beside them."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from tokenizers import Tokenizer

from tacitus.errors import ModelError
from tacitus.neural.anchors import CUE, ENTITY, PREDICATE, TRIGGER, Anchor, AnchorTeller
from tacitus.neural.folder import SHIPPED, Manifest, load_manifest
from tacitus.neural.pairs import find_pairs, find_relations, gather_logits
from tacitus.neural.reading import Attribution, Frame, Given, Passage, Reading, Relation, TaggedSpan, Telling
from tacitus.neural.sessions import Sessions, open_sessions
from tacitus.neural.sheet import Floats, Ints, Sheet
from tacitus.neural.tagging import Moves, find_tags, scale, weigh_runs
from tacitus.neural.tokens import Window, load_tokenizer, make_windows
from tacitus.text import split_sentences

_WINDOWS_AT_ONCE = 32
_FIRST_WORD = 1995  # the vocabulary lists marks and letters first, then words, the most frequent first
_NOTHING = Given()
ANCHORED: Final = frozenset({"frames", "attributions", "tellings", "relations", "ties"})
"""The parts of a reading that the anchor reader gives."""
_PARTS: Final = {
    PREDICATE: frozenset({"frames"}), CUE: frozenset({"attributions"}), TRIGGER: frozenset({"tellings"}),
    ENTITY: frozenset({"relations", "ties"}),
}  # fmt: skip
_ASSERTED = ("asserted", 1.0)
_KINDS = {"predicates": PREDICATE, "attribution": CUE, "entities": ENTITY, "triggers": TRIGGER}


class _Weighed(NamedTuple):
    passage: Passage
    relevance: float


@dataclass(slots=True)
class _Draft:
    """What has been read of one text so far."""

    spans: dict[str, list[TaggedSpan]] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    ties: list[Relation] = field(default_factory=list)
    windows: list[_Weighed] = field(default_factory=list)


class Model:
    """The reader's model. Not to be shared between threads that read at once; each process loads its own."""

    def __init__(self, manifest: Manifest, tokenizer: Tokenizer, sessions: Sessions, moves: Mapping[str, Moves]) -> None:
        self.manifest = manifest
        self._tokenizer, self._sessions, self._moves = tokenizer, sessions, moves
        self._teller = AnchorTeller(manifest, sessions)
        sizes = [1 + 2 * len(labels) for labels in manifest.labels.values()]
        ends = np.cumsum(sizes).tolist()
        self._columns = {head: slice(end - size, end) for head, size, end in zip(manifest.labels, sizes, ends, strict=True)}

    @staticmethod
    def load(folder: Path | None = None, *, threads: int = 1) -> "Model":
        """Return the model of a folder, loaded once in a process.

        Args:
            folder: a model folder; ``None`` for the one in the package.
            threads: how many threads one reading may use; a reading is the same whatever their number.

        Raises:
            ModelError: the folder is no model of this version, or a file in it is not the one that its manifest names.
        """
        return _load(SHIPPED if folder is None else folder.resolve(), threads)

    @property
    def digest(self) -> str:
        """The SHA-256 of the manifest, which names every other file's."""
        return self.manifest.digest

    @property
    def name(self) -> str:
        """What the model calls itself."""
        return self.manifest.name

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages (ISO 639-1) that the model reads."""
        return self.manifest.languages

    @cached_property
    def _learnt(self) -> frozenset[str]:
        return frozenset((self.manifest.folder / "learnt.txt").read_text("ascii").split())

    def was_trained_on(self, text: str) -> bool:
        """Return whether the model learnt entities or relations from this very sentence, case and punctuation aside."""
        return hash_text(text) in self._learnt

    def read(
        self, texts: Sequence[str], given: Sequence[Given] | None = None, *, parts: frozenset[str] = ANCHORED
    ) -> list[Reading]:
        """Return the reading of each text.

        Args:
            texts: any number of texts; windows of one length are read together.
            given: for each text, entities or predicates to use in place of the model's own.
            parts: which of ``ANCHORED`` to read; the others stay empty and take no time.
        """
        wanted = [_NOTHING] * len(texts) if given is None else given
        drafts = [_Draft() for _ in texts]
        for numbers, windows in self._slice_windows(texts):
            self._read_sheet(self._sessions.encode(windows), numbers, wanted, drafts, parts)
        return [self._finish(text, draft, g) for text, draft, g in zip(texts, drafts, wanted, strict=True)]

    def encode_only(self, texts: Sequence[str]) -> int:
        """Run the bare encoder and return the number of windows: what a whole reading is timed against."""
        return sum(len(self._sessions.encode(windows).windows) for _, windows in self._slice_windows(texts))

    def embed(self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]) -> list[Floats]:
        """Return what the encoder says of stretches of texts, each the mean over the words that it touches.

        A row depends on its own text alone, never on what else is embedded beside it.

        Args:
            texts: any number of texts.
            spans: for each text, stretches [start, end) in code points; ``(0, len(text))`` is the whole of it.

        Returns:
            For each text a row a stretch, zeros where it touches no word. *Shape:* (n_spans, n_projected), float32
        """
        totals = [np.zeros((len(listed), self._width), dtype=np.float32) for listed in spans]
        counts = [np.zeros((len(listed), 1), dtype=np.float32) for listed in spans]
        for numbers, windows in self._slice_windows(texts):
            sheet = self._sessions.encode(windows)
            for window, text in enumerate(numbers):
                for row, (start, end) in enumerate(spans[text]):
                    place = sheet.place(window, start, end)
                    if place is not None:
                        totals[text][row] += sheet.words[slice(*place)].sum(axis=0)
                        counts[text][row] += place[1] - place[0]
        return [(total / np.maximum(count, 1)).astype(np.float32) for total, count in zip(totals, counts, strict=True)]

    def weigh_rarity(self, words: Sequence[str]) -> list[float]:
        """Return how rare each lower-case word is by the vocabulary, in [0.05, 1]; 1 for what takes several pieces."""
        encodings = self._tokenizer.encode_batch(list(words), add_special_tokens=False)
        ranks = [encoding.ids[0] - _FIRST_WORD if len(encoding.ids) == 1 else self._n_words for encoding in encodings]
        return [round(min(1.0, max(0.05, math.log(max(rank, 1)) / math.log(self._n_words))), 4) for rank in ranks]

    @cached_property
    def _n_words(self) -> int:
        return self._tokenizer.get_vocab_size() - _FIRST_WORD

    @cached_property
    def _width(self) -> int:
        return int(self._sessions.encoder.get_outputs()[1].shape[2])

    def _slice_windows(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[Window]]]:
        """Yield windows, at most so many at once, with the number of each one's text."""
        held = ((i, window) for i, of_text in enumerate(make_windows(self._tokenizer, texts)) for window in of_text)
        while part := list(islice(held, _WINDOWS_AT_ONCE)):
            yield [i for i, _ in part], [window for _, window in part]

    def _read_sheet(
        self, sheet: Sheet, numbers: Sequence[int], wanted: Sequence[Given], drafts: Sequence[_Draft], parts: frozenset[str]
    ) -> None:
        found, types = self._tag(sheet)
        anchors: list[Anchor] = []
        for window, text in enumerate(numbers):
            for head, of_head in found.items():
                drafts[text].spans.setdefault(head, []).extend(anchor.span for anchor in of_head[window])
            made = self._make_anchors(sheet, window, found, wanted[text], types)
            anchors += (anchor for anchor in made if not parts.isdisjoint(_PARTS[anchor.kind]))
            drafts[text].windows.append(self._weigh(sheet, window))
        told = self._teller.tell(sheet, anchors, types)
        for i, arguments in sorted(told.arguments.items()):
            _put(drafts[numbers[anchors[i].window]], anchors[i], arguments, told.stances.get(i, _ASSERTED))
        pairs = find_pairs({i: anchors[i] for i in sorted(told.pairs)}, sheet)
        logits = gather_logits(pairs, anchors, told.pairs, sheet)
        for group in sorted(parts & {"relations", "ties"}):
            for window, relation in find_relations(pairs, anchors, logits, self.manifest, group):
                getattr(drafts[numbers[window]], group).append(relation)

    def _tag(self, sheet: Sheet) -> tuple[dict[str, list[list[Anchor]]], Ints]:
        """Return what each token head finds in each window, and the entity tags of the words."""
        found: dict[str, list[list[Anchor]]] = {}
        types = np.zeros(len(sheet.starts), dtype=np.int64)
        for head, columns in self._columns.items():
            logits = np.ascontiguousarray(sheet.tokens[:, columns])
            eager = logits.copy()
            eager[:, 0] -= np.float32(self.manifest.eagerness[head])
            tags = find_tags(eager, sheet.bounds, self._moves[head])
            found[head] = [[] for _ in sheet.windows]
            for run in weigh_runs(tags, logits, sheet.bounds, self._moves[head]):
                window = int(np.searchsorted(sheet.bounds, run.first, side="right")) - 1
                span = TaggedSpan(
                    start=int(sheet.starts[run.first]),
                    end=int(sheet.ends[run.last - 1]),
                    kind=self.manifest.labels[head][run.label],
                    score=scale(run.probability, self.manifest.scales[head]),
                )
                kind = _KINDS.get(head, PREDICATE)
                found[head][window].append(Anchor(kind=kind, span=span, window=window, first=run.first, last=run.last))
            if head == "entities":
                types = tags
        return found, types

    def _make_anchors(
        self, sheet: Sheet, window: int, found: Mapping[str, Sequence[Sequence[Anchor]]], given: Given, types: Ints
    ) -> Iterator[Anchor]:
        """Yield the anchors of a window; tags of given entities replace those in ``types``."""
        predicates, entities = found["predicates"][window], found["entities"][window]
        if given.predicates is not None:
            spans = [TaggedSpan(start=start, end=end, kind="P") for start, end in given.predicates]
            predicates = _place_given(sheet, window, PREDICATE, spans)
        if given.entities is not None:
            entities = _place_given(sheet, window, ENTITY, given.entities)
            self._tag_given(sheet, window, entities, types)
        yield from predicates
        yield from (anchor for anchor in found["attribution"][window] if anchor.span.kind == "CUE")
        if "triggers" in found:
            yield from found["triggers"][window]
        sentences = Counter(int(sheet.begins[anchor.first]) for anchor in entities)
        yield from (anchor for anchor in entities if sentences[int(sheet.begins[anchor.first])] > 1)

    def _tag_given(self, sheet: Sheet, window: int, entities: Sequence[Anchor], types: Ints) -> None:
        """Write the tags of given entities; of overlapping ones the longest, as in training."""
        labels = self.manifest.labels["entities"]
        types[sheet.bounds[window] : sheet.bounds[window + 1]] = 0
        for anchor in sorted(entities, key=lambda a: (a.span.start - a.span.end, a.span.start)):
            if anchor.span.kind in labels and not types[anchor.first : anchor.last].any():
                types[anchor.first : anchor.last] = 2 + 2 * labels.index(anchor.span.kind)
                types[anchor.first] -= 1

    def _weigh(self, sheet: Sheet, window: int) -> _Weighed:
        """Return what the logits of a whole window say: incident types, any incident, relevance."""
        scales = self.manifest.scales
        shares = (1 / (1 + np.exp(-sheet.windows[window].astype(np.float64)))).tolist()
        types = [scale(p, scales["window"]) for p in shares[: len(self.manifest.incidents)]]
        passage = Passage(
            start=int(sheet.starts[sheet.bounds[window]]),
            end=int(sheet.ends[sheet.bounds[window + 1] - 1]),
            incident_types=dict(zip(self.manifest.incidents, types, strict=True)),
            incident=scale(shares[-2], scales["window"]),
        )
        return _Weighed(passage, scale(shares[-1], scales["relevance"]))

    def _finish(self, text: str, draft: _Draft, given: Given) -> Reading:
        spans = {head: tuple(draft.spans.get(head, ())) for head in self.manifest.labels}
        opening = [p.relevance for p in draft.windows[:2]]
        scores = [p.passage.incident_types for p in draft.windows]
        return Reading(
            sentences=tuple(split_sentences(text)),
            passages=tuple(p.passage for p in draft.windows),
            entities=spans["entities"] if given.entities is None else given.entities,
            actors=spans["actors"],
            frames=tuple(draft.frames),
            attributions=tuple(draft.attributions),
            attribution_tokens=spans["attribution"],
            relations=tuple(draft.relations),
            ties=tuple(draft.ties),
            tellings=tuple(draft.tellings),
            fillers=spans["fillers"],
            incident_types={kind: max((s[kind] for s in scores), default=0.0) for kind in self.manifest.incidents},
            relevance=round(sum(opening) / len(opening), 4) if opening else 0.0,
        )


def hash_text(text: str) -> str:
    """Return the hash under which a model folder remembers a sentence that it learnt from."""
    return hashlib.blake2b("".join(c for c in text.lower() if c.isalnum()).encode(), digest_size=8).hexdigest()


def _place_given(sheet: Sheet, window: int, kind: int, spans: Sequence[TaggedSpan]) -> list[Anchor]:
    """Return the spans of which a word stands in the window."""
    held = ((span, sheet.place(window, span.start, span.end)) for span in spans)
    return [Anchor(kind=kind, span=span, window=window, first=at[0], last=at[1]) for span, at in held if at is not None]


def _put(draft: _Draft, anchor: Anchor, arguments: tuple[TaggedSpan, ...], stance: tuple[str, float]) -> None:
    if anchor.kind == PREDICATE:
        draft.frames.append(Frame(predicate=anchor.span, arguments=arguments))
    elif anchor.kind == CUE:
        sources = tuple(a for a in arguments if a.kind == "SOURCE")
        draft.attributions.append(
            Attribution(cue=anchor.span, sources=sources, contents=tuple(a for a in arguments if a.kind == "CONTENT"))
        )
    else:
        roles = tuple(replace(a, kind=a.kind.lower()) for a in arguments)
        draft.tellings.append(Telling(trigger=anchor.span, roles=roles, stance=stance[0], stance_score=stance[1]))


@lru_cache(maxsize=4)
def _load(folder: Path, threads: int) -> Model:
    manifest = load_manifest(folder)
    sessions = open_sessions(folder, threads, manifest.max_distance)
    try:
        tokenizer = load_tokenizer(folder / "tokenizer.json")
    except Exception as error:  # tokenizers has no error class of its own
        raise ModelError(
            str(folder / "tokenizer.json"), got=str(error), expected="a tokenizer of the tokenizers library"
        ) from error
    return Model(manifest, tokenizer, sessions, _load_moves(folder / "transitions.npz", manifest))


def _load_moves(path: Path, manifest: Manifest) -> dict[str, Moves]:
    try:
        with np.load(path, allow_pickle=False) as held:
            return {head: Moves(between=held[f"{head}.moves"], first=held[f"{head}.first"]) for head in manifest.labels}
    except (ValueError, KeyError, OSError, EOFError) as error:
        raise ModelError(str(path), got=str(error), expected="an npz with the moves of each token head") from error
