"""Attribution in the manner of PolNeAR: which words are source, cue and content, and which belong together.

Words are runs of word characters, and single other signs that are not white space. A word has a role if it touches a span of
that role in any attribution; each role is counted by itself. Source: Newell, Margolin and Ruths, LREC 2018.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from tacitus.bench.extract.counts import Counts, count_equal, count_matched, sum_counts
from tacitus.bench.extract.matching import count_pairs
from tacitus.bench.extract.spans import Span

PARTS = ("source", "cue", "content")
LINKS = (("source", "cue"), ("cue", "content"))
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """One attribution; a part is empty where the text has none, and has several spans where it is discontinuous."""

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()

    def part(self, name: str) -> tuple[Span, ...]:
        """Return the spans of one of ``PARTS``."""
        return {"source": self.source, "cue": self.cue, "content": self.content}[name]


Words = dict[str, frozenset[int]]
"""The numbers of the words that each of ``PARTS`` touches."""


def find_words(text: str) -> list[Span]:
    """Return the words of a text in order, as half-open code points."""
    return [match.span() for match in _WORD.finditer(text)]


def mark_words(attributions: Iterable[Attributed], words: Sequence[Span]) -> Words:
    """Return which words each part touches in any attribution."""
    listed = list(attributions)
    return {part: _touched([span for a in listed for span in a.part(part)], words) for part in PARTS}


def _touched(spans: Iterable[Span], words: Sequence[Span]) -> frozenset[int]:
    covered = sorted(spans)
    touched, at, reach = set(), 0, -1
    for number, (start, end) in enumerate(words):
        while at < len(covered) and covered[at][0] < end:
            reach = max(reach, covered[at][1])
            at += 1
        if reach > start:
            touched.add(number)
    return frozenset(touched)


def count_words(gold: Words, predicted: Words) -> dict[str, Counts]:
    """Return, for each part, how many of the words are right."""
    return {part: count_equal(gold[part], predicted[part]) for part in PARTS}


def count_agreement(annotators: Sequence[Words]) -> dict[str, Counts]:
    """Return the counts of each annotator against each other one; the F1 of their sum is how far people agree."""
    pairs = [count_words(one, other) for one, other in permutations(annotators, 2)]
    return {part: sum_counts(pair[part] for pair in pairs) for part in PARTS}


def count_links(gold: Sequence[Attributed], predicted: Sequence[Attributed]) -> Counts:
    """Return how many source-cue and cue-content pairs are right: both ends touch those of a gold pair; one-to-one.

    An end is all the spans of that part together. An attribution without source or content has one pair or none.
    """
    counts = []
    for left, right in LINKS:
        wanted, found = list(_list_links(gold, left, right)), list(_list_links(predicted, left, right))
        n_right = count_pairs(wanted, found, _both_touch)
        counts.append(count_matched(n_right, n_predicted=len(found), n_gold=len(wanted)))
    return sum_counts(counts)


_Link = tuple[tuple[Span, ...], tuple[Span, ...]]


def _list_links(attributions: Iterable[Attributed], left: str, right: str) -> Iterator[_Link]:
    return ((a.part(left), a.part(right)) for a in attributions if a.part(left) and a.part(right))


def _both_touch(gold: _Link, predicted: _Link) -> bool:
    return all(
        any(s < end and start < e for s, e in one for start, end in other) for one, other in zip(gold, predicted, strict=True)
    )
