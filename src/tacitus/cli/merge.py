"""``tacitus merge``."""

from datetime import date

import click

from tacitus.cli.changes import whose_account
from tacitus.cli.options import find_actor_id, open_existing, record_option
from tacitus.codec import parse_date
from tacitus.config import load_settings
from tacitus.errors import UsageError

EXAMPLES = """\
Examples:

\b
  tacitus merge "Jabhat al-Nahr" "River Front" --because "its own statement gives both names"
  tacitus merge 5e6f7a8b u1170 --because "the spelling of that paper"          u1170 is an id of the registry
  tacitus merge "Hill Guard" "Ridge Army" --from 2016-07-28 --because "renamed that day"
  tacitus judge 9f8e7d6c undo --because "two groups"                           9f8e7d6c is the merge
"""


@click.command(name="merge", epilog=EXAMPLES)
@click.argument("kept", metavar="ACTOR")
@click.argument("other", metavar="OTHER")
@click.option("--because", required=True, help="Why; it is kept with the judgement.")
@click.option("--by", metavar="NAME", help="Who judges.  [default: the name of your account]")
@click.option("--from", "start", metavar="DATE", help="They are one from then on: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--until", "end", metavar="DATE", help="They are one until then, that day, month or year included.")
@record_option
def command(kept: str, other: str, because: str, by: str | None, start: str | None, end: str | None, record: str | None) -> None:
    """Say that ACTOR and OTHER are one; both are a name, the first digits of an id, or an id of the registry.

    All views and exports show ACTOR from now on; the claims keep the actor that was read, so that nothing is lost when the
    merge is taken back. With --from or --until, claims of another time are left as they are: a renaming does not rewrite the
    past.
    """
    if not because.strip():
        raise UsageError("--because", got="nothing", expected="a reason")
    settings = load_settings(record=record)
    with open_existing(settings) as opened:
        judgement = opened.merge(
            find_actor_id(opened, kept, settings),
            find_actor_id(opened, other, settings),
            because=because,
            by=by or whose_account(),
            start=_parse_day("--from", start),
            end=_parse_day("--until", end, is_last=True),
        )
    click.echo(f"merge: {kept} and {other} are one", err=True)
    click.echo(f"Take it back with: tacitus judge {judgement.id[:8]} undo --because ...", err=True)


def _parse_day(option: str, text: str | None, *, is_last: bool = False) -> date | None:
    if text is None:
        return None
    try:
        when = parse_date(text)
    except ValueError as error:
        raise UsageError(option, got=text, expected="YYYY, YYYY-MM or YYYY-MM-DD") from error
    return when.end if is_last else when.start
