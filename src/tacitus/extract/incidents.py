"""Incidents: what happened, who did it to whom, where, when and with what, one claim for each happening of a report."""

from tacitus.config import Settings
from tacitus.extract.arguments import head_mentions, is_embedded
from tacitus.extract.attributions import Attribution
from tacitus.extract.document import Document
from tacitus.extract.drafting import draft_sentence
from tacitus.extract.drafts import TERRITORY, VIOLENT, Draft
from tacitus.extract.evidence import NOTHING_READ, ModelEvidence
from tacitus.extract.headings import open_item, read_heading
from tacitus.extract.merging import join_report, join_sentence
from tacitus.extract.telling import Story, Telling, open_telling
from tacitus.extract.told import complete_drafts
from tacitus.extract.verbgroups import Clauses, analyse_clauses
from tacitus.ids import hash_parts
from tacitus.model import Claim, ClaimKind, Count, Evidence, MentionKind, Roles, When, ZoneKind

TOLD_ZONES = frozenset({ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.COMMENT})
"""Zones whose sentences may tell of incidents; captions and lists of media repeat what the body tells."""


def find_incidents(
    document: Document, attributions: tuple[Attribution, ...], settings: Settings, evidence: ModelEvidence = NOTHING_READ
) -> tuple[Claim, ...]:
    """Return one claim for each happening that the report tells of as real, in text order of its first telling."""
    telling = open_telling(document, attributions, settings)
    drafts: list[Draft] = []
    for clauses in analyse_clauses(document, settings):
        if clauses.sentence.zone.kind not in TOLD_ZONES or not clauses.lows:
            continue
        if read_heading(telling, clauses):
            continue
        open_item(telling, clauses)
        read = evidence.tellings_in(clauses.sentence.span)
        told = join_sentence(complete_drafts(telling, clauses, draft_sentence(telling, clauses, read), read))
        drafts += told
        _remember(telling.story, clauses, told)
    return tuple(_claim(telling, d) for d in join_report(drafts))


def _remember(story: Story, clauses: Clauses, told: list[Draft]) -> None:
    """Keep what ``it``, ``the attackers`` and ``the town`` of the next sentence stand for."""
    for draft in told:
        if draft.type in VIOLENT and draft.actors:
            story.attackers = tuple(draft.actors[:2])
        if draft.places and draft.type in VIOLENT | TERRITORY:
            story.places = tuple(draft.places)
    for verb in clauses.verbs:
        if verb.finite and not is_embedded(clauses, verb):
            subject = [m for m in head_mentions(clauses, 0, verb.first) if m.kind is MentionKind.ACTOR] if verb.first else []
            if subject:
                story.topic = subject[0].entity
            return


# ---------------------------------------------------------------- claims


def _claim(telling: Telling, draft: Draft) -> Claim:
    text = telling.document.text
    spans = list(dict.fromkeys(draft.evidence))[:4]
    evidence = tuple(Evidence(span=s, quote=text[s.start : s.end]) for s in spans)
    return Claim(
        id=hash_parts(telling.document.report.id, "incident", draft.type, spans[0].start, spans[0].end, draft.trigger.start),
        kind=ClaimKind.INCIDENT,
        predicate=draft.type,
        evidence=evidence,
        roles=Roles(
            actor=tuple(draft.actors),
            target=tuple(t for t in draft.targets if t not in draft.actors),
            place=tuple(draft.places),
            weapon=tuple(draft.weapons),
        ),
        when=When(text=draft.time.text) if draft.time is not None else None,
        deaths=_known(draft.deaths),
        injuries=_known(draft.injuries),
        tallies=tuple(draft.tallies),
        stance=draft.stance,
        speaker=draft.speaker,
        zone=draft.zone,
        score=_score(draft),
    )


def _known(count: Count | None) -> Count | None:
    return None if count is None or (count.low is None and count.high is None) else count


def _score(draft: Draft) -> float:
    score = 0.5 + 0.1 * bool(draft.actors) + 0.1 * bool(draft.targets) + 0.1 * bool(draft.places) + 0.1 * (draft.time is not None)
    return round(min(1.0, score + 0.1 * (not draft.weak)), 2)
