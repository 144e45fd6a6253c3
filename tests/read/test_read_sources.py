"""Where reports come from: files, folders, patterns, standard input, dumps and feeds."""

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tacitus.config import Settings
from tacitus.errors import SourceError, UsageError
from tacitus.ids import hash_bytes
from tacitus.model import Precision, Report, Snapshot
from tacitus.read import Unreadable, open_snapshots, read_report, read_snapshot

TEXT = "Shots fired at Odrin customs post\n\nShots were fired at the customs post near Odrin on Friday, the mayor said.\n"
ROWS = [
    {
        "head": "Shots at Odrin",
        "story": "Shots were fired at the customs post near Odrin.",
        "day": "2014-05-02",
        "src": "Odrin Post",
    },
    {
        "head": "Calm at Karif",
        "story": "The market at Karif was open again on Monday, traders said.",
        "day": "5 May 2014",
        "src": "Karif Sun",
    },
]
COLUMNS = Settings(columns="text=story, title=head, published=day, publisher=src")


def read_all(sources: list[str], settings: Settings | None = None) -> list[Report]:
    settings = settings or Settings()
    return [read_snapshot(s, settings) for s in open_snapshots(sources, settings) if isinstance(s, Snapshot)]


def published(report: Report) -> str | None:
    return None if report.published is None else str(report.published.start)


def test_file_keeps_its_path_and_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    report = read_report(path)
    assert report.source == str(path)
    assert report.id == hash_bytes(TEXT.encode())
    assert report.text == TEXT
    assert report.title == "Shots fired at Odrin customs post"
    assert report.media_type == "text/plain"


def test_folder_is_read_in_order_without_sidecars_and_unknown_kinds(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "sub/c.txt", "z.docx", ".hidden.txt", "b.gold.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT)
    (tmp_path / "b.meta.json").write_text('{"published": "2014-05-02", "composed": true}')
    found = [s for s in open_snapshots([str(tmp_path)], Settings()) if isinstance(s, Snapshot)]
    assert [Path(s.source).name for s in found] == ["a.html", "b.txt", "c.txt"]
    assert found[1].metadata == (("published", "2014-05-02"),)


def test_pattern(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.html"):
        (tmp_path / name).write_text(TEXT)
    assert [Path(r.source).name for r in read_all([str(tmp_path / "*.txt")])] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("content", "n"),
    [
        (TEXT.encode(), 1),
        (b"\n".join(json.dumps({"text": r["story"]}).encode() for r in ROWS), 2),
        (b"<rss><channel><item><title>A b c</title></item></channel></rss>", 1),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes, n: int) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    reports = read_all(["-"])
    assert len(reports) == n
    assert all(r.source.startswith("-") for r in reports)


def write_dump(path: Path) -> None:
    if path.suffix == ".parquet":
        pyarrow = pytest.importorskip("pyarrow")
        import pyarrow.parquet as pq

        pq.write_table(pyarrow.Table.from_pylist(ROWS), path)
    elif path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(row) for row in ROWS))
    else:
        mark = "\t" if path.suffix == ".tsv" else ";" if path.stem == "semicolon" else ","
        lines = [list(ROWS[0])] + [[f'"{v}"' for v in row.values()] for row in ROWS]
        path.write_text("\n".join(mark.join(line) for line in lines), "utf-8-sig")


@pytest.mark.parametrize("name", ["dump.jsonl", "dump.csv", "semicolon.csv", "dump.tsv", "dump.parquet"])
def test_dumps_with_a_mapping(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_dump(path)
    reports = read_all([str(path)], COLUMNS)
    assert [r.title for r in reports] == ["Shots at Odrin", "Calm at Karif"]
    assert [published(r) for r in reports] == ["2014-05-02", "2014-05-05"]
    assert [r.publisher for r in reports] == ["Odrin Post", "Karif Sun"]
    assert "customs post" in reports[0].text
    assert reports[0].text.startswith("Shots at Odrin\n\n")


def test_row_with_html_and_default_columns(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    body = f"<p>{TEXT.split(chr(10))[2]}</p><p>Nobody said who fired the shots, and the post was closed for the day.</p>"
    path.write_text(json.dumps({"Headline": "Shots & fear", "content": body, "link": "http://a.example/2014/05/02/shots"}))
    (report,) = read_all([str(path)])
    assert "<p>" not in report.text
    assert report.title == "Shots & fear"
    assert published(report) == "2014-05-02"
    assert report.url == "http://a.example/2014/05/02/shots"


def test_rows_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"Row {n}"}) for n in range(100_000)))
    found = open_snapshots([str(path)], Settings())
    first = next(found)
    assert isinstance(first, Snapshot)
    assert first.source == f"{path}#1"


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Valley Wire</title>
<entry><title>Clash at the ford</title><id>urn:1</id><link href="http://a.example/1"/><published>2020-05-05T23:30:00-05:00</published>
<author><name>Ana Kruz</name></author>
<content type="html">&lt;p&gt;Two patrols exchanged fire at the ford, a herder said on Tuesday.&lt;/p&gt;
&lt;p&gt;The post Clash at the ford appeared first on Valley Wire.&lt;/p&gt;</content></entry></feed>"""


def test_atom_entry(tmp_path: Path) -> None:
    path = tmp_path / "feed.atom"
    path.write_text(ATOM)
    (report,) = read_all([str(path)])
    assert (report.title, report.authors, report.publisher, report.url) == (
        "Clash at the ford",
        ("Ana Kruz",),
        "Valley Wire",
        "http://a.example/1",
    )
    assert published(report) == "2020-05-05"


@pytest.mark.parametrize(
    ("byline", "fallback", "expected", "precision"),
    [
        ("By Ana Kruz, 2 May 2014", "2015", "2014-05-02", Precision.DAY),
        ("By Ana Kruz", "2015-03", "2015-03-01", Precision.MONTH),
        ("Published: 03/04/2014", None, "2014-01-01", Precision.YEAR),
        ("Published: 23/04/2014", None, "2014-04-23", Precision.DAY),
        ("Posted on mayo 2014", None, "2014-05-01", Precision.MONTH),
        ("Published 12 de marzo de 2018", None, "2018-03-12", Precision.DAY),
    ],
)
def test_publication_date_and_its_precision(byline: str, fallback: str | None, expected: str, precision: Precision) -> None:
    body = "Shots were fired at the customs post near Odrin on Friday, the mayor said."
    snapshot = Snapshot(content=f"Shots fired at Odrin customs post\n\n{byline}\n\n{body}\n".encode(), source="a.txt")
    report = read_snapshot(snapshot, Settings(published=fallback))
    assert report.published is not None
    assert (str(report.published.start), report.published.precision) == (expected, precision)


def test_no_date_and_no_language_where_nothing_is_said() -> None:
    report = read_snapshot(Snapshot(content=b"Calm today.", source="a.txt"), Settings())
    assert report.published is None
    assert report.language is None
    assert report.authors == ()
    assert report.publisher is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Armee meldete am Freitag, dass drei Soldaten bei einem Angriff nahe der Brücke getötet wurden.", "de"),
        ("L'armée a annoncé vendredi que trois soldats avaient été tués dans une attaque près du pont.", "fr"),
        ("قالت الشرطة إن الهجوم وقع ليلا قرب الجسر في المدينة وإن ثلاثة جنود قتلوا", "ar"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert read_snapshot(Snapshot(content=text.encode(), source="a.txt"), Settings()).language == language


def test_several_reports_are_no_single_report(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    with pytest.raises(SourceError, match="several"):
        read_report(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no report"):
        read_report(tmp_path / "empty")


def test_nothing_is_opened_before_it_is_asked_for(tmp_path: Path) -> None:
    found = open_snapshots([str(tmp_path / "gone.txt"), "http://127.0.0.1:1/"], Settings())
    assert isinstance(next(found), Unreadable)


def test_importing_read_loads_no_heavy_library() -> None:
    heavy = {
        "trafilatura",
        "lxml",
        "htmldate",
        "feedparser",
        "pyarrow",
        "pypdfium2",
        "numpy",
        "urllib3",
        "warcio",
        "ftfy",
        "py3langid",
        "rensa",
    }
    code = "import sys, tacitus.read; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert heavy & set(loaded) == set()


def test_readme_of_a_folder_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("What these files are and where they come from.")
    (tmp_path / "LICENSE.txt").write_text("You may copy these files.")
    (tmp_path / "a.txt").write_text("Two spans of the bridge at Soral were blown up on Tuesday night.")
    found = list(open_snapshots([str(tmp_path)], Settings()))
    assert [Path(s.source).name for s in found] == ["a.txt"]
    named = list(open_snapshots([str(tmp_path / "README.md")], Settings()))
    assert [Path(s.source).name for s in named] == ["README.md"]


@pytest.mark.parametrize("name", ["", " ", Path()])
def test_empty_name_is_an_error(name: str | Path) -> None:
    with pytest.raises(UsageError, match="source"):
        read_report(name)


def test_empty_source_cannot_be_read() -> None:
    found = list(open_snapshots([""], Settings()))
    assert [type(s) for s in found] == [Unreadable]
