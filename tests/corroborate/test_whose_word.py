"""Whose word counts: credits, origins, parties."""

from collections.abc import Mapping

import pytest
from made_claims import relate, spoken_by

from tacitus.corroborate.belonging import find_belonging
from tacitus.corroborate.credits import find_credits, has_rank, is_agency, speaks_for_forces
from tacitus.corroborate.events import find_belligerents
from tacitus.corroborate.independence import OriginKind, Party, ReportFacts, Tracer, count_independent
from tacitus.model import Actor, ActorType, Report, Span, Speaker, Zone, ZoneKind
from tacitus.record.nouns import RecordedClaim


def make_report(text: str, publisher: str = "The Wadi Post") -> Report:
    zones = (Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text))),)
    return Report(id="r", text=text, zones=zones, publisher=publisher)


@pytest.mark.parametrize(
    ("text", "credited"),
    [
        ("TEL MARUN (AFP) - Shells hit a market.", ("afp",)),
        ("Shells hit a market, according to Reuters.", ("reuters",)),
        ("Shells hit a market.\n\n(Reuters)", ("reuters",)),
        ("The mayor told the Gulf Press Agency that nobody was hurt.", ("gulf press agency",)),
        ("Horn Newswire reported that the road was cut.", ("horn newswire",)),
        ("The map said otherwise, and the trend reported by shopkeepers went on.", ()),
        ("Shells hit a market, residents said.", ()),
        ("The army said that it had no part in it.", ()),
    ],
)
def test_credited_agencies_are_found(text: str, credited: tuple[str, ...]) -> None:
    assert find_credits(make_report(text)) == credited


def test_ones_own_name_is_no_credit() -> None:
    assert find_credits(make_report("LASHIO (Salween Press Agency) - Shells hit.", "Salween Press Agency")) == ()


def test_names_of_agencies_forces_and_ranks() -> None:
    assert is_agency("Xinhua")
    assert is_agency("Agence Sahel Info")
    assert not is_agency("Map")
    assert speaks_for_forces("Ministry of Defence of Wadi")
    assert not speaks_for_forces("The Wadi Post")
    assert has_rank("Colonel Abshir Nur")
    assert not has_rank("Generale Bank")


SAID = "Shells hit the market"
FACTS = {
    "r1": ReportFacts(id="r1", publisher="The Wadi Post"),
    "r2": ReportFacts(id="r2", publisher="Marun Radio"),
    "copy": ReportFacts(id="copy", publisher="Daily Echo", copy_of="r1"),
    "wire1": ReportFacts(id="wire1", publisher="Coast Herald", credits=("afp",)),
    "wire2": ReportFacts(id="wire2", publisher="Hill Herald", credits=("afp",)),
    "army": ReportFacts(id="army", publisher="Army Media Office"),
    "guard": ReportFacts(id="guard", publisher="Hill Guard press room"),
}
PARTY = Party(ids=frozenset({"guard"}), names=frozenset({"hill guard"}))
NAMES: Mapping[str, str] = {"guard": "Hill Guard", "clinic": "Wadi Clinic"}


def say(report: str, speaker: Speaker | None = None) -> RecordedClaim:
    return relate("a", "fights", "b", SAID, report=report, speaker=speaker)


@pytest.mark.parametrize(
    ("claims", "n", "kinds"),
    [
        ([say("r1")], 1, {OriginKind.OUTLET}),
        ([say("r1"), say("r2")], 2, {OriginKind.OUTLET}),
        ([say("r1"), say("copy")], 1, {OriginKind.OUTLET}),
        ([say("wire1"), say("wire2")], 1, {OriginKind.AGENCY}),
        ([say("r1", spoken_by("Wadi Clinic")), say("r2", spoken_by("Wadi Clinic"))], 1, {OriginKind.VOICE}),
        ([say("r1", spoken_by("a spokesman of the Hill Guard"))], 0, {OriginKind.PARTY}),
        ([say("r1", spoken_by("AFP")), say("wire1")], 1, {OriginKind.AGENCY}),
        ([say("army")], 0, {OriginKind.PARTY}),
        ([say("guard")], 0, {OriginKind.PARTY}),
        ([say("guard"), say("r1")], 1, {OriginKind.PARTY, OriginKind.OUTLET}),
        ([say("r1", spoken_by("Hill Guard")), say("r1")], 1, {OriginKind.OUTLET}),
    ],
)
def test_only_independent_origins_that_are_no_party_count(claims: list[RecordedClaim], n: int, kinds: set[OriginKind]) -> None:
    origins = Tracer(facts=FACTS, party=PARTY, name_of=lambda i: NAMES.get(i, i)).find_origins(claims)
    assert count_independent(origins) == n
    assert {origin.kind for origin in origins} == kinds
    assert all(origin.reasons for origin in origins)


def test_belligerents_are_parties_and_so_are_their_people() -> None:
    actors = [
        Actor(id="guard", name="Hill Guard", type=ActorType.REBEL_GROUP),
        Actor(id="nur", name="Abdi Nur", type=ActorType.PERSON),
        Actor(id="abshir", name="Abshir", aliases=("Colonel Abshir",), type=ActorType.PERSON),
        Actor(id="clinic", name="Wadi Clinic", type=ActorType.ORGANIZATION),
    ]
    party = find_belligerents(actors, find_belonging([relate("nur", "leads", "guard", "its leader, Abdi Nur")]))
    assert party.ids == {"guard", "nur", "abshir"}
    assert party.is_named_in("the Hill Guard's media wing")


def test_ties_in_a_circle_end() -> None:
    claims = [relate("a", "member_of", "b", "A in B"), relate("b", "member_of", "a", "B in A")]
    belonging = find_belonging(claims)
    assert belonging.is_of("a", "b")
    assert belonging.circle_of("a") == {"b"}
