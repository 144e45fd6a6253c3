"""Ties over time as people read them: a table of affiliations, a coalition on a day, and an actor's profile."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from tacitus.cli.render import clean, print_heading, print_nothing, print_table, style
from tacitus.cli.words import RELATION_WORDS, count_words, say_claim, say_stance, say_when, shorten_id, shorten_quote
from tacitus.corroborate.affiliations import Affiliation, GroupChange, Standing, Tenure
from tacitus.corroborate.changes import EVER
from tacitus.corroborate.coalitions import Difference, Nested
from tacitus.corroborate.profile import Profile, count_reports
from tacitus.export.book import Book

_STYLES = {
    Standing.HOLDS: "reviewed",
    Standing.UNCERTAIN: "unreviewed",
    Standing.CONTESTED: "bad",
    Standing.ENDED: "dim",
    Standing.UNKNOWN: "dim",
}
_BAR = 30
_MOST = 12


def say_tenure(tenure: Tenure) -> str:
    """Return a stretch of a tie in words: since when and until when at the least, and what a source says of its ends."""
    begun, ended = _say_bound("began", tenure.begun), _say_bound("ended", tenure.ended)
    held = tenure.precise or tenure.wide
    parts = [begun] if begun else []
    if held is not None and (tenure.begun is None or held != tenure.begun):
        words = "stated for" if tenure.precise else "some day of"
        parts.append(f"{words} {_say_span(held)}")
    return ", ".join(filter(None, (*parts, ended))) or "undated"


def _say_bound(verb: str, days: tuple[int, int] | None) -> str:
    if days is None:
        return ""
    return f"{verb} by {date.fromordinal(days[1])}" if days[0] == EVER else f"{verb} {_say_span(days)}"


def _say_span(days: tuple[int, int]) -> str:
    first, last = (date.fromordinal(day) for day in days)
    if first == last:
        return first.isoformat()
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and (last.toordinal() - first.toordinal()) >= 27:
        return f"{first:%Y-%m}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    return f"{first.isoformat()} to {last.isoformat()}"


def print_affiliations(console: Console, affiliations: Iterable[Affiliation], book: Book) -> None:
    """Print ties as a table: who with whom, for which days, and on whose word."""
    rows = []
    for tie in affiliations:
        marks = [style(count_words(count_reports(tie.supporting), "report"), "said")] if tie.supporting else []
        if tie.denying:
            marks.append(style(f"denied by {', '.join(dict.fromkeys(book.speaker_of(r) for r in tie.denying))}", "bad"))
        quotes = (*tie.supporting[:1], *tie.denying[:1])
        words = "; ".join(say_tenure(tenure) for tenure in tie.tenures) or "undated"
        rows.append(
            (
                Text.assemble(
                    (clean(book.name_of(tie.subject)), "bold"),
                    f" {RELATION_WORDS[tie.relation]} ",
                    (clean(book.name_of(tie.object)), "bold"),
                ),
                style(words),
                Text.assemble(
                    Text(" · ").join(marks),
                    *(
                        part
                        for r in quotes
                        for part in ("\n", (clean(shorten_quote(r.claim.evidence[0].quote, 80)), "italic dim"))
                    ),
                ),
            )
        )
    print_table(console, ("tie", "days", "on whose word"), rows)


def print_coalition(console: Console, root: Nested, book: Book, day: date) -> None:
    """Print a coalition on a day as a tree, each branch with how it stands and the quote that it rests on."""
    print_heading(console, f"{book.name_of(root.actor)} on {day.isoformat()}", "as far as sources tell; nothing is projected")
    if not root.parts:
        print_nothing(console, "No source says for that day who belongs to it.")
        return
    console.print(Padding(_draw(root, book), (0, 0, 0, 2)))


def _draw(node: Nested, book: Book) -> Tree:
    words = Text.assemble((clean(book.name_of(node.actor)), "bold"))
    if node.is_seen:
        words.append(" (see above)", style="dim")
    if node.affiliation is not None and node.standing is not None:
        said = (node.affiliation.denying if node.standing is Standing.CONTESTED else ()) or ()
        parts = [style(node.standing.value, _STYLES[node.standing])]
        if node.affiliation.tenures:
            parts.append(style(say_tenure(_tenure_of(node.affiliation)), "dim"))
        parts.append(style(count_words(count_reports(node.affiliation.supporting), "report"), "said"))
        words += Text("  ") + Text(" · ").join(parts)
        for recorded in (*node.affiliation.supporting[:1], *said[:1]):
            words += Text.assemble("\n", (clean(shorten_quote(recorded.claim.evidence[0].quote, 90)), "italic dim"))
            words += Text.assemble(
                (f"  {clean(say_stance(recorded, book))}", "cyan"), (f"  {shorten_id(recorded.claim.id)}", "dim")
            )
    tree = Tree(words, guide_style="dim")
    for part in node.parts:
        tree.children.append(_draw(part, book))
    return tree


def _tenure_of(affiliation: Affiliation) -> Tenure:
    return affiliation.tenures[-1]


def print_differences(console: Console, differences: Sequence[Difference], book: Book, days: tuple[date, date]) -> None:
    """Print what is different between two days."""
    print_heading(console, f"From {days[0].isoformat()} to {days[1].isoformat()}", count_words(len(differences), "change"))
    rows = [
        (
            style(book.name_of(d.affiliation.subject), "bold"),
            style(book.name_of(d.affiliation.object)),
            style(d.before.value, _STYLES[d.before]),
            style(d.after.value, _STYLES[d.after]),
            style("; ".join(say_tenure(tenure) for tenure in d.affiliation.tenures)),
        )
        for d in differences
    ]
    print_table(console, ("who", "in", "before", "after", "what sources say"), rows)


def print_profile(console: Console, profile: Profile, book: Book) -> None:
    """Print what the record says of an actor; its names stand above."""
    if profile.affiliations:
        print_heading(console, f"Affiliations over time ({len(profile.affiliations)})", "never longer than a source states")
        print_affiliations(console, profile.affiliations, book)
    if profile.changes:
        print_heading(console, f"Changes ({len(profile.changes)})")
        print_table(console, ("when", "what", "words"), [_change_row(change, book) for change in profile.changes])
    if profile.months:
        events, sources = (
            count_words(len(profile.events), "event"),
            {o.key for e in profile.events for o in e.origins if o.kind.counts},
        )
        told = count_words(len(sources), "independent source")
        print_heading(console, f"Incidents by month ({events}, {told})", "one happening told by several reports counts once")
        _print_bars(console, profile.months)
    if profile.equipment:
        print_heading(console, f"Equipment seen ({len(profile.equipment)})")
        rows = [
            (
                style(e.item, "bold"),
                style("?" if e.most is None else str(e.most)),
                style(count_words(count_reports(e.claims), "report"), "said"),
            )
            for e in profile.equipment
        ]
        print_table(console, ("item", "most at once", "on whose word"), rows)
    if profile.statements or profile.media:
        said = (*profile.statements, *profile.media)
        print_heading(console, f"Statements and releases ({len(said)}, in {count_words(count_reports(said), 'report')})")
        for recorded in said[:_MOST]:
            quote = clean(shorten_quote(recorded.claim.evidence[0].quote, 90))
            row = book.reports.get(recorded.report_id)
            where = clean((row.publisher or row.title) if row else None)
            words = (clean(say_claim(recorded.claim, book)), "bold"), " ", (quote, "italic dim"), (f"  {where}", "cyan")
            console.print(Text.assemble("  ", *words))
    _print_contradictions(console, profile, book)


def _change_row(change: GroupChange, book: Book) -> tuple[Text, Text, Text]:
    who = ", ".join(book.names_of(change.actors)) or "somebody not named"
    others = ", ".join(book.names_of(change.others))
    quote = shorten_quote(change.recorded.claim.evidence[0].quote, 80)
    return (
        style(say_when(change.when)),
        style(f"{who} {change.kind}{f' {others}' if others else ''}", "bold"),
        style(quote, "quote"),
    )


def _print_bars(console: Console, months: Sequence[tuple[str, int]]) -> None:
    most = max(n for _, n in months)
    for month, n in months:
        bar = "█" * max(1, round(n / most * _BAR))
        console.print(Text.assemble((f"  {month:<8} ", "dim"), (bar, "cyan"), f" {n}"))


def _print_contradictions(console: Console, profile: Profile, book: Book) -> None:
    n = len(profile.contradicted_events) + len(profile.contested_affiliations)
    if not n:
        return
    print_heading(console, f"Open contradictions ({n})")
    for event in profile.contradicted_events[:_MOST]:
        about = ", ".join(event.contradicted) or "whether it was so"
        console.print(
            Text.assemble(
                (f"  {shorten_id(event.id)} ", "dim"),
                (clean(say_claim(event.claims[0].claim, book)), "bold"),
                f": {about}",
                (f"  {count_words(len(event.reports), 'report')}", "cyan"),
            )
        )
    for tie in profile.contested_affiliations[:_MOST]:
        words = f"{book.name_of(tie.subject)} {RELATION_WORDS[tie.relation]} {book.name_of(tie.object)}"
        deniers = ", ".join(dict.fromkeys(book.speaker_of(r) for r in tie.denying))
        console.print(Text.assemble("  ", (clean(words), "bold"), f": denied by {clean(deniers)}"))


def plain_affiliation(tie: Affiliation, book: Book) -> dict[str, Any]:
    """Return a tie as JSON values; days are ISO 8601."""
    return {
        "subject": {"id": tie.subject, "name": book.name_of(tie.subject)},
        "relation": tie.relation.value,
        "object": {"id": tie.object, "name": book.name_of(tie.object)},
        "tenures": [
            {name: _plain_span(getattr(tenure, name)) for name in ("precise", "wide", "begun", "ended")} for tenure in tie.tenures
        ],
        "is_contested": tie.is_contested,
        "n_reports": count_reports(tie.supporting),
        "supporting": [r.claim.id for r in tie.supporting],
        "denying": [r.claim.id for r in tie.denying],
    }


def _plain_span(days: tuple[int, int] | None) -> list[str | None] | None:
    """Return two days; the first is null where only the day is known by which something was over."""
    return None if days is None else [None if day == EVER else date.fromordinal(day).isoformat() for day in days]


def plain_nested(node: Nested, book: Book) -> dict[str, Any]:
    """Return a coalition on a day as nested JSON values."""
    return {
        "id": node.actor,
        "name": book.name_of(node.actor),
        "standing": node.standing.value if node.standing is not None else None,
        "claims": [r.claim.id for r in node.affiliation.supporting] if node.affiliation is not None else [],
        "denying": [r.claim.id for r in node.affiliation.denying] if node.affiliation is not None else [],
        "is_seen": node.is_seen,
        "members": [plain_nested(part, book) for part in node.parts],
    }


def plain_difference(difference: Difference, book: Book) -> dict[str, Any]:
    """Return what is different between two days as JSON values."""
    return {
        **plain_affiliation(difference.affiliation, book),
        "before": difference.before.value,
        "after": difference.after.value,
    }


def plain_profile(profile: Profile, book: Book) -> dict[str, Any]:
    """Return a profile as JSON values, its events and claims by id."""
    return {
        "id": profile.actor.id,
        "name": profile.actor.name,
        "aliases": list(profile.actor.aliases),
        "type": profile.actor.type.value if profile.actor.type else None,
        "registry": profile.actor.registry,
        "affiliations": [plain_affiliation(tie, book) for tie in profile.affiliations],
        "changes": [
            {
                "kind": c.kind,
                "when": say_when(c.when),
                "actors": list(book.names_of(c.actors)),
                "others": list(book.names_of(c.others)),
                "claim": c.recorded.claim.id,
            }
            for c in profile.changes
        ],
        "months": dict(profile.months),
        "events": [{"id": e.id, "n_independent": e.n_independent, "contradicted": list(e.contradicted)} for e in profile.events],
        "equipment": [
            {"item": e.item, "most": e.most, "n_reports": count_reports(e.claims), "claims": [r.claim.id for r in e.claims]}
            for e in profile.equipment
        ],
        "statements": [r.claim.id for r in profile.statements],
        "media": [r.claim.id for r in profile.media],
        "contradictions": {
            "events": [e.id for e in profile.contradicted_events],
            "affiliations": [plain_affiliation(tie, book) for tie in profile.contested_affiliations],
        },
    }
