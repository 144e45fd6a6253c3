"""``tacitus split``."""

import click

from tacitus.cli.changes import whose_account
from tacitus.cli.options import find_actor_id, find_event_claims, open_existing, record_option
from tacitus.config import load_settings
from tacitus.corroborate.upkeep import update_events
from tacitus.errors import UsageError
from tacitus.model import Judgement
from tacitus.record import Record
from tacitus.record.incidents import Member
from tacitus.resolve.actors.names import fold_name

EXAMPLES = """\
Examples:

\b
  tacitus split "Hill Guard" "Ridge Army" --because "they fought each other in 2016"
  tacitus split 5e6f7a8b u1170 --because "another group of that name"         drops a candidate
  tacitus split "Islamic State" "IS" --report 1a2b3c4d --because "the Information Service"
  tacitus split 1a2b3c4d 4d5e6f7a --because "the second strike, an hour later"    a claim out of an event
  tacitus judge 9f8e7d6c undo --because "one group after all"                 9f8e7d6c is the split
"""


@click.command(name="split", epilog=EXAMPLES)
@click.argument("actor", metavar="ACTOR|EVENT")
@click.argument("other", metavar="OTHER|NAME|CLAIM")
@click.option("--because", required=True, help="Why; it is kept with the judgement.")
@click.option("--by", metavar="NAME", help="Who judges.  [default: the name of your account]")
@click.option("--report", "report_id", metavar="ID", help="With a name: in this report only.")
@record_option
def command(actor: str, other: str, because: str, by: str | None, report_id: str | None, record: str | None) -> None:
    """Say that OTHER is not ACTOR, or that NAME, which ACTOR bears in the record, is the name of another actor.

    With ids of events or of their claims, say that they are not of one happening: CLAIM is taken out of EVENT.

    The first takes back a merge of the two and drops OTHER as a candidate. The second makes what reports call NAME an actor of
    its own, and `add` matches that name to ACTOR no more.
    """
    if not because.strip():
        raise UsageError("--because", got="nothing", expected="a reason")
    settings = load_settings(record=record)
    with open_existing(settings) as opened:
        who = by or whose_account()
        one, rest = find_event_claims(opened, actor), find_event_claims(opened, other)
        if one is not None and rest is not None:
            if report_id is not None:
                raise UsageError("--report", got="it with events", expected="it with an actor's name")
            judgement = _split_events(opened, one, rest, because, who)
            update_events(opened)
            _tell(actor, other, judgement)
            return
        actor_id = find_actor_id(opened, actor, settings)
        if _bears(opened, actor_id, other):
            found = None if report_id is None else opened.report(report_id).id
            judgement = opened.split(actor_id, name=other, report_id=found, because=because, by=who)
        elif report_id is not None:
            raise UsageError(
                "--report", got=f"{other!r}, no name of {actor}", expected="a name that the actor bears in the record"
            )
        else:
            judgement = opened.split(actor_id, other=find_actor_id(opened, other, settings), because=because, by=who)
        update_events(opened)
    _tell(actor, other, judgement)


def _tell(actor: str, other: str, judgement: Judgement) -> None:
    click.echo(f"split: {other} is not {actor}", err=True)
    click.echo(f"Take it back with: tacitus judge {judgement.id[:8]} undo --because ...", err=True)


def _split_events(
    record: Record, one: tuple[str, list[Member]], other: tuple[str, list[Member]], because: str, by: str
) -> Judgement:
    """Take what the second id names out of the event of the first; of two events, say that they are not one."""
    these = [member.claim_id for member in other[1]]
    if one[0] == other[0]:
        with record.read_incidents() as index:
            rest = [m.claim_id for m in index.members_of_event(one[0]) if m.claim_id not in these]
    else:
        rest = [member.claim_id for member in one[1]]
    return record.split_events(these, rest, because=because, by=by)


def _bears(record: Record, actor_id: str, name: str) -> bool:
    folded = fold_name(name)
    bearers = [a for a in record.actors() if folded in map(fold_name, (a.name, *a.aliases))]
    return [a.id for a in bearers] == [actor_id]
