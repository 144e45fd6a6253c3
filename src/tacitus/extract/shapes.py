"""What the words of a name alone say of its kind: actor, person or place."""

import re
from dataclasses import dataclass, field

from tacitus.extract.compounds import is_demonym
from tacitus.extract.expressions import is_gun
from tacitus.extract.lexicon import load_words
from tacitus.extract.names import LANGUAGES, ROAD_NUMBER, Name
from tacitus.extract.runs import NUMBERS, PARTICLES
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import ActorType, MentionKind, PlaceKind
from tacitus.text import fold_name

ACTOR, PERSON, PLACE = MentionKind.ACTOR, MentionKind.PERSON, MentionKind.PLACE
RANKS = {"c": 4.0, "a": 3.0, "m": 3.0, "l": 2.5, "n": 2.0, "b": 1.2, "t": 1.2}
ENOUGH = 1.0
NEVER = -50.0
_ACRONYM_NAME = re.compile(r"[A-Z]{2,6}-[A-Z][a-z]+$")
_ARTICLES = load_words("kinds", "articles")
_EVENTS = load_words("kinds", "events")
_HAPPENINGS = load_words("kinds", "happenings")
_NO_GROUPS = load_words("kinds", "no_groups")
_BUILDINGS = load_words("kinds", "buildings")
_PLATFORMS = load_words("shapes", "platforms")
_KIN = frozenset({"bin", "ibn", "abu", "ould", "bint", "umm"})


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


def weigh_words(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    """Add the points that the words of the name give, whatever stands around it."""
    words = name.words
    if not words or _is_nothing(name, vocabulary):
        evidence.actor = evidence.person = evidence.place = NEVER
        return
    text = name.sentence.tokens[name.first].text
    _weigh_lists(name, evidence, vocabulary, text)
    _weigh_gazetteer(name, evidence, vocabulary)
    titles = count_titles(words, vocabulary)
    if titles and not (len(words) - titles > 1 and words[-1] in vocabulary.heads):
        evidence.person += 1.5 if words[0] in vocabulary.weak_titles and titles == 1 else 4.0
    if name.last - name.first == 1 and not _ACRONYM_NAME.match(text):
        _weigh_single(name, evidence, vocabulary, text)
    else:
        _weigh_shape(name, evidence, vocabulary, text)


def _is_nothing(name: Name, vocabulary: Vocabulary) -> bool:
    """Whether the name is a nationality, or names a happening, an agreement or a thing."""
    if is_demonym(name, vocabulary):
        return not name.force and vocabulary.places.get(name.key) != "c"
    if len(name.words) < 2 or name.is_quoted or name.force:
        return name.key in LANGUAGES or name.key in _PLATFORMS
    last = name.words[-1] if name.words[-1].isalpha() else name.words[-2]
    if last in _EVENTS or (name.words[0] in _EVENTS and name.words[1] in {"of", "on", "for"}):
        return name.key not in vocabulary.known and name.key not in vocabulary.places
    return name.words[0] in _HAPPENINGS and last not in vocabulary.heads


def _weigh_lists(name: Name, evidence: Evidence, vocabulary: Vocabulary, text: str) -> None:
    """Add what the lists of known actors, groups, people and makes say, and the head word of an organisation."""
    words, key = name.words, name.key
    short = key.removeprefix("al ")
    is_known = key in vocabulary.known and (vocabulary.known[key] is not None or text.isupper())
    if is_known or (" " in short and vocabulary.known.get(short) is not None):
        evidence.actor += 8
    if name.is_quoted or name.force:
        evidence.actor += 9
    if key in vocabulary.people:
        evidence.person += 4.0
    titles = count_titles(words, vocabulary)
    is_line = name.is_flat and len(words) > 4 and words[-1] not in vocabulary.heads and words[0] not in vocabulary.heads
    if is_organisation(words, vocabulary) and not (titles and titles >= len(words) - 1) and not is_line:
        evidence.actor += 5 if not titles or len(words) - titles > 1 else 2
    elif len(words) > 1 and not titles and not name.is_flat:
        evidence.actor += _weigh_described_name(name, vocabulary)
    if key in vocabulary.makes:
        evidence.actor -= 3
        evidence.place -= 3
    if key in vocabulary.groups and not (len(words) > 1 and words[0] in vocabulary.given):
        evidence.actor += 2.5 if len(words) > 1 else 0.8


def _weigh_described_name(name: Name, vocabulary: Vocabulary) -> float:
    """Return points for an invented name of plain words: "the Rovuma Banner", "Mawza Shields", "Giants of Zabid"."""
    words = name.words
    first, last = words[0], words[-1]
    if first in vocabulary.given or name.key in vocabulary.places or last in vocabulary.demonyms or len(words) > 4:
        return 0.0
    if len(words) > 2 and words[1] in {"of", "for"}:
        return 3.0 if _is_band(first, vocabulary) and not (name.is_initial and first not in vocabulary.heads) else 0.0
    is_emblem, has_article = last in vocabulary.emblems, name.token(-1) == "the"
    is_plain = is_emblem or last in vocabulary.common or last.removesuffix("s") in vocabulary.common
    is_other = last in vocabulary.feature_words or last in _NO_GROUPS or last in _BUILDINGS or last in vocabulary.titles
    if not is_plain or is_other or (last in vocabulary.places and not is_emblem):
        return 0.0
    if last.endswith("s") and not last.endswith("ss"):
        return 2.5 if is_emblem or has_article else 1.0
    if not has_article:
        return 1.0 if is_emblem else 0.0
    return 2.5 if is_emblem else 1.6


def _is_band(word: str, vocabulary: Vocabulary) -> bool:
    """Whether the first word of "X of Y" may name a group: a plural noun of people or an emblem, no office and no feature."""
    if word not in vocabulary.emblems and not (word.endswith("s") and word in vocabulary.common):
        return False
    is_office = word in vocabulary.roles or word in vocabulary.titles
    return not is_office and word not in _NO_GROUPS and word not in vocabulary.feature_before


def _weigh_shape(name: Name, evidence: Evidence, vocabulary: Vocabulary, text: str) -> None:
    """Add what the shape of a name of several tokens says: an acronym in front, a first name, particles of descent."""
    words = name.words
    if _ACRONYM_NAME.match(text) and len(words) == 2:
        evidence.actor += 3.0
    if name.last - name.first < 2:
        return
    if len(text) > 1 and text.isupper() and not name.is_flat:
        evidence.actor += 1.5
        return
    evidence.actor += _weigh_marks(name, vocabulary)
    if words[0] in vocabulary.given and words[0] != "abu":
        evidence.person += 2.5
    if not _KIN.isdisjoint(words):
        evidence.person += 2.0
    if len(words) > 4:
        return
    if any(len(word) == 1 for word in words[:-1]):
        evidence.person += 1.5
    has_figure = any(c.isdigit() for c in name.key)
    if not has_figure and words[0] != "al" and vocabulary.common.isdisjoint(core_words(words)):
        evidence.person += 1.0 if key_rank(name, vocabulary) == "" else 0.5


def _weigh_marks(name: Name, vocabulary: Vocabulary) -> float:
    """Return points for the marks of groups: "Wagner PMC", "Liberation Army-X", "Los X"."""
    last = name.sentence.tokens[name.last - 1].text
    is_short = last.isupper() and len(last) > 1 and last not in vocabulary.no_acronyms
    if is_short and not name.is_flat and not name.words[0][0].isdigit():
        return 2.0
    if "-" in last and fold_name(last.split("-")[0]) in vocabulary.heads:
        return 4.0
    return 1.5 if name.words[0] in {"los", "las"} and key_rank(name, vocabulary) == "" else 0.0


def _weigh_single(name: Name, evidence: Evidence, vocabulary: Vocabulary, text: str) -> None:
    """Add what the shape of a name of one token says: the number of a road, an acronym."""
    if ROAD_NUMBER.match(text):
        is_road = text[:2] in {"RN", "NH", "AH", "RR", "RP", "RD"} or name.token(0) in {"highway", "road", "motorway"}
        if is_road or name.token(-1) in {"highway", "road", "route"}:
            evidence.place += 8
            evidence.add_feature(PlaceKind.ROAD)
        elif name.key not in vocabulary.known and not (name.token(-1) == "(" and name.token(0) == ")"):
            evidence.actor -= 20
    elif text in vocabulary.no_acronyms or (is_gun(text) and name.key not in vocabulary.known):
        evidence.actor = evidence.person = evidence.place = NEVER
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
    is_plain = words[-1] in vocabulary.common and words[-1].endswith(("s", "men", "children")) and not rank
    kind = vocabulary.feature_words.get(words[-1])
    if kind is None and words[0] in vocabulary.feature_before and words[0] not in vocabulary.heads and not is_plain:
        kind = vocabulary.feature_before[words[0]]
    if kind is not None:
        evidence.place += 4 if len(words) > 2 or words[0] not in vocabulary.common else 2
        evidence.add_feature(kind)


def core_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without articles and particles."""
    return tuple(w for w in words if w not in _ARTICLES and w not in PARTICLES) or words
