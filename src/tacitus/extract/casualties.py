"""Deaths and injuries as low and high counts, with the words used."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tacitus.extract.arguments import object_region, phrase_end
from tacitus.extract.lexicon import load_table
from tacitus.extract.triggers import own_subject_region
from tacitus.extract.verbgroups import Clauses, Verb
from tacitus.model import Count, Mention, MentionForm, MentionKind

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
_NP_STOPS = frozenset("p,.;:sr()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A number of dead (or injured) told at tokens ``[first, last]``; ``victims`` are the mentions among them."""

    first: int
    last: int
    count: Count
    is_death: bool
    victims: tuple[Mention, ...] = ()
    words: tuple[str, ...] = ()


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


def _is_number(word: str) -> bool:
    return bool(_DIGITS.match(word)) or all(p in _UNITS or p in _TENS or p in _SCALES for p in word.split("-"))


def read_count(clauses: Clauses, low: int, end: int, lexicon: CasualtyLexicon) -> tuple[Count, int, int] | None:
    """Return the count at the head of the noun phrase in ``[low, end)`` and the tokens it is written in."""
    i = low
    while i < end:
        word = clauses.lows[i]
        if word in lexicon.vague and clauses.at[i] is None:
            least, most = lexicon.vague[word]
            first = _bound(clauses, i, low, lexicon)[1]
            return Count(low=least, high=None if most < 0 else most, text=_text(clauses, first, i)), first, i
        if _is_number(word) and not (word == "one" and i + 1 < end and clauses.lows[i + 1] == "of") and not _is_date(clauses, i):
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
        _is_number(clauses.lows[stop])
        or (
            clauses.lows[stop] == "and"
            and "hundred" in clauses.lows[i:stop]
            and stop + 1 < end
            and _is_number(clauses.lows[stop + 1])
        )
    ):
        stop += 1
    value = parse_number(clauses.lows[i:stop])
    if value is None:
        return None
    least: int | None = value
    most: int | None = value
    kind, first = _bound(clauses, i, low, lexicon)
    if stop + 1 < end and clauses.lows[stop] in {"to", "and", "or", "-", "–"} and _is_number(clauses.lows[stop + 1]):
        ranged = clauses.lows[stop] != "and" or (i > 0 and clauses.lows[i - 1] == "between")
        after = stop + 1
        while after < end and _is_number(clauses.lows[after]):
            after += 1
        other = parse_number(clauses.lows[stop + 1 : after])
        if ranged and other is not None and other >= value:
            first = i - 1 if i > 0 and clauses.lows[i - 1] in {"between", "from"} else first
            return Count(low=value, high=other, text=_text(clauses, first, after - 1)), first, after - 1
    if kind == "at_least":
        most = None
    elif kind == "at_most":
        least = None
    if stop + 1 < clauses.n and clauses.lows[stop : stop + 2] == ["or", "more"]:
        most = None
        stop += 2
    return Count(low=least, high=most, text=_text(clauses, first, stop - 1)), first, stop - 1


def _bound(clauses: Clauses, i: int, low: int, lexicon: CasualtyLexicon) -> tuple[str | None, int]:
    del low
    for size in (3, 2, 1):
        if i >= size:
            words = tuple(clauses.lows[i - size : i])
            kind = lexicon.bounds.get(words)
            if kind is not None:
                return kind, i - size if kind != "about" else i
    return None, i


def _text(clauses: Clauses, first: int, last: int) -> str:
    out = ""
    for i in range(first, last + 1):
        token = clauses.sentence.tokens[i]
        if out and token.start > clauses.sentence.tokens[i - 1].end:
            out += " "
        out += token.text
    return out


# ---------------------------------------------------------------- tolls


def find_tolls(clauses: Clauses, folder: str | None = None) -> list[Toll]:
    """Return the tolls of a sentence, in text order."""
    lexicon = load_casualties(folder)
    found: list[Toll] = []
    for verb in clauses.verbs:
        if verb.lemma in lexicon.verbs:
            found.extend(_verb_tolls(clauses, verb, lexicon))
    if lexicon.triggers.isdisjoint(clauses.lows) and "toll" not in clauses.lows:
        return found
    found.extend(_noun_tolls(clauses, lexicon, found))
    return sorted(found, key=lambda t: (t.first, t.last))


def _verb_tolls(clauses: Clauses, verb: Verb, lexicon: CasualtyLexicon) -> list[Toll]:  # noqa: C901, PLR0911  a list of cases, read from top to bottom
    lemma = verb.lemma
    is_death = lemma in lexicon.death_verbs
    is_injury = lemma in lexicon.injury_verbs
    low, end = object_region(clauses, verb)
    subject = own_subject_region(clauses, verb)
    heads = set(clauses.lows[subject[0] : subject[1]])
    if (
        lemma == "fall"
        and heads & lexicon.fall_subjects
        and not any(clauses.kinds[i] == "p" for i in range(low, min(low + 1, clauses.n)))
    ):
        is_death = True
    phrase = next((p for p in lexicon.death_phrases if tuple(clauses.lows[verb.head : verb.head + len(p)]) == p), None)
    if phrase is not None and lemma != "lose":
        is_death = True
        low = min(verb.head + len(phrase), end)
    if lemma == "lose":
        stop = phrase_end(clauses, low, end) if low < end else low
        if not set(clauses.lows[low:stop]) & lexicon.lost_objects:
            return []
        if {"life", "lives"} & set(clauses.lows[low:stop]):
            return _phrase_tolls(clauses, *subject, lexicon, is_death=True)
        return _phrase_tolls(clauses, low, stop, lexicon, is_death=True)
    if lemma == "claim" and "lives" in clauses.lows[low : low + 3]:
        return _phrase_tolls(clauses, low, end, lexicon, is_death=True)
    if not (is_death or is_injury):
        return []
    if verb.negated and clauses.kinds[max(verb.first - 1, 0)] != "r":
        return [_nobody(clauses, verb)] if is_death else []
    if heads & lexicon.none_words and subject[1] - subject[0] < 5:
        return [_nobody(clauses, verb)] if is_death else []
    if verb.modal or verb.infinitive:
        return []
    stop = phrase_end(clauses, low, end) if low < end and clauses.kinds[low] != "p" else low
    has_object = any(clauses.kinds[i] in "x#" or clauses.at[i] is not None for i in range(low, stop))
    if verb.passive or lemma in {"die", "perish", "succumb", "fall"} or not has_object:
        return _phrase_tolls(clauses, *_last_phrase(clauses, *subject), lexicon, is_death=is_death)
    return _phrase_tolls(clauses, low, _list_end(clauses, stop, end), lexicon, is_death=is_death)


def _list_end(clauses: Clauses, stop: int, end: int) -> int:
    """Return the end of a list of victims: ``nine soldiers in the town and three civilians`` counts both."""
    del end
    return min(stop, clauses.n)


def _last_phrase(clauses: Clauses, low: int, end: int) -> tuple[int, int]:
    """Return the subject without the adverbial before it: ``In the town, two soldiers``; ``After the clash two soldiers``."""
    for i in range(low, end):
        if clauses.lows[i] == "," and clauses.kinds[low] in "psa":
            return i + 1, end
    return low, end


def _nobody(clauses: Clauses, verb: Verb) -> Toll:
    first = own_subject_region(clauses, verb)[0]
    first = min(verb.first, first)
    return Toll(first=first, last=verb.head, count=Count(low=0, high=0, text=_text(clauses, first, verb.head)), is_death=True)


def _phrase_tolls(clauses: Clauses, low: int, end: int, lexicon: CasualtyLexicon, *, is_death: bool) -> list[Toll]:
    """Return one toll for each counted noun phrase of a list; the ``wounded`` among them are injuries."""
    out: list[Toll] = []
    at = low
    while at < end:
        stop = _part_end(clauses, at, end)
        found = read_count(clauses, at, stop, lexicon)
        words = tuple(clauses.lows[at:stop])
        victims = tuple(m for _, _, m in clauses.mentions_between(at, stop) if m.kind in {MentionKind.ACTOR, MentionKind.PERSON})
        if found is not None:
            out.append(
                Toll(
                    first=found[1], last=max(found[2], stop - 1), count=found[0], is_death=is_death, victims=victims, words=words
                )
            )
        elif _is_single(clauses, at, stop):
            out.append(
                Toll(
                    first=at,
                    last=stop - 1,
                    count=Count(low=1, high=1, text=_text(clauses, at, stop - 1)),
                    is_death=is_death,
                    victims=victims,
                    words=words,
                )
            )
        elif victims or any(w in _PEOPLE for w in words):
            out.append(
                Toll(
                    first=at,
                    last=stop - 1,
                    count=Count(low=None, high=None, text=_text(clauses, at, stop - 1)),
                    is_death=is_death,
                    victims=victims,
                    words=words,
                )
            )
        at = stop + 1
        while at < end and clauses.kinds[at] == "c":
            at += 1
    return out


_PEOPLE = frozenset({"soldiers", "civilians", "people", "fighters", "residents", "villagers", "women", "children", "men"})


def _part_end(clauses: Clauses, at: int, end: int) -> int:
    """Return where one member of a list ends: at a comma or ``and`` before another count or article."""
    for i in range(at, end - 1):
        if clauses.kinds[i] == "c" or clauses.lows[i] == ",":
            if i > at and clauses.kinds[i - 1] == "#" and clauses.kinds[i + 1] == "#" and clauses.lows[i] == "or":
                continue
            j = i + 1
            while j < end and (
                clauses.kinds[j] in "ca" or clauses.lows[j] in {",", "at", "least", "about", "more", "than", "as", "well"}
            ):
                j += 1
            if j < end and i > at and (clauses.kinds[j] in "d#" or _is_number(clauses.lows[j])) and clauses.lows[at] != "between":
                return i
        if clauses.lows[i] == "including":
            return end
    return end


_SINGULAR = frozenset(
    [
        "driver",
        "soldier",
        "policeman",
        "officer",
        "commander",
        "leader",
        "man",
        "woman",
        "child",
        "boy",
        "girl",
        "civilian",
        "fighter",
        "guard",
        "villager",
        "teacher",
        "farmer",
        "journalist",
        "priest",
        "nun",
        "peacekeeper",
        "passenger",
        "worker",
        "herder",
        "trader",
        "student",
        "chief",
        "mayor",
        "governor",
        "spokesman",
        "general",
        "colonel",
        "militant",
        "rebel",
        "gunman",
        "attacker",
        "bomber",
        "doctor",
        "nurse",
        "resident",
        "shepherd",
        "fisherman",
        "person",
        "judge",
        "translator",
        "engineer",
        "aide",
        "bodyguard",
        "trainee",
        "ranger",
        "sergeant",
        "lieutenant",
        "captain",
        "major",
        "pastor",
        "imam",
        "elder",
        "councillor",
    ]
)


def _is_single(clauses: Clauses, low: int, end: int) -> bool:
    """Whether the phrase names one person: ``the driver``, ``a soldier``, a person's name."""
    if low >= end:
        return False
    mentions = clauses.mentions_between(low, end)
    if len(mentions) == 1 and mentions[0][2].kind is MentionKind.PERSON and mentions[0][2].form is MentionForm.NAME:
        return mentions[0][1] >= end or clauses.lows[mentions[0][1]] != "'s"
    if clauses.lows[low] in {"a", "an", "another", "the", "its", "his", "her", "their", "one"}:
        last = low + 1
        while last < end and clauses.kinds[last] not in _NP_STOPS and last not in clauses.verb_at:
            last += 1
        return clauses.lows[last - 1] in _SINGULAR
    return False


def _noun_tolls(clauses: Clauses, lexicon: CasualtyLexicon, verbal: list[Toll]) -> list[Toll]:  # noqa: C901  a list of cases, read from top to bottom
    """Find ``nine dead``, ``No deaths``, ``a death toll of 30``, ``left 17 people dead``, ``the number of dead at 40``."""
    out: list[Toll] = []
    for i, word in enumerate(clauses.lows):
        if word not in lexicon.triggers and word != "toll":
            continue
        if i in clauses.verb_at and word not in {"dead", "killed"}:
            continue
        is_death = word in lexicon.death_nouns or word in {"toll", "casualties", "death", "fatality"}
        before = max(0, i - 6)
        if any(clauses.lows[j] in {"no", "without"} for j in range(max(0, i - 2), i)) and word in lexicon.none_nouns:
            if is_death and word != "injuries":
                civil = i and clauses.lows[i - 1] in {"civilian", "military", "police"}
                if not civil:
                    out.append(
                        Toll(first=i - 1, last=i, count=Count(low=0, high=0, text=_text(clauses, i - 1, i)), is_death=True)
                    )
            continue
        if not is_death and word not in lexicon.injury_nouns:
            continue
        if word in {"casualties", "death", "fatality"} and not _direct_number(clauses, i):
            continue
        is_verb = i in clauses.verb_at and word == "killed"
        found = _number_before(clauses, before, i, lexicon) if word != "toll" and not is_verb else None
        if found is None and word == "bodies" and clauses.lows[i + 1 : i + 2] == ["of"]:
            found = read_count(clauses, i + 2, min(clauses.n, i + 6), lexicon)
        if found is None and word in {"toll", "dead", "killed", "deaths", "fatalities"}:
            found = _number_after(clauses, i, lexicon)
        if found is None or any(t.first <= found[2] and found[1] <= t.last and t.is_death == is_death for t in verbal):
            continue
        out.append(
            Toll(
                first=found[1],
                last=max(i, found[2]),
                count=found[0],
                is_death=is_death,
                words=tuple(clauses.lows[found[1] : i + 1]),
            )
        )
    return out


def _direct_number(clauses: Clauses, i: int) -> bool:
    return i > 0 and (_is_number(clauses.lows[i - 1]) or (i > 1 and _is_number(clauses.lows[i - 2])))


def _number_before(clauses: Clauses, before: int, i: int, lexicon: CasualtyLexicon) -> tuple[Count, int, int] | None:
    """Return the count nearest before the noun, with no verb and no stop between them."""
    for j in range(i - 1, before - 1, -1):
        if (
            clauses.lows[j] in {",", ";", ".", ":"}
            or clauses.kinds[j] in "sr"
            or (j in clauses.verb_at and clauses.lows[j] not in lexicon.vague)
        ):
            return None
        if clauses.lows[j] in lexicon.vague or _is_number(clauses.lows[j]):
            first = j
            while first > before and (
                _is_number(clauses.lows[first - 1])
                or (clauses.lows[first - 1] in {"and", "to"} and first - 2 >= before and _is_number(clauses.lows[first - 2]))
            ):
                first -= 1
            return read_count(clauses, first, i, lexicon)
    return None


def _number_after(clauses: Clauses, i: int, lexicon: CasualtyLexicon) -> tuple[Count, int, int] | None:
    """Return the count in ``the number of dead at 40``, ``the death toll rose to 30``."""
    if not any(w in {"toll", "number", "figure"} for w in clauses.lows[max(0, i - 4) : i + 1]):
        return None
    for j in range(i + 1, min(clauses.n, i + 15)):
        if clauses.lows[j] in {"at", "to", "of", "is", "was", "stands", "reached", "as"}:
            found = read_count(clauses, j + 1, min(clauses.n, j + 7), lexicon)
            if found is not None:
                return found
    return None


def add_counts(counts: list[Count]) -> Count | None:
    """Return the sum of counts of one telling; an open end keeps the sum open. The words are joined."""
    known = [c for c in counts if c.low is not None or c.high is not None]
    if not known:
        return None
    low = sum(c.low for c in known if c.low is not None) if any(c.low is not None for c in known) else None
    high = None if any(c.high is None for c in known) else sum(c.high for c in known if c.high is not None)
    return Count(low=low, high=high, text=" and ".join(c.text for c in known))
