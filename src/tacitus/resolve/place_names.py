"""Place names as keys: folded, and split into the bare name, the words for its kind, and what it lies in."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from tacitus.ids import hash_parts
from tacitus.model import PlaceKind

WORDS_FILE = Path(__file__).parent / "place_words.toml"
SPELLINGS_FILE = Path(__file__).parent / "spellings.toml"

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a", "ŋ": "n"})
_APOSTROPHES = re.compile(r"[’'‘`ʿʾʼʻ´′]")
_NOT_WORD = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"(?:^|(?<= ))(?:a[dlnrstz]|ash|ath|adh|e[dlnrstz]|esh|u[dlnrstz]|ush) (?=\w)")
_ASIDE = re.compile(r"\(([^)]*)\)")


class PlaceName(NamedTuple):
    """A name taken apart: ``Djugu territory, Ituri`` is ``djugu`` of kind district, inside ``ituri``."""

    key: str
    kind: PlaceKind | None
    inside: tuple[str, ...]


class PlaceWords(NamedTuple):
    """The words for kinds of places, longest first, as folded text."""

    leading: tuple[tuple[str, PlaceKind], ...]
    trailing: tuple[tuple[str, PlaceKind], ...]
    wide: frozenset[str]
    generic: frozenset[str]
    parts: frozenset[str]
    abbreviations: dict[str, str]


@cache
def load_place_words() -> PlaceWords:
    """Return the words of ``place_words.toml``."""
    table = tomllib.loads(WORDS_FILE.read_text("utf-8"))

    def read(section: str) -> tuple[tuple[str, PlaceKind], ...]:
        rows = [(word, PlaceKind(kind)) for kind, words in table[section].items() for word in words]
        return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))

    return PlaceWords(
        leading=read("leading"),
        trailing=read("trailing"),
        wide=frozenset(table["wide"]["names"]),
        generic=frozenset(table["generic"]["names"]),
        parts=frozenset(table["parts"]["words"]),
        abbreviations=table["abbreviations"],
    )


@lru_cache(maxsize=16384)
def fold_place(name: str) -> str:
    """Return the key of a name: case, diacritics, apostrophes and hyphens gone, Arabic articles (``ash``, ``el``) as ``al``."""
    text = name.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).translate(_LETTERS)
    text = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", text)).strip()
    return _ARTICLE.sub("al ", text.removeprefix("the "))


class Spellings(NamedTuple):
    """The rules of ``spellings.toml``, ready to use, and their digest, which a pack of places carries."""

    words: dict[str, str]
    dropped: frozenset[str]
    letters: tuple[tuple[re.Pattern[str], str], ...]
    skeleton: tuple[tuple[re.Pattern[str], str], ...]
    least: int
    digest: str


@cache
def load_spellings() -> Spellings:
    """Return the rules of ``spellings.toml``."""
    content = SPELLINGS_FILE.read_bytes()
    table = tomllib.loads(content.decode("utf-8"))
    return Spellings(
        words={spelling: word for word, spellings in table["words"].items() for spelling in spellings},
        dropped=frozenset(table["drop"]["words"]),
        letters=tuple((re.compile(pattern), new) for pattern, new in table["letters"]["steps"]),
        skeleton=tuple((re.compile(pattern), new) for pattern, new in table["skeleton"]["steps"]),
        least=table["skeleton"]["least"],
        digest=hash_parts(content.decode("utf-8"))[:12],
    )


@lru_cache(maxsize=16384)
def loosen_key(key: str) -> str:
    """Return what romanisations of one name have in common: ``Jisr al Shughur`` and ``Jisr ash-Shughour``, folded."""
    rules = load_spellings()
    words = [rules.words.get(word, word) for word in key.split()]
    loose = "".join(word for word in words if word not in rules.dropped) or "".join(words)
    for pattern, new in rules.letters:
        loose = pattern.sub(new, loose)
    return loose


@lru_cache(maxsize=16384)
def find_skeleton(key: str) -> str | None:
    """Return the consonants of a folded name, or ``None`` where they are too few to tell a name by."""
    rules = load_spellings()
    skeleton = loosen_key(key)
    for pattern, new in rules.skeleton:
        skeleton = pattern.sub(new, skeleton)
    return skeleton if len(skeleton) >= rules.least else None


@lru_cache(maxsize=8192)
def split_place_name(name: str) -> PlaceName:
    """Return the name's key, its kind where a word says so, and the keys of what it is said to lie in, nearest first."""
    aside = _ASIDE.search(name)
    parts = [part for part in _ASIDE.sub(" ", name).split(",") if part.strip()]
    inside = [*(parts[1:]), *([aside.group(1)] if aside else [])]
    key, kind = _split_kind(fold_place(parts[0])) if parts else ("", None)
    return PlaceName(key=key, kind=kind, inside=tuple(_split_kind(fold_place(part))[0] for part in inside))


def _split_kind(key: str) -> tuple[str, PlaceKind | None]:
    words = load_place_words()
    for word, kind in words.leading:
        if key.startswith(word + " ") and len(key) > len(word) + 2:
            return key[len(word) + 1 :].removeprefix("the "), kind
    for word, kind in words.trailing:
        if key.endswith(" " + word):
            return key[: -len(word) - 1], kind
    return key, None
