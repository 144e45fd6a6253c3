"""``tacitus corroborate``."""

from collections import Counter
from functools import partial

import click

from tacitus.cli.figures import show_progress
from tacitus.cli.options import json_option, open_existing, record_option
from tacitus.cli.plain import encode_line
from tacitus.cli.render import make_console
from tacitus.cli.words import count_words
from tacitus.config import load_settings
from tacitus.corroborate.blocking import MOST_SHARED
from tacitus.corroborate.upkeep import update_events

EXAMPLES = """\
Examples:

\b
  tacitus corroborate                     compare what was added or judged since the last time
  tacitus corroborate --anew              forget all events and make them again; judgements stay
"""


@click.command(name="corroborate", epilog=EXAMPLES)
@record_option
@json_option
@click.option("--anew", is_flag=True, help="Make all events again from the claims and the judgements.")
def command(record: str | None, *, as_json: bool, anew: bool) -> None:
    """Find out which incidents of different reports are one event.

    'add', 'judge', 'merge' and 'split' do so by themselves; this catches up where they were stopped, or where another version of
    Tacitus wrote the record. The events do not depend on the order in which reports came.
    """
    settings = load_settings(record=record)
    with open_existing(settings) as opened:
        with show_progress(make_console(stderr=True)) as on_progress:
            n_reports = update_events(opened, on_progress=partial(on_progress, "Comparing reports"), anew=anew)
        with opened.read_incidents() as index:
            members = index.all_members()
            unused = index.common_keys(MOST_SHARED)
    sizes = Counter(member.event for member in members)
    n_joined = sum(size > 1 for size in sizes.values())
    if as_json:
        click.echo(
            encode_line(
                {
                    "reports": n_reports,
                    "incidents": len(members),
                    "events": len(sizes),
                    "joined": n_joined,
                    "unused_keys": len(unused),
                }
            )
        )
        return
    click.echo(
        f"{count_words(n_reports, 'report')} compared; {count_words(len(members), 'incident')} make "
        f"{count_words(len(sizes), 'event')}, {n_joined} of them told by several claims",
        err=True,
    )
    if unused:
        click.echo(
            f"Too much of one day and place: {count_words(len(unused), 'key')} shared by more than {MOST_SHARED:,} tellings "
            f"(up to {unused[0][1]:,}) told nothing and went unused; such incidents are joined by: tacitus merge EVENT EVENT",
            err=True,
        )
    click.echo(f"Look with: tacitus show events --record {settings.record}", err=True)
