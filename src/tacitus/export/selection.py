"""What goes into an export: which claims, with which names, and what was left out and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tacitus.export.book import Book, open_book, say_run
from tacitus.export.protect import Veil, find_public_persons, protect_claim, weave_veil, withhold_actor
from tacitus.model import Decision, Extraction, Judgement, Report, Span
from tacitus.record import Record
from tacitus.record.nouns import RecordedClaim, ReviewStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One report of an export with its claims, protected and in text order; ``extractors`` says who read each."""

    report: Report
    extraction: Extraction
    claims: tuple[RecordedClaim, ...]
    veil: Veil
    extractors: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The claims of an export.

    ``book`` holds them with the names that may be shown; ``left_out`` counts claims by the reason for which they stay behind.
    ``decisions`` maps a claim's id to the judgement that it rests on.
    """

    record: Record
    book: Book
    public: frozenset[str]
    include_unreviewed: bool
    left_out: tuple[tuple[str, int], ...]
    decisions: dict[str, Judgement]

    def leaves(self) -> Iterator[Leaf]:
        """Yield each report that has claims, by id; one report is held at a time."""
        by_report: dict[str, list[RecordedClaim]] = {}
        for recorded in self.book.claims:
            by_report.setdefault(recorded.report_id, []).append(recorded)
        for report_id in sorted(by_report):
            report = self.record.report(report_id)
            extraction = self.record.extraction(report_id)
            veil = weave_veil(report, extraction, self.public)
            yield Leaf(
                report=report,
                extraction=extraction,
                veil=veil,
                extractors={claim_id: say_run(run) for claim_id, run in self.record.runs(report_id).items()},
                claims=tuple(
                    replace(r, claim=protect_claim(r.claim, report, veil))
                    for r in sorted(by_report[report_id], key=_place_in_text)
                ),
            )


def select_claims(record: Record, *, include_unreviewed: bool = False) -> Selection:
    """Return what an export of the record holds: reviewed claims only, unless asked otherwise.

    A reader's claim that nobody reviewed, a rejected claim and a superseded one that nobody reviewed never go out.
    """
    book = open_book(record)
    public = find_public_persons(book.actors.values(), book.claims)
    left_out: Counter[str] = Counter()
    kept = []
    for recorded in book.claims:
        reason = _reason_to_leave(recorded, include_unreviewed=include_unreviewed)
        if reason is None:
            kept.append(recorded)
        else:
            left_out[reason] += 1
    return Selection(
        record=record,
        book=replace(book, claims=tuple(kept), actors={a.id: withhold_actor(a, public) for a in book.actors.values()}),
        public=public,
        include_unreviewed=include_unreviewed,
        left_out=tuple(sorted(left_out.items())),
        decisions=_find_decisions(record.judgements()),
    )


def _find_decisions(judgements: Sequence[Judgement]) -> dict[str, Judgement]:
    """Return claim id to the last judgement about it that nobody took back."""
    undone: set[str] = set()
    decisions: dict[str, Judgement] = {}
    for judgement in reversed(judgements):
        if judgement.id in undone:
            continue
        if judgement.decision is Decision.UNDO:
            undone.add(judgement.about)
        else:
            decisions.setdefault(judgement.about, judgement)
    return decisions


def _place_in_text(recorded: RecordedClaim) -> tuple[Span, str]:
    return recorded.claim.evidence[0].span, recorded.claim.id


def _reason_to_leave(recorded: RecordedClaim, *, include_unreviewed: bool) -> str | None:
    if recorded.review is ReviewStatus.REJECTED:
        return "rejected"
    if recorded.review.is_reviewed:
        return None
    if recorded.is_superseded:
        return "superseded"
    if recorded.claim.is_from_reader:
        return "reader's comment, unreviewed"
    return None if include_unreviewed else "unreviewed"
