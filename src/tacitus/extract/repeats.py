"""Names met again where capitals do not show them: headlines, lines in capitals, comments in lower case."""

from tacitus.extract.aliases import Reading
from tacitus.extract.document import Sentence
from tacitus.extract.lexicon import load_words
from tacitus.extract.names import PADDING, Name, make_name
from tacitus.extract.shapes import Evidence
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import MentionKind, ZoneKind
from tacitus.text import fold_name

_LONGEST = 8
_CREDITS = load_words("repeats", "credits")


def is_credit(sentence: Sentence) -> bool:
    """Whether the sentence only says who wrote, edited or took something."""
    words = [t.text.casefold() for t in sentence.tokens[:5] if t.text[0].isalpha()]
    return (
        len(words) > 1
        and words[0] in _CREDITS
        and "by" in words[1:4]
        and len(sentence.tokens) < 40
        and words[0] not in {"photo", "photos"}
    )


def find_again(sentences: list[Sentence], reading: Reading) -> list[Name]:
    """Return further mentions of the names, and lower-case names that a comment shows ("abu al ..." and known groups)."""
    if not sentences:
        return []
    names, evidence = reading.names, reading.evidence
    starts: dict[str, set[tuple[str, ...]]] = {}
    for key in dict.fromkeys(name.key for name in names if not name.is_flat):
        if evidence[key].kind is not None and max(evidence[key].actor, evidence[key].person, evidence[key].place) >= 2:
            words = tuple(key.split())
            starts.setdefault(words[0], set()).add(words)
    taken = {
        (name.sentence.index, at)
        for name in names
        for at in range(name.first, name.last)
        if evidence[name.key].kind is not None and not name.is_flat
    }
    found: list[Name] = []
    for sentence in sentences:
        is_comment = sentence.zone.kind is ZoneKind.COMMENT
        found += _find_in(sentence, starts, taken, reading, is_comment=is_comment)
    return found


def _find_in(
    sentence: Sentence,
    starts: dict[str, set[tuple[str, ...]]],
    taken: set[tuple[int, int]],
    reading: Reading,
    *,
    is_comment: bool,
) -> list[Name]:
    tokens, evidence, vocabulary, text = sentence.tokens, reading.evidence, reading.vocabulary, reading.text
    words = [fold_name(t.text) for t in tokens]
    lowers = [*(t.text.casefold() for t in tokens), *PADDING]
    found: list[Name] = []
    index = 0
    while index < len(words):
        size = 0
        if words[index] and (sentence.index, index) not in taken:
            size = _longest(words, index, starts, vocabulary, is_comment=is_comment)
            if not size and is_comment and words[index] == "abu" and tokens[index].text.islower():
                size = _size_of_byname(words, index)
        if size:
            name = make_name(sentence, lowers, index, index + size, text, is_flat=False)
            is_plain = size == 1 and name.key in vocabulary.common and tokens[index].text.islower()
            if not is_plain and not (is_comment and tokens[index].text[0].isupper() and name.key in evidence):
                if name.key not in evidence:
                    kind = _guess_kind(name.key, vocabulary)
                    evidence[name.key] = Evidence()
                    setattr(evidence[name.key], kind.value, 9.0)
                found.append(name)
            index += size
        else:
            index += 1
    return found


def _guess_kind(key: str, vocabulary: Vocabulary) -> MentionKind:
    if key in vocabulary.known:
        return MentionKind.ACTOR
    return MentionKind.PLACE if key in vocabulary.places else MentionKind.PERSON


def _longest(
    words: list[str], index: int, starts: dict[str, set[tuple[str, ...]]], vocabulary: Vocabulary, *, is_comment: bool
) -> int:
    known = starts.get(words[index], set())
    best = 0
    for size in range(1, min(_LONGEST, len(words) - index) + 1):
        chosen = tuple(words[index : index + size])
        if (
            chosen in known
            or (is_comment and (size > 1 or len(chosen[0]) > 3) and vocabulary.known.get(" ".join(chosen)) is not None)
            or (not is_comment and _is_known(" ".join(chosen), vocabulary))
            or (not is_comment and vocabulary.places.get(" ".join(chosen), "t") in "cml" and chosen[-1] not in vocabulary.common)
        ):
            best = size
    return best


def _is_known(key: str, vocabulary: Vocabulary) -> bool:
    return len(key) > 3 and vocabulary.known.get(key) is not None and key not in vocabulary.common


def _size_of_byname(words: list[str], index: int) -> int:
    """Return how many words "abu al shishani" has."""
    at = index + 1
    if at < len(words) and words[at] in {"al", "el", "ul", "bin"}:
        at += 1
    return at + 1 - index if at < len(words) and words[at].isalpha() and len(words[at]) > 2 else 0
