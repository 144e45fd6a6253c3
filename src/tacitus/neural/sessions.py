"""The two graphs of a model, run on windows and anchors in batches of one padded length.

What a window is padded to follows from its own length, and every row of a graph is computed by itself, so that the result for a
window is the same bytes whatever else is read, in whatever order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tacitus.errors import ModelError
from tacitus.neural.sheet import Floats, Ints, Sheet, lay_out
from tacitus.neural.tokens import BUCKETS, MAX_PIECES, Window

_PIECES_A_RUN = 1024
_WORDS_A_RUN = 1024
_LOOKS = np.arange(8, MAX_PIECES + 1, 8)  # looks are many and short: finer steps than a window's waste less


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the words ``begin:end`` of a sheet from the anchor ``first:last`` among them."""

    kind: int
    begin: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the anchor reader says of some looks of one padded length.

    Attributes:
        members: the numbers of the looks. *Shape:* (n_looks,), int64
        lengths: how many words each looks at. *Shape:* (n_looks,), int64
        arguments: logits of what each word is to the anchor. *Shape:* (n_looks, size, n_roles), float32
        pairs: logits of how each word is related to it. *Shape:* (n_looks, size, n_relations), float32
        stances: logits of how the anchor is told. *Shape:* (n_looks, size, n_stances), float32
    """

    members: Ints
    lengths: Ints
    arguments: Floats
    pairs: Floats
    stances: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """The two graphs, ready to run."""

    encoder: Any
    anchors: Any
    reach: int

    def encode(self, windows: Sequence[Window]) -> Sheet:
        """Return the words of windows, at least one, with what the encoder says of them."""
        ends = np.cumsum([len(w.starts) for w in windows])
        tokens = words = of_windows = np.zeros((0, 0), dtype=np.float32)
        for size, members in _by_size(np.array([len(w.pieces) for w in windows]), np.array(BUCKETS), _PIECES_A_RUN):
            feed = {
                "pieces": _pad([windows[i].pieces for i in members], size),
                "shapes": _pad([windows[i].shapes for i in members], size),
            }
            of_pieces, projected, of_rows = self.encoder.run(["tokens", "words", "window"], feed)
            if not len(tokens):
                tokens = np.empty((ends[-1], of_pieces.shape[2]), dtype=np.float32)
                words = np.empty((ends[-1], projected.shape[2]), dtype=np.float32)
                of_windows = np.empty((len(windows), of_rows.shape[1]), dtype=np.float32)
            of_windows[members] = of_rows
            for row, i in enumerate(members.tolist()):
                firsts = windows[i].firsts
                place = slice(ends[i] - len(firsts), ends[i])
                tokens[place], words[place] = of_pieces[row, firsts], projected[row, firsts]
        return lay_out(windows, tokens, words, of_windows)

    def look(self, sheet: Sheet, looks: Sequence[Look], types: Ints) -> Iterator[Seen]:
        """Yield what the anchor reader says, batch by batch.

        Args:
            sheet: the words.
            looks: any number of looks.
            types: the entity tag of each word. *Shape:* (n_words,), int64
        """
        if not looks:
            return
        words, own = np.split(sheet.words, 2, axis=1)
        table = np.array([(x.kind, x.begin, x.end, x.first, x.last) for x in looks])
        for size, members in _by_size(table[:, 2] - table[:, 1], _LOOKS, _WORDS_A_RUN):
            kind, begin, end, first, last = (column[:, None] for column in table[members].T)
            at = begin + np.arange(size)
            mask = at < end
            at = np.minimum(at, end - 1)
            away = np.where(at < first, at - first, np.where(at >= last, at - last + 1, 0))
            feed = {
                "words": words[at],
                "anchor": own[first],
                "mask": mask.astype(np.int32),
                "kinds": 2 * kind + ((at >= first) & (at < last)),
                "distance": np.clip(away, -self.reach, self.reach) + self.reach,
                "types": types[at],
            }
            arguments, pairs, stances = self.anchors.run(["arguments", "pairs", "stances"], feed)
            yield Seen(members=members, lengths=(end - begin)[:, 0], arguments=arguments, pairs=pairs, stances=stances)


def open_sessions(folder: Path, threads: int, reach: int) -> Sessions:
    """Return the graphs of a model folder, each using so many threads; ``reach`` is the longest distance that it tells apart.

    Raises:
        ModelError: a file is no ONNX graph.
    """
    return Sessions(encoder=_open(folder / "encoder.onnx", threads), anchors=_open(folder / "anchors.onnx", threads), reach=reach)


def _open(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    # The graphs are written as they should run; fusing further nodes makes them slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no common error class of its own
        raise ModelError(str(path), got=str(error).splitlines()[0], expected="an ONNX graph") from error


def _by_size(lengths: Ints, sizes: Ints, most: int) -> Iterator[tuple[int, Ints]]:
    """Yield a padded length and the numbers of the members that share it, at most so many padded places at once."""
    padded = sizes[np.searchsorted(sizes, lengths)]
    for size in np.unique(padded).tolist():
        members = np.flatnonzero(padded == size)
        step = max(1, most // size)
        for at in range(0, len(members), step):
            yield size, members[at : at + step]


def _pad(rows: Sequence[NDArray[np.int64]], size: int) -> Ints:
    out = np.zeros((len(rows), size), dtype=np.int64)
    for line, row in zip(out, rows, strict=True):
        line[: len(row)] = row
    return out
