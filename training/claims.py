"""From the primer's passages to examples: triggers, their roles and stance, and the relations between actors."""

import random
from collections.abc import Iterator, Sequence

import numpy as np
from data import ENTITY, TRIGGER, Anchor, Example, cover, sentence_range, tag_words
from labels import ARGUMENTS, ENTITIES, OWN_FIRST, STANCES
from names import Names
from numpy.typing import NDArray
from primer import RELATIONS, SYMMETRIC, TRIGGERS, Claim, Filled, Passage, fill
from tokenizers import Tokenizer

from tacitus.neural.tokens import Window, make_windows

PARTIES = frozenset({"group", "coalition", "army", "police", "state", "person", "civilians"})
COREFERS = OWN_FIRST + 2 * len(RELATIONS)


def load_passages(passages: Sequence[Passage], names: Names, tokenizer: Tokenizer, seed: int) -> list[Example]:
    """Return the passages as examples, with names drawn by the seed."""
    rng = random.Random(seed)
    filled = [fill(p, {slot: names.draw(kind, rng) for slot, kind in p.kinds.items()}) for p in passages]
    windows = make_windows(tokenizer, [f.text for f in filled])
    return [
        _make_example(passage, text, window)
        for passage, text, cut in zip(passages, filled, windows, strict=True)
        for window in cut
    ]


def _make_example(passage: Passage, filled: Filled, window: Window) -> Example:
    types = {claim.trigger: claim.type for claim in passage.claims}
    triggers = [(start, end, types[number]) for number, (start, end) in filled.triggers.items()]
    flat = [
        (start, end, "Person" if passage.kinds[slot] == "person" else "Organisation")
        for slot, start, end in filled.mentions if passage.kinds[slot] in PARTIES
    ]  # fmt: skip
    tags = tag_words(window, flat, ENTITIES)
    anchors = [*_trigger_anchors(passage, filled, window), *_party_anchors(passage, filled, window, tags)]
    return Example(
        "primer", passage.where, window, {"triggers": tag_words(window, triggers, TRIGGERS)}, tuple(anchors), text=filled.text
    )


def _trigger_anchors(passage: Passage, filled: Filled, window: Window) -> Iterator[Anchor]:
    for claim in passage.claims:
        at = cover(window, *filled.triggers[claim.trigger])
        if at is None:
            continue
        spans = list(_role_spans(claim, filled, window, at[0]))
        yield Anchor(
            TRIGGER, 0, len(window.starts), at[0], at[1],
            arguments=tag_words(window, spans, ARGUMENTS), stance=STANCES.index(claim.stance),
        )  # fmt: skip


def _role_spans(claim: Claim, filled: Filled, window: Window, trigger: int) -> Iterator[tuple[int, int, str]]:
    """Yield the mentions that carry a role: those in the trigger's sentence, else the nearest one."""
    begin, end = sentence_range(window, trigger)
    for role, slot in claim.roles:
        placed = [
            (words, start, stop) for s, start, stop in filled.mentions if s == slot and (words := cover(window, start, stop))
        ]
        near = [(start, stop) for words, start, stop in placed if begin <= words[0] < end]
        if not near and placed:
            near = [min(((abs(words[0] - trigger), start, stop) for words, start, stop in placed))[1:]]
        yield from ((start, stop, role.upper()) for start, stop in near)


def _party_anchors(passage: Passage, filled: Filled, window: Window, tags: NDArray[np.int64]) -> Iterator[Anchor]:
    labels: dict[tuple[str, str], int] = {}
    for head, kind, tail in passage.relations:
        at = OWN_FIRST + 2 * RELATIONS.index(kind)
        labels.setdefault((head, tail), at)
        labels.setdefault((tail, head), at if kind in SYMMETRIC else at + 1)
    placed = [
        (slot, words) for slot, start, end in filled.mentions
        if passage.kinds[slot] in PARTIES and (words := cover(window, start, end)) is not None
    ]  # fmt: skip
    for n, (slot, (first, last)) in enumerate(placed):
        begin, end = sentence_range(window, first)
        pairs = tuple(
            (f - begin, l - begin, COREFERS if other == slot else labels.get((slot, other), 0))
            for m, (other, (f, l)) in enumerate(placed)
            if m != n and begin <= f and l <= end and (f, l) != (first, last)
        )
        if pairs:
            yield Anchor(ENTITY, begin, end, first, min(last, end), pairs=pairs, types=tags[begin:end])
