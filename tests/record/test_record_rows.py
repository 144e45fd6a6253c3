"""Rows keep what a claim says, and no more bytes than they did before a field came to be."""

import json

from made_reports import make_report

from tacitus.model import Claim, ClaimKind, Evidence, Span, When
from tacitus.record.rows import encode_body


def make_claim(when: When) -> Claim:
    return Claim(
        id="c1",
        kind=ClaimKind.INCIDENT,
        predicate="shelling",
        evidence=(Evidence(span=Span(start=0, end=1), quote="x"),),
        when=when,
    )


def test_a_claim_without_flag_and_tallies_is_written_as_by_earlier_versions() -> None:
    body = json.loads(encode_body(make_claim(When(text="last week"))))
    assert body["when"] == {"start": None, "end": None, "precision": "unknown", "text": "last week"}
    assert "tallies" not in body


def test_flag_and_tallies_are_written() -> None:
    made = make_report(1)
    bodies = [json.loads(encode_body(claim)) for claim in made.extraction.claims if claim.kind is ClaimKind.INCIDENT]
    assert bodies[0]["when"]["flag"] == "impossible"
    assert [tally["kind"] for tally in bodies[0]["tallies"]] == ["killed", "equipment"]
