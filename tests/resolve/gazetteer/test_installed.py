"""The packs that are there, and how others come to be there and go again."""

import sys
import zipfile
from pathlib import Path

import pytest

from tacitus.errors import DataError, UsageError
from tacitus.resolve.gazetteer import adding, find_folder, open_gazetteer
from tacitus.resolve.gazetteer.adding import add_source, list_pack_folders
from tacitus.resolve.gazetteer.installed import list_packs, remove_pack

ROW = "{id}\t{name}\t{name}\t\t35.1\t36.2\tP\t{code}\tSY\t\t12\t\t\t\t0\t\t400\tAsia/Damascus\t2012-01-17\n"
TABLE = "name,latitude,longitude,country\nZarqunta,35.1,36.2,SY\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "gazetteer"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "checkpoints.csv"
    path.write_text(TABLE, "utf-8")
    return path


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "Readme")
        archive.writestr("SY.txt", ROW.format(id=1, name="Qulzunta", code="PPL") + ROW.format(id=2, name="A School", code="SCH"))
    return path


def test_the_setting_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_folder(str(tmp_path)) == tmp_path
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "x"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "l"))
    for platform, folder in (("linux", tmp_path / "x"), ("win32", tmp_path / "l")):
        monkeypatch.setattr(sys, "platform", platform)
        assert find_folder(None) == folder / "tacitus" / "gazetteer"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "Application Support" in find_folder(None).parts


def test_the_package_has_one_pack_and_a_folder_that_is_not_there_has_none(folder: Path) -> None:
    (world,) = list_packs(folder)
    assert (world.code, world.is_own, world.problem) == ("world", False, None)
    assert world.n_places > 500_000
    assert not folder.exists()


def test_a_table_is_added_under_its_own_name(table: Path, folder: Path) -> None:
    addition = add_source(str(table), folder)
    assert addition.replaced is None
    assert (addition.pack.code, addition.pack.n_by_country, addition.pack.is_own) == ("checkpoints", {"SY": 1}, True)
    assert [entry.name for entry in open_gazetteer(folder).find("zarqunta")] == ["Zarqunta"]
    assert [pack.code for pack in list_packs(folder)] == ["world", "checkpoints"]


@pytest.mark.parametrize("name", ["SY.zip", "SY (1).zip"])
def test_a_dump_is_added_under_its_countrys_code(dump: Path, folder: Path, name: str) -> None:
    pack = add_source(str(dump.rename(dump.with_name(name))), folder).pack
    assert (pack.code, pack.n_places, pack.countries) == ("SY-geonames", 1, ("SY",))
    assert pack.about is not None
    assert (pack.about.licence, pack.about.attribution) == ("CC BY 4.0", "© GeoNames (CC BY 4.0)")
    assert name in pack.about.source


def test_countries_and_divisions_of_a_dump_keep_the_reach_that_the_package_knows(tmp_path: Path, folder: Path) -> None:
    rows = ROW.format(id=169387, name="Muhafazat Idlib", code="ADM1") + ROW.format(id=169389, name="Idlib", code="PPLA")
    (tmp_path / "SY.txt").write_text(rows, "utf-8")
    before = {entry.id: entry for entry in open_gazetteer().find("idlib")}
    add_source(str(tmp_path / "SY.txt"), folder)
    after = {entry.id: entry for entry in open_gazetteer(folder).find("idlib")}
    assert after["gn169387"] == before["gn169387"]
    assert (after["gn169389"].latitude, before["gn169389"].latitude) == (35.1, 35.931)
    assert [entry.id for entry in open_gazetteer(folder).find("muhafazat idlib")] == ["gn169387"]


def test_a_dump_of_several_countries_is_added_under_its_files_name(tmp_path: Path, folder: Path) -> None:
    rows = ROW.format(id=1, name="Qulzunta", code="PPL") + ROW.format(id=2, name="Zarqunta", code="PPL").replace("SY", "IQ")
    (tmp_path / "two lands.txt").write_text(rows, "utf-8")
    assert add_source(str(tmp_path / "two lands.txt"), folder).pack.code == "two-lands-geonames"


def test_a_countrys_pack_is_found_beside_the_user_before_the_project(
    table: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = add_source(str(table.rename(table.with_name("QX.csv"))), tmp_path / "packs").pack
    monkeypatch.chdir(tmp_path)
    addition = add_source("qx", folder)
    assert addition.pack.code == "QX"
    assert addition.pack.path.read_bytes() == made.path.read_bytes()


def test_the_projects_own_packs_are_found(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pack = add_source("MR", folder).pack
    assert (pack.code, pack.countries) == ("MR", ("MR",))


@pytest.mark.parametrize("clone", [True, False])
def test_a_country_without_a_pack_is_told_where_packs_are(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clone: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    if not clone:
        monkeypatch.setattr(adding, "list_pack_folders", lambda: (Path("packs"),))
    with pytest.raises(UsageError) as caught:
        add_source("sy", folder)
    assert caught.value.where == "SY"
    assert "no SY.gaz in packs" in caught.value.got
    assert ("PK" if clone else "which the folder packs/ of the project has") in caught.value.expected
    assert "the package itself has" in caught.value.expected


def test_packs_are_looked_for_here_and_in_the_clone() -> None:
    here, clone = list_pack_folders()
    assert here == Path("packs")
    assert (clone / "PK.gaz").is_file()


def test_a_packs_file_is_added_as_it_is(table: Path, folder: Path, tmp_path: Path) -> None:
    made = add_source(str(table), tmp_path / "elsewhere").pack
    renamed = made.path.rename(tmp_path / "renamed.gaz")
    addition = add_source(str(renamed), folder)
    assert addition.pack.code == "checkpoints"
    assert addition.pack.path.read_bytes() == renamed.read_bytes()


def test_adding_again_replaces(table: Path, folder: Path) -> None:
    add_source(str(table), folder)
    table.write_text(TABLE + "Qulzunta,35,36,IQ\n", "utf-8")
    addition = add_source(str(table), folder)
    assert addition.replaced is not None
    assert (addition.replaced.n_places, addition.pack.n_places) == (1, 2)
    assert [path.name for path in folder.iterdir()] == ["checkpoints.gaz"]


def test_a_pack_may_be_added_from_the_folder_itself(table: Path, folder: Path) -> None:
    path = add_source(str(table), folder).pack.path
    before = path.read_bytes()
    add_source(str(path), folder)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"name,latitude\n", b"name,latitude,longitude\n", b"name,latitude,longitude\nZarqunta,99,36\n", b"\xff\xfe\x00", b""],
)
def test_a_bad_file_leaves_what_was_there(table: Path, folder: Path, content: bytes) -> None:
    path = add_source(str(table), folder).pack.path
    before = path.read_bytes()
    table.write_bytes(content)
    with pytest.raises(DataError, match=r"checkpoints\.csv"):
        add_source(str(table), folder)
    assert path.read_bytes() == before
    assert [file.name for file in folder.iterdir()] == [path.name]


def test_a_bad_pack_is_not_added(table: Path, folder: Path, tmp_path: Path) -> None:
    path = add_source(str(table), tmp_path / "elsewhere").pack.path
    content = bytearray(path.read_bytes())
    content[-20] ^= 0xFF
    path.write_bytes(bytes(content))
    with pytest.raises(DataError, match="digest"):
        add_source(str(path), folder)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("source", "got"),
    [
        ("nowhere.csv", "no such file"),
        ("Syria", "no such file"),
        ("", "no such file"),
        (".", "no such file"),
        ("places.xlsx", "a file of another kind"),
    ],
)
def test_no_source_is_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, got: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "places.xlsx").write_bytes(b"x")
    with pytest.raises(UsageError, match=got) as caught:
        add_source(source, folder)
    assert "a country dump of GeoNames" in caught.value.expected


def test_the_packages_code_cannot_be_taken(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "world.csv").write_text(TABLE, "utf-8")
    with pytest.raises(UsageError, match="world: got a code that no pack of one's own may have"):
        add_source(str(tmp_path / "world.csv"), folder)


def test_a_folder_that_is_a_file_is_told(table: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(UsageError, match="expected a folder that can be written"):
        add_source(str(table), tmp_path / "taken")


def test_how_far_adding_is_can_be_followed(tmp_path: Path, folder: Path) -> None:
    rows = "".join(ROW.format(id=n, name=f"Tall Number {n}", code="PPL") for n in range(1, 1200))
    (tmp_path / "SY.txt").write_text(rows, "utf-8")
    told: list[tuple[str, int, int]] = []
    add_source(str(tmp_path / "SY.txt"), folder, on_progress=lambda *told_now: told.append(told_now))
    assert [what for what, _, _ in told] == ["reading SY.txt", "writing 1,199 places"]
    assert told[0][2] == len(rows)


def test_a_pack_is_removed(table: Path, folder: Path) -> None:
    add_source(str(table), folder)
    assert remove_pack("checkpoints", folder).n_places == 1
    assert [pack.code for pack in list_packs(folder)] == ["world"]
    assert not open_gazetteer(folder).find("zarqunta")


@pytest.mark.parametrize(
    ("code", "got"), [("world", "the package's own pack"), ("PK", "no pack of that code"), ("../x", "no pack")]
)
def test_only_a_pack_that_was_added_can_be_removed(table: Path, folder: Path, code: str, got: str) -> None:
    with pytest.raises(UsageError, match="one that was added with"):
        remove_pack(code, folder)
    add_source(str(table), folder)
    with pytest.raises(UsageError, match=f"{got}.*expected one of checkpoints"):
        remove_pack(code, folder)


def test_a_damaged_pack_is_listed_with_its_problem_and_can_be_replaced_or_removed(table: Path, folder: Path) -> None:
    path = add_source(str(table), folder).pack.path
    path.write_bytes(b"damaged")
    _, damaged = list_packs(folder)
    assert damaged.about is None
    assert "another kind of file" in (damaged.problem or "")
    assert add_source(str(table), folder).replaced == damaged
    path.write_bytes(b"damaged")
    assert remove_pack("checkpoints", folder).problem is not None
    assert not path.exists()
