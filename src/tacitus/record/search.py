"""Full text: reports as folded words, the same words on both databases, and queries that no input can break."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, text

PART_CHARACTERS = 100_000  # a tsvector holds one megabyte at most
SNIPPET_BEFORE = 60
SNIPPET_AFTER = 120
MAX_WORDS = 32  # of a query; more narrow nothing down
_WORD = re.compile(r"[^\W_]+")
_QUERY = re.compile(r'"([^"]*)"|(\S+)')
_FOLDS = str.maketrans({"’": "'", "ʿ": "", "ʾ": "", "ـ": ""})


def fold(words: str) -> str:
    """Return the words case-folded and without accents and vowel signs."""
    if words.isascii():
        return words.lower()
    decomposed = unicodedata.normalize("NFKD", words.translate(_FOLDS).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


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


def index_report(connection: Connection, report_seq: int, words: str) -> None:
    """Add a report's folded words to the index."""
    if connection.dialect.name == "postgresql":
        rows = [(report_seq, part, chunk) for part, chunk in enumerate(_split_parts(words))]
        connection.exec_driver_sql(
            "INSERT INTO report_words (report_seq, part, words) VALUES (%s, %s, to_tsvector('simple', %s))", rows
        )
    else:
        connection.exec_driver_sql("INSERT INTO report_words (rowid, words) VALUES (?, ?)", (report_seq, words))


def forget_report(connection: Connection, report_seq: int, words: str) -> None:
    """Take a report's folded words, as they were added, out of the index."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DELETE FROM report_words WHERE report_seq = :seq"), {"seq": report_seq})
    else:
        connection.exec_driver_sql(
            "INSERT INTO report_words (report_words, rowid, words) VALUES ('delete', ?, ?)", (report_seq, words)
        )


def clear_index(connection: Connection) -> None:
    """Empty the index."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DELETE FROM report_words")
    else:
        connection.exec_driver_sql("INSERT INTO report_words (report_words) VALUES ('delete-all')")


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


def search_reports(connection: Connection, phrases: Sequence[tuple[str, bool]], limit: int) -> list[tuple[int, float]]:
    """Return (report_seq, score) of the reports that hold all the phrases, best first; a higher score is better."""
    if not phrases or limit <= 0:
        return []
    if connection.dialect.name == "postgresql":
        statement = text(
            "SELECT report_seq, max(ts_rank(words, query, 1)) AS score FROM report_words, to_tsquery('simple', :query) query "
            "WHERE words @@ query GROUP BY report_seq ORDER BY score DESC, report_seq LIMIT :limit"
        )
        query = " & ".join("(" + " <-> ".join(words.split()) + (":*" if is_start else "") + ")" for words, is_start in phrases)
    else:
        statement = text(
            "SELECT rowid AS report_seq, -bm25(report_words) AS score FROM report_words WHERE report_words MATCH :query "
            "ORDER BY bm25(report_words), rowid LIMIT :limit"
        )
        query = " ".join(f'"{words}"' + (" *" if is_start else "") for words, is_start in phrases)
    rows: Sequence[Any] = connection.execute(statement, {"query": query, "limit": limit}).all()
    return [(row.report_seq, float(row.score)) for row in rows]


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
