"""From a text to windows of word pieces: the one way in, for training and for reading alike.

A window holds whole sentences, as many as fit in ``MAX_PIECES``; a longer sentence is cut between words. A window depends on its
own text only, never on what else is read beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from tacitus.text import split_sentences

MAX_PIECES = 128
BUCKETS = (16, 24, 32, 48, 64, 96, 128)
CLS, SEP, PAD = 101, 102, 0

# The case of a word, which an uncased vocabulary hides. 0 stands for "the window has no case to tell".
UNKNOWN, LOWER, TITLE, UPPER, MIXED, DIGIT, LETTER, OTHER = range(8)
N_SHAPES = 8
_MIN_LETTERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Word pieces of some whole sentences.

    Attributes:
        pieces: ids in the vocabulary, [CLS] and [SEP] included. *Shape:* (n_pieces,), int64
        shapes: the case of each piece's word. *Shape:* (n_pieces,), int64
        firsts: where in ``pieces`` each word begins. *Shape:* (n_words,), int64
        starts, ends: code point offsets of each word in the text. *Shape:* (n_words,), int64
        sentences: the number of each word's sentence within the text. *Shape:* (n_words,), int64
    """

    pieces: NDArray[np.int64]
    shapes: NDArray[np.int64]
    firsts: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sentences: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    pieces: tuple[int, ...]
    shape: int
    sentence: int


def load_tokenizer(path: Path) -> Tokenizer:
    """Return the tokenizer in a ``tokenizer.json``, without its truncation and padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def make_windows(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[Window]]:
    """Return the windows of each text, in text order; an empty text has none."""
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [list(_pack(_read_words(text, encoding))) for text, encoding in zip(texts, encodings, strict=True)]


def bucket(n_pieces: int) -> int:
    """Return the length to which a window of so many pieces is padded, whatever stands beside it in a batch."""
    return next(size for size in BUCKETS if size >= n_pieces)


def shape_of(word: str) -> int:
    """Return the case of a word as one of the shape numbers of this module."""
    if not any(c.isalnum() for c in word):
        return OTHER
    if any(c.isdigit() for c in word):
        return DIGIT
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else LETTER
    return TITLE if word[0].isupper() and word[1:].islower() else MIXED


def _read_words(text: str, encoding: Encoding) -> list[list[_Word]]:
    """Return the words of each sentence."""
    spans = list(split_sentences(text))
    sentences: list[list[_Word]] = [[] for _ in spans]
    at = 0
    for start, end, pieces in _group_pieces(encoding):
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if at < len(spans) and spans[at][0] <= start:
            sentences[at].append(_Word(start, end, pieces, shape_of(text[start:end]), at))
    return [words for words in sentences if words]


def _group_pieces(encoding: Encoding) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    ids, offsets, words = encoding.ids, encoding.offsets, encoding.word_ids
    first = 0
    for i in range(1, len(ids) + 1):
        if i == len(ids) or words[i] != words[first]:
            if offsets[i - 1][1] > offsets[first][0]:
                yield offsets[first][0], offsets[i - 1][1], tuple(ids[first:i])
            first = i


def _pack(sentences: list[list[_Word]]) -> Iterator[Window]:
    room = MAX_PIECES - 2
    held: list[_Word] = []
    n_held = 0
    for sentence in sentences:
        n_pieces = sum(len(word.pieces) for word in sentence)
        if held and n_held + n_pieces > room:
            yield _make_window(held)
            held, n_held = [], 0
        for word in sentence:
            if held and n_held + len(word.pieces) > room:
                yield _make_window(held)
                held, n_held = [], 0
            held.append(word)
            n_held += len(word.pieces)
    if held:
        yield _make_window(held)


def _make_window(words: list[_Word]) -> Window:
    has_case = _has_case(words)
    pieces, shapes, firsts = [CLS], [UNKNOWN], []
    for word in words:
        firsts.append(len(pieces))
        cut = word.pieces[: MAX_PIECES - 2]
        pieces += cut
        shape = word.shape if has_case or word.shape in {DIGIT, OTHER} else UNKNOWN
        shapes += [shape] * len(cut)
    return Window(
        pieces=np.array([*pieces, SEP]),
        shapes=np.array([*shapes, UNKNOWN]),
        firsts=np.array(firsts),
        starts=np.array([w.start for w in words]),
        ends=np.array([w.end for w in words]),
        sentences=np.array([w.sentence for w in words]),
    )


def _has_case(words: list[_Word]) -> bool:
    """Return whether capitals mean something here: a headline in capitals and a lower-cased dump tell nothing."""
    n_lower = sum(w.end - w.start for w in words if w.shape == LOWER)
    n_upper = sum(w.end - w.start for w in words if w.shape in {UPPER, TITLE, MIXED, LETTER})
    return n_lower + n_upper < _MIN_LETTERS or (n_lower > n_upper / 4 and n_upper > 0)
