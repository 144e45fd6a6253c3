"""Names of groups taken apart: folded, romanised to one spelling, and weighed word by word."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

WORDS_FILE = Path(__file__).parent / "name_words.toml"
COUNTRY_WORDS_FILE = Path(__file__).parents[1] / "country_words.tsv"
_NOT_WORD = re.compile(r"[\W_]+")
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", **dict.fromkeys("'’‘`´ʿʾʻʼ‛", None)}
)
_DOUBLE = re.compile(r"([a-z])\1+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|e|eme|o|a)")
_POSSESSIVE = re.compile(r"['’´`]s\b", re.IGNORECASE)
_SOUNDS = (
    ("tch", "sh"), ("ch", "sh"), ("dj", "j"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("kh", "k"), ("gh", "g"), ("dh", "d"),
    ("th", "t"), ("aw", "au"), ("ow", "u"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ey", "i"), ("ei", "i"), ("ay", "i"),
    ("ae", "i"), ("ai", "i"), ("y", "i"), ("o", "u"), ("e", "i"),
)  # fmt: skip
_FINAL_H = re.compile(r"(?<=[aiu])h$")
_END = re.compile(r"(?:at|[aiu]+h?|s)$")
_VOWELS = re.compile(r"[aeiou]+")
_GLUED = ("ul", "al", "il", "el", "u")
_PARTS = re.compile(r"[\s/&+,;:()\[\]–—-]+")
MOST_LETTERS = 12
"""The most letters that an abbreviation has."""
COUNTRY, KIND, AIM, PLAIN = "=", "@", "+", ""
"""Marks of a word that stands for a country, for what a group calls itself, for what it wants, and for neither."""


@lru_cache(maxsize=16384)
def fold_name(name: str) -> str:
    """Return the name by which actors are the same: no case, diacritics, apostrophes, hyphens, quotes or leading ``the``."""
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return _NOT_WORD.sub(" ", text).strip().removeprefix("the ")


def is_generic(name: str) -> bool:
    """Whether the words name no one in particular (``rebels``): no capital, and no letter of a script without case."""
    words = name.strip()
    bare = words[4:] if words[:4].casefold() == "the " else words
    return all(c.islower() or not c.isalpha() for c in bare)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the word list knows.

    ``meaning`` maps a word to what it stands for, ``spelled`` the same
    by its levelled spelling where that is clear, ``small`` are words that never tell.
    """

    small: frozenset[str]
    meaning: dict[str, str]
    spelled: dict[str, str]


@cache
def load_country_names() -> tuple[tuple[str, str], ...]:
    """Return (folded name of a country or its people, country) of all countries, in English and in other languages."""
    rows = [line.split("\t") for line in COUNTRY_WORDS_FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    others = tomllib.loads(WORDS_FILE.read_text("utf-8"))["countries"]
    return tuple((row[0], row[1]) for row in rows if len(row) == 2) + tuple((n, c) for c, names in others.items() for n in names)


@cache
def _load_words() -> _Words:
    lists = tomllib.loads(WORDS_FILE.read_text("utf-8"))
    meaning: dict[str, str] = {}
    for section, mark in (("kinds", KIND), ("aims", AIM), ("telling", PLAIN)):
        for concept, words in lists[section].items():
            meaning |= dict.fromkeys(words.split(), mark + concept)
    for words, country in load_country_names():
        if " " not in words:
            meaning.setdefault(words, COUNTRY + country)
    spelled: dict[str, str | None] = {}
    for word, stands_for in meaning.items():
        if len(word) > 4 and spelled.setdefault(spell(word), stands_for) != stands_for:
            spelled[spell(word)] = None
    return _Words(
        small=frozenset(lists["small"]["words"].split()),
        meaning=meaning,
        spelled={key: stands_for for key, stands_for in spelled.items() if stands_for is not None and len(key) > 3},
    )


@cache
def _load_phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return names and demonyms of several words as first word -> (words, country), longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, country in load_country_names():
        words = tuple(phrase.split())
        if len(words) > 1:
            found.setdefault(words[0], []).append((words, COUNTRY + country))
    return {first: tuple(sorted(rows, key=lambda row: (-len(row[0]), row))) for first, rows in found.items()}


@lru_cache(maxsize=1 << 15)
def spell(word: str) -> str:
    """Return a key that romanisations of one word share: doubled letters, vowels and guttural letters are levelled."""
    if len(word) < 4 or not word.isascii():
        return word
    key = word
    for written, sound in _SOUNDS:
        key = key.replace(written, sound)
    key = _DOUBLE.sub(r"\1", key)
    key = _FINAL_H.sub("", key)
    bare = _END.sub("", key)
    return bare if len(bare) > 3 else key


@cache
def _load_english() -> dict[str, str]:
    """Return the mark and meaning of a word that a group calls itself -> the consonants of the first, English word."""
    lists = tomllib.loads(WORDS_FILE.read_text("utf-8"))
    marked = (("kinds", KIND), ("aims", AIM))
    return {
        mark + meaning: drop_vowels(spell(words.split()[0]))
        for section, mark in marked
        for meaning, words in lists[section].items()
    }


def _unglue(word: str) -> str:
    """Return "hizb" of "hizbul"."""
    return next((stem for end in ("ul", "il") if len(stem := word.removesuffix(end)) > 3 and stem != word), word)


def are_of_two_languages(token: str, one: str, other: str) -> bool:
    """Whether two words of one meaning have different roots, and neither the English one's."""
    roots = {drop_vowels(spell(_unglue(one))), drop_vowels(spell(_unglue(other)))}
    return len(roots) > 1 and _load_english().get(token) not in roots


@lru_cache(maxsize=1 << 15)
def drop_vowels(token: str) -> str:
    """Return the consonants of a word, by which spellings that differ more are found."""
    bare = _VOWELS.sub("", token[1:])
    return token[:1] + bare if len(bare) > 2 else token


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name taken apart.

    ``tokens`` are its words in one spelling, each once, in order: ``@front`` for what a group calls itself, ``+liberation`` for
    what it wants, ``=SY`` for a country or its people, else the word as ``spell`` levels it. ``joined`` is all of them without
    spaces.
    ``letters`` are those of an abbreviation (``splma`` of "S.P.L.M./A"), empty where the name is none. ``written`` are the folded
    words behind the tokens.
    """

    folded: str
    tokens: tuple[str, ...]
    joined: str
    letters: str
    written: tuple[str, ...] = ()


@lru_cache(maxsize=16384)
def take_apart(name: str) -> NameKey:
    """Return what the name is compared by."""
    folded = fold_name(name)
    meant: dict[str, str] = {}
    for token, word in _mean(_split(name)):
        meant.setdefault(token, word)
    joined = "".join(token.lstrip("@=+") for token in meant)
    return NameKey(folded=folded, tokens=tuple(meant), joined=joined, letters=_letters_of(name), written=tuple(meant.values()))


def _split(name: str) -> list[str]:
    text = _POSSESSIVE.sub("", name).translate(_LETTERS)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.casefold().replace(".", "")
    return _NOT_WORD.sub(" ", text).split()


def _mean(words: list[str]) -> list[tuple[str, str]]:
    """Return (token, words) for each word that may tell, or for all where none does."""
    known, phrases = _load_words(), _load_phrases()
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        word = words[at]
        phrase = next((row for row in phrases.get(word, ()) if tuple(words[at : at + len(row[0])]) == row[0]), None)
        if phrase is not None:
            tokens.append((phrase[1], " ".join(phrase[0])))
            at += len(phrase[0])
            continue
        at += 1
        if word not in known.small or len(words) == 1:
            tokens.append((_token(word, known), word))
    return tokens or [(spell(word), word) for word in words]


def _token(word: str, known: _Words) -> str:
    meaning = known.meaning.get(word)
    if meaning is not None:
        return meaning
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        return ordinal[1]
    for end in _GLUED:  # "Jamaatul", "Hizbul", "Ansaru"
        stem = word.removesuffix(end)
        if len(stem) > 3 and stem != word and known.meaning.get(stem, "").startswith((KIND, AIM)):
            return known.meaning[stem]
    key = spell(word)
    return known.spelled.get(key, key) if len(word) > 4 else key


def _letters_of(name: str) -> str:
    """Return the letters of an abbreviation, where the name is one: capitals, with dots, slashes, hyphens and digits."""
    bare = name.strip()
    if bare[:4].casefold() == "the ":
        bare = bare[4:]
    letters = [c for c in bare if c.isalpha()]
    if not 2 <= len(letters) + any(c.isdigit() for c in bare) <= MOST_LETTERS or any(
        len(part) > MOST_LETTERS for part in _PARTS.split(bare)
    ):
        return ""
    if sum(c.isupper() for c in letters) * 3 < len(letters) * 2 or len(_PARTS.split(bare)) > 3:
        return ""
    if len(bare.split()) > 1 and not any(c in bare for c in "/-–") and any(len(w) > 3 for w in bare.split()):
        return ""  # "LIWA AL HAQQ" in capitals is no abbreviation
    text = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return "".join(c for c in text.casefold() if c.isalnum())


@lru_cache(maxsize=16384)
def initials_of(name: str) -> tuple[str, ...]:
    """Return the abbreviations that a name of several words would have, with and without its small words."""
    small = _load_words().small
    words = _split(name)
    long, short = "".join(w[0] for w in words), "".join(w[0] for w in words if w not in small)
    return tuple(dict.fromkeys(found for found in (long, short) if len(found) > 2)) if len(words) > 2 else ()


@lru_cache(maxsize=16384)
def spell_words(name: str) -> str:
    """Return the name's words in one romanisation, in order, without small ones; empty for fewer than two words."""
    small = _load_words().small
    words = [spell(word) for word in _split(name) if word not in small]
    return " ".join(words) if len(words) > 1 else ""
