"""The pages of ``tacitus show`` on what reports say together: events, coalitions on a day, affiliations, profiles."""

from datetime import date

from tacitus.cli.event_views import plain_event, plain_pair, print_event, print_events, print_pairs
from tacitus.cli.pages import Ask, find_actors
from tacitus.cli.render import print_heading, print_nothing
from tacitus.cli.tie_views import (
    plain_affiliation,
    plain_difference,
    plain_nested,
    plain_profile,
    print_affiliations,
    print_coalition,
    print_differences,
    print_profile,
)
from tacitus.cli.words import count_words, shorten_id
from tacitus.codec import decode_json
from tacitus.corroborate.coalitions import compare_days, list_days, nest_on
from tacitus.corroborate.comparing import Reason, load_pair_weights, score_pair
from tacitus.corroborate.events import Event
from tacitus.corroborate.telling import Telling
from tacitus.corroborate.upkeep import count_waiting
from tacitus.corroborate.weighing import Weigher
from tacitus.errors import UsageError
from tacitus.export.together import Together
from tacitus.model import Actor


def open_together(ask: Ask) -> Together:
    """Return the record's book with what its claims come to."""
    return Together(book=ask.open_book(), record=ask.record)


def show_events(ask: Ask) -> None:
    """Show what happened: events that several claims tell of; with ``everything`` those of a single claim too."""
    together = open_together(ask)
    shown = [event for event in together.events if ask.everything or len(event.claims) > 1]
    if ask.as_json:
        ask.emit(plain_event(event, together.book) for event in shown)
        return
    print_heading(ask.console, f"Events ({len(shown)})", "what several reports say together; deaths are as reported")
    print_events(ask.console, shown, together.book)
    left = len(together.events) - len(shown)
    if left:
        print_nothing(ask.console, f"and {count_words(left, 'event')} of which one claim tells: tacitus show events --all")
    _print_waiting(ask)


def show_event(ask: Ask) -> None:
    """Show one event in full."""
    together = open_together(ask)
    event = together.event(ask.words)
    if ask.as_json:
        ask.emit([plain_event(event, together.book)])
        return
    print_event(ask.console, event, together.book, _explain(ask, event))
    if len(event.claims) > 1:
        first, last = shorten_id(event.id), shorten_id(event.claims[-1].claim.id)
        print_nothing(ask.console, f"Take a claim out: tacitus split {first} {last} --because ...")
    _print_waiting(ask)


def _explain(ask: Ask, event: Event) -> list[tuple[str, float, tuple[Reason, ...]]]:
    """Return for each claim but the first the likest other claim's score, and why."""
    with ask.record.read_incidents() as index:
        node_of = {member.claim_id: member.node for member in index.members_named([r.claim.id for r in event.claims])}
        tellings = {n: decode_json(body, Telling) for n, body in index.bodies(sorted(set(node_of.values()))).items()}
    listed = [r.claim.id for r in event.claims if r.claim.id in node_of][:12]
    weigher = Weigher()
    found = []
    for claim_id in listed[1:]:
        others = [tellings[node_of[other]] for other in listed if other != claim_id]
        own = tellings[node_of[claim_id]]
        best = max(others, key=lambda other: score_pair(own, other))
        found.append((claim_id, *weigher.explain(own, best)))
    return found


def show_event_candidates(ask: Ask, together: Together) -> None:
    """Show pairs of events that may be one."""
    pairs = together.possible_pairs(load_pair_weights().merge)
    print_heading(ask.console, f"Events that may be one ({len(pairs)})", "the machine joined none of these")
    print_pairs(ask.console, pairs, together.book)
    if pairs:
        pair = f"{shorten_id(pairs[0][0].id)} {shorten_id(pairs[0][1].id)}"
        print_nothing(ask.console, f"One event: tacitus merge {pair} --because ...   Two: tacitus split {pair} --because ...")


def plain_event_candidates(together: Together) -> list[dict[str, object]]:
    """Return pairs of events that may be one as JSON values."""
    return [plain_pair(pair) for pair in together.possible_pairs(load_pair_weights().merge)]


def show_coalition(ask: Ask) -> None:
    """Show a coalition on a day, or what is different between two days."""
    together = open_together(ask)
    root = _find_one(ask, together)
    days = list_days(together.affiliations, root.id)
    if not days:
        raise UsageError(ask.words, got="an actor to whom nobody belongs", expected="a coalition, as in: tacitus show coalitions")
    day = ask.on or days[-1]
    tree = nest_on(together.affiliations, root.id, day)
    if ask.and_on is None:
        if ask.as_json:
            ask.emit([{"on": day.isoformat(), **plain_nested(tree, together.book)}])
            return
        print_coalition(ask.console, tree, together.book, day)
        _print_days(ask, days, day)
        return
    differences = compare_days(together.affiliations, root.id, day, ask.and_on)
    if ask.as_json:
        ask.emit(plain_difference(difference, together.book) for difference in differences)
        return
    print_coalition(ask.console, tree, together.book, day)
    print_coalition(ask.console, nest_on(together.affiliations, root.id, ask.and_on), together.book, ask.and_on)
    print_differences(ask.console, differences, together.book, (day, ask.and_on))


def _print_days(ask: Ask, days: list[date], day: date) -> None:
    listed = ", ".join(d.isoformat() for d in days[-8:])
    print_nothing(ask.console, f"Sources speak of it for: {'... ' if len(days) > 8 else ''}{listed}")
    print_nothing(
        ask.console, f"Another day: --on {days[0].isoformat()}    Between two: --on {days[0].isoformat()} --and {day.isoformat()}"
    )


def show_affiliations(ask: Ask) -> None:
    """Show every tie over time."""
    together = open_together(ask)
    if ask.as_json:
        ask.emit(plain_affiliation(tie, together.book) for tie in together.affiliations)
        return
    print_heading(ask.console, f"Affiliations ({len(together.affiliations)})", "never longer than a source states")
    ordered = sorted(together.affiliations, key=lambda t: (together.book.name_of(t.subject).casefold(), t.key))
    print_affiliations(ask.console, ordered, together.book)


def print_actor_profile(ask: Ask, together: Together, actor: Actor) -> None:
    """Print what the record says of an actor, all but its claims."""
    print_profile(ask.console, together.profile(actor.id), together.book)


def plain_actor_profile(together: Together, actor: Actor) -> dict[str, object]:
    """Return a profile as JSON values."""
    return plain_profile(together.profile(actor.id), together.book)


def _find_one(ask: Ask, together: Together) -> Actor:
    actors = find_actors(together.book, ask.words)
    if not actors:
        raise UsageError(ask.words, got="no actor of that name", expected="a name as shown by: tacitus show actors")
    members = {tie.object for tie in together.affiliations}
    return next((actor for actor in actors if actor.id in members), actors[0])


def _print_waiting(ask: Ask) -> None:
    n = count_waiting(ask.record)
    if n:
        print_nothing(ask.console, f"{count_words(n, 'report')} not compared yet: tacitus corroborate")
