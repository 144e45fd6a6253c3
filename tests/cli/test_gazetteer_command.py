"""``tacitus gazetteer``, end to end."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tacitus.cli import main

ROW = "{id}\t{name}\t{name}\t{others}\t35.1\t36.2\tP\t{code}\tSY\t\t12\t\t\t\t{people}\t\t400\tAsia/Damascus\t2012-01-17\n"
REPORT = (
    "Fighters of the Hill Guard shelled the village of Zarqunta in northern Syria on 3 April 2015, killing four people, "
    "residents said. Government forces then entered Zarqunta.\n"
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["gazetteer", *arguments], prog_name="tacitus")


def rows(*arguments: str) -> list[dict[str, Any]]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a dump, a table and a report; packs go to ``own``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TACITUS_GAZETTEER", str(tmp_path / "own"))
    with zipfile.ZipFile("SY.zip", "w") as archive:
        archive.writestr("readme.txt", "Readme for GeoNames")
        archive.writestr(
            "SY.txt",
            ROW.format(id=901, name="Qulzunta", others="Kulzounta,قلزنتا", code="PPL", people=900)
            + ROW.format(id=902, name="Zarqunta", others="", code="PPL", people=0)
            + ROW.format(id=903, name="Some School", others="", code="SCH", people=0),
        )
    Path("checkpoints.csv").write_text("name,latitude,longitude,country\nZarqunta,35.5,36.25,SY\n", "utf-8")
    Path("report.txt").write_text(REPORT, "utf-8")
    return tmp_path / "own"


def test_adding_a_dump_says_what_it_has_and_what_to_show(folder: Path) -> None:
    result = run("add", "SY.zip")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    for words in (
        "Added SY-geonames: 2 places of SY",
        "GeoNames (https://www.geonames.org), SY.zip",
        "CC BY 4.0",
        "show with maps  © GeoNames (CC BY 4.0)",
        "tacitus add SOURCE --again",
    ):
        assert words in result.stderr
    assert (folder / "SY-geonames.gaz").is_file()


def test_several_sources_are_added_and_listed(folder: Path) -> None:
    assert run("add", "SY.zip", "checkpoints.csv", "MR").exit_code == 0
    listed = rows("list")
    assert [(row["code"], row["is_own"]) for row in listed] == [
        ("world", False), ("MR", True), ("SY-geonames", True), ("checkpoints", True)
    ]  # fmt: skip
    assert listed[2]["countries"] == ["SY"]
    assert listed[2]["n_places"] == 2
    assert listed[2]["path"] == str(folder / "SY-geonames.gaz")
    assert all(row["source"] and row["licence"] and row["title"] and row["problem"] is None for row in listed)
    words = run("list").stdout
    assert "MR  added" in words
    assert "world  in the package" in words
    assert "247 countries" in words


def test_nothing_added_is_said(folder: Path) -> None:
    assert "None was added in" in run("list").stdout
    assert len(rows("list")) == 1
    assert not folder.exists()


def test_adding_again_says_that_it_replaces() -> None:
    run("add", "checkpoints.csv")
    with Path("checkpoints.csv").open("a", encoding="utf-8") as file:
        file.write("Mill Gate,35.5,43.25,IQ\n")
    result = run("add", "checkpoints.csv")
    assert result.exit_code == 0
    assert "Replaced checkpoints: 2 places of IQ SY" in result.stderr
    assert "before   1 place of SY, checkpoints.csv" in result.stderr


def test_a_bad_row_is_one_line_and_leaves_what_was_there(folder: Path) -> None:
    run("add", "checkpoints.csv")
    Path("checkpoints.csv").write_text("name,latitude,longitude\nZarqunta,355,36.25\n", "utf-8")
    result = run("add", "checkpoints.csv")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: checkpoints.csv, line 2: got the point 355.0, 36.25, which is not on Earth; expected")
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in folder.iterdir()] == ["checkpoints.gaz"]
    assert rows("list")[1]["n_places"] == 1


def test_the_flag_names_another_folder(folder: Path) -> None:
    assert run("add", "checkpoints.csv", "--gazetteer", "elsewhere").exit_code == 0
    assert Path("elsewhere/checkpoints.gaz").is_file()
    assert not folder.exists()
    assert [row["id"] for row in rows("find", "Zarqunta", "--gazetteer", "elsewhere")]
    assert run("remove", "checkpoints", "--gazetteer", "elsewhere").exit_code == 0


def test_a_pack_is_removed(folder: Path) -> None:
    run("add", "checkpoints.csv")
    result = run("remove", "checkpoints")
    assert (result.exit_code, result.stderr) == (0, "Removed checkpoints: 1 place of SY\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dig"], "No such command"),
        (["add"], "Missing argument"),
        (["add", "SY.zip", "--fast"], "No such option"),
        (["add", "QQ"], "QQ: got no QQ.gaz in packs or"),
        (["add", "nowhere.zip"], "nowhere.zip: got no such file"),
        (["add", "report.pdf"], "report.pdf: got no such file"),
        (["remove"], "Missing argument"),
        (["remove", "world"], "world: got the package's own pack, which stays"),
        (["remove", "PK"], "PK: got no pack of that code"),
        (["find"], "Missing argument"),
        (["find", "Aleppo", "--country", "Syria"], "--country: got Syria; expected a code of two letters"),
        (["find", "Aleppo", "--limit", "0"], "0 is not in the range"),
    ],
)
def test_wrong_usage_exits_with_2_and_no_traceback(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("source", ["report.txt", "broken.zip", "broken.gaz"])
def test_what_is_no_source_of_places_exits_with_1(source: str) -> None:
    Path("broken.zip").write_bytes(b"no zip")
    Path("broken.gaz").write_bytes(b"no pack")
    result = run("add", source)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {source}")


def test_a_name_is_found_by_tiers() -> None:
    run("add", "SY.zip")
    (exact,) = rows("find", "Qulzunta")
    assert exact == {
        "id": "gn901", "name": "Qulzunta", "kind": "village", "country": "SY", "country_name": "Syria", "admin1": "12",
        "admin1_name": "Idlib", "admin2": None, "admin2_name": None, "latitude": 35.1, "longitude": 36.2, "radius_km": 3.0,
        "population": 900, "feature_code": "PPL", "found_by": "its name",
    }  # fmt: skip
    assert [row["found_by"] for row in rows("find", "Kulzounta")] == ["another of its names"]
    assert [row["found_by"] for row in rows("find", "Koolzunta")] == ["another spelling of its name"]
    assert [row["found_by"] for row in rows("find", "Qalzinta", "--country", "sy")] == ["the consonants of its name"]
    assert rows("find", "Qalzinta") == []
    words = run("find", "Qulzunta").stdout
    assert "Qulzunta  village  Idlib, Syria  35.100, 36.200" in words


@pytest.mark.parametrize(("arguments", "hint"), [([], True), (["--country", "SY"], False)])
def test_nothing_found_is_said(arguments: list[str], hint: bool) -> None:
    result = run("find", "Qxzzvwpt", *arguments)
    assert result.exit_code == 0
    assert "No place bears this name" in result.stdout
    assert ("--country" in result.stdout) == hint


def test_the_limit_holds() -> None:
    assert len(rows("find", "San Antonio", "--limit", "3")) == 3
    assert "San Antonio (3)  the first 3; more with --limit" in run("find", "San Antonio", "--limit", "3").stdout


def test_an_escape_in_a_name_does_not_reach_the_terminal() -> None:
    assert "\x1b" not in run("find", "\x1b[31mQulzunta").stdout


def test_a_damaged_pack_is_listed_as_such_and_can_be_removed(folder: Path) -> None:
    folder.mkdir()
    (folder / "old.gaz").write_bytes(b"damaged")
    assert "problem" in run("list").stdout
    assert "old.gaz: got" in rows("list")[1]["problem"]
    assert run("find", "Aleppo").exit_code == 1
    assert run("remove", "old").exit_code == 0
    assert run("find", "Aleppo").exit_code == 0


def extract_place(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["extract", "report.txt", "--workers", "1", *arguments], prog_name="tacitus")
    assert result.exit_code == 0, result.output
    return next(entity for entity in json.loads(result.stdout)["entities"] if entity["name"] == "Zarqunta")


def test_a_pack_changes_where_a_report_is_put() -> None:
    before = extract_place()
    assert (before["latitude"], before["longitude"]) == (None, None)
    run("add", "checkpoints.csv")
    after = extract_place()
    assert (after["latitude"], after["longitude"], after["country"]) == (35.5, 36.25, "SY")
    run("remove", "checkpoints")
    assert extract_place() == before


@pytest.mark.parametrize("name", ["add", "list", "remove", "find"])
def test_help_has_examples(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"tacitus gazetteer {name}" in result.stdout.split("Examples")[1]
