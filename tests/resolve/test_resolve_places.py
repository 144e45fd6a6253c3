from dataclasses import replace

import pytest

from tacitus.model import Extraction, Mention, MentionKind, Place, PlaceKind, Report, Span, Zone, ZoneKind
from tacitus.resolve import open_gazetteer
from tacitus.resolve.place_names import fold_place, split_place_name
from tacitus.resolve.places import resolve_places
from tacitus.resolve.sphere import distance_km


def place_all(text: str, *names: str, kinds: tuple[PlaceKind | None, ...] = (), told: tuple[str, ...] = ()) -> list[Place]:
    """Return the places of a report whose text holds the names, one place a name, in their order."""
    report = Report(id="f" * 64, text=text, zones=(Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text))),))
    places, mentions, at = [], [], 0
    for index, name in enumerate(names):
        start = text.find(name, at)
        start = text.index(name) if start < 0 else start
        at = start + len(name)
        kind = kinds[index] if kinds else None
        places.append(Place(id=f"p{index}", name=name, kind=kind))
        mentions.append(Mention(span=Span(start=start, end=start + len(name)), kind=MentionKind.PLACE, entity=f"p{index}"))
    extraction = Extraction(report_id=report.id, mentions=tuple(mentions), places=tuple(places))
    resolved, ids = resolve_places(report, extraction, open_gazetteer(), told)
    by_id = {place.id: place for place in resolved}
    return [by_id[ids[f"p{index}"]] for index in range(len(names))]


def near(place: Place, latitude: float, longitude: float, km: float = 25.0) -> bool:
    if place.latitude is None or place.longitude is None:
        return False
    return distance_km((place.latitude, place.longitude), (latitude, longitude)) <= km


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("al-Fu’ah", "al fuah"),
        ("Al Fū‘ah", "al fuah"),
        ("Jisr ash-Shughur", "jisr al shughur"),
        ("Jisr al-Shughur", "jisr al shughur"),
        ("Bogotá", "bogota"),
        ("Łódź", "lodz"),
        ("The Hague", "hague"),
    ],
)
def test_fold_place(name: str, key: str) -> None:
    assert fold_place(name) == key


@pytest.mark.parametrize(
    ("name", "key", "kind", "inside"),
    [
        ("Idlib province", "idlib", PlaceKind.REGION, ()),
        ("the city of Idlib", "idlib", PlaceKind.TOWN, ()),
        ("Djugu territory", "djugu", PlaceKind.DISTRICT, ()),
        ("Barangay San Roque", "san roque", PlaceKind.VILLAGE, ()),
        ("department of Córdoba", "cordoba", PlaceKind.REGION, ()),
        ("Tripoli, Lebanon", "tripoli", None, ("lebanon",)),
        ("Boga (Irumu territory)", "boga", None, ("irumu",)),
        ("Kunduz", "kunduz", None, ()),
    ],
)
def test_split_place_name(name: str, key: str, kind: PlaceKind | None, inside: tuple[str, ...]) -> None:
    assert split_place_name(name) == (key, kind, inside)


@pytest.mark.parametrize(
    ("text", "name", "country", "latitude", "longitude"),
    [
        ("Syrian troops left Ariha.", "Ariha", "SY", 35.81, 36.61),
        ("Palestinian police returned to Ariha.", "Ariha", "PS", 31.86, 35.46),
        ("Fighting resumed in Tripoli, Libya.", "Tripoli", "LY", 32.89, 13.19),
        ("Fighting resumed in Tripoli, Lebanon.", "Tripoli", "LB", 34.44, 35.85),
        ("The Colombian army bombed a camp near San Miguel in Putumayo.", "San Miguel", "CO", 0.34, -76.91),
        ("A bomb went off in Mosul, Iraq.", "Mosul", "IQ", 36.33, 43.12),
        ("Ukrainian forces held Bakhmut.", "Bakhmut", "UA", 48.59, 38.0),
        ("Nigerian soldiers drove to Bama.", "Bama", "NG", 11.52, 13.69),
        ("The Malian army said that it had retaken Kidal.", "Kidal", "ML", 18.44, 1.41),
        ("Talks open in Nairobi.", "Nairobi", "KE", -1.28, 36.82),
    ],
)
def test_the_country_named_decides(text: str, name: str, country: str, latitude: float, longitude: float) -> None:
    inside = [w for w in ("Libya", "Lebanon", "Putumayo", "Iraq") if w in text]
    place = place_all(text, name, *inside)[0]
    assert place.country == country
    assert near(place, latitude, longitude)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gunmen attacked San Miguel.", "San Miguel"),  # a dozen countries have one
        ("Gunmen attacked Nowheretown.", "Nowheretown"),
        ("Gunmen attacked the Qwertian hills.", "Qwertian hills"),
        ("Somali and Ethiopian troops trained in East Africa.", "East Africa"),
        ("Gunmen attacked Santa Rosa in Neverland.", "Santa Rosa"),
    ],
)
def test_a_place_that_could_be_anywhere_stays_unplaced(text: str, name: str) -> None:
    place = place_all(text, name)[0]
    assert (place.latitude, place.longitude, place.country, place.radius_km) == (None, None, None, None)


def test_a_place_not_found_keeps_the_country_that_the_text_names() -> None:
    place = place_all("Somali police searched Xyzzyabad.", "Xyzzyabad")[0]
    assert (place.country, place.latitude) == ("SO", None)


def test_a_readers_comment_does_not_move_a_report() -> None:
    body, comment = "Syrian troops entered Ariha.", "Reminds me of Palestinian Ariha."
    text = f"{body}\n\n{comment}"
    cut = len(body) + 2
    report = Report(
        id="f" * 64,
        text=text,
        zones=(
            Zone(kind=ZoneKind.BODY, span=Span(start=0, end=cut)),
            Zone(kind=ZoneKind.COMMENT, span=Span(start=cut, end=len(text)), author="x"),
        ),
    )
    places, _ = resolve_places(report, Extraction(report_id=report.id, places=(Place(id="p", name="Ariha"),)), open_gazetteer())
    assert places[0].country == "SY"


def test_town_and_province_of_one_name_stay_apart() -> None:
    town, province = place_all(
        "They left the city of Idlib for the rest of Idlib province in Syria.", "city of Idlib", "Idlib province"
    )
    assert town.id != province.id
    assert (town.kind, province.kind) == (PlaceKind.TOWN, PlaceKind.REGION)
    assert town.radius_km is not None
    assert province.radius_km is not None
    assert town.radius_km < 10
    assert province.radius_km > 40


def test_two_towns_of_one_name_stay_apart() -> None:
    text = "Police in San Miguel, Bulacan, have nothing to do with San Miguel, Iloilo, both in the Philippines."
    one, other = place_all(text, "San Miguel, Bulacan", "San Miguel, Iloilo")
    assert one.id != other.id
    assert near(one, 15.15, 120.98)


def test_a_town_outside_of_what_the_text_puts_it_into_is_another_one() -> None:
    text = "Filipino troops searched San Miguel, Batanes."
    place = place_all(text, "San Miguel", "Batanes")[0]
    assert place.latitude is None
    assert place.country == "PH"


def test_two_unknown_places_of_one_name_stay_apart() -> None:
    one, other = place_all(
        "Qwertyville, Bulacan and Qwertyville, Leyte, Philippines", "Qwertyville, Bulacan", "Qwertyville, Leyte"
    )
    assert one.id != other.id


def test_spellings_of_one_town_have_one_id_in_every_report() -> None:
    one = place_all("Somali police left Bosaso.", "Bosaso")[0]
    other = place_all("Somali police left Boosaaso.", "Boosaaso")[0]
    assert one.id == other.id


def test_a_road_lies_between_its_ends() -> None:
    place = place_all("A mine hit a lorry on the Mosul-Kirkuk road in Iraq.", "Mosul-Kirkuk road")[0]
    assert place.kind is PlaceKind.ROAD
    assert near(place, 35.9, 43.75)
    assert place.radius_km is not None
    assert place.radius_km >= 50


def test_an_article_more_or_less_finds_the_village_in_the_country_named_only() -> None:
    assert place_all("Syrian rebels took Al Ghani village in Latakia.", "Al Ghani village")[0].country == "SY"
    assert place_all("Rebels took Al Ghani village.", "Al Ghani village")[0].country is None


def test_a_country_is_an_area_as_wide_as_it_is() -> None:
    syria, lebanon = place_all("Syria closed its border with Lebanon.", "Syria", "Lebanon")
    assert (syria.country, syria.kind) == ("SY", PlaceKind.COUNTRY)
    assert syria.radius_km is not None
    assert lebanon.radius_km is not None
    assert 40 < lebanon.radius_km < 100 < syria.radius_km < 400


def test_places_do_not_depend_on_their_order() -> None:
    text = "Congolese soldiers passed Djugu, Mongbwalu and Bunia in Ituri."
    forward = place_all(text, "Djugu", "Mongbwalu", "Bunia", "Ituri")
    backward = place_all(text, "Ituri", "Bunia", "Mongbwalu", "Djugu")
    assert [replace(p, aliases=()) for p in forward] == [replace(p, aliases=()) for p in reversed(backward)]


def test_countries_in_a_list_lie_in_themselves() -> None:
    found = place_all("Soldiers of Mali, Niger and Chad met near Burkina Faso, Benin.", "Mali", "Niger", "Chad", "Burkina Faso")
    assert [place.country for place in found] == ["ML", "NE", "TD", "BF"]


def test_a_village_is_placed_where_its_country_is_named() -> None:
    [there] = place_all("Burmese troops entered Hsipaw, the Myanmar army said.", "Hsipaw")
    assert near(there, 22.62, 97.30, 5)
    [nowhere] = place_all("Troops entered Hsipaw, the army said.", "Hsipaw")
    assert nowhere.latitude is None


def test_a_city_of_the_world_is_not_taken_for_a_village_of_the_country() -> None:
    [place] = place_all("Congolese rebels signed it in Nairobi; the Congo and Rwanda had sent envoys.", "Nairobi")
    assert (place.country, near(place, -1.28, 36.82)) == ("KE", True)


def test_a_mountain_is_no_village() -> None:
    [place] = place_all("The Burmese army shelled Mount Hsipaw in Myanmar.", "Mount Hsipaw")
    assert place.latitude is None


def test_villages_of_one_name_need_something_near_to_be_told_apart() -> None:
    text = "Militiamen from Rwanda and the Congo were seen at Kibumba."
    assert place_all(text, "Kibumba")[0].latitude is None


def test_a_place_that_is_not_found_has_the_country_of_those_beside_it() -> None:
    text = "Iraq and Syria are quiet, Turkey and Iran are not. Men from Zzyzxabad passed Mosul, Tal Afar and Sinjar."
    found = place_all(text, "Zzyzxabad", "Mosul", "Tal Afar", "Sinjar")
    assert found[0].latitude is None
    assert {place.country for place in found} == {"IQ"}
