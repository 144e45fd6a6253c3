"""Which places bear a name, for a person who asks."""

from pathlib import Path

import pytest

from tacitus.resolve.gazetteer import Gazetteer, open_gazetteer
from tacitus.resolve.gazetteer.lookup import Hit, find_places
from tacitus.resolve.gazetteer.pack import About, Pack, write_pack
from tacitus.resolve.gazetteer.sources import Source, make_listed
from tacitus.resolve.place_candidates import Tier

ROWS = (
    # id, names, code, country, first- and second-order division, population
    ("1", ("Syria",), "PCLI", "SY", "", "", 20_000_000),
    ("2", ("Idlib Governorate", "Idlib"), "ADM1", "SY", "12", "", 1_500_000),
    ("3", ("Harim District",), "ADM2", "SY", "12", "3", 200_000),
    ("4", ("Idlib",), "PPLA", "SY", "12", "", 120_000),
    ("5", ("Qulzunta", "Tell Qulzunta"), "PPL", "SY", "12", "3", 900),
    ("6", ("Kulzoonta",), "PPL", "SY", "12", "9", 0),
    ("7", ("Qalazantah",), "PPL", "SY", "99", "", 0),
    ("8", ("Qulzunta",), "PPL", "IQ", "", "", 4000),
    ("9", ("Qalazunta",), "PPL", "IQ", "", "", 0),
)


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path: Path = tmp_path_factory.mktemp("packs") / "XX.gaz"
    sources = (Source(id_, names, code, cc, one, two, 35.0, 36.0, people) for id_, names, code, cc, one, two, people in ROWS)
    write_pack(path, About(code="XX", title="", source="", licence="", attribution=""), filter(None, map(make_listed, sources)))
    return Gazetteer([Pack(path)])


def tell(hits: tuple[Hit, ...]) -> list[tuple[str, Tier]]:
    return [(hit.entry.id, hit.tier) for hit in hits]


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Qulzunta", None, [("8", Tier.NAME), ("5", Tier.NAME), ("6", Tier.SPELLING)]),
        ("Qulzunta", "SY", [("5", Tier.NAME), ("6", Tier.SPELLING)]),  # 7 has its consonants, but too few of its vowels
        ("Qulzunta", "IQ", [("8", Tier.NAME), ("9", Tier.CONSONANTS)]),
        ("Qulzunta", "YE", []),
        ("QULZUNTA", "YE", []),
        ("Tell Qulzunta", None, [("5", Tier.OTHER_NAME)]),
        ("Tall Qoulzounta", None, [("5", Tier.SPELLING)]),
        ("Qilzanti", None, []),
        ("Qilzanti", "IQ", [("8", Tier.CONSONANTS)]),
        ("Idlib", None, [("4", Tier.NAME), ("2", Tier.OTHER_NAME)]),
        ("Idlib Governorate", None, [("2", Tier.NAME), ("4", Tier.BARE_NAME)]),
        ("", None, []),
        ("?!", "SY", []),
    ],
)
def test_places_are_found_in_tiers(
    gazetteer: Gazetteer, name: str, country: str | None, expected: list[tuple[str, Tier]]
) -> None:
    assert tell(find_places(name, gazetteer, country=country)) == expected


def test_the_most_are_those_that_are_asked_for(gazetteer: Gazetteer) -> None:
    assert tell(find_places("Qulzunta", gazetteer, limit=1)) == [("8", Tier.NAME)]


@pytest.mark.parametrize(
    ("name", "country", "inside"),
    [
        ("Syria", "SY", (None, None, None)),
        ("Idlib Governorate", "SY", ("Syria", None, None)),
        ("Harim District", "SY", ("Syria", "Idlib Governorate", None)),
        ("Qulzunta", "SY", ("Syria", "Idlib Governorate", "Harim District")),
        ("Kulzoonta", "SY", ("Syria", "Idlib Governorate", None)),
        ("Qalazantah", "SY", ("Syria", None, None)),
        ("Qulzunta", "IQ", (None, None, None)),
    ],
)
def test_what_a_place_lies_in_is_named_where_it_is_known(
    gazetteer: Gazetteer, name: str, country: str, inside: tuple[str | None, ...]
) -> None:
    first = find_places(name, gazetteer, country=country)[0]
    assert (first.country, first.admin1, first.admin2) == inside


def test_the_packages_pack_knows_towns_and_what_they_lie_in() -> None:
    hit = find_places("Saraqib", open_gazetteer(), country="SY", limit=1)[0]
    assert (hit.entry.id, hit.tier, hit.country, hit.admin1) == ("gn164816", Tier.NAME, "Syria", "Idlib")
