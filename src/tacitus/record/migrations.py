"""Numbered migrations: functions that are never edited once released; a new version of the schema is a new function.

Each is plain SQL that names every column, so that it does not change when ``schema`` does.
"""

from collections.abc import Callable

from sqlalchemy import Connection

ENGINE_WORDS = {
    "sqlite": {"bytes": "BLOB", "time": "TEXT", "real": "REAL", "id": "TEXT", "clustered": "WITHOUT ROWID"},
    # Ids compare by code point on both databases: prefixes are looked up as ranges.
    "postgresql": {
        "bytes": "BYTEA",
        "time": "TIMESTAMPTZ",
        "real": "DOUBLE PRECISION",
        "id": 'TEXT COLLATE "C"',
        "clustered": "",
    },
}

_LEDGER_1 = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE snapshots (seq INTEGER PRIMARY KEY, id {id} NOT NULL UNIQUE, content {bytes} NOT NULL, size INTEGER NOT NULL,
       source TEXT NOT NULL, media_type TEXT, url TEXT, retrieved_at {time}, metadata TEXT NOT NULL)""",
    """CREATE TABLE reports (seq INTEGER PRIMARY KEY, id {id} NOT NULL UNIQUE,
       snapshot_seq INTEGER NOT NULL REFERENCES snapshots (seq),
       near_copy_of {id}, sketch {bytes}, bands TEXT NOT NULL, added_at {time} NOT NULL)""",
    "CREATE TABLE texts (seq INTEGER PRIMARY KEY, digest TEXT NOT NULL, text TEXT NOT NULL)",
    """CREATE TABLE runs (seq INTEGER PRIMARY KEY, version TEXT NOT NULL, settings_digest TEXT NOT NULL,
       knowledge_digest TEXT NOT NULL, first_at {time} NOT NULL, UNIQUE (version, settings_digest, knowledge_digest))""",
    """CREATE TABLE readings (seq INTEGER PRIMARY KEY, report_seq INTEGER NOT NULL REFERENCES reports (seq),
       run_seq INTEGER NOT NULL REFERENCES runs (seq), text_seq INTEGER NOT NULL REFERENCES texts (seq), read_at {time} NOT NULL,
       title TEXT, authors TEXT NOT NULL, publisher TEXT, url TEXT, published TEXT, retrieved_at {time}, language TEXT,
       media_type TEXT NOT NULL, source TEXT NOT NULL, zones TEXT NOT NULL, masked TEXT NOT NULL,
       n_claims INTEGER NOT NULL, digest TEXT NOT NULL)""",
    "CREATE INDEX readings_by_report ON readings (report_seq, seq)",
    """CREATE TABLE mentions (reading_seq INTEGER NOT NULL REFERENCES readings (seq), position INTEGER NOT NULL,
       start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, kind TEXT NOT NULL, entity {id}, form TEXT NOT NULL,
       PRIMARY KEY (reading_seq, position)) {clustered}""",
    """CREATE TABLE actor_names (reading_seq INTEGER NOT NULL REFERENCES readings (seq), position INTEGER NOT NULL,
       rank INTEGER NOT NULL, actor_id {id} NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, type TEXT,
       PRIMARY KEY (reading_seq, position, rank)) {clustered}""",
    """CREATE TABLE places (reading_seq INTEGER NOT NULL REFERENCES readings (seq), position INTEGER NOT NULL,
       place_id {id} NOT NULL, name TEXT NOT NULL, aliases TEXT NOT NULL, kind TEXT, latitude {real}, longitude {real},
       country TEXT, radius_km {real}, PRIMARY KEY (reading_seq, position)) {clustered}""",
    """CREATE TABLE claims (seq INTEGER PRIMARY KEY, id {id} NOT NULL, report_seq INTEGER NOT NULL REFERENCES reports (seq),
       reading_seq INTEGER NOT NULL REFERENCES readings (seq), kind TEXT NOT NULL, predicate TEXT NOT NULL,
       body TEXT NOT NULL)""",
    "CREATE INDEX claims_by_report ON claims (report_seq)",
    """CREATE TABLE evidence (claim_seq INTEGER NOT NULL REFERENCES claims (seq), position INTEGER NOT NULL,
       start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, quote TEXT, PRIMARY KEY (claim_seq, position)) {clustered}""",
    """CREATE TABLE reading_claims (reading_seq INTEGER NOT NULL REFERENCES readings (seq), position INTEGER NOT NULL,
       claim_seq INTEGER NOT NULL REFERENCES claims (seq), PRIMARY KEY (reading_seq, position)) {clustered}""",
    """CREATE TABLE failures (seq INTEGER PRIMARY KEY, id {id} NOT NULL UNIQUE, source TEXT NOT NULL, error TEXT NOT NULL,
       snapshot_seq INTEGER REFERENCES snapshots (seq), failed_at {time} NOT NULL)""",
    "CREATE INDEX failures_by_source ON failures (source)",
    """CREATE TABLE resolutions (seq INTEGER PRIMARY KEY, failure_seq INTEGER NOT NULL UNIQUE REFERENCES failures (seq),
       report_seq INTEGER NOT NULL REFERENCES reports (seq), resolved_at {time} NOT NULL)""",
    """CREATE TABLE judgements (seq INTEGER PRIMARY KEY, id {id} NOT NULL UNIQUE, claim_id {id} NOT NULL, decision TEXT NOT NULL,
       about {id} NOT NULL, because TEXT NOT NULL, judged_by TEXT NOT NULL, judged_at {time} NOT NULL, changes TEXT NOT NULL)""",
    "CREATE INDEX judgements_by_claim ON judgements (claim_id)",
    """CREATE TABLE audit (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject INTEGER NOT NULL, at {time} NOT NULL,
       digest TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL)""",
)

_GUARDED_2 = (
    "meta",
    "migrations",
    "snapshots",
    "reports",
    "texts",
    "runs",
    "readings",
    "mentions",
    "actor_names",
    "places",
    "claims",
    "evidence",
    "reading_claims",
    "failures",
    "resolutions",
    "judgements",
    "audit",
)

_INDEXES_3 = (
    "CREATE TABLE superseded (claim_seq INTEGER PRIMARY KEY, is_replaced INTEGER NOT NULL)",
    """CREATE TABLE standings (claim_id {id} PRIMARY KEY, review TEXT NOT NULL, judgement_seq INTEGER NOT NULL) {clustered}""",
)


def _run(connection: Connection, statements: tuple[str, ...]) -> None:
    words = ENGINE_WORDS[connection.dialect.name]
    for statement in statements:
        connection.exec_driver_sql(statement.format(**words))


def create_ledger(connection: Connection) -> None:
    """1: the ledger tables."""
    _run(connection, _LEDGER_1)


def guard_ledger(connection: Connection) -> None:
    """2: triggers that refuse to change or delete what the ledger holds."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            """CREATE FUNCTION tacitus_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION USING MESSAGE = 'append-only: ' || TG_TABLE_NAME, ERRCODE = 'restrict_violation'; END $$"""
        )
    for table in _GUARDED_2:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION tacitus_refuse()"
            )
        else:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
                )


def create_indexes(connection: Connection) -> None:
    """3: the tables derived from the ledger, full text among them."""
    _run(connection, _INDEXES_3)
    # Claim ids and bands are hashes: in a B-tree each would touch a page of its own, some sixty a report, and more as the record
    # grows. They are kept as words in the full-text index instead, which merges sorted runs.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "CREATE TABLE reading_words (reading_seq INTEGER NOT NULL, part INTEGER NOT NULL, words TSVECTOR NOT NULL, "
            "keys TSVECTOR NOT NULL, PRIMARY KEY (reading_seq, part))"
        )
        connection.exec_driver_sql("CREATE INDEX reading_words_by_word ON reading_words USING GIN (words)")
        connection.exec_driver_sql("CREATE INDEX reading_words_by_key ON reading_words USING GIN (keys)")
    else:
        # The words come folded and split by ``search``; contentless, because they can be had from the ledger.
        connection.exec_driver_sql("CREATE VIRTUAL TABLE reading_words USING fts5(words, keys, content='', tokenize='ascii')")


_PROPOSALS_4 = (
    """CREATE TABLE proposals (reading_seq INTEGER NOT NULL REFERENCES readings (seq), position INTEGER NOT NULL,
       actor_id {id} NOT NULL, candidate_id {id} NOT NULL, name TEXT NOT NULL, registry TEXT, country TEXT, score {real} NOT NULL,
       reason TEXT NOT NULL, is_match INTEGER NOT NULL, PRIMARY KEY (reading_seq, position)) {clustered}""",
)


def create_proposals(connection: Connection) -> None:
    """4: which known actors a reading's actors were matched to, or may be; a ledger table as the others."""
    _run(connection, _PROPOSALS_4)
    _guard(connection, "proposals")


def _guard(connection: Connection, table: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION tacitus_refuse()"
        )
    else:
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
            )


_PLACE_CHOICES_5 = (
    """CREATE TABLE place_choices (reading_seq INTEGER NOT NULL REFERENCES readings (seq), position INTEGER NOT NULL,
       source TEXT, score {real}, why TEXT, PRIMARY KEY (reading_seq, position)) {clustered}""",
)


def create_place_choices(connection: Connection) -> None:
    """5: what each place of a reading was taken for, how surely and why; a ledger table as the others."""
    _run(connection, _PLACE_CHOICES_5)
    _guard(connection, "place_choices")


_INCIDENTS_6 = (
    """CREATE TABLE incidents (claim_id {id} PRIMARY KEY, report_id {id} NOT NULL, said_by TEXT NOT NULL, published TEXT NOT NULL,
       node INTEGER NOT NULL, event {id} NOT NULL) {clustered}""",
    "CREATE INDEX incidents_by_report ON incidents (report_id)",
    "CREATE INDEX incidents_by_node ON incidents (node)",
    "CREATE INDEX incidents_by_event ON incidents (event)",
    "CREATE TABLE incident_nodes (node INTEGER PRIMARY KEY, digest {id} NOT NULL UNIQUE, body TEXT NOT NULL)",
    "CREATE TABLE incident_keys (key {id} NOT NULL, node INTEGER NOT NULL, PRIMARY KEY (key, node)) {clustered}",
    "CREATE INDEX incident_keys_by_node ON incident_keys (node)",
    """CREATE TABLE incident_links (node INTEGER NOT NULL, other INTEGER NOT NULL, score {real} NOT NULL,
       PRIMARY KEY (node, other)) {clustered}""",
    """CREATE TABLE corroborated (one INTEGER PRIMARY KEY, reading INTEGER NOT NULL, judgement INTEGER NOT NULL,
       digest TEXT NOT NULL)""",
)


def create_incidents(connection: Connection) -> None:
    """6: the index of incidents and events, derived from the ledger."""
    _run(connection, _INCIDENTS_6)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    create_ledger,
    guard_ledger,
    create_indexes,
    create_proposals,
    create_place_choices,
    create_incidents,
)
VERSION = len(MIGRATIONS)
"""The schema that this program writes."""
