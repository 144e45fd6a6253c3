"""Times, quantities, weapons, equipment and nationalities: what a lexicon and a pattern can find alone."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from tacitus.extract.document import Sentence
from tacitus.extract.lexicon import load_table
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import Mention, MentionForm, MentionKind, Span
from tacitus.text import Token, fold_name

_MODEL = re.compile(r"(?=.*\d)[A-Z][A-Za-z]{0,4}-?\d{1,4}[A-Za-z]{0,5}\d{0,2}(?:-\d{1,2}[A-Za-z]{0,3})?$")
_NO_MODEL = re.compile(r"(?:RN|R|N|A|RP|G|M)-?\d{1,4}$|(?:COVID|G)-?\d+$|[A-Z]\d$")
_YEAR_OR_CLOCK = re.compile(
    r"\d{4}|\d[./-]\d\d?[./-]\d\d|-(?:hour|day|week|month|year)\b|\bthe \d\d?(?:st|nd|rd|th)\b|\d[:.]\d\d|\d ?[ap]\.?m"
)
_FIGURE = re.compile(r"\d")
_AMBIGUOUS = frozenset(["US", "U.S.", "Fur", "Wa", "Mon", "Chin"])
_GUN = re.compile(
    r"M-?\d{1,3}[A-Z]?\d?$|AK[MS]?-?\d*$|RPG-?\d*$|PKM$|RPK$|FN$|SVD$|G3$|TOW$|DShK$|ZU-23(?:-2)?$|D-30$|BM-\d+$|HK\d+$"
)


def find_times(text: str, sentence: Sentence, lowers: list[str], folder: str | None) -> Iterator[Mention]:
    """Yield the time expressions of a sentence, as written, prepositions left out."""
    if _time_words(folder).isdisjoint(lowers) and not _YEAR_OR_CLOCK.search(text, sentence.span.start, sentence.span.end):
        return
    for match in _time_pattern(folder).finditer(text, sentence.span.start, sentence.span.end):
        word = match.group()[4:] if match.group()[:4].casefold() == "the " else match.group()
        is_capital = word[:1].isupper() and match.end() - len(word) > sentence.span.start
        if not (is_capital and word.casefold() in _plain_times(folder)):  # Desert Dawn and the Dawn Brigade are no hours
            yield _mention(match.start(), match.end(), MentionKind.TIME)


def find_dated(text: str, times: list[Mention], folder: str | None) -> list[Span]:
    """Return the times whose capitals are no name, such as ``15 Sha'ban 1436`` and ``March-June``."""
    return [m.span for m in times if _dated_pattern(folder).match(text, m.span.start, m.span.end)]


@cache
def _dated_pattern(folder: str | None) -> re.Pattern[str]:
    return re.compile(load_table("times", folder)["patterns"]["dated"], re.IGNORECASE)


@cache
def _plain_times(folder: str | None) -> frozenset[str]:
    """Return the words for times that are written small, so that with a capital they belong to a name."""
    words = load_table("times", folder)["words"]
    return frozenset(f"{words['parts']} {words['seasons']} {words['simple']}".split())


@cache
def _time_words(folder: str | None) -> frozenset[str]:
    """Return the words without which a sentence holds no time, but for figures."""
    words = load_table("times", folder)["words"]
    found = {word.casefold() for name, text in words.items() if name != "numbers" for word in text.split()}
    return frozenset(found | {f"{unit}s" for unit in words["units"].split()})


_BLOCKS = ("nth", "era", "clock", "date", "lunar_month", "other", "festival", "edge")
"""Patterns that others are built of, each of words and of those before it."""


@cache
def _time_pattern(folder: str | None) -> re.Pattern[str]:
    table = load_table("times", folder)
    words = {name: _either(text.split()) for name, text in table["words"].items()}
    patterns = table["patterns"]
    parts = {
        "year": patterns["year"],
        "month": rf"(?-i:{words['months']}\b(?:\.(?=,? ?\d))?)",
        "day": f"(?-i:{words['weekdays']})",
        "ordinal": words["ordinals"],
        "lunar": words["lunar"],
        "solar": words["solar"],
        "part": words["parts"],
        "unit": words["units"] + "s?",
        "season": words["seasons"],
        "feast": f"(?-i:{words['feasts']})",
        "simple": words["simple"],
        "number": rf"(?:\d{{1,3}}|{words['numbers']})",
    }
    for name in _BLOCKS:
        rows = [patterns[name]] if isinstance(patterns[name], str) else patterns[name]
        parts[name] = "(?:" + "|".join(_fill(row, parts) for row in rows) + ")"
    fronts, rows = ("|".join(_fill(row, parts) for row in patterns[name]) for name in ("fronts", "rows"))
    return re.compile(rf"(?<![\w-])(?:(?={_fill(patterns['start'], parts)})(?:{fronts})|{rows})(?!\w)", re.IGNORECASE)


def _either(words: list[str]) -> str:
    """Return a pattern of the words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=lambda w: (-len(w), w))) + ")"


def _fill(row: str, parts: dict[str, str]) -> str:
    for name, source in parts.items():
        row = row.replace(f"<{name}>", source)
    return row


def find_quantities(text: str, sentence: Sentence, lowers: list[str], folder: str | None) -> Iterator[Mention]:
    """Yield the quantities of a sentence with the words that bound them ("at least nine")."""
    words = _quantity_words(folder)
    if (
        words.isdisjoint(lowers)
        and not _FIGURE.search(text, sentence.span.start, sentence.span.end)
        and not any(low.split("-")[0] in words for low in lowers if "-" in low)
    ):
        return
    for match in _quantity_pattern(folder).finditer(text, sentence.span.start, sentence.span.end):
        yield _mention(match.start(), match.end(), MentionKind.QUANTITY)


@cache
def _quantity_words(folder: str | None) -> frozenset[str]:
    numbers = load_table("quantities", folder)["numbers"]
    return frozenset(word for name in ("words", "plural", "vague") for word in numbers[name].split())


@cache
def _quantity_pattern(folder: str | None) -> re.Pattern[str]:
    table = load_table("quantities", folder)
    numbers = table["numbers"]
    parts = {
        "number": _either(numbers["words"].split()),
        "plural": _either(numbers["plural"].split()),
        "vague": _either(numbers["vague"].split()),
        "before": _either(numbers["before"]),
    }
    parts["count"] = _fill(table["patterns"]["count"], parts)
    whole = "|".join(_fill(row, parts) for row in table["patterns"]["rows"])
    return re.compile(rf"(?<![\w.,:/-])(?:{whole})(?![\w-])(?!st\b|th\b|[.,:/]\d)", re.IGNORECASE)


def find_items(sentence: Sentence, vocabulary: Vocabulary, lowers: list[str]) -> Iterator[Mention]:
    """Yield weapons and equipment: phrases of the lexicon, model designations, makes with their model."""
    tokens, table = sentence.tokens, vocabulary.items
    until = 0
    for index, low in enumerate(lowers):
        if index < until:
            continue
        if low in table:
            hit = match_item(table, lowers, index)
            if hit:
                size, kind = hit
                first = index - 1 if index > until and _is_model(tokens[index - 1].text) else index
                until = index + size
                yield _mention(tokens[first].start, tokens[until - 1].end, MentionKind(kind))
        elif _is_model(tokens[index].text) and not match_item(table, lowers, index + 1):
            kind_of = MentionKind.WEAPON if _GUN.match(tokens[index].text) else MentionKind.EQUIPMENT
            yield _mention(tokens[index].start, tokens[index].end, kind_of)


@lru_cache(maxsize=1 << 14)
def is_gun(text: str) -> bool:
    """Whether the token designates a gun: "AKM", "M16"."""
    return bool(_GUN.match(text))


@lru_cache(maxsize=1 << 14)
def _is_model(text: str) -> bool:
    if text.isalpha() or text[0].islower() or not any(c.isdigit() for c in text):
        return False
    return is_gun(text) or (bool(_MODEL.match(text)) and not _NO_MODEL.match(text))


def match_item(
    table: dict[str, tuple[tuple[tuple[str, ...], str], ...]], lowers: list[str], index: int
) -> tuple[int, str] | None:
    """Return how many tokens of a weapon or a piece of equipment start at a token, and which of the two it is."""
    if index >= len(lowers):
        return None
    for words, value in table.get(lowers[index], ()):
        if tuple(lowers[index : index + len(words)]) == words:
            return len(words), value
    return None


def find_nationalities(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[Mention]:
    """Yield adjectives and nouns of nationality, people and faith."""
    until = 0
    tokens: tuple[Token, ...] = sentence.tokens
    for index, token in enumerate(tokens):
        if index < until or not token.text[0].isupper():
            continue
        word = fold_name(token.text)
        if word in vocabulary.demonym_starts and index + 1 < len(tokens):
            pair = f"{word} {fold_name(tokens[index + 1].text)}"
            if pair in vocabulary.demonyms:
                until = index + 2
                yield _mention(token.start, tokens[index + 1].end, MentionKind.NATIONALITY)
                continue
        if word in vocabulary.demonyms and token.text not in _AMBIGUOUS:
            yield _mention(token.start, token.end, MentionKind.NATIONALITY)


def _mention(start: int, end: int, kind: MentionKind) -> Mention:
    return Mention(span=Span(start=start, end=end), kind=kind, form=MentionForm.NAME)
