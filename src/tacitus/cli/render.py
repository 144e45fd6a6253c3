"""Tables for people. Colours and the width of the window on a terminal only, so that piped output is always the same."""

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tacitus.cli.words import (
    say_claim,
    say_deaths,
    say_places,
    say_review,
    say_stance,
    say_when,
    shorten_id,
    shorten_quote,
)
from tacitus.export.book import Book
from tacitus.model import Actor, Judgement
from tacitus.record.nouns import Failure, Found, Problem, RecordedClaim, ReportRow, ReviewStatus

PLAIN_WIDTH = 110
"""Characters a line where standard output is no terminal."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

STYLES = {"said": "cyan", "quote": "italic dim", "id": "dim", "unreviewed": "yellow", "reviewed": "green", "bad": "red"}


def make_console(*, stderr: bool = False) -> Console:
    """Return where people read."""
    file = sys.stderr if stderr else sys.stdout
    is_terminal = file.isatty() and os.environ.get("TERM") != "dumb"
    return Console(
        file=file,
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


def print_heading(console: Console, words: str, note: str = "") -> None:
    """Print a section's heading, after an empty line."""
    console.print()
    console.print(Text.assemble((clean(words), "bold"), (f"  {note}" if note else "", "dim")))


def print_nothing(console: Console, words: str) -> None:
    """Print that there is nothing to show, and what would change that."""
    console.print(style(f"  {words}", "dim"))


def print_table(console: Console, headers: Sequence[str], rows: Iterable[Sequence[Text]], *, last_wide: bool = True) -> None:
    """Print rows under headers, without lines around them."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for index, header in enumerate(headers):
        is_wide = last_wide and index == len(headers) - 1
        table.add_column(header, overflow="fold", ratio=1 if is_wide else None, no_wrap=header in {"id", "date", "added"})
    for row in rows:
        table.add_row(*row)
    console.print(Padding(table, (0, 0, 0, 2)))


def mark_review(review: ReviewStatus) -> Text:
    """Return the review in its colour."""
    return style(
        say_review(review), "reviewed" if review.is_reviewed else "bad" if review is ReviewStatus.REJECTED else "unreviewed"
    )


def cite_claim(recorded: RecordedClaim, book: Book, *, width: int = 150) -> Text:
    """Return who says so, the review, the quote and the id to look it up with."""
    quote = clean(shorten_quote(recorded.claim.evidence[0].quote, width))
    return Text.assemble(
        style(say_stance(recorded, book), "said"),
        " · ",
        mark_review(recorded.review),
        *((" · ", style("superseded", "bad")) if recorded.is_superseded else ()),
        " · ",
        style(shorten_id(recorded.claim.id), "id"),
        "\n",
        style(quote, "quote"),
    )


def print_incidents(console: Console, claims: Iterable[RecordedClaim], book: Book) -> None:
    """Print incidents as a table: when, where, what, who says so in which words."""
    rows = []
    for recorded in claims:
        claim = recorded.claim
        what = Text.assemble((clean(say_claim(claim, book)), "bold"))
        if claim.deaths is not None:
            what.append(f" · deaths: {clean(say_deaths(claim))}", style="red")
        rows.append((style(say_when(claim.when)), style(say_places(claim, book)), what + Text("\n") + cite_claim(recorded, book)))
    print_table(console, ("when", "where", "what, and who says so"), rows)


def print_claims(console: Console, claims: Iterable[RecordedClaim], book: Book) -> None:
    """Print claims of any kind as a table."""
    rows = []
    for recorded in claims:
        what = Text.assemble((clean(say_claim(recorded.claim, book)), "bold"))
        facts = [say_when(recorded.claim.when) if recorded.claim.when else "", f"deaths: {say_deaths(recorded.claim)}"]
        if recorded.claim.deaths is None:
            facts.pop()
        if recorded.claim.roles.place:
            facts.insert(0, say_places(recorded.claim, book))
        what.append("".join(f" · {clean(fact)}" for fact in facts if fact))
        rows.append((style(recorded.claim.kind.value, "dim"), what + Text("\n") + cite_claim(recorded, book)))
    print_table(console, ("kind", "what, and who says so"), rows)


def print_reports(console: Console, rows: Iterable[ReportRow]) -> None:
    """Print reports as a table."""
    print_table(
        console,
        ("id", "date", "lang", "claims", "publisher", "title"),
        [
            (
                style(shorten_id(row.id), "id"),
                style(row.published or "undated"),
                style(row.language or "?"),
                style(str(row.n_claims)),
                style(row.publisher or "?"),
                style(row.title or row.source)
                + (style(f"\nnear copy of {shorten_id(row.near_copy_of)}", "unreviewed") if row.near_copy_of else Text()),
            )
            for row in rows
        ],
    )


def print_actors(console: Console, actors: Iterable[Actor], counts: Mapping[str, int]) -> None:
    """Print actors as a table, with the number of claims that speak of each."""
    rows = [
        (
            style(actor.name, "bold"),
            style(actor.type.value.replace("_", " ") if actor.type else "?"),
            style(str(counts.get(actor.id, 0))),
            style("; ".join(actor.aliases), "dim"),
        )
        for actor in actors
    ]
    print_table(console, ("name", "type", "claims", "other names"), rows)


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


def print_judgements(console: Console, judgements: Iterable[Judgement]) -> None:
    """Print who decided what and why."""
    rows = [
        (
            style(shorten_id(j.id), "id"),
            style(f"{j.at:%Y-%m-%d %H:%M}"),
            style(j.decision.value, "bold"),
            style(shorten_id(j.about), "id"),
            Text.assemble(
                clean(j.because), (f" ({clean(j.by)})", "dim"), *(f"\n{name} = {clean(value)}" for name, value in j.changes)
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
    print_table(console, ("where", "what is wrong"), [(style(p.where, "bold"), style(p.what, "bad")) for p in problems])
