"""The two graphs of a model, run on windows and anchors in batches of one padded length.

What a window is padded to follows from its own length, and every row of a graph is computed by itself, so that the result for a
window is the same bytes whatever else is read, in whatever order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tacitus.errors import ModelError
from tacitus.neural.tagging import Floats, Ints
from tacitus.neural.tokens import BUCKETS, Window, bucket

_PIECES_A_RUN = 2048
_WORDS_A_RUN = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """What the encoder says of one window.

    Attributes:
        tokens: logits of all token heads, word by word. *Shape:* (n_words, n_tags), float32
        words: what the anchor reader takes. *Shape:* (n_words, 128), float32
        window: logits of the whole window. *Shape:* (n_kinds,), float32
    """

    tokens: Floats
    words: Floats
    window: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorView:
    """A stretch of words as seen from an anchor in it.

    Attributes:
        words: *Shape:* (n_words, 128), float32
        kinds: 2 * kind of anchor, and 1 more inside the anchor. *Shape:* (n_words,), int64
        distance: words between a word and the anchor, clipped and shifted to start at 0. *Shape:* (n_words,), int64
        types: the entity tag of each word, for entity anchors. *Shape:* (n_words,), int64
    """

    words: Floats
    kinds: Ints
    distance: Ints
    types: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """The two graphs, ready to run."""

    encoder: Any
    anchors: Any

    def encode(self, windows: Sequence[Window]) -> list[Encoded]:
        """Return what the encoder says of each window, in their order."""
        found: dict[int, Encoded] = {}
        for size, members in _by_bucket([len(w.pieces) for w in windows], _PIECES_A_RUN):
            pieces = _pad([windows[i].pieces for i in members], size)
            shapes = _pad([windows[i].shapes for i in members], size)
            tokens, words, kinds = self.encoder.run(["tokens", "words", "window"], {"pieces": pieces, "shapes": shapes})
            for row, i in enumerate(members):
                firsts = windows[i].firsts
                found[i] = Encoded(tokens=tokens[row][firsts], words=words[row][firsts], window=kinds[row])
        return [found[i] for i in range(len(windows))]

    def look(self, views: Sequence[AnchorView]) -> list[tuple[Floats, Floats, Floats]]:
        """Return for each view the logits of arguments, of relations and of stances, word by word, in their order."""
        found: dict[int, tuple[Floats, Floats, Floats]] = {}
        lengths = [len(v.kinds) for v in views]
        for size, members in _by_bucket(lengths, _WORDS_A_RUN):
            words = np.zeros((len(members), size, views[members[0]].words.shape[1]), dtype=np.float32)
            for row, i in enumerate(members):
                words[row, : lengths[i]] = views[i].words
            arguments, pairs, stances = self.anchors.run(
                ["arguments", "pairs", "stances"],
                {
                    "words": words,
                    "mask": _pad([np.ones(lengths[i], dtype=np.int64) for i in members], size).astype(np.int32),
                    "kinds": _pad([views[i].kinds for i in members], size),
                    "distance": _pad([views[i].distance for i in members], size),
                    "types": _pad([views[i].types for i in members], size),
                },
            )
            for row, i in enumerate(members):
                found[i] = arguments[row, : lengths[i]], pairs[row, : lengths[i]], stances[row, : lengths[i]]
        return [found[i] for i in range(len(views))]


def open_sessions(folder: Path, threads: int) -> Sessions:
    """Return the graphs of a model folder, each using so many threads.

    Raises:
        ModelError: a file is no ONNX graph.
    """
    return Sessions(encoder=_open(folder / "encoder.onnx", threads), anchors=_open(folder / "anchors.onnx", threads))


def _open(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no common error class of its own
        raise ModelError(str(path), got=str(error).splitlines()[0], expected="an ONNX graph") from error


def _by_bucket(lengths: Sequence[int], most: int) -> Iterator[tuple[int, list[int]]]:
    """Yield a padded length and the members that share it, at most so many padded places at once."""
    groups: dict[int, list[int]] = {size: [] for size in BUCKETS}
    for i, length in enumerate(lengths):
        groups[bucket(length)].append(i)
    for size, members in groups.items():
        rest = iter(members)
        while part := list(islice(rest, max(1, most // size))):
            yield size, part


def _pad(rows: Sequence[NDArray[np.int64]], size: int) -> Ints:
    out = np.zeros((len(rows), size), dtype=np.int64)
    for line, row in zip(out, rows, strict=True):
        line[: len(row)] = row
    return out
