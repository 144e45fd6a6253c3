"""The reader's own model at work: texts in, readings out, on the CPU, the same bytes whatever is read beside them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from tacitus.errors import ModelError
from tacitus.neural.anchors import CUE, ENTITY, PREDICATE, TRIGGER, Anchor, AnchorTeller, Page, Placed, make_anchor, place
from tacitus.neural.folder import SHIPPED, Manifest, load_manifest
from tacitus.neural.reading import Attribution, Frame, Given, Passage, Reading, Relation, TaggedSpan, Telling
from tacitus.neural.sessions import Sessions, open_sessions
from tacitus.neural.tagging import Ints, Moves, Run, find_runs, find_tags, label_probabilities, scale
from tacitus.neural.tokens import Window, load_tokenizer, make_windows
from tacitus.text import split_sentences

_WINDOWS_AT_ONCE = 256
_NOTHING = Given()


class _Weighed(NamedTuple):
    passage: Passage
    relevance: float


@dataclass(slots=True)
class _Draft:
    """What has been read of one text so far."""

    spans: dict[str, list[TaggedSpan]] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    ties: list[Relation] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
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

    def read(self, texts: Sequence[str], given: Sequence[Given] | None = None) -> list[Reading]:
        """Return the reading of each text.

        Args:
            texts: any number of texts; windows of one length are read together.
            given: for each text, entities or predicates to use in place of the model's own.
        """
        wanted = [_NOTHING] * len(texts) if given is None else given
        drafts = [_Draft() for _ in texts]
        windows = ((i, window) for i, of_text in enumerate(make_windows(self._tokenizer, texts)) for window in of_text)
        while part := list(islice(windows, _WINDOWS_AT_ONCE)):
            encoded = self._sessions.encode([window for _, window in part])
            pages = [Page(text=i, window=window, encoded=e) for (i, window), e in zip(part, encoded, strict=True)]
            self._read_pages(pages, wanted, drafts)
        return [self._finish(text, draft, g) for text, draft, g in zip(texts, drafts, wanted, strict=True)]

    def encode_only(self, texts: Sequence[str]) -> int:
        """Run the bare encoder and return the number of windows: what a whole reading is timed against."""
        windows = (window for of_text in make_windows(self._tokenizer, texts) for window in of_text)
        n_windows = 0
        while part := list(islice(windows, _WINDOWS_AT_ONCE)):
            n_windows += len(self._sessions.encode(part))
        return n_windows

    def _read_pages(self, pages: Sequence[Page], wanted: Sequence[Given], drafts: Sequence[_Draft]) -> None:
        self._tag(pages)
        anchors: list[Anchor] = []
        ends: list[int] = []
        for page in pages:
            anchors += self._make_anchors(page, wanted[page.text])
            ends.append(len(anchors))
        told, pairs = self._teller.tell(anchors)
        for page, begin, end in zip(pages, [0, *ends], ends, strict=False):
            draft = drafts[page.text]
            draft.windows.append(self._weigh(page))
            for head, found in page.found.items():
                draft.spans.setdefault(head, []).extend(p.span for p in found)
            draft.frames += [t for i in range(begin, end) if isinstance(t := told.get(i), Frame)]
            draft.attributions += [t for i in range(begin, end) if isinstance(t := told.get(i), Attribution)]
            draft.tellings += [t for i in range(begin, end) if isinstance(t := told.get(i), Telling)]
            entities = [i for i in range(begin, end) if i in pairs]
            ends_of, logits = [anchors[i] for i in entities], [pairs[i] for i in entities]
            draft.relations += self._teller.relate(ends_of, logits)
            draft.ties += self._teller.tie(ends_of, logits)

    def _tag(self, pages: Sequence[Page]) -> None:
        """Put into each page the tags of its words and the spans that they make."""
        lengths = np.array([len(page.window.starts) for page in pages])
        n_tags = sum(1 + 2 * len(labels) for labels in self.manifest.labels.values())
        logits = np.zeros((len(pages), int(lengths.max()), n_tags), dtype=np.float32)
        for row, page in enumerate(pages):
            logits[row, : lengths[row]] = page.encoded.tokens
        for head, columns in self._columns.items():
            of_head = np.ascontiguousarray(logits[:, :, columns])
            tags = find_tags(of_head, lengths, self._moves[head]).tolist()
            probabilities = label_probabilities(of_head)
            for row, page in enumerate(pages):
                page.tags[head] = tags[row][: lengths[row]]
                runs = find_runs(page.tags[head], probabilities[row])
                page.found[head] = [self._place_run(page.window, head, run) for run in runs]

    def _place_run(self, window: Window, head: str, run: Run) -> Placed:
        span = TaggedSpan(
            start=int(window.starts[run.first]),
            end=int(window.ends[run.last - 1]),
            kind=self.manifest.labels[head][run.label],
            score=scale(run.probability, self.manifest.scales[head]),
        )
        return Placed(span=span, first=run.first, last=run.last)

    def _make_anchors(self, page: Page, given: Given) -> Iterator[Anchor]:
        reach = self.manifest.max_distance
        predicates = page.found["predicates"]
        if given.predicates is not None:
            spans = [TaggedSpan(start=start, end=end, kind="P") for start, end in given.predicates]
            predicates = _place_given(page.window, spans)
        for placed in predicates:
            yield make_anchor(PREDICATE, placed, page, reach=reach)
        for placed in page.found["attribution"]:
            if placed.span.kind == "CUE":
                yield make_anchor(CUE, placed, page, reach=reach)
        for placed in page.found["triggers"]:
            yield make_anchor(TRIGGER, placed, page, reach=reach)
        entities, types = page.found["entities"], np.array(page.tags["entities"])
        if given.entities is not None:
            entities = _place_given(page.window, given.entities)
            types = self._tag_given(len(types), entities)
        if len(entities) > 1:
            for placed in entities:
                yield make_anchor(ENTITY, placed, page, reach=reach, types=types)

    def _tag_given(self, n_words: int, entities: Sequence[Placed]) -> Ints:
        """Return the entity tags of given entities; of overlapping ones the longest, as in training."""
        tags = np.zeros(n_words, dtype=np.int64)
        labels = self.manifest.labels["entities"]
        for p in sorted(entities, key=lambda p: (p.span.start - p.span.end, p.span.start)):
            if p.span.kind in labels and not tags[p.first : p.last].any():
                tags[p.first : p.last] = 2 + 2 * labels.index(p.span.kind)
                tags[p.first] -= 1
        return tags

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

    def _weigh(self, page: Page) -> _Weighed:
        """Return what the logits of a whole window say: incident types, any incident, relevance."""
        scales = self.manifest.scales
        shares = (1 / (1 + np.exp(-page.encoded.window.astype(np.float64)))).tolist()
        types = [scale(p, scales["window"]) for p in shares[: len(self.manifest.incidents)]]
        passage = Passage(
            start=int(page.window.starts[0]),
            end=int(page.window.ends[-1]),
            incident_types=dict(zip(self.manifest.incidents, types, strict=True)),
            incident=scale(shares[-2], scales["window"]),
        )
        return _Weighed(passage, scale(shares[-1], scales["relevance"]))


def hash_text(text: str) -> str:
    """Return the hash under which a model folder remembers a sentence that it learnt from."""
    return hashlib.blake2b("".join(c for c in text.lower() if c.isalnum()).encode(), digest_size=8).hexdigest()


def _place_given(window: Window, spans: Sequence[TaggedSpan]) -> list[Placed]:
    """Return the spans of which a word stands in the window."""
    held = ((span, place(window, span.start, span.end)) for span in spans)
    return [Placed(span=span, first=words[0], last=words[1]) for span, words in held if words is not None]


@lru_cache(maxsize=4)
def _load(folder: Path, threads: int) -> Model:
    manifest = load_manifest(folder)
    with np.load(folder / "transitions.npz", allow_pickle=False) as held:
        moves = {head: Moves(between=held[f"{head}.moves"], first=held[f"{head}.first"]) for head in manifest.labels}
    try:
        tokenizer = load_tokenizer(folder / "tokenizer.json")
    except Exception as error:  # tokenizers has no error class of its own
        raise ModelError(
            str(folder / "tokenizer.json"), got=str(error), expected="a tokenizer of the tokenizers library"
        ) from error
    return Model(manifest, tokenizer, open_sessions(folder, threads), moves)
