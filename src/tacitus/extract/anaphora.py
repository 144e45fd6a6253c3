"""Which actor a noun ("the coalition"), a lone head word ("the Front") or a pronoun stands for."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from tacitus.extract.coreference import Cluster
from tacitus.extract.kinds import ACTOR, PERSON
from tacitus.extract.nominals import Nominal
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import ActorType, MentionForm, ZoneKind

_ARMED = frozenset({ActorType.REBEL_GROUP, ActorType.POLITICAL_MILITIA, ActorType.IDENTITY_MILITIA, ActorType.COALITION, None})
_STATE = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})
_STATE_CLASSES = frozenset({"army", "police", "government"})
_REACH = 3
_OWNER = re.compile(r" (?:of|from|loyal to|belonging to|linked to|allied with|led by|under|within) (?:the )?")
_OBLIQUE = frozenset("of by with from against in to for at on near between than like including".split())


@dataclass(slots=True, kw_only=True)
class Referent:
    """One mention of a cluster as the resolver remembers it."""

    start: int
    sentence: int
    cluster: Cluster
    is_subject: bool


@dataclass(slots=True, kw_only=True)
class Resolved:
    """A nominal or pronoun with the cluster that it stands for, if any."""

    nominal: Nominal
    cluster: Cluster | None


@dataclass(slots=True)
class _Memory:
    """Mentions so far, newest last, and the words by which clusters may be called."""

    referents: list[Referent] = field(default_factory=list)
    classes: dict[int, frozenset[str]] = field(default_factory=dict)

    def recent(self, sentence: int, reach: int = _REACH) -> list[Referent]:
        """Return mentions of the last sentences, newest first."""
        found: list[Referent] = []
        for referent in reversed(self.referents):
            if referent.sentence < sentence - reach:
                break
            found.append(referent)
        return found


def resolve_nominals(
    nominals: list[Nominal], clusters: list[Cluster], sentence_of: list[int], vocabulary: Vocabulary, text: str
) -> list[Resolved]:
    """Return each nominal with its cluster; new generic actors are appended to ``clusters``.

    ``sentence_of`` holds the start offset of each sentence.
    """
    memory = _Memory()
    known = [c for c in clusters if c.kind in {ACTOR, PERSON}]
    for cluster in known:
        memory.classes[id(cluster)] = _classes(cluster, vocabulary)
    pending = sorted(
        (
            Referent(start=start, sentence=bisect_left(sentence_of, start + 1) - 1, cluster=c, is_subject=False)
            for c in known
            for start, _ in c.spans
        ),
        key=lambda r: r.start,
    )
    starts = {start: c for c in known for start, _ in c.spans if c.kind is ACTOR}
    ends = {end: c for c in known for _, end in c.spans if c.kind is ACTOR}
    generic: dict[str, Cluster] = {}
    out: list[Resolved] = []
    at = 0
    for nominal in sorted(nominals, key=lambda n: n.start):
        while at < len(pending) and pending[at].start < nominal.start:
            _remember(memory, pending[at])
            at += 1
        cluster = _attached(nominal, starts, ends, text) or _resolve(nominal, memory, known, vocabulary)
        if cluster is None and nominal.form is MentionForm.NOMINAL:
            cluster = _create(nominal, generic, clusters, known, memory, vocabulary)
        if cluster is not None:
            if cluster.kind is ACTOR and nominal.form is MentionForm.NOMINAL:
                _add_alias(cluster, nominal, memory)
            subject = _is_subject(nominal)
            memory.referents.append(
                Referent(start=nominal.start, sentence=nominal.sentence.index, cluster=cluster, is_subject=subject)
            )
        out.append(Resolved(nominal=nominal, cluster=cluster))
    return out


def _attached(nominal: Nominal, starts: dict[int, Cluster], ends: dict[int, Cluster], text: str) -> Cluster | None:
    """Return the actor whose name stands right beside the noun: "gunmen of the X", "X fighters", "X's forces"."""
    if nominal.form is not MentionForm.NOMINAL or nominal.type is ActorType.CIVILIANS:
        return None
    link = _OWNER.match(text, nominal.end)
    if link and link.end() in starts:
        return starts[link.end()]
    before = text[max(0, nominal.start - 3) : nominal.start]
    for gap in (" ", "’s ", "'s ", "’ ", "' "):
        if before.endswith(gap) and nominal.start - len(gap) in ends:
            return ends[nominal.start - len(gap)]
    return None


def _remember(memory: _Memory, referent: Referent) -> None:
    last = memory.referents[-1] if memory.referents else None
    referent.is_subject = last is None or last.sentence != referent.sentence
    memory.referents.append(referent)


def _is_subject(nominal: Nominal) -> bool:
    at = nominal.first - 1
    while at >= 0 and nominal.first - at < 4:
        word = nominal.sentence.tokens[at].text.casefold()
        if word in _OBLIQUE:
            return False
        at -= 1
    return nominal.first < 6


def _classes(cluster: Cluster, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the nouns by which the cluster may be called: its force, and the head words of its names."""
    found = set(cluster.forces)
    is_state = cluster.type in _STATE
    for key in cluster.keys:
        for word in key.split():
            if word in vocabulary.heads or word in vocabulary.noun_classes:
                if is_state or vocabulary.noun_classes.get(word) not in _STATE_CLASSES:
                    found.add(word)
        if "task force" in key:
            found.add("task force")
    for alias in (cluster.name, *cluster.aliases):
        last = alias.split()[-1].casefold()
        if last in vocabulary.noun_classes and (is_state or vocabulary.noun_classes[last] not in _STATE_CLASSES):
            found.add(last)
    if is_state and not found & set(vocabulary.noun_classes):
        found.add("forces")
    return frozenset(found)


def _resolve(nominal: Nominal, memory: _Memory, known: list[Cluster], vocabulary: Vocabulary) -> Cluster | None:
    if nominal.form is MentionForm.PRONOUN:
        return _resolve_pronoun(nominal, memory)
    if not nominal.is_definite:
        return _resolve_bare(nominal, memory, known, vocabulary)
    noun = nominal.noun
    exact = [r for r in reversed(memory.referents) if noun in memory.classes.get(id(r.cluster), ())]
    if exact or nominal.is_lone:
        return exact[0].cluster if exact else None
    if nominal.is_restricted and noun not in {"rebels", "attackers"}:
        return None
    kind = vocabulary.noun_classes.get(noun)
    if kind in {"army", "police", "government", "mission"}:
        same = [c for c in known if _has_class(memory.classes.get(id(c), frozenset()), kind, vocabulary)]
        earlier = [r.cluster for r in reversed(memory.referents) if any(r.cluster is c for c in same)]
        return earlier[0] if earlier and (len(same) == 1 or kind != "army" or earlier[0] is not None) else None
    if kind == "coalition":
        return _only(memory, nominal, lambda c: c.type is ActorType.COALITION)
    if kind == "group":
        return _only(memory, nominal, lambda c: c.kind is ACTOR and c.type in _ARMED)
    if kind == "unit":
        return None
    return None


def _resolve_bare(nominal: Nominal, memory: _Memory, known: list[Cluster], vocabulary: Vocabulary) -> Cluster | None:
    """Link "troops" and "soldiers" without an article to the one army of the report."""
    kind = vocabulary.noun_classes.get(nominal.noun)
    if nominal.is_restricted or kind not in {"army", "police", "group"}:
        return None
    if kind == "group":
        near = memory.recent(nominal.sentence.index, reach=1)
        armed = list({id(r.cluster): r.cluster for r in near if r.cluster.kind is ACTOR and r.cluster.type in _ARMED}.values())
        return armed[0] if len(armed) == 1 and nominal.noun.endswith(("s", "men")) else None
    same = [c for c in known if _has_class(memory.classes.get(id(c), frozenset()), kind, vocabulary)]
    met = [c for c in same if any(r.cluster is c for r in memory.referents)]
    return met[0] if len(same) == 1 and met else None


def _has_class(classes: frozenset[str], kind: str, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.noun_classes.get(word) == kind for word in classes)


def _only(memory: _Memory, nominal: Nominal, fits: Callable[[Cluster], bool]) -> Cluster | None:
    """Return the most salient fitting cluster: subjects of recent sentences first, then the newest mention."""
    recent = [r for r in memory.recent(nominal.sentence.index) if fits(r.cluster)]
    for referent in recent:
        if referent.is_subject:
            return referent.cluster
    if recent:
        return recent[0].cluster
    met: list[Cluster] = []
    for referent in memory.referents:
        if fits(referent.cluster) and not any(referent.cluster is c for c in met):
            met.append(referent.cluster)
    return met[0] if len(met) == 1 else None


def _resolve_pronoun(nominal: Nominal, memory: _Memory) -> Cluster | None:
    wanted = PERSON if nominal.wants == "person" else ACTOR
    recent = memory.recent(nominal.sentence.index, reach=2 if wanted is PERSON else 1)
    same = [r for r in recent if r.sentence == nominal.sentence.index and r.cluster.kind is wanted]
    if same:
        subjects = [r for r in same if r.is_subject]
        return (subjects or same)[-1 if subjects else 0].cluster
    earlier = [r for r in recent if r.cluster.kind is wanted]
    if nominal.wants == "many":
        earlier = [r for r in earlier if r.cluster.type is not ActorType.ORGANIZATION]
    subjects = [r for r in earlier if r.is_subject]
    chosen = subjects or earlier
    return chosen[0].cluster if chosen else None


def _create(
    nominal: Nominal,
    generic: dict[str, Cluster],
    clusters: list[Cluster],
    known: list[Cluster],
    memory: _Memory,
    vocabulary: Vocabulary,
) -> Cluster | None:
    """Return a generic actor for the noun, made where the noun is definite enough or a party to violence."""
    noun = nominal.noun
    singular = noun.removesuffix("s") if noun.endswith("s") else noun
    if noun in generic:
        return generic[noun]
    is_state = noun in vocabulary.definite_actors
    if nominal.sentence.zone.kind is ZoneKind.COMMENT or nominal.is_lone:
        return None
    if is_state and not (nominal.is_definite if noun != "police" else nominal.is_definite and nominal.is_violent):
        return None
    if not is_state:
        if not nominal.is_violent:
            return None
        if noun not in vocabulary.violent_actors:
            return None
        if nominal.type in _ARMED and any(c.type in _ARMED and c.spans for c in known if c.kind is ACTOR):
            return None
    cluster = Cluster(kind=ACTOR, name=noun, type=nominal.type)
    clusters.append(cluster)
    known.append(cluster)
    generic[noun] = generic[singular] = cluster
    memory.classes[id(cluster)] = frozenset({noun})
    return cluster


def _add_alias(cluster: Cluster, nominal: Nominal, memory: _Memory) -> None:
    noun = nominal.noun
    if noun in memory.classes.get(id(cluster), ()) and nominal.is_definite and not nominal.is_restricted:
        alias = f"the {noun}"
        if alias not in cluster.aliases and cluster.name not in {noun, alias}:
            cluster.aliases = (*cluster.aliases, alias)
