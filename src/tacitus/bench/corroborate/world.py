"""A made-up war to measure corroboration on: happenings with places, days and parties, told by reports that differ.

The claims are made directly, without reading, so that only what comes after reading is measured. Towns, groups and wordings are
made of numbers and a few words; equal seeds give equal reports.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tacitus.ids import hash_bytes, hash_parts
from tacitus.model import (
    Actor,
    ActorType,
    Claim,
    ClaimKind,
    Count,
    Evidence,
    Extraction,
    Place,
    PlaceKind,
    Precision,
    Report,
    Roles,
    Snapshot,
    Span,
    When,
    Zone,
    ZoneKind,
)

TOWNS = 400
GROUPS = 40
PER_DAY = 50
PER_REPORT = 5
TOLD = 2.5
"""Incidents told of a day, incidents that a report tells, and reports that tell of a happening, in the mean."""
_TYPES = ("armed_clash", "shelling", "air_strike", "explosive", "attack_on_civilians", "overtakes_territory", "abduction")
_AT = (
    ("market", "bazaar", "stalls"),
    ("checkpoint", "barrier", "roadblock"),
    ("hospital", "clinic", "wards"),
    ("convoy", "column", "lorries"),
    ("bridge", "crossing", "river"),
    ("school", "classrooms", "playground"),
    ("camp", "tents", "barracks"),
    ("station", "terminal", "buses"),
    ("mosque", "prayers", "courtyard"),
    ("farm", "orchard", "fields"),
    ("depot", "warehouse", "stores"),
    ("square", "fountain", "crowd"),
)
_WORDS = {
    "armed_clash": ("fighting broke out", "gunmen stormed", "fierce exchange", "fighters attacked", "assault began"),
    "shelling": ("mortar shells struck", "artillery pounded", "rockets landed", "shells fell", "rounds exploded"),
    "air_strike": ("warplanes bombed", "aircraft raided", "helicopters rocketed", "barrels were dropped", "jets struck"),
    "explosive": ("a device went off", "bomb exploded", "mine blew up", "blast tore through", "charge detonated"),
    "attack_on_civilians": (
        "villagers were killed",
        "armed men murdered",
        "residents shot dead",
        "raiders massacred",
        "people slain",
    ),
    "overtakes_territory": ("was captured", "fell to fighters", "seized control", "overran positions", "took it"),
    "abduction": ("were kidnapped", "drivers seized", "men were taken away", "hostages held", "abducted workers"),
}
_MORE = (
    "before dawn",
    "residents say",
    "according to doctors",
    "after heavy rain",
    "while trading",
    "the mayor reported",
    "for hours",
    "locals fled",
    "roads closed",
    "an elder recalled",
    "officials confirmed",
    "witnesses heard",
)
_START = date(2014, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened, as nobody tells it whole."""

    number: int
    type: str
    town: int
    day: date
    actor: int
    target: int
    at: int
    deaths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReport:
    """A report with what it claims, and for each claim the number of its happening."""

    snapshot: Snapshot
    report: Report
    extraction: Extraction
    happenings: tuple[int, ...]


def make_world(n_incidents: int, *, seed: int = 0) -> Iterator[MadeReport]:
    """Yield reports that tell of about so many incidents, in the order of their days."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    n_days = max(20, n_incidents // PER_DAY)
    happenings = sorted(
        (_make_happening(chance, i, n_days) for i in range(round(n_incidents / TOLD))), key=lambda h: (h.day, h.number)
    )
    told = [
        (happening.day + timedelta(days=chance.randrange(1, 5)), happening)
        for happening in happenings
        for _ in range(chance.choice((1, 1, 2, 3, 3, 5)))
    ]
    told.sort(key=lambda pair: (pair[0], chance.random()))
    for number, at in enumerate(range(0, min(len(told), n_incidents), PER_REPORT)):
        yield _make_report(chance, number, told[at : at + PER_REPORT])


def _make_happening(chance: random.Random, number: int, n_days: int) -> Happening:
    actor, target = chance.sample(range(GROUPS), 2)
    return Happening(
        number=number,
        type=chance.choice(_TYPES),
        town=min(int(chance.expovariate(8 / TOWNS)), TOWNS - 1),  # much happens in few towns
        day=_START + timedelta(days=chance.randrange(n_days)),
        actor=actor,
        target=target,
        at=chance.randrange(len(_AT)),
        deaths=chance.choice((0, 1, 2, 3, 5, 8, 14, 30)),
    )


def _make_report(chance: random.Random, number: int, told: list[tuple[date, Happening]]) -> MadeReport:
    published = max(day for day, _ in told)
    lines = [f"Report {number} of the made-up war"]
    spans: list[tuple[Span, str]] = []
    for _, h in told:
        line = _say(chance, h)
        start = len("\n".join(lines)) + 1
        spans.append((Span(start=start, end=start + len(line)), line))
        lines.append(line)
    text = "\n".join(lines)
    content = text.encode()
    report = Report(
        id=hash_bytes(content),
        text=text,
        zones=(Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text))),),
        title=lines[0],
        publisher=f"Outlet {chance.randrange(50)}",
        published=When(start=published, end=published, precision=Precision.DAY),
        language="en",
        source=f"made-{number}.txt",
    )
    claims = tuple(_make_claim(chance, report.id, i, h, spans[i]) for i, (_, h) in enumerate(told))
    extraction = Extraction(
        report_id=report.id,
        actors=tuple(_make_actor(i) for i in sorted({g for _, h in told for g in (h.actor, h.target)})),
        places=tuple(_make_place(i) for i in sorted({h.town for _, h in told})),
        claims=claims,
    )
    snapshot = Snapshot(content=content, source=report.source)
    return MadeReport(snapshot=snapshot, report=report, extraction=extraction, happenings=tuple(h.number for _, h in told))


def _say(chance: random.Random, h: Happening) -> str:
    """Return one telling's words: what hit what, with one detail or another."""
    words = (chance.choice(_WORDS[h.type]), "near the", chance.choice(_AT[h.at]), f"in Town{h.town}", chance.choice(_MORE))
    return f"{' '.join(words)}, case {chance.randrange(10**6)}"


def _make_claim(chance: random.Random, report_id: str, i: int, h: Happening, told: tuple[Span, str]) -> Claim:
    """Return what one report says of a happening: now and then it leaves something out, or is a day or some deaths wrong."""
    day = h.day + timedelta(days=chance.choice((0, 0, 0, 0, 0, 0, 0, 1)))
    vague = chance.random() < 0.05
    when = (
        When(start=day.replace(day=1), end=day.replace(day=28), precision=Precision.MONTH)
        if vague
        else When(start=day, end=day, precision=Precision.DAY)
    )
    deaths = h.deaths + chance.choice((0, 0, 0, 1, 2))
    return Claim(
        id=hash_parts(report_id, i),
        kind=ClaimKind.INCIDENT,
        predicate=h.type,
        evidence=(Evidence(span=told[0], quote=told[1]),),
        roles=Roles(
            actor=(_actor_id(h.actor),) if chance.random() < 0.7 else (),
            target=(_actor_id(h.target),) if chance.random() < 0.7 else (),
            place=(_place_id(h.town),) if chance.random() < 0.95 else (),
        ),
        when=when,
        deaths=Count(low=deaths, high=deaths, text=str(deaths)) if chance.random() < 0.6 else None,
    )


def _actor_id(number: int) -> str:
    return hash_parts("made-up group", number)


def _place_id(number: int) -> str:
    return hash_parts("made-up town", number)


def _make_actor(number: int) -> Actor:
    return Actor(id=_actor_id(number), name=f"Group {number} of the Made-up War", type=ActorType.REBEL_GROUP)


def _make_place(number: int) -> Place:
    row, column = divmod(number, 20)
    return Place(
        id=_place_id(number),
        name=f"Town{number}",
        kind=PlaceKind.TOWN,
        latitude=10 + row * 0.3,
        longitude=20 + column * 0.3,
        country="TD",
        radius_km=5.0,
    )
