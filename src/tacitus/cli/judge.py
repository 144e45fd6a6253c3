"""``tacitus judge``."""

import click

from tacitus.cli.changes import add_to_correction, parse_changes, whose_account
from tacitus.cli.options import find_claim, open_existing, record_option
from tacitus.config import load_settings
from tacitus.corroborate.upkeep import update_events
from tacitus.errors import UsageError
from tacitus.model import Decision

EXAMPLES = """\
Examples:

\b
  tacitus judge 1a2b3c4d accept --because "the video shows it"
  tacitus judge 1a2b3c4d reject --because "the quote speaks of another town"
  tacitus judge 1a2b3c4d correct --set predicate=shelling --set deaths=3-5 --because "the caption says mortars"
  tacitus judge 1a2b3c4d correct --set when=2015-04 --set actor="Hill Guard" --because "see the second paragraph"
  tacitus judge 9f8e7d6c undo --because "wrong claim"     9f8e7d6c is a judgement

What can be set: predicate, stance, when, deaths, injuries, count, zone, and the roles subject, object, actor,
target, place, weapon, releaser, holder (names that the record knows, parted by ;). An empty value clears a field.
"""


@click.command(name="judge", epilog=EXAMPLES)
@click.argument("about", metavar="CLAIM|JUDGEMENT")
@click.argument("decision", type=click.Choice([d.value for d in Decision if not (d.is_about_actors or d.is_about_events)]))
@click.option("--set", "changes", multiple=True, metavar="FIELD=VALUE", help="With 'correct': a field and its right value.")
@click.option("--because", required=True, help="Why; it is kept with the judgement.")
@click.option("--by", metavar="NAME", help="Who judges.  [default: the name of your account]")
@record_option
def command(about: str, decision: str, changes: tuple[str, ...], because: str, by: str | None, record: str | None) -> None:
    """Accept, reject or correct a CLAIM, or undo a JUDGEMENT; the first digits of an id are enough.

    Judgements outrank every reading, are never erased, and stay when a report is read again. A merge or split of actors
    or events is undone here too.
    """
    chosen = Decision(decision)
    if not because.strip():
        raise UsageError("--because", got="nothing", expected="a reason")
    if bool(changes) != (chosen is Decision.CORRECT):
        raise UsageError("--set", got=f"{len(changes)} with {decision}", expected="at least one with 'correct', none otherwise")
    with open_existing(load_settings(record=record)) as opened:
        if chosen is Decision.UNDO:
            judgement = opened.undo(about, because=because, by=by or whose_account())
        else:
            recorded = find_claim(opened, about)
            parsed = parse_changes(changes, recorded.claim, opened)
            if chosen is Decision.CORRECT:
                parsed = add_to_correction(parsed, recorded)
            judgement = opened.judge(recorded.claim.id, chosen, because=because, by=by or whose_account(), changes=parsed)
        update_events(opened)
    click.echo(f"{judgement.decision.value}: {judgement.about}", err=True)
    click.echo(f"Take it back with: tacitus judge {judgement.id[:8]} undo --because ...", err=True)
