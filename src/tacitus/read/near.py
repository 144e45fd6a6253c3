"""Near copies: a sketch of each report's words, compared without the texts."""

import re
import struct
from operator import eq

from tacitus.model import Report, ZoneKind

N_PERMUTATIONS = 128
_SEED = 42
_SHINGLE = 5
N_KEYS = 64
LEAST_SHARED_KEYS = 2
"""Two reports with fewer keys in common need not be compared."""

_HEADER = struct.Struct("<I")
_WORD = re.compile(r"\w+")
_KEPT = frozenset([ZoneKind.HEADLINE, ZoneKind.BODY])


def _shingles(report: Report) -> set[str]:
    words: list[str] = []
    for zone in report.zones:
        if zone.kind in _KEPT:
            words += _WORD.findall(report.quote(zone.span).casefold())
    return {" ".join(words[n : n + _SHINGLE]) for n in range(max(1, len(words) - _SHINGLE + 1))} if words else set()


def sketch_text(report: Report) -> bytes:
    """Return the sketch of headline and body: the count of 5-word shingles and 128 minima, little-endian 32-bit numbers.

    An empty sketch (no words) is like nothing.
    """
    from rensa import RMinHash

    shingles = _shingles(report)
    if not shingles:
        return b""
    sketch = RMinHash(num_perm=N_PERMUTATIONS, seed=_SEED)
    sketch.update(sorted(shingles))
    return _HEADER.pack(len(shingles)) + struct.pack(f"<{N_PERMUTATIONS}I", *sketch.digest())


def compare_sketches(first: bytes, second: bytes) -> float:
    """Return how much of the shorter report stands in the longer one, word for word, in [0, 1].

    This is the containment of 5-word shingles, estimated from the Jaccard similarity of the minima and the two counts:
    a copy that was shortened, or to which paragraphs were added, has a low Jaccard similarity but a high containment.
    The standard error is about 0.05 near the default threshold.
    """
    if not first or not second:
        return 0.0
    (n_first,), (n_second,) = _HEADER.unpack_from(first), _HEADER.unpack_from(second)
    equal = sum(map(eq, _minima(first), _minima(second)))
    jaccard = equal / N_PERMUTATIONS
    shared = jaccard / (1 + jaccard) * (n_first + n_second)
    return float(min(1.0, shared / min(n_first, n_second)))


def band_keys(sketch: bytes) -> tuple[str, ...]:
    """Return the keys under which a sketch is indexed; near copies share at least ``LEAST_SHARED_KEYS`` of them.

    Each of the first 64 minima is a key of its own, so that at a Jaccard similarity of 0.1 two reports share two keys or
    more with a probability of 0.99, and at 0.002 (reports that share a stock phrase) of 0.01.
    """
    return tuple(f"{n}:{value:08x}" for n, value in enumerate(_minima(sketch)[:N_KEYS])) if sketch else ()


def _minima(sketch: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{N_PERMUTATIONS}I", sketch, _HEADER.size)
