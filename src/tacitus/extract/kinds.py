"""What a name is: actor, person or place, decided once per name from all its occurrences in the report."""

import itertools

from tacitus.extract.compounds import is_demonym
from tacitus.extract.expressions import match_item
from tacitus.extract.lexicon import load_words
from tacitus.extract.names import Name
from tacitus.extract.runs import STOP
from tacitus.extract.shapes import ENOUGH, Evidence, key_rank, weigh_words
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import ActorType, PlaceKind
from tacitus.text import Token

_SPORT = load_words("kinds", "sport")
_LOYAL = load_words("kinds", "loyal")
_FOUGHT = frozenset({"fought", "fighting", "battle", "battles", "clashes", "clashed", "control", "fight", "fights"})
_PLURAL_PLACES = load_words("kinds", "plural_places")
_OUTLETS = load_words("kinds", "outlets")
_ROLE_STARTS = load_words("kinds", "role_starts")
_DESCRIBING = frozenset({"a", "an", "the", "its", "their", "one", "itself", "another"})
_NOUN_ENDS = frozenset({"of", "in", "by", "that", "which", ",", "with", "for", "from", "to", ""})
_STATE_WORDS = frozenset({"republic", "kingdom", "states", "islands", "office", "secretary", "minister"})
_HEAD = 2
_PAST = load_words("nominals", "past")
_BODY_NOUNS = load_words("kinds", "body_nouns")
_FIGHTERS = load_words("kinds", "fighters")
_MONTHS = load_words("kinds", "months")
_WEEKDAYS = load_words("kinds", "weekdays")
_AGAINST = load_words("kinds", "against")
_DONE_BY = load_words("kinds", "done_by")
_NOT_SAID = load_words("kinds", "not_said")
_AREAS = load_words("kinds", "areas")
_PEOPLE_OF = load_words("kinds", "people_of")
_TAKEN = load_words("kinds", "taken")
_BUILDINGS = load_words("kinds", "buildings")
_MADE_OF = load_words("kinds", "made_of")


def weigh_names(names: list[Name], vocabulary: Vocabulary) -> dict[str, Evidence]:
    """Return the evidence of every name, by key."""
    found: dict[str, Evidence] = {}
    for name in names:
        evidence = found.get(name.key)
        if evidence is None:
            evidence = found[name.key] = Evidence()
            weigh_words(name, evidence, vocabulary)
        if name.is_initial and len(name.words) < 4:
            _weigh_dateline(name, evidence, vocabulary)
        if not name.is_flat:
            _weigh_context(name, evidence, vocabulary)
    _share(names, found)
    return found


def _weigh_dateline(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    """Add what a place at the head of an item shows: "HEIBAN. A bomb ..." and "Kologi, 7 April: ..."."""
    if not vocabulary.common.isdisjoint(name.words) and not key_rank(name, vocabulary):
        return
    after, second, third = name.token(0), name.token(1), name.token(2)
    is_dated = after == "," and ((second.isdigit() and third in _MONTHS) or second in _MONTHS)
    is_head = name.first < _HEAD and name.sentence.tokens[0].text.isupper() and len(name.key) > 3
    is_alone = is_head and after in {".", "-", "–", "—"} and (second == "" or after != ".")
    if is_head and after in {",", "("} and is_known_place(name.sentence.tokens, name.last + 1, vocabulary):
        is_alone = True  # "EL FASHER (Sudan) -"
    if is_dated or is_alone:
        evidence.place += 4.5
        evidence.actor -= 1.5 if is_alone else 0.0


def _weigh_context(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    """Add what the words around one mention of the name say."""
    is_word = len(name.words) == 1 and name.words[0] in vocabulary.common and not key_rank(name, vocabulary)
    _weigh_preposition(name, evidence, vocabulary, is_word=is_word)
    _weigh_before(name, evidence, vocabulary, is_word=is_word)
    _weigh_features(name, evidence, vocabulary)
    _weigh_after(name, evidence, vocabulary)
    _weigh_apposition(name, evidence, vocabulary)
    _weigh_person(name, evidence, vocabulary)
    _note_description(name, evidence, vocabulary)


def _weigh_preposition(name: Name, evidence: Evidence, vocabulary: Vocabulary, *, is_word: bool) -> None:
    """Add what the preposition or the verb says of which the name is the complement, adjectives of direction skipped."""
    lowers, at = name.lowers, name.first - 1
    while at >= 0 and lowers[at] in vocabulary.between:
        at -= 1
    preposition, verb = (lowers[at] if at >= 0 else ""), (lowers[at - 1] if at > 0 else "")
    before = name.token(-1)
    if preposition in {"to", "with"} and verb in _LOYAL:
        evidence.actor += 0.7
    elif preposition in vocabulary.prepositions and not is_word and _SPORT.isdisjoint(lowers):
        plural = len(name.words) == 1 and name.key.endswith("s")
        evidence.place += 2.0 if before != "the" else 0.5 if plural else 1.0
    elif preposition in vocabulary.weak_prepositions and _SPORT.isdisjoint(lowers):
        evidence.place += 0.3
    if before in _AGAINST or preposition in _AGAINST:
        evidence.actor += 0.7
    if preposition == "over" and verb in _FOUGHT:
        evidence.place += 1.5
    is_taken = before in _TAKEN or preposition in _TAKEN
    if is_taken and len(name.words) < 3 and not is_word and not name.sentence.tokens[name.first].text.isupper():
        evidence.place += 1.5


def _weigh_before(name: Name, evidence: Evidence, vocabulary: Vocabulary, *, is_word: bool) -> None:
    """Add what other words right before the name say, and what a hyphen ties to it."""
    before, second = name.token(-1), name.token(-2)
    if before == "of" and not is_word:
        is_plural = second.endswith("s") and second in vocabulary.common and second not in vocabulary.noun_classes
        is_people = is_plural and second not in vocabulary.roles and second not in _FIGHTERS
        evidence.place += 1.5 if second in _PEOPLE_OF else 1.0 if is_people and len(name.words) == 1 else 0.0
    if before == "(" and _abbreviates(name):
        evidence.actor -= 20.0
    if before in vocabulary.directions:
        evidence.place += 1.5
    if name.joined in {"based", "born"}:
        evidence.place += 2.0
    elif name.joined:
        evidence.actor += 0.9
    if before in {"of", "the"} and second in _FIGHTERS and name.token(-3) != "police":
        evidence.actor += 0.9
        evidence.armed += 1
    if before == "," and second in _OUTLETS:
        evidence.actor += 2.0
    after = name.token(0)
    if before == "the":
        _weigh_article(name, evidence, vocabulary, after, is_word=is_word)


def _weigh_article(name: Name, evidence: Evidence, vocabulary: Vocabulary, after: str, *, is_word: bool) -> None:
    """Add what "the" says: groups have it, persons and small towns do not."""
    if len(name.words) > 1:
        is_office = any(word in vocabulary.titles or word in vocabulary.roles for word in name.words)
        is_state = not _STATE_WORDS.isdisjoint(name.words)
        if is_office or is_state or name.key in vocabulary.places or name.words[-1] in vocabulary.common:
            return
        evidence.person -= 1.0
        evidence.actor += 1.1 if _is_loose(name, after) else 0.0
        return
    if name.is_initial or not _is_loose(name, after):
        return
    evidence.place -= 0.5 if key_rank(name, vocabulary) in {"t", "b"} else 0.0
    evidence.actor += 0.3 if is_word or name.sentence.tokens[name.first].text.isupper() else 0.6


def _is_loose(name: Name, after: str) -> bool:
    """Whether no noun follows to which the name would belong."""
    return not after[:1].isalnum() or after in STOP or after in _PAST or (after.endswith("ed") and not name.is_initial)


def _abbreviates(name: Name) -> bool:
    """Whether the acronym in brackets stands for a plain noun: "intelligence-based operation (IBO)"."""
    tokens = name.sentence.tokens
    letters = tokens[name.first].text
    if len(name.words) != 1 or not letters.isupper() or name.token(0) != ")":
        return False
    words = [w for word in name.lowers[max(0, name.first - 7) : name.first - 1] for w in word.split("-")][-len(letters) :]
    initials = "".join(word[:1] for word in words)
    return initials == letters.casefold() and tokens[name.first - 2].text.islower() and words[-1] not in _BODY_NOUNS


def _weigh_after(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    """Add what the words right behind the name say."""
    tokens = name.sentence.tokens
    before, after, second = name.token(-1), name.token(0), name.token(1)
    is_owner = after in {"'s", "’s"}
    if after in _FIGHTERS or (is_owner and second in _FIGHTERS):
        evidence.actor += 2.0 if len(name.words) > 1 or not is_owner else 0.7
        evidence.armed += 1
    if after in {",", "("} and is_known_place(tokens, name.last + 1, vocabulary):
        evidence.place += 2.0 if after == "," else 1.5
    if before == "(" and after == ")" and name.first > 1 and _ends_place(name.lowers[name.first - 2], vocabulary):
        evidence.place += 1.5
    if after in _BUILDINGS or (second in _BUILDINGS and after in {"police", "military", "air", "army"}):
        evidence.person -= 4.0
        evidence.place -= 4.0 if after == "hotel" or name.words[0] in vocabulary.titles else 0.0
    if after in _AREAS:
        evidence.place += 2.0
    if len(name.words) < 3 and match_item(vocabulary.items, name.lowers, name.last) and not is_demonym(name, vocabulary):
        evidence.place -= 3.0


def _weigh_apposition(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    """Add what a noun before a comma says: "a youth gang, X, ...", "its capital, X." and "two places, X and Y"."""
    before, after, noun = name.token(-1), name.token(0), name.token(-2)
    if before in {",", ":", "—", "–", "-"} and after in {",", ".", ")", ";", ""}:
        if noun in vocabulary.noun_classes or noun in vocabulary.described:
            evidence.actor += 2.5
        elif noun in vocabulary.feature_words and noun not in vocabulary.heads and _is_plain_noun(name):
            evidence.place += 2.0
        elif before == ":" and after == "." and noun in _MONTHS and len(name.words) < 3:
            evidence.place += 1.5  # "9 November: X."
    if before in {",", "and", ":", "("} and name.words[0] not in vocabulary.common:
        at = max(0, name.first - 14)
        if not _PLURAL_PLACES.isdisjoint(name.lowers[at : name.first - 1]):
            evidence.place += 1.0


def _is_plain_noun(name: Name) -> bool:
    """Whether the noun before the comma belongs to no name itself, as it does in "X district, Y"."""
    at = name.first - 3
    return at >= 0 and not name.sentence.tokens[at].text[0].isupper()


def _weigh_person(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    """Add what people do and are called: speech, roles, ages, bynames."""
    before, after, second = name.token(-1), name.token(0), name.token(1)
    if _is_speaker(name, vocabulary):
        evidence.person += 1.2
    if before in vocabulary.roles:
        evidence.person += 2.5
    if before == "by" and name.token(-2) in _DONE_BY:
        evidence.person += 3.0
    if before in {"alias", "aka"} or after in {"alias", "aka"}:
        evidence.person += 3.0
    if after != ",":
        return
    if second in _DONE_BY and name.token(2) == "by":
        evidence.actor += 3.0
    if second in {"who", "whose", "aged"} or (second.isdigit() and name.token(2) == ","):
        evidence.person += 1.5 if second != "whose" else 0.5
    if second in _ROLE_STARTS and _has_role(name, vocabulary):
        evidence.person += 2.5


def _is_speaker(name: Name, vocabulary: Vocabulary) -> bool:
    """Whether a verb of speaking has the name as its subject, before or behind it."""
    before = name.token(-1)
    if before in vocabulary.speech:
        return before not in _NOT_SAID and name.token(-2) in {",", "”", '"', "’"}
    if name.token(0) not in vocabulary.speech or not vocabulary.common.isdisjoint(name.words[:-1]):
        return False
    return before not in vocabulary.prepositions and before not in vocabulary.weak_prepositions


def _has_role(name: Name, vocabulary: Vocabulary) -> bool:
    """Whether a role of a person follows the comma: "X, the movement's spokesman"."""
    for offset in range(1, 8):
        word = name.token(offset)
        if word in vocabulary.roles:
            return True
        if not word or not (word[0].isalpha() or word in {"'s", "’s"}):
            return False
    return False


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


def _ends_place(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.places or word in vocabulary.feature_words


def _note_description(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    """Count what the text calls the name: "X, a militia", "X is an umbrella", "the militia X", "X, a town"."""
    described = evidence.described
    before, after = name.token(-1), name.token(0)
    if after in {",", "is", "was", "are", "were", "("} and name.token(1) in _DESCRIBING:
        _note_noun(name, evidence, vocabulary)
    following = name.lowers[name.last : name.last + 5]
    if not _MADE_OF.isdisjoint(following) or following[1:3] == ["made", "up"]:
        described[ActorType.COALITION] = described.get(ActorType.COALITION, 0) + 1
    if before in vocabulary.described and not name.is_initial:
        kind = vocabulary.described[before]
        described[kind] = described.get(kind, 0) + 1
        evidence.actor += 4.0
    if after in {"soldiers", "troops", "officers"}:
        last = name.sentence.tokens[name.last - 1].text
        if last.isupper() and len(last) > 1:
            described[ActorType.STATE_FORCES] = described.get(ActorType.STATE_FORCES, 0) + 1


def _note_noun(name: Name, evidence: Evidence, vocabulary: Vocabulary) -> None:
    """Note the noun of "X, a ... militia": the first that names a sort of actor or of place."""
    for offset in range(2, 7):
        word = name.token(offset)
        if word in _NOUN_ENDS:
            return
        if word in vocabulary.described:
            kind = vocabulary.described[word]
            evidence.described[kind] = evidence.described.get(kind, 0) + 1
            evidence.actor += 2.0 if not name.is_initial or len(name.words) > 1 else 0.5
            return
        if word in vocabulary.feature_words and word not in vocabulary.heads and name.token(0) in {",", "("}:
            if name.token(offset + 1) not in vocabulary.roles:
                evidence.place += 2.0
            return


def _share(names: list[Name], found: dict[str, Evidence]) -> None:
    """Give a name without a kind the kind of its neighbour in a list ("A, B and C")."""
    for _ in range(2):
        for one, other in itertools.pairwise(names):
            if one.sentence is not other.sentence or other.first - one.last > 6 or one.is_flat:
                continue
            link = _drop_date(one.lowers[one.last : other.first])
            if link not in ([","], ["and"], ["or"], [",", "and"], ["and", "the"], [",", "the"]):
                continue
            for sure, unsure in ((one, other), (other, one)):
                kind = found[sure.key].kind
                if kind is not None and found[unsure.key].kind is None and not unsure.is_initial:
                    evidence = found[unsure.key]
                    if evidence.actor > -5:
                        setattr(evidence, kind.value, getattr(evidence, kind.value) + ENOUGH)


def _drop_date(words: list[str]) -> list[str]:
    """Return what links two names, without a date: "X on 28 October and Y"."""
    if len(words) > 3 and words[0] in {"on", "in"} and any(word in _MONTHS or word in _WEEKDAYS for word in words[1:3]):
        at = next((i for i, word in enumerate(words) if word in {"and", ","}), 0)
        return words[at:]
    return words
