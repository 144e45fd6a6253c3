"""The patterns of ``relations.toml``, checked, and the words by which a sentence may state a relation."""

from functools import cache

from tacitus.errors import DataError
from tacitus.extract.clauses import load_phrases
from tacitus.extract.cues import BELONGS, load_cues
from tacitus.extract.patterns import PatternBook, load_patterns
from tacitus.extract.phrases import PLURAL_NOUNS, load_known_words
from tacitus.model import RelationType, Stance


@cache
def load_relation_patterns(folder: str | None) -> PatternBook:
    """Return the patterns of relations.

    Raises:
        DataError: a pattern, or what the file says about it, is wrong.
    """
    book = load_patterns("relations", folder)
    relations = {BELONGS, "none", "merging", *RelationType}
    for pattern in book.patterns:
        here = f"relations.toml: pattern {pattern.text!r}"
        for name, known in (("relation", relations), ("stance", set(Stance)), ("default", set(RelationType))):
            value = pattern.values.get(name, None if name == "relation" else min(known))
            if value not in known:
                raise DataError(f"{here}: {name}", got=repr(value), expected=f"one of {', '.join(sorted(known))}")
        score = pattern.values.get("score", 1.0)
        if not isinstance(score, int | float) or not 0 <= score <= 1:
            raise DataError(f"{here}: score", got=repr(score), expected="a number from 0 to 1")
    return book


@cache
def load_alone(folder: str | None) -> frozenset[str]:
    """Return words by which a sentence with fewer than two names may state a relation, because it points back."""
    phrases = load_phrases(folder)
    book = load_patterns("relations", folder)
    back = (pattern for pattern in book.patterns if "object" in pattern.values)
    return frozenset(word for pattern in back for word in pattern.anchors) | PLURAL_NOUNS | frozenset(phrases.numbers)


@cache
def load_words(folder: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that stay words where they are capitalised, and those without which a sentence states no relation."""
    cues = load_cues(folder)
    known = load_known_words("relations", folder) | cues.vocabulary
    return known, load_relation_patterns(folder).triggers | cues.triggers
