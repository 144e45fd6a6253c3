"""Actors of a report to actors of the registry and the record: a match has a score and a reason, and never is silent.

Two groups may have nearly the same name and be enemies: where no actor is clear, a new one is opened and the candidates are kept
for a person to decide. Comment writers are no actors, and persons are never looked up in the registry.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from tacitus.ids import hash_parts
from tacitus.model import Actor, Extraction, MentionForm, MentionKind, Proposal
from tacitus.resolve.actors.matching import (
    MATCH,
    MOST_CANDIDATES,
    Agreement,
    Candidate,
    NameIndex,
    Setting,
    choose,
    find_candidates,
    load_name_index,
    name_class,
)
from tacitus.resolve.actors.names import COUNTRY, fold_name, is_generic, spell_words, take_apart
from tacitus.resolve.actors.registry import DatedName, RegisteredActor, is_telling, load_actors

KEPT, KEPT_THERE = 0.65, 0.55
"""The scores from which a candidate is kept for a person: anywhere, and where the report speaks of its country."""
_BY_ALIAS = 0.95
"""What an alias's score counts beside the main name's; a name and an alias that agree count ``_BOTH`` more."""
_BOTH = 0.05
_ALIAS_ALONE = 0.84
"""The most that an alias alone counts, which is too little for a match: another group may share it."""
_SPELLED = 0.94
_LOOSE = frozenset({"letters", "two letters", "single", "plain"})
"""Names that tell too little to be known by where the report speaks of another country."""


class ActorIndex:
    """The record's actors by folded name, beside the registry; built once for many reports, and grown by ``add``.

    Args:
        actors: the record's.
        own: the file of a person's own registry.
        apart: pairs of a folded name and an actor's id that a person said do not belong together.

    Raises:
        DataError: the file of one's own is not in the registry's format.
    """

    def __init__(self, actors: Iterable[Actor] = (), *, own: str | None = None, apart: Iterable[tuple[str, str]] = ()) -> None:
        self._names: dict[str, str | None] = {}
        self._aliases: dict[str, str | None] = {}
        self._spelled: dict[str, str | None] = {}
        self._grown = NameIndex()
        self._seen: set[tuple[str, str]] = set()
        self._own = own
        if own is not None:
            load_actors(Path(own))  # a wrong line is told before anything is matched
        self._apart = frozenset(apart)
        for actor in actors:
            self.add(actor)

    @property
    def registry(self) -> NameIndex:
        """The names of the registry, loaded when first asked for."""
        return load_name_index(self._own)

    def add(self, actor: Actor) -> None:
        """Take in an actor; a name that two actors bear finds neither."""
        fresh: list[str] = []
        for names, table in (((actor.name,), self._names), (actor.aliases, self._aliases)):
            for name in names:
                key = fold_name(name)
                if not key or is_generic(name):
                    continue
                if table.setdefault(key, actor.id) != actor.id:
                    table[key] = None
                if (key, actor.id) not in self._seen:
                    self._seen.add((key, actor.id))
                    fresh.append(name)
        if fresh and not actor.is_person:
            for name in fresh:
                spelled = spell_words(name)
                if spelled and self._spelled.setdefault(spelled, actor.id) != actor.id:
                    self._spelled[spelled] = None
            if actor.registry is None:
                dated = tuple(DatedName(name) for name in fresh)
                self._grown.add(RegisteredActor(id=actor.id, type=actor.type, countries=(), names=dated, is_registered=False))

    def find(self, name: str) -> str | None:
        """Return the id of the one actor whose main name it is."""
        return self._names.get(fold_name(name))

    def find_alias(self, name: str) -> str | None:
        """Return the id of the one actor who also bears that name, unless it is another's main name."""
        key = fold_name(name)
        return None if key in self._names else self._aliases.get(key)

    def find_spelled(self, name: str) -> str | None:
        """Return the id of the one actor whose name it is in another romanisation: words and their order are the same."""
        spelled = spell_words(name)
        return self._spelled.get(spelled) if spelled else None

    def find_similar(self, name: str, setting: Setting) -> list[Candidate]:
        """Return the record's own actors that the name may stand for, best first."""
        return self._grown.find(name, setting) if len(self._grown) else []

    def is_apart(self, name: str, actor_id: str) -> bool:
        """Whether a person said that this name is not that actor's."""
        return bool(self._apart) and (fold_name(name), actor_id) in self._apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """The actors of a report with record-wide ids, local id -> record-wide id, and what was proposed."""

    actors: tuple[Actor, ...]
    ids: Mapping[str, str]
    proposals: tuple[Proposal, ...] = ()


def resolve_actors(extraction: Extraction, known: ActorIndex) -> tuple[tuple[Actor, ...], Mapping[str, str]]:
    """Return the actors with record-wide ids, and local id -> record-wide id; see ``identify_actors``."""
    identified = identify_actors(extraction, known)
    return identified.actors, identified.ids


def identify_actors(extraction: Extraction, known: ActorIndex, day: date | None = None) -> Identified:
    """Return the actors with record-wide ids, and why.

    A name that names no one (``rebels``), and a person's single name, hold within their report only. Two actors of one report
    never become one, but where they bear the same name.

    Args:
        extraction: what one report claims; its places tell of which countries it speaks.
        known: the record's actors, and the registry.
        day: when the report appeared.
    """
    work = _Work(extraction=extraction, known=known, setting=read_setting(extraction, day))
    named = {m.entity for m in extraction.mentions if m.form is MentionForm.NAME}
    met = {m.entity for m in extraction.mentions}
    asked: list[Actor] = []
    for actor in extraction.actors:
        key = fold_name(actor.name)
        is_single = actor.is_person and " " not in key
        if not key or is_generic(actor.name) or (actor.id in met and actor.id not in named) or is_single:
            work.ids[actor.id] = hash_parts("actor", extraction.report_id, key or actor.id)
        else:
            asked.append(actor)
    work.match_registered([actor for actor in asked if not actor.is_person])
    rest = [actor for actor in asked if actor.id not in work.ids]
    later = [actor for actor in rest if not work.match_known(actor)]
    for actor in later:
        work.match_loosely(actor)
    return Identified(actors=_merge(extraction.actors, work.ids, work.matched), ids=work.ids, proposals=work.list_proposals())


def read_setting(extraction: Extraction, day: date | None) -> Setting:
    """Return where the report is, from its places and from the names of its actors, and when."""
    countries = {place.id: place.country for place in extraction.places if place.country is not None}
    counts: Counter[str] = Counter()
    for mention in extraction.mentions:
        if mention.kind is MentionKind.PLACE and mention.entity in countries:
            counts[countries[mention.entity]] += 1
    for actor in extraction.actors:
        if not actor.is_person:
            counts.update(token.removeprefix(COUNTRY) for token in take_apart(actor.name).tokens if token.startswith(COUNTRY))
    total = sum(counts.values())
    return Setting({country: n / total for country, n in counts.items()}, day)


@dataclass(slots=True, kw_only=True)
class _Work:
    """The matching of one report's actors: who has which id, and which names have taken it."""

    extraction: Extraction
    known: ActorIndex
    setting: Setting
    ids: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    found: dict[str, list[Candidate]] = field(default_factory=dict)
    matched: dict[str, Candidate] = field(default_factory=dict)
    reasons: dict[str, tuple[str, float, str]] = field(default_factory=dict)

    def match_registered(self, actors: list[Actor]) -> None:
        """Give ids of the registry: the clearest names first, then again with what the neighbours tell."""
        for is_again in (False, True):
            if is_again and (self.setting.countries or not self._learn_from_neighbours()):
                return
            chosen: list[tuple[float, int, Actor, Candidate]] = []
            for position, actor in enumerate(actors):
                if actor.id in self.ids:
                    continue
                self.found[actor.id] = self._find(actor)
                best = choose(self.found[actor.id])
                if best is not None:
                    chosen.append((-best.score, position, actor, best))
            for _, _, actor, best in sorted(chosen, key=lambda row: row[:2]):
                self._take(actor, best)

    def _take(self, actor: Actor, best: Candidate) -> None:
        key = fold_name(actor.name)
        if self.taken.setdefault(best.actor.actor_id, key) == key:
            self.ids[actor.id] = best.actor.actor_id
            self.matched[actor.id] = best

    def _learn_from_neighbours(self) -> bool:
        """Let actors that are clear say where a report is that tells no country itself."""
        counts = Counter(c.actor.home for c in self.matched.values() if c.actor.home is not None)
        total = sum(counts.values())
        self.setting = Setting({country: n / total for country, n in counts.items()}, self.setting.day)
        return bool(total)

    def _find(self, actor: Actor) -> list[Candidate]:
        """Return the candidates by the actor's name, and by what else the report calls it."""
        best = {c.actor.id: c for c in self._ask(actor.name)}
        for alias in actor.aliases:
            if is_generic(alias):
                continue
            key = take_apart(alias)
            is_enough = len(key.tokens) > 1 and any(map(is_telling, key.tokens)) and not key.letters
            for candidate in self._ask(alias):
                old = best.get(candidate.actor.id)
                if old is not None and candidate.score >= MATCH:
                    best[candidate.actor.id] = replace(
                        old, score=round(min(1.0, max(old.score, candidate.score * _BY_ALIAS) + _BOTH), 4)
                    )
                elif old is None and is_enough and not self.matched.get(actor.id):
                    reason = f"by “{alias}”: {candidate.reason}"
                    best[candidate.actor.id] = replace(
                        candidate, score=round(min(candidate.score * _BY_ALIAS, _ALIAS_ALONE), 4), reason=reason
                    )
        return sorted(best.values(), key=lambda c: (-c.score, len(c.actor.id), c.actor.id))

    def _ask(self, name: str) -> list[Candidate]:
        found = find_candidates(name, self.setting, self.known.registry)
        return [c for c in found if not self.known.is_apart(name, c.actor.actor_id)]

    def match_known(self, actor: Actor) -> bool:
        """Give the id of the record's actor whose main name it is exactly."""
        key = fold_name(actor.name)
        found = self.known.find(actor.name)
        if found is None or self.known.is_apart(actor.name, found) or self._is_doubted(actor, found):
            return False
        if self.taken.setdefault(found, key) != key:
            return False
        self.ids[actor.id] = found
        return True

    def _is_doubted(self, actor: Actor, found: str) -> bool:
        """Whether the registry knows the actor, and the name tells too little for it in this report."""
        return name_class(take_apart(actor.name)) in _LOOSE and any(
            c.actor.actor_id == found for c in self.found.get(actor.id, ())
        )

    def match_loosely(self, actor: Actor) -> None:
        """Give the id of the record's actor by an alias or another spelling, else the name's own."""
        key = fold_name(actor.name)
        own = self._own_id(actor, key)
        for found, reason in self._by_other_names(actor):
            if found not in self.taken and not self.known.is_apart(actor.name, found) and not self._is_doubted(actor, found):
                self.ids[actor.id] = found
                self.taken[found] = key
                if reason:
                    self.reasons[actor.id] = (found, _SPELLED, reason)
                return
        self.taken.setdefault(own, key)
        self.ids[actor.id] = own

    def _own_id(self, actor: Actor, key: str) -> str:
        """Return the id of the name itself; an abbreviation that registered groups bear holds in one country only."""
        letters = take_apart(actor.name).letters
        if letters and not actor.is_person and any(_bears(c, letters) for c in self.found.get(actor.id, ())):
            country = max(self.setting.countries, key=lambda c: (self.setting.countries[c], c), default=None)
            return hash_parts("actor", key, country or self.extraction.report_id)
        return _make_id(key)

    def _by_other_names(self, actor: Actor) -> Iterator[tuple[str, str]]:
        found = self.known.find_alias(actor.name)
        if found is not None:
            yield found, ""
        for alias in actor.aliases:
            # An abbreviation or a single word is too little to know a group of another report by.
            match = self.known.find(alias) if " " in fold_name(alias) and not is_generic(alias) else None
            if match is not None:
                yield match, ""
        if not actor.is_person and " " in fold_name(actor.name):
            match = self.known.find_spelled(actor.name)
            if match is not None:
                yield match, "the same words in another romanisation"

    def list_proposals(self) -> tuple[Proposal, ...]:
        """Return what was matched and why, and of who was not, the candidates."""
        proposals: list[Proposal] = []
        for actor in self.extraction.actors:
            own = self.ids[actor.id]
            if actor.id in self.matched:
                proposals.append(_propose(own, self.matched[actor.id], is_match=True))
            elif actor.id in self.reasons:
                found, score, reason = self.reasons[actor.id]
                proposals.append(Proposal(actor=own, candidate=found, name=actor.name, score=score, reason=reason, is_match=True))
            elif not actor.is_person and actor.id in self.found:
                proposals += self._list_candidates(actor, own)
        return tuple({(p.actor, p.candidate): p for p in reversed(proposals)}.values())[::-1]

    def _least(self, candidate: Candidate) -> float:
        is_there = self.setting.compare(candidate.actor.countries) is Agreement.AGREES
        return KEPT_THERE if is_there else KEPT

    def _list_candidates(self, actor: Actor, own: str) -> Iterator[Proposal]:
        similar = [c for c in self.known.find_similar(actor.name, self.setting) if c.actor.id != own]
        found = sorted((*self.found[actor.id], *similar), key=lambda c: (-c.score, c.actor.id))
        for candidate in [c for c in found if c.score >= self._least(c)][:MOST_CANDIDATES]:
            proposal = _propose(own, candidate)
            if proposal.candidate != own and not self.known.is_apart(actor.name, proposal.candidate):
                holder = self.taken.get(proposal.candidate)
                taken = f"; in this report that is “{holder}”" if holder is not None else ""
                yield replace(proposal, reason=proposal.reason + taken)


def _bears(candidate: Candidate, letters: str) -> bool:
    return any(take_apart(name.name).letters == letters for name in candidate.actor.names)


def _propose(own: str, candidate: Candidate, *, is_match: bool = False) -> Proposal:
    actor = candidate.actor
    is_registered = actor.is_registered
    return Proposal(
        actor=own,
        candidate=actor.actor_id if is_registered else actor.id,
        name=actor.title if is_registered else actor.name,
        score=candidate.score,
        reason=candidate.reason,
        registry=actor.id if is_registered else None,
        country=actor.country,
        is_match=is_match,
    )


@lru_cache(maxsize=8192)
def _make_id(key: str) -> str:
    return hash_parts("actor", key)


def _merge(actors: Iterable[Actor], ids: Mapping[str, str], matched: Mapping[str, Candidate]) -> tuple[Actor, ...]:
    merged: dict[str, Actor] = {}
    for actor in actors:
        id_ = ids[actor.id]
        old = merged.get(id_)
        if old is None:
            merged[id_] = _identify(replace(actor, id=id_), matched.get(actor.id))
        else:
            names = dict.fromkeys((*old.aliases, actor.name, *actor.aliases))
            names.pop(old.name, None)
            merged[id_] = replace(old, aliases=tuple(names), type=old.type or actor.type)
    return tuple(merged.values())


def _identify(actor: Actor, candidate: Candidate | None) -> Actor:
    """Return the actor with what the registry knows of it; what the report says of its type stays."""
    if candidate is None:
        return actor
    known = candidate.actor
    return replace(actor, registry=known.id, country=known.country, type=actor.type or known.type)
