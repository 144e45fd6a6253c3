"""A folder of CSV tables: one table a kind of claim, ``evidence.csv`` with the quote behind every cell, ``metadata.json``."""

import csv
import io
from collections.abc import Iterable, Iterator

from tacitus.export.selection import Selection
from tacitus.export.tables import COLUMNS, Cell, Row, build_tables

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def encode_tables(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """Yield each table's file name and content; empty tables have their header."""
    tables = build_tables(selection)
    for name, columns in COLUMNS.items():
        yield f"{name}.csv", encode_table(columns, tables.rows[name])


def encode_table(columns: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    """Return the rows as UTF-8 CSV with a header."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guard_cell(row[column]) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def guard_cell(value: Cell) -> Cell:
    """Return the cell so that no spreadsheet runs it: words that begin like a formula get an apostrophe before them."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value
