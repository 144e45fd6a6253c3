"""A folder of CSV tables: one table a kind of claim, ``evidence.csv`` with the quote behind every cell."""

import csv
import io
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from tacitus.export.files import open_whole
from tacitus.export.selection import Selection
from tacitus.export.tables import COLUMNS, Cell, stream_rows

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write_tables(selection: Selection, folder: Path) -> list[Path]:
    """Write every table as it is read from the record, one row at a time; a table without rows has its header."""
    paths = {name: folder / f"{name}.csv" for name in COLUMNS}
    with ExitStack() as stack:
        files = {name: stack.enter_context(open_whole(path)) for name, path in paths.items()}
        for name, columns in COLUMNS.items():
            _write_line(files[name], columns)
        for name, row in stream_rows(selection):
            _write_line(files[name], [row[column] for column in COLUMNS[name]])
    return list(paths.values())


def _write_line(file: BinaryIO, cells: Sequence[Cell]) -> None:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\n").writerow([guard_cell(cell) for cell in cells])
    file.write(line.getvalue().encode("utf-8", "replace"))


def guard_cell(value: Cell) -> Cell:
    """Return the cell so that no spreadsheet runs it: words that begin like a formula get an apostrophe before them."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value
