"""Full text: reports as folded words, the same words on both databases, and queries that no input can break."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, text

PART_CHARACTERS = 100_000  # a tsvector holds one megabyte at most
SNIPPET_BEFORE = 60
SNIPPET_AFTER = 120
MAX_WORDS = 32  # of a query; more narrow nothing down
_WORD = re.compile(r"[^\W_]+")
_QUERY = re.compile(r'"([^"]*)"|(\S+)')


def fold(words: str) -> str:
    """Return the words case-folded and without accents and vowel signs."""
    if words.isascii():
        return words.lower()
    return _combining().sub("", unicodedata.normalize("NFKD", words.casefold())).casefold()


@cache
def _combining() -> re.Pattern[str]:
    """Return a pattern of what is not compared: combining marks, the signs for ayn and hamza, and the kashida.

    Only of the basic plane: a set of characters beyond it is searched one by one, a hundred times slower.
    """
    marks = [chr(code) for code in range(0x300, 0x10000) if unicodedata.combining(chr(code))]
    return re.compile(f"[{''.join(marks)}ʿʾـ]+")


def split_words(words: str) -> str:
    """Return the folded words joined by spaces."""
    return " ".join(_WORD.findall(fold(words)))


def parse_query(query: str) -> list[tuple[str, bool]]:
    """Return the phrases of what a person typed, each as folded words and whether its last word is only a beginning (``*``)."""
    phrases = []
    for quoted, bare in _QUERY.findall(query.replace("“", '"').replace("”", '"')):
        words = split_words(quoted or bare)
        if words:
            phrases.append((words, bare.rstrip('"').endswith("*")))
    return phrases[:MAX_WORDS]


def key_word(kind: str, key: str) -> str:
    """Return an id or a band as a word of the index; what the index finds by it is compared with the key itself."""
    if key.isascii() and key.isalnum():
        return kind + key.lower()
    return kind + "".join(c for c in key.lower() if c.isascii() and c.isalnum())


def index_reading(connection: Connection, reading_seq: int, words: str, keys: str) -> None:
    """Add a reading's folded words and its keys to the index."""
    if connection.dialect.name == "postgresql":
        rows = [(reading_seq, part, chunk, "" if part else keys) for part, chunk in enumerate(_split_parts(words))]
        connection.exec_driver_sql(
            "INSERT INTO reading_words (reading_seq, part, words, keys) "
            "VALUES (%s, %s, to_tsvector('simple', %s), to_tsvector('simple', %s))",
            rows,
        )
    else:
        connection.exec_driver_sql("INSERT INTO reading_words (rowid, words, keys) VALUES (?, ?, ?)", (reading_seq, words, keys))


def forget_reading(connection: Connection, reading_seq: int, words: str, keys: str) -> None:
    """Take a reading's folded words and keys, exactly as they were added, out of the index."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DELETE FROM reading_words WHERE reading_seq = :seq"), {"seq": reading_seq})
    else:
        connection.exec_driver_sql(
            "INSERT INTO reading_words (reading_words, rowid, words, keys) VALUES ('delete', ?, ?, ?)", (reading_seq, words, keys)
        )


def clear_index(connection: Connection) -> None:
    """Empty the index."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DELETE FROM reading_words")
    else:
        connection.exec_driver_sql("INSERT INTO reading_words (reading_words) VALUES ('delete-all')")


def list_readings(connection: Connection) -> list[int]:
    """Return the numbers of the readings that are in the index."""
    column = "reading_seq" if connection.dialect.name == "postgresql" else "rowid"
    return list(connection.execute(text(f"SELECT DISTINCT {column} FROM reading_words ORDER BY 1")).scalars())  # noqa: S608


def find_keys(connection: Connection, keys: Sequence[str], *, is_start: bool = False) -> list[int]:
    """Return the numbers of the readings that have one of the keys (or, ``is_start``, a key that begins so), in order."""
    if not keys:
        return []
    if connection.dialect.name == "postgresql":
        statement = text("SELECT reading_seq FROM reading_words WHERE keys @@ to_tsquery('simple', :query) ORDER BY reading_seq")
    else:
        statement = text("SELECT rowid FROM reading_words WHERE reading_words MATCH :query ORDER BY rowid")
    return list(connection.execute(statement, {"query": _any_of(connection, keys, is_start=is_start)}).scalars())


def rank_by_keys(connection: Connection, keys: Sequence[str], limit: int) -> list[int]:
    """Return the numbers of the ``limit`` readings that share the most and the rarest of the keys, best first."""
    if not keys:
        return []
    if connection.dialect.name == "postgresql":
        statement = text(
            "SELECT reading_seq FROM reading_words, to_tsquery('simple', :query) query WHERE keys @@ query "
            "ORDER BY ts_rank(keys, query) DESC, reading_seq LIMIT :limit"
        )
    else:
        statement = text(
            "SELECT rowid FROM reading_words WHERE reading_words MATCH :query ORDER BY bm25(reading_words), rowid LIMIT :limit"
        )
    return list(connection.execute(statement, {"query": _any_of(connection, keys), "limit": limit}).scalars())


def _any_of(connection: Connection, keys: Sequence[str], *, is_start: bool = False) -> str:
    if connection.dialect.name == "postgresql":
        return " | ".join(key + (":*" if is_start else "") for key in keys)
    return "keys : (" + " OR ".join(f'"{key}"' + (" *" if is_start else "") for key in keys) + ")"


def _split_parts(words: str) -> Iterator[str]:
    at = 0
    while True:
        end = at + PART_CHARACTERS
        if end < len(words):
            end = max(words.rfind(" ", at, end), at) or end
            end = end if end > at else at + PART_CHARACTERS
        yield words[at:end]
        at = end
        if at >= len(words):
            return


def search_words(connection: Connection, phrases: Sequence[tuple[str, bool]], limit: int) -> list[tuple[int, float]]:
    """Return (reading_seq, score) of the readings that hold all the phrases, best first; a higher score is better."""
    if not phrases or limit <= 0:
        return []
    if connection.dialect.name == "postgresql":
        statement = text(
            "SELECT reading_seq, max(ts_rank(words, query, 1)) AS score FROM reading_words, to_tsquery('simple', :query) query "
            "WHERE words @@ query GROUP BY reading_seq ORDER BY score DESC, reading_seq LIMIT :limit"
        )
        query = " & ".join("(" + " <-> ".join(words.split()) + (":*" if is_start else "") + ")" for words, is_start in phrases)
    else:
        statement = text(
            "SELECT rowid AS reading_seq, -bm25(reading_words) AS score FROM reading_words WHERE reading_words MATCH :query "
            "ORDER BY bm25(reading_words), rowid LIMIT :limit"
        )
        query = "words : (" + " ".join(f'"{words}"' + (" *" if is_start else "") for words, is_start in phrases) + ")"
    rows: Sequence[Any] = connection.execute(statement, {"query": query, "limit": limit}).all()
    return [(row.reading_seq, float(row.score)) for row in rows]


def matches(phrases: Sequence[tuple[str, bool]], words: str) -> bool:
    """Whether folded words hold all the phrases."""
    padded = f" {words} "
    return all(f" {phrase}" + ("" if is_start else " ") in padded for phrase, is_start in phrases)


def cut_snippet(words: str, phrases: Sequence[tuple[str, bool]]) -> str:
    """Return a line of the text around the first word that the query names."""
    wanted = {phrase.split()[0] for phrase, _ in phrases}
    starts = tuple(phrase.split()[0] for phrase, is_start in phrases if is_start)
    at = 0
    for match in _WORD.finditer(words):
        word = split_words(match.group())
        if word in wanted or (starts and word.startswith(starts)):
            at = match.start()
            break
    start = max(0, at - SNIPPET_BEFORE)
    start = words.rfind(" ", 0, start) + 1 if start else 0
    end = at + SNIPPET_AFTER
    end = len(words) if end >= len(words) or " " not in words[at:end] else words.rfind(" ", at, end)
    line = " ".join(words[start:end].split())
    return ("… " if start else "") + line + (" …" if end < len(words) else "")
