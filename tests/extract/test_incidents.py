from pathlib import Path
from time import process_time

import pytest
from marked_reports import SETTINGS, incidents_of, read_marked, tell

from tacitus.extract.attributions import find_attributions
from tacitus.extract.incidents import find_incidents
from tacitus.model import IncidentType, SpeakerKind, Stance, ZoneKind


def read_table(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    rows: list[tuple[str, list[str]]] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("    "):
            rows[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            rows.append((line, []))
    return [(text, tuple(told)) for text, told in rows]


@pytest.mark.parametrize(("marked", "told"), read_table(Path(__file__).parent / "incidents.cases"))
def test_a_sentence_tells_of_these_incidents(marked: str, told: tuple[str, ...]) -> None:
    assert tuple(" ".join(line.split()) for line in tell(marked)) == tuple(" ".join(line.split()) for line in told)


REPORTS = [
    # headline and lead are one
    (
        "# Rebels storm post in {country:Mali}, nine dead\n\n{r:Sahel Union} fighters stormed an army post near {@:Menaka} on "
        "{t:Tuesday}, killing nine soldiers.",
        ["armed_clash: Sahel Union > @ Menaka, Tuesday, dead 9-9"],
    ),
    # definite nouns and later deaths belong to what was told
    (
        "{r:Sahel Union} fighters ambushed a convoy of the {s:Malian army} near {@:Menaka} on {t:Tuesday}. The ambush lasted an hour. "
        "Four soldiers were killed.",
        ["armed_clash: Sahel Union > Malian army @ Menaka, Tuesday, dead 4-4"],
    ),
    # a later blast elsewhere is another one
    (
        "A bomb exploded in {@:Gao} on {t:Monday}. On {t:Wednesday} a second bomb exploded in {@:Kidal}.",
        ["explosive: > @ Gao, Monday", "explosive: > @ Kidal, Wednesday"],
    ),
    # background has a day of its own
    (
        "The {s:Malian army} retook {@:Menaka} on {t:Friday}. The {r:Sahel Union} had seized {@:Menaka} in {t:March 2012}.",
        ["regains_territory: Malian army > @ Menaka, Friday", "overtakes_territory: Sahel Union > @ Menaka, March 2012"],
    ),
    # list items with headings
    (
        "• {t:3 May}, {@:Gao}: Two traders were abducted.\n• {t:4 May}, {@:Kidal}: Fighting between the {r:Sahel Union} and the "
        "{s:Malian army}. No deaths were reported.",
        ["abduction: > @ Gao, 3 May", "armed_clash: Sahel Union + Malian army > @ Kidal, 4 May, dead 0-0"],
    ),
    # two places with days of their own
    (
        "The {r:Sahel Union} captured {@:Gao} on {t:28 March} and the town of {@:Kidal} on {t:30 March}.",
        ["overtakes_territory: Sahel Union > @ Gao, 28 March", "overtakes_territory: Sahel Union > @ Kidal, 30 March"],
    ),
    # the town is the one told of
    (
        "{r:Sahel Union} fighters entered {@:Gao} on {t:Monday} without resistance. The town was taken by the {r:Azawad Front} as well.",
        ["overtakes_territory: Sahel Union + Azawad Front > @ Gao, Monday"],
    ),
    # the text corrects itself
    (
        "On {t:9 June} the {s:Malian army} shelled camps of the {r:Sahel Union} near {@:Gao}; that entry was wrong. "
        "The shelling took place near {@:Kidal}.",
        ["shelling: Malian army > Sahel Union @ Kidal, 9 June"],
    ),
    # what a party tells of itself is claimed, what it tells of others alleged
    (
        "The {r:Sahel Union} said it had captured {@:Gao} on {t:Monday}.",
        ["overtakes_territory: Sahel Union > @ Gao, Monday (claimed Sahel Union)"],
    ),
    (
        "The {r:Sahel Union} said the {s:Malian army} had bombed {@:Gao} on {t:Monday}.",
        ["air_strike: Malian army > @ Gao, Monday (alleged Sahel Union)"],
    ),
    ("Residents said the {r:Sahel Union} had burned {@:Gao} on {t:Monday}.", []),
    (
        "Residents said the {r:Sahel Union} had burned houses in {@:Gao} on {t:Monday}.",
        ["looting_destruction: Sahel Union > @ Gao, Monday"],
    ),
    ("The {s:Malian army} denied that it had bombed {@:Gao} on {t:Monday}.", []),
    # speakers' places and days are not the happening's
    (
        "Fighters of the {r:Sahel Union} attacked an army post near {@:Menaka} on {t:Monday}, the ministry said in {@:Bamako} on {t:Tuesday}.",
        ["armed_clash: Sahel Union > @ Menaka, Monday"],
    ),
    # the narrowest places
    (
        "Soldiers clashed with the {r:Sahel Union} in {@:Tarkint}, {region:Gao region}, on {t:Monday}.",
        ["armed_clash: > Sahel Union @ Tarkint, Monday"],
    ),
]


@pytest.mark.parametrize(("marked", "told"), REPORTS)
def test_a_happening_told_in_several_sentences_is_one_incident(marked: str, told: list[str]) -> None:
    assert [" ".join(line.split()) for line in tell(marked)] == told


def test_evidence_is_the_words_of_the_text() -> None:
    document = read_marked("{r:Sahel Union} fighters attacked the village of {@:Gao} on {t:Monday}, killing nine farmers.")
    for claim in incidents_of(document):
        assert all(e.quote == document.text[e.span.start : e.span.end] for e in claim.evidence)


def test_weapons_keep_their_words() -> None:
    (claim,) = incidents_of(read_marked("Police found four M16 rifles and two hand grenades in {@:Gao} on {t:Monday}."))
    assert claim.predicate == IncidentType.WEAPONS_DISRUPTED
    assert claim.roles.weapon == ("M16 rifles", "hand grenades")


def test_injuries_stand_apart_from_deaths() -> None:
    (claim,) = incidents_of(read_marked("A bomb in {@:Gao} killed two people and wounded 11 on {t:Monday}."))
    assert claim.deaths is not None
    assert claim.injuries is not None
    assert (claim.deaths.low, claim.deaths.high, claim.injuries.low) == (2, 2, 11)


def test_a_comment_alleges_only_what_is_dated_and_has_a_doer() -> None:
    dated = read_marked("In {t:1999} the {r:Sahel Union} hijacked a plane.", ZoneKind.COMMENT)
    (claim,) = incidents_of(dated)
    assert (claim.stance, claim.speaker.kind) == (Stance.ALLEGED, SpeakerKind.COMMENTER)
    assert not incidents_of(read_marked("They attacked us again and again.", ZoneKind.COMMENT))


def test_captions_and_page_furniture_tell_of_nothing() -> None:
    for zone in (ZoneKind.CAPTION, ZoneKind.BOILERPLATE, ZoneKind.RELATED):
        assert not incidents_of(read_marked("A bomb exploded in {@:Gao} on {t:Monday}.", zone))


def test_ids_are_stable_and_differ() -> None:
    marked = "A bomb exploded in {@:Gao} on {t:Monday}. Rebels abducted two nurses in {@:Kidal} on {t:Friday}."
    ids = [c.id for c in incidents_of(read_marked(marked))]
    assert ids == [c.id for c in incidents_of(read_marked(marked))]
    assert len(set(ids)) == 2


def test_a_sentence_without_end_takes_bounded_time() -> None:
    marked = "{r:Sahel Union} fighters attacked {@:Gao} and " * 1500 + "left."
    document = read_marked(marked)
    started = process_time()
    find_incidents(document, find_attributions(document, SETTINGS), SETTINGS)
    assert process_time() - started < 10


def test_an_empty_report_tells_of_nothing() -> None:
    assert not incidents_of(read_marked(""))
