"""From examples to tensors, a batch holding windows of one task and about one length."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from data import Anchor, Example, clip_distance
from torch import Tensor

from tacitus.neural.tokens import UNKNOWN, bucket

TOKENS_A_BATCH = 1100
MAX_ANCHOR_WORDS = 6000


@dataclass
class AnchorBatch:
    """Anchors of a batch of windows, ready for the anchor reader."""

    window: Tensor
    index: Tensor
    firsts: Tensor  # where among the words the anchor begins
    mask: Tensor
    kinds: Tensor
    distance: Tensor
    types: Tensor
    arguments: Tensor | None
    pairs: Tensor  # rows of (anchor, first word, last word, label)
    stances: Tensor  # rows of (anchor, trigger word, stance)


@dataclass
class Batch:
    """Windows of one task."""

    task: str
    pieces: Tensor
    shapes: Tensor
    firsts: Tensor
    word_mask: Tensor
    tags: dict[str, Tensor]
    labels: Tensor | None
    anchors: AnchorBatch | None


def plan_batches(examples: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """Return all examples in batches of one bucket each, shuffled."""
    groups: dict[int, list[Example]] = {}
    for example in rng.sample(list(examples), len(examples)):
        groups.setdefault(bucket(len(example.window.pieces)), []).append(example)
    batches = []
    for size, members in groups.items():
        step = max(1, TOKENS_A_BATCH // size)
        batches += [members[i : i + step] for i in range(0, len(members), step)]
    rng.shuffle(batches)
    return batches


def pad(arrays: Sequence[np.ndarray], value: int = 0) -> Tensor:
    """Return integer arrays side by side, filled up with a value."""
    out = np.full((len(arrays), max(len(a) for a in arrays)), value, dtype=np.int64)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(out)


def make_batch(examples: Sequence[Example], rng: random.Random, *, hide_case: float = 0.0) -> Batch:
    """Return the tensors of a batch; ``hide_case`` is the share of windows whose case is hidden, as in capitals-only text."""
    windows = [e.window for e in examples]
    shapes = [
        np.where((w.shapes >= 1) & (w.shapes <= 4) | (w.shapes == 6), UNKNOWN, w.shapes) if rng.random() < hide_case else w.shapes
        for w in windows
    ]
    anchors = [(i, anchor) for i, e in enumerate(examples) for anchor in e.anchors]
    return Batch(
        task=examples[0].task,
        pieces=pad([w.pieces for w in windows]),
        shapes=pad(shapes),
        firsts=pad([w.firsts for w in windows]),
        word_mask=pad([np.ones(len(w.firsts), dtype=np.int64) for w in windows]).float(),
        tags={head: pad([e.tags[head] for e in examples]) for head in examples[0].tags},
        labels=torch.from_numpy(np.stack([e.labels for e in examples])) if examples[0].labels is not None else None,
        anchors=make_anchors(_choose(anchors, rng)) if anchors else None,
    )


def _choose(anchors: list[tuple[int, Anchor]], rng: random.Random) -> list[tuple[int, Anchor]]:
    longest = max(a.end - a.begin for _, a in anchors)
    most = max(4, MAX_ANCHOR_WORDS // longest)
    return anchors if len(anchors) <= most else rng.sample(anchors, most)


def make_anchors(anchors: Sequence[tuple[int, Anchor]]) -> AnchorBatch:
    """Return the anchor reader's input; ``index`` points at words of the window, padded by its first word."""
    lengths = [a.end - a.begin for _, a in anchors]
    inside = [2 * a.kind + ((np.arange(a.begin, a.end) >= a.first) & (np.arange(a.begin, a.end) < a.last)) for _, a in anchors]
    taught = any(a.arguments is not None for _, a in anchors)
    pairs = [(i, f, l - 1, label) for i, (_, a) in enumerate(anchors) for f, l, label in a.pairs]
    return AnchorBatch(
        window=torch.tensor([i for i, _ in anchors]),
        index=pad([np.arange(a.begin, a.end) for _, a in anchors]),
        firsts=torch.tensor([a.first - a.begin for _, a in anchors]),
        mask=pad([np.ones(n, dtype=np.int64) for n in lengths]).float(),
        kinds=pad(inside),
        distance=pad([clip_distance(a.begin, a.end, a.first, a.last) for _, a in anchors]),
        types=pad(
            [a.types if a.types is not None else np.zeros(n, dtype=np.int64) for n, (_, a) in zip(lengths, anchors, strict=True)]
        ),
        arguments=pad(
            [
                np.full(n, -1) if a.arguments is None else a.arguments[a.begin : a.end]
                for n, (_, a) in zip(lengths, anchors, strict=True)
            ],
            -1,
        )
        if taught
        else None,
        pairs=torch.tensor(pairs, dtype=torch.int64).view(-1, 4),
        stances=torch.tensor(
            [(i, a.first - a.begin, a.stance) for i, (_, a) in enumerate(anchors) if a.stance >= 0], dtype=torch.int64
        ).view(-1, 3),
    )


def iterate(plan: Sequence[tuple[str, float]], examples: dict[str, list[Example]], seed: int) -> Iterator[list[Example]]:
    """Yield the batches of a whole training: every task its number of passes, all shuffled together."""
    rng = random.Random(seed)
    batches: list[list[Example]] = []
    for task, passes in plan:
        held = examples[task]
        whole, part = int(passes), passes - int(passes)
        for _ in range(whole):
            batches += plan_batches(held, rng)
        if part:
            batches += plan_batches(rng.sample(held, int(part * len(held))), rng)
    rng.shuffle(batches)
    yield from batches
