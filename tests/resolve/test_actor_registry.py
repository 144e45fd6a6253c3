from datetime import date
from pathlib import Path

import pytest

from tacitus.errors import DataError
from tacitus.model import ActorType
from tacitus.resolve.actors.names import take_apart
from tacitus.resolve.actors.registry import DatedName, find_state, load_actors, load_registry, read_day


def test_the_registry_holds_every_state_with_its_forces() -> None:
    registry = load_registry()
    countries = {actor.countries[0] for actor in registry.values() if actor.id.startswith("g") and len(actor.id) == 3}
    assert len(countries) > 190
    assert all({f"g{c}", f"m{c}", f"c{c}", f"l{c}"} <= registry.keys() for c in countries)


def test_the_registry_is_sorted_and_says_where_it_is_from() -> None:
    path = Path(__file__).parents[2] / "src" / "tacitus" / "resolve" / "registry" / "actors.tsv"
    lines = path.read_text("utf-8").splitlines()
    assert "UCDP" in lines[0]
    assert "CC BY 4.0" in lines[0]
    ids = [line.split("\t")[0] for line in lines if not line.startswith("#")]
    assert ids == sorted(ids, key=lambda i: (i[0], len(i), i))
    assert len(ids) == len(set(ids)) > 2000


def test_no_label_is_a_judgement_and_no_person_is_listed() -> None:
    names = {name.name for actor in load_registry().values() for name in actor.names}
    assert not names & {"Mohammed Deif", "Osama bin Laden", "Abu al-Abbas", "Marwan Issa"}  # the dictionaries list persons too
    assert {actor.type for actor in load_registry().values()} <= set(ActorType) - {ActorType.PERSON, ActorType.CIVILIANS}


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Syrian army", "mSY"), ("the Syrian Armed Forces", "mSY"), ("Nigerien soldiers", "mNE"), ("Nigerian soldiers", "mNG"),
        ("Government of Mali", "gML"), ("Malian government", "gML"), ("Russia", "gRU"), ("US military", "mUS"),
        ("Ukrainian police", "cUA"), ("Tunisian parliament", "lTN"), ("South Sudanese army", "mSS"), ("DR Congo", "gCD"),
        ("Syrians", None), ("Syrian Democratic Forces", None), ("Free Syrian Army", None), ("army", None),
        ("Libyan National Army", None), ("Iraqi air force", None), ("Turkish and Russian forces", None),
    ],
)  # fmt: skip
def test_a_states_parts_are_known_by_their_words(name: str, state: str | None) -> None:
    assert find_state(take_apart(name)) == state


def test_names_carry_their_time() -> None:
    names = {name.name: name for name in load_registry()["u234"].names}
    assert names["Islamic State of Iraq"].is_borne_on(date(2010, 1, 1))
    assert not names["Islamic State of Iraq"].is_borne_on(date(2015, 1, 1))
    assert any(name.is_former for name in load_registry()["u1170"].names)


def test_days_of_any_precision() -> None:
    assert (read_day("2013"), read_day("2013-02", is_last=True)) == (date(2013, 1, 1), date(2013, 2, 28))
    assert read_day("2013-02-03", is_last=True) == date(2013, 2, 3)


def test_a_table_of_ones_own_stands_beside_the_packages(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("# mine\nx1\trebel_group\tXX\tRiver Front {2001..2003-05} | RF\n", "utf-8")
    actor = load_registry(str(own))["x1"]
    assert actor.names == (DatedName("River Front", date(2001, 1, 1), date(2003, 5, 31)), DatedName("RF"))
    assert "u234" in load_registry(str(own))


@pytest.mark.parametrize(
    ("line", "got"),
    [
        ("x1", "1 cells"), ("x1\tterrorists\tXX\tRiver Front", "the type 'terrorists'"),
        ("x1\tperson\tXX\tA", "the type 'person'"),
        ("x1\t-\tXX\t", "no id or no name"), ("x1\t-\tXX\tA {soon..}", "{soon..}"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_with_its_place(line: str, got: str, tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("# mine\n" + line + "\n", "utf-8")
    with pytest.raises(DataError) as caught:
        load_actors(path)
    assert caught.value.where.endswith("line 2")
    assert caught.value.got == got


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        load_actors(tmp_path / "none.tsv")
