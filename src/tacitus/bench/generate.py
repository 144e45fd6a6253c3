"""Reports made up by a seeded generator, for measuring speed and memory. They say nothing about accuracy."""

import random
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

CHOICE = re.compile(r"\[([^\]]*)\]")


@cache
def _words() -> dict[str, Any]:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {name: value.split("|") if isinstance(value, str) else value for name, value in table.items()}


def _name_group(chance: random.Random) -> str:
    words = _words()
    return " ".join(chance.choice(words[part]) for part in ("first", "second", "kind"))


def _write_sentence(chance: random.Random, published: date, groups: dict[str, str]) -> str:
    words = _words()
    template = CHOICE.sub(lambda choice: chance.choice(choice[1].split("|")), chance.choice(words["sentences"]))
    return template.format(
        **groups,
        p=chance.choice(words["towns"]),
        q=chance.choice(words["towns"]),
        n=chance.randrange(2, 40),
        m=chance.randrange(3, 90),
        person=chance.choice(words["persons"]),
        job=chance.choice(words["jobs"]),
        day=f"{published - timedelta(days=chance.randrange(1, 7)):%A}",
        month=f"{published - timedelta(days=60):%B}",
    )


def generate_report(seed: int, *, n_words: int = 400) -> str:
    """Return one made-up report of about ``n_words`` words; equal seeds give equal text."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    published = date(2015, 1, 1) + timedelta(days=chance.randrange(2000))
    groups = {key: _name_group(chance) for key in "abcd"}
    paragraphs: list[list[str]] = [[]]
    n = 0
    while n < n_words:
        if len(paragraphs[-1]) >= 3:
            paragraphs.append([])
        paragraphs[-1].append(_write_sentence(chance, published, groups))
        n += len(paragraphs[-1][-1].split())
    headline = f"{groups['a']} and {groups['b']} fight over {chance.choice(_words()['towns'])}"
    byline = f"Posted {published.day} {published:%B %Y} by the generator"
    return "\n\n".join([headline, byline, *(" ".join(sentences) for sentences in paragraphs)]) + "\n"


def generate_reports(n: int, *, n_words: int = 400, seed: int = 0) -> Iterator[str]:
    """Yield ``n`` made-up reports."""
    for i in range(n):
        yield generate_report(seed * 1_000_003 + i, n_words=n_words)
