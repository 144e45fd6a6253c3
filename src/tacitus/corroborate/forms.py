"""Lemmas and stems of English words by rule, and the head of event words: enough to tell whether two wordings use one word."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from tacitus.extract.grammar import load_grammar

_IRREGULAR: Final = {
    "died": "die", "dies": "die", "dying": "die", "men": "man", "women": "woman", "children": "child", "people": "people",
    "news": "news", "went": "go", "gone": "go", "lives": "life",
}  # fmt: skip
# fmt: off
_SUFFIXES: Final = (
    "ations", "ation", "ments", "ances", "ences", "ment", "ings", "ions", "ance", "ence", "ing", "ion", "ers", "ors", "als",
    "ely", "ies", "ied", "ees", "er", "or", "ed", "es", "al", "ly", "ee", "s", "e", "y",
)
_LOST_E: Final = (
    "c", "v", "u", "z", "at", "iv", "ag", "id", "as", "os", "us", "ur", "ir", "ar", "ak", "ik", "ng", "rs", "ns", "dg", "bl",
    "tl", "pl", "gl", "dl", "bs",
)
_NO_LOST_E: Final = ("eat", "oat", "eak", "ear", "our", "ing", "ong", "ang", "aid", "oid")
# fmt: on
_SIBILANT: Final = ("sses", "ches", "shes", "xes", "zes")
_VOWELS: Final = frozenset("aeiouy")
_LINKING: Final = frozenset("po")
"""Codes of prepositions and pronouns, after which the head does not stand."""


def is_content(word: str) -> bool:
    """Return whether a lower-case word is no function word."""
    return word not in load_grammar().codes


@lru_cache(maxsize=65536)
def lemmatise(word: str) -> str:
    """Return the lemma of a lower-case word: of verbs of the lexicon as it says, of others by their ending."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    form = load_grammar().forms.get(word)
    if form is not None:
        return form.lemma
    if len(word) < 4 or not word.isalpha():
        return word
    return _strip_plural(word) if word.endswith("s") else _strip_verb_ending(word)


def _strip_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_SIBILANT):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


def _strip_verb_ending(word: str) -> str:
    suffix = next((s for s in ("ing", "ed") if word.endswith(s)), "")
    rest = word.removesuffix(suffix)
    if not suffix or len(rest) < 3 or _VOWELS.isdisjoint(rest):
        return word
    if suffix == "ed" and rest.endswith("i"):
        return rest[:-1] + "y"
    if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsze":
        return rest[:-1]
    return rest + "e" if rest.endswith(_LOST_E) and not rest.endswith(_NO_LOST_E) else rest


@lru_cache(maxsize=65536)
def find_stem(word: str) -> str:
    """Return what is left of a lower-case word without the endings of its inflection and of common derivations."""
    stem = lemmatise(word)
    suffix = next((s for s in _SUFFIXES if stem.endswith(s) and len(stem) - len(s) >= 4), "")
    stem = stem.removesuffix(suffix)
    if len(stem) > 4 and stem[-1] == stem[-2]:
        stem = stem[:-1]
    return stem[:-1] if len(stem) > 4 and stem[-1] in "eiy" else stem


def find_head(words: Sequence[str]) -> str:
    """Return the head of lower-case event words: the last content word before a preposition or pronoun; "" if there are none."""
    codes = load_grammar().codes
    content = [i for i, word in enumerate(words) if word not in codes]
    if not content:
        return words[-1] if words else ""
    stop = next((i for i in range(content[0] + 1, len(words)) if codes.get(words[i], "x") in _LINKING), len(words))
    return words[max(i for i in content if i < stop)]


def share_prefix(one: str, other: str) -> float:
    """Return how much of the longer word is a beginning that both share, in [0, 1]."""
    longest = max(len(one), len(other), 1)
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same / longest
