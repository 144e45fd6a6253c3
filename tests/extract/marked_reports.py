"""Sentences with their mentions marked, so that claims can be tested apart from the finding of names.

``{r:X}`` a rebel group, ``{s:X}`` state forces, ``{o:X}`` an organisation, ``{c:X}`` civilians, ``{p:X}`` a person,
``{@:X}`` a town, ``{region:X} {country:X} {district:X} {road:X}`` other places, ``{t:X}`` a time; ``~`` marks a common noun.
An entity's id is its text.
"""

import re
from dataclasses import replace

from tacitus.config import Settings
from tacitus.extract.attributions import find_attributions
from tacitus.extract.document import Document, split_document
from tacitus.extract.incidents import find_incidents
from tacitus.extract.statements import find_statements
from tacitus.model import (
    Actor,
    ActorType,
    Claim,
    Mention,
    MentionForm,
    MentionKind,
    Place,
    PlaceKind,
    Report,
    Span,
    Stance,
    Zone,
    ZoneKind,
)

SETTINGS = Settings()
_MARK = re.compile(r"\{([@a-z]+)(~?):([^}]*)\}")
_ACTORS = {
    "r": ActorType.REBEL_GROUP,
    "s": ActorType.STATE_FORCES,
    "o": ActorType.ORGANIZATION,
    "c": ActorType.CIVILIANS,
    "p": ActorType.PERSON,
}
_PLACES = {
    "@": PlaceKind.TOWN,
    "region": PlaceKind.REGION,
    "country": PlaceKind.COUNTRY,
    "district": PlaceKind.DISTRICT,
    "road": PlaceKind.ROAD,
}


def read_marked(marked: str, zone: ZoneKind = ZoneKind.BODY) -> Document:
    """Return the document of a marked text; a first line ``# ...`` is its headline."""
    text, at = "", 0
    mentions: list[Mention] = []
    actors: dict[str, Actor] = {}
    places: dict[str, Place] = {}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        code, common, words = match.groups()
        start = len(text)
        text += words
        at = match.end()
        form = MentionForm.NOMINAL if common else MentionForm.NAME
        kind = MentionKind.TIME if code == "t" else MentionKind.PLACE if code in _PLACES else MentionKind.ACTOR
        if code == "p":
            kind = MentionKind.PERSON
        entity = None if code == "t" else words
        if code in _ACTORS:
            actors.setdefault(words, Actor(id=words, name=words, type=_ACTORS[code]))
        elif code in _PLACES:
            places.setdefault(words, Place(id=words, name=words, kind=_PLACES[code]))
        mentions.append(Mention(span=Span(start=start, end=len(text)), kind=kind, entity=entity, form=form))
    text += marked[at:]
    zones = _zones(text, zone)
    report = Report(id="0" * 64, text=text, zones=zones)
    document = split_document(report)
    return replace(document, mentions=tuple(mentions), actors=tuple(actors.values()), places=tuple(places.values()))


def _zones(text: str, zone: ZoneKind) -> tuple[Zone, ...]:
    if not text.startswith("# "):
        return (Zone(kind=zone, span=Span(start=0, end=len(text))),)
    end = text.index("\n")
    head = Zone(kind=ZoneKind.HEADLINE, span=Span(start=0, end=end))
    return (head, Zone(kind=zone, span=Span(start=end, end=len(text))))


def incidents_of(document: Document) -> tuple[Claim, ...]:
    """Return the incidents of a document."""
    return find_incidents(document, find_attributions(document, SETTINGS), SETTINGS)


def statements_of(document: Document) -> tuple[Claim, ...]:
    """Return the statements of a document."""
    attributions = find_attributions(document, SETTINGS)
    return find_statements(document, attributions, find_incidents(document, attributions, SETTINGS), SETTINGS)


def tell(marked: str) -> tuple[str, ...]:
    """Return a line for each incident: ``type: actors > targets @ places, when, deaths (stance speaker)``."""
    return tuple(_line(claim) for claim in incidents_of(read_marked(marked)))


def _line(claim: Claim) -> str:
    roles = claim.roles
    line = f"{claim.predicate}: {' + '.join(roles.actor)} > {' + '.join(roles.target)} @ {' + '.join(roles.place)}"
    if claim.when is not None:
        line += f", {claim.when.text}"
    if claim.deaths is not None:
        line += f", dead {claim.deaths.low}-{claim.deaths.high}"
    if claim.stance is not Stance.ASSERTED:
        line += f" ({claim.stance} {claim.speaker.entity or claim.speaker.kind})"
    return line
