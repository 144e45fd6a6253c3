"""From the data sets to examples: windows of word pieces with the labels of every head that the set teaches.

Each ``load_*`` takes the data folder and yields ``Example``s. What a set does not teach is ``None`` and adds no loss.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from labels import ACTORS, ARGUMENTS, ATTRIBUTION, CROSSRE, ENTITIES, FILLERS, INCIDENTS, PREDICATES, RELATIONS, SYMMETRIC
from model import MAX_DISTANCE
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tacitus.neural.tokens import Window, make_windows

PREDICATE, CUE, ENTITY, TRIGGER = range(4)
CONFIDENT = 0.5  # re3d's own confidence below which an annotation is mostly wrong (its README)
N_RE3D = 1 + 2 * len(RELATIONS)


@dataclass(frozen=True, slots=True)
class Anchor:
    """One look at the words ``begin:end`` of a window from words ``first:last``; the labels of what stands around it.

    ``arguments`` are BIO tags of the words (-1 where not taught); ``pairs`` are (first, last, label) of other entities.
    """

    kind: int
    begin: int
    end: int
    first: int
    last: int
    arguments: NDArray[np.int64] | None = None
    pairs: tuple[tuple[int, int, int], ...] = ()
    types: NDArray[np.int64] | None = None
    stance: int = -1


@dataclass(frozen=True, slots=True)
class Example:
    """A window and what is to be learnt from it."""

    task: str
    document: str
    window: Window
    tags: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    anchors: tuple[Anchor, ...] = ()
    labels: NDArray[np.float32] | None = None  # incident types, any incident, relevance; -1 where not taught
    text: str = ""


def load_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def cover(window: Window, start: int, end: int) -> tuple[int, int] | None:
    """Return the words [first, last) of a window that a stretch of text touches."""
    first = int(np.searchsorted(window.ends, start, side="right"))
    last = int(np.searchsorted(window.starts, end, side="left"))
    return (first, last) if first < last else None


def tag_words(window: Window, spans: Sequence[tuple[int, int, str]], labels: tuple[str, ...]) -> NDArray[np.int64]:
    """Return BIO tags; of overlapping spans the one that comes first wins."""
    tags = np.zeros(len(window.starts), dtype=np.int64)
    for start, end, label in spans:
        words = cover(window, start, end)
        if words is None or label not in labels or tags[words[0] : words[1]].any():
            continue
        at = 1 + 2 * labels.index(label)
        tags[words[0] : words[1]] = at + 1
        tags[words[0]] = at
    return tags


def outermost(spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the spans that lie in no other, each place once."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        if not any(span[0] < other[1] and other[0] < span[1] for other in kept):
            kept.append(span)
    return sorted(kept)


def sentence_range(window: Window, word: int) -> tuple[int, int]:
    """Return the words [begin, end) of the sentence in which a word of the window stands."""
    number = window.sentences[word]
    found = np.flatnonzero(window.sentences == number)
    return int(found[0]), int(found[-1]) + 1


def one_sentence(window: Window) -> Window:
    """Return the window as a single sentence: the sets of single sentences were cut by their makers."""
    return Window(
        pieces=window.pieces, shapes=window.shapes, firsts=window.firsts, starts=window.starts, ends=window.ends,
        sentences=np.zeros_like(window.sentences),
    )  # fmt: skip


def single_windows(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[Window]]:
    """Return each text's windows, each as one sentence."""
    return [[one_sentence(w) for w in windows] for windows in make_windows(tokenizer, texts)]


def _relation_examples(
    task: str, document: str, text: str, windows: Sequence[Window], spans: dict[str, tuple[int, int, str]],
    relations: Sequence[tuple[str, str, str]], names: tuple[str, ...], base: int, *, teach_tags: bool,
) -> Iterator[Example]:  # fmt: skip
    flat = outermost(list(spans.values()))
    labels: dict[tuple[str, str], int] = {}
    for kind, head, tail in relations:
        at = base + 2 * names.index(kind)
        labels.setdefault((head, tail), at)
        labels.setdefault((tail, head), at if kind in SYMMETRIC else at + 1)
    for window in windows:
        tags = tag_words(window, flat, ENTITIES)
        placed = {key: words for key, (start, end, _) in spans.items() if (words := cover(window, start, end)) is not None}
        anchors = []
        for key, (first, last) in placed.items():
            begin, end = sentence_range(window, first)
            pairs = tuple(
                (f - begin, l - begin, labels.get((key, other), 0))
                for other, (f, l) in placed.items()
                if other != key and (f, l) != (first, last) and begin <= f and l <= end
            )
            if pairs:
                anchors.append(
                    Anchor(ENTITY, begin, end, first, min(last, end), pairs=pairs, types=tags[begin:end])
                )  # fmt: skip
        held = text[int(window.starts[0]) : int(window.ends[-1])]
        yield Example(task, document, window, {"entities": tags} if teach_tags else {}, tuple(anchors), text=held)


def load_re3d(
    folder: Path, tokenizer: Tokenizer, *, leave_out: frozenset[str], single: bool, sources: tuple[str, ...] = ("BBC Online",)
) -> Iterator[Example]:
    """Yield windows of re3d documents; ``sources`` (non-commercial texts) and the documents ``leave_out`` are not read."""
    for row in load_rows(folder / "re3d" / "train.jsonl.gz"):
        if row["id"] in leave_out or row["source"] in sources:
            continue
        yield from read_re3d(row, tokenizer, single=single)


def read_re3d(row: dict[str, Any], tokenizer: Tokenizer, *, single: bool) -> Iterator[Example]:
    """Yield the windows of one re3d document; with ``single`` a window is one sentence."""
    relations = [
        (r["type"], r["head"], r["tail"]) for r in row["relations"] if r["confidence"] >= CONFIDENT and r["type"] in RELATIONS
    ]
    related = {end for _, head, tail in relations for end in (head, tail)}
    spans = {
        e["id"]: (e["start"], e["end"], e["type"]) for e in row["entities"] if e["confidence"] >= CONFIDENT or e["id"] in related
    }
    windows = make_windows(tokenizer, [row["text"]])[0]
    if single:
        windows = [part for window in windows for part in split_window(window)]
    yield from _relation_examples("re3d", row["id"], row["text"], windows, spans, relations, RELATIONS, 1, teach_tags=True)


def split_window(window: Window) -> Iterator[Window]:
    """Yield a window's sentences as windows of their own."""
    bounds = np.append(window.firsts, len(window.pieces) - 1)
    for number in np.unique(window.sentences):
        words = np.flatnonzero(window.sentences == number)
        a, b = int(words[0]), int(words[-1]) + 1
        cut = slice(int(bounds[a]), int(bounds[b]))
        yield Window(
            pieces=np.concatenate([window.pieces[:1], window.pieces[cut], window.pieces[-1:]]),
            shapes=np.concatenate([window.shapes[:1], window.shapes[cut], window.shapes[-1:]]),
            firsts=window.firsts[a:b] - window.firsts[a] + 1,
            starts=window.starts[a:b], ends=window.ends[a:b], sentences=window.sentences[a:b],
        )  # fmt: skip


CROSSRE_TYPES = {
    "person": "Person", "politician": "Person", "organisation": "Organisation", "politicalparty": "Organisation",
    "location": "Location", "country": "Location", "band": "Organisation", "university": "Organisation",
}  # fmt: skip


def load_crossre(folder: Path, tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield sentences of news and politics with their relations, as practice in telling that two entities are related."""
    for name in ("news.train", "news.dev", "politics.train", "politics.dev", "news_ext.train", "news_ext.dev"):
        for row in load_rows(folder / "crossre" / f"{name}.jsonl.gz"):
            spans = {e["id"]: (e["start"], e["end"], CROSSRE_TYPES.get(e["type"], "none")) for e in row["entities"]}
            relations = [(r["type"], r["head"], r["tail"]) for r in row["relations"] if r["type"] in CROSSRE]
            windows = single_windows(tokenizer, [row["text"]])[0]
            yield from _relation_examples(
                "crossre", row["id"], row["text"], windows, spans, relations, CROSSRE, N_RE3D, teach_tags=False
            )


def load_srl(folder: Path, tokenizer: Tokenizer, split: str = "train") -> Iterator[Example]:
    """Yield web sentences with their predicates and PropBank arguments."""
    rows = [row for row in load_rows(folder / "srl_ewt" / f"{split}.jsonl.gz") if row["text"].strip()]
    for row, windows in zip(rows, single_windows(tokenizer, [r["text"] for r in rows]), strict=True):
        for window in windows:
            anchors = []
            tagged = []
            for predicate in row["predicates"]:
                start, end = row["tokens"][predicate["token"]]
                at = cover(window, start, end)
                if at is None:
                    continue
                tagged.append((start, end, "P"))
                spans = [(a["start"], a["end"], a["role"]) for a in predicate["args"] if a["role"] != "V"]
                anchors.append(
                    Anchor(PREDICATE, 0, len(window.starts), at[0], at[1], arguments=tag_words(window, spans, ARGUMENTS))
                )
            yield Example("srl", row["doc"], window, {"predicates": tag_words(window, tagged, PREDICATES)}, tuple(anchors))


def load_polnear(folder: Path, tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield windows of political news with their attributions; overlong windows of lists are kept as they are."""
    for row in load_rows(folder / "polnear" / "train.jsonl.gz"):
        spans = [
            (start, end, label)
            for a in row["attributions"]
            for key, label in (("cue", "CUE"), ("source", "SOURCE"), ("content", "CONTENT"))
            for start, end in a[key]
        ]
        for window in make_windows(tokenizer, [row["text"]])[0]:
            anchors = []
            for attribution in row["attributions"]:
                at = cover(window, *attribution["cue"][0]) if attribution["cue"] else None
                if at is None:
                    continue
                linked = [(s, e, label.upper()) for label in ("source", "content") for s, e in attribution[label]]
                tags = tag_words(window, linked, ARGUMENTS)
                anchors.append(Anchor(CUE, 0, len(window.starts), at[0], at[1], arguments=tags))
            yield Example("polnear", row["id"], window, {"attribution": tag_words(window, spans, ATTRIBUTION)}, tuple(anchors))


def load_muc4(folder: Path, tokenizer: Tokenizer, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Example]:
    """Yield windows of MUC-4 messages: every occurrence of a role filler is one."""
    for row in load_rows(folder / "muc4" / "train.jsonl.gz"):
        if row["id"] in leave_out:
            continue
        text = " " * row["body_start"] + row["text"][row["body_start"] :]
        by_template = [
            [
                (start, end, role)
                for role in FILLERS
                for entity in template[role]
                for mention in entity
                if not mention.get("partial_word")
                for start, end in mention["all_spans"]
            ]
            for template in row["templates"]
        ]
        spans = outermost([span for spans in by_template for span in spans])
        types = [template["incident_type"] for template in row["templates"]]
        for window in make_windows(tokenizer, [text])[0]:
            labels = np.zeros(len(INCIDENTS) + 2, dtype=np.float32)
            for kind, held in zip(types, by_template, strict=True):
                if any(cover(window, start, end) for start, end, _ in held):
                    for part in kind.split(" / "):
                        labels[INCIDENTS.index(part)] = 1
                    labels[len(INCIDENTS)] = 1
            labels[-1] = -1
            yield Example("muc4", row["id"], window, {"fillers": tag_words(window, spans, FILLERS)}, labels=labels)


def load_cameo(folder: Path, tokenizer: Tokenizer, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Example]:
    """Yield news sentences with the source and target of their event."""
    rows = [r for r in load_rows(folder / "cameo_ner" / "train.jsonl.gz") if r["id"] not in leave_out]
    for row, windows in zip(rows, single_windows(tokenizer, [r["text"] for r in rows]), strict=True):
        spans = [(e["start"], e["end"], e["type"]) for e in row["entities"]]
        for window in windows:
            yield Example("cameo", row["id"], window, {"actors": tag_words(window, spans, ACTORS)})


def load_relevance(folder: Path, tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield the first two windows of news articles, labelled as about conflict or not."""
    rows = list(load_rows(folder / "conflict_relevance" / "BBC_News.train.jsonl.gz"))
    for row, windows in zip(rows, make_windows(tokenizer, [r["text"][:1600] for r in rows]), strict=True):
        labels = np.full(len(INCIDENTS) + 2, -1, dtype=np.float32)
        labels[-1] = row["labels"] if isinstance(row["labels"], int) else row["labels"][0]
        for window in windows[:2]:
            yield Example("relevance", row["id"], window, labels=labels)


def clip_distance(begin: int, end: int, first: int, last: int) -> NDArray[np.int64]:
    """Return each word's signed distance from an anchor, clipped and shifted to start at 0."""
    at = np.arange(begin, end)
    away = np.where(at < first, at - first, np.where(at >= last, at - last + 1, 0))
    return np.clip(away, -MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE
