"""Incidents that the model reads: parts that the grammars left open are filled, happenings that they missed become drafts.

``lexicon/model.toml`` says how sure the model must be.
"""

from collections.abc import Sequence
from typing import Final

from tacitus.extract.attributions import judge_stance
from tacitus.extract.bounds import evidence_span
from tacitus.extract.casualties import find_tolls
from tacitus.extract.circumstances import pick_time, places_between, weapons_between
from tacitus.extract.drafting import fill_tolls
from tacitus.extract.drafts import LETHAL, Draft, add_new, same_group
from tacitus.extract.evidence import Told, is_found, least_scores
from tacitus.extract.telling import Telling, resolve_phrase
from tacitus.extract.verbgroups import Clauses
from tacitus.model import IncidentType, Stance

_TYPES: Final = frozenset(kind.value for kind in IncidentType)
_NEAR: Final = 60
"""How far apart, in characters, two words of one sentence may stand that tell of one happening of one group of types."""
_UNPLACED: Final = frozenset({IncidentType.GROUP_CHANGE})


def complete_drafts(telling: Telling, clauses: Clauses, drafts: list[Draft], tellings: Sequence[Told]) -> list[Draft]:
    """Return the drafts of a sentence, filled and joined by what the model reads there, in text order."""
    out = list(drafts)
    for told in tellings:
        if told.kind not in _TYPES:
            continue
        own = next((d for d in drafts if d.trigger.overlaps(told.span)), None) or _nearest(drafts, told)
        if own is not None:
            _fill(telling, clauses, own, told)
        elif is_found(told.kind, "incident", told.score, telling.settings.lexicon):
            out += _draft(telling, clauses, told, out)
    return sorted(out, key=lambda d: d.trigger)


def _nearest(drafts: Sequence[Draft], told: Told) -> Draft | None:
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


def _draft(telling: Telling, clauses: Clauses, told: Told, others: Sequence[Draft]) -> list[Draft]:
    document, settings = telling.document, telling.settings
    stance, speaker = judge_stance(document, telling.attributions, told.span, settings)
    if not stance.is_happening or stance is Stance.DENIED:
        return []
    if told.stance in {"planned", "hypothetical", "questioned", "denied"}:
        return []
    kind = IncidentType(told.kind)
    at = clauses.index_at(told.span.start)
    draft = Draft(
        type=kind, sentence=clauses.sentence.index, paragraph=clauses.sentence.paragraph, zone=clauses.sentence.zone.kind,
        trigger=told.span, evidence=[evidence_span(clauses)], stance=stance, speaker=speaker, item=telling.story.item,
        word=clauses.lows[at] if at < clauses.n else "",
    )  # fmt: skip
    actors = _role(telling, clauses, told, "actor")
    add_new(draft.actors, actors)
    add_new(draft.targets, (e for e in _role(telling, clauses, told, "target") if e not in actors))
    add_new(draft.weapons, weapons_between(clauses, 0, clauses.n, telling.lexicon) if kind in LETHAL else ())
    if kind not in _UNPLACED:
        add_new(draft.places, told.roles.get("place", ()))
        if not draft.places and not others:
            add_new(draft.places, places_between(document, clauses, 0, clauses.n, telling.kinds))
        if not draft.places:
            draft.headed = bool(telling.story.heading_places)
            add_new(draft.places, telling.story.heading_places)
    draft.time = pick_time(document, clauses, 0, clauses.n, at, telling.reporting) or telling.story.heading_time
    if kind in LETHAL and not any(d.deaths is not None for d in others):
        fill_tolls(telling, clauses, draft, find_tolls(clauses, settings.lexicon))
    return [draft]
