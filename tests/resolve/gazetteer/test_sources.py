"""Places as their publishers give them: which rows are taken in, as what, and what is said of bad ones."""

import zipfile
from pathlib import Path

import pytest

from tacitus.errors import DataError
from tacitus.model import PlaceKind
from tacitus.resolve.gazetteer import Entry
from tacitus.resolve.gazetteer.entry import Listed
from tacitus.resolve.gazetteer.sources import load_features, make_keys, read_csv, read_geonames, read_geonames_line


def make_row(
    id_: str = "1",
    name: str = "Tall Mushayrif",
    others: str = "",
    *,
    point: tuple[str, str] = ("35.1", "36.2"),
    code: str = "PPL",
    population: str = "0",
) -> str:
    cells = (
        id_,
        name,
        name,
        others,
        *point,
        "P",
        code,
        "SY",
        "",
        "12",
        "5",
        "",
        "",
        population,
        "",
        "400",
        "Asia/Damascus",
        "2012-01-17",
    )
    return "\t".join(cells)


def read_rows(folder: Path, *rows: str) -> list[Listed]:
    path = folder / "SY.txt"
    path.write_text("".join(f"{row}\n" for row in rows), "utf-8")
    return list(read_geonames(path))


def zip_dump(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.txt", content)
    return path


def test_a_row_becomes_a_place(tmp_path: Path) -> None:
    (place,) = read_rows(tmp_path, make_row("170063", others="Tell Musheirif,تل مشيرف,TMF", population="1234"))
    assert place.entry == Entry(
        "gn170063", PlaceKind.VILLAGE, "PPL", "SY", "12", "5", 35.1, 36.2, 1234, 3.0, "Tall Mushayrif"
    )  # fmt: skip
    assert place.keys == {"tall mushayrif", "tell musheirif"}


@pytest.mark.parametrize(
    ("code", "population", "kind", "radius"),
    [
        ("PCLI", "0", PlaceKind.COUNTRY, 300.0),
        ("ADM1", "0", PlaceKind.REGION, 100.0),
        ("ADM2", "0", PlaceKind.DISTRICT, 30.0),
        ("ADM3", "0", PlaceKind.DISTRICT, 12.0),
        ("PPLC", "0", PlaceKind.TOWN, 5.0),
        ("PPLA2", "0", PlaceKind.TOWN, 5.0),
        ("PPL", "0", PlaceKind.VILLAGE, 3.0),
        ("PPL", "4999", PlaceKind.VILLAGE, 3.0),
        ("PPL", "5000", PlaceKind.TOWN, 5.0),
        ("PPL", "2000000", PlaceKind.TOWN, 12.0),
        ("AIRB", "9000", PlaceKind.VILLAGE, 3.0),
        ("MTS", "0", PlaceKind.LANDSCAPE, 50.0),
        ("HLL", "0", PlaceKind.LANDSCAPE, 5.0),
        ("RD", "0", PlaceKind.ROAD, 50.0),
    ],
)
def test_the_feature_code_tells_kind_and_reach(
    tmp_path: Path, code: str, population: str, kind: PlaceKind, radius: float
) -> None:
    (place,) = read_rows(tmp_path, make_row(code=code, population=population))
    assert (place.entry.kind, place.entry.radius_km) == (kind, radius)


@pytest.mark.parametrize("code", ["SCH", "HTL", "WLLS", "", "ppl"])
def test_what_no_report_speaks_of_is_left_out(tmp_path: Path, code: str) -> None:
    assert read_rows(tmp_path, make_row(code=code)) == []


def test_a_name_of_another_script_alone_is_left_out(tmp_path: Path) -> None:
    assert read_rows(tmp_path, make_row(name="تل مشيرف")) == []


def test_every_kind_of_place_has_a_feature_code() -> None:
    assert {feature.kind for feature in load_features().values()} == set(PlaceKind)


@pytest.mark.parametrize(
    ("names", "kind", "keys"),
    [
        (("Kafr Nabl", "Kafr-Nabl", "KAFR NABL"), PlaceKind.VILLAGE, ["kafr nabl"]),
        (("Ar Raqqah",), PlaceKind.TOWN, ["al raqqah"]),
        (("Idlib Governorate",), PlaceKind.REGION, ["idlib governorate", "idlib"]),
        (("Syria", "", "SYR"), PlaceKind.COUNTRY, ["syria", "syr"]),
        (("London", "", "LON"), PlaceKind.TOWN, ["london"]),
        (("105", "7"), PlaceKind.VILLAGE, []),
        (("Центр", "A"), PlaceKind.VILLAGE, []),
        (("Market",), PlaceKind.VILLAGE, []),
    ],
)
def test_names_become_keys(names: tuple[str, ...], kind: PlaceKind, keys: list[str]) -> None:
    assert make_keys(names, kind) == keys


def test_a_row_of_another_country_is_left_out() -> None:
    assert read_geonames_line(make_row(), country="YE") is None
    assert read_geonames_line(make_row(), country="SY") is not None


@pytest.mark.parametrize(
    ("row", "got"),
    [
        ("1\tTall Mushayrif\t35.1\t36.2", "4 cells, where 19 are expected"),
        ("SY\t13000\tAleppo\t\t\t\t\t\t\t36.2\t37.1\t4", "12 cells, where 19 are expected"),
        (make_row(id_="geonameid"), "the id 'geonameid', which is no number"),
        (make_row(point=("95", "36.2")), "the point 95.0, 36.2, which is not on Earth"),
        (make_row(point=("35", "-190")), "the point 35.0, -190.0, which is not on Earth"),
        (make_row(point=("nan", "36")), "not on Earth"),
        (make_row(point=("", "36")), "the point '', '36', which is not in degrees"),
        (make_row(population="many"), "the population 'many'"),
        (make_row(population="inf"), "the population 'inf'"),
        (make_row(population="-3"), "the population '-3'"),
    ],
)
def test_a_bad_row_of_a_dump_is_told_with_its_line(tmp_path: Path, row: str, got: str) -> None:
    with pytest.raises(DataError) as caught:
        read_rows(tmp_path, make_row(), "", row)
    assert caught.value.where == f"{tmp_path / 'SY.txt'}, line 3"
    assert got in caught.value.got
    assert "19 cells parted by tabs, in UTF-8" in caught.value.expected


def test_a_dump_of_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_bytes(make_row().encode() + b"\n" + make_row(name="Al Ḩamrā").encode("utf-16") + b"\n")
    with pytest.raises(DataError, match=r"SY.txt, line 2: got .*utf-8"):
        list(read_geonames(path))


def test_a_zip_is_read_without_its_readme_and_says_how_far_it_is(tmp_path: Path) -> None:
    content = "".join(f"{make_row(str(n))}\r\n" for n in range(1, 2501))
    path = zip_dump(tmp_path / "SY.zip", readme="Readme for GeoNames", SY=content)
    told: list[tuple[int, int]] = []
    places = list(read_geonames(path, on_read=lambda done, size: told.append((done, size))))
    assert len({place.entry.id for place in places}) == 2500
    assert len(told) == 2
    assert 0 < told[0][0] < told[1][0] <= told[1][1] == len(content)


@pytest.mark.parametrize(
    ("files", "got"),
    [({"readme": "x"}, "no text file"), ({"SY": make_row(), "YE": make_row()}, "SY.txt, YE.txt"), ({"SY": "no dump"}, "1 cells")],
)
def test_a_zip_of_something_else_is_refused(tmp_path: Path, files: dict[str, str], got: str) -> None:
    with pytest.raises(DataError, match=got):
        list(read_geonames(zip_dump(tmp_path / "SY.zip", **files)))


def test_a_cut_zip_is_refused(tmp_path: Path) -> None:
    path = zip_dump(tmp_path / "SY.zip", SY=make_row())
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DataError, match="a dump of GeoNames"):
        list(read_geonames(path))


def test_an_altered_zip_is_refused(tmp_path: Path) -> None:
    path = zip_dump(tmp_path / "SY.zip", SY="".join(f"{make_row(str(n))}\n" for n in range(1, 200)))
    content = bytearray(path.read_bytes())
    content[200:220] = bytes(20)
    path.write_bytes(bytes(content))
    with pytest.raises(DataError):
        list(read_geonames(path))


def test_no_file_is_told(tmp_path: Path) -> None:
    for read, name in ((read_geonames, "SY.zip"), (read_geonames, "SY.txt"), (read_csv, "own.csv")):
        with pytest.raises(DataError, match=name):
            list(read(tmp_path / name))


def read_table(folder: Path, content: str) -> list[Listed]:
    path = folder / "own.csv"
    path.write_text(content, "utf-8", newline="")
    return list(read_csv(path))


def test_a_row_of_ones_own_needs_a_name_and_a_point_alone(tmp_path: Path) -> None:
    (place,) = read_table(tmp_path, "name,latitude,longitude\nHill 105,35.1234,-36.2\n")
    entry = place.entry
    assert (entry.name, entry.latitude, entry.longitude, entry.kind) == ("Hill 105", 35.1234, -36.2, PlaceKind.VILLAGE)
    assert (entry.country, entry.admin1, entry.population, entry.radius_km) == ("", "", 0, 3.0)
    assert entry.id.startswith("my")
    assert place.keys == {"hill 105"}


def test_a_row_of_ones_own_may_say_more(tmp_path: Path) -> None:
    head = "id,name,aliases,latitude,longitude,country,admin1,admin2,kind,population,radius_km,note"
    (place,) = read_table(
        tmp_path, f'{head}\n7,Mill Gate,"Gate of the Mill; Bab at Tahun",35,36,sy,12,5,district,1200,2.5,seen\n'
    )
    assert place.entry == Entry("my7", PlaceKind.DISTRICT, "", "SY", "12", "5", 35.0, 36.0, 1200, 2.5, "Mill Gate")
    assert place.keys == {"mill gate", "gate of the mill", "bab al tahun"}


@pytest.mark.parametrize(
    "content",
    [
        "name;latitude;longitude\nMill Gate;35;36\n",
        "name\tlatitude\tlongitude\nMill Gate\t35\t36\n",
        "\ufeffname,latitude,longitude\r\nMill Gate,35,36\r\n",
        " Name , Latitude ,LONGITUDE\n Mill Gate , 35 , 36\n",
        'longitude,latitude,name\n36,35,"Mill\n\tGate"\n',
        "name,latitude,longitude,id\nMill Gate,35,36\n",
    ],
)
def test_tables_as_programs_write_them_are_read(tmp_path: Path, content: str) -> None:
    (place,) = read_table(tmp_path, content)
    assert (place.entry.name, place.entry.latitude, place.entry.longitude) == ("Mill Gate", 35.0, 36.0)


def test_the_same_row_has_the_same_id_wherever_it_stands(tmp_path: Path) -> None:
    head, row, other = "name,latitude,longitude\n", "Mill Gate,35,36\n", "River Gate,35,36\n"
    first, second = read_table(tmp_path, head + row + other)
    assert [place.entry.id for place in read_table(tmp_path, head + other + row)] == [second.entry.id, first.entry.id]


@pytest.mark.parametrize(
    ("content", "line", "got"),
    [
        ("name,latitude,longitude\nA Gate,35,36\nB Gate,99,36\n", 3, "the point 99.0, 36.0, which is not on Earth"),
        ("name,latitude,longitude\nB Gate,35,\n", 2, "the point '35', '', which is not in degrees"),
        ('name,latitude,longitude\nB Gate,"35,1","36,2"\n', 2, "the point '35,1', '36,2'"),
        ("name,latitude,longitude\n,35,36\n", 2, "the name ''"),
        ("name,latitude,longitude\nتل,35,36\n", 2, "no letter of the Latin script"),
        ("name,latitude,longitude,country\nB Gate,35,36,Syria\n", 2, "the country 'Syria'"),
        ("name,latitude,longitude,kind\nB Gate,35,36,hamlet\n", 2, "the kind 'hamlet' (there are town, village,"),
        ("name,latitude,longitude,population\nB Gate,35,36,-1\n", 2, "the population '-1'"),
        ("name,latitude,longitude,radius_km\nB Gate,35,36,wide\n", 2, "the radius_km 'wide'"),
        ("name,latitude,longitude,id\nA Gate,35,36,1\nB Gate,35,36,1\n", 3, "the id '1', which line 2 has too"),
        ('name,latitude,longitude\n"A\nGate",35,36\nB Gate,x,36\n', 4, "the point 'x', '36'"),
    ],
)
def test_a_bad_row_of_ones_own_is_told_with_its_line(tmp_path: Path, content: str, line: int, got: str) -> None:
    with pytest.raises(DataError) as caught:
        read_table(tmp_path, content)
    assert caught.value.where == f"{tmp_path / 'own.csv'}, line {line}"
    assert got in caught.value.got
    assert "latitude" in caught.value.expected


@pytest.mark.parametrize(
    ("content", "got"),
    [
        ("", "no column name, latitude, longitude"),
        ("name,lat,lon\nB Gate,35,36\n", "no column latitude, longitude"),
        ("B Gate,35,36\n", "no column name"),
    ],
)
def test_a_table_without_a_column_that_is_needed_is_refused(tmp_path: Path, content: str, got: str) -> None:
    with pytest.raises(DataError, match=got) as caught:
        read_table(tmp_path, content)
    assert "a header with name, latitude, longitude, and any of aliases" in caught.value.expected


def test_a_table_of_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_bytes("name,latitude,longitude\nCafé,35,36\n".encode("latin-1"))
    with pytest.raises(DataError, match="expected a CSV of places in UTF-8"):
        list(read_csv(tmp_path / "own.csv"))
