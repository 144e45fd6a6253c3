"""The record as files that others read: JSON lines, CSV tables with their evidence, GeoJSON.

Reviewed claims only unless asked otherwise; equal records give equal bytes.
"""

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tacitus.codec import encode_json
from tacitus.errors import UsageError
from tacitus.export.csv_tables import write_tables
from tacitus.export.files import open_whole
from tacitus.export.geojson import encode_geojson
from tacitus.export.jsonl import encode_lines
from tacitus.export.metadata import UNREVIEWED_WARNING, describe_export
from tacitus.export.selection import Selection, select_claims
from tacitus.record import Record

__all__ = ["ExportFormat", "ExportSummary", "export_record"]

STANDARD_OUTPUT = "-"


class ExportFormat(StrEnum):
    """How the record is written."""

    JSONL = "jsonl"
    CSV = "csv"
    GEOJSON = "geojson"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSummary:
    """What was written: files, how many claims, how many stayed behind by reason, and the warning that goes with them."""

    files: tuple[str, ...]
    n_claims: int
    left_out: tuple[tuple[str, int], ...]
    warning: str | None


def export_record(record: Record, kind: ExportFormat, out: str, *, include_unreviewed: bool = False) -> ExportSummary:
    """Write the record's claims.

    Args:
        record: an open record.
        kind: the format.
        out: a file (``-`` is standard output), or for ``csv`` a folder.
        include_unreviewed: write claims that nobody has reviewed too; they are marked, in the rows and in the metadata.

    Raises:
        UsageError: ``out`` cannot be written.
    """
    selection = select_claims(record, include_unreviewed=include_unreviewed)
    try:
        written = _write(selection, kind, out)
    except OSError as error:
        raise UsageError(out, got=error.strerror or str(error), expected="a path that can be written") from error
    claims = selection.book.claims
    is_marked = any(not c.review.is_reviewed for c in claims)
    return ExportSummary(
        files=written,
        n_claims=len(claims),
        left_out=selection.left_out,
        warning=UNREVIEWED_WARNING if is_marked else None,
    )


def _write(selection: Selection, kind: ExportFormat, out: str) -> tuple[str, ...]:
    metadata = encode_json(describe_export(selection, kind)) + b"\n"
    if kind is ExportFormat.CSV:
        if out == STANDARD_OUTPUT:
            raise UsageError("OUT", got="-", expected="a folder, because CSV is several tables")
        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(map(str, [*write_tables(selection, folder), _write_metadata(folder / "metadata.json", metadata)]))
    lines = iter([encode_geojson(selection)]) if kind is ExportFormat.GEOJSON else encode_lines(selection)
    if out == STANDARD_OUTPUT:
        sys.stdout.buffer.writelines(lines)
        sys.stdout.buffer.flush()
        return (out,)
    with open_whole(Path(out)) as file:
        file.writelines(lines)
    if kind is ExportFormat.GEOJSON:  # holds its metadata itself
        return (out,)
    return out, str(_write_metadata(Path(f"{out}.metadata.json"), metadata))


def _write_metadata(path: Path, metadata: bytes) -> Path:
    with open_whole(path) as file:
        file.write(metadata)
    return path
