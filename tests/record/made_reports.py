"""Reports made up by rule: every word is invented here, and equal numbers give equal reports."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from tacitus.ids import hash_bytes, hash_parts
from tacitus.model import (
    Actor,
    ActorType,
    Claim,
    ClaimKind,
    Count,
    Evidence,
    Extraction,
    IncidentType,
    Mention,
    MentionForm,
    MentionKind,
    Place,
    PlaceKind,
    Precision,
    Proposal,
    RelationType,
    Report,
    Roles,
    Snapshot,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    Tally,
    TallyKind,
    TimeFlag,
    When,
    Zone,
    ZoneKind,
)
from tacitus.record import Run

RUN = Run(version="0.1.0", settings_digest="s" * 16, knowledge_digest="k" * 16)
NEWER = Run(version="0.2.0", settings_digest="s" * 16, knowledge_digest="m" * 16)
HANDLE = "tankspotter_1984"

_FIRST = ("River", "Cedar", "Northern", "Amber", "Falcon", "Iron", "Valley", "Harbour", "Saffron", "Granite")
_SECOND = ("Brigade", "Front", "Movement", "Guard", "Battalion", "Column", "League", "Companies", "Council", "Regiment")
_TOWNS = ("Tel Marun", "Ousbeh", "Karsilan", "Port Dene", "Wadi Sefar", "Lomitra", "Beit Orlan", "Kesra", "Dunmar", "Zelwan")
_VERBS = (
    ("attacked", IncidentType.ARMED_CLASH),
    ("shelled", IncidentType.SHELLING),
    ("overran", IncidentType.OVERTAKES_TERRITORY),
    ("looted", IncidentType.LOOTING_DESTRUCTION),
)
_FILLER = "Residents said that the road stayed closed for most of the week and that bread was short in the market."


@dataclass(frozen=True)
class Made:
    """A report with everything that ``add_report`` wants."""

    snapshot: Snapshot
    report: Report
    extraction: Extraction

    @property
    def id(self) -> str:
        return self.report.id

    def claim_id(self, position: int = 0) -> str:
        return self.extraction.claims[position].id

    def with_claims(self, *claims: Claim) -> "Made":
        return replace(self, extraction=replace(self.extraction, claims=claims))


def make_actor(number: int) -> Actor:
    name = f"{_FIRST[number % 10]} {_SECOND[number // 10 % 10]}" + (f" {number}" if number >= 100 else "")
    short = "".join(word[0] for word in name.split())
    return Actor(id=hash_parts("actor", name), name=name, aliases=(f"{short}{number}",), type=ActorType.REBEL_GROUP)


def make_place(number: int) -> Place:
    name = _TOWNS[number % 10]
    return Place(
        id=hash_parts("place", name),
        name=name,
        kind=PlaceKind.TOWN,
        latitude=30 + number / 7,
        longitude=40.0,
        country="SY",
        radius_km=2,
        source=f"my{number}",
        score=0.75,
        why="the only candidate",
    )


def make_report(number: int = 0, *, n_claims: int = 4, n_mentions: int = 8, comment: bool = False, words: int = 0) -> Made:
    """Return report ``number``: a sentence for each claim, filler up to so many words, and perhaps a comment by ``HANDLE``."""
    chance = random.Random(number)
    title = f"Fighting near {_TOWNS[number % 10]}, dispatch {number}"
    text, claims, mentions = f"{title}\n\n", [], []
    actors: dict[str, Actor] = {}
    places: dict[str, Place] = {}
    report_key = hash_parts("report", number)
    cast = [make_actor(chance.randrange(100)) for _ in range(10)]
    scene = [make_place(chance.randrange(10)) for _ in range(4)]
    for position in range(n_claims):
        one, other = chance.choice(cast), chance.choice(cast)
        place = chance.choice(scene)
        actors |= {one.id: one, other.id: other}
        places[place.id] = place
        verb, kind = chance.choice(_VERBS)
        sentence = f"The {one.name} {verb} the {other.name} in {place.name}, and at least {position + 2} people died."
        start = len(text)
        for entity, name, mention in (
            (one.id, one.name, "actor"),
            (other.id, other.name, "actor"),
            (place.id, place.name, "place"),
        ):
            at = start + sentence.index(name)
            mentions.append(Mention(span=Span(start=at, end=at + len(name)), kind=MentionKind(mention), entity=entity))
        text += sentence + " "
        evidence = (Evidence(span=Span(start=start, end=start + len(sentence)), quote=sentence),)
        claims.append(_make_claim(report_key, position, evidence, (one.id, other.id, place.id), kind))
    while len(text.split()) < words:
        text += _FILLER + " "
    for position in range(len(mentions), n_mentions):
        start = position % max(1, len(text) - 4)
        mentions.append(Mention(span=Span(start=start, end=start + 3), kind=MentionKind.TIME, form=MentionForm.NOMINAL))
    zones = [Zone(kind=ZoneKind.HEADLINE, span=Span(start=0, end=len(title) + 2))]
    zones.append(Zone(kind=ZoneKind.BODY, span=Span(start=len(title) + 2, end=len(text))))
    if comment:
        start = len(text)
        remark = f"That looks like an old howitzer to me, and {HANDLE} knows howitzers."
        text += f"{HANDLE} says: {remark}"
        zones.append(Zone(kind=ZoneKind.COMMENT, span=Span(start=start, end=len(text)), author=HANDLE))
        at = text.index(remark)
        evidence = (Evidence(span=Span(start=at, end=len(text)), quote=remark),)
        claims.append(
            Claim(
                id=hash_parts(report_key, "comment"),
                kind=ClaimKind.SIGHTING,
                predicate="old howitzer",
                evidence=evidence,
                speaker=Speaker(kind=SpeakerKind.COMMENTER, name=HANDLE),
                stance=Stance.ALLEGED,
                zone=ZoneKind.COMMENT,
                score=0.3,
            )
        )
    content = text.encode()
    day = date(2019, 1 + number % 12, 1 + number % 28)
    report = Report(
        id=hash_bytes(content),
        text=text,
        zones=tuple(zones),
        title=title,
        authors=("A. Writer",),
        publisher="The Invented Gazette",
        url=f"https://example.org/{number}",
        published=When(start=day, end=day, precision=Precision.DAY, text=day.isoformat()),
        retrieved_at=datetime(2020, 5, 17, 8, 30, tzinfo=UTC),
        language="en",
        source=f"reports/{number}.txt",
    )
    extraction = Extraction(
        report_id=report.id,
        mentions=tuple(mentions),
        actors=tuple(actors.values()),
        places=tuple(places.values()),
        claims=tuple(claims),
        proposals=tuple(_propose(actor) for actor in actors.values()),
    )
    snapshot = Snapshot(
        content=content, source=report.source, media_type="text/plain", url=report.url, metadata=(("title", title),)
    )
    return Made(snapshot=snapshot, report=report, extraction=extraction)


def _propose(actor: Actor) -> Proposal:
    candidate = hash_parts("known", actor.name)
    return Proposal(actor=actor.id, candidate=candidate, name=f"Old {actor.name}", score=0.75, reason="like it", country="SY")


def _make_claim(key: str, position: int, evidence: tuple[Evidence, ...], who: tuple[str, str, str], kind: IncidentType) -> Claim:
    one, other, place = who
    if position % 3 == 2:
        return Claim(
            id=hash_parts(key, position),
            kind=ClaimKind.RELATION,
            predicate=RelationType.FIGHTS,
            evidence=evidence,
            roles=Roles(subject=(one,), object=(other,)),
            score=0.5,
        )
    return Claim(
        id=hash_parts(key, position),
        kind=ClaimKind.INCIDENT,
        predicate=kind,
        evidence=evidence,
        roles=Roles(actor=(one,), target=(other,), place=(place,), weapon=("mortars",)),
        when=When(text="31 April", flag=TimeFlag.IMPOSSIBLE),
        deaths=Count(low=position + 2, high=None, text=f"at least {position + 2}"),
        tallies=(
            Tally(kind=TallyKind.KILLED, count=Count(low=2, high=2, text="two"), of="soldiers", side=other),
            Tally(kind=TallyKind.EQUIPMENT, count=Count(low=None, high=3, text="up to three"), of="trucks"),
        ),
        speaker=Speaker(kind=SpeakerKind.ACTOR, entity=one),
        stance=Stance.CLAIMED,
    )
