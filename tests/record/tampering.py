"""Behind the record's back: raw SQL, with and without the guards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from tacitus.record import Record
from tacitus.record.database import parse_url


@contextmanager
def _connect(url: str) -> Iterator[Connection]:
    engine = create_engine(parse_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def ask(url: str, statement: str, **values: Any) -> list[Any]:
    """Return the rows of a query."""
    with _connect(url) as connection:
        return list(connection.execute(text(statement), values).all())


def run_guarded(url: str, statement: str) -> None:
    """Run a statement as anybody could."""
    with _connect(url) as connection:
        connection.execute(text(statement))


def tamper(url: str, *statements: str, **values: Any) -> None:
    """Run statements without triggers and foreign keys, as who owns the file or the server could."""
    with _connect(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement), values)


@contextmanager
def tampered(record: Record, *statements: str) -> Iterator[Connection]:
    """Give a connection that sees the record after the statements, run without guards; at the end all is as it was."""
    with record._database.engine.connect() as connection:
        transaction = connection.begin()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))
        yield connection
        transaction.rollback()
