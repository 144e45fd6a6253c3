"""Making a record, and bringing an older one up to this program's schema."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, func, inspect, select

from tacitus.errors import RecordError, RecordVersionError
from tacitus.ids import hash_parts
from tacitus.record.chain import Entry, append_entry, digest_rows
from tacitus.record.database import Database, insert_rows
from tacitus.record.migrations import ENGINE_WORDS, MIGRATIONS, VERSION
from tacitus.record.pseudonyms import make_key
from tacitus.record.schema import LEDGER, META
from tacitus.record.schema import MIGRATIONS as APPLIED


def prepare_database(database: Database, *, create: bool) -> str:
    """Return the record's pseudonym key, having made or migrated its tables where that was needed.

    Raises:
        RecordError: the database holds no record and may not get one.
        RecordVersionError: the record is newer than this program, or older and cannot be written.
    """
    with database.read() as connection:
        version = _read_version(connection, database.where)
    if version is None and (database.is_read_only or not create):
        raise RecordError(database.where, got="a database without a record", expected="a record made by Tacitus")
    if version is not None and version < VERSION and database.is_read_only:
        raise RecordVersionError(
            database.where,
            got=f"schema {version}, opened for reading only",
            expected=f"schema {VERSION}: open it once for writing",
        )
    if version is None or version < VERSION:
        database.set_wal()
        with database.write(durable=True) as connection:
            migrate(connection, database.where)
    with database.read() as connection:
        key: str = connection.execute(select(META.c.value).where(META.c.key == "pseudonym_key")).scalar_one()
    return key


def _read_version(connection: Connection, where: str) -> int | None:
    tables = set(inspect(connection).get_table_names())
    if "migrations" in tables and "meta" in tables:
        version = connection.execute(select(func.max(APPLIED.c.version))).scalar()
        if version is not None and version > VERSION:
            raise RecordVersionError(
                where, got=f"schema {version}", expected=f"at most {VERSION}: a newer Tacitus wrote this record"
            )
        return version
    foreign = tables if connection.dialect.name == "sqlite" else tables & {table.name for table in LEDGER}
    if foreign:
        got = f"a database with other tables ({', '.join(sorted(foreign)[:5])})"
        raise RecordError(where, got=got, expected="a record made by Tacitus, or an empty database")
    return None


def migrate(connection: Connection, where: str, *, upto: int = VERSION) -> None:
    """Run the migrations that the database lacks; the caller holds the writer's lock."""
    version = _read_version(connection, where)  # another process may have been faster
    if version is None:
        moment = ENGINE_WORDS[connection.dialect.name]["time"]
        connection.exec_driver_sql(f"CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied_at {moment})")
    for number, step in enumerate(MIGRATIONS[:upto], 1):
        if number > (version or 0):
            step(connection)
            insert_rows(connection, APPLIED, [(number, datetime.now(UTC))])
    if version is None:
        _write_first_entry(connection)


def _write_first_entry(connection: Connection) -> None:
    now = datetime.now(UTC)
    key = make_key()
    rows: Sequence[tuple[str, str]] = (("pseudonym_key", key), ("record_id", hash_parts(key, now.isoformat())))
    insert_rows(connection, META, rows)
    append_entry(connection, Entry(kind="created", subject=0, at=now, digest=digest_rows([("meta", rows)])))
