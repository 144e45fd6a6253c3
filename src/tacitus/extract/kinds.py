"""What a name is: actor, person or place, decided once per name from all its occurrences in the report."""

import itertools
import re
from dataclasses import dataclass, field

from tacitus.extract.compounds import is_demonym
from tacitus.extract.lexicon import load_words
from tacitus.extract.names import ROAD_NUMBER, Name
from tacitus.extract.runs import NUMBERS, PARTICLES
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import ActorType, MentionKind, PlaceKind
from tacitus.text import Token

ACTOR, PERSON, PLACE = MentionKind.ACTOR, MentionKind.PERSON, MentionKind.PLACE
RANKS = {"c": 4.0, "a": 3.0, "m": 3.0, "l": 2.5, "n": 2.0, "b": 1.2, "t": 1.2}
ENOUGH = 1.0
_FIGHTERS = load_words("kinds", "fighters")
_AGAINST = load_words("kinds", "against")
_DONE_BY = load_words("kinds", "done_by")
_ACRONYM_NAME = re.compile(r"[A-Z]{2,6}-[A-Z][a-z]+$")
_NOT_SAID = load_words("kinds", "not_said")
_AREAS = load_words("kinds", "areas")
_PEOPLE_OF = load_words("kinds", "people_of")
_TAKEN = load_words("kinds", "taken")
_BUILDINGS = load_words("kinds", "buildings")
_MADE_OF = load_words("kinds", "made_of")
_ARTICLES = load_words("kinds", "articles")


@dataclass(slots=True)
class Evidence:
    """Points for each kind that one name has gathered, the features said of it, and the types that it was described as."""

    actor: float = 0.0
    person: float = 0.0
    place: float = 0.0
    place_kinds: dict[PlaceKind, int] = field(default_factory=dict)
    described: dict[ActorType, int] = field(default_factory=dict)
    armed: int = 0

    def add_feature(self, kind: PlaceKind) -> None:
        """Count a feature word ("village") beside the name."""
        self.place_kinds[kind] = self.place_kinds.get(kind, 0) + 1

    @property
    def kind(self) -> MentionKind | None:
        """The kind with the most points, where there are enough."""
        actor, person, place = self.actor, self.person, self.place
        if actor >= person and actor >= place:
            return ACTOR if actor >= ENOUGH else None
        if place >= person:
            return PLACE if place >= ENOUGH else None
        return PERSON if person >= ENOUGH else None


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
    _share(names, found)
    return found


def is_organisation(words: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether the words of a name show that it names a group or a body."""
    if len(words) < 2:
        return False
    if words[-1] in vocabulary.heads or ((words[-1].isdigit() or words[-1] in NUMBERS) and words[-2] in vocabulary.heads):
        return True
    if words[0] in vocabulary.foreign or (
        words[-1] in vocabulary.foreign and (words[0] not in vocabulary.titles or len(words) > 2)
    ):
        return True
    for at, word in enumerate(words[1:], 1):
        if word in {"of", "for", "de", "des", "du", "pour", "para", "ng", "del"} and (
            words[at - 1] in vocabulary.heads or words[at - 1] in vocabulary.foreign
        ):
            return True
    return any(word in vocabulary.heads for word in words[:-1]) and words[0].rstrip("stndrh").isdigit()


def count_titles(words: tuple[str, ...], vocabulary: Vocabulary) -> int:
    """Return how many words at the start are titles; a name is never all titles."""
    at = 0
    while at < len(words) - 1 and (words[at] in vocabulary.titles or (at and _is_office(words, at, vocabulary))):
        at += 1
    if at == 1 and words[0] in vocabulary.weak_titles and words[0] not in {"ka", "papa", "mama", "don", "u", "ko", "bo"}:
        return 0
    return at


def _is_office(words: tuple[str, ...], at: int, vocabulary: Vocabulary) -> bool:
    """Whether the word belongs to an office before a name: "Secretary of State X", "Minister for the Interior Y"."""
    if words[at] in {"of", "for", "the"}:
        return at + 2 < len(words) and any(w in vocabulary.ministries for w in words[at + 1 : at + 3])
    return words[at] in vocabulary.ministries and at + 1 < len(words)


def _weigh_words(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    words, key = name.words, name.key
    text = name.sentence.tokens[name.first].text
    if not words or (is_demonym(name, vocabulary) and not name.force):
        evidence.actor = evidence.person = evidence.place = -50.0
        return
    short = key.removeprefix("al ")
    if (key in vocabulary.known and (vocabulary.known[key] is not None or text.isupper())) or (
        " " in short and vocabulary.known.get(short) is not None
    ):
        evidence.actor += 8
    if name.is_quoted or name.force:
        evidence.actor += 9
    if key in vocabulary.people:
        evidence.person += 4.0
    titles = count_titles(words, vocabulary)
    if is_organisation(words, vocabulary) and not (titles and titles >= len(words) - 1):
        evidence.actor += 5 if not titles or len(words) - titles > 1 else 2
    if key in vocabulary.makes:
        evidence.actor -= 3
        evidence.place -= 3
    if key in vocabulary.groups and not (len(words) > 1 and words[0] in vocabulary.given):
        evidence.actor += 2.5 if len(words) > 1 else 0.8
    _weigh_gazetteer(name, evidence, vocabulary)
    if titles and not (len(words) - titles > 1 and words[-1] in vocabulary.heads):
        evidence.person += 1.5 if words[0] in vocabulary.weak_titles and titles == 1 else 4.0
    _weigh_shape(name, evidence, vocabulary, text)


def _weigh_shape(name: Name, evidence: Evidence, vocabulary: Vocabulary, text: str) -> None:  # noqa: C901  a list of cases, read from top to bottom
    words = name.words
    if _ACRONYM_NAME.match(text) and len(words) == 2:
        evidence.actor += 3.0
    if name.last - name.first > 1 and len(text) > 1 and text.isupper() and not name.is_flat:
        evidence.actor += 1.5
    elif name.last - name.first > 1:
        if words[0] in vocabulary.given and words[0] != "abu":
            evidence.person += 2.5
        if any(word in {"bin", "ibn", "abu", "ould", "bint", "umm"} for word in words):
            evidence.person += 2.0
        if len(words) <= 4 and any(len(word) == 1 for word in words[:-1]):
            evidence.person += 1.5
        if (
            len(words) <= 4
            and vocabulary.common.isdisjoint(core_words(words))
            and not any(c.isdigit() for c in name.key)
            and words[0] != "al"
        ):
            evidence.person += 1.0 if key_rank(name, vocabulary) == "" else 0.5
    elif ROAD_NUMBER.match(text):
        is_road = text[:2] in {"RN", "NH", "AH", "RR", "RP", "RD"} or name.token(0) in {"highway", "road", "motorway"}
        if is_road or name.token(-1) in {"highway", "road", "route"}:
            evidence.place += 8
            evidence.add_feature(PlaceKind.ROAD)
        else:
            evidence.actor -= 20
    elif text in vocabulary.no_acronyms:
        evidence.actor = evidence.person = evidence.place = -50.0
    elif text.isupper() and 2 <= len(text) <= 8 and not name.is_flat:
        evidence.actor += 1.5 if text.casefold() not in vocabulary.common else -5.0


def key_rank(name: Name, vocabulary: Vocabulary) -> str:
    """Return the gazetteer's class of the name, "" where it has none."""
    return vocabulary.places.get(name.key, "")


def _weigh_gazetteer(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    words = name.words
    rank = vocabulary.places.get(name.key)
    if rank:
        doubt = len(words) == 1 and rank in "bltnm" and (words[0] in vocabulary.common or words[0] in vocabulary.given)
        evidence.place += RANKS[rank] * (0.25 if doubt else 1.0)
    if len(words) < 2 or name.force or is_organisation(words, vocabulary):
        return
    kind = vocabulary.feature_words.get(words[-1])
    if kind is None and words[0] in vocabulary.feature_before and words[0] not in vocabulary.heads:
        kind = vocabulary.feature_before[words[0]]
    if kind is not None:
        evidence.place += 4 if len(words) > 2 or words[0] not in vocabulary.common else 2
        evidence.add_feature(kind)


def _weigh_context(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:  # noqa: C901, PLR0912  a list of cases, read from top to bottom
    tokens = name.sentence.tokens
    before, after, second = name.token(-1), name.token(0), name.token(1)
    at = name.first - 1
    while at >= 0 and tokens[at].text.casefold() in vocabulary.between:
        at -= 1
    preposition = tokens[at].text.casefold() if at >= 0 else ""
    is_word = len(name.words) == 1 and name.words[0] in vocabulary.common and not key_rank(name, vocabulary)
    if preposition in vocabulary.prepositions and not is_word:
        plural = len(name.words) == 1 and name.key.endswith("s")
        evidence.place += 2.0 if before != "the" else 0.5 if plural else 1.0
    elif preposition in vocabulary.weak_prepositions:
        evidence.place += 0.3
    if before in _AGAINST or preposition in _AGAINST:
        evidence.actor += 0.7
    if before == "of" and name.token(-2) in _PEOPLE_OF and not is_word:
        evidence.place += 1.5
    if before in _TAKEN and len(name.words) < 3 and not is_word and not tokens[name.first].text.isupper():
        evidence.place += 1.5
    if before in vocabulary.directions:
        evidence.place += 1.5
    if name.joined:
        if name.joined in {"based", "born"}:
            evidence.place += 2.0
        else:
            evidence.actor += 0.9
    _weigh_features(name, evidence, vocabulary)
    if after in _FIGHTERS or (after in {"'s", "’s"} and second in _FIGHTERS):
        evidence.actor += 2.0 if len(name.words) > 1 or after not in {"'s", "’s"} else 0.7
        evidence.armed += 1
    if before in {"of", "the"} and name.token(-2) in _FIGHTERS and name.token(-3) != "police":
        evidence.actor += 0.9
        evidence.armed += 1
    if after in {",", "("} and is_known_place(tokens, name.last + 1, vocabulary):
        evidence.place += 2.0 if after == "," else 1.5
    if before == "(" and after == ")" and name.first > 1 and _ends_place(tokens, name.first - 2, vocabulary):
        evidence.place += 1.5
    if before == "," and name.token(-2) in {"office", "agency", "outlet", "channel", "newspaper", "broadcaster", "arm", "wing"}:
        evidence.actor += 2.0
    if after in _BUILDINGS or (second in _BUILDINGS and after in {"police", "military", "air", "army"}):
        evidence.person -= 4.0
        evidence.place -= 2.0 if after == "hotel" else 0.0
    if after in _AREAS:
        evidence.place += 2.0
    _weigh_person(name, evidence, vocabulary)
    _note_description(name, evidence, vocabulary)


def _weigh_person(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:  # noqa: C901  a list of cases, read from top to bottom
    before, after, second = name.token(-1), name.token(0), name.token(1)
    is_free = before not in vocabulary.prepositions and before not in vocabulary.weak_prepositions
    if (after in vocabulary.speech and is_free and vocabulary.common.isdisjoint(name.words[:-1])) or (
        before in vocabulary.speech and before not in _NOT_SAID and name.token(-2) in {",", "”", '"', "’"}
    ):
        evidence.person += 1.2
    if before in vocabulary.roles:
        evidence.person += 2.5
    if before == "by" and name.token(-2) in _DONE_BY:
        evidence.person += 3.0
    if after == "," and second in _DONE_BY and name.token(2) == "by":
        evidence.actor += 3.0
    if before in {"alias", "aka"} or after in {"alias", "aka"}:
        evidence.person += 3.0
    if after == "," and (second in {"who", "whose", "aged"} or (second.isdigit() and name.token(2) == ",")):
        evidence.person += 1.5 if second != "whose" else 0.5
    if after == "," and second in {
        "a",
        "an",
        "the",
        "its",
        "his",
        "their",
        "another",
        "until",
        "then",
        "now",
        "former",
        "head",
        "leader",
    }:
        for offset in range(1, 8):
            word = name.token(offset)
            if word in vocabulary.roles:
                evidence.person += 2.5
                return
            if not word or not (word[0].isalpha() or word in {"'s", "’s"}):
                return


def _weigh_features(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    feature = find_feature(name, vocabulary)
    if feature is not None:
        evidence.place += 3.5
        evidence.add_feature(feature[0])
        return
    kind = feature_before(name, vocabulary)
    if kind is not None:
        evidence.place += 3.0
        evidence.add_feature(kind)


def find_feature(name: Name, vocabulary: Vocabulary) -> tuple[PlaceKind, int] | None:
    """Return the kind that lower-case words behind a name give it ("X province"), and how many words they are."""
    tokens = name.sentence.tokens
    if name.last < len(tokens) and not tokens[name.last].text[0].isupper() and not name.joined:
        for words, kind in vocabulary.feature_after.get(name.token(0), ()):
            if all(name.token(i) == word for i, word in enumerate(words)):
                return kind, len(words)
    return None


def feature_before(name: Name, vocabulary: Vocabulary) -> PlaceKind | None:
    """Return the kind that "city of" or "the villages of" before a name gives it."""
    back = -2 if name.token(-1) == "the" else -1
    at = name.first + back - 2
    if at >= 0 and name.sentence.tokens[at].text[0].isupper() and at > 0:
        return None  # "the X plains of Y": the feature is X's
    if name.token(back) == "of":
        return vocabulary.feature_before.get(name.token(back - 1))
    return None


def is_known_place(tokens: tuple[Token, ...], index: int, vocabulary: Vocabulary) -> bool:
    """Whether a name of the gazetteer starts at a token."""
    if index >= len(tokens) or not tokens[index].text[0].isupper():
        return False
    words = [token.text.casefold() for token in tokens[index : index + 3]]
    return any(" ".join(words[:size]) in vocabulary.places for size in range(1, len(words) + 1))


def _ends_place(tokens: tuple[Token, ...], index: int, vocabulary: Vocabulary) -> bool:
    return tokens[index].text.casefold() in vocabulary.places or tokens[index].text.casefold() in vocabulary.feature_words


def _note_description(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    """Count what the text calls the name: "X, a militia", "X is an umbrella", "the militia X"."""
    after = name.token(0)
    if after in {",", "is", "was", "are", "were"} and name.token(1) in {"a", "an", "the", "its", "their", "one", "itself"}:
        for offset in range(2, 7):
            word = name.token(offset)
            if word in {"of", "in", "by", "that", "which", ",", "with", "for", "from", "to", ""}:
                break
            if word in vocabulary.described:
                kind = vocabulary.described[word]
                evidence.described[kind] = evidence.described.get(kind, 0) + 1
                evidence.actor += 2.0 if not name.is_initial or len(name.words) > 1 else 0.5
                break
    if any(name.token(offset) in _MADE_OF for offset in range(5)) or (name.token(1) == "made" and name.token(2) == "up"):
        evidence.described[ActorType.COALITION] = evidence.described.get(ActorType.COALITION, 0) + 1
    before = name.token(-1)
    if before in vocabulary.described and not name.is_initial:
        kind = vocabulary.described[before]
        evidence.described[kind] = evidence.described.get(kind, 0) + 1
        evidence.actor += 2.5
    upper = name.sentence.tokens[name.last - 1].text
    if upper.isupper() and len(upper) > 1 and name.token(0) in {"soldiers", "troops", "officers"}:
        evidence.described[ActorType.STATE_FORCES] = evidence.described.get(ActorType.STATE_FORCES, 0) + 1


def _share(names: list[Name], found: dict[str, Evidence]) -> None:
    """Give a name without a kind the kind of its neighbour in a list ("A, B and C")."""
    for _ in range(2):
        for one, other in itertools.pairwise(names):
            if one.sentence is not other.sentence or other.first - one.last > 2 or one.is_flat:
                continue
            link = [t.text.casefold() for t in one.sentence.tokens[one.last : other.first]]
            if link not in ([","], ["and"], ["or"], [",", "and"], ["and", "the"], [",", "the"]):
                continue
            for sure, unsure in ((one, other), (other, one)):
                kind = found[sure.key].kind
                if kind is not None and found[unsure.key].kind is None and not unsure.is_initial:
                    evidence = found[unsure.key]
                    if evidence.actor > -5:
                        setattr(evidence, kind.value, getattr(evidence, kind.value) + ENOUGH)


def core_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without articles and particles."""
    return tuple(w for w in words if w not in _ARTICLES and w not in PARTICLES) or words
