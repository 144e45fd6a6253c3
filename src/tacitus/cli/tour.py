"""The tour of ``tacitus demo``: the sample reports, and what the record makes of them, section by section."""

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tacitus import __version__
from tacitus.cli.event_views import print_contradictions, print_events
from tacitus.cli.render import print_claims, print_heading, print_incidents, print_nothing, print_reports, style
from tacitus.cli.tie_views import print_coalition, print_differences
from tacitus.cli.tree import count_branches, grow_trees, keep_coalitions, print_trees
from tacitus.cli.views import (
    is_only_said,
    pick_affiliations,
    pick_incidents,
    pick_nesting,
    pick_party_words,
    pick_varied,
    split_readers,
)
from tacitus.cli.words import shorten_id
from tacitus.config import Settings
from tacitus.corroborate.affiliations import Standing
from tacitus.corroborate.coalitions import compare_days, list_days, nest_on
from tacitus.export.book import Book, open_book, standing_claims
from tacitus.export.together import Together, find_originals
from tacitus.model import Snapshot
from tacitus.pipeline import add_snapshots
from tacitus.read import Unreadable, open_snapshots
from tacitus.record import Record
from tacitus.record.nouns import Added, AddStatus, RecordedClaim

DEMO_RECORD = "demo.db"
SAMPLE_SUFFIXES = frozenset({".txt", ".html"})
MOST_ROWS = 5
"""Rows of a section; the rest is one command away."""


def open_samples(settings: Settings) -> Iterator[Snapshot | Unreadable]:
    """Yield the sample reports that come with the package, oldest first."""
    with as_file(files("tacitus") / "samples") as folder:
        pages = sorted(str(page) for page in folder.iterdir() if page.suffix in SAMPLE_SUFFIXES)
        samples = [replace(opened, source=Path(opened.source).name) for opened in open_snapshots(pages, settings)]
    yield from sorted(samples, key=_published)


def _published(opened: Snapshot | Unreadable) -> str:
    return dict(opened.metadata).get("published", "") if isinstance(opened, Snapshot) else ""


def add_samples(record: Record, settings: Settings) -> list[Added]:
    """Read the sample reports into the record."""
    return list(add_snapshots(open_samples(settings), record, settings))


def print_tour(console: Console, record: Record, outcomes: list[Added], name: str) -> None:
    """Print what the record makes of the samples; equal records print equally."""
    book = open_book(record)
    said, by_readers = split_readers(standing_claims(book))
    n_copies = sum(row.near_copy_of is not None for row in book.reports.values())
    n_failed = sum(outcome.status is AddStatus.FAILED for outcome in outcomes)
    console.print(
        style(f"Tacitus {__version__} reads {len(outcomes)} sample reports, composed for this purpose, into {name}.", "bold")
    )
    console.print(
        f"{len(book.reports)} reports kept, {n_copies} of them a near copy of another; {n_failed} failed; "
        f"{len(book.claims)} claims.\nA claim is no fact: each says who says so, and no person has reviewed any of them yet."
    )
    print_heading(console, "Reports")
    print_reports(console, sorted(book.reports.values(), key=lambda row: (row.published or "9999", row.id)))
    _print_coalitions(console, said, book)
    asserted = [r for r in said if not is_only_said(r.claim)]
    _print_some(console, "Affiliations", pick_affiliations(asserted), book, "claims --kind relation")
    _print_incidents(console, pick_incidents(asserted), book)
    together = Together(book=book, record=record)
    _print_events(console, together)
    _print_two_days(console, together)
    _print_some(console, "Only claimed, denied, alleged or planned", _pick_party_words(said), book, "claims")
    _print_some(console, "From readers' comments", by_readers, book, "claims", note="set apart: no source, and no actor")
    _print_next(console, said, name)


def _print_coalitions(console: Console, said: list[RecordedClaim], book: Book) -> None:
    trees = keep_coalitions(grow_trees(pick_nesting(said)), book)
    print_heading(console, "A coalition", f"the largest of {len(trees)}, with a numbered quote behind every branch")
    print_trees(console, sorted(trees, key=count_branches, reverse=True)[:1], book)
    _print_more(console, len(trees) - 1, "coalitions")


def _print_incidents(console: Console, incidents: list[RecordedClaim], book: Book) -> None:
    print_heading(console, f"Incidents ({len(incidents)})", "each as one report tells it; deaths are as reported")
    # Those with a place and with deaths show most of what a row can hold.
    fullest = sorted(incidents, key=lambda r: -(bool(r.claim.roles.place) + 2 * (r.claim.deaths is not None)))
    print_incidents(console, pick_incidents(pick_varied(fullest, MOST_ROWS)), book)
    _print_more(console, len(incidents) - MOST_ROWS, "incidents")


def _print_events(console: Console, together: Together) -> None:
    """Print the events that several reports tell of, and of the most contradicted one who contradicts whom."""
    events = [event for event in together.events if len(event.reports) > 1]
    original_of = find_originals(together.book.reports.values())
    copies = [row for row in together.book.reports.values() if original_of[row.id] != row.id]
    print_heading(console, f"Told by several reports ({len(events)})", "joined by the machine, unreviewed; copies count once")
    for row in copies:
        original = together.book.reports[original_of[row.id]]
        print_nothing(console, f"{row.publisher} brings a near copy of what {original.publisher} wrote: one source, not two.")
    print_events(console, events, together.book)
    contradicted = max(events, key=lambda event: (len(event.contradicted), len(event.reports)), default=None)
    if contradicted is not None and contradicted.contradicted:
        print_contradictions(console, contradicted, together.book, contradicted.contradicted[:1])
        _print_more_of(console, f"event {shorten_id(contradicted.id)}", "every field, every source, and why these are one")


def _print_two_days(console: Console, together: Together) -> None:
    """Print the coalition in which most is seen to change, on the first and on the last day that sources speak of."""
    wholes = sorted({tie.object for tie in together.affiliations})
    changed = {}
    for whole in wholes:
        days = list_days(together.affiliations, whole)
        if len(days) > 1:
            ties = compare_days(together.affiliations, whole, days[0], days[-1])
            changed[whole] = [tie for tie in ties if not {tie.before, tie.after} & {Standing.UNKNOWN, Standing.UNCERTAIN}]
    if not any(changed.values()):
        return
    whole = max(changed, key=lambda i: (len(changed[i]), i))
    days = list_days(together.affiliations, whole)
    print_heading(console, "A coalition on two days", "as far as sources tell; nothing is projected")
    print_coalition(console, nest_on(together.affiliations, whole, days[-1]), together.book, days[-1])
    print_differences(console, changed[whole], together.book, (days[0], days[-1]))


def _print_more_of(console: Console, page: str, what: str) -> None:
    print_nothing(console, f"{what}: tacitus show {page}")


def _print_some(console: Console, heading: str, claims: list[RecordedClaim], book: Book, page: str, *, note: str = "") -> None:
    print_heading(console, f"{heading} ({len(claims)})", note)
    print_claims(console, pick_varied(claims, MOST_ROWS), book)
    _print_more(console, len(claims) - MOST_ROWS, page)


def _print_more(console: Console, n_claims: int, page: str) -> None:
    if n_claims > 0:
        print_nothing(console, f"and {n_claims} more: tacitus show {page}")


def _pick_party_words(said: list[RecordedClaim]) -> list[RecordedClaim]:
    """Return what parties say, without memberships, which the trees show."""
    shown = {r.claim.id for r in pick_nesting(said)}
    return [r for r in pick_party_words(said) if r.claim.id not in shown]


def _print_next(console: Console, said: list[RecordedClaim], name: str) -> None:
    print_heading(console, "Next")
    claims = [r for r in pick_incidents(said) if r.claim.deaths is not None] or said
    digits = shorten_id(claims[0].claim.id) if claims else "ID"
    for command, what in (
        (f"tacitus show claims --id {digits} --record {name}", "the full quote in its context"),
        (f'tacitus judge {digits} accept --because "I checked it" --record {name}', "review it"),
        (f"tacitus show coalitions --record {name}", "every tree"),
        ("tacitus add SOURCE...", "your own reports"),
    ):
        console.print(Text.assemble(f"  {command:<72} ", (what, "dim")))
