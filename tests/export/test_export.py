import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hand_made import RUN, TEXT, Made
from tacitus.errors import RecordError, UsageError
from tacitus.export import ExportFormat, export_record
from tacitus.export.protect import WITHHELD
from tacitus.export.tables import COLUMNS
from tacitus.model import Decision
from tacitus.record import Record, open_record

HANDLE = "wheelspotter99"
PRIVATE = "Amal Nassar"


@pytest.fixture
def record(war: str) -> Iterator[Record]:
    with open_record(war) as opened:
        yield opened


def export_tables(record: Record, out: Path, *, include_unreviewed: bool = True) -> dict[str, list[dict[str, str]]]:
    export_record(record, ExportFormat.CSV, str(out), include_unreviewed=include_unreviewed)
    return {name: list(csv.DictReader(io.StringIO((out / f"{name}.csv").read_text("utf-8"), newline=""))) for name in COLUMNS}


def export_json(record: Record, kind: ExportFormat, out: Path, *, include_unreviewed: bool = True) -> Any:
    export_record(record, kind, str(out), include_unreviewed=include_unreviewed)
    return json.loads(out.read_text("utf-8"))


def read_all(out: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(out.rglob("*")) if path.is_file())


@pytest.mark.parametrize("kind", list(ExportFormat))
def test_nothing_goes_out_unreviewed_unless_asked(record: Record, made: Made, tmp_path: Path, kind: ExportFormat) -> None:
    summary = export_record(record, kind, str(tmp_path / "out"))
    assert (summary.n_claims, summary.warning) == (0, None)
    assert dict(summary.left_out) == {"unreviewed": 8, "reader's comment, unreviewed": 1}
    record.judge(made.ids["shelling"], Decision.ACCEPT, because="seen", by="me")
    assert export_record(record, kind, str(tmp_path / "out")).n_claims == 1


def test_numbers_are_rows_of_their_own_with_side_and_evidence(record: Record, made: Made, tmp_path: Path) -> None:
    tables = export_tables(record, tmp_path)
    shelling = made.ids["shelling"]
    keys = ("tally_id", "kind", "of", "side", "low", "high", "text")
    assert [tuple(row[key] for key in keys) for row in tables["tallies"] if row["claim_id"] == shelling] == [
        (f"{shelling}-1", "killed", "people", "", "12", "", "At least 12"),
        (f"{shelling}-2", "injured", f"men of {WITHHELD}", "River Sons", "3", "3", "three"),
    ]
    cells = {cell["column"]: cell["value"] for cell in tables["evidence"] if cell["row_id"] == f"{shelling}-1"}
    assert (cells["low"], cells["of"]) == ("12", "people")
    assert {cell["claim_id"] for cell in tables["evidence"] if cell["row_id"] == f"{shelling}-1"} == {shelling}
    assert "River Sons" in {row["name"] for row in tables["actors"]}
    geojson = export_json(record, ExportFormat.GEOJSON, tmp_path / "out.geojson")
    (feature,) = [f for f in geojson["features"] if f["id"] == shelling]
    assert [tally["side"] for tally in feature["properties"]["tallies"]] == [None, "River Sons"]


def test_unreviewed_claims_are_marked_in_rows_and_metadata(record: Record, tmp_path: Path) -> None:
    tables = export_tables(record, tmp_path)
    assert {row["review"] for row in tables["incidents"]} == {"unreviewed"}
    assert "nobody has reviewed" in json.loads((tmp_path / "metadata.json").read_text("utf-8"))["warning"]
    geojson = export_json(record, ExportFormat.GEOJSON, tmp_path / "out.geojson")
    assert "nobody has reviewed" in geojson["metadata"]["warning"]
    assert {f["properties"]["review"] for f in geojson["features"]} == {"unreviewed"}
    line = export_json(record, ExportFormat.JSONL, tmp_path / "out.jsonl")
    assert "nobody has reviewed" in line["export"]["warning"]
    assert {c["review"] for c in line["claims"]} == {"unreviewed"}
    assert "nobody has reviewed" in (tmp_path / "out.jsonl.metadata.json").read_text("utf-8")


@pytest.mark.parametrize("kind", list(ExportFormat))
def test_a_readers_claim_goes_out_only_reviewed_and_is_not_quoted(
    record: Record, made: Made, tmp_path: Path, kind: ExportFormat
) -> None:
    export_record(
        record, kind, str(tmp_path / "a" / "out" if kind is ExportFormat.CSV else tmp_path / "a"), include_unreviewed=True
    )
    assert made.ids["tank"] not in "".join(
        p.read_text("utf-8") for p in tmp_path.rglob("*") if p.suffix != ".db" and p.is_file() and "war" not in p.name
    )
    record.judge(made.ids["tank"], Decision.ACCEPT, because="seen", by="me")
    out = tmp_path / "b"
    export_record(record, kind, str(out))
    words = read_all(out) if out.is_dir() else out.read_text("utf-8")
    assert "at the bridge" not in words
    assert HANDLE not in words
    if kind is not ExportFormat.GEOJSON:
        assert "sha256:" in words
        assert "a reader" in words


@pytest.mark.parametrize("kind", list(ExportFormat))
def test_people_without_a_public_role_are_not_named(record: Record, tmp_path: Path, kind: ExportFormat) -> None:
    out = tmp_path / "out"
    export_record(record, kind, str(out), include_unreviewed=True)
    words = read_all(out) if out.is_dir() else out.read_text("utf-8")
    assert "Nassar" not in words
    assert WITHHELD in words
    assert kind is ExportFormat.GEOJSON or "Colonel Idris Bakr" in words
    assert "terrorist" not in words.replace("calls anybody a terrorist", "")


@pytest.mark.parametrize("kind", list(ExportFormat))
def test_rejected_claims_stay_behind(record: Record, made: Made, tmp_path: Path, kind: ExportFormat) -> None:
    record.judge(made.ids["bomb"], Decision.REJECT, because="no", by="me")
    summary = export_record(record, kind, str(tmp_path / "out"), include_unreviewed=True)
    assert dict(summary.left_out)["rejected"] == 1


def test_every_filled_cell_has_its_quote(record: Record, made: Made, tmp_path: Path) -> None:
    tables = export_tables(record, tmp_path)
    (row,) = [r for r in tables["incidents"] if r["incident_id"] == made.ids["shelling"]]
    assert row["deaths_reported_low"] == "12"
    assert (row["deaths_reported_high"], row["country"], row["longitude"]) == ("", "SO", "-2.5")
    assert row["targets"] == WITHHELD
    cells = {e["column"]: e for e in tables["evidence"] if e["row_id"] == made.ids["shelling"]}
    not_cited = {"incident_id", "review", "score", "report_id", "zone"}
    assert set(cells) == {name for name, value in row.items() if value} - not_cited
    cell = cells["deaths_reported_low"]
    quote = made.extraction.claims[3].evidence[0]
    assert (int(cell["start"]), int(cell["end"]), cell["snapshot_sha256"]) == (quote.span.start, quote.span.end, made.report.id)
    assert cell["exact"] == quote.quote.replace(PRIVATE, WITHHELD)
    assert TEXT[: quote.span.start].endswith(cell["prefix"])
    assert cell["extractor"].startswith("tacitus 0.1.0, settings ")


def test_evidence_says_who_reviewed(record: Record, made: Made, tmp_path: Path) -> None:
    record.judge(made.ids["guard"], Decision.REJECT, because="no", by="somebody else")
    accepted = record.judge(made.ids["guard"], Decision.ACCEPT, because="seen", by="me")
    row = export_tables(record, tmp_path, include_unreviewed=False)["evidence"][0]
    assert (row["reviewer"], row["decision"]) == ("me", "accept")
    record.undo(accepted.id, because="no", by="me")
    assert export_tables(record, tmp_path, include_unreviewed=False)["evidence"] == []


def test_formulas_are_guarded_and_numbers_are_not(record: Record, tmp_path: Path) -> None:
    tables = export_tables(record, tmp_path)
    assert tables["reports"][0]["title"] == "'=Shells fall on Lower Ford market"
    assert next(p for p in tables["places"] if p["longitude"])["longitude"] == "-2.5"


def test_unplaced_incidents_have_a_null_geometry_and_uncertain_ones_a_radius(record: Record, made: Made, tmp_path: Path) -> None:
    geojson = export_json(record, ExportFormat.GEOJSON, tmp_path / "out.geojson")
    features = {f["id"]: f for f in geojson["features"]}
    shelling = features[made.ids["shelling"]]
    assert shelling["geometry"] == {"type": "Point", "coordinates": [-2.5, 1.25]}
    assert shelling["properties"]["radius_km"] == 5.0
    assert shelling["properties"]["quotes"][0]["exact"].endswith(f"the baker {WITHHELD}.")
    assert features[made.ids["bomb"]]["geometry"] is None
    assert features[made.ids["taken"]]["geometry"] is None
    assert features[made.ids["taken"]]["properties"]["speaker"] == "Hill Guard"
    assert len(features) == 3


@pytest.mark.parametrize("kind", list(ExportFormat))
def test_equal_records_give_equal_bytes(record: Record, made: Made, tmp_path: Path, kind: ExportFormat) -> None:
    with open_record(str(tmp_path / "other.db")) as other:
        other.add_report(made.snapshot, made.report, made.extraction, RUN)
        for name, one in (("a", record), ("b", other)):
            export_record(
                one,
                kind,
                str(tmp_path / name / "out") if kind is ExportFormat.CSV else str(tmp_path / name),
                include_unreviewed=True,
            )
    first, second = ((read_all(tmp_path / n) if (tmp_path / n).is_dir() else (tmp_path / n).read_text()) for n in ("a", "b"))
    assert first == second


def test_an_export_leaves_no_half_files_and_says_what_it_cannot_write(record: Record, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="expected a path that can be written"):
        export_record(record, ExportFormat.CSV, str(tmp_path / "file" / "out"))
    with pytest.raises(UsageError, match="a folder"):
        export_record(record, ExportFormat.CSV, "-")
    export_record(record, ExportFormat.GEOJSON, str(tmp_path / "out.geojson"))
    assert not list(tmp_path.glob(".*.part"))


def test_an_export_that_breaks_off_leaves_nothing(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecordError("x", got="y", expected="z")

    monkeypatch.setattr(record, "runs", fail)
    for kind in (ExportFormat.CSV, ExportFormat.JSONL):
        with pytest.raises(RecordError):
            export_record(record, kind, str(tmp_path / f"out.{kind}"), include_unreviewed=True)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and not path.name.startswith("war.db")]
