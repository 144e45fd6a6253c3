"""Sentences and tokens with exact offsets. Nothing is normalised: every offset points into the text as it was read."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """A word, a number or a punctuation mark: half-open code-point offsets and the text itself."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """The token case-folded, with typographic apostrophes made plain."""
        return self.text.casefold().replace("’", "'")


_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?\b"
    r"|(?:[^\W\d_](?:\.[^\W\d_])+\.?)"  # U.S., e.g.
    r"|['’]s\b"
    r"|\w+(?:['’ʿʾ`](?!s\b)\w+)*(?:-\w+(?:['’ʿʾ`](?!s\b)\w+)*)*"
    r"|\.{2,}|[^\w\s]",
)

_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "sgt",
        "brig",
        "adm",
        "cmdr",
        "gov",
        "sen",
        "rep",
        "st",
        "no",
        "nos",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "u.s",
        "u.k",
        "u.n",
        "e.g",
        "i.e",
        "vs",
        "etc",
        "al",
        "approx",
        "est",
        "fig",
        "inc",
        "ltd",
        "co",
        "jr",
        "sr",
        "ft",
        "km",
        "mt",
        "rev",
        "hon",
        "pres",
        "art",
        "dept",
    ]
)
LONGEST_SENTENCE = 2_000
"""Code points; a list of sixty groups has fewer."""
_STOP = re.compile(r"(?:[.!?…]+|\.\.\.)[\"”’'»)\]]*(?=\s|$)")
_BREAK = re.compile(r"\n[ \t\r]*(?:\n\s*)+|\n(?=[ \t]*(?:[•▪◦*‣·–-]|\d{1,2}[.)])\s)")
_WORD_BEFORE = re.compile(r"([\w.]+)[\"”’'»)\]]*$")


def tokenize(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of ``text[start:end]``; a hyphenated or apostrophised word is one token, a possessive 's its own."""
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        yield Token(*match.span(), match[0])


def split_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each trimmed sentence of ``text[start:end]``; blank lines and list items always break.

    What has no end for ``LONGEST_SENTENCE`` code points is cut, so that text without punctuation takes no more time than other.
    """
    stop = len(text) if end is None else end
    at = start
    for match in _BREAK.finditer(text, start, stop):
        yield from _split_block(text, at, match.start())
        at = match.end()
    yield from _split_block(text, at, stop)


def _split_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _STOP.finditer(text, start, end):
        if _is_boundary(text, at, match, end):
            yield from _cut(text, at, match.end())
            at = match.end()
    yield from _cut(text, at, end)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        middle, limit = start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE
        ends = (at + len(mark) for mark in ("; ", ", ", " ", "\n") if (at := text.rfind(mark, middle, limit)) >= 0)
        at = next(ends, limit)
        yield from _trim(text, start, at)
        start = at
    yield from _trim(text, start, end)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _is_boundary(text: str, start: int, match: re.Match[str], end: int) -> bool:
    following = text[match.end() : min(end, match.end() + 40)].lstrip()
    if not following:
        return True
    if match.group()[0] == ".":
        before = _WORD_BEFORE.search(text[max(start, match.start() - 20) : match.start()])
        word = before.group(1) if before else ""
        if word.lower().rstrip(".") in _ABBREVIATIONS and (following[0].islower() or following[0].isdigit() or word[0].isupper()):
            return False
        if len(word) == 1 and word.isupper():  # an initial: J. Smith
            return False
    return not following[0].islower()


_FOLDED = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", **dict.fromkeys("'’‘`ʿʾʻʼ", None)})
_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def fold_name(name: str) -> str:
    """Return the name without case, diacritics, apostrophes and punctuation, so that spellings of one name compare equal."""
    folded = name.translate(_FOLDED).casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return " ".join(_NOT_WORD.sub(" ", folded).split())


def list_words(words: Sequence[str]) -> str:
    """Return words or names as a sentence lists them: ``a, b and c``."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
