"""Tables for people. Colours and the width of the window on a terminal only, so that piped output is always the same."""

import io
import os
import re
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TextIO, cast

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tacitus.cli.views import Doubt
from tacitus.cli.words import (
    QUOTE_WIDTH,
    UNDATED,
    UNPLACED,
    say_claim,
    say_deaths,
    say_places,
    say_review,
    say_stance,
    say_when,
    shorten_id,
    shorten_line,
    shorten_quote,
)
from tacitus.export.book import Book
from tacitus.model import Actor, ClaimKind, Judgement, Place
from tacitus.record.nouns import Failure, Found, Problem, RecordedClaim, ReportRow, ReviewStatus

PLAIN_WIDTH = 110
"""Characters a line where standard output is no terminal."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PADDING = re.compile(r" +$", re.MULTILINE)

STYLES = {"said": "cyan", "quote": "italic dim", "id": "dim", "unreviewed": "yellow", "reviewed": "green", "bad": "red"}


class Trimmed(io.TextIOBase):
    """A stream without the spaces that pad tables at the ends of lines."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, words: str, /) -> int:
        """Write whole lines, trimmed."""
        return self._stream.write(_PADDING.sub("", words))

    def flush(self) -> None:
        """Pass on what was written."""
        self._stream.flush()


def make_console(*, stderr: bool = False) -> Console:
    """Return where people read."""
    file = sys.stderr if stderr else sys.stdout
    is_terminal = file.isatty() and os.environ.get("TERM") != "dumb"
    return Console(
        file=file if is_terminal else cast("TextIO", Trimmed(file)),
        width=None if is_terminal else PLAIN_WIDTH,
        force_terminal=is_terminal,
        no_color=None if is_terminal else True,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def clean(words: str | None) -> str:
    """Return words of a report without what could steer a terminal or turn its reading direction."""
    return _CONTROLS.sub("", words or "")


def style(words: str | None, name: str = "") -> Text:
    """Return words in one of the house's styles."""
    return Text(clean(words), style=STYLES.get(name, name))


def label(name: str, value: Text) -> Text:
    """Return a named value, as a line of a card."""
    return Text.assemble((f"  {name:<14}", "dim"), value)


def print_heading(console: Console, words: str, note: str = "") -> None:
    """Print a section's heading, after an empty line."""
    console.print()
    console.print(Text.assemble((clean(words), "bold"), (f"  {note}" if note else "", "dim")))


def print_nothing(console: Console, words: str) -> None:
    """Print that there is nothing to show, and what would change that."""
    console.print(style(f"  {words}", "dim"))


_WIDTHS = {"id": 8, "with": 8, "date": 10, "when": 10, "lang": 4, "claims": 6}
_MOST_WIDTHS = {"where": 20, "publisher": 24, "other names": 60}


def print_table(console: Console, headers: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
    """Print rows under headers, without lines around them; no rows need no headers."""
    if not rows:
        print_nothing(console, "None.")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold", min_width=_WIDTHS.get(header), max_width=_MOST_WIDTHS.get(header))
    for row in rows:
        table.add_row(*row)
    console.print(Padding(table, (0, 0, 0, 2)))


def mark_review(review: ReviewStatus) -> Text:
    """Return the review in its colour."""
    return style(
        say_review(review), "reviewed" if review.is_reviewed else "bad" if review is ReviewStatus.REJECTED else "unreviewed"
    )


def cite_claim(recorded: RecordedClaim, book: Book, *, facts: Sequence[str] = (), width: int = QUOTE_WIDTH) -> Text:
    """Return what is claimed, who says so, the review, and the quote on its own line."""
    claim = recorded.claim
    parts = [style(say_claim(claim, book), "bold"), *(style(fact) for fact in facts if fact)]
    if claim.deaths is not None:
        parts.append(style(f"deaths: {say_deaths(claim)}", "bad"))
    if claim.kind is not ClaimKind.STATEMENT:  # a statement begins with its speaker
        parts.append(style(say_stance(recorded, book), "said"))
    parts.append(mark_review(recorded.review))
    if recorded.is_superseded:
        parts.append(style("superseded", "bad"))
    quote = style(shorten_quote(claim.evidence[0].quote, width), "quote")
    return Text.assemble(Text(" · ").join(parts), "\n", quote)


def print_incidents(console: Console, claims: Iterable[RecordedClaim], book: Book) -> None:
    """Print incidents as a table: when, where, what, who says so in which words."""
    rows = [
        (
            style(shorten_id(r.claim.id), "id"),
            style(say_when(r.claim.when)),
            style(say_places(r.claim, book)),
            cite_claim(r, book),
        )
        for r in claims
    ]
    print_table(console, ("id", "when", "where", "what, and who says so in which words"), rows)


def print_claims(console: Console, claims: Iterable[RecordedClaim], book: Book) -> None:
    """Print claims of any kind as a table."""
    rows = []
    for recorded in claims:
        claim = recorded.claim
        facts = (say_places(claim, book) if claim.roles.place else "", say_when(claim.when) if claim.when else "")
        rows.append((style(shorten_id(claim.id), "id"), cite_claim(recorded, book, facts=facts)))
    print_table(console, ("id", "what, and who says so in which words"), rows)


def print_reports(console: Console, rows: Iterable[ReportRow], not_extracted: Collection[str] = ()) -> None:
    """Print reports as a table, one line each where the window is wide enough; ``not_extracted`` are ids."""
    room = max(30, console.width - 64)
    print_table(
        console,
        ("id", "date", "lang", "claims", "publisher", "title"),
        [
            (
                style(shorten_id(row.id), "id"),
                style(row.published or UNDATED),
                style(row.language or "?"),
                style(str(row.n_claims)),
                style(shorten_line(row.publisher or "?", _MOST_WIDTHS["publisher"])),
                _say_title(row, room, is_extracted=row.id not in not_extracted),
            )
            for row in rows
        ],
    )


def _say_title(row: ReportRow, room: int, *, is_extracted: bool) -> Text:
    mark = "" if is_extracted else "not extracted: "
    mark += f"near copy of {shorten_id(row.near_copy_of)}: " if row.near_copy_of else ""
    return Text.assemble(style(mark, "unreviewed"), style(shorten_line(row.title or row.source, room - len(mark))))


def print_actors(console: Console, actors: Iterable[Actor], counts: Mapping[str, int]) -> None:
    """Print actors as a table: the registry's id and country where it knows them, and the number of claims that speak of each."""
    rows = [
        (
            style(actor.name, "bold"),
            style(actor.type.value.replace("_", " ") if actor.type else "?"),
            style(actor.country or ""),
            style(actor.registry or "", "id"),
            style(str(counts.get(actor.id, 0))),
            style("; ".join(actor.aliases), "dim"),
        )
        for actor in actors
    ]
    print_table(console, ("name", "type", "country", "registry", "claims", "other names"), rows)


def print_places(console: Console, places: Iterable[Place], counts: Mapping[str, int], *, with_why: bool) -> None:
    """Print places as a table: the point and how far the place reaches from it, how sure it is, and, if asked for, why."""
    rows = [
        (
            style(place.name, "bold"),
            style(place.kind.value if place.kind else "?"),
            style(place.country or ""),
            style(UNPLACED if place.latitude is None else f"{place.latitude:.2f}, {place.longitude:.2f}"),
            style("" if place.radius_km is None else f"{place.radius_km:g} km"),
            style("" if place.score is None else f"{place.score:.0%}"),
            style(str(counts.get(place.id, 0))),
            style((place.why or "read before reasons were kept") if with_why else "; ".join(place.aliases), "dim"),
        )
        for place in places
    ]
    last = "why" if with_why else "other names"
    print_table(console, ("name", "kind", "country", "point", "reach", "sure", "claims", last), rows)


def print_doubts(console: Console, doubts: Iterable[Doubt]) -> None:
    """Print actors that may be known ones, with the reason, and the score that orders them."""
    rows = [
        (
            style(shorten_id(d.actor.id), "id"),
            style(d.actor.name, "bold"),
            style(d.proposal.registry or shorten_id(d.proposal.candidate), "id"),
            Text.assemble(
                (clean(d.proposal.name), "bold"),
                (f" ({d.proposal.country})" if d.proposal.country else ""),
                ("\n" + clean(d.proposal.reason), "dim"),
            ),
            style(f"{d.proposal.score:.2f}"),
            style(str(len(d.reports))),
        )
        for d in doubts
    ]
    print_table(console, ("id", "actor", "with", "may be, and why", "score", "reports"), rows)


def print_failures(console: Console, failures: Iterable[Failure]) -> None:
    """Print what could not be read."""
    rows = [
        (
            style(shorten_id(f.id), "id"),
            style(f"{f.failed_at:%Y-%m-%d %H:%M}"),
            style("resolved", "reviewed") if f.is_resolved else style("failed", "bad"),
            Text.assemble((clean(f.source), "bold"), "\n", clean(f.error)),
        )
        for f in failures
    ]
    print_table(console, ("id", "date", "state", "source and error"), rows)


def print_judgements(console: Console, judgements: Iterable[Judgement], names: Mapping[str, str]) -> None:
    """Print who decided what and why; ``names`` are those of actors, by id as JSON text."""
    rows = [
        (
            style(shorten_id(j.id), "id"),
            style(f"{j.at:%Y-%m-%d %H:%M}"),
            style(j.decision.value, "bold"),
            style(shorten_id(j.about), "id"),
            Text.assemble(
                clean(j.because),
                (f" ({clean(j.by)})", "dim"),
                *(f"\n{name} = {clean(names.get(value, value))}" for name, value in j.changes),
            ),
        )
        for j in judgements
    ]
    print_table(console, ("id", "date", "decision", "about", "because (who)"), rows)


def print_found(console: Console, hits: Iterable[Found], book: Book) -> None:
    """Print hits of a search, each with the report that it stands in."""
    rows = []
    for hit in hits:
        report = book.reports.get(hit.report_id)
        where = "claim" if hit.claim_id else "report"
        words = Text.assemble(
            (clean((report.title if report else None) or (report.source if report else "")), "dim"), "\n", clean(hit.snippet)
        )
        rows.append((style(shorten_id(hit.claim_id or hit.report_id), "id"), style(where), words))
    print_table(console, ("id", "in", "words"), rows)


def print_problems(console: Console, problems: Iterable[Problem]) -> None:
    """Print what is wrong and where."""
    print_table(console, ("where ", "what is wrong"), [(style(p.where, "bold"), style(p.what, "bad")) for p in problems])
