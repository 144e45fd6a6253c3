"""Incidents that the model reads: triggers that the lexicon does not know, and the parts and the types of what is told.

``lexicon/model.toml`` says how sure the model must be.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from tacitus.extract.arguments import object_region, phrase_end
from tacitus.extract.drafts import VIOLENT, Draft, add_new, same_group
from tacitus.extract.evidence import Told, is_found, least_scores
from tacitus.extract.telling import Telling, resolve_phrase
from tacitus.extract.trigger_rules import Rule, load_incidents
from tacitus.extract.triggers import Trigger, own_subject_region
from tacitus.extract.verbgroups import Clauses
from tacitus.model import IncidentType

_TYPES: Final = frozenset(kind.value for kind in IncidentType)
_PLAIN: Final = frozenset({("actor", "target"), ("actor", "place")})
_GENERAL: Final = frozenset({"attack", "casualty"})
_NEAR: Final = 60
"""How far apart, in characters, two words of one sentence may stand that tell of one happening of one group of types."""
_UNPLACED: Final = frozenset({IncidentType.GROUP_CHANGE})


# ---------------------------------------------------------------- triggers


def read_triggers(clauses: Clauses, known: Sequence[Trigger], tellings: Sequence[Told], folder: str | None) -> list[Trigger]:
    """Return the triggers that only the model reads in a sentence, as if the lexicon had a plain rule of their type."""
    found: list[Trigger] = []
    for told in tellings:
        if told.kind not in _TYPES or told.is_unreal or not is_found(told.kind, "incident", told.score, folder):
            continue
        if not any(_tells_same(clauses, trigger, told) for trigger in (*known, *found)):
            found.append(_make_trigger(clauses, told, folder))
    return found


def _tells_same(clauses: Clauses, trigger: Trigger, told: Told) -> bool:
    span = clauses.span(trigger.first, trigger.last)
    if span.overlaps(told.span):
        return True
    kind, name = IncidentType(told.kind), trigger.rule.type
    is_alike = kind in VIOLENT if name in _GENERAL else same_group(IncidentType(name), kind)
    return is_alike and abs(span.start - told.span.start) <= _NEAR


def _make_trigger(clauses: Clauses, told: Told, folder: str | None) -> Trigger:
    first, last = clauses.index_at(told.span.start), clauses.index_at(told.span.end - 1)
    verb = next((clauses.verb_at[i] for i in range(first, last + 1) if i in clauses.verb_at), None)
    if verb is None:
        return Trigger(rule=Rule(type=told.kind, order=0, roles=("actor", "place"), weak=True), first=first, last=last)
    low, end = object_region(clauses, verb)
    low = max(low, min(last + 1, end))
    stop = phrase_end(clauses, low, end) if low < end and clauses.kinds[low] != "p" else low
    return Trigger(
        rule=_plain_rules(folder)[told.kind], first=verb.first, last=max(verb.head, last), verb=verb, passive=verb.passive,
        object=(low, stop), subject=own_subject_region(clauses, verb),
    )  # fmt: skip


@cache
def _plain_rules(folder: str | None) -> dict[str, Rule]:
    """Return for each type a rule with the roles and the prepositions that most of the lexicon's verbs of the type have."""
    rules = [rule for rows in load_incidents(folder).verbs.values() for _, rule in rows]
    plain = {}
    for kind in _TYPES:
        alike = [rule for rule in rules if rule.type == kind and rule.voice is None and rule.roles in _PLAIN]
        roles = Counter(rule.roles for rule in alike).most_common(1)
        preps = Counter(tuple(sorted(rule.preps.items())) for rule in alike).most_common(1)
        plain[kind] = Rule(
            type=kind, order=0, roles=roles[0][0] if roles else ("actor", "target"), preps=dict(preps[0][0]) if preps else {}
        )
    return plain


# ---------------------------------------------------------------- parts


def complete_drafts(telling: Telling, clauses: Clauses, drafts: list[Draft], tellings: Sequence[Told]) -> list[Draft]:
    """Return the drafts of a sentence with the parts that the model reads, without those that it is sure did not happen."""
    out = list(drafts)
    for told in tellings:
        own = _find_own(out, told) if told.kind in _TYPES else None
        if own is None:
            continue
        if _is_sure(telling, own, told, "doubted") and told.is_unreal and told.stance_score >= _least(telling, "doubted"):
            out.remove(own)
            continue
        if _is_sure(telling, own, told, "preferred"):
            own.type = IncidentType(told.kind)
        _fill(telling, clauses, own, told)
    return out


def _least(telling: Telling, part: str) -> float:
    return least_scores(part, telling.settings.lexicon)["incident"]


def _is_sure(telling: Telling, draft: Draft, told: Told, part: str) -> bool:
    """Whether the model is sure of the very words that the draft was made of."""
    return told.score >= _least(telling, part) and draft.trigger.overlaps(told.span)


def _find_own(drafts: Sequence[Draft], told: Told) -> Draft | None:
    """Return the draft of the words told, else the nearest of its group of types."""
    own = next((d for d in drafts if d.trigger.overlaps(told.span)), None)
    if own is not None:
        return own
    kind = IncidentType(told.kind)
    near = [(abs(d.trigger.start - told.span.start), i) for i, d in enumerate(drafts) if same_group(d.type, kind)]
    best = min(near, default=None)
    return drafts[best[1]] if best is not None and best[0] <= _NEAR else None


def _fill(telling: Telling, clauses: Clauses, draft: Draft, told: Told) -> None:
    least = least_scores("filled", telling.settings.lexicon)
    for role, held in (("actor", draft.actors), ("target", draft.targets), ("place", draft.places)):
        if held or told.score < least[role] or (role == "place" and draft.type in _UNPLACED):
            continue
        others = {*draft.actors, *draft.targets}
        add_new(held, (e for e in _role(telling, clauses, told, role) if e not in others))


def _role(telling: Telling, clauses: Clauses, told: Told, role: str) -> list[str]:
    """Return the entities of a role; a noun phrase without a name is followed to whom it stands for."""
    found = list(told.roles.get(role, ()))
    if found or role not in {"actor", "target"}:
        return found
    for span in told.role_spans.get(role, ()):
        if clauses.sentence.span.start <= span.start < clauses.sentence.span.end:
            low, end = clauses.index_at(span.start), clauses.index_at(span.end - 1) + 1
            add_new(found, resolve_phrase(telling, clauses, low, end, told.span))
    return found
