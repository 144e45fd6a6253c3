"""Finding words: reports by the index, and in them the claims whose own words hold the query."""

import msgspec
from sqlalchemy import Connection, select

from tacitus.record.claims import ClaimFilter, load_claims
from tacitus.record.nouns import Found
from tacitus.record.pseudonyms import blank_spans
from tacitus.record.schema import READINGS, REPORTS, TEXTS
from tacitus.record.search import cut_snippet, matches, parse_query, search_words, split_words

_SPANS = msgspec.json.Decoder(tuple[tuple[int, int], ...])


def find_words(connection: Connection, query: str, limit: int) -> list[Found]:
    """Return hits, best report first: its claims that hold the query (a quarter of the limit at most), then the report itself.

    A claim's quotes are part of its report's text, so that claims need no index of their own.
    """
    phrases = parse_query(query)
    found: list[Found] = []
    for reading_seq, score in search_words(connection, phrases, limit):
        row = connection.execute(
            select(REPORTS.c.id, READINGS.c.masked, TEXTS.c.text)
            .join(READINGS, READINGS.c.report_seq == REPORTS.c.seq)
            .join(TEXTS, TEXTS.c.seq == READINGS.c.text_seq)
            .where(READINGS.c.seq == reading_seq)
        ).one()
        text = blank_spans(row.text, _SPANS.decode(row.masked))
        n_claims = 0
        for recorded in load_claims(connection, ClaimFilter(report_id=row.id)):
            evidence = recorded.claim.evidence
            words = " ".join(e.quote if recorded.is_superseded else text[e.span.start : e.span.end] for e in evidence)
            if n_claims < max(1, limit // 4) and matches(phrases, split_words(words)):
                n_claims += 1
                found.append(
                    Found(report_id=row.id, claim_id=recorded.claim.id, snippet=cut_snippet(words, phrases), score=score)
                )
        found.append(Found(report_id=row.id, claim_id=None, snippet=cut_snippet(text, phrases), score=score))
        if len(found) >= limit:
            break
    return found[:limit]
