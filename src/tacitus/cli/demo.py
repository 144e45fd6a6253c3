"""``tacitus demo``."""

import click

from tacitus.cli.options import record_option
from tacitus.cli.render import make_console
from tacitus.cli.tour import DEMO_RECORD, add_samples, print_tour
from tacitus.config import Settings
from tacitus.record import open_record

EXAMPLES = """\
Examples:

\b
  tacitus demo
  tacitus demo --record samples.db
"""


@click.command(name="demo", epilog=EXAMPLES)
@record_option
def command(record: str | None) -> None:
    """Read the sample reports that come with Tacitus, and show what they claim and who says so.

    The reports were composed for this purpose. Without --record they go to demo.db in the current folder.
    """
    settings = Settings(record=record or DEMO_RECORD)
    console = make_console()
    with open_record(settings.record) as opened:
        outcomes = add_samples(opened, settings)
        print_tour(console, opened, outcomes, settings.record)
