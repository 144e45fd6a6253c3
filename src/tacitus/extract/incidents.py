"""Incidents: what happened, who did it to whom, where, when and with what, one claim for each happening of a report."""

from tacitus.config import Settings
from tacitus.extract.arguments import BULLETS, head_mentions, is_embedded
from tacitus.extract.attributions import Attribution
from tacitus.extract.circumstances import pick_time
from tacitus.extract.document import Document
from tacitus.extract.drafting import draft_sentence, specific_places
from tacitus.extract.drafts import TERRITORY, VIOLENT, Draft
from tacitus.extract.merging import join_report, join_sentence
from tacitus.extract.telling import Story, Telling, open_telling
from tacitus.extract.verbgroups import Clauses, analyse_clauses
from tacitus.ids import hash_parts
from tacitus.model import Claim, ClaimKind, Count, Evidence, MentionKind, Roles, When, ZoneKind

TOLD_ZONES = frozenset({ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.COMMENT})
"""Zones whose sentences may tell of incidents; captions and lists of media repeat what the body tells."""


def find_incidents(document: Document, attributions: tuple[Attribution, ...], settings: Settings) -> tuple[Claim, ...]:
    """Return one claim for each happening that the report tells of as real, in text order of its first telling."""
    telling = open_telling(document, attributions, settings)
    drafts: list[Draft] = []
    for clauses in analyse_clauses(document, settings):
        if clauses.sentence.zone.kind not in TOLD_ZONES or not clauses.lows:
            continue
        _open_item(telling, clauses)
        told = join_sentence(draft_sentence(telling, clauses))
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


# ---------------------------------------------------------------- list items


def _open_item(telling: Telling, clauses: Clauses) -> None:
    """Note the heading of a list item: ``12 June, Mahagi territory: ...``; it holds until the item or the paragraph ends."""
    story = telling.story
    starts_item = clauses.lows[0] in BULLETS or (clauses.lows[0].isdigit() and clauses.lows[1:2] in (["."], [")"]))
    colon = next((i for i in range(1, min(clauses.n, 24)) if clauses.lows[i] == ":"), None)
    has_when = has_where = False
    if colon is not None and not any(i in clauses.verb_at for i in range(colon)):
        has_when = any(clauses.index_at(t.span.start) < colon for t in clauses.times)
        has_where = any(m.kind is MentionKind.PLACE for _, _, m in clauses.mentions_between(0, colon))
    is_new = clauses.sentence.paragraph != story.paragraph
    if starts_item or has_when or is_new:
        story.items += 1
        story.item = story.items if starts_item or has_when or has_where else -1
        story.heading_time = None
        story.heading_places = ()
    story.paragraph = clauses.sentence.paragraph
    if colon is not None and (has_when or (has_where and (starts_item or is_new))):
        story.heading_time = pick_time(telling.document, clauses, 0, colon, 0, telling.reporting)
        story.heading_places = tuple(specific_places(clauses, telling, 0, colon))


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
