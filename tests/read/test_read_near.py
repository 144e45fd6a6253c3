"""Near copies are found however a copy was changed; reports that only share a subject are not."""

import random

import pytest

from tacitus.config import Settings
from tacitus.model import Report, Snapshot
from tacitus.read import LEAST_SHARED_KEYS, band_keys, compare_sketches, read_snapshot, sketch_text

NAMES = ["Odrin", "Karif", "Soral", "Marn", "Teke", "Abola", "Limbe", "Orimo"]
VERBS = ["attacked", "shelled", "left", "retook", "crossed", "mined", "searched", "burned"]
THINGS = ["the bridge", "a convoy", "the market", "two villages", "the old fort", "a checkpoint", "the depot", "a ferry"]
THRESHOLD = Settings().near_duplicate


def make_sentences(seed: int, n: int) -> list[str]:
    chance = random.Random(seed)
    return [
        f"{chance.choice(NAMES)} militia number {chance.randint(1, 99)} {chance.choice(VERBS)} {chance.choice(THINGS)} near"
        f" {chance.choice(NAMES)} on day {chance.randint(1, 365)}, and {chance.randint(2, 80)} fled to {chance.choice(NAMES)}."
        for _ in range(n)
    ]


def make_report(sentences: list[str]) -> Report:
    text = "Fighting goes on in the river provinces\n\n" + "\n\n".join(sentences)
    return read_snapshot(Snapshot(content=text.encode(), source="a.txt"), Settings())


def likeness(first: list[str], second: list[str]) -> tuple[float, int]:
    a, b = sketch_text(make_report(first)), sketch_text(make_report(second))
    return compare_sketches(a, b), len(set(band_keys(a)) & set(band_keys(b)))


WIRE = make_sentences(1, 20)
OTHER = make_sentences(2, 20)


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        WIRE[:8],
        WIRE[:10] + OTHER[:10],
        OTHER[:12] + WIRE[:8],
        [s.replace("militia", "rebel group") for s in WIRE],
        list(reversed(WIRE)),
    ],
    ids=["same", "shortened", "half new", "quoted inside", "words changed", "order changed"],
)
def test_copies_are_found(copy: list[str]) -> None:
    value, n_shared = likeness(WIRE, copy)
    assert value >= THRESHOLD
    assert n_shared >= LEAST_SHARED_KEYS


def test_reports_on_the_same_war_are_no_copies() -> None:
    value, _ = likeness(WIRE, OTHER)
    assert value < THRESHOLD


def test_one_shared_quote_is_no_copy() -> None:
    value, _ = likeness(
        [*WIRE, "We will not leave the river, the spokesman of the militia said."],
        [*OTHER, "We will not leave the river, the spokesman of the militia said."],
    )
    assert value < THRESHOLD


def test_comments_and_furniture_do_not_count() -> None:
    text = "Bridge falls at Odrin\n\nThe bridge at Odrin fell on Monday after two blasts, the mayor of the town said.\n"
    tail = "\n© Odrin Post. All rights reserved.\n\nRead also: Another story about another bridge far away\n"
    plain = read_snapshot(Snapshot(content=text.encode(), source="a.txt"), Settings())
    furnished = read_snapshot(Snapshot(content=(text + tail).encode(), source="b.txt"), Settings())
    assert sketch_text(plain) == sketch_text(furnished)


def test_sketch_is_stable() -> None:
    sketch = sketch_text(make_report(["Shots were fired at the customs post near Odrin on Friday."]))
    assert len(sketch) == 516
    assert sketch == sketch_text(make_report(["Shots were fired at the customs post near Odrin on Friday."]))
