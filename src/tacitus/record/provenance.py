"""Who read what: the run behind each claim."""

from sqlalchemy import Connection, select

from tacitus.record.lookup import find_id
from tacitus.record.nouns import Run
from tacitus.record.schema import CLAIMS, READING_CLAIMS, READINGS, REPORTS, RUNS


def load_runs(connection: Connection, report_id: str) -> dict[str, Run]:
    """Return claim id to the last run that produced the claim, for all claims of a report, superseded ones too.

    Raises:
        RecordError: no such report, or an id that begins several.
    """
    found = find_id(connection, REPORTS.c.id, report_id, "report")
    statement = (
        select(CLAIMS.c.id, RUNS.c.version, RUNS.c.settings_digest, RUNS.c.knowledge_digest)
        .join(READING_CLAIMS, READING_CLAIMS.c.claim_seq == CLAIMS.c.seq)
        .join(READINGS, READINGS.c.seq == READING_CLAIMS.c.reading_seq)
        .join(RUNS, RUNS.c.seq == READINGS.c.run_seq)
        .join(REPORTS, REPORTS.c.seq == CLAIMS.c.report_seq)
        .where(REPORTS.c.id == found)
        .order_by(READINGS.c.seq)
    )
    return {
        row.id: Run(version=row.version, settings_digest=row.settings_digest, knowledge_digest=row.knowledge_digest)
        for row in connection.execute(statement)
    }
