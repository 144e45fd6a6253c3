"""``tacitus show``."""

import click

from tacitus.cli.options import json_option, open_existing, parse_day, record_option
from tacitus.cli.pages import PAGES, Ask, show_by_name
from tacitus.cli.render import make_console
from tacitus.config import load_settings
from tacitus.errors import UsageError
from tacitus.model import ClaimKind

EXAMPLES = """\
Examples:

\b
  tacitus show reports
  tacitus show actor "Hill Guard"        its profile, and every claim that speaks of it
  tacitus show "Hill Guard"              the same
  tacitus show candidates                which actors, and which events, may be one, and why
  tacitus show coalitions                who is a member of what, as trees
  tacitus show coalition "Hill Union" --on 2016-03-01
  tacitus show coalition "Hill Union" --on 2016-03-01 --and 2016-09-01      and what changed
  tacitus show affiliations              every tie over time, never longer than a source states
  tacitus show events                    what several reports say together
  tacitus show event 1a2b3c4d            field by field: who agrees, who contradicts, who is independent
  tacitus show places --why              where each place was put, how surely, and what spoke for it
  tacitus show places Idlib --why
  tacitus show incidents --json | jq -r .says
  tacitus show claims --kind sighting
  tacitus show claims --id 1a2b3c4d      the full quote in its context
  tacitus show report 5e6f7a8b           one report and its claims
  tacitus show failures                  what could not be read, and why
"""


NAMED = {"actor": "a name", "coalition": "a name", "report": "a report's id", "event": "an event's id, or that of its claim"}
"""Pages that need a name, and what it is."""


@click.command(name="show", epilog=EXAMPLES)
@click.argument("page", metavar="PAGE|NAME")
@click.argument("name", nargs=-1)
@record_option
@json_option
@click.option("--id", "claim_id", metavar="ID", help="With 'claims': one claim in full; the first digits of its id are enough.")
@click.option("--kind", type=click.Choice([k.value for k in ClaimKind]), help="With 'claims': one kind only.")
@click.option("--why", is_flag=True, help="With 'places': why each was put where it was, or nowhere.")
@click.option(
    "--on", "on_day", metavar="DATE", help="With 'coalition': as it was on that day.  [default: the last that sources speak of]"
)
@click.option("--and", "and_day", metavar="DATE", help="With 'coalition': what is different on another day.")
@click.option(
    "--all", "everything", is_flag=True, help="Rejected and superseded claims, resolved failures, events of one claim too."
)
def command(
    page: str,
    name: tuple[str, ...],
    record: str | None,
    *,
    as_json: bool,
    claim_id: str | None,
    kind: str | None,
    everything: bool,
    why: bool,
    on_day: str | None,
    and_day: str | None,
) -> None:
    """Show reports, actors, places, coalitions, events, incidents and claims of the record.

    PAGE is one of reports, report ID, actors, actor NAME, candidates, places [NAME], coalitions, coalition NAME, affiliations,
    incidents, events, event ID, claims, failures, judgements; any other word is taken for an actor's name or a report's id.
    """
    is_named = page in {*NAMED, "places"} or page not in PAGES
    if page in NAMED and not name:
        raise UsageError(f"show {page}", got="nothing after it", expected=NAMED[page])
    if page != "coalition" and (on_day is not None or and_day is not None):
        raise UsageError("--on" if on_day is not None else "--and", got=f"it with {page}", expected="it with coalition NAME")
    if name and not is_named:
        raise UsageError(f"show {page}", got=" ".join(name), expected="nothing after it")
    if why and page != "places":
        raise UsageError("--why", got=f"it with {page}", expected="it with places")
    words = " ".join(name if page in PAGES else (page, *name))
    settings = load_settings(record=record)
    with open_existing(settings) as opened:
        ask = Ask(
            record=opened,
            console=make_console(),
            settings=settings,
            as_json=as_json,
            words=words,
            claim_id=claim_id,
            kind=kind,
            everything=everything,
            why=why,
            on=parse_day("--on", on_day),
            and_on=parse_day("--and", and_day),
        )
        PAGES.get(page, show_by_name)(ask)
