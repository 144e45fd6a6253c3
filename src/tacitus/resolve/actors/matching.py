"""Which known actor a name may stand for: candidates with a score and a reason, best first.

Names are compared word by word, each word weighed by how few names have it; a word that tells a group from others and stands in
one name only keeps two groups apart, whatever else they share. Where the report speaks of (its countries, its date) decides
between actors of one name. Thresholds were chosen on one half of UCDP's actors; ``bench/resolve/actors.py`` reports on the other.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cache
from math import log

from tacitus.extract.lexicon import load_lines
from tacitus.resolve.actors.names import AIM, COUNTRY, KIND, NameKey, are_of_two_languages, drop_vowels, initials_of, take_apart
from tacitus.resolve.actors.registry import WORLD, DatedName, RegisteredActor, find_state, is_telling, list_indexed, load_registry

MATCH = 0.85
"""The score from which a name is taken for the actor."""
CANDIDATE = 0.5
"""The score from which an actor is kept for a person to decide."""
CLEAR = 0.04
"""How far the best must lie before the next for a match."""
STATE = 0.97
"""The score of a name that says which state's government or army it is."""
MOST_CANDIDATES = 3
MOST_BLOCK = 400
"""Names that share a word; a word that more have is not looked under, unless the name has no other."""
_LEAST_WEIGHT, _MOST_WEIGHT, _MOST_KIND_WEIGHT, _MOST_COUNTRY_WEIGHT = 0.6, 6.0, 2.0, 2.0
_SPELLED_ALIKE, _ONE_SLIP = 0.9, 0.82
_APART = 0.78
"""The most that two names reach of which one has a telling word, or one for a part of a group, that the other lacks."""
_UNLIKE = 0.84
"""The most that they reach where they differ in more than what one of them calls itself."""
_SHORTER = 0.9
"""What they reach where one only adds what reporters add: "Abu Sayyaf" and "Abu Sayyaf Group"."""
_PLAIN_WORDS = frozenset({"group", "fighters", "rebels", "militants", "insurgents", "gunmen", "guerrillas"})
_OTHER_SORT = 0.7
"""What an abbreviation and a word of the same letters count."""
_OF_PARTS = frozenset({"@faction", "@youth", "@political", "@military"})
_OUTSIDE_SHARE = 0.1
_GIVEN_UP = 0.95
"""What a name counts that its bearer gave up: who bears it now comes first."""
_LATE_DAYS = 400


class Agreement(IntEnum):
    """How an actor's countries stand to those that the report speaks of."""

    AGREES = 0
    UNTOLD = 1
    UNKNOWN = 2
    DISAGREES = 3


_FACTORS = {
    # what the name is: (agrees, the report tells no country, the actor's country is not known, disagrees)
    "own": (1.0, 0.97, 0.97, 0.9),
    "telling": (1.0, 0.97, 0.97, 0.84),
    "single": (1.0, 0.93, 0.86, 0.7),
    "plain": (1.0, 0.8, 0.8, 0.6),
    "letters": (1.0, 0.9, 0.8, 0.6),
    "two letters": (1.0, 0.7, 0.6, 0.5),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a report tells about where and when it is: ``countries`` maps a country to its share, in [0, 1]."""

    countries: Mapping[str, float] = field(default_factory=dict)
    day: date | None = None

    def compare(self, countries: Iterable[str]) -> Agreement:
        """Return how an actor's countries stand to the report's."""
        known = tuple(countries)
        if not self.countries:
            return Agreement.UNTOLD
        if not known:
            return Agreement.UNKNOWN
        is_met = WORLD in known or any(self.countries.get(c, 0.0) >= _OUTSIDE_SHARE for c in known)
        return Agreement.AGREES if is_met else Agreement.DISAGREES


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor that a name may stand for; ``score`` lies in [0, 1] and is no probability."""

    actor: RegisteredActor
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A name of the index: whose it is (by position), its time, and what it is compared by."""

    actor: int
    name: DatedName
    key: NameKey


class NameIndex:
    """Names of known actors by what they can be found under; ``add`` lets it grow."""

    def __init__(self, actors: Iterable[RegisteredActor] = ()) -> None:
        self._actors: list[RegisteredActor] = []
        self._names: list[_Known] = []
        self._found: dict[str, list[int]] = {}
        self._uses: Counter[str] = Counter()
        for actor in actors:
            self.add(actor)

    def __len__(self) -> int:
        return len(self._actors)

    def add(self, actor: RegisteredActor) -> None:
        """Take in an actor with all its names."""
        position = len(self._actors)
        self._actors.append(actor)
        met: set[str] = set()
        for name in actor.names:
            key = take_apart(name.name)
            if not key.tokens:
                continue
            number = len(self._names)
            self._names.append(_Known(position, name, key))
            met.update(key.tokens)
            for under in _shelves(key, name.name):
                self._found.setdefault(under, []).append(number)
        self._uses.update(met)

    def find(
        self, name: str, setting: Setting, *, without: Callable[[RegisteredActor, str], bool] | None = None
    ) -> list[Candidate]:
        """Return the actors that the name may stand for, best first.

        Args:
            name: as written.
            setting: what the report tells about where and when it is.
            without: whether an actor's name is to be left out of account (to measure, or because a person said so).
        """
        key = take_apart(name)
        best: dict[int, Candidate] = {}
        for number in self._look_up(key, name):
            known = self._names[number]
            actor = self._actors[known.actor]
            if without is not None and without(actor, known.name.name):
                continue
            score, reason = self._compare(key, known.key, name, known.name.name)
            if score < CANDIDATE:
                continue
            candidate = _weigh_setting(Candidate(actor, score, reason), key, known.name, setting)
            old = best.get(known.actor)
            if candidate.score >= CANDIDATE and (old is None or candidate.score > old.score):
                best[known.actor] = candidate
        return sorted(best.values(), key=lambda c: (-c.score, len(c.actor.id), c.actor.id))

    def _look_up(self, key: NameKey, name: str) -> Iterator[int]:
        seen: set[int] = set()
        for under in _shelves(key, name, is_asked=True):
            numbers = self._found.get(under, ())
            if len(numbers) > MOST_BLOCK and under[0] in "wc<>":
                continue
            for number in numbers:
                if number not in seen:
                    seen.add(number)
                    yield number

    def _weight(self, token: str) -> float:
        weight = log((len(self._actors) + 1) / (self._uses.get(token, 0) + 1)) - 1.0
        most = (
            _MOST_KIND_WEIGHT
            if token.startswith((KIND, AIM))
            else _MOST_COUNTRY_WEIGHT
            if token.startswith(COUNTRY)
            else _MOST_WEIGHT
        )
        return min(max(weight, _LEAST_WEIGHT), most)

    def _compare(self, asked: NameKey, known: NameKey, asked_name: str, known_name: str) -> tuple[float, str]:  # noqa: PLR0911  a list of cases
        if asked.folded == known.folded:
            return 1.0, "the same name"
        if asked.letters or known.letters:
            if asked.letters == known.letters:
                return 0.98, "the same abbreviation"
            if asked.letters and asked.letters in initials_of(known_name):
                return _score_initials(asked.letters), f"the initials of “{known_name}”"
            if known.letters and known.letters in initials_of(asked_name):
                return _score_initials(known.letters), f"its initials are “{known_name}”"
            if asked.letters and known.letters:
                return 0.0, ""
            score, reason = self._compare_tokens(asked, known, known_name)
            return score * _OTHER_SORT if len(asked.tokens) == len(known.tokens) == 1 else score, reason
        return self._compare_tokens(asked, known, known_name)

    def _compare_tokens(self, asked: NameKey, known: NameKey, known_name: str) -> tuple[float, str]:
        if len(asked.tokens) == len(known.tokens) and set(asked.tokens) == set(known.tokens):
            if _differ_in_kind(asked, known):
                return _UNLIKE, f"like “{known_name}”, but in other words"
            return 0.97, f"“{known_name}” in another spelling, order or language"
        if asked.joined == known.joined and len(asked.joined) > 5:
            return 0.95, f"“{known_name}” written apart or together"
        return self._compare_words(asked, known, known_name)

    def _compare_words(self, asked: NameKey, known: NameKey, known_name: str) -> tuple[float, str]:
        words = {**dict(zip(known.tokens, known.written, strict=True)), **dict(zip(asked.tokens, asked.written, strict=True))}
        shared = [t for t in asked.tokens if t in known.tokens]
        left, right = [t for t in asked.tokens if t not in known.tokens], [t for t in known.tokens if t not in asked.tokens]
        matched = sum(self._weight(t) for t in shared)
        total = matched
        for token in tuple(left):
            likeness, alike = max(((_liken(token, t), t) for t in right), default=(0.0, ""))
            if likeness:
                left.remove(token)
                right.remove(alike)
                weight = max(self._weight(token), self._weight(alike))
                matched, total = matched + likeness * weight, total + weight
        total += sum(map(self._weight, (*left, *right)))
        if not matched:
            return 0.0, ""
        score = matched / total
        if any(is_telling(t) or t in _OF_PARTS for t in (*left, *right)):
            score = min(score, _APART)
        elif (left and right) or not all(t.startswith(KIND) for t in (*left, *right)) or not any(map(is_telling, shared)):
            score = min(score, _UNLIKE)
        elif left or right:
            is_plain = sum(map(is_telling, shared)) > 1 and all(words[t] in _PLAIN_WORDS for t in (*left, *right))
            score = _SHORTER if is_plain else min(score, _UNLIKE)
        missing = ", ".join(f"“{words[t]}”" for t in (*left, *right))
        return score, f"like “{known_name}”" + (f", but for {missing}" if missing else " in another spelling")


def _score_initials(letters: str) -> float:
    return 0.7 if len(letters) < 4 else 0.78


def _differ_in_kind(asked: NameKey, known: NameKey) -> bool:
    """Whether two words of one meaning are of two languages that are both not English: "Jaysh" and "Lashkar" are two armies."""
    written = dict(zip(known.tokens, known.written, strict=True))
    return any(
        token.startswith((KIND, AIM)) and are_of_two_languages(token, word, written[token])
        for token, word in zip(asked.tokens, asked.written, strict=True)
        if word != written[token]
    )


def _liken(one: str, other: str) -> float:
    """Return how alike two telling words are spelled: in [0, 1], 0 where they are two words."""
    if len(one) < 5 or len(other) < 5 or not (is_telling(one) and is_telling(other)):
        return 0.0
    if drop_vowels(one) == drop_vowels(other):
        return _SPELLED_ALIKE
    return _ONE_SLIP if min(len(one), len(other)) > 5 and _is_one_slip(one, other) else 0.0


def _is_one_slip(one: str, other: str) -> bool:
    """Whether one letter left out, put in or exchanged makes one word of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return one[at + 1 :] == other[at + 1 :] or one[at:] == other[at + 1 :] or one[at + 1 :] == other[at:]


def _shelves(key: NameKey, name: str, *, is_asked: bool = False) -> Iterator[str]:
    """Yield what a name is kept under, and (asked) looked up under."""
    yield "f" + key.folded
    if key.letters:
        yield "l" + key.letters
        if is_asked:
            yield "i" + key.letters
    yield "b" + " ".join(sorted(key.tokens))
    yield "j" + key.joined
    for initials in initials_of(name):
        yield ("l" if is_asked else "i") + initials
    for token in key.tokens:
        if is_telling(token):
            yield "w" + token
            consonants = drop_vowels(token)
            if consonants != token:
                yield "c" + consonants
            if len(token) > 5:
                yield "<" + token[:4]
                yield ">" + token[-4:]


def name_class(key: NameKey) -> str:
    """Return what sort of name it is: one of the keys of the factors, from abbreviations to names with telling words."""
    if key.letters:
        return "two letters" if len(key.letters) < 3 else "letters"
    n_telling = sum(map(is_telling, key.tokens))
    if not n_telling:
        return "plain"
    if len(key.tokens) == 1:
        return "single"
    is_own = any(is_telling(t) and len(w) > 3 and w not in load_common() for t, w in zip(key.tokens, key.written, strict=True))
    return "own" if is_own else "telling"


def _weigh_setting(candidate: Candidate, key: NameKey, name: DatedName, setting: Setting) -> Candidate:
    """Return the candidate with its score weighed by where and when the report is."""
    if name.is_former:
        candidate = Candidate(candidate.actor, candidate.score * _GIVEN_UP, candidate.reason + "; a name that was given up")
    agreement = setting.compare(candidate.actor.countries)
    if agreement is not Agreement.AGREES and any(COUNTRY + c in key.tokens for c in candidate.actor.countries):
        agreement = Agreement.AGREES  # the name itself says where
    sort = name_class(key)
    if sort == "own" and candidate.score < 1.0:
        sort = "telling"  # in another country only the very name will do
    score = candidate.score * _FACTORS[sort][agreement]
    reason = candidate.reason
    if agreement is Agreement.AGREES:
        met = [c for c in candidate.actor.countries if setting.countries.get(c, 0.0) >= _OUTSIDE_SHARE]
        if met:
            reason += f"; the report speaks of {', '.join(met[:3])}"
        elif WORLD not in candidate.actor.countries:
            reason += "; the name says of which country"
    elif agreement is Agreement.DISAGREES:
        reason += f"; the report does not speak of {', '.join(candidate.actor.countries[:3])}"
    if setting.day is not None and not name.is_borne_on(setting.day) and _days_off(name, setting.day) > _LATE_DAYS:
        score *= 0.94
        reason += f"; a name of {name.start or '?'} to {name.end or 'today'}"
    return Candidate(candidate.actor, round(score, 4), reason)


def _days_off(name: DatedName, day: date) -> int:
    if name.start is not None and day < name.start:
        return (name.start - day).days
    return (day - name.end).days if name.end is not None and day > name.end else 0


def find_candidates(
    name: str, setting: Setting, index: NameIndex, *, without: Callable[[RegisteredActor, str], bool] | None = None
) -> list[Candidate]:
    """Return the actors of the registry that a name may stand for, a state's government or army too, best first."""
    found = index.find(name, setting, without=without)
    state = find_state(take_apart(name))
    if state is None:
        return found
    actor = load_registry()[state]
    if (without is not None and without(actor, name)) or any(c.actor.id == state for c in found):
        return found
    candidate = Candidate(actor, STATE, f"the name says so: {actor.name}")
    return sorted((candidate, *found), key=lambda c: (-c.score, len(c.actor.id), c.actor.id))


def choose(candidates: list[Candidate]) -> Candidate | None:
    """Return the candidate that the name is taken for: one that reaches ``MATCH`` and lies clear of the next."""
    if not candidates or candidates[0].score < MATCH:
        return None
    if len(candidates) > 1 and candidates[0].score - candidates[1].score < CLEAR:
        return None
    return candidates[0]


@cache
def load_common() -> frozenset[str]:
    """Return common English words: "Forest Brothers" is a name that any two groups may take, "Lashkar-e-Taiba" is not."""
    return frozenset(load_lines("common_words.txt"))


@cache
def load_name_index(own: str | None = None) -> NameIndex:
    """Return the index over the registry, and over a person's own table."""
    return NameIndex(list_indexed(own))
