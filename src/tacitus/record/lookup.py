"""Finding rows by id or by the beginning of one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Select, func, select

from tacitus.errors import RecordError
from tacitus.record.schema import CLAIMS, READINGS
from tacitus.record.search import find_keys, key_word

MIN_PREFIX = 6
MAX_SHOWN = 5
MAX_READINGS = 100  # looked into for claims that begin alike


def find_id(connection: Connection, column: Column[str], given: str, what: str) -> str:
    """Return the one id of an indexed column that is, or begins with, what was given.

    Raises:
        RecordError: none or several begin so, or fewer than 6 characters were given.
    """
    if connection.execute(select(column).where(column == given).limit(1)).scalar() is not None:
        return given
    return _choose(connection, select(column), column, given, what)


def find_claim_id(connection: Connection, given: str) -> str:
    """Return the one claim id that is, or begins with, what was given.

    Raises:
        RecordError: none or several begin so, or fewer than 6 characters were given.
    """
    for is_start in (False, True):
        readings = find_keys(connection, [key_word("c", given)], is_start=is_start)[:MAX_READINGS] if given else []
        claims = select(CLAIMS.c.id).where(CLAIMS.c.reading_seq.in_(readings), CLAIMS.c.report_seq.in_(reports_of(readings)))
        if readings and connection.execute(claims.where(CLAIMS.c.id == given).limit(1)).scalar() is not None:
            return given
    return _choose(connection, claims, CLAIMS.c.id, given, "claim")


def reports_of(readings: Sequence[int]) -> Select[Any]:
    """Return a query for the numbers of the readings' reports."""
    return select(READINGS.c.report_seq).where(READINGS.c.seq.in_(readings))


def _choose(connection: Connection, statement: Select[Any], column: Column[str], given: str, what: str) -> str:
    where = f"{what} {given!r}"
    if len(given) < MIN_PREFIX:
        raise RecordError(where, got="no such id", expected=f"an id, or at least its first {MIN_PREFIX} characters")
    # A range of strings rather than LIKE: it needs no escapes and uses the index.
    after = given[:-1] + chr(ord(given[-1]) + 1)
    matches = statement.where(column >= given, column < after).distinct().order_by(column).limit(MAX_SHOWN)
    ids = connection.execute(matches).scalars().all()
    if len(ids) != 1:
        got = f"several that begin so: {', '.join(ids)}" if ids else "no such id"
        raise RecordError(where, got=got, expected="the id of one, or enough of its beginning")
    return str(ids[0])


def latest_readings() -> Select[Any]:
    """Return a query for the number of each report's last reading."""
    return select(func.max(READINGS.c.seq)).group_by(READINGS.c.report_seq)
