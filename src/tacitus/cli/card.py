"""One claim in full: every field, the quote in its context, where it stands, and who read and judged it."""

from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from tacitus.cli.plain import plain_claim, plain_judgement
from tacitus.cli.render import clean, label, mark_review, print_heading, style
from tacitus.cli.words import say_claim, say_count, say_deaths, say_places, say_stance, say_tallies, say_when
from tacitus.export.book import Book, say_run
from tacitus.model import Claim, ClaimKind, Evidence, Judgement, Report, Span
from tacitus.record import Record
from tacitus.record.nouns import RecordedClaim

CONTEXT = 160
"""Code points of context before and after the quote."""


def print_card(console: Console, record: Record, recorded: RecordedClaim, book: Book) -> None:
    """Print the claim in full."""
    claim = recorded.claim
    report = record.report(recorded.report_id)
    print_heading(console, say_claim(claim, book))
    for name, value in _facts(record, recorded, book, report).items():
        if value:
            console.print(label(name, style(value)))
    console.print(label("review", mark_review(recorded.review)))
    if recorded.original is not None:
        console.print(label("machine read", style(_say_whole(recorded.original, book))))
    for evidence in claim.evidence:
        console.print()
        console.print(Padding(_in_context(evidence, report), (0, 0, 0, 2)))
        console.print(style(f"  code points {evidence.span.start} to {evidence.span.end} of the report's text", "dim"))
    for judgement in _judgements(record, claim.id):
        console.print()
        because = f"{judgement.decision.value} by {judgement.by}, because {judgement.because}  ({judgement.id})"
        console.print(style(f"  {because}"))


def plain_card(record: Record, recorded: RecordedClaim, book: Book) -> dict[str, Any]:
    """Return the claim in full as JSON values: the row, with context, snapshot, reader and judgements."""
    report = record.report(recorded.report_id)
    evidence = []
    for item in recorded.claim.evidence:
        before, after = _cut(item.span, report)
        evidence.append({"start": item.span.start, "end": item.span.end, "quote": item.quote, "prefix": before, "suffix": after})
    return {
        **plain_claim(recorded, book),
        "evidence": evidence,
        "snapshot_sha256": report.id,
        "read_by": say_run(record.runs(report.id)[recorded.claim.id]),
        "judgements": [plain_judgement(j) for j in _judgements(record, recorded.claim.id)],
    }


def _facts(record: Record, recorded: RecordedClaim, book: Book, report: Report) -> dict[str, str]:
    claim = recorded.claim
    about = next((r.claim for r in book.claims if r.claim.id == claim.about), None)
    return {
        "claim": claim.id,
        "kind": f"{claim.kind.value}, {claim.predicate}",
        "said": say_stance(recorded, book),
        "when": say_when(claim.when)
        + (f"  (“{claim.when.text}”)" if claim.when and claim.when.start and claim.when.text else ""),
        "where": say_places(claim, book) if claim.roles.place or claim.kind is ClaimKind.INCIDENT else "",
        "deaths": f"{say_deaths(claim)} (“{claim.deaths.text}”)" if claim.deaths else "",
        "injuries": f"{say_count(claim.injuries)} reported (“{claim.injuries.text}”)" if claim.injuries else "",
        "numbers": f"{say_tallies(claim, book)}, as reported" if claim.tallies else "",
        "about": say_claim(about, book) if about else "",
        "zone": claim.zone.value,
        "score": f"{claim.score:.2f}",
        "report": "; ".join(filter(None, (report.title, report.publisher, report.url))),
        "snapshot": f"sha256 {report.id}",
        "read by": say_run(record.runs(report.id)[claim.id]),
    }


def _say_whole(claim: Claim, book: Book) -> str:
    return " · ".join(filter(None, (say_claim(claim, book), say_when(claim.when), say_deaths(claim))))


def _cut(span: Span, report: Report) -> tuple[str, str]:
    """Return what stands before and after the quote, inside its own zone."""
    zone = next((z.span for z in report.zones if z.span.start <= span.start < z.span.end), span)
    start, end = max(zone.start, span.start - CONTEXT), max(span.end, min(zone.end, span.end + CONTEXT))
    return report.text[start : span.start], report.text[span.end : end]


def _in_context(evidence: Evidence, report: Report) -> Text:
    before, after = _cut(evidence.span, report)
    return Text.assemble((clean(before), "dim"), ("“" + clean(evidence.quote) + "”", "bold"), (clean(after), "dim"))


def _judgements(record: Record, claim_id: str) -> list[Judgement]:
    """Return the judgements of the claim, and those that took one of them back."""
    return record.judgements(claim_id)
