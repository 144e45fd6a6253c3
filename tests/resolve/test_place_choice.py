import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.errors import UsageError
from tacitus.model import Extraction, Mention, MentionKind, Place, PlaceKind, Report, Span, Zone, ZoneKind
from tacitus.resolve import open_gazetteer
from tacitus.resolve.place_candidates import Tier, find_keys, find_named, find_spelt
from tacitus.resolve.place_scoring import FEATURES, load_weights
from tacitus.resolve.places import look_at_places, resolve_places

NAMES = (
    "Idlib",
    "Aleppo",
    "Deir ez-Zor",
    "Ariha",
    "Tripoli",
    "San Miguel",
    "Kidal",
    "Georgia",
    "Springfield",
    "Xyzzyabad",
    "Hsipaw",
)


def read(text: str, *names: str) -> tuple[Report, Extraction]:
    zones = (Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text))),)
    found = tuple(Place(id=f"p{i}", name=name) for i, name in enumerate(names))
    spans = [Span(start=text.index(name), end=text.index(name) + len(name)) for name in names]
    mentions = tuple(Mention(span=s, kind=MentionKind.PLACE, entity=f"p{i}") for i, s in enumerate(spans))
    return Report(id="f" * 64, text=text, zones=zones), Extraction(report_id="f" * 64, mentions=mentions, places=found)


def why(text: str, name: str) -> str:
    places, _ = resolve_places(*read(text, name), open_gazetteer())
    assert places[0].why is not None
    return places[0].why


def tiers(name: str, *countries: str) -> dict[str, Tier]:
    place, gazetteer = Place(id="p", name=name), open_gazetteer()
    named = find_named(place, gazetteer)
    return {c.entry.name: c.tier for c in (*named, *find_spelt(place, gazetteer, countries, named))}


def test_tiers_say_how_a_name_was_found() -> None:
    assert tiers("Saraqib")["Saraqib"] is Tier.NAME
    assert tiers("Leninakan")["Gyumri"] is Tier.OTHER_NAME
    assert tiers("Serakib", "SY")["Saraqib"] is Tier.SPELLING
    assert tiers("Syrians")["Syria"] is Tier.PEOPLE
    assert tiers("eastern Aleppo")["Aleppo"] is Tier.PART


def test_other_spellings_are_looked_for_in_the_countries_of_the_report_only() -> None:
    assert "Saraqib" not in tiers("Serakib")
    assert "Saraqib" not in tiers("Serakib", "FR")


def test_abbreviations_are_written_out_but_never_the_last_word() -> None:
    assert "saint louis" in find_keys(["St. Louis"])
    assert find_keys(["Place St"]) == ("place st",)


def test_parts_of_the_world_have_no_point() -> None:
    assert find_keys(["Middle East"]) == ()
    assert "region of the world" in why("Talks on the Middle East go on.", "Middle East")


def test_a_decision_says_what_spoke_for_it() -> None:
    said = why("Syrian troops left Ariha.", "Ariha")
    assert said.startswith("taken for Arīḩā (town, SY 12, gn172994), found by its name (")
    assert "others: " in said
    assert "PS" in said


def test_what_is_not_found_or_not_believed_says_so() -> None:
    assert why("Somali police searched Xyzzyabad.", "Xyzzyabad") == "no place of that name in the gazetteer"
    assert why("Gunmen attacked San Miguel.", "San Miguel").startswith("too uncertain, though it may be San Miguel (")


def test_told_countries_decide_where_the_text_names_none() -> None:
    report, extraction = read("Clashes at Ariha.", "Ariha")
    for country in ("SY", "PS"):
        places, _ = resolve_places(report, extraction, open_gazetteer(), (country.lower(),))
        assert places[0].country == country
        assert places[0].latitude is not None


def test_of_a_town_and_the_province_of_its_name_the_bare_name_is_the_town() -> None:
    places, _ = resolve_places(*read("The Malian army retook Kidal.", "Kidal"), open_gazetteer())
    assert places[0].kind is PlaceKind.TOWN
    places, _ = resolve_places(*read("The Malian army retook Kidal region.", "Kidal region"), open_gazetteer())
    assert places[0].kind is PlaceKind.REGION


def test_every_weight_is_of_a_feature_and_none_is_missing() -> None:
    weights = load_weights()
    assert len(weights.first.linear) == len(weights.second.linear) == len(weights.second.hidden) == len(FEATURES)
    assert 0 < weights.least < 1
    assert (weights.second.linear != 0).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True), st.sampled_from(("Syria", "Mali", "", "Colombia")))
def test_beliefs_are_probabilities_and_do_not_depend_on_the_order(names: list[str], country: str) -> None:
    text = f"In {country} fighting went on at {', '.join(sorted(names))}."
    report, extraction = read(text, *names)
    looked = look_at_places(report, extraction, open_gazetteer())
    for start, end in looked.field.bounds:
        assert (looked.belief[start:end] >= 0).all()
        assert looked.belief[start:end].sum() <= 1 + 1e-9
    there = {p.name: p for p in resolve_places(report, extraction, open_gazetteer())[0]}
    turned = Extraction(report_id=report.id, mentions=extraction.mentions, places=extraction.places[::-1])
    back = {p.name: p for p in resolve_places(report, turned, open_gazetteer())[0]}
    assert {n: (p.id, p.latitude, p.country) for n, p in there.items()} == {
        n: (p.id, p.latitude, p.country) for n, p in back.items()
    }


def test_a_country_that_there_is_not_is_told() -> None:
    report, extraction = read("Clashes at Ariha.", "Ariha")
    with pytest.raises(UsageError, match=r"countries: got XX; expected codes of ISO 3166-1"):
        resolve_places(report, extraction, open_gazetteer(), ("sy", "xx"))


def test_an_unbelieved_namesake_abroad_gives_no_country() -> None:
    places, _ = resolve_places(*read("Police searched Miski, and Sudan and Russia denied it.", "Miski"), open_gazetteer())
    assert places[0].latitude is None or places[0].country == "SD"
    places, _ = resolve_places(*read("Gunmen attacked San Miguel.", "San Miguel"), open_gazetteer())
    assert places[0].country is None
