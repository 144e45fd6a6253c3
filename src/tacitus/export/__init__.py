"""The record as files that others read: JSON lines, CSV tables with their evidence, GeoJSON.

Reviewed claims only unless asked otherwise; equal records give equal bytes.
"""

import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tacitus.codec import encode_json
from tacitus.errors import UsageError
from tacitus.export.csv_tables import encode_tables
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
    if kind is ExportFormat.CSV:
        if out == STANDARD_OUTPUT:
            raise UsageError("OUT", got="-", expected="a folder, because CSV is several tables")
        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        files = dict(encode_tables(selection))
        files["metadata.json"] = encode_json(describe_export(selection, "csv")) + b"\n"
        for name, content in files.items():
            _replace_file(folder / name, content)
        return tuple(str(folder / name) for name in files)
    content = encode_geojson(selection) if kind is ExportFormat.GEOJSON else b"".join(encode_lines(selection))
    if out == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return (out,)
    _replace_file(Path(out), content)
    if kind is ExportFormat.GEOJSON:  # holds its metadata itself
        return (out,)
    beside = f"{out}.metadata.json"
    _replace_file(Path(beside), encode_json(describe_export(selection, kind)) + b"\n")
    return (out, beside)


def _replace_file(path: Path, content: bytes) -> None:
    """Write beside and move into place, so that an export is whole or absent."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
