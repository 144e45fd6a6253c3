"""Spans of a kind, counted strictly: same start, same end, same kind.

On sets tagged with BIO this is the definition of seqeval (github.com/chakki-works/seqeval): a predicted entity is right if
start, end and type equal those of a gold entity; micro averages. Nested spans, which BIO cannot write, are counted twice over:
on the outermost layer (``keep_outermost``), and all of them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from tacitus.bench.extract.counts import Counts, count_equal

Span = tuple[int, int]
"""(start, end): half-open code points."""
KindSpan = tuple[int, int, str]
"""(start, end, kind): half-open code points."""


def count_spans(gold: Iterable[KindSpan], predicted: Iterable[KindSpan]) -> Counts:
    """Return how many predicted spans equal a gold span in start, end and kind."""
    return count_equal(gold, predicted)


def count_spans_by_kind(gold: Iterable[KindSpan], predicted: Iterable[KindSpan]) -> dict[str, Counts]:
    """Return the same for each kind that occurs."""
    wanted, found = _group_by_kind(gold), _group_by_kind(predicted)
    return {kind: count_equal(wanted[kind], found[kind]) for kind in sorted(wanted.keys() | found.keys())}


def _group_by_kind(spans: Iterable[KindSpan]) -> defaultdict[str, set[KindSpan]]:
    grouped: defaultdict[str, set[KindSpan]] = defaultdict(set)
    for span in spans:
        grouped[span[2]].add(span)
    return grouped


def keep_outermost(spans: Iterable[KindSpan]) -> list[KindSpan]:
    """Return the flat layer: no span that lies inside a longer one, and one span for each extent.

    Of several kinds on one extent the first one given stays. Spans that cross each other both stay. In text order.
    """
    by_extent: dict[Span, KindSpan] = {}
    for span in spans:
        by_extent.setdefault(span[:2], span)
    kept: list[KindSpan] = []
    furthest = -1
    for span in sorted(by_extent.values(), key=lambda s: (s[0], -s[1])):
        if span[1] > furthest:
            kept.append(span)
            furthest = span[1]
    return kept


def snap_outward(span: Span, tokens: Sequence[Span]) -> Span | None:
    """Return the extent of the tokens that a span touches; ``None`` where it touches none.

    Args:
        span: half-open code points.
        tokens: the set's own tokens in text order, not overlapping.
    """
    start, end = span
    first = bisect_right(tokens, start, key=lambda token: token[1])
    beyond = bisect_left(tokens, end, key=lambda token: token[0])
    return (tokens[first][0], tokens[beyond - 1][1]) if first < beyond else None


def snap_all(spans: Iterable[KindSpan], tokens: Sequence[Span]) -> list[KindSpan]:
    """Return spans snapped outward to tokens, without those that touch none."""
    snapped = ((snap_outward((start, end), tokens), kind) for start, end, kind in spans)
    return [(*span, kind) for span, kind in snapped if span is not None]
