"""The pages of ``tacitus show``: each prints a view for people, or its JSON twin."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import click
from rich.console import Console

from tacitus.cli import plain
from tacitus.cli.card import plain_card, print_card
from tacitus.cli.options import find_claim
from tacitus.cli.render import (
    label,
    print_actors,
    print_claims,
    print_doubts,
    print_failures,
    print_heading,
    print_incidents,
    print_judgements,
    print_nothing,
    print_places,
    print_reports,
    style,
)
from tacitus.cli.tree import grow_trees, keep_coalitions, plain_tree, print_trees
from tacitus.cli.views import claims_about, entities_of, pick_doubts, pick_incidents, pick_nesting, split_readers
from tacitus.cli.words import shorten_id
from tacitus.config import Settings
from tacitus.errors import UsageError
from tacitus.export.book import Book, open_book, standing_claims
from tacitus.model import Actor
from tacitus.record import Record
from tacitus.record.nouns import RecordedClaim, ReportRow
from tacitus.resolve.actors.registry import WORLD, DatedName, load_registry
from tacitus.resolve.place_names import fold_place

FROM_READERS = "From readers' comments"
FROM_READERS_NOTE = "pseudonymous, unchecked, and no source of their own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a person asked to see. ``everything`` shows rejected and superseded claims too."""

    record: Record
    console: Console
    settings: Settings
    as_json: bool = False
    words: str = ""
    claim_id: str | None = None
    kind: str | None = None
    everything: bool = False
    why: bool = False
    on: date | None = None
    and_on: date | None = None

    def emit(self, rows: Iterable[Any]) -> None:
        """Print JSON lines."""
        for row in rows:
            click.echo(plain.encode_line(row))

    def open_book(self) -> Book:
        """Return the record's rows joined."""
        return open_book(self.record)

    def claims_of(self, book: Book) -> tuple[RecordedClaim, ...]:
        """Return the claims that the page may show."""
        return book.claims if self.everything else standing_claims(book)


def show_reports(ask: Ask) -> None:
    """Show every report."""
    rows = sorted(ask.record.reports(), key=lambda r: (r.published or "9999", r.id))
    if ask.as_json:
        ask.emit(plain.plain_report(row, ask.settings.note_language(row.language)) for row in rows)
        return
    print_heading(ask.console, f"Reports ({len(rows)})")
    print_reports(ask.console, rows, {row.id for row in rows if ask.settings.note_language(row.language) is not None})


def show_actors(ask: Ask) -> None:
    """Show every actor with the number of claims that speak of it, most spoken of first."""
    book = ask.open_book()
    counts = Counter(entity for r in ask.claims_of(book) for entity in set(entities_of(r.claim)))
    actors = sorted(book.actors.values(), key=lambda a: (-counts[a.id], a.name, a.id))
    if ask.as_json:
        ask.emit(plain.plain_actor(actor, counts[actor.id]) for actor in actors)
        return
    print_heading(ask.console, f"Actors ({len(actors)})")
    print_actors(ask.console, actors, counts)


def show_candidates(ask: Ask) -> None:
    """Show which actors may be known ones and which events may be one: what a person has to decide by ``merge`` or ``split``."""
    from tacitus.cli.together_pages import open_together, plain_event_candidates, show_event_candidates

    together = open_together(ask)
    doubts = pick_doubts(ask.record.proposals(), together.book, ask.record.identities())
    if ask.as_json:
        ask.emit(plain.plain_doubt(doubt) for doubt in doubts)
        ask.emit(plain_event_candidates(together))
        return
    print_heading(ask.console, f"Candidates ({len(doubts)})", "names alone decide nothing; the score only orders them")
    print_doubts(ask.console, doubts)
    if doubts:
        first = doubts[0]
        pair = f"{shorten_id(first.actor.id)} {first.proposal.registry or shorten_id(first.proposal.candidate)}"
        print_nothing(ask.console, f"One actor: tacitus merge {pair} --because ...   Two: tacitus split {pair} --because ...")
    show_event_candidates(ask, together)


def show_places(ask: Ask) -> None:
    """Show every place, those without a point too, most spoken of first; with ``why`` the reason of each decision."""
    from tacitus.resolve.gazetteer import find_folder, open_gazetteer

    book = ask.open_book()
    counts = Counter(entity for r in ask.claims_of(book) for entity in set(entities_of(r.claim)))
    wanted = fold_place(ask.words)
    places = [p for p in book.places.values() if not wanted or wanted in {fold_place(name) for name in (p.name, *p.aliases)}]
    if wanted and not places:
        raise UsageError(ask.words, got="no place of that name", expected="a name as shown by: tacitus show places")
    places.sort(key=lambda p: (-counts[p.id], p.name, p.id))
    if ask.as_json:
        ask.emit(plain.plain_place_met(place, counts[place.id]) for place in places)
        return
    print_heading(ask.console, f"Places ({len(places)})")
    print_places(ask.console, places, counts, with_why=ask.why)
    gazetteer = open_gazetteer(find_folder(ask.settings.gazetteer))
    for attribution in dict.fromkeys(pack.about.attribution for pack in gazetteer.packs):
        ask.console.print(style(attribution, "dim"))


def show_actor(ask: Ask) -> None:
    """Show one actor: its names, its profile, its coalitions, and every claim that speaks of it."""
    from tacitus.cli.together_pages import open_together, plain_actor_profile, print_actor_profile

    together = open_together(ask)
    book = together.book
    actors = find_actors(book, ask.words)
    if not actors:
        raise UsageError(ask.words, got="no actor of that name", expected="a name as shown by: tacitus show actors")
    claims = claims_about(ask.claims_of(book), frozenset(a.id for a in actors))
    if ask.as_json:
        said = [plain.plain_claim(r, book) for r in claims]
        ask.emit({**plain_actor_profile(together, actor), "claims": said} for actor in actors)
        return
    print_heading(ask.console, actors[0].name)
    print_actors(ask.console, actors, Counter(entity for r in claims for entity in set(entities_of(r.claim))))
    for actor in actors:
        _print_registered(ask, actor)
        print_actor_profile(ask, together, actor)
    nesting = pick_nesting(split_readers(claims)[0])
    if nesting:
        print_heading(ask.console, "Belongs to, and consists of")
        print_trees(ask.console, grow_trees(nesting), book)
    shown = {r.claim.id for r in nesting}
    _print_apart(ask, [r for r in claims if r.claim.id not in shown], book, "Claims")


_RELATIONS = {
    "from": "came from",
    "split": "parted for a time from",
    "alliance": "allied in",
    "joined": "joined",
    "part_of": "part of",
    "also": "also listed as",
}


def _print_registered(ask: Ask, actor: Actor) -> None:
    """Print what the registry says of an actor: its names with their time, and whom it came from; no report says so."""
    registry = load_registry(ask.settings.registry)
    known = registry.get(actor.registry or "")
    if known is None:
        return
    print_heading(ask.console, "In the registry", "from public lists, and no claim of a report")
    ask.console.print(label("id", style(f"{known.id}  {known.name}")))
    if known.countries:
        ask.console.print(label("countries", style(", ".join(c for c in known.countries if c != WORLD) or "everywhere")))
    ask.console.print(label("names", style("; ".join(map(_say_name, known.names)))))
    for relation, other in known.relations:
        name = registry[other].name if other in registry else other
        ask.console.print(label(_RELATIONS.get(relation, relation), style(name)))


def _say_name(name: DatedName) -> str:
    if name.start is not None or name.end is not None:
        return f"{name.name} ({name.start or '?'} to {name.end or 'today'})"
    return f"{name.name} (former)" if name.is_former else name.name


def find_actors(book: Book, name: str) -> list[Actor]:
    """Return the actors who bear the name (whatever its case), or whose id begins with it."""
    folded = name.strip().casefold()
    named = [a for a in book.actors.values() if folded in {n.casefold() for n in (a.name, *a.aliases)}]
    by_id = [a for a in book.actors.values() if len(folded) >= 6 and a.id.startswith(folded)]
    return sorted(named or by_id, key=lambda a: (a.name, a.id))


def show_coalitions(ask: Ask) -> None:
    """Show coalitions as nested trees; what readers say about them stands apart."""
    book = ask.open_book()
    said, by_readers = split_readers(pick_nesting(ask.claims_of(book)))
    trees = keep_coalitions(grow_trees(said), book)
    if ask.as_json:
        ask.emit(plain_tree(tree, book) for tree in trees)
        return
    print_heading(ask.console, f"Coalitions ({len(trees)})")
    if not trees:
        print_nothing(ask.console, "No report of this record says who is a member of what.")
    print_trees(ask.console, trees, book)
    _print_readers(ask, by_readers, book)


def show_incidents(ask: Ask) -> None:
    """Show incidents by day; unplaced and undated ones too."""
    book = ask.open_book()
    incidents = pick_incidents(ask.claims_of(book))
    if ask.as_json:
        ask.emit(plain.plain_claim(r, book) for r in incidents)
        return
    said, by_readers = split_readers(incidents)
    print_heading(ask.console, f"Incidents ({len(said)})", "each as one report tells it; deaths are as reported")
    print_incidents(ask.console, said, book)
    _print_readers(ask, by_readers, book)


def show_claims(ask: Ask) -> None:
    """Show claims of every kind, or one of them in full."""
    book = ask.open_book()
    if ask.claim_id is not None:
        recorded = find_claim(ask.record, ask.claim_id)
        if ask.as_json:
            ask.emit([plain_card(ask.record, recorded, book)])
        else:
            print_card(ask.console, ask.record, recorded, book)
        return
    claims = [r for r in ask.claims_of(book) if ask.kind is None or r.claim.kind == ask.kind]
    if ask.as_json:
        ask.emit(plain.plain_claim(r, book) for r in claims)
        return
    _print_apart(ask, claims, book, "Claims")


def show_report(ask: Ask) -> None:
    """Show one report: where it came from, its zones, and its claims."""
    book = ask.open_book()
    row = book.reports[ask.record.report(ask.words).id]
    claims = [r for r in ask.claims_of(book) if r.report_id == row.id]
    if ask.as_json:
        head = plain.plain_report(row, ask.settings.note_language(row.language))
        ask.emit([{**head, "claims": [plain.plain_claim(r, book) for r in claims]}])
        return
    _print_report_head(ask, row)
    _print_apart(ask, claims, book, "Claims")


def _print_report_head(ask: Ask, row: ReportRow) -> None:
    report = ask.record.report(row.id)
    print_heading(ask.console, row.title or row.source)
    zones = Counter(zone.kind.value for zone in report.zones)
    copies = [r for r in ask.record.reports() if r.near_copy_of == row.id]
    facts = {
        "publisher": row.publisher,
        "authors": "; ".join(report.authors),
        "published": row.published or "undated",
        "language": row.language,
        "note": ask.settings.note_language(row.language),
        "url": row.url,
        "source": row.source,
        "snapshot": f"sha256 {row.id}",
        "near copy of": shorten_id(row.near_copy_of) if row.near_copy_of else None,
        "near copies": ", ".join(shorten_id(r.id) for r in copies),
        "zones": ", ".join(f"{n} {kind}" for kind, n in zones.items()),
    }
    for name, value in facts.items():
        if value:
            ask.console.print(label(name, style(value)))


def show_failures(ask: Ask) -> None:
    """Show what could not be read."""
    failures = ask.record.failures(include_resolved=ask.everything)
    if ask.as_json:
        ask.emit(plain.plain_failure(failure) for failure in failures)
        return
    print_heading(ask.console, f"Failures ({len(failures)})")
    if failures:
        print_failures(ask.console, failures)
        print_nothing(ask.console, "Try them again with: tacitus add --retry")


def show_judgements(ask: Ask) -> None:
    """Show who decided what and why."""
    judgements = ask.record.judgements()
    if ask.as_json:
        ask.emit(plain.plain_judgement(judgement) for judgement in judgements)
        return
    print_heading(ask.console, f"Judgements ({len(judgements)})")
    names = {p.candidate: p.name for _, p in ask.record.proposals()} | {a.id: a.name for a in ask.record.actors()}
    print_judgements(ask.console, judgements, {plain.encode_line(actor_id): name for actor_id, name in names.items()})


def show_by_name(ask: Ask) -> None:
    """Show the actor of that name, or the report of that id."""
    book = ask.open_book()
    if find_actors(book, ask.words):
        show_actor(ask)
    elif any(report_id.startswith(ask.words.lower()) for report_id in book.reports):
        show_report(ask)
    else:
        expected = f"{', '.join(PAGES)}, an actor's name or a report's id"
        raise UsageError(ask.words, got="no page, actor or report of that name", expected=expected)


def _show_together(name: str) -> Callable[[Ask], None]:
    """Return a page of ``together_pages``, which is loaded when it is asked for."""

    def show(ask: Ask) -> None:
        from tacitus.cli import together_pages

        getattr(together_pages, name)(ask)

    return show


PAGES: Mapping[str, Callable[[Ask], None]] = {
    "reports": show_reports,
    "report": show_report,
    "actors": show_actors,
    "actor": show_actor,
    "places": show_places,
    "candidates": show_candidates,
    "coalitions": show_coalitions,
    "coalition": _show_together("show_coalition"),
    "affiliations": _show_together("show_affiliations"),
    "incidents": show_incidents,
    "events": _show_together("show_events"),
    "event": _show_together("show_event"),
    "claims": show_claims,
    "failures": show_failures,
    "judgements": show_judgements,
}


def _print_apart(ask: Ask, claims: list[RecordedClaim], book: Book, heading: str) -> None:
    said, by_readers = split_readers(claims)
    print_heading(ask.console, f"{heading} ({len(said)})")
    print_claims(ask.console, said, book)
    _print_readers(ask, by_readers, book)


def _print_readers(ask: Ask, claims: list[RecordedClaim], book: Book) -> None:
    if claims:
        print_heading(ask.console, f"{FROM_READERS} ({len(claims)})", FROM_READERS_NOTE)
        print_claims(ask.console, claims, book)
