"""Which names of a report mean the same actor, person or place."""

from dataclasses import dataclass, field

from tacitus.extract.kinds import ACTOR, PERSON, PLACE, Evidence, decide_kind
from tacitus.extract.names import Name
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import ActorType, MentionKind, PlaceKind


@dataclass(slots=True, kw_only=True)
class Cluster:
    """Names of one actor, person or place, with where they stand."""

    kind: MentionKind
    name: str
    aliases: tuple[str, ...] = ()
    type: ActorType | None = None
    place_kind: PlaceKind | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)


def cluster_names(names: list[Name], evidence: dict[str, Evidence], vocabulary: Vocabulary) -> list[Cluster]:
    """Return the actors, persons and places that the names mean, in the order of their first mention."""
    clusters: dict[tuple[str, MentionKind], Cluster] = {}
    for name in names:
        kind = decide_kind(evidence[name.key])
        if kind is None or (name.is_initial and len(name.words) == 1 and name.words[0] in vocabulary.common):
            continue
        written = _written(name)
        cluster = clusters.get((name.key, kind))
        if cluster is None:
            cluster = clusters[name.key, kind] = Cluster(kind=kind, name=written)
            if kind is PERSON:
                cluster.type = ActorType.PERSON
            elif kind is ACTOR:
                cluster.type = type_actor(name, vocabulary)
            else:
                kinds = evidence[name.key].place_kinds
                cluster.place_kind = max(sorted(kinds), key=lambda k: kinds[k]) if kinds else None
        elif written != cluster.name and written not in cluster.aliases:
            cluster.aliases = (*cluster.aliases, written)
        cluster.spans.append((name.start, name.end))
    return list(clusters.values())


def _written(name: Name) -> str:
    return " ".join(t.text for t in name.sentence.tokens[name.first : name.last])


def type_actor(name: Name, vocabulary: Vocabulary) -> ActorType | None:
    """Return the type that the words of a name suggest."""
    known = vocabulary.known.get(name.key)
    if known is not None:
        return known
    for kind, words in vocabulary.type_words:
        if words & set(name.words):
            return kind
    for word in (*reversed(name.words),):
        if vocabulary.heads.get(word) is not None:
            return vocabulary.heads[word]
    return vocabulary.groups.get(name.key, ActorType.REBEL_GROUP)
