"""What is kept of a telling's wording: its event words, and the words, names, numbers and days of its text and its document."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tacitus.corroborate.forms import find_head, find_stem, is_content, lemmatise
from tacitus.text import Token, tokenize

Weighed = tuple[tuple[str, float], ...]
_NEAR = 4
# fmt: off
_DAYS: Final = frozenset((
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "today", "yesterday", "tomorrow", "tonight", "morning", "night", "evening",
))
_NUMBERS: Final = {word: str(number) for number, word in enumerate((
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
    "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
), start=2)}
# fmt: on
_ORDINAL = re.compile(r"(?:st|nd|rd|th)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordBag:
    """The words of a text, each once, in the order of their letters.

    Attributes:
        words: stems of content words, names among them, with how rare each is in [0.05, 1].
        names: lower-case words that begin with a capital, not at the beginning of the text, with how rare each is.
        numbers: in figures, without the commas of thousands and the endings of ordinals; "one" is none.
        days: names of months and weekdays, and parts of the day.
    """

    words: Weighed = ()
    names: Weighed = ()
    numbers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wording:
    """How one telling words a happening; equal only to itself.

    Attributes:
        lemma, stem: of the head of the event words.
        rarity: how rare the head is, in [0.05, 1].
        stems: of all event words that are no function words.
        near: stems of up to four content words on either side of the event words, with how rare each is.
        text: the words of the text.
        document: those of the whole document, or of its title and lead; ``None`` where nothing beside the text is known.
        report_id: which report the text is of; "" where unknown.
        text_id: which text of the report it is.
        vectors: one row for each of ``likeness.VECTORS``. *Shape:* (4, width), float16
    """

    lemma: str
    stem: str
    rarity: float
    stems: tuple[str, ...]
    near: Weighed
    text: WordBag
    document: WordBag | None
    report_id: str
    text_id: str
    vectors: NDArray[np.float16]


Rarity = Callable[[str], float]


def fill_bag(text: str, rarity: Rarity) -> WordBag:
    """Return the words of a text."""
    words: dict[str, float] = {}
    names: set[str] = set()
    numbers: set[str] = set()
    days: set[str] = set()
    for i, token in enumerate(list_words(text)):
        low = token.lower
        number = _NUMBERS.get(low) or (_ORDINAL.sub("", low).replace(",", "") if low[0].isdigit() else None)
        if number is not None:
            numbers.add(number)
        elif low in _DAYS:
            days.add(low)
        elif is_content(low) and len(low) > 1:
            stem = find_stem(low)
            words[stem] = min(rarity(low), words.get(stem, 1.0))
            if i and token.text[0].isupper():
                names.add(low)
    return WordBag(
        words=tuple(sorted(words.items())),
        names=tuple((name, rarity(name)) for name in sorted(names)),
        numbers=tuple(sorted(numbers)),
        days=tuple(sorted(days)),
    )


def list_words(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of ``text[start:end]`` that begin with a letter or a figure."""
    return [token for token in tokenize(text, start, end) if token.text[0].isalnum()]


def find_near(text: str, spans: Sequence[tuple[int, int]], rarity: Rarity) -> Weighed:
    """Return the stems of up to four content words before, and as many after, the event words."""
    start, end = spans[0][0], spans[-1][1]
    content = [token for token in list_words(text) if is_content(token.lower)]
    before = [token for token in content if token.end <= start][-_NEAR:]
    after = [token for token in content if token.start >= end][:_NEAR]
    near: dict[str, float] = {}
    for token in (*before, *after):
        stem = find_stem(token.lower)
        near[stem] = min(rarity(token.lower), near.get(stem, 1.0))
    return tuple(sorted(near.items()))


def read_event_words(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, str, tuple[str, ...]]:
    """Return the head's lemma, its stem, and the stems of all event words."""
    words = [token.lower for start, end in spans for token in list_words(text, start, end)]
    head = find_head(words) or text[spans[0][0] : spans[0][1]].casefold()
    stems = {find_stem(word) for word in words if is_content(word)} or {find_stem(head)}
    return lemmatise(head), find_stem(head), tuple(sorted(stems))
