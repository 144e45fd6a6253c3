"""``tacitus verify``."""

import click

from tacitus.cli import plain
from tacitus.cli.options import json_option, open_existing, record_option
from tacitus.cli.render import make_console, print_heading, print_problems
from tacitus.config import load_settings

EXAMPLES = """\
Examples:

\b
  tacitus verify
  tacitus verify --record war.db --json
"""


@click.command(name="verify", epilog=EXAMPLES)
@record_option
@json_option
@click.pass_context
def command(ctx: click.Context, record: str | None, *, as_json: bool) -> None:
    """Check every snapshot's hash, every quote against its offsets, and the chain of audit entries.

    The exit code is 1 where something is wrong.
    """
    with open_existing(load_settings(record=record)) as opened:
        problems, head = list(opened.verify()), opened.head()
    if as_json:
        for problem in problems:
            click.echo(plain.encode_line(plain.plain_problem(problem)))
    elif problems:
        console = make_console()
        print_heading(console, f"Problems ({len(problems)})")
        print_problems(console, problems)
    else:
        click.echo("Every snapshot, every quote and the chain are what they were.", err=True)
        click.echo(f"The last entry of the chain is {head}; kept elsewhere, it proves later that nothing was cut off.", err=True)
    ctx.exit(1 if problems else 0)
