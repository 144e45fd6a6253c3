import numpy as np
import pytest

from tacitus.model import PlaceKind
from tacitus.resolve.gazetteer import Entry
from tacitus.resolve.place_relations import MOST_CONTEXT, SHARED, lay_out, share


def make(
    kind: PlaceKind = PlaceKind.TOWN, *, country: str = "SY", admin1: str = "", at: float = 35.0, reach: float = 5.0
) -> Entry:
    return Entry("x", kind, "PPL", country, admin1, "", at, 36.0, 1000, reach, "X")


def shared(
    entries: list[Entry], of: list[int], belief: list[float], beside: dict[int, list[int]] | None = None
) -> list[dict[str, float]]:
    lay = lay_out(entries, of, max(of) + 1, beside or {})
    rows = share(lay, np.array(belief))
    return [dict(zip(SHARED, row, strict=True)) for row in rows.tolist()]


def test_a_place_alone_has_no_one_beside_it() -> None:
    [row] = shared([make()], [0], [1.0])
    assert row.pop("none_near") == 1.0
    assert set(row.values()) == {0.0}


def test_candidates_of_one_name_say_nothing_to_each_other() -> None:
    one, other = shared([make(), make()], [0, 0], [0.5, 0.5])
    assert one["near_one"] == other["near_one"] == one["same_country"] == 0.0


def test_what_is_near_counts_as_much_as_it_is_believed() -> None:
    rows = shared([make(), make(at=35.0), make(country="IQ", at=10.0)], [0, 1, 1], [1.0, 0.75, 0.25])
    assert rows[0]["near_one"] == pytest.approx(0.75)
    assert rows[0]["same_country"] == pytest.approx(0.75)
    assert rows[1]["near_one"] == pytest.approx(1.0)
    assert rows[2]["same_country"] == 0.0


def test_a_region_holds_its_towns_and_is_named_for_them() -> None:
    region, town = make(PlaceKind.REGION, admin1="12", reach=50.0), make(admin1="12")
    held, named = shared([region, town], [0, 1], [1.0, 1.0])
    assert (held["holds_others"], held["division_named"]) == (1.0, 0.0)
    assert (named["holds_others"], named["division_named"]) == (0.0, 1.0)


def test_nothing_is_near_to_an_area() -> None:
    country = make(PlaceKind.COUNTRY, reach=500.0)
    rows = shared([country, make()], [0, 1], [1.0, 1.0])
    assert rows[0]["near_one"] == rows[1]["near_one"] == rows[0]["none_near"] == 0.0


def test_places_named_close_by_are_told_from_the_others() -> None:
    entries = [make(), make(), make(at=36.0)]
    rows = shared(entries, [0, 1, 2], [1.0, 1.0, 1.0], {0: [2]})
    assert 0.0 < rows[0]["near_beside"] < 0.6
    assert rows[1]["near_beside"] == 0.0


def test_only_the_first_places_are_weighed_with() -> None:
    entries = [make(at=35.0)] * MOST_CONTEXT + [make(at=-20.0)] * 2
    rows = shared(entries, list(range(len(entries))), [1.0] * len(entries))
    assert rows[-1]["near_one"] == pytest.approx(0.0, abs=1e-9)
    assert rows[0]["near_one"] == pytest.approx(1.0)


def test_no_candidates_no_rows() -> None:
    assert share(lay_out([], [], 3, {}), np.zeros(0)).shape == (0, len(SHARED))


def test_a_very_long_report_needs_no_square_of_it() -> None:
    entries = [make(at=(n % 170) - 85.0) for n in range(40_000)]  # as a square of numbers it would take 12 GB
    of = [n // 10 for n in range(40_000)]
    assert share(lay_out(entries, of, 4_000, {}), np.full(40_000, 0.1)).shape == (40_000, len(SHARED))
