"""What a name is: actor, person or place, decided once per name from all its occurrences in the report."""

from collections import defaultdict
from dataclasses import dataclass, field

from tacitus.extract.names import Name
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import ActorType, MentionKind, PlaceKind, ZoneKind

ACTOR, PERSON, PLACE, NATIONALITY = MentionKind.ACTOR, MentionKind.PERSON, MentionKind.PLACE, MentionKind.NATIONALITY
_RANKS = {"c": 4.0, "a": 3.0, "l": 2.5, "n": 2.0, "b": 1.2, "t": 1.2}
_FIGHTERS = frozenset(
    """fighters fighter militants militant rebels gunmen insurgents guerrillas commander commanders militiamen jihadists camp positions
    troops soldiers members leader leaders supporters offensive spokesman spokeswoman spokesperson headquarters prisoners convoy
    checkpoint faction factions cell cells stronghold flag propaganda video statement affiliate branch officials forces""".split()
)
_AGAINST = frozenset("by with against between joined fought fights fighting attacked join led".split())


@dataclass(slots=True)
class Evidence:
    """Points for each kind that one name has gathered."""

    actor: float = 0.0
    person: float = 0.0
    place: float = 0.0
    place_kinds: dict[PlaceKind, int] = field(default_factory=dict)


def weigh_names(names: list[Name], vocabulary: Vocabulary) -> dict[str, Evidence]:
    """Return the evidence of every name, by key."""
    found: dict[str, Evidence] = {}
    for name in names:
        evidence = found.get(name.key)
        if evidence is None:
            evidence = found[name.key] = Evidence()
            _weigh_words(name, evidence, vocabulary)
        if not name.is_flat:
            _weigh_context(name, evidence, vocabulary)
    return found


def decide_kind(evidence: Evidence) -> MentionKind | None:
    """Return the kind with the most points, where there are enough."""
    best = max(evidence.actor, evidence.person, evidence.place)
    if best < 1.0:
        return None
    if best == evidence.actor:
        return ACTOR
    return PLACE if best == evidence.place else PERSON


def is_organisation(words: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether the words of a name show that it names a group or a body."""
    if len(words) < 2:
        return False
    if words[-1] in vocabulary.heads or (words[-1].isdigit() and words[-2] in vocabulary.heads):
        return True
    if words[0] in vocabulary.foreign or (words[-1] in vocabulary.foreign and words[0] not in vocabulary.titles):
        return True
    for at, word in enumerate(words[1:], 1):
        if word in {"of", "for", "de", "des", "du", "pour", "para", "ng"} and (
            words[at - 1] in vocabulary.heads or words[at - 1] in vocabulary.foreign
        ):
            return True
    return False


def _weigh_words(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    words, key = name.words, name.key
    text = name.sentence.tokens[name.first].text
    if key in vocabulary.known and (vocabulary.known[key] is not None or text.isupper()):
        evidence.actor += 8
    if name.is_quoted:
        evidence.actor += 6
    if is_organisation(words, vocabulary):
        evidence.actor += 5
    if key in vocabulary.groups:
        evidence.actor += 2.5 if len(words) > 1 else 1.0
    _weigh_place(name, evidence, vocabulary)
    title = 0
    while title < len(words) and words[title] in vocabulary.titles:
        title += 1
    name.title = title
    if 0 < title < len(words):
        evidence.person += 1.0 if words[0] in vocabulary.weak_titles and title == 1 else 5.0
    if len(words) > 1 and words[0] in vocabulary.given:
        evidence.person += 2.5
    if len(words) > 1 and any(w in {"bin", "ibn", "abu", "ould", "bint", "umm"} for w in words):
        evidence.person += 2.5
    if 2 <= len(words) <= 4 and any(len(w) == 1 for w in words[:-1]):
        evidence.person += 2
    if 2 <= len(words) <= 3 and not name.is_flat and not (set(words) & vocabulary.common):
        evidence.person += 0.8
    if len(words) == 1 and text.isupper() and 2 <= len(text) <= 8 and not name.is_flat and text not in vocabulary.no_acronyms:
        evidence.actor += 1.5


def _weigh_place(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    words = name.words
    rank = vocabulary.places.get(name.key)
    if rank:
        doubt = len(words) == 1 and rank in "bltn" and (words[0] in vocabulary.common or words[0] in vocabulary.given)
        evidence.place += _RANKS[rank] * (0.25 if doubt else 1.0)
    if len(words) > 1:
        kind = vocabulary.feature_words.get(words[-1])
        if kind is None and words[0] in vocabulary.feature_before and words[0] not in vocabulary.heads:
            kind = vocabulary.feature_before[words[0]]
        if kind is not None:
            evidence.place += 4
            evidence.place_kinds[kind] = evidence.place_kinds.get(kind, 0) + 1


def _weigh_context(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    tokens = name.sentence.tokens
    before = tokens[name.first - 1].text.casefold() if name.first else ""
    at = name.first - 1
    while at >= 0 and tokens[at].text.casefold() in vocabulary.between:
        at -= 1
    preposition = tokens[at].text.casefold() if at >= 0 else ""
    after = tokens[name.last].text.casefold() if name.last < len(tokens) else "."
    second = tokens[name.last + 1].text.casefold() if name.last + 1 < len(tokens) else "."
    if preposition in vocabulary.prepositions:
        evidence.place += 2.0 if before != "the" else 0.8
    elif preposition in vocabulary.weak_prepositions:
        evidence.place += 0.3
    if before in _AGAINST or preposition in _AGAINST:
        evidence.actor += 0.7
    if before in vocabulary.directions:
        evidence.place += 1.5
    _weigh_features(name, evidence, vocabulary, after=after, second=second)
    if after in _FIGHTERS or (after in {"'s", "’s"} and second in _FIGHTERS):
        evidence.actor += 2.0
    if after == "," and _is_place(tokens, name.last + 1, vocabulary):
        evidence.place += 2.0
    _weigh_person(name, evidence, vocabulary, before=before, after=after, second=second)


def _weigh_person(name: Name, evidence: Evidence, vocabulary: Vocabulary, *, before: str, after: str, second: str) -> None:
    tokens = name.sentence.tokens
    if after in vocabulary.speech or (
        before in vocabulary.speech and before not in {"called", "led", "joined", "left", "described"}
    ):
        evidence.person += 1.5
    if before in vocabulary.roles:
        evidence.person += 2.5
    if (
        before == "by"
        and name.first > 1
        and tokens[name.first - 2].text.casefold() in {"led", "headed", "commanded", "founded", "chaired"}
    ):
        evidence.person += 3
    if before in {"alias", "aka"} or after in {"alias", "aka"}:
        evidence.person += 3
    if after == "," and (second in {"who", "whose", "aged"} or second.isdigit()):
        evidence.person += 1.5
    if after == "," and second in {"a", "an", "the", "its", "his", "their", "another"}:
        for token in tokens[name.last + 2 : name.last + 7]:
            if token.text.casefold() in vocabulary.roles:
                evidence.person += 2.0
                break
            if not token.text[0].isalpha():
                break


def _weigh_features(name: Name, evidence: Evidence, vocabulary: Vocabulary, *, after: str, second: str) -> None:
    tokens = name.sentence.tokens
    kind = None
    for words, value in vocabulary.feature_after.get(after, ()):
        if len(words) == 1 or words[1] == second:
            kind = value
            break
    if kind is not None:
        evidence.place += 2.5
    else:
        kind = feature_before(name, vocabulary)
        if kind is not None:
            evidence.place += 3.0
    if kind is not None:
        evidence.place_kinds[kind] = evidence.place_kinds.get(kind, 0) + 1


def feature_before(name: Name, vocabulary: Vocabulary) -> PlaceKind | None:
    """Return the kind that "city of", "the villages of" or "Barangay" before a name gives it."""
    tokens = name.sentence.tokens
    at = name.first - 1
    if at >= 1 and tokens[at].text.casefold() == "the":
        at -= 1
    if at >= 1 and tokens[at].text.casefold() == "of":
        return vocabulary.feature_before.get(tokens[at - 1].text.casefold())
    return None


def _is_place(tokens: tuple, index: int, vocabulary: Vocabulary) -> bool:  # type: ignore[type-arg]
    if index >= len(tokens) or not tokens[index].text[0].isupper():
        return False
    one = tokens[index].text.casefold()
    if one in vocabulary.places:
        return True
    return index + 1 < len(tokens) and f"{one} {tokens[index + 1].text.casefold()}" in vocabulary.places
