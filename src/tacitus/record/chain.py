"""The audit chain: each entry's hash covers the entry before it and a digest of the rows that were written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from tacitus.codec import encode_json
from tacitus.errors import IntegrityError
from tacitus.ids import hash_bytes
from tacitus.record.database import insert_rows
from tacitus.record.schema import AUDIT, store_time

GENESIS = "0" * 64

Parts = Sequence[tuple[str, Sequence[tuple[Any, ...]]]]
"""Rows by table, in the order in which they are digested."""


def digest_rows(parts: Parts, where: str = "record") -> str:
    """Return the SHA-256 of the rows as JSON; equal rows give equal digests on both databases. Times must be in UTC.

    Raises:
        IntegrityError: text that no database can hold (a NUL character or half a surrogate pair).
    """
    try:
        encoded = encode_json(parts)
    except UnicodeEncodeError as error:
        raise IntegrityError(where, got=str(error), expected="text without halves of surrogate pairs") from error
    if rb"\u0000" in encoded and any("\x00" in v for _, rows in parts for row in rows for v in row if isinstance(v, str)):
        raise IntegrityError(where, got="a NUL character", expected="text without NUL characters")
    return hash_bytes(encoded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What an entry says: the rows of which kind and number were written when, and their digest."""

    kind: str
    subject: int
    at: datetime
    digest: str

    def chain(self, seq: int, previous: str) -> str:
        """Return the entry's hash in its place of the chain."""
        return hash_bytes(encode_json([seq, self.kind, self.subject, store_time(self.at, "sqlite"), self.digest, previous]))


def append_entry(connection: Connection, entry: Entry, head: tuple[int, str] | None = None) -> None:
    """Append an entry to the chain; the caller holds the writer's lock.

    ``head`` is the number and the hash of the last entry, for a caller that has just read them.
    """
    if head is None:
        last = connection.execute(_HEAD).first()
        head = (0, GENESIS) if last is None else (last.seq, last.hash)
    seq, previous = head[0] + 1, head[1]
    row = (seq, entry.kind, entry.subject, entry.at, entry.digest, previous, entry.chain(seq, previous))
    insert_rows(connection, AUDIT, [row])


_HEAD = select(AUDIT.c.seq, AUDIT.c.hash).order_by(AUDIT.c.seq.desc()).limit(1)


def read_head(connection: Connection) -> str:
    """Return the hash of the last entry: who keeps it elsewhere can prove later that nothing was rewritten."""
    head = connection.execute(_HEAD).first()
    return head.hash if head else GENESIS
