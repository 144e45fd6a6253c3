"""Events as people read them: a table, and one event in full, field by field with who agrees and who contradicts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from tacitus.cli.render import clean, label, mark_review, print_heading, print_nothing, print_table, style
from tacitus.cli.words import UNDATED, UNPLACED, count_words, say_claim, say_stance, shorten_id, shorten_quote
from tacitus.corroborate.comparing import Reason
from tacitus.corroborate.events import Event, EventReview
from tacitus.corroborate.fields import Field, Said, Toll, Value, Verdict
from tacitus.corroborate.independence import Origin
from tacitus.corroborate.telling import Spot
from tacitus.export.book import Book

_MARKS = {
    Verdict.SINGLE: ("one source says so", "dim"),
    Verdict.AGREES: ("all agree", "reviewed"),
    Verdict.REFINES: ("agree, some more exactly", "reviewed"),
    Verdict.CONTRADICTS: ("CONTRADICTION", "bad"),
}
_REVIEWS = {
    EventReview.SINGLE: "one claim",
    EventReview.UNREVIEWED: "joined by the machine, unreviewed",
    EventReview.REVIEWED: "joined by a person",
}
_QUOTE = 110
_VALUES = 12
"""Values of a field, and voices of a value, that are printed; the JSON twin holds all."""


def say_toll(toll: Toll) -> str:
    """Return low, best and high of deaths."""
    if toll.low == toll.high == toll.best:
        return f"at least {toll.best}" if toll.is_open else str(toll.best)
    high = f"{toll.high} or more" if toll.is_open else str(toll.high)
    return f"best {toll.best}, from {toll.low} to {high}"


def say_sources(event: Event) -> str:
    """Return how many independent sources there are, of how many reports."""
    reports = count_words(len(event.reports), "report")
    if not event.n_independent:
        return f"a party's word only, {reports}"
    return f"{count_words(event.n_independent, 'independent source')}, {reports}"


def print_events(console: Console, events: Iterable[Event], book: Book) -> None:
    """Print events as a table: when, where, what, and how well it is attested."""
    rows = []
    for event in events:
        lead = event.claims[0]
        parts = [style(say_claim(lead.claim, book), "bold")]
        if event.deaths is not None:
            parts.append(style(f"deaths: {say_toll(event.deaths)} reported", "bad"))
        parts.append(style(say_sources(event), "said"))
        parts.append(style(_REVIEWS[event.review], "reviewed" if event.review is EventReview.REVIEWED else "unreviewed"))
        if event.contradicted:
            parts.append(style(f"contradicted: {', '.join(event.contradicted)}", "bad"))
        if event.denials:
            parts.append(style("denied", "bad"))
        quote = style(shorten_quote(lead.claim.evidence[0].quote), "quote")
        rows.append(
            (
                style(shorten_id(event.id), "id"),
                style(_best_words(event, "when") or UNDATED),
                style(_best_words(event, "where") or UNPLACED),
                Text.assemble(Text(" · ").join(parts), "\n", quote),
            )
        )
    print_table(console, ("id", "when", "where", "what, and how many say so"), rows)


def _best_words(event: Event, name: str) -> str | None:
    field = event.field_of(name)
    return None if field is None else field.best.words


def print_event(console: Console, event: Event, book: Book, why: Sequence[tuple[str, float, Sequence[Reason]]] = ()) -> None:
    """Print one event in full."""
    kind = _best_words(event, "type") or "event"
    print_heading(console, " · ".join(filter(None, (kind, _best_words(event, "where"), _best_words(event, "when")))))
    console.print(label("event", style(event.id)))
    console.print(label("sources", style(say_sources(event), "said")))
    console.print(label("review", style(_REVIEWS[event.review], "unreviewed" if event.review is EventReview.UNREVIEWED else "")))
    for name, toll in (("deaths", event.deaths), ("injuries", event.injuries)):
        if toll is not None:
            console.print(label(name, style(f"{say_toll(toll)}, as reported ({toll.rule})")))
    for field in event.fields:
        _print_field(console, field, book)
    _print_origins(console, event.origins, book)
    _print_voices(console, event, book)
    if why:
        print_heading(console, "Why these are one", "log odds; the score is the likelihood of one happening")
        for claim_id, score, reasons in why:
            words = ", ".join(f"{reason.says} {reason.weight:+.1f}" for reason in reasons[:6])
            console.print(Text.assemble((f"  {shorten_id(claim_id)}  ", "dim"), (f"{score:.2f}  ", "bold"), clean(words)))


def print_contradictions(console: Console, event: Event, book: Book, names: Sequence[str]) -> None:
    """Print fields of an event in which reports contradict each other, and who its sources are."""
    for name in names:
        field = event.field_of(name)
        if field is not None:
            _print_field(console, field, book)
    console.print()
    for origin in event.origins:
        mark = "counts" if origin.kind.counts else "does not count"
        for reason in origin.reasons:
            console.print(Text.assemble("    ", (clean(origin.name), "bold"), f"  {mark}: ", (clean(reason), "dim")))


def _print_field(console: Console, field: Field, book: Book) -> None:
    words, name = _MARKS[field.verdict]
    console.print()
    console.print(Text.assemble((f"  {field.name}", "bold"), "  ", style(words, name)))
    for value in field.values[:_VALUES]:
        origins = count_words(value.n_origins, "independent source") if value.n_origins else "a party's word"
        console.print(Text.assemble("    ", (clean(value.words), "bold"), (f"  {origins}", "dim")))
        for said in value.said[:_VALUES]:
            console.print(Padding(_cite(said, book), (0, 0, 0, 6)))
        if len(value.said) > _VALUES:
            print_nothing(console, f"    and {len(value.said) - _VALUES} more")
    if len(field.values) > _VALUES:
        print_nothing(console, f"  and {len(field.values) - _VALUES} more values")


def _cite(said: Said, book: Book) -> Text:
    row = book.reports.get(said.report_id)
    outlet = (row.publisher or row.title) if row else None
    where = f", in {clean(outlet)}" if outlet and outlet != said.said_by else ""
    return Text.assemble(
        (clean(said.said_by), "cyan"),
        where,
        " ",
        (clean(shorten_quote(said.quote, _QUOTE)), "italic dim"),
        (f"  {shorten_id(said.claim_id)}", "dim"),
    )


def _print_origins(console: Console, origins: Sequence[Origin], book: Book) -> None:
    n = sum(origin.kind.counts for origin in origins)
    print_heading(
        console, f"Sources ({n} independent)", "copies, one agency's news and one quoted voice count once; a party never"
    )
    for origin in origins[: 2 * _VALUES]:
        mark = style(origin.kind.value, "unreviewed" if not origin.kind.counts else "reviewed")
        console.print(Text.assemble("  ", (clean(origin.name), "bold"), "  ", mark))
        for report_id, reason in list(zip(origin.reports, origin.reasons, strict=True))[:_VALUES]:
            row = book.reports.get(report_id)
            outlet = clean((row.publisher or row.title or row.source) if row else "")
            console.print(Text.assemble((f"    {shorten_id(report_id)}  {outlet}: ", "dim"), clean(reason)))
        if len(origin.reports) > _VALUES:
            print_nothing(console, f"  and {len(origin.reports) - _VALUES} reports more")
    if len(origins) > 2 * _VALUES:
        print_nothing(console, f"and {len(origins) - 2 * _VALUES} sources more")


def _print_voices(console: Console, event: Event, book: Book) -> None:
    """Print who denies it, and the statements about it."""
    said = (*event.denials, *event.statements)
    if said:
        print_heading(console, "Said about it")
        for recorded in said[:_VALUES]:
            words = (say_claim(recorded.claim, book), say_stance(recorded, book))
            quote = style(shorten_quote(recorded.claim.evidence[0].quote, _QUOTE), "quote")
            line = Text(" · ").join([style(words[0], "bold"), style(words[1], "said"), mark_review(recorded.review)])
            console.print(Padding(Text.assemble(line, " ", quote), (0, 0, 0, 2)))


def print_pairs(console: Console, pairs: Iterable[tuple[Event, Event, float]], book: Book) -> None:
    """Print pairs of events that may be one."""
    rows = [(_name_event(one, book), _name_event(other, book), style(f"{score:.2f}")) for one, other, score in pairs]
    print_table(console, ("event", "may be one with", "score"), rows)


def _name_event(event: Event, book: Book) -> Text:
    lead = event.claims[0]
    where = " · ".join(filter(None, (_best_words(event, "when") or UNDATED, _best_words(event, "where"))))
    return Text.assemble(
        (f"{shorten_id(event.id)} ", "dim"),
        (clean(say_claim(lead.claim, book)), "bold"),
        f"\n{clean(where)}\n",
        (clean(shorten_quote(lead.claim.evidence[0].quote, 70)), "italic dim"),
    )


def plain_event(event: Event, book: Book) -> dict[str, Any]:
    """Return an event as JSON values: every field with every value, who says it and in which words."""
    return {
        "id": event.id,
        "review": event.review.value,
        "n_reports": len(event.reports),
        "n_independent": event.n_independent,
        "contradicted": list(event.contradicted),
        "deaths": _plain_toll(event.deaths),
        "injuries": _plain_toll(event.injuries),
        "fields": {field.name: _plain_field(field) for field in event.fields},
        "sources": [_plain_origin(origin) for origin in event.origins],
        "claims": [r.claim.id for r in event.claims],
        "denials": [r.claim.id for r in event.denials],
        "statements": [{"claim": r.claim.id, "says": say_claim(r.claim, book)} for r in event.statements],
    }


def _plain_toll(toll: Toll | None) -> dict[str, Any] | None:
    return (
        None
        if toll is None
        else {"low": toll.low, "best": toll.best, "high": toll.high, "is_open": toll.is_open, "rule": toll.rule}
    )


def _plain_field(field: Field) -> dict[str, Any]:
    return {"verdict": field.verdict.value, "rule": field.rule, "values": [_plain_value(value) for value in field.values]}


def _plain_value(value: Value) -> dict[str, Any]:
    return {
        "value": _plain_content(value.value),
        "words": value.words,
        "n_independent": value.n_origins,
        "said": [
            {
                "claim": said.claim_id,
                "report": said.report_id,
                "said_by": said.said_by,
                "quote": said.quote,
                "source": said.origin,
                "is_party": not said.counts,
            }
            for said in value.said
        ],
    }


def _plain_content(value: Any) -> Any:
    if isinstance(value, Spot):
        return {"latitude": value.latitude, "longitude": value.longitude, "radius_km": value.radius, "country": value.country}
    if isinstance(value, tuple):
        return [date.fromordinal(n).isoformat() if isinstance(n, int) and n > 500_000 else n for n in value]
    return value


def _plain_origin(origin: Origin) -> dict[str, Any]:
    reports = [{"report": i, "reason": reason} for i, reason in zip(origin.reports, origin.reasons, strict=True)]
    return {"name": origin.name, "kind": origin.kind.value, "counts": origin.kind.counts, "reports": reports}


def plain_pair(pair: tuple[Event, Event, float]) -> dict[str, Any]:
    """Return a pair of events that may be one."""
    one, other, score = pair
    return {"event": one.id, "other": other.id, "score": score, "claims": [[r.claim.id for r in e.claims] for e in (one, other)]}
