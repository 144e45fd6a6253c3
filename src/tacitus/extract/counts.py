"""Numbers of people as low and high counts, with the words used; and the lexicon of deaths and injuries."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tacitus.extract.lexicon import load_table
from tacitus.extract.verbgroups import Clauses
from tacitus.model import Count

_PHRASE_LEMMAS = frozenset({"shoot", "gun", "mow", "lose", "burn", "stab", "beat", "hack", "blow", "cut"})
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+$|\d+(?:\.\d+)?$")
_GROUP = re.compile(r"\d{3}$")
_ROUND = re.compile(r"(?P<number>[a-z]+|\d+)-odd$")
_DASHES = frozenset({"-", "–", "—"})


@cache
def _load_values() -> tuple[dict[str, int], dict[str, int]]:
    """Return what number words are worth: those that are added, and those that multiply."""
    values = load_table("quantities", None)["values"]
    added = {word: n for n, word in enumerate(values["units"].split())}
    added.update({word: 10 * n for n, word in enumerate(values["tens"].split(), 2)})
    return added, values["scales"]


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
    multiples: frozenset[str]
    scales: dict[str, int]
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
    for name in ("at_least", "at_most", "about", "determiners"):
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
        multiples=frozenset(table["numbers"]["multiples"]),
        scales=table["numbers"]["scales"],
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
    added, scales = _load_values()
    total = 0
    current: float | None = None
    for word in _join_groups([part for w in words for part in w.split("-")]):
        if _DIGITS.match(word):
            current = (current or 0) + float(word.replace(",", ""))
        elif word in added:
            current = (current or 0) + added[word]
        elif word in scales:
            value = (1 if current is None else current) * scales[word]
            if word == "hundred":
                current = value
            else:
                total += round(value)
                current = None
        elif word != "and" or current is None:
            return None
    if current is None and total == 0 and "zero" not in words:
        return None
    return total + round(current or 0)


def _join_groups(words: list[str]) -> list[str]:
    """Return the words with ``1 200`` as one number."""
    out: list[str] = []
    for word in words:
        is_group = _GROUP.match(word) and out and re.fullmatch(r"[1-9]\d{0,2}(?:\d{3})*", out[-1]) is not None
        if is_group:
            out[-1] += word
        else:
            out.append(word)
    return out


def is_number(word: str) -> bool:
    """Whether the word is a number in digits or in letters."""
    added, scales = _load_values()
    return bool(_DIGITS.match(word)) or all(p in added or p in scales for p in word.split("-"))


def read_count(clauses: Clauses, low: int, end: int, lexicon: CasualtyLexicon) -> tuple[Count, int, int] | None:
    """Return the count at the head of the noun phrase in ``[low, end)`` and the tokens it is written in."""
    i = low
    while i < end:
        word = clauses.lows[i]
        if word in lexicon.vague and clauses.at[i] is None:
            return _vague(clauses, i, low, end, lexicon)
        if (odd := _ROUND.match(word)) is not None and (least := parse_number([odd["number"]])) is not None:
            first = _bound(clauses, i, low, lexicon)[1]
            return Count(low=least, high=least + 9, text=words_between(clauses, first, i)), first, i
        if is_number(word) and not (word == "one" and i + 1 < end and clauses.lows[i + 1] == "of") and not _is_date(clauses, i):
            return _numeric(clauses, i, low, end, lexicon)
        i += 1
    return None


def _vague(clauses: Clauses, i: int, low: int, end: int, lexicon: CasualtyLexicon) -> tuple[Count, int, int]:
    """Read ``dozens``, ``several dozen``, ``tens of thousands``, ``a couple of``."""
    least, most = lexicon.vague[clauses.lows[i]]
    last = i
    at = i + 2 if clauses.lows[i + 1 : i + 2] == ["of"] else i + 1
    scale = lexicon.scales.get(clauses.lows[at]) if at < end and clauses.lows[i] in lexicon.multiples else None
    if scale is not None:
        least, most, last = least * scale, -1, at
    first = _bound(clauses, i - 1 if clauses.lows[i - 1 : i] == ["a"] else i, low, lexicon)[1]
    return Count(low=least, high=None if most < 0 else most, text=words_between(clauses, first, last)), first, last


def _is_date(clauses: Clauses, i: int) -> bool:
    if any(t.span.start <= clauses.sentence.tokens[i].start < t.span.end for t in clauses.times):
        return True
    return len(clauses.lows[i]) == 4 and clauses.lows[i][:2] in {"19", "20"} and clauses.lows[i].isdigit()


def _numeric(clauses: Clauses, i: int, low: int, end: int, lexicon: CasualtyLexicon) -> tuple[Count, int, int] | None:
    stop = _end_of_number(clauses, i, end)
    value = parse_number(clauses.lows[i:stop])
    if value is None:
        return None
    head = i
    if clauses.lows[i] in _load_values()[1] and clauses.lows[i - 1 : i] == ["a"]:  # a dozen, half a dozen
        is_half = clauses.lows[max(0, i - 2) : i - 1] == ["half"]
        head, value = (i - 2, value // 2) if is_half else (i - 1, value)
    kind, first = _bound(clauses, head, low, lexicon)
    ranged = _range(clauses, i, stop, end, first, value)
    if ranged is not None:
        return ranged
    least, most = (None if kind == "at_most" else value), (None if kind == "at_least" else value)
    if clauses.lows[stop : stop + 2] == ["or", "more"] or clauses.lows[stop + 1 : stop + 2] == ["plus"]:
        most = None
        stop += 2
    return Count(low=least, high=most, text=words_between(clauses, first, stop - 1)), first, stop - 1


def _end_of_number(clauses: Clauses, i: int, end: int) -> int:
    stop = i
    while stop < end:
        follows = clauses.lows[stop] == "and" and "hundred" in clauses.lows[i:stop] and stop + 1 < end
        if not (is_number(clauses.lows[stop]) or (follows and is_number(clauses.lows[stop + 1]))):
            break
        stop += 1
    return stop


def _range(clauses: Clauses, i: int, stop: int, end: int, first: int, value: int) -> tuple[Count, int, int] | None:  # noqa: PLR0913, PLR0917  where the number stands
    """Return ``20 to 25`` or ``between 20 and 25`` that begins with the number, or ``20–25`` that ends with it."""
    if i > 1 and clauses.lows[i - 1] in _DASHES and is_number(clauses.lows[i - 2]) and not _is_date(clauses, i - 2):
        before = parse_number([clauses.lows[i - 2]])
        if before is not None and before <= value:
            return Count(low=before, high=value, text=words_between(clauses, i - 2, stop - 1)), i - 2, stop - 1
    if stop + 1 >= end or clauses.lows[stop] not in {"to", "and", "or", *_DASHES} or not is_number(clauses.lows[stop + 1]):
        return None
    after = stop + 1
    while after < end and is_number(clauses.lows[after]):
        after += 1
    other = parse_number(clauses.lows[stop + 1 : after])
    if other is None or other < value or (clauses.lows[stop] == "and" and clauses.lows[i - 1 : i] != ["between"]):
        return None
    first = i - 1 if clauses.lows[i - 1 : i] in (["between"], ["from"]) else first
    return Count(low=value, high=other, text=words_between(clauses, first, after - 1)), first, after - 1


def _bound(clauses: Clauses, i: int, low: int, lexicon: CasualtyLexicon) -> tuple[str | None, int]:
    del low
    for size in (3, 2, 1):
        if i >= size:
            words = tuple(clauses.lows[i - size : i])
            kind = lexicon.bounds.get(words)
            if kind is not None:
                return kind, i - size if kind != "determiners" else i
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
