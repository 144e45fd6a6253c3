"""Which actor a noun ("the coalition"), a lone head word ("the Front") or a pronoun stands for."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from tacitus.extract.coreference import Cluster
from tacitus.extract.lexicon import load_words
from tacitus.extract.nominals import Nominal
from tacitus.extract.shapes import ACTOR, PERSON, PLACE
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import ActorType, MentionForm, ZoneKind

_ARMED = frozenset({ActorType.REBEL_GROUP, ActorType.POLITICAL_MILITIA, ActorType.IDENTITY_MILITIA, ActorType.COALITION, None})
_STATE = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})
_STATE_CLASSES = frozenset({"army", "police", "government"})
_REACH = 3
_OPENING = 8
_PAIR = 2
_FEW = 60
_OWNER = re.compile(r" (?:of|from|loyal to|belonging to|linked to|allied with|led by|under|within) (?:the )?")
_JOINED = re.compile(r",? (?:and|or|as well as|along with|together with)(?: (?:its|their) \w+,?)? (?:the )?")
_NEAR = 40
_APPOSED = re.compile(r"\)?,? (?:(?:which|who) (?:is|are|was|were) )?(?:an?|the) (?:[\w-]+ ){0,3}$")
_PLURAL_ENDS = ("s", "men", "women", "people", "children", "police", "folk", "youth")
_OBLIQUE = load_words("anaphora", "oblique")
_RELATIONAL = load_words("anaphora", "relational")


@dataclass(slots=True, kw_only=True)
class Referent:
    """One mention of a cluster as the resolver remembers it; ``is_joined`` where "and" ties it to another one."""

    start: int
    sentence: int
    cluster: Cluster
    is_subject: bool
    is_joined: bool = False


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
    met: dict[int, Cluster] = field(default_factory=dict)
    latest: dict[str, Cluster] = field(default_factory=dict)
    by_kind: dict[str, list[Cluster]] = field(default_factory=dict)
    has_armed: bool = False
    crowds: list[Nominal] = field(default_factory=list)
    genders: dict[int, str] = field(default_factory=dict)

    def know(self, cluster: Cluster, nouns: frozenset[str], vocabulary: Vocabulary) -> None:
        """Note by which nouns the cluster may be called."""
        self.classes[id(cluster)] = nouns
        for kind in sorted({vocabulary.noun_classes.get(noun, "") for noun in nouns} - {""}):
            self.by_kind.setdefault(kind, []).append(cluster)

    def add(self, referent: Referent, vocabulary: Vocabulary) -> None:
        """Note one more mention."""
        cluster = referent.cluster
        self.referents.append(referent)
        self.met[id(cluster)] = cluster
        for noun in self.classes.get(id(cluster), ()):
            self.latest[noun] = cluster
            kind = vocabulary.noun_classes.get(noun)
            if kind is not None:
                self.latest[f"<{kind}>"] = cluster

    def recent(self, sentence: int, reach: int = _REACH) -> list[Referent]:
        """Return mentions of the last sentences, newest first."""
        found: list[Referent] = []
        for referent in reversed(self.referents[-_FEW:]):
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
    for one in known:
        memory.know(one, _classes(one, vocabulary), vocabulary)
    pending = sorted(
        (
            Referent(start=start, sentence=bisect_left(sentence_of, start + 1) - 1, cluster=c, is_subject=False)
            for c in known
            for start, _ in c.spans
        ),
        key=lambda r: r.start,
    )
    _mark_joined(pending, known, text)
    starts = {start: c for c in known for start, _ in c.spans if c.kind is ACTOR}
    ends = {end: c for c in known for _, end in c.spans if c.kind is ACTOR}
    owners = {end: start for c in clusters if c.kind is PLACE for start, end in c.spans}
    memory.has_armed = any(c.type in _ARMED for c in known if c.kind is ACTOR)
    generic: dict[str, Cluster] = {}
    cluster: Cluster | None
    out: list[Resolved] = []
    at = 0
    for nominal in sorted(nominals, key=lambda n: n.start):
        while at < len(pending) and pending[at].start < nominal.start:
            _remember(memory, pending[at], vocabulary)
            at += 1
        owned = _owned_name(nominal, owners, vocabulary, text)
        cluster = generic.get(owned) if owned else _attached(nominal, starts, ends, text) or _resolve(nominal, memory, vocabulary)
        if cluster is None and nominal.form is MentionForm.NOMINAL:
            cluster = _create(nominal, owned, generic, memory, vocabulary)
        if cluster is not None:
            if cluster.kind is ACTOR and nominal.form is MentionForm.NOMINAL:
                _add_alias(cluster, nominal, memory, vocabulary)
            subject = _is_subject(nominal)
            referent = Referent(start=nominal.start, sentence=nominal.sentence.index, cluster=cluster, is_subject=subject)
            memory.add(referent, vocabulary)
            if cluster.type is ActorType.CIVILIANS:
                memory.crowds.append(nominal)
        elif nominal.form is MentionForm.NOMINAL:
            memory.crowds.append(nominal)
        out.append(Resolved(nominal=nominal, cluster=cluster))
    clusters.extend({id(made): made for made in generic.values()}.values())
    return out


def _mark_joined(pending: list[Referent], known: list[Cluster], text: str) -> None:
    """Mark mentions that "and" ties to one another: neither alone is what "they" or "the group" stands for."""
    ends = {start: end for cluster in known for start, end in cluster.spans}
    for one, other in pairwise(pending):
        between = text[ends[one.start] : other.start]
        if one.sentence == other.sentence and len(between) < _NEAR and _JOINED.fullmatch(between):
            one.is_joined = other.is_joined = True


def _owned_name(nominal: Nominal, owners: dict[int, int], vocabulary: Vocabulary, text: str) -> str:
    """Return "X's army" where the noun belongs to a place, "" else."""
    if nominal.owner < 0 or nominal.noun not in vocabulary.definite_actors:
        return ""
    start = owners.get(nominal.sentence.tokens[nominal.owner].end)
    return "" if start is None else " ".join(text[start : nominal.end].split())


def _attached(nominal: Nominal, starts: dict[int, Cluster], ends: dict[int, Cluster], text: str) -> Cluster | None:
    """Return the actor whose name stands right beside the noun: "gunmen of the X", "X fighters", "X's forces"."""
    if nominal.form is not MentionForm.NOMINAL or nominal.type is ActorType.CIVILIANS:
        return None
    if text[nominal.end : nominal.end + 2] == " (" and nominal.end + 2 in starts:  # "the national army (X)"
        return starts[nominal.end + 2]
    link = _OWNER.match(text, nominal.end)
    if link and link.end() in starts:
        if nominal.noun.split()[-1] in _RELATIONAL:  # "X, an alliance of Y and Z": neither Y, nor what is told of it
            return _apposed(nominal, ends, text)
        return starts[link.end()]
    before = text[max(0, nominal.start - 3) : nominal.start]
    for gap in (" ", "’s ", "'s ", "’ ", "' "):
        if before.endswith(gap) and nominal.start - len(gap) in ends:
            return ends[nominal.start - len(gap)]
    return None


def _apposed(nominal: Nominal, ends: dict[int, Cluster], text: str) -> Cluster | None:
    """Return the actor that the noun is set beside: "the X, a breakaway faction of Y"."""
    lead = _APPOSED.search(text[max(0, nominal.start - _NEAR) : nominal.start])
    return None if lead is None else ends.get(nominal.start - len(lead.group()))


def _remember(memory: _Memory, referent: Referent, vocabulary: Vocabulary) -> None:
    last = memory.referents[-1] if memory.referents else None
    referent.is_subject = last is None or last.sentence != referent.sentence
    memory.add(referent, vocabulary)


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
    found: set[str] = set()
    is_state = cluster.type in _STATE
    for key in cluster.keys:
        for word in key.split():
            kind = vocabulary.noun_classes.get(word)
            if (word in vocabulary.heads or kind is not None) and (is_state or kind not in _STATE_CLASSES):
                found.add(word)
        if "task force" in key:
            found.add("task force")
    for alias in (cluster.name, *cluster.aliases):
        last = alias.split()[-1].casefold()
        if last in vocabulary.noun_classes and (is_state or vocabulary.noun_classes[last] not in _STATE_CLASSES):
            found.add(last)
    if is_state and not found & set(vocabulary.noun_classes):
        found.add("mission" if cluster.type is ActorType.EXTERNAL_FORCES else "forces")
    return frozenset(found)


def _resolve(nominal: Nominal, memory: _Memory, vocabulary: Vocabulary) -> Cluster | None:
    if nominal.form is MentionForm.PRONOUN:
        return _resolve_pronoun(nominal, memory)
    if nominal.wants in {"former", "latter"}:
        return _resolve_ordinal(nominal, memory)
    if not nominal.is_definite:
        return _resolve_bare(nominal, memory, vocabulary)
    exact = memory.latest.get(nominal.noun)
    if exact is not None or nominal.is_lone or (nominal.is_restricted and nominal.noun not in {"rebels", "attackers"}):
        return exact
    return _resolve_class(nominal, memory, vocabulary)


def _resolve_class(nominal: Nominal, memory: _Memory, vocabulary: Vocabulary) -> Cluster | None:
    """Return the actor of the sort that the noun names: the army, the coalition, the group."""
    kind = vocabulary.noun_classes.get(nominal.noun)
    if kind in {"army", "police", "government", "mission"}:
        return memory.latest.get(f"<{kind}>")
    if kind == "coalition":
        return _only(memory, nominal, lambda c: c.type is ActorType.COALITION)
    if kind == "group":
        return _only(memory, nominal, lambda c: c.kind is ACTOR and c.type in _ARMED)
    return None


def _resolve_ordinal(nominal: Nominal, memory: _Memory) -> Cluster | None:
    """Return the first or the last of the two actors that the text has just named."""
    recent = memory.recent(nominal.sentence.index, reach=1)
    for sentence in (nominal.sentence.index, nominal.sentence.index - 1):
        named = list({id(r.cluster): r.cluster for r in reversed(recent) if r.sentence == sentence}.values())
        if len(named) == _PAIR:
            return named[0 if nominal.wants == "former" else 1]
    return None


def _resolve_bare(nominal: Nominal, memory: _Memory, vocabulary: Vocabulary) -> Cluster | None:
    """Link "troops" and "soldiers" without an article to the one army of the report."""
    kind = vocabulary.noun_classes.get(nominal.noun)
    if nominal.is_restricted or kind not in {"army", "police", "group"}:
        return None
    if kind == "group":
        near = memory.recent(nominal.sentence.index, reach=1)
        armed = list({id(r.cluster): r.cluster for r in near if r.cluster.kind is ACTOR and r.cluster.type in _ARMED}.values())
        return armed[0] if len(armed) == 1 and nominal.noun.endswith(("s", "men")) else None
    same = memory.by_kind.get(kind, [])
    return same[0] if len(same) == 1 and id(same[0]) in memory.met else None


def _only(memory: _Memory, nominal: Nominal, fits: Callable[[Cluster], bool]) -> Cluster | None:
    """Return the most salient fitting cluster: subjects of recent sentences first, then the newest mention."""
    recent = [r for r in memory.recent(nominal.sentence.index) if fits(r.cluster)]
    chosen = next((r for r in recent if r.is_subject), recent[0] if recent else None)
    if chosen is not None:
        is_open = chosen.is_joined and any(r.is_joined and r.sentence == chosen.sentence and r is not chosen for r in recent)
        return None if is_open else chosen.cluster
    if len(memory.met) > _FEW:
        return None
    met = [cluster for cluster in memory.met.values() if fits(cluster)]
    return met[0] if len(met) == 1 else None


def _resolve_pronoun(nominal: Nominal, memory: _Memory) -> Cluster | None:
    wanted = PERSON if nominal.wants == "person" else ACTOR
    if nominal.wants == "many" and _has_crowd(nominal, memory):
        return None
    recent = memory.recent(nominal.sentence.index, reach=2 if wanted is PERSON else 1)
    recent = [r for r in recent if r.cluster.kind is wanted]
    if wanted is PERSON:
        return _resolve_person(nominal, recent, memory)
    same = [r for r in recent if r.sentence == nominal.sentence.index]
    if same:
        subjects = [r for r in same if r.is_subject]
        chosen = (subjects or same)[-1 if subjects else 0]
        return None if chosen.is_joined and nominal.wants == "group" and subjects else chosen.cluster
    if nominal.wants == "many":
        recent = [r for r in recent if r.cluster.type is not ActorType.ORGANIZATION]
    chosen_from = [r for r in recent if r.is_subject] or recent
    if not chosen_from or chosen_from[0].is_joined:
        return None
    return chosen_from[0].cluster


def _resolve_person(nominal: Nominal, recent: list[Referent], memory: _Memory) -> Cluster | None:
    """Return the person that "he" or "she" stands for; one that was called "he" is not called "she" later."""
    gender = "she" if nominal.noun in {"she", "her", "herself"} else "he"
    fitting = [r for r in recent if memory.genders.get(id(r.cluster), gender) == gender]
    same = [r for r in fitting if r.sentence == nominal.sentence.index]
    subjects = [r for r in same or fitting if r.is_subject]
    if not fitting:
        return None
    chosen = subjects[-1 if same else 0] if subjects else (same or fitting)[0]
    memory.genders.setdefault(id(chosen.cluster), gender)
    return chosen.cluster


def _has_crowd(nominal: Nominal, memory: _Memory) -> bool:
    """Whether "they" may be people named by a plural noun only: "residents said they ...", "captured two soldiers. They ..."."""
    for crowd in reversed(memory.crowds[-_FEW:]):
        if crowd.sentence.index < nominal.sentence.index - 1:
            return False
        if crowd.noun.endswith(_PLURAL_ENDS) and crowd.sentence.zone.kind is nominal.sentence.zone.kind:
            return True
    return False


def _create(nominal: Nominal, owned: str, generic: dict[str, Cluster], memory: _Memory, vocabulary: Vocabulary) -> Cluster | None:
    """Return a generic actor for the noun, made where the noun is definite enough or a party to violence."""
    noun = nominal.noun
    singular = noun.removesuffix("s") if noun.endswith("s") else noun
    if noun in generic and not owned:
        return generic[noun]
    if not _makes_actor(nominal, memory, vocabulary):
        return None
    written = nominal.sentence.tokens[nominal.first].text if nominal.is_lone else noun
    cluster = Cluster(kind=ACTOR, name=owned or written, type=nominal.type)
    for name in (owned,) if owned else (noun, singular):
        generic[name] = cluster
    memory.know(cluster, frozenset({noun}), vocabulary)
    return cluster


def _makes_actor(nominal: Nominal, memory: _Memory, vocabulary: Vocabulary) -> bool:
    """Whether the noun names a party well enough to be an actor of its own."""
    noun = nominal.noun
    if nominal.sentence.zone.kind is ZoneKind.COMMENT:
        return False
    if nominal.is_lone:
        return nominal.type is not None
    if noun in vocabulary.acting_actors:
        kind = vocabulary.noun_classes.get(noun, "")
        is_acting = nominal.is_violent or nominal.first < _PAIR
        return is_acting and not memory.by_kind.get(kind) and not any(c.type in _STATE for c in memory.met.values())
    if noun in vocabulary.definite_actors:
        return nominal.is_definite and (noun != "police" or nominal.is_violent or nominal.first < _OPENING)
    if not nominal.is_violent or noun not in vocabulary.violent_actors:
        return False
    return not (nominal.type in _ARMED and memory.has_armed)


def _add_alias(cluster: Cluster, nominal: Nominal, memory: _Memory, vocabulary: Vocabulary) -> None:
    """Note "the army" as a name of the army that it stands for."""
    noun, tokens = nominal.noun, nominal.sentence.tokens
    following = [t.text for t in tokens[nominal.last : nominal.last + 2]]
    if following[:1] == ["("] and following[1:] and following[1] in {cluster.name, *cluster.aliases}:
        words = [t.text for t in tokens[max(0, nominal.first - 2) : nominal.last]]
        at = next((i for i, word in enumerate(words) if word.casefold() == "the"), -1)
        if at >= 0:
            cluster.aliases = (*cluster.aliases, " ".join(["the", *words[at + 1 :]]))
        return
    is_named = noun in memory.classes.get(id(cluster), ()) or vocabulary.noun_classes.get(noun) in _STATE_CLASSES
    if is_named and nominal.is_definite and not nominal.is_restricted:
        alias = f"the {noun}"
        if alias not in cluster.aliases and cluster.name not in {noun, alias}:
            cluster.aliases = (*cluster.aliases, alias)
