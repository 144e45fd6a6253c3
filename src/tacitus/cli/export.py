"""``tacitus export``."""

import click

from tacitus.cli.options import open_existing, record_option
from tacitus.cli.words import count_words
from tacitus.config import load_settings
from tacitus.export import ExportFormat, export_record

EXAMPLES = """\
Examples:

\b
  tacitus export csv tables/                           a folder of tables with evidence.csv
  tacitus export geojson incidents.geojson
  tacitus export jsonl - --include-unreviewed | jq -c '.claims[]'
"""


@click.command(name="export", epilog=EXAMPLES)
@click.argument("kind", metavar="FORMAT", type=click.Choice([f.value for f in ExportFormat]))
@click.argument("out")
@click.option("--include-unreviewed", is_flag=True, help="Write claims that nobody has reviewed too; they are marked.")
@record_option
def command(kind: str, out: str, record: str | None, *, include_unreviewed: bool) -> None:
    """Write the record's reviewed claims as jsonl, csv or geojson to OUT (a folder for csv; - is standard output).

    Persons without a public role are not named, and readers' comments are not quoted.
    """
    with open_existing(load_settings(record=record)) as opened:
        summary = export_record(opened, ExportFormat(kind), out, include_unreviewed=include_unreviewed)
    if summary.warning is not None:
        click.secho(f"Warning: {summary.warning}", err=True, fg="yellow")
    click.echo(f"{count_words(summary.n_claims, 'claim')} written to {out}", err=True)
    if summary.left_out:
        click.echo(f"left out: {', '.join(f'{n} {reason}' for reason, n in summary.left_out)}", err=True)
    if summary.n_claims == 0 and not include_unreviewed:
        click.echo("Review claims with 'tacitus judge CLAIM accept --because ...', or add --include-unreviewed.", err=True)
