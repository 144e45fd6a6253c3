"""``tacitus bench``."""

import click

from tacitus.bench import STAGES, run_stage
from tacitus.cli import plain
from tacitus.cli.figures import print_figures
from tacitus.cli.options import json_option
from tacitus.cli.render import make_console

EXAMPLES = """\
Examples:

\b
  tacitus bench read data/                     the body of web pages, beside trafilatura alone
  tacitus bench read data/ --set article_extraction --json
  tacitus bench speed 100,1000                 adding that many made-up reports to a new record
"""


@click.command(name="bench", epilog=EXAMPLES)
@click.argument("stage", type=click.Choice(STAGES))
@click.argument("data")
@click.option("--set", "only", metavar="NAME", help="One data set only.")
@json_option
def command(stage: str, data: str, only: str | None, *, as_json: bool) -> None:
    """Measure a STAGE on the data sets of the folder DATA (for speed: on that many made-up reports)."""
    figures = run_stage(stage, data, only=only)
    if as_json:
        for figure in figures:
            click.echo(plain.encode_line(figure))
    else:
        print_figures(make_console(), figures)
