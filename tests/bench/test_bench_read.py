"""The benchmark of read: its measures, and its floors where the data are at hand."""

import gzip
import json
from pathlib import Path

import pytest

from tacitus.bench import Chosen, run_stage
from tacitus.bench.read import body_f1, body_precision, body_recall, compare_bodies, zone_accuracy
from tacitus.bench.signature import bootstrap_interval, make_signature
from tacitus.errors import UsageError

SHARED = Path(__file__).parents[2] / ".." / "shared"
needs_shared = pytest.mark.skipif(not (SHARED / "data" / "article_extraction").is_dir(), reason="the shared data are not here")

PAGE = """<html><head><title>Shots at Odrin</title></head><body><nav><a href="/">Home</a></nav><article><h1>Shots at Odrin</h1>
<p>Shots were fired at the customs post near Odrin on Friday, the mayor of the town said, and two guards were wounded.</p>
<p>Nobody has said who fired them. The post was closed for the day, and lorries waited on both sides of the border.</p>
</article><footer>Copyright 2014</footer></body></html>"""
BODY = """Shots were fired at the customs post near Odrin on Friday, the mayor of the town said, and two guards were wounded.

Nobody has said who fired them. The post was closed for the day, and lorries waited on both sides of the border."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "article_extraction"
    (folder / "html").mkdir(parents=True)
    (folder / "html" / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    row = {"id": "a", "url": "http://a.example", "html": "html/a.html.gz", "articleBody": BODY}
    (folder / "dev.jsonl.gz").write_bytes(gzip.compress(json.dumps(row).encode()))
    (folder / "train.jsonl.gz").write_bytes(gzip.compress(b"never read"))
    field = tmp_path / "field"
    field.mkdir()
    (field / "one.txt").write_text("Shots at Odrin customs post\n\n" + BODY)
    zones = [
        {"kind": "headline", "first": "Shots at Odrin", "last": "customs post"},
        {"kind": "body", "first": "Shots were", "last": "of the border."},
        {"kind": "boilerplate", "first": "Not", "last": "there", "start": 0, "end": 10},
    ]
    (field / "one.gold.json").write_text(json.dumps({"zones": zones}))
    return tmp_path


def test_figures_of_a_folder(data: Path) -> None:
    figures = run_stage("read", data)
    values = {f.measure: f.value for f in figures}
    assert values["body_f1_tacitus"] == pytest.approx(1.0)
    assert values["zone_accuracy"] == pytest.approx(1.0)
    assert {(f.stage, f.set, f.split) for f in figures} == {("read", "article_extraction", "dev"), ("read", "field", "all")}
    assert all(f.low is not None and f.high is not None and f.low <= f.value <= f.high for f in figures)
    assert figures == run_stage("read", data)


def test_one_set_only(data: Path) -> None:
    assert {f.set for f in run_stage("read", data, Chosen(only="field"))} == {"field"}
    assert {f.set for f in run_stage("read", data / "article_extraction")} == {"article_extraction"}


def test_no_data_and_no_stage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no data"):
        run_stage("read", tmp_path)
    with pytest.raises(UsageError, match="stage"):
        run_stage("guess", tmp_path)


@pytest.mark.parametrize(
    "chosen", [Chosen(splits=("dev",)), Chosen(ids=frozenset()), Chosen(model=Path("models")), Chosen(by_kind=True)]
)
def test_what_only_extract_knows_is_refused(data: Path, chosen: Chosen) -> None:
    with pytest.raises(UsageError, match=r"bench read: got --.*stage that knows it"):
        run_stage("read", data, chosen)


@pytest.mark.parametrize(
    ("true", "found", "expected"),
    [
        ("a b c d e", "a b c d e", (1.0, 0.0, 0.0)),
        ("a b c d e", "", (0.0, 0.0, 1.0)),
        ("", "", (1.0, 0.0, 0.0)),
        ("a b c d e", "a b c d x", (1 / 3, 1 / 3, 1 / 3)),
    ],
)
def test_overlap_of_bodies(true: str, found: str, expected: tuple[float, float, float]) -> None:
    assert compare_bodies(true, found) == pytest.approx(expected)


def test_measures() -> None:
    overlaps = [compare_bodies("a b c d e", "a b c d e"), compare_bodies("a b c d e", "")]
    assert body_precision(overlaps) == pytest.approx(1.0)
    assert body_recall(overlaps) == pytest.approx(0.5)
    assert body_f1(overlaps) == pytest.approx(2 / 3)
    assert zone_accuracy([(1, 2), (3, 4)]) == pytest.approx(4 / 6)


def test_interval_is_reproducible_and_holds_the_value() -> None:
    documents = [float(n) for n in range(40)]
    low, high = bootstrap_interval(documents, lambda d: sum(d) / len(d))
    assert (low, high) == bootstrap_interval(documents, lambda d: sum(d) / len(d))
    assert low < 19.5 < high


def test_signature_names_version_and_data() -> None:
    assert make_signature("abcdef0123456789", other="1.2").split("|")[1:] == ["data:abcdef012345", "other:1.2"]


@needs_shared
def test_zones_of_the_field_reports() -> None:
    (figure,) = run_stage("read", SHARED / "field")
    assert figure.value >= 0.97


@needs_shared
@pytest.mark.slow
def test_body_is_not_below_trafilatura_alone() -> None:
    values = {f.measure: f.value for f in run_stage("read", SHARED / "data", Chosen(only="article_extraction"))}
    assert values["body_f1_tacitus"] >= values["body_f1_trafilatura"]
