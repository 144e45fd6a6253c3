from pathlib import Path

import pytest

from tacitus.errors import DataError
from tacitus.model import PlaceKind
from tacitus.resolve.place_names import fold_place, loosen_key
from tacitus.resolve.small_places import find_small, open_table


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Al Shuqrah", "Shuqra"),
        ("Dan Sadau", "Dansadau"),
        ("Hammam", "Hamam"),
        ("Kafr Nabl", "Kafr-Nabl"),
    ],
)
def test_spellings_of_one_name_have_one_key(name: str, other: str) -> None:
    assert loosen_key(fold_place(name)) == loosen_key(fold_place(other))


def test_different_names_have_different_keys() -> None:
    assert len({loosen_key(fold_place(name)) for name in ("Hama", "Homs", "Haram", "Al Bab", "Babila")}) == 5


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Hsipaw", "MM", 22.62, 97.30),
        ("Tongo Tongo", "NE", 14.94, 1.80),
        ("Bakouma", "CF", 5.71, 22.78),
        ("Humera", "ET", 14.29, 36.61),
        ("Forcados", "NG", 5.36, 5.44),
    ],
)
def test_places_are_found_with_points_a_few_kilometres_off_at_most(
    name: str, country: str, latitude: float, longitude: float
) -> None:
    found = [e for e in find_small(fold_place(name)) if e.country == country]
    assert any(abs(e.latitude - latitude) < 0.04 and abs(e.longitude - longitude) < 0.04 for e in found)


def test_divisions_are_found_without_the_word_for_their_kind() -> None:
    assert any(e.kind is PlaceKind.DISTRICT and e.country == "MZ" for e in find_small("nangade"))


@pytest.mark.parametrize("key", ["", "x", "zzzzqqq", "没有", "a\tb", "0"])
def test_what_is_not_there_is_not_found(key: str) -> None:
    assert find_small(key) == ()


def test_every_place_of_a_block_can_be_read() -> None:
    table = open_table()
    for first in table.firsts[:: max(1, len(table.firsts) // 9)]:
        for entry in find_small(first):
            assert entry.is_small
            assert -90 <= entry.latitude <= 90
            assert -180 <= entry.longitude <= 180
            assert entry.country in entry.id


def test_a_damaged_table_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "small_places.zst"
    path.write_bytes(b"no table")
    with pytest.raises(DataError, match="small places"):
        open_table(path)
    with pytest.raises(DataError, match="small places"):
        open_table(tmp_path / "absent.zst")
