"""Finding rows by id or by the beginning of one."""

from typing import Any

from sqlalchemy import Column, Connection, Select, func, select

from tacitus.errors import RecordError
from tacitus.record.schema import READINGS

MIN_PREFIX = 6
MAX_SHOWN = 5


def find_id(connection: Connection, column: Column[str], given: str, what: str) -> str:
    """Return the one id that is, or begins with, what was given.

    Raises:
        RecordError: none or several begin so, or fewer than 6 characters were given.
    """
    if connection.execute(select(column).where(column == given).limit(1)).scalar() is not None:
        return given
    where = f"{what} {given!r}"
    if len(given) < MIN_PREFIX:
        raise RecordError(where, got="no such id", expected=f"an id, or at least its first {MIN_PREFIX} characters")
    # A range of strings rather than LIKE: it needs no escapes and uses the index.
    after = given[:-1] + chr(ord(given[-1]) + 1)
    matches = select(column).where(column >= given, column < after).distinct().order_by(column).limit(MAX_SHOWN)
    ids = connection.execute(matches).scalars().all()
    if len(ids) != 1:
        got = f"several that begin so: {', '.join(ids)}" if ids else "no such id"
        raise RecordError(where, got=got, expected="the id of one, or enough of its beginning")
    return ids[0]


def latest_readings() -> Select[Any]:
    """Return a query for the number of each report's last reading."""
    return select(func.max(READINGS.c.seq)).group_by(READINGS.c.report_seq)
