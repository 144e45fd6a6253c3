"""A hand-made report that every surface can show: a coalition, people with and without a role, a reader, a death toll."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from tacitus.codec import parse_date
from tacitus.ids import hash_bytes, hash_parts
from tacitus.model import (
    Actor,
    ActorType,
    Claim,
    ClaimKind,
    Count,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Place,
    PlaceKind,
    Precision,
    Proposal,
    Report,
    Roles,
    Snapshot,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    Tally,
    TallyKind,
    When,
    Zone,
    ZoneKind,
)
from tacitus.record import Run, open_record

RUN = Run(version="0.1.0", settings_digest="5e771465", knowledge_digest="40073d6e")

BODY = (
    "The Valley Union, which includes the Hill Guard and the River Sons, shelled Lower Ford on 4 May 2019. "
    "At least 12 people died, among them the baker Amal Nassar. "
    "Colonel Idris Bakr, who leads the River Sons, denied that his men had fired. "
    "The Hill Guard claimed that it had taken Upper Ford. "
    "A bomb went off somewhere in the hills.\n"
)
PARTS = (
    (ZoneKind.HEADLINE, "=Shells fall on Lower Ford market\n", None),
    (ZoneKind.BODY, BODY, None),
    (
        ZoneKind.COMMENT,
        "wheelspotter99 says:\nThat is a T-55 at the bridge, and Amal Nassar was my neighbour.\n",
        "wheelspotter99",
    ),
)
TEXT = "".join(words for _, words, _ in PARTS)


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot with its report and what it claims."""

    snapshot: Snapshot
    report: Report
    extraction: Extraction
    ids: dict[str, str] = field(default_factory=dict)


def _span(words: str, at: int = 0) -> Span:
    start = TEXT.index(words, at)
    return Span(start=start, end=start + len(words))


def make_report() -> Made:
    """Return the report, with claims of every kind; ``ids`` names its claims."""
    content = TEXT.encode()
    zones, at = [], 0
    for kind, words, author in PARTS:
        zones.append(Zone(kind=kind, span=Span(start=at, end=at + len(words)), author=author))
        at += len(words)
    report = Report(
        id=hash_bytes(content),
        text=TEXT,
        zones=tuple(zones),
        title="=Shells fall on Lower Ford market",
        publisher="The Ford Gazette",
        url="https://example.org/ford",
        published=parse_date("2019-05-05"),
        language="en",
        source="/home/someone/ford.txt",
    )
    actors = {
        name: Actor(id=hash_parts("actor", name), name=name, type=kind)
        for name, kind in (
            ("Valley Union", ActorType.COALITION),
            ("Hill Guard", ActorType.REBEL_GROUP),
            ("River Sons", ActorType.REBEL_GROUP),
            ("Colonel Idris Bakr", ActorType.PERSON),
            ("Amal Nassar", ActorType.PERSON),
        )
    }
    places = {
        "Lower Ford": Place(
            id=hash_parts("place", "Lower Ford"),
            name="Lower Ford",
            kind=PlaceKind.TOWN,
            latitude=1.25,
            longitude=-2.5,
            country="SO",
            radius_km=5.0,
        ),
        "Upper Ford": Place(id=hash_parts("place", "Upper Ford"), name="Upper Ford", score=0.0, why="no place of that name"),
    }
    claims = _make_claims({k: v.id for k, v in actors.items()}, {k: v.id for k, v in places.items()})
    mentions = tuple(
        Mention(span=_span(name), kind=MentionKind.PERSON if actor.is_person else MentionKind.ACTOR, entity=actor.id)
        for name, actor in actors.items()
    )
    extraction = Extraction(
        report_id=report.id,
        mentions=tuple(sorted(mentions, key=lambda m: m.span)),
        actors=tuple(actors.values()),
        places=tuple(places.values()),
        claims=tuple(claims.values()),
        proposals=(
            Proposal(
                actor=actors["Hill Guard"].id,
                candidate=hash_parts("known", "Guard of the Hills"),
                name="Guard of the Hills",
                score=0.8,
                reason="like “Guard of the Hills”",
                country="SO",
            ),
        ),
    )
    snapshot = Snapshot(content=content, source=report.source, media_type="text/plain", url=report.url)
    return Made(snapshot, report, extraction, {name: claim.id for name, claim in claims.items()})


def _make_claims(actors: dict[str, str], places: dict[str, str]) -> dict[str, Claim]:
    union, guard, sons = actors["Valley Union"], actors["Hill Guard"], actors["River Sons"]
    bakr, nassar = actors["Colonel Idris Bakr"], actors["Amal Nassar"]
    day = When(start=date(2019, 5, 4), end=date(2019, 5, 4), precision=Precision.DAY, text="on 4 May 2019")
    member = "The Valley Union, which includes the Hill Guard and the River Sons"
    shelled = "shelled Lower Ford on 4 May 2019. At least 12 people died, among them the baker Amal Nassar."
    denied = "Colonel Idris Bakr, who leads the River Sons, denied that his men had fired."
    tank = "That is a T-55 at the bridge, and Amal Nassar was my neighbour."

    def make(name: str, kind: ClaimKind, predicate: str, quote: str, **more: object) -> Claim:
        evidence = (Evidence(span=_span(quote), quote=quote),)
        return Claim(id=hash_parts("claim", name), kind=kind, predicate=predicate, evidence=evidence, **more)  # type: ignore[arg-type]

    relation, incident = ClaimKind.RELATION, ClaimKind.INCIDENT
    return {
        "guard": make("guard", relation, "member_of", member, roles=Roles(subject=(guard,), object=(union,))),
        "sons": make("sons", relation, "member_of", member, roles=Roles(subject=(sons,), object=(union,))),
        "leads": make("leads", relation, "leads", denied, roles=Roles(subject=(bakr,), object=(sons,))),
        "shelling": make(
            "shelling",
            incident,
            "shelling",
            shelled,
            roles=Roles(actor=(union,), target=(nassar,), place=(places["Lower Ford"],), weapon=("mortar", "=rocket")),
            when=day,
            deaths=Count(low=12, high=None, text="At least 12"),
            tallies=(
                Tally(kind=TallyKind.KILLED, count=Count(low=12, high=None, text="At least 12"), of="people"),
                Tally(kind=TallyKind.INJURED, count=Count(low=3, high=3, text="three"), of="men of Amal Nassar", side=sons),
            ),
        ),
        "denial": make(
            "denial",
            ClaimKind.STATEMENT,
            "denies",
            denied,
            stance=Stance.DENIED,
            speaker=Speaker(kind=SpeakerKind.PERSON, entity=bakr),
        ),
        "taken": make(
            "taken",
            incident,
            "overtakes_territory",
            "The Hill Guard claimed that it had taken Upper Ford.",
            roles=Roles(actor=(guard,), place=(places["Upper Ford"],)),
            stance=Stance.CLAIMED,
            speaker=Speaker(kind=SpeakerKind.ACTOR, entity=guard),
        ),
        "bomb": make("bomb", incident, "explosive", "A bomb went off somewhere in the hills."),
        "video": make(
            "video",
            ClaimKind.MEDIA,
            "video",
            "The Hill Guard claimed that it had taken Upper Ford.",
            roles=Roles(releaser=(guard,)),
        ),
        "tank": make(
            "tank",
            ClaimKind.SIGHTING,
            "T-55",
            tank,
            count=1,
            stance=Stance.ALLEGED,
            zone=ZoneKind.COMMENT,
            speaker=Speaker(kind=SpeakerKind.COMMENTER, name="wheelspotter99"),
        ),
    }


@pytest.fixture(scope="session")
def made() -> Made:
    """Return the hand-made report."""
    return make_report()


@pytest.fixture
def war(made: Made, tmp_path: Path) -> str:
    """Return a record that holds the hand-made report."""
    path = str(tmp_path / "war.db")
    with open_record(path) as record:
        record.add_report(made.snapshot, made.report, made.extraction, RUN)
    return path
