from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.config import Settings
from tacitus.extract.document import Document, split_document
from tacitus.extract.mentions import find_mentions
from tacitus.model import ActorType, MentionForm, MentionKind, PlaceKind, Report, Span, Zone, ZoneKind

NAMED = (MentionKind.ACTOR, MentionKind.PERSON, MentionKind.PLACE)


def read(text: str, *parts: tuple[ZoneKind, str]) -> Document:
    """Return the mentions of a body, or of several zones given as (kind, text) after it."""
    zones = [Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text)))] if text else []
    for kind, part in parts:
        author = part.split(" says:")[0] if kind is ZoneKind.COMMENT else None
        zones.append(Zone(kind=kind, span=Span(start=len(text), end=len(text) + len(part)), author=author))
        text += part
    return find_mentions(split_document(Report(id="0" * 64, text=text, zones=tuple(zones))), Settings())


def words(document: Document, *kinds: MentionKind) -> list[str]:
    return [document.text[m.span.start : m.span.end] for m in document.mentions if m.kind in kinds]


def names(document: Document) -> set[str]:
    return {form for actor in document.actors for form in (actor.name, *actor.aliases)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fighters of the Red Dunes Liberation Front entered the town.", "Red Dunes Liberation Front"),
        ("Liwa al-Sabirin shelled the road.", "Liwa al-Sabirin"),
        ("On Monday Katibat al Fursan and others met.", "Katibat al Fursan"),
        ("The 14th Mountain Brigade withdrew.", "14th Mountain Brigade"),
        ("He named the Union of River Patriots.", "Union of River Patriots"),
        ("The Frente Popular del Sur claimed it.", "Frente Popular del Sur"),
        ("They blamed the Forces de défense du fleuve (FDF).", "Forces de défense du fleuve"),
        ("The Fishers' Resistance Committee denied it.", "Fishers' Resistance Committee"),
        ("Members of the Justice and Dignity Movement fled.", "Justice and Dignity Movement"),
        ("The “Shield of the Coast” coalition said so.", "“Shield of the Coast” coalition"),
        ("The Malian army arrested two men.", "Malian army"),
        ("Troops of the Three Wells Alliance left.", "Three Wells Alliance"),
        ("The government in Puntland denied it.", "government in Puntland"),
        ("It was blamed on the Maroua faction of the group.", "Maroua faction"),
        ("Light Infantry Battalion 88 took part.", "Light Infantry Battalion 88"),
        ("They met anti-balaka fighters.", "anti-balaka"),
        ("It was linked to al Qaeda.", "al Qaeda"),
        ("The militia Dan Nan, led by Yusuf Tolo, denied it.", "Dan Nan"),
        ("Men of the Lurio Lantern fled.", "Lurio Lantern"),
        ("Moscow denied the charge.", "Moscow"),
        ("It accuses Chad of aiding the men.", "Chad"),
        ("The Niger's Sons and AQIM's Sahara wing met.", "Sahara wing"),
        ("They named the Gathering of Sennar Youth.", "Gathering of Sennar Youth"),
        ("The post fell to the Tarime Shields.", "Tarime Shields"),
        ("They joined the Eagles of Sennar in May.", "Eagles of Sennar"),
        ("A patrol of 6 Forward Brigade met them.", "6 Forward Brigade"),
        ("Tolls: River Front 12. The River Front denied it.", "River Front"),
        ("The Arms and Finance Panel met.", "Arms and Finance Panel"),
        ("They named a youth gang, Tulani, as the culprit.", "Tulani"),
        ("Al-Rasif TV showed it.", "Al-Rasif TV"),
        ("They met the Barka PMC near the river.", "Barka PMC"),
        ("The Tren del Llano burned a bus.", "Tren del Llano"),
        ("Men of the Plain Liberation Army-Renewal fled.", "Plain Liberation Army-Renewal"),
        ("A statement by the Organization for Security and Co-operation in Europe followed.",
         "Organization for Security and Co-operation in Europe"),
    ],
)  # fmt: skip
def test_actor_names(text: str, name: str) -> None:
    document = read(text)
    assert name in words(document, MentionKind.ACTOR)
    assert name in names(document)


@pytest.mark.parametrize(
    ("text", "name", "forms"),
    [
        ("Colonel Idris Maalim said no. Maalim left.", "Idris Maalim", {"Colonel Idris Maalim", "Maalim"}),
        ("The group is led by Teko Barasa alias Simba.", "Teko Barasa", {"Simba"}),
        ("It is headed by Rosa Quintero, better known as Aurora.", "Rosa Quintero", {"Aurora"}),
        ("Foreign Minister Pavel Orlenko spoke in Minsk.", "Pavel Orlenko", {"Foreign Minister Pavel Orlenko"}),
        ("“General” Tomo Waters signed it.", "Tomo Waters", set()),
    ],
)
def test_persons_with_titles_and_bynames(text: str, name: str, forms: set[str]) -> None:
    document = read(text)
    person = next(a for a in document.actors if a.is_person)
    assert person.name == name
    assert forms <= set(person.aliases)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("The Green Hills Army (GHA) attacked. The GHA fled.", {"Green Hills Army", "GHA"}),
        ("Faylaq al-Bahr (the Sea Legion) left. The Sea Legion came back.", {"Faylaq al-Bahr", "Sea Legion"}),
        ("Fighters of Jabhat al-Sahel met. Later the al-Sahel Front split.", {"Jabhat al-Sahel", "al-Sahel Front"}),
        ("The Lake Front, formerly known as the Reed Movement, won.", {"Lake Front", "Reed Movement"}),
        ("The River Self-Defence Council met. The Self-Defence Council split.",
         {"River Self-Defence Council", "Self-Defence Council"}),
        ("Jaish al-Wadi, the Army of the Valley, left.", {"Jaish al-Wadi", "Army of the Valley"}),
        ("The Reed Liberation Front spoke. The Front said it would stay.", {"Reed Liberation Front", "Front"}),
        ("Men of the Lurio Lantern fled. Later the Lantern came back.", {"Lurio Lantern", "Lantern"}),
        ("The Supreme Council for the Hills met. The Supreme Council left.",
         {"Supreme Council for the Hills", "Supreme Council"}),
        ("The River Guard (RGD, in Arabic Haras al-Nahr) left.", {"River Guard", "RGD", "Haras al-Nahr"}),
        ("The River Front, or Jabhat al-Nahr, left.", {"River Front", "Jabhat al-Nahr"}),
        ("The Youth of Tarime met. The Youth had left the town.", {"Youth of Tarime", "Youth"}),
        ("The Lurio Lantern (in Portuguese Lanterna do Lurio) left.", {"Lurio Lantern", "Lanterna do Lurio"}),
        ("The Mouvement du 4 mai (M4M) left. M4M came back.", {"Mouvement du 4 mai", "M4M"}),
        ("The Kenyan army left. The Kenya Defence Forces said so. Kenyan troops came.", {"Kenyan army", "Kenyan troops"}),
        ("The national army (NAF) left. The NAF came back.", {"NAF", "the national army"}),
        ("The Chadian army fired. Chadian soldiers left.", {"Chadian army", "Chadian soldiers"}),
        ("Fighters of Abu Zubayr Brigade met Al Rayan Front. Rayan lost.", {"Al Rayan Front", "Rayan"}),
    ],
)  # fmt: skip
def test_names_of_one_actor_are_one(text: str, forms: set[str]) -> None:
    found = [{a.name, *a.aliases} for a in read(text).actors]
    assert any(forms <= group for group in found), found


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Ahrar al-Jabal and Ahrar al-Jabal Islamic Union met.", "Ahrar al-Jabal", "Ahrar al-Jabal Islamic Union"),
        ("Ansar al Haqq and Jamaat Ansar al Haqq met.", "Ansar al Haqq", "Jamaat Ansar al Haqq"),
        ("It includes Liwa al-Nasr, the Nur Front, Jund al-Sham and others.", "Liwa al-Nasr", "Nur Front"),
        ("The 2nd Coast Division of the Free Delta Army left.", "2nd Coast Division", "Free Delta Army"),
        ("The ELN spoke. FARC dissidents did not; nor did the FARC.", "FARC dissidents", "FARC"),
    ],
)
def test_actors_stay_apart(text: str, one: str, other: str) -> None:
    of = {form: actor.id for actor in read(text).actors for form in (actor.name, *actor.aliases)}
    assert of[one] != of[other]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They met in the village of Tumbali.", "Tumbali", PlaceKind.VILLAGE),
        ("They met in Kosti district.", "Kosti", PlaceKind.DISTRICT),
        ("They pillaged Wadaro village.", "Wadaro", PlaceKind.VILLAGE),
        ("Two places, Tumbali village and Korro, fell.", "Tumbali", PlaceKind.VILLAGE),
        ("They crossed the Wadaro plain.", "Wadaro", PlaceKind.LANDSCAPE),
        ("A mine lay on the Garba-Tula road.", "Garba-Tula", PlaceKind.ROAD),
        ("A convoy was stopped on the RN14.", "RN14", PlaceKind.ROAD),
        ("They fled to Kenya.", "Kenya", PlaceKind.COUNTRY),
        ("A boat left Barangay Maligaya.", "Maligaya", PlaceKind.VILLAGE),
    ],
)
def test_places_and_their_kinds(text: str, name: str, kind: PlaceKind) -> None:
    place = next(p for p in read(text).places if name in {p.name, *p.aliases})
    assert place.kind is kind


def test_a_city_and_the_province_of_its_name_are_two_places() -> None:
    document = read("They took the city of Hama. The rest of Hama province is calm. Fighting goes on in Hama.")
    assert {p.kind for p in document.places} == {PlaceKind.TOWN, PlaceKind.REGION}


def test_two_towns_of_one_name_are_told_apart_by_what_follows() -> None:
    document = read("A bridge fell in Santa Rosa, Laguna, on Monday. Another fell in Santa Rosa, Nueva Ecija, on Tuesday.")
    assert sum("Santa Rosa" in {p.name, *p.aliases} for p in document.places) == 2


def test_a_place_inside_a_name_of_an_actor_is_no_mention() -> None:
    document = read("Puntland security forces left Bosaso.")
    assert words(document, MentionKind.PLACE) == ["Bosaso"]


@pytest.mark.parametrize(
    ("text", "noun", "name"),
    [
        ("The Dune Coalition grew. On Friday the coalition took a town.", "coalition", "Dune Coalition"),
        ("The Reed Front attacked a post. It fled.", "It", "Reed Front"),
        ("Colonel Idris Maalim came. He left at once.", "He", "Idris Maalim"),
        ("The Malian army came to Gao. Residents welcomed the troops.", "troops", "Malian army"),
        ("Gunmen of the Reed Front fled.", "Gunmen", "Reed Front"),
    ],
)
def test_nouns_and_pronouns_stand_for_names(text: str, noun: str, name: str) -> None:
    document = read(text)
    mention = next(
        m
        for m in document.mentions
        if m.form is not MentionForm.NAME and document.text[m.span.start : m.span.end] == noun and m.entity is not None
    )
    actor = document.actor(mention.entity or "")
    assert actor is not None
    assert actor.name == name


def test_civilians_are_an_actor_where_they_are_attacked() -> None:
    attacked, told = read("Militiamen killed nine villagers."), read("Villagers said the rain was heavy.")
    assert [a.type for a in attacked.actors if a.name == "villagers"] == [ActorType.CIVILIANS]
    assert not told.actors


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("It began on Tuesday.", MentionKind.TIME, "Tuesday"),
        ("It began on 14 June 2019.", MentionKind.TIME, "14 June 2019"),
        ("It began two months later.", MentionKind.TIME, "two months later"),
        ("It began after three days of fighting.", MentionKind.TIME, "after three days of fighting"),
        ("It began earlier this month.", MentionKind.TIME, "earlier this month"),
        ("It began in late 2016.", MentionKind.TIME, "late 2016"),
        ("It ended on 14 June.", MentionKind.TIME, "14 June"),
        ("It ended in June.", MentionKind.TIME, "June"),
        ("They came on Mar. 5 by boat.", MentionKind.TIME, "Mar. 5"),
        ("It came just weeks after the truce.", MentionKind.TIME, "just weeks after"),
        ("It went on during the spring.", MentionKind.TIME, "the spring"),
        (
            "They fired at 6:15 in the evening of Sunday, 3 March.",
            MentionKind.TIME,
            "at 6:15 in the evening of Sunday, 3 March",
        ),
        ("They fired at 0600 hours on Friday.", MentionKind.TIME, "at 0600 hours on Friday"),
        ("That night they left.", MentionKind.TIME, "That night"),
        ("The day before yesterday they left.", MentionKind.TIME, "The day before yesterday"),
        ("It was in the last days of September 2016.", MentionKind.TIME, "the last days of September 2016"),
        ("It killed at least nine people.", MentionKind.QUANTITY, "at least nine"),
        ("It killed between 20 and 25 people.", MentionKind.QUANTITY, "between 20 and 25"),
        ("It killed dozens.", MentionKind.QUANTITY, "dozens"),
        ("They had a T-62M tank.", MentionKind.EQUIPMENT, "T-62M tank"),
        ("They came in pickup trucks.", MentionKind.EQUIPMENT, "pickup trucks"),
        ("They fired M16 rifles.", MentionKind.WEAPON, "M16 rifles"),
        ("An improvised explosive device went off.", MentionKind.WEAPON, "improvised explosive device"),
        ("A large Uzbek group came.", MentionKind.NATIONALITY, "Uzbek"),
    ],
)
def test_times_quantities_weapons_equipment_nationalities(text: str, kind: MentionKind, expected: str) -> None:
    assert expected in words(read(text), kind)


def test_readers_and_authors_are_no_actors() -> None:
    document = read(
        "Two men died.\n",
        (ZoneKind.BYLINE, "By Anna Kowal in Goma\n"),
        (ZoneKind.COMMENT, "Piet Molenaar says:\nthat is abu al tikriti of the islamic state\n"),
    )
    assert "Piet Molenaar" not in names(document)
    assert "Anna Kowal" not in names(document)
    assert {"abu al tikriti", "islamic state"} <= names(document)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Red Dunes Liberation Front won.", ActorType.REBEL_GROUP),
        ("The Malian army won.", ActorType.STATE_FORCES),
        ("The 93rd Mechanised Brigade won.", ActorType.STATE_FORCES),
        ("The Lakes Pact is an umbrella of armed groups.", ActorType.COALITION),
        ("The Dune Alliance won.", ActorType.COALITION),
        ("The Delta Cartel won.", ActorType.POLITICAL_MILITIA),
        ("The Hills Observatory for Human Rights spoke.", ActorType.ORGANIZATION),
        ("The UN mission, MONUSCO, left.", ActorType.EXTERNAL_FORCES),
    ],
)
def test_types_of_actors(text: str, kind: ActorType) -> None:
    assert kind in {actor.type for actor in read(text).actors}


def test_silent_zones_give_no_mentions() -> None:
    document = read("", (ZoneKind.BOILERPLATE, "Home | Syria | Islamic State"), (ZoneKind.TAGS, "Tags: Taliban"))
    assert not document.mentions


def test_mentions_are_sorted_linked_and_do_not_overlap() -> None:
    document = read(
        "The Reed Front (RF) and the army fought near Kosti, Sudan, on Monday. They killed nine villagers in the city of Kosti."
    )
    named = [m for m in document.mentions if m.kind in NAMED]
    assert [m.span.start for m in document.mentions] == sorted(m.span.start for m in document.mentions)
    assert all(a.span.end <= b.span.start for a, b in pairwise(named))
    known = {actor.id for actor in document.actors} | {place.id for place in document.places}
    assert {m.entity for m in document.mentions if m.entity is not None} <= known


@given(st.text(alphabet="ABab “”’'(),.-–19\nßşعéthe of and", max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_sound_spans(text: str) -> None:
    zones = (Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text))),)
    document = find_mentions(split_document(Report(id="0" * 64, text=text, zones=zones)), Settings())
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in document.mentions)
    assert document == find_mentions(replace(document, mentions=(), actors=(), places=()), Settings())


def test_a_word_of_the_day_in_a_name_is_no_time() -> None:
    document = read("Fighters of the Golden Dawn left at dawn.")
    assert words(document, MentionKind.TIME) == ["at dawn"]
