"""``tacitus merge``."""

import click

from tacitus.cli.changes import whose_account
from tacitus.cli.options import find_actor_id, find_event_claims, open_existing, parse_day, record_option
from tacitus.config import load_settings
from tacitus.corroborate.upkeep import update_events
from tacitus.errors import UsageError

EXAMPLES = """\
Examples:

\b
  tacitus merge "Jabhat al-Nahr" "River Front" --because "its own statement gives both names"
  tacitus merge 5e6f7a8b u1170 --because "the spelling of that paper"          u1170 is an id of the registry
  tacitus merge "Hill Guard" "Ridge Army" --from 2016-07-28 --because "renamed that day"
  tacitus merge 1a2b3c4d 4d5e6f7a --because "one raid, told from both sides"   two events
  tacitus judge 9f8e7d6c undo --because "two groups"                           9f8e7d6c is the merge
"""


@click.command(name="merge", epilog=EXAMPLES)
@click.argument("kept", metavar="ACTOR|EVENT")
@click.argument("other", metavar="OTHER")
@click.option("--because", required=True, help="Why; it is kept with the judgement.")
@click.option("--by", metavar="NAME", help="Who judges.  [default: the name of your account]")
@click.option("--from", "start", metavar="DATE", help="They are one from then on: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--until", "end", metavar="DATE", help="They are one until then, that day, month or year included.")
@record_option
def command(kept: str, other: str, because: str, by: str | None, start: str | None, end: str | None, record: str | None) -> None:
    """Say that two actors, or two events, are one.

    Actors are given by name, the first digits of an id, or an id of the registry; events by the first digits of their id, or of
    the id of one of their claims.

    All views and exports show ACTOR from now on; the claims keep the actor that was read, so that nothing is lost when the
    merge is taken back. With --from or --until, claims of another time are left as they are: a renaming does not rewrite the
    past.
    """
    if not because.strip():
        raise UsageError("--because", got="nothing", expected="a reason")
    settings = load_settings(record=record)
    who = by or whose_account()
    with open_existing(settings) as opened:
        one, rest = find_event_claims(opened, kept), find_event_claims(opened, other)
        if one is not None and rest is not None:
            if start is not None or end is not None:
                raise UsageError("--from" if start is not None else "--until", got="it with events", expected="it with actors")
            these, others = [m.claim_id for m in one[1]], [m.claim_id for m in rest[1]]
            judgement = opened.merge_events(these, others, because=because, by=who)
        else:
            judgement = opened.merge(
                find_actor_id(opened, kept, settings),
                find_actor_id(opened, other, settings),
                because=because,
                by=who,
                start=parse_day("--from", start),
                end=parse_day("--until", end, is_last=True),
            )
        update_events(opened)
    click.echo(f"merge: {kept} and {other} are one", err=True)
    click.echo(f"Take it back with: tacitus judge {judgement.id[:8]} undo --because ...", err=True)
