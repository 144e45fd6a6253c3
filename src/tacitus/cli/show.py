"""``tacitus show``."""

import click

from tacitus.cli.options import json_option, open_existing, record_option
from tacitus.cli.pages import PAGES, Ask, show_by_name
from tacitus.cli.render import make_console
from tacitus.config import load_settings
from tacitus.errors import UsageError
from tacitus.model import ClaimKind

EXAMPLES = """\
Examples:

\b
  tacitus show reports
  tacitus show actor "Hill Guard"        every claim that speaks of it
  tacitus show "Hill Guard"              the same
  tacitus show candidates                which actors may be one, and why
  tacitus show coalitions                who is a member of what, as trees
  tacitus show places --why              where each place was put, how surely, and what spoke for it
  tacitus show places Idlib --why
  tacitus show incidents --json | jq -r .says
  tacitus show claims --kind sighting
  tacitus show claims --id 1a2b3c4d      the full quote in its context
  tacitus show report 5e6f7a8b           one report and its claims
  tacitus show failures                  what could not be read, and why
"""


@click.command(name="show", epilog=EXAMPLES)
@click.argument("page", metavar="PAGE|NAME")
@click.argument("name", nargs=-1)
@record_option
@json_option
@click.option("--id", "claim_id", metavar="ID", help="With 'claims': one claim in full; the first digits of its id are enough.")
@click.option("--kind", type=click.Choice([k.value for k in ClaimKind]), help="With 'claims': one kind only.")
@click.option("--why", is_flag=True, help="With 'places': why each was put where it was, or nowhere.")
@click.option("--all", "everything", is_flag=True, help="Rejected and superseded claims, and resolved failures, too.")
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
) -> None:
    """Show reports, actors, places, coalitions, incidents and claims of the record.

    PAGE is one of reports, report ID, actors, actor NAME, candidates, places [NAME], coalitions, incidents, claims, failures,
    judgements; any other word is taken for an actor's name or a report's id.
    """
    is_named = page in {"actor", "report", "places"} or page not in PAGES
    if page in {"actor", "report"} and not name:
        raise UsageError(f"show {page}", got="nothing after it", expected="a name" if page == "actor" else "a report's id")
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
        )
        PAGES.get(page, show_by_name)(ask)
