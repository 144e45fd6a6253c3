"""The words of many windows, one after the other, with what the encoder says of each: what all decoding works on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tacitus.neural.tokens import Window

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Words numbered through all windows; a window's words stand together, and so do a sentence's.

    Attributes:
        bounds: where each window begins, and the number of words. *Shape:* (n_windows + 1,), int64
        starts, ends: code points of each word in its text. *Shape:* (n_words,), int64
        begins: the first word of each word's sentence, within its window. *Shape:* (n_words,), int64
        stops: the word after the last one of that sentence. *Shape:* (n_words,), int64
        tokens: logits of all token heads. *Shape:* (n_words, n_tags), float32
        words: what the anchor reader takes: of a word as it is seen, then as an anchor. *Shape:* (n_words, n_projected), float32
        windows: logits of whole windows. *Shape:* (n_windows, n_kinds), float32
    """

    bounds: Ints
    starts: Ints
    ends: Ints
    begins: Ints
    stops: Ints
    tokens: Floats
    words: Floats
    windows: Floats

    def place(self, window: int, start: int, end: int) -> tuple[int, int] | None:
        """Return the words [first, last) of a window that a stretch of text touches; ``None`` if there are none."""
        begin, stop = int(self.bounds[window]), int(self.bounds[window + 1])
        first = begin + int(np.searchsorted(self.ends[begin:stop], start, side="right"))
        last = begin + int(np.searchsorted(self.starts[begin:stop], end, side="left"))
        return (first, last) if first < last else None


def lay_out(windows: Sequence[Window], tokens: Floats, words: Floats, of_windows: Floats) -> Sheet:
    """Return the sheet of some windows, at least one, and of what the encoder says of their words."""
    bounds = np.cumsum([0, *(len(w.starts) for w in windows)])
    sentences = np.concatenate([w.sentences for w in windows])
    is_first = np.concatenate([[True], sentences[1:] != sentences[:-1]])
    is_first[bounds[:-1]] = True
    edges = np.append(np.flatnonzero(is_first), len(sentences))
    number = np.cumsum(is_first) - 1
    return Sheet(
        bounds=bounds,
        starts=np.concatenate([w.starts for w in windows]),
        ends=np.concatenate([w.ends for w in windows]),
        begins=edges[number],
        stops=edges[number + 1],
        tokens=tokens,
        words=words,
        windows=of_windows,
    )
