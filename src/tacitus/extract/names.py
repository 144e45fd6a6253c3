"""Candidates for names: runs of capitalised words with the small words that may stand inside a name."""

import re
from dataclasses import dataclass

from tacitus.extract.document import Sentence
from tacitus.extract.lexicon import load_words
from tacitus.extract.runs import (
    ARTICLES,
    JOINED,
    NUMBERED,
    NUMBERS,
    OPENING,
    PARTICLES,
    STOP,
    extend_run,
    is_capital,
    is_head,
    starts_sentence,
)
from tacitus.extract.vocabulary import Vocabulary
from tacitus.text import Token, fold_name

_HAS_DIGIT = re.compile(r"\d")
_SMALL = frozenset({"al", "el"})
LANGUAGES = load_words("names", "languages")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")


_NUMBER_WORDS = load_words("names", "number_words")
_LONG = 8
PADDING = ("",) * 24
ROAD_NUMBER = re.compile(r"(?:RN|NH|AH|RR|RP|RD|N|M|A|E|R)-?\d{1,4}[A-Z]?$")


@dataclass(slots=True, kw_only=True)
class Name:
    """A candidate: tokens ``[first, last)`` of a sentence, its folded words, and what is known of it.

    ``joined`` is the participle that a hyphen ties to it ("led"); ``force`` the class of a lower-case noun that belongs to it
    ("army" in "Syrian troops"), with ``base`` the key of the rest. ``owned_from`` is where its possessor starts ("X's Y branch").
    """

    sentence: Sentence
    lowers: list[str]
    first: int
    last: int
    start: int
    end: int
    words: tuple[str, ...]
    key: str
    is_quoted: bool = False
    is_initial: bool = False
    is_flat: bool = False
    joined: str = ""
    force: str = ""
    base: str = ""
    inner: str = ""
    short: str = ""
    owned_from: int = -1

    def token(self, offset: int) -> str:
        """Return the case-folded token ``offset`` places after the name, or before it where negative (-1 is the last before).

        ``lowers`` ends in as many empty strings as ``offset`` may reach past the sentence, so that no index is out of range.
        """
        return self.lowers[(self.last if offset >= 0 else self.first) + offset]


def find_names(sentence: Sentence, lowers: list[str], vocabulary: Vocabulary, text: str, *, is_flat: bool) -> list[Name]:
    """Return the candidates of a sentence, in text order, not overlapping."""
    tokens = sentence.tokens
    names: list[Name] = []
    index, count = _skip_handle(sentence, text), len(tokens)
    while index < count:
        word = tokens[index].text
        if word == lowers[index] and word[0].isalpha() and word not in _SMALL:
            if "-" in word and vocabulary.known.get(fold_name(word)) is not None:
                names.append(make_name(sentence, lowers, index, index + 1, text, is_flat=is_flat))
            index += 1
            continue
        if word in OPENING:
            close = _find_quoted(tokens, index, vocabulary)
            if close < 0:  # a rank in quotes before a name: “General” X
                stop = extend_run(tokens, -close, vocabulary, text)
                names.append(make_name(sentence, lowers, index, stop, text, is_flat=is_flat))
                index = stop
                continue
            if close:
                names.append(make_name(sentence, lowers, index, close, text, is_flat=is_flat))
                names[-1].is_quoted = True
                names[-1].inner = text[tokens[index + 1].start : tokens[close - 3].end]
                index = close
                continue
        if not (is_capital(word) or _starts_unit(tokens, index) or _starts_small(tokens, index)):
            index += 1
            continue
        known = match_known(tokens, index, vocabulary)
        stop = max(extend_run(tokens, index, vocabulary, text), known)
        if known and known == stop:
            names.append(make_name(sentence, lowers, index, stop, text, is_flat=is_flat))
            index = stop
            continue
        for first, last in _split(tokens, index, stop, vocabulary, is_initial=starts_sentence(tokens, index)):
            names.append(make_name(sentence, lowers, first, last, text, is_flat=is_flat))
        index = stop
    return names


def match_known(tokens: tuple[Token, ...], index: int, vocabulary: Vocabulary) -> int:
    """Return the end of the longest known name of several words that starts at ``index``, or 0."""
    words = fold_name(tokens[index].text).split()
    if not words or words[0] not in vocabulary.known_starts:
        return 0
    best, key = 0, " ".join(words)
    for at in range(index + 1, min(index + 9, len(tokens))):
        part = fold_name(tokens[at].text)
        if not part:
            if tokens[at].text in {"-", "'", "’"}:
                continue
            break
        key = f"{key} {part}"
        if key in vocabulary.known_names:
            best = at + 1
    return best


def make_name(sentence: Sentence, lowers: list[str], first: int, last: int, text: str, *, is_flat: bool) -> Name:  # noqa: PLR0913  where the name stands
    """Return the candidate of tokens ``[first, last)``; a participle tied to the last word by a hyphen is left out."""
    tokens = sentence.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    joined = JOINED.match(tokens[last - 1].text) if "-" in tokens[last - 1].text else None
    if joined:
        end = tokens[last - 1].start + joined.end(1)
    key = fold_name(text[start:end])
    key = key.removeprefix("the ")
    return Name(
        sentence=sentence,
        lowers=lowers,
        first=first,
        last=last,
        start=start,
        end=end,
        words=tuple(key.split()),
        key=key,
        is_initial=starts_sentence(tokens, first),
        is_flat=is_flat or (end - start > _LONG and _is_flat(text, start, end)),
        joined=joined.group(2) if joined else "",
    )


def _is_flat(text: str, start: int, end: int) -> bool:
    """Whether the line of a name in capitals is all in capitals."""
    if not text[start:end].isupper():
        return False
    begin, stop = text.rfind("\n", max(0, start - 90), start) + 1, text.find("\n", end, end + 90)
    return text[max(begin, start - 90) : stop if stop >= 0 else end + 90].isupper()


def _skip_handle(sentence: Sentence, text: str) -> int:
    """Return the first token behind a comment's handle ("Reader 12 says:")."""
    zone = sentence.zone
    if zone.author is None or sentence.span.start > zone.span.start + 40:
        return 0
    at = text.find(zone.author, zone.span.start, zone.span.start + len(zone.author) + 20)
    if at < 0:
        return 0
    end = at + len(zone.author)
    return next((i for i, token in enumerate(sentence.tokens) if token.start >= end), len(sentence.tokens))


def is_flat_line(tokens: tuple[Token, ...], vocabulary: Vocabulary) -> bool:
    """Whether capitals say nothing here: a line in capitals, or a headline with nearly every word capitalised."""
    words = [t.text for t in tokens if t.text[0].isalpha()]
    high = sum([w[0].isupper() for w in words])
    if 2 * high < len(words):
        return False
    if len(words) < 3:
        return bool(words) and all(w.isupper() and len(w) > 4 for w in words)
    if sum(w.isupper() for w in words) > 0.6 * len(words):
        return True
    if len(words) < 4 or high < 0.6 * len(words) or tokens[-1].text in {".", "!"}:
        return False
    plain = [w for w in words if w.casefold() in vocabulary.common and w.casefold() not in STOP]
    return len(plain) >= 3 and sum(w[0].isupper() for w in plain) >= 0.9 * len(plain)


def _starts_small(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether an Arabic article in lower case opens a name: "al Qaeda"."""
    return tokens[index].text in _SMALL and index + 1 < len(tokens) and tokens[index + 1].text[0].isupper()


def _starts_unit(tokens: tuple[Token, ...], index: int) -> bool:
    if index + 1 >= len(tokens) or not tokens[index].text[0].isdigit():
        return False
    following = tokens[index + 1].text
    if _ORDINAL.match(tokens[index].text):
        return following[0].isupper()
    if not following[0].isupper() or len(tokens[index].text) > 3 or not tokens[index].text.isdigit():
        return False
    return any(t.text[0].isupper() and t.text.casefold() in NUMBERED for t in tokens[index + 1 : index + 4])


def _find_quoted(tokens: tuple[Token, ...], index: int, vocabulary: Vocabulary) -> int:
    """Return the end of a quoted name with the noun that it names (“Shield of X” coalition), or 0."""
    for close in range(index + 2, min(index + 9, len(tokens) - 1)):
        if tokens[close].text in '”"»’':
            noun = tokens[close + 1].text.casefold()
            inner = tokens[index + 1 : close]
            if (
                len(inner) <= 2
                and all(t.text.casefold() in vocabulary.titles for t in inner)
                and is_capital(tokens[close + 1].text)
            ):
                return -(close + 1)
            if inner[0].text[0].isupper() and (noun in vocabulary.heads or noun in vocabulary.generic) and noun not in STOP:
                return close + 2
            return 0
        if tokens[close].text in ".,;":
            return 0
    return 0


def _split(
    tokens: tuple[Token, ...], first: int, last: int, vocabulary: Vocabulary, *, is_initial: bool
) -> list[tuple[int, int]]:
    """Return the parts of a run: a sentence's first word that is no name, and what stands before a title, are cut off."""
    while first < last and _is_cut(tokens, first, last, vocabulary, is_initial=is_initial):
        is_initial = is_initial and tokens[first].text.casefold() not in STOP
        first += 1
        while first < last and not is_capital(tokens[first].text) and not tokens[first].text[0].isdigit():
            first += 1
    if last - first < 2:
        is_bracketed = 0 < first < last < len(tokens) and tokens[first - 1].text == "(" and tokens[last].text == ")"
        return [(first, last)] if first < last and (is_bracketed or not _is_model(tokens[first].text, vocabulary)) else []
    parts = []
    title = _find_title(tokens, first, last, vocabulary)
    if title:
        parts.append((first, title))
        first = title
    elif _is_language(tokens, first):
        first += 1
    elif fold_name(tokens[first].text) in vocabulary.demonyms and is_capital(tokens[first + 1].text):
        following = fold_name(tokens[first + 1].text)
        head = fold_name(tokens[last - 1].text)
        is_title = following in vocabulary.titles and last - first > 2 and head not in vocabulary.heads
        is_foreign = following in vocabulary.foreign and vocabulary.foreign[following] not in {"union", "forces", "front"}
        whole = fold_name(" ".join(t.text for t in tokens[first:last]))
        is_strange = tokens[first + 1].text.isupper() or not any(
            following in words or following.removesuffix("s") in words
            for words in (vocabulary.common, vocabulary.demonyms, vocabulary.places, vocabulary.feature_words, vocabulary.emblems)
        )
        is_unit = last - first > 2 and head in vocabulary.heads
        is_short = last - first == 2 and tokens[last - 1].text.isupper()
        is_split = is_title or (is_foreign and head not in vocabulary.heads) or (is_strange and (is_unit or is_short))
        if is_split and whole not in vocabulary.known_names:
            parts.append((first, first + 1))
            first += 1
    return [*parts, (first, last)]


def _is_language(tokens: tuple[Token, ...], first: int) -> bool:
    """Whether a language is named in which the rest is written: "(in Portuguese X)"."""
    before = tokens[first - 1].text.casefold() if first else ""
    return before in {"in", "("} and tokens[first].text.casefold() in LANGUAGES and is_capital(tokens[first + 1].text)


def _is_cut(tokens: tuple[Token, ...], first: int, last: int, vocabulary: Vocabulary, *, is_initial: bool) -> bool:  # noqa: PLR0911  a list of cases, read from top to bottom
    """Whether the first word of a run is no part of a name."""
    text = tokens[first].text
    word = text.casefold()
    following = tokens[first + 1].text if first + 1 < last else ""
    if "-" in word and following and _HAS_DIGIT.search(word):  # a model: "BM-21 Grad"
        return fold_name(text) not in vocabulary.known
    if word in STOP or ("-" in word and _NUMBER_WORDS.issuperset(word.split("-"))):
        if (
            word in NUMBERS
            and last - first > 2
            and fold_name(tokens[last - 1].text) in vocabulary.heads
            and is_capital(following)
        ):
            return False
        return is_initial or not text.isupper() or len(text) > 4 or word in {"i", "a", "the"} or bool(following)
    if not is_initial or word not in vocabulary.common or word in vocabulary.titles or fold_name(word) in vocabulary.demonyms:
        return False
    if following in {"of", "for"}:
        return not is_head(word, vocabulary) or (word in vocabulary.generic and word.endswith(("s", "men")))
    if following in PARTICLES and word in vocabulary.foreign:
        return False
    if word in vocabulary.feature_before or word in ARTICLES:
        return False
    if following and is_capital(following):
        end = last - 1 if tokens[last - 1].text[0].isalpha() else last - 2
        rest = fold_name(tokens[end].text)
        if is_head(following, vocabulary) and last - first > 2:
            return False
        return word not in vocabulary.ideals and rest not in vocabulary.heads and not is_head(word, vocabulary)
    return bool(following)


def _find_title(tokens: tuple[Token, ...], first: int, last: int, vocabulary: Vocabulary) -> int:
    """Return where a rank stands in the middle of a run ("ELN Commander X"), or 0."""
    if fold_name(tokens[last - 1].text) in vocabulary.heads:
        return 0
    for at in range(first + 1, last - 1):
        word = tokens[at].text.casefold()
        if (
            word in vocabulary.titles
            and word not in vocabulary.weak_titles
            and tokens[at - 1].text.casefold() not in vocabulary.titles
        ):
            is_group = tokens[at - 1].text.isupper() or fold_name(tokens[at - 1].text) in vocabulary.demonyms
            return at if is_group or is_head(tokens[at - 1].text, vocabulary) else 0
    return 0


def _is_model(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a single token is a designation ("T-55MV", "M16") and no name."""
    if text.isalpha() or not any(c.isdigit() for c in text):
        return False
    return fold_name(text) not in vocabulary.known and fold_name(text) not in vocabulary.groups and not ROAD_NUMBER.match(text)
