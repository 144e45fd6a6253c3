"""The two databases behind one face: connections, transactions, locks, and their errors in the words of ``errors``."""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from tacitus.errors import IntegrityError, RecordError, RecordReadOnlyError, UsageError
from tacitus.record.nouns import Run
from tacitus.record.schema import UtcDateTime, store_time

POSTGRES_LOCK = 0x7AC17  # one writer at a time, as SQLite has it: the chain has one head
CACHE_KIB = 65_536
CHECKPOINT_PAGES = 4_000
COPY_FROM = 4  # rows, from which PostgreSQL takes COPY faster than INSERT
WAL_TRIES = 100
WAL_PAUSE = 0.05  # seconds


class Database:
    """A record's database: ``read`` and ``write`` each give a connection inside one transaction.

    Args:
        url: a file path, ``sqlite:///FILE`` or ``postgresql://...``.
        create: make the SQLite file where there is none.
        read_only: never write; a file that cannot be written is opened like this anyway.
        lock_timeout: seconds to wait for another writer.

    Raises:
        RecordError: there is no such database, or it cannot be opened.
        UsageError: the URL is none.
    """

    def __init__(self, url: str, *, create: bool, read_only: bool, lock_timeout: float) -> None:
        self.url = parse_url(url)
        self.is_postgresql = self.url.get_backend_name() == "postgresql"
        self.where = self.url.render_as_string(hide_password=True) if self.is_postgresql else str(self.url.database)
        self.is_read_only = read_only
        self.runs: dict[Run, tuple[Any, ...]] = {}
        """Rows of runs that are known to be in the record; they never change."""
        if self.is_postgresql:
            self.engine = _open_postgresql(self.url, read_only=read_only, lock_timeout=lock_timeout)
        else:
            path = Path(self.where)
            self._check_file(path, create=create)
            self.is_read_only = read_only or (path.exists() and not os.access(path, os.W_OK))
            self.engine = _open_sqlite(path, read_only=self.is_read_only, lock_timeout=lock_timeout)
        # What the driver raises itself, past SQLAlchemy.
        self._driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error

    def _check_file(self, path: Path, *, create: bool) -> None:
        try:
            is_there, is_folder, has_folder = path.exists(), path.is_dir(), path.absolute().parent.is_dir()
        except OSError as error:
            raise RecordError(self.where, got=str(error), expected="a record's file") from error
        if is_folder:
            raise RecordError(self.where, got="a folder", expected="a record's file")
        if not is_there and (self.is_read_only or not create):
            raise RecordError(self.where, got="no such file", expected="a record's file")
        if not has_folder:
            raise RecordError(self.where, got=f"no folder {path.absolute().parent}", expected="an existing folder")

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the record throughout."""
        options = {"isolation_level": "REPEATABLE READ"} if self.is_postgresql else {}
        with self._translated(), self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, durable: bool = False) -> Iterator[Connection]:
        """Give a connection that alone may write, and commit at the end.

        Args:
            durable: on SQLite, wait until the disk holds it. In WAL mode a killed process loses nothing either way; a power cut
                may take the last reports, which can be added again from their sources. What a person typed cannot, so
                judgements are durable, and with them everything that was written before. PostgreSQL always waits.

        Raises:
            RecordReadOnlyError: the record cannot be written.
        """
        if self.is_read_only:
            raise RecordReadOnlyError(self.where, got="a record opened for reading only", expected="a record that can be written")
        with self._translated(), self.engine.connect().execution_options(tacitus_write=True) as connection:
            if durable and not self.is_postgresql:
                _set_synchronous(connection, "FULL")
            try:
                with connection.begin():
                    if self.is_postgresql:
                        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({POSTGRES_LOCK})")
                    yield connection
            finally:
                if durable and not self.is_postgresql:
                    _set_synchronous(connection, "NORMAL")

    def close(self) -> None:
        """Close every connection."""
        with self._translated():
            self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Raise the database's errors as ``RecordError``."""
        try:
            yield
        except DBAPIError as error:
            raise _translate(self.where, error.orig) from error
        except SQLAlchemyError as error:
            raise RecordError(self.where, got=str(error), expected="a database that answers") from error
        except self._driver_error as error:
            raise _translate(self.where, error) from error

    def set_wal(self) -> None:
        """Let readers of a SQLite file read while one process writes; the file keeps it. Others who open it may be in the way."""
        if self.is_postgresql:
            return
        with self._translated(), self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            for attempt in range(1, WAL_TRIES + 1):
                try:
                    driver.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
                except sqlite3.OperationalError:
                    if attempt == WAL_TRIES:
                        raise
                    time.sleep(WAL_PAUSE)
                else:
                    return


def parse_url(url: str) -> URL:
    """Return the URL of a file path, ``sqlite:///FILE`` or ``postgresql://...``.

    Raises:
        UsageError: it names another kind of database.
    """
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UsageError("record", got=repr(url), expected="a file path, sqlite:///FILE or postgresql://...") from error
    if parsed.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise UsageError(
            "record", got=parsed.render_as_string(hide_password=True), expected="a file path, sqlite:///FILE or postgresql://..."
        )
    return parsed


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert tuples in the table's column order; aware times are stored as the database keeps them."""
    if not rows:
        return
    dialect = connection.dialect.name
    statement, times = _insert_statement(table, dialect)
    if times and dialect == "sqlite":
        rows = [tuple(_time_text(v) if i in times else v for i, v in enumerate(row)) for row in rows]
    # The driver's own cursor: a report is a dozen inserts, and what SQLAlchemy does around each costs more than the insert.
    cursor = connection.connection.cursor()
    try:
        if dialect == "postgresql" and len(rows) >= COPY_FROM:
            with cursor.copy(_copy_statement(table)) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(statement, rows)
    finally:
        cursor.close()


def _time_text(value: datetime | None) -> object:
    return None if value is None else store_time(value, "sqlite")


@lru_cache(maxsize=64)
def _copy_statement(table: Table) -> str:
    return f"COPY {table.name} ({', '.join(c.name for c in table.columns)}) FROM STDIN"


@lru_cache(maxsize=64)
def _insert_statement(table: Table, dialect: str) -> tuple[str, frozenset[int]]:
    mark = "%s" if dialect == "postgresql" else "?"
    columns = [c.name for c in table.columns]
    times = frozenset(i for i, c in enumerate(table.columns) if isinstance(c.type, UtcDateTime))
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})", times  # noqa: S608


def _open_sqlite(path: Path, *, read_only: bool, lock_timeout: float) -> Engine:
    uri = path.absolute().as_uri()
    if read_only:
        # A reader of a WAL file makes a -shm file beside it; where the folder forbids that, nobody can be writing either.
        is_frozen = not os.access(path.absolute().parent, os.W_OK) and not Path(f"{path}-wal").exists()
        uri += "?mode=ro&immutable=1" if is_frozen else "?mode=ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, timeout=lock_timeout, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    # The driver's own transaction handling begins too late for a write that reads first: take the lock at the beginning.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("tacitus_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine


def _open_postgresql(url: URL, *, read_only: bool, lock_timeout: float) -> Engine:
    settings = f"-c timezone=UTC -c lock_timeout={int(lock_timeout * 1000)}"
    if read_only:
        settings += " -c default_transaction_read_only=on"
    given = url.query.get("options", "")
    options = f"{given if isinstance(given, str) else ' '.join(given)} {settings}".strip()
    try:
        return create_engine(url.update_query_dict({"options": options}), pool_pre_ping=True)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise RecordError(
            url.render_as_string(hide_password=True),
            got="no PostgreSQL driver",
            expected="psycopg 3: pip install 'tacitus[postgres]'",
        ) from error


def _set_synchronous(connection: Connection, level: str) -> None:
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.execute(f"PRAGMA synchronous = {level}")


_SQLITE = (
    ("SQLITE_READONLY", RecordReadOnlyError, "a record that cannot be written", "a record that can be written"),
    ("SQLITE_PERM", RecordReadOnlyError, "a file without permission", "a record that can be written"),
    ("SQLITE_FULL", RecordError, "a full disk", "room for the record to grow"),
    ("SQLITE_BUSY", RecordError, "a record locked by another process", "its lock within the time limit"),
    ("SQLITE_LOCKED", RecordError, "a record locked by another process", "its lock within the time limit"),
    ("SQLITE_NOTADB", RecordError, "a file that is no database", "a record made by Tacitus"),
    ("SQLITE_CORRUPT", IntegrityError, "a damaged database file", "the file as it was written"),
    ("SQLITE_CANTOPEN", RecordError, "a file that cannot be opened", "a record's file"),
    ("SQLITE_IOERR", RecordError, "a disk that fails or is full", "a disk that takes what is written"),
    ("SQLITE_TOOBIG", RecordError, "a text or snapshot too large for the database", "at most a gigabyte"),
    ("SQLITE_CONSTRAINT", IntegrityError, "rows that break the record's rules", "append-only rows with unique ids"),
)
_POSTGRESQL = (
    ("25006", RecordReadOnlyError, "a record that cannot be written", "a record that can be written"),
    ("42501", RecordReadOnlyError, "no permission", "a role that may write to the record"),
    ("53", RecordError, "a server without room", "room for the record to grow"),
    ("55P03", RecordError, "a record locked by another process", "its lock within the time limit"),
    ("57014", RecordError, "a record locked by another process", "its lock within the time limit"),
    ("23", IntegrityError, "rows that break the record's rules", "append-only rows with unique ids"),
    ("3D000", RecordError, "no such database", "an existing database"),
    ("28", RecordError, "a refused login", "a role and a password that the server knows"),
)


def _translate(where: str, error: BaseException | None) -> RecordError:
    name = str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")
    first_line = str(error).strip().partition("\n")[0]
    for prefix, kind, got, expected in _SQLITE + _POSTGRESQL:
        if name.startswith(prefix):
            return kind(where, got=f"{got} ({first_line})", expected=expected)
    return RecordError(where, got=first_line or type(error).__name__, expected="a database that answers")
