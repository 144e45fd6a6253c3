"""Countries and capitals that act or speak: "Moscow denied it" names the government of Russia."""

from tacitus.extract.aliases import Reading
from tacitus.extract.coreference import Cluster, write_name
from tacitus.extract.names import Name
from tacitus.extract.shapes import ACTOR, PLACE
from tacitus.model import ActorType

_LINKS = ([","], ["and"], [",", "and"], ["and", "the"])
_ADDRESSING = frozenset({"warned", "warns", "accused", "accuses", "accusing", "blamed", "blames", "blaming", "urged", "urges"})
_AUXILIARIES = frozenset({"has", "had", "have", "also", "later", "then", "both", "all", "which", ","})


def find_states(names: list[Name], reading: Reading) -> list[Cluster]:
    """Return an actor for each country whose government the text makes act; its mentions are no mentions of the place."""
    found: dict[str, list[Name]] = {}
    for index, name in enumerate(names):
        if _may_rule(name, reading) and _acts(names, index, reading):
            key = reading.vocabulary.capitals.get(name.key, name.key)
            found.setdefault(key, []).append(name)
    return [_build(members, reading) for members in found.values()]


def _build(members: list[Name], reading: Reading) -> Cluster:
    forms = list(dict.fromkeys(write_name(reading.written(name)) for name in members))
    capitals = reading.vocabulary.capitals
    forms.sort(key=lambda form: form.casefold() in capitals)
    return Cluster(
        kind=ACTOR,
        name=forms[0],
        aliases=tuple(forms[1:]),
        type=ActorType.STATE_FORCES,
        keys=tuple(dict.fromkeys(name.key for name in members)),
        spans=[(name.start, name.end) for name in members],
    )


def _may_rule(name: Name, reading: Reading) -> bool:
    if name.is_flat or reading.evidence[name.key].kind is not PLACE:
        return False
    return name.key in reading.vocabulary.capitals or reading.vocabulary.places.get(name.key) == "c"


def _acts(names: list[Name], index: int, reading: Reading) -> bool:
    """Whether the name is the subject of a verb of governments, alone or in a list of names."""
    vocabulary = reading.vocabulary
    first = index
    while first > 0 and _is_listed(names[first - 1], names[first]):
        first -= 1
    last = index
    while last + 1 < len(names) and _is_listed(names[last], names[last + 1]):
        last += 1
    head, tail = names[first], names[last]
    before = head.token(-1)
    if before in _ADDRESSING and first == last and head.key not in vocabulary.capitals:
        return True
    if before in vocabulary.prepositions or before in vocabulary.weak_prepositions or before in vocabulary.directions:
        return False
    if before == "the" or (head.first > 0 and head.sentence.tokens[head.first - 1].text[0].isupper()):
        return False
    at = 0
    while at < 3 and tail.token(at) in _AUXILIARIES and (at or tail.token(0) != ","):
        at += 1
    return tail.token(at) in vocabulary.state_verbs and tail.token(at + 1) not in {"by", "in"}


def _is_listed(one: Name, other: Name) -> bool:
    return one.sentence is other.sentence and other.first - one.last <= 2 and one.lowers[one.last : other.first] in _LINKS
