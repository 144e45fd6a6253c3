"""``tacitus find``."""

import click

from tacitus.cli import plain
from tacitus.cli.options import json_option, open_existing, record_option
from tacitus.cli.render import make_console, print_found, print_heading, print_nothing
from tacitus.config import load_settings
from tacitus.export.book import open_book

EXAMPLES = """\
Examples:

\b
  tacitus find shelling
  tacitus find "Hill Guard" --limit 5
  tacitus find mortar --json | jq -r .claim_id
"""


@click.command(name="find", epilog=EXAMPLES)
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The most hits that are shown.")
@record_option
@json_option
def command(words: tuple[str, ...], limit: int, record: str | None, *, as_json: bool) -> None:
    """Find words in the reports and claims of the record, best hit first."""
    with open_existing(load_settings(record=record)) as opened:
        hits = list(opened.find(" ".join(words), limit=limit))
        if as_json:
            for hit in hits:
                click.echo(plain.encode_line(plain.plain_found(hit)))
            return
        console = make_console()
        print_heading(console, f"Found ({len(hits)})")
        if hits:
            print_found(console, hits, open_book(opened))
        else:
            print_nothing(console, "These words stand in no report and no claim of this record.")
