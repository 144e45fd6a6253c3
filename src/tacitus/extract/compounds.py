"""Names that end in lower-case nouns: "Syrian army", "Puntland security forces", "the Assad regime", "the government of X"."""

import re

from tacitus.extract.lexicon import load_words
from tacitus.extract.names import Name, make_name
from tacitus.extract.vocabulary import Vocabulary
from tacitus.text import Token, fold_name

_ADJECTIVES = load_words("compounds", "adjectives")
_UNITS = load_words("compounds", "units")
_PARTS = load_words("compounds", "parts")
_RULERS = load_words("compounds", "rulers")
_LOCAL = load_words("compounds", "local")
_BUILDINGS = load_words("compounds", "buildings")
_BRANCHES = load_words("compounds", "branches")
_DESCRIBED_AS = frozenset({",", "(", "–", "—", "is", "was", "are", "were", "as", "became", "remains", "now"})
_INNER = re.compile(r" (?:in|of) (?:the )?")
_BODIES = frozenset(["un", "u n", "united nations", "african union", "au", "eu", "european union", "nato", "ecowas"])


def join_compounds(names: list[Name], vocabulary: Vocabulary, text: str) -> list[Name]:
    """Return the names, each widened by the lower-case noun that makes it the name of an actor."""
    counted = _drop_counts(names, text)
    wide = [_widen(name, vocabulary, text) for name in counted]
    for index in range(1, len(wide)):
        before, name = wide[index - 1], wide[index]
        if name.force != "branch":
            continue
        if before.token(-1) in _DESCRIBED_AS:  # "X, al-Qaeda's Syrian branch": no name of its own
            wide[index] = counted[index]
        else:
            name.owned_from = before.start
    return wide


def _drop_counts(names: list[Name], text: str) -> list[Name]:
    """Leave out the figures of a tally: "Highland Front 12, Coast Command 5" where the fronts are named without them too."""
    keys = {name.key for name in names}
    out: list[Name] = []
    for name in names:
        tokens = name.sentence.tokens
        is_long = len(name.words) > 2 or (len(name.words) == 2 and tokens[name.first].text.isupper())
        if is_long and tokens[name.last - 1].text.isdigit() and " ".join(name.words[:-1]) in keys:
            name = make_name(name.sentence, name.lowers, name.first, name.last - 1, text, is_flat=name.is_flat)  # noqa: PLW2901
        out.append(name)
    return out


def inner_place(name: Name, vocabulary: Vocabulary, text: str) -> str | None:
    """Return the place inside "the government in X"."""
    if name.inner and not name.is_quoted and _INNER.search(text, name.start, name.end):
        return name.inner
    if len(name.words) > 2 and name.words[0] in _RULERS and name.words[1] == "of":
        link = _INNER.search(text, name.start, name.end)
        place = text[link.end() : name.end] if link else ""
        return place if vocabulary.places.get(fold_name(place), "t") in "cam" else None
    return None


def is_demonym(name: Name, vocabulary: Vocabulary) -> bool:
    """Whether the name is nothing but a word of nationality, people or faith."""
    return name.key in vocabulary.demonyms or (len(name.words) == 2 and all(word in vocabulary.demonyms for word in name.words))


def _widen(name: Name, vocabulary: Vocabulary, text: str) -> Name:  # noqa: C901, PLR0911  a list of cases, read from top to bottom
    if name.is_flat or name.is_quoted or name.joined not in {"", "led"}:
        return name
    tokens = name.sentence.tokens
    if name.joined == "led":
        return _widen_led(name, text)
    if _is_ruled(name, tokens, vocabulary):
        return _widen_back(name, tokens, vocabulary, text)
    demonym = is_demonym(name, vocabulary)
    place = name.key in vocabulary.places and vocabulary.places[name.key] in "camnl"
    size, force = _match_force(name, vocabulary)
    if size and place and name.token(size) in _BUILDINGS:
        return name
    if size and force == "mission" and (name.key in _BODIES or tokens[name.last - 1].text.isupper()):
        demonym = True
    if name.token(0) in _BRANCHES and name.token(-1) in {"'s", "’s"} and _has_owner(name, tokens):
        wide = _wider(name, name.last + 1, text)
        wide.force, wide.base = "branch", name.key
        return wide
    if force in {"rebels", "army"} and _is_owned(name, tokens, size):
        return name
    if size and (demonym or place) and force != "militants" and not (place and force == "coalition"):
        wide = _wider(name, name.last + size, text)
        wide.force, wide.base = force, name.key
        return wide
    noun = name.token(0)
    if demonym or (place and noun not in _LOCAL):
        return name
    if noun in _PARTS and (name.key in vocabulary.known or tokens[name.last - 1].text.isupper()):
        wide = _wider(name, name.last + 1, text)
        wide.force, wide.base = "part", name.key
        return wide
    is_first = name.is_initial and len(name.words) == 1
    is_plain = name.words[0] in vocabulary.common and (name.is_initial or len(name.words) == 1)
    is_plain = is_plain or (is_first and name.key not in vocabulary.places and name.key.endswith(("ed", "ing", "ly")))
    if noun in _UNITS and not is_plain and not _is_actor(name, vocabulary):
        wide = _wider(name, name.last + 1, text)
        wide.force, wide.base = "government" if noun in {"regime", "government", "administration"} else noun, name.key
        return wide
    return name


def _has_owner(name: Name, tokens: tuple[Token, ...]) -> bool:
    """Whether a name stands before the possessive: "X's Sahara branch"."""
    return name.first > 1 and not tokens[name.first - 2].text.islower()


def _is_owned(name: Name, tokens: tuple[Token, ...], size: int) -> bool:
    """Whether the noun belongs to another name: "Tuareg fighters of the X"."""
    at = name.last + size + 1
    if name.token(size) not in {"of", "from", "loyal", "belonging"} or at >= len(tokens):
        return False
    return tokens[at].text in {"the", "to"} or tokens[at].text[0].isupper()


def _is_actor(name: Name, vocabulary: Vocabulary) -> bool:
    last = name.sentence.tokens[name.last - 1].text
    return (
        name.key in vocabulary.known
        or name.words[-1] in vocabulary.heads
        or (last.isupper() and len(last) > 1)
        or any(word in vocabulary.foreign for word in name.words)
    )


def _match_force(name: Name, vocabulary: Vocabulary) -> tuple[int, str]:
    """Return how many tokens after the name belong to it, and the class of their noun."""
    for skip in (0, 1):
        if skip and name.token(0) not in _ADJECTIVES:
            break
        for words, force in vocabulary.forces.get(name.token(skip), ()):
            if all(name.token(skip + i) == word for i, word in enumerate(words)):
                return skip + len(words), force
    if "-" in name.token(0) and name.token(0).endswith("-led") and name.token(1) in {"coalition", "alliance"}:
        return 2, "coalition"
    return 0, ""


def _widen_led(name: Name, text: str) -> Name:
    """As in "US-led coalition", "Saudi-led military coalition"."""
    for skip in (0, 1):
        if name.token(skip) in {"coalition", "alliance"}:
            wide = _wider(name, name.last + skip + 1, text)
            wide.force, wide.base = "coalition", name.key
            return wide
    return name


def _is_ruled(name: Name, tokens: tuple[Token, ...], vocabulary: Vocabulary) -> bool:
    """Whether "government of" or "authorities in" stands before a known place."""
    at = name.first - 1
    if at >= 1 and tokens[at].text.casefold() == "the":
        at -= 1
    if at < 1 or name.key not in vocabulary.places:
        return False
    if vocabulary.places[name.key] not in "cam" and tokens[at].text != "in":
        return False
    link, noun = tokens[at].text.casefold(), tokens[at - 1].text.casefold()
    return (link == "of" and noun in _RULERS) or (link == "in" and noun in {"government", "authorities", "administration"})


def _widen_back(name: Name, tokens: tuple[Token, ...], vocabulary: Vocabulary, text: str) -> Name:
    at = name.first - 1
    while tokens[at].text.casefold() not in _RULERS:
        at -= 1
    wide = make_name(name.sentence, name.lowers, at, name.last, text, is_flat=False)
    noun = tokens[at].text.casefold()
    wide.force = next(force for words, force in vocabulary.forces.get(noun, (((noun,), "government"),)) if words == (noun,))
    wide.base, wide.inner = name.key, text[name.start : name.end]
    return wide


def _wider(name: Name, last: int, text: str) -> Name:
    wide = make_name(name.sentence, name.lowers, name.first, last, text, is_flat=name.is_flat)
    wide.end = name.sentence.tokens[last - 1].end
    return wide
