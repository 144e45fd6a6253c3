"""A pack gives back what was written into it, and says so where it cannot."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.errors import DataError
from tacitus.model import PlaceKind
from tacitus.resolve.gazetteer import Entry, Gazetteer, open_gazetteer
from tacitus.resolve.gazetteer import pack as pack_module
from tacitus.resolve.gazetteer.entry import DIVISIONS, Listed
from tacitus.resolve.gazetteer.pack import MAGIC, PER_BLOCK, About, Pack, write_pack
from tacitus.resolve.place_names import find_skeleton, fold_place, load_spellings, loosen_key

ABOUT = About(code="XX", title="made up", source="a test", licence="CC0", attribution="nobody")


def make_place(number: int, name: str, country: str = "SY", admin1: str = "", code: str = "PPL") -> Listed:
    entry = Entry(
        id=f"gn{number}",
        kind=PlaceKind.VILLAGE,
        code=code,
        country=country,
        admin1=admin1,
        admin2="",
        latitude=35.123,
        longitude=-1.5,
        population=number,
        radius_km=3.0,
        name=name,
    )
    return Listed(entry, frozenset({fold_place(name)}))


def write(folder: Path, places: Sequence[Listed], code: str = "XX") -> Pack:
    path = folder / f"{code}.gaz"
    write_pack(path, replace(ABOUT, code=code), places, level=3)
    return Pack(path)


WORDS = st.text("abdeghiklmnoqrstuwxyz", min_size=1, max_size=9)
KEYS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join).filter(lambda key: len(key) > 1)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\t\n"), max_size=12)
CODES = st.text("0123456789AB.", max_size=3)
PLACES = st.lists(
    st.builds(
        Listed,
        entry=st.builds(
            Entry,
            id=st.integers(1, 10**8).map("gn{}".format),
            kind=st.sampled_from(PlaceKind),
            code=st.sampled_from(["PPL", "ADM1", ""]),
            country=st.sampled_from(["", "SY", "YE", "MM"]),
            admin1=CODES,
            admin2=CODES,
            latitude=st.integers(-90_000, 90_000).map(lambda n: n / 1000),
            longitude=st.integers(-180_000, 180_000).map(lambda n: n / 1000),
            population=st.integers(0, 10**8),
            radius_km=st.integers(1, 3000).map(float),
            name=NAMES,
        ),
        keys=st.frozensets(KEYS, min_size=1, max_size=4),
    ),
    max_size=3 * PER_BLOCK,
    unique_by=lambda place: place.entry.id,
)


@settings(deadline=None, max_examples=60)
@given(PLACES)
def test_every_place_is_found_by_each_of_its_keys_as_it_was_written(places: list[Listed]) -> None:
    with TemporaryDirectory() as folder:
        pack = write(Path(folder), places)
        pack.check()
        gazetteer = Gazetteer([pack])
        assert pack.n_places == len(places)
        assert sum(pack.n_by_country.values()) == len(places)
        assert sorted(gazetteer.entries()) == sorted(place.entry for place in places)
        for entry, keys in places:
            for key in keys:
                assert entry in gazetteer.find(key)
                assert entry in gazetteer.find_loose(key)
                assert entry in gazetteer.find_skeleton(key, {entry.country}) or find_skeleton(key) is None
                assert entry not in gazetteer.find_skeleton(key, {"XX"})
            is_division = entry.kind in DIVISIONS
            assert (entry in pack.entries_of(entry.country, entry.admin1, entry.admin2)) == is_division
            assert entry in pack.entries_in(entry.country)


@settings(deadline=None, max_examples=60)
@given(PLACES, KEYS)
def test_nothing_is_found_that_does_not_bear_the_name(places: list[Listed], key: str) -> None:
    with TemporaryDirectory() as folder:
        gazetteer = Gazetteer([write(Path(folder), places)])
        keys = {place.entry: place.keys for place in places}
        assert set(gazetteer.find(key)) == {entry for entry, own in keys.items() if key in own}
        loose = {entry for entry, own in keys.items() if loosen_key(key) in {loosen_key(k) for k in own}}
        assert set(gazetteer.find_loose(key)) == loose


@settings(deadline=None, max_examples=30)
@given(PLACES, st.randoms(use_true_random=False))
def test_the_same_places_in_any_order_give_the_same_bytes(places: list[Listed], chance: Random) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        first = write(Path(one), places)
        shuffled = list(places)
        chance.shuffle(shuffled)
        second = write(Path(other), shuffled)
        assert first.path.read_bytes() == second.path.read_bytes()
        assert first.digest == second.digest


def test_a_place_of_an_id_is_written_once_and_the_later_row_counts(tmp_path: Path) -> None:
    pack = write(tmp_path, [make_place(1, "Kafr Nabl"), make_place(1, "Kafranbel")])
    assert [entry.name for entry in pack.entries()] == ["Kafranbel"]


def test_a_pack_of_no_places_finds_nothing(tmp_path: Path) -> None:
    pack = write(tmp_path, [])
    pack.check()
    assert (pack.n_places, pack.countries, Gazetteer([pack]).find("kafr nabl")) == (0, (), ())


def test_about_is_kept(tmp_path: Path) -> None:
    assert write(tmp_path, [make_place(1, "Kafr Nabl")]).about == ABOUT


def test_a_later_pack_gives_the_place_that_both_have(tmp_path: Path) -> None:
    first = write(tmp_path, [make_place(1, "Kafr Nabl", admin1="01"), make_place(2, "Saraqib")], "AA")
    second = write(tmp_path, [make_place(1, "Kafr Nabl", admin1="02")], "BB")
    gazetteer = Gazetteer([first, second])
    assert [entry.admin1 for entry in gazetteer.find("kafr nabl")] == ["02"]
    assert [entry.name for entry in gazetteer.find("saraqib")] == ["Saraqib"]
    assert gazetteer.digest != Gazetteer([first]).digest


def test_a_replaced_pack_is_opened_anew(tmp_path: Path) -> None:
    write(tmp_path, [make_place(1, "Zarqunta")])
    assert open_gazetteer(tmp_path).find("zarqunta")
    write(tmp_path, [make_place(1, "Qulzunta")])
    assert not open_gazetteer(tmp_path).find("zarqunta")
    assert open_gazetteer(tmp_path).find("qulzunta")


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    return write(tmp_path, [make_place(n, f"Tell Number {chr(97 + n % 26)}{n}") for n in range(1, 100)]).path.read_bytes()


def open_and_check(folder: Path, content: bytes) -> None:
    path = folder / "damaged.gaz"
    path.write_bytes(content)
    Pack(path).check()


@pytest.mark.parametrize("kept", [0.0, 0.001, 0.02, 0.3, 0.9, 0.999])
def test_a_cut_pack_is_refused(whole: bytes, tmp_path: Path, kept: float) -> None:
    with pytest.raises(DataError, match=r"damaged\.gaz"):
        open_and_check(tmp_path, whole[: int(len(whole) * kept)])


def test_a_pack_with_something_behind_it_is_refused(whole: bytes, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"{len(whole) + 1} bytes where {len(whole)} should be"):
        open_and_check(tmp_path, whole + b"x")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"name,latitude\n", MAGIC, MAGIC + b"\0\0\0\0", MAGIC + b"\xff" * 40])
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DataError, match="expected a pack of places"):
        open_and_check(tmp_path, content)


def test_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.gaz"):
        Pack(tmp_path / "none.gaz")


def test_altered_places_are_told_when_a_pack_is_checked(whole: bytes, tmp_path: Path) -> None:
    head = len(MAGIC) + 4 + int.from_bytes(whole[len(MAGIC) : len(MAGIC) + 4], "big")
    for at in range(head, len(whole), 37):
        altered = bytearray(whole)
        altered[at] ^= 0x55
        with pytest.raises(DataError, match="digest"):
            open_and_check(tmp_path, bytes(altered))


def test_an_altered_header_raises_nothing_but_a_data_error(whole: bytes, tmp_path: Path) -> None:
    n_refused = 0
    head = len(MAGIC) + 4 + int.from_bytes(whole[len(MAGIC) : len(MAGIC) + 4], "big")
    for at in range(head):
        altered = bytearray(whole)
        altered[at] ^= 0x55
        try:
            open_and_check(tmp_path, bytes(altered))
        except DataError:
            n_refused += 1
    assert n_refused > 0.8 * head  # the others are letters of its title and source


def test_a_damaged_block_is_told_when_it_is_read(whole: bytes, tmp_path: Path) -> None:
    head = len(MAGIC) + 4 + int.from_bytes(whole[len(MAGIC) : len(MAGIC) + 4], "big")
    path = tmp_path / "damaged.gaz"
    path.write_bytes(whole[:head] + b"\0" * (len(whole) - head))
    with pytest.raises(DataError, match="damaged block"):
        next(Pack(path).entries())


def test_a_pack_made_by_other_rules_is_refused(tmp_path: Path) -> None:
    rules = load_spellings()._replace(digest="000000000000")
    with patch.object(pack_module, "load_spellings", return_value=rules):
        write_pack(tmp_path / "old.gaz", ABOUT, [make_place(1, "Kafr Nabl")])
    with pytest.raises(DataError, match="made by other rules of spelling; expected one made by this version"):
        Pack(tmp_path / "old.gaz")


def test_the_pack_that_stands_stays_where_writing_fails(tmp_path: Path) -> None:
    path = write(tmp_path, [make_place(1, "Kafr Nabl")]).path
    before = path.read_bytes()
    with patch.object(Path, "replace", side_effect=OSError("no space left")), pytest.raises(OSError, match="no space"):
        write_pack(path, ABOUT, [make_place(2, "Saraqib")])
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_the_packs_of_the_package_are_whole() -> None:
    (shipped,) = open_gazetteer().packs
    shipped.check()
    assert shipped.n_places > 500_000
    assert {"SY", "UA", "MM", "CD"} <= set(shipped.countries)
    assert len(list(shipped.entries_in("SY"))) == shipped.n_by_country["SY"]
    assert list(shipped.entries_in("QQ")) == []
