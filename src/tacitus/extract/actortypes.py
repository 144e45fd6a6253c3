"""What sort of actor a name stands for."""

from tacitus.extract.lexicon import load_words
from tacitus.extract.names import Name
from tacitus.extract.shapes import Evidence
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import ActorType

_IRREGULAR = load_words("actortypes", "irregular")


def type_actor(members: list[Name], evidence: list[Evidence], vocabulary: Vocabulary) -> ActorType | None:  # noqa: C901, PLR0911, PLR0912  a list of cases, read from top to bottom
    """Return the type that the words of the names and what is said of them suggest."""
    described: dict[ActorType, int] = {}
    for one in evidence:
        for kind, count in one.described.items():
            described[kind] = described.get(kind, 0) + count
    if ActorType.COALITION in described:
        return ActorType.COALITION
    for name in members:
        known = vocabulary.known.get(name.key)
        if known is not None:
            return known
    for name in members:
        if name.force:
            return _type_force(name, vocabulary)
    words = {word for name in members for word in name.words}
    for kind, typed in vocabulary.type_words:
        if words & typed and kind in {ActorType.EXTERNAL_FORCES, ActorType.COALITION}:
            return kind
    if described:
        return max(sorted(described), key=lambda kind: described[kind])
    if any(vocabulary.heads.get(name.words[-1]) is ActorType.POLITICAL_MILITIA for name in members):
        return ActorType.POLITICAL_MILITIA
    for name in members:
        if name.key in vocabulary.groups:
            return vocabulary.groups[name.key]
    return _type_words(members, words, sum(one.armed for one in evidence), vocabulary)


def _type_force(name: Name, vocabulary: Vocabulary) -> ActorType | None:
    if name.force in vocabulary.force_types:
        return vocabulary.force_types[name.force]
    if name.force == "part":
        return ActorType.REBEL_GROUP
    return vocabulary.heads.get(name.force) or vocabulary.described.get(name.force, ActorType.REBEL_GROUP)


def _type_words(members: list[Name], words: set[str], armed: int, vocabulary: Vocabulary) -> ActorType | None:
    for kind, typed in vocabulary.type_words:
        if words & typed and not (armed and kind is ActorType.ORGANIZATION):
            return kind
    longest = max(members, key=lambda name: len(name.words)).words
    head = next((vocabulary.heads[w] for w in reversed(longest) if w in vocabulary.heads), None)
    is_irregular = bool(words & _IRREGULAR) or any(w in vocabulary.foreign for w in longest)
    if head is ActorType.REBEL_GROUP and longest[0][0].isdigit() and not is_irregular:
        return ActorType.STATE_FORCES  # "93rd Mechanised Brigade"
    if head is ActorType.STATE_FORCES and is_irregular:
        return ActorType.REBEL_GROUP
    if head is ActorType.ORGANIZATION and armed:
        return ActorType.REBEL_GROUP
    if head is None:
        return ActorType.REBEL_GROUP if is_irregular or armed else None
    return head
