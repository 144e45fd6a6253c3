import pytest
from marked_reports import SETTINGS, read_marked, statements_of

from tacitus.extract.attributions import find_attributions
from tacitus.extract.incidents import find_incidents
from tacitus.extract.statements import find_statements
from tacitus.model import ZoneKind

STATEMENTS = [
    ("The {r:Sahel Union} claimed responsibility for the attack on {@:Gao}.", ["Sahel Union claims_responsibility"]),
    ("The {r:Sahel Union} said it was behind the bomb that exploded in {@:Gao}.", ["Sahel Union claims_responsibility"]),
    ("The {r:Sahel Union} claimed the bombing.", ["Sahel Union claims_responsibility"]),
    ("The {r:Sahel Union} declared victory in {@:Gao}.", ["Sahel Union declares_victory"]),
    ("{p:General Toure} declared the operation a success.", ["General Toure declares_victory"]),
    ("The {r:Sahel Union} denied that its men had been in {@:Gao}.", ["Sahel Union denies"]),
    ("The {s:Malian army} denied reports of fighting there.", ["Malian army denies"]),
    ("The {r:Sahel Union} rejected the accusations.", ["Sahel Union denies"]),
    ("The {s:Malian army} blamed the {r:Sahel Union}.", ["Malian army accuses"]),
    ("The {s:Malian army} accused the {r:Sahel Union} of looting.", ["Malian army accuses"]),
    ("{p:President Diallo} laid the blame on the {r:Sahel Union}.", ["President Diallo accuses"]),
    ("The {o:prosecutor} named the {r:Sahel Union} as the author.", ["prosecutor accuses"]),
    ("The {s:Malian army} confirmed that nine soldiers had died.", ["Malian army confirms"]),
    ("{o:State television} acknowledged that the fort was lost.", ["State television confirms"]),
    ("The {r:Sahel Union} threatened to close the market.", ["Sahel Union threatens"]),
    ("{p:General Toure} vowed that {@:Gao} would be retaken.", ["General Toure threatens"]),
    ("{p:General Toure} called on the fighters to surrender.", ["General Toure calls_for"]),
    ("{p:President Diallo} asked {country:Cuba} to hand them over.", ["President Diallo calls_for"]),
    ("The {r:Sahel Union} demanded the release of its prisoners.", ["Sahel Union calls_for"]),
    ("The {r:Sahel Union} announced a ceasefire on {t:Monday}.", ["Sahel Union announces"]),
    ("The {r:Sahel Union} said it had lost two men and had killed nine soldiers.", ["Sahel Union announces"]),
    ("The {r:Sahel Union} says that it has left the alliance.", ["Sahel Union announces"]),
    ("The {r:Sahel Union} said it had no mortars.", ["Sahel Union denies"]),
    (
        "The {r:Sahel Union} accused the {s:army} of theft and called for an inquiry.",
        ["Sahel Union accuses", "Sahel Union calls_for"],
    ),
    # frames of several words, passives, nouns of speech
    ("The {r:Sahel Union} took responsibility.", ["Sahel Union claims_responsibility"]),
    ("Responsibility for the raid was claimed by the {r:Sahel Union}.", ["Sahel Union claims_responsibility"]),
    ("An ambush claimed by the {r:Sahel Union} cost nine lives.", ["Sahel Union claims_responsibility"]),
    ("{p:General Toure} put the blame for the fire on the {r:Sahel Union}.", ["General Toure accuses"]),
    ("{p:General Toure} holds the {r:Sahel Union} responsible.", ["General Toure accuses"]),
    ("The {r:Sahel Union} described the report as false.", ["Sahel Union denies"]),
    ("The charge was denied by the {r:Sahel Union}.", ["Sahel Union denies"]),
    ("The {r:Sahel Union} gave the mayor until noon to leave.", ["Sahel Union threatens"]),
    ("An appeal for calm was made by {p:General Toure}.", ["General Toure calls_for"]),
    ("The {r:Sahel Union} hailed the fall of the town.", ["Sahel Union declares_victory"]),
    # what is said makes the act
    ("The {r:Sahel Union} says the {s:Malian army} shelled the school.", ["Sahel Union accuses"]),
    ("The {r:Sahel Union} told traders to leave or be shot.", ["Sahel Union threatens"]),
    ("“Lay down your arms,” {p:General Toure} told the militias.", ["General Toure calls_for"]),
    ("“There was no massacre,” {p:General Toure} said.", ["General Toure denies"]),
    ("The {r:Sahel Union} says it is pulling out of the hills.", ["Sahel Union announces"]),
    # several speakers
    (
        "The {r:Sahel Union} and the {s:Malian army} accused each other of firing first.",
        ["Sahel Union accuses", "Malian army accuses"],
    ),
    # who speaks
    (
        "If the {r:Sahel Union} moves on {@:Gao}, the {s:Malian army} has warned, it will not stand by.",
        ["Malian army threatens"],
    ),
    ("Should it not leave, the {r:Sahel Union} threatens to storm the fort.", ["Sahel Union threatens"]),
    (
        "After prayers on {t:Friday} {p:Ali Toure}, the president of the {r:Sahel Union}, called on traders to close.",
        ["Ali Toure calls_for"],
    ),
    (
        "The {r:Sahel Union} overran a post.\n\nThe army suspects the {r:Azawad Front}.",
        [],
    ),
    # what is named makes the act
    ("The {o:Swamp Foxes} said it was behind the bombing.", ["Swamp Foxes claims_responsibility"]),
    ("{p:General Toure} said the remnants would be hunted down.", ["General Toure threatens"]),
    ("The {r:Sahel Union} brought its followers glad tidings from {@:Gao}.", ["Sahel Union declares_victory"]),
    ("The {s:Malian army} suspects the {r:Sahel Union}.", ["Malian army accuses"]),
    ("The {s:Malian army} spoke of a massacre.", ["Malian army accuses"]),
    ("The {s:Malian army} reported 60 dead among the attackers.", ["Malian army announces"]),
    ("The {r:Sahel Union} announced the bombing an hour later.", ["Sahel Union claims_responsibility"]),
    ("Soldiers burned nine boats, according to the {r:Sahel Union}.", ["Sahel Union accuses"]),
    # no acts
    ("Will the {r:Sahel Union} declare a truce?", []),
    ("Its allies are the herders and, so it claims, the {r:Sahel Union}.", []),
    ("The {r:Sahel Union} dismissed him as commander of the fort.", []),
    ("The {r:Sahel Union} has pledged itself to nobody.", []),
    ("“We left with nothing but a goat,” said {p:Awa Diallo}.", []),
    ("The {r:Sahel Union} dismissed the offer.", []),
    ("Residents said that they had counted nine bodies.", []),
    ("Residents said the road was open.", []),
    ("Traders said they would stay at home.", []),
    ("{country:Cuba} said it would honour the treaty.", []),
    ("Nobody has claimed that blast.", []),
    ("The {r:Sahel Union} has not claimed responsibility.", []),
    ("The {o:Horn Newswire} could not verify the account.", []),
    ("The {r:Sahel Union} fought near {@:Gao}.", []),
    ("The {r:Sahel Union} calls itself a movement.", []),
    ("The {r:Sahel Union} rejects the merger.", []),
    ("The {o:Red Cross} said it was worried.", []),
    ("The {r:Sahel Union} pledged allegiance to the {r:Azawad Front}.", []),
]


def tell(marked: str, zone: ZoneKind = ZoneKind.BODY) -> list[str]:
    return [f"{c.speaker.entity} {c.predicate}" for c in statements_of(read_marked(marked, zone))]


@pytest.mark.parametrize(("marked", "acts"), STATEMENTS)
def test_acts_of_speech(marked: str, acts: list[str]) -> None:
    assert tell(marked) == acts


RELEASES = [
    ("PRESS RELEASE of {s:Task Force Delta}\n\nClaims that farmers died in the strike are false.", "denies"),
    ("PRESS RELEASE of {s:Task Force Delta}\n\nIt confirms only the one wounded.", "confirms"),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nWe demand that the prisoners be released.", "calls_for"),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nWe did not attack the power station.", "denies"),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nWe carried out this operation.", "claims_responsibility"),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nWe declare the battle won.", "declares_victory"),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nWe offer a truce for the fishing season.", "announces"),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nThe {r:Creek Council} had nothing to do with the fire.", "denies"),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nReports that we accepted money are not correct.", "denies"),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nHe was killed by the {r:Mangrove Boys}.", "accuses"),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nIf the navy sends its boats, it will find our creeks empty.", None),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nIf the navy sends its boats, it will find its grave.", "threatens"),
    ("COMMUNIQUÉ of the {r:Creek Council}\n\nTo the navy: take your boats home.", "calls_for"),
]


@pytest.mark.parametrize(("marked", "act"), RELEASES)
def test_a_release_speaks_for_the_party_that_issues_it(marked: str, act: str | None) -> None:
    issuer = "Task Force Delta" if "PRESS" in marked else "Creek Council"
    assert f"{issuer} {act}" in tell(marked) if act is not None else not tell(marked)


def test_the_letterhead_names_the_party_that_issues_a_release() -> None:
    head = "CREEK COUNCIL OF THE DELTA (CCD)\nMilitary communiqué No. 4\n\n"
    assert tell(head + "The {s:Navy} fled.\n\nWe took the fort.\n\nThe {r:CCD} says no more.") == ["CCD announces"]


def test_words_in_a_transcript_are_the_quoted_person_s() -> None:
    told = '{p:Eyong}: I reached {p:Captain Bate}. He said, I quote, "Our men have never taken a goat."'
    assert tell(told) == ["Captain Bate denies"]


def test_a_statement_is_about_the_incident_whose_words_it_shares() -> None:
    document = read_marked(
        "The {r:Sahel Union} said it was behind the bomb that went off in {@:Gao} on {t:Friday}, killing nine people."
    )
    attributions = find_attributions(document, SETTINGS)
    incidents = find_incidents(document, attributions, SETTINGS)
    (statement,) = find_statements(document, attributions, incidents, SETTINGS)
    assert statement.about == incidents[0].id


def test_comments_and_furniture_state_nothing() -> None:
    for zone in (ZoneKind.COMMENT, ZoneKind.RELATED, ZoneKind.CAPTION):
        assert not tell("The {r:Sahel Union} denied the attack.", zone)
