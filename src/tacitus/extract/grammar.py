"""Word classes and verb forms of English, generated from ``lexicon/grammar.toml`` and from the verbs that other lexicons name."""

from dataclasses import dataclass
from functools import cache

from tacitus.extract.lexicon import load_table

CODES = {
    "determiner": "d",
    "preposition": "p",
    "coordinator": "c",
    "subordinator": "s",
    "relative": "r",
    "pronoun": "o",
    "modal": "m",
    "be": "b",
    "have": "h",
    "do": "k",
    "adverb": "a",
}
"""Word class -> its one-letter code; where a word is in several classes, the later one of this table wins."""

_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of a verb; ``tags`` are of ``base s past pp ing``."""

    lemma: str
    tags: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Function words by code, negations, verb forms, and words that only look like verbs."""

    codes: dict[str, str]
    negations: frozenset[str]
    forms: dict[str, Form]
    not_verbs: frozenset[str]
    also_nouns: frozenset[str]
    numbers: frozenset[str]


def _doubles(lemma: str) -> bool:
    """Whether the last consonant is doubled before a suffix: ``rob``, ``plan``, but not ``visit`` or ``loot``."""
    if len(lemma) < 3 or lemma[-1] in "aeiouwxy" or lemma[-2] not in _VOWELS or lemma[-3] in _VOWELS:
        return False
    return sum(c in _VOWELS for c in lemma) == 1


def inflect_verb(lemma: str, irregular: tuple[str, ...] = (), *, doubles: bool = False) -> tuple[tuple[str, str], ...]:
    """Return (form, tag) of a verb; ``irregular`` is its past tense and then its participles."""
    if lemma.endswith("e"):
        past, ing = lemma + "d", (lemma[:-2] + "ying" if lemma.endswith("ie") else lemma[:-1] + "ing")
        ing = lemma + "ing" if lemma.endswith(("ee", "oe", "ye")) else ing
    elif lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        past, ing = lemma[:-1] + "ied", lemma + "ing"
    elif doubles or _doubles(lemma):
        past, ing = lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"
    else:
        past, ing = lemma + "ed", lemma + "ing"
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = lemma + "es"
    else:
        third = lemma[:-1] + "ies" if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS else lemma + "s"
    pasts = irregular[:1] or (past,)
    participles = irregular[1:] or irregular or (past,)
    return (
        (lemma, "base"),
        (third, "s"),
        (ing, "ing"),
        *((p, "past") for p in pasts),
        *((p, "pp") for p in participles),
    )


@cache
def load_grammar(folder: str | None = None) -> Grammar:
    """Return the grammar with the verbs of every lexicon that names any.

    Raises:
        DataError: a lexicon file is missing or wrong.
    """
    table = load_table("grammar", folder)
    codes: dict[str, str] = {}
    for name, code in CODES.items():
        codes.update(dict.fromkeys(table["classes"][name], code))
    tags: dict[str, tuple[str, set[str]]] = {}
    doubling = frozenset(table["doubling"])
    irregular = {k: tuple(v) for k, v in table["irregular"].items()}
    lemmas = dict.fromkeys((*table["verbs"], *_verbs_of("reporting", folder), *_verbs_of("incidents", folder), *irregular))
    for lemma in lemmas:
        for form, tag in inflect_verb(lemma, irregular.get(lemma, ()), doubles=lemma in doubling):
            known = tags.setdefault(form, (lemma, set()))
            known[1].add(tag)
            if tag in {"past", "pp"} and known[0] != lemma and form != known[0]:  # found: the past of find, not the verb found
                tags[form] = (known[0], known[1])
    forms = {form: Form(lemma=lemma, tags=frozenset(marks)) for form, (lemma, marks) in tags.items() if form not in codes}
    return Grammar(
        codes=codes,
        negations=frozenset(table["classes"]["negation"]),
        forms=forms,
        not_verbs=frozenset(table["not_verbs"]),
        also_nouns=frozenset(table["also_nouns"]),
        numbers=frozenset(table["numbers"]),
    )


def _verbs_of(name: str, folder: str | None) -> tuple[str, ...]:
    """Return the first word of every verb that a lexicon names; ``take over`` gives ``take``."""
    table = load_table(name, folder)
    rows = [verb for rule in (*table.get("verb", []), *table.get("frame", [])) for verb in rule["words"]]
    return tuple(dict.fromkeys(str(verb).split()[0] for verb in rows))
