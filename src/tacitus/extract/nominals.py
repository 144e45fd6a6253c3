"""Nouns and pronouns that stand for an actor: where they are, and whether they are definite or a party to violence."""

from collections.abc import Iterator
from dataclasses import dataclass

from tacitus.extract.document import Sentence
from tacitus.extract.lexicon import load_words
from tacitus.extract.runs import STOP
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import ActorType, MentionForm

PRONOUNS = {
    "he": "person", "him": "person", "his": "person", "she": "person", "her": "person", "himself": "person", "herself": "person",
    "we": "first", "us": "first", "our": "first", "ours": "first", "ourselves": "first",
    "it": "group", "its": "group", "itself": "group", "they": "many", "them": "many", "their": "many", "themselves": "many",
}  # fmt: skip
_DEFINITE = load_words("nominals", "definite")
_INDEFINITE = load_words("nominals", "indefinite")
_MODIFIERS = 3
_NOT_HEAD = load_words("nominals", "not_head")
_VERBAL = load_words("nominals", "verbal")
_COUNTING = load_words("nominals", "counting")
_EXPLETIVE = load_words("nominals", "expletive")
_EXPLETIVE_ENDS = load_words("nominals", "expletive_ends")
_THING_VERBS = load_words("nominals", "thing_verbs")
_SPANS = frozenset({"hours", "days", "weeks", "months", "years", "minutes"})
_ORDINALS = frozenset({"former", "latter"})
_PAST = frozenset(
    {"lost", "won", "took", "fled", "fought", "left", "held", "came", "met", "broke", "split", "drove", "shot", "fell"}
)
_WINDOW = 9


@dataclass(slots=True, kw_only=True)
class Nominal:
    """A noun phrase's head ("rebels") or a pronoun, as tokens ``[first, last)`` of a sentence."""

    sentence: Sentence
    first: int
    last: int
    noun: str
    form: MentionForm
    type: ActorType | None
    wants: str = ""
    is_definite: bool = False
    is_violent: bool = False
    is_restricted: bool = False
    is_lone: bool = False
    owner: int = -1

    @property
    def start(self) -> int:
        """Where it starts in the text."""
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.sentence.tokens[self.last - 1].end


def find_nominals(sentence: Sentence, lowers: list[str], vocabulary: Vocabulary) -> Iterator[Nominal]:
    """Yield generic nouns and third-person pronouns of a sentence, names not excepted."""
    index = 0
    while index < len(lowers):
        word = lowers[index]
        if word in PRONOUNS:
            pronoun = _pronoun(sentence, lowers, index)
            if pronoun:
                yield pronoun
        elif word in _ORDINALS and index and lowers[index - 1] == "the" and _stands_alone(lowers, index + 1):
            yield _word(sentence, index, word, MentionForm.NOMINAL, word)
        elif word in vocabulary.generic:
            size, _ = _match(vocabulary, lowers, index)
            if size and not _is_modifier(lowers, index + size):
                yield _nominal(sentence, lowers, index, vocabulary)
                index += size
                continue
        index += 1


def _stands_alone(lowers: list[str], after: int) -> bool:
    """Whether no noun follows "the former" or "the latter"."""
    if after >= len(lowers):
        return True
    word = lowers[after]
    return not word[0].isalnum() or word in _VERBAL or word in STOP or word.endswith(("ed", "st")) or word in _PAST


def lone_head(sentence: Sentence, first: int, last: int, vocabulary: Vocabulary) -> Nominal | None:
    """Return the capitalised head word that stands alone for a name met before ("the Front"), as a nominal."""
    if last - first != 1:
        return None
    word = sentence.tokens[first].text.casefold()
    before = sentence.tokens[first - 1].text.casefold() if first else ""
    if word not in vocabulary.heads or before not in _DEFINITE:
        return None
    return Nominal(
        sentence=sentence,
        first=first,
        last=last,
        noun=word,
        form=MentionForm.NOMINAL,
        type=vocabulary.heads[word],
        is_definite=True,
        is_lone=True,
    )


def _match(vocabulary: Vocabulary, lowers: list[str], index: int) -> tuple[int, ActorType | None]:
    for words, kind in vocabulary.generic[lowers[index]]:
        if len(words) == 1 or tuple(lowers[index : index + len(words)]) == words:
            return len(words), kind
    return 0, None


def _is_modifier(lowers: list[str], after: int) -> bool:
    """Whether the noun only qualifies the next one: "police station", "army base"."""
    return after < len(lowers) and lowers[after] in _NOT_HEAD and lowers[after] not in {"killed", "held"}


def _nominal(sentence: Sentence, lowers: list[str], index: int, vocabulary: Vocabulary) -> Nominal:
    size, kind = _match(vocabulary, lowers, index)
    at = index - 1
    is_definite = is_restricted = False
    owner = -1
    while at >= 0 and index - at <= _MODIFIERS + 1:
        word = lowers[at]
        if word in _DEFINITE:
            is_definite = True
            break
        if word in {"'s", "’s"}:
            is_definite, owner = True, at - 1
            break
        if word in _INDEFINITE or not word[0].isalpha() or word in {"of", "in", "by", "and", "with", "for", "to", "from"}:
            break
        is_restricted = is_restricted or index - at >= 1
        at -= 1
    return Nominal(
        sentence=sentence,
        first=index,
        last=index + size,
        noun=" ".join(lowers[index : index + size]),
        form=MentionForm.NOMINAL,
        type=kind,
        is_definite=is_definite,
        owner=owner,
        is_restricted=is_restricted,
        is_violent=_is_party(lowers, index, index + size, vocabulary),
    )


def _is_party(lowers: list[str], first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether the noun is killed, attacked ... or kills, attacks ..., as far as its neighbours tell."""
    for word in lowers[last : last + _WINDOW]:
        if word in vocabulary.violence:
            return True
        if word not in _VERBAL and not word.endswith("ly"):
            break
    at = first - 1
    while at >= 0 and first - at <= _WINDOW:
        word = lowers[at]
        if word in vocabulary.violence and word not in {"fire", "victims", "casualties", "died", "dead", "fled", "deaths"}:
            return True
        if not (
            word in _DEFINITE
            or word in _INDEFINITE
            or word in _COUNTING
            or word[0].isdigit()
            or word.endswith(("ed", "al", "an", "ish"))
        ):
            break
        at -= 1
    return False


def _pronoun(sentence: Sentence, lowers: list[str], index: int) -> Nominal | None:
    word = lowers[index]
    after = lowers[index + 1] if index + 1 < len(lowers) else ""
    third = lowers[index + 2] if index + 2 < len(lowers) else ""
    if word == "it" and _is_expletive(after, third, lowers[index + 3] if index + 3 < len(lowers) else ""):
        return None
    if word == "us" and sentence.tokens[index].text != "us":
        return None
    return _word(sentence, index, word, MentionForm.PRONOUN, PRONOUNS[word])


def _word(sentence: Sentence, index: int, word: str, form: MentionForm, wants: str) -> Nominal:
    return Nominal(sentence=sentence, first=index, last=index + 1, noun=word, form=form, type=None, wants=wants, is_definite=True)


def _is_expletive(after: str, third: str, fourth: str) -> bool:
    """Whether "it" stands for nothing, or for a thing: "it is unclear", "it took three hours", "it was carrying food"."""
    if after in {"took", "takes", "take"}:
        return third in _COUNTING or third[:1].isdigit() or third in {"a", "an", "several", "until", "place"} or fourth in _SPANS
    if after in _THING_VERBS or (after in {"was", "is", "had"} and third in _THING_VERBS):
        return True
    return after in _EXPLETIVE and third in _EXPLETIVE_ENDS
