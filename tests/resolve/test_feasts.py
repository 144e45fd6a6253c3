from datetime import date

import pytest

from tacitus.resolve import resolve_time
from tacitus.resolve.feasts import find_feast

# Days as they were kept; Islamic ones differ by a day between countries.
KEPT = [
    ("easter sunday", date(2015, 4, 5)),
    ("easter sunday", date(2019, 4, 21)),
    ("good friday", date(2018, 3, 30)),
    ("eid al fitr", date(2019, 6, 4)),
    ("eid al adha", date(2014, 10, 4)),
    ("ashura", date(2017, 10, 1)),
    ("ramadan", date(2016, 6, 20)),
]


@pytest.mark.parametrize(("name", "day"), KEPT)
def test_feasts_hold_the_day_on_which_they_were_kept(name: str, day: date) -> None:
    assert any(found.start <= day <= found.end for found in find_feast(name, day.year))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Easter Sunday", date(2020, 4, 12)),
        ("on Good Friday last year", date(2019, 4, 19)),
        ("the Eid al-Fitr holiday", date(2020, 5, 23)),
        ("Eid al-Adha", date(2019, 8, 11)),
    ],
)
def test_a_feast_is_the_last_before_publication(text: str, start: date) -> None:
    found = resolve_time(text, published=date(2020, 6, 11)).start
    assert found is not None
    assert abs((found - start).days) <= 1
