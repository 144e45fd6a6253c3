"""Numbers of people as low and high counts, with the words used; and the lexicon of deaths and injuries."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tacitus.extract.lexicon import load_table
from tacitus.extract.verbgroups import Clauses
from tacitus.model import Count

_PHRASE_LEMMAS = frozenset({"shoot", "gun", "mow", "lose", "burn", "stab", "beat", "hack", "blow", "cut"})
_UNITS = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
_TENS = dict(zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+$|\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyLexicon:
    """The lexicon ``casualties``."""

    death_verbs: frozenset[str]
    injury_verbs: frozenset[str]
    death_nouns: frozenset[str]
    injury_nouns: frozenset[str]
    death_phrases: tuple[tuple[str, ...], ...]
    lost_objects: frozenset[str]
    fall_subjects: frozenset[str]
    vague: dict[str, tuple[int, int]]
    bounds: dict[tuple[str, ...], str]
    none_words: frozenset[str]
    none_nouns: frozenset[str]
    triggers: frozenset[str]
    verbs: frozenset[str]


@cache
def load_casualties(folder: str | None = None) -> CasualtyLexicon:
    """Return the lexicon ``casualties``."""
    table: dict[str, Any] = load_table("casualties", folder)
    bounds: dict[tuple[str, ...], str] = {}
    for name in ("at_least", "at_most", "about"):
        bounds.update({tuple(p.split()): name for p in table["numbers"][name]})
    death = table["death"]
    return CasualtyLexicon(
        death_verbs=frozenset(death["verbs"]),
        injury_verbs=frozenset(table["injury"]["verbs"]),
        death_nouns=frozenset(death["nouns"]),
        injury_nouns=frozenset(table["injury"]["nouns"]),
        death_phrases=tuple(tuple(p.split()) for p in death["phrases"]),
        lost_objects=frozenset(death["lost_objects"]),
        fall_subjects=frozenset(death["fall_subjects"]),
        vague={word: (low, high) for word, (low, high) in table["numbers"]["vague"].items()},
        bounds=bounds,
        none_words=frozenset(table["none"]["words"]),
        none_nouns=frozenset(table["none"]["nouns"]),
        verbs=frozenset(
            [
                *death["verbs"],
                *table["injury"]["verbs"],
                "fall",
                "lose",
                "claim",
                "cost",
                "take",
                "bury",
                *(p.split()[0] for p in death["phrases"]),
                *_PHRASE_LEMMAS,
            ]
        ),
        triggers=frozenset([*death["nouns"], *table["injury"]["nouns"], *table["none"]["nouns"]]),
    )


def parse_number(words: list[str]) -> int | None:
    """Return the value of a number in digits or words: ``["twenty-two"]``, ``["1,100"]``, ``["two", "dozen"]``."""
    total = 0
    current: int | None = None
    for word in [part for w in words for part in w.split("-")]:
        if _DIGITS.match(word):
            current = (current or 0) + int(word.replace(",", ""))
        elif word in _UNITS or word in _TENS:
            current = (current or 0) + _UNITS.get(word, _TENS.get(word, 0))
        elif word in _SCALES:
            value = (1 if current is None else current) * _SCALES[word]
            if word == "hundred":
                current = value
            else:
                total += value
                current = None
        elif word != "and" or current is None:
            return None
    if current is None and total == 0 and "zero" not in words:
        return None
    return total + (current or 0)


def is_number(word: str) -> bool:
    """Whether the word is a number in digits or in letters."""
    return bool(_DIGITS.match(word)) or all(p in _UNITS or p in _TENS or p in _SCALES for p in word.split("-"))


def read_count(clauses: Clauses, low: int, end: int, lexicon: CasualtyLexicon) -> tuple[Count, int, int] | None:
    """Return the count at the head of the noun phrase in ``[low, end)`` and the tokens it is written in."""
    i = low
    while i < end:
        word = clauses.lows[i]
        if word in lexicon.vague and clauses.at[i] is None:
            least, most = lexicon.vague[word]
            first = _bound(clauses, i, low, lexicon)[1]
            return Count(low=least, high=None if most < 0 else most, text=words_between(clauses, first, i)), first, i
        if is_number(word) and not (word == "one" and i + 1 < end and clauses.lows[i + 1] == "of") and not _is_date(clauses, i):
            return _numeric(clauses, i, low, end, lexicon)
        i += 1
    return None


def _is_date(clauses: Clauses, i: int) -> bool:
    if any(t.span.start <= clauses.sentence.tokens[i].start < t.span.end for t in clauses.times):
        return True
    return len(clauses.lows[i]) == 4 and clauses.lows[i][:2] in {"19", "20"} and clauses.lows[i].isdigit()


def _numeric(clauses: Clauses, i: int, low: int, end: int, lexicon: CasualtyLexicon) -> tuple[Count, int, int] | None:
    stop = i
    while stop < end and (
        is_number(clauses.lows[stop])
        or (
            clauses.lows[stop] == "and"
            and "hundred" in clauses.lows[i:stop]
            and stop + 1 < end
            and is_number(clauses.lows[stop + 1])
        )
    ):
        stop += 1
    value = parse_number(clauses.lows[i:stop])
    if value is None:
        return None
    least: int | None = value
    most: int | None = value
    kind, first = _bound(clauses, i, low, lexicon)
    if stop + 1 < end and clauses.lows[stop] in {"to", "and", "or", "-", "–"} and is_number(clauses.lows[stop + 1]):
        ranged = clauses.lows[stop] != "and" or (i > 0 and clauses.lows[i - 1] == "between")
        after = stop + 1
        while after < end and is_number(clauses.lows[after]):
            after += 1
        other = parse_number(clauses.lows[stop + 1 : after])
        if ranged and other is not None and other >= value:
            first = i - 1 if i > 0 and clauses.lows[i - 1] in {"between", "from"} else first
            return Count(low=value, high=other, text=words_between(clauses, first, after - 1)), first, after - 1
    if kind == "at_least":
        most = None
    elif kind == "at_most":
        least = None
    if stop + 1 < clauses.n and clauses.lows[stop : stop + 2] == ["or", "more"]:
        most = None
        stop += 2
    return Count(low=least, high=most, text=words_between(clauses, first, stop - 1)), first, stop - 1


def _bound(clauses: Clauses, i: int, low: int, lexicon: CasualtyLexicon) -> tuple[str | None, int]:
    del low
    for size in (3, 2, 1):
        if i >= size:
            words = tuple(clauses.lows[i - size : i])
            kind = lexicon.bounds.get(words)
            if kind is not None:
                return kind, i - size if kind != "about" else i
    return None, i


def words_between(clauses: Clauses, first: int, last: int) -> str:
    """Return the words from token ``first`` to token ``last``, one space apart where any stands between them."""
    out = ""
    for i in range(first, last + 1):
        token = clauses.sentence.tokens[i]
        if out and token.start > clauses.sentence.tokens[i - 1].end:
            out += " "
        out += token.text
    return out


def add_counts(counts: list[Count]) -> Count | None:
    """Return the sum of counts of one telling; an open end keeps the sum open. The words are joined."""
    known = [c for c in counts if c.low is not None or c.high is not None]
    if not known:
        return None
    low = sum(c.low for c in known if c.low is not None) if any(c.low is not None for c in known) else None
    high = None if any(c.high is None for c in known) else sum(c.high for c in known if c.high is not None)
    return Count(low=low, high=high, text=" and ".join(c.text for c in known))
