"""The command line: JSON lines for programs on standard output, words for people on standard error.

A command is imported only when it is called, so that ``tacitus --help`` answers at once.
"""

import logging
import sys
from importlib import import_module
from typing import Any

import click

from tacitus import __version__
from tacitus.errors import TacitusError, UsageError

COMMANDS = {
    "demo": "Read the sample reports and show what Tacitus makes of them.",
    "add": "Read reports and keep what they claim in the record.",
    "show": "Show reports, actors, coalitions, events and claims of the record.",
    "find": "Find words in the reports and claims of the record.",
    "judge": "Accept, reject or correct a claim, or take a judgement back.",
    "merge": "Say that two actors, or two events, are one.",
    "split": "Say that two actors or events are not one, or that a name is another's.",
    "corroborate": "Find out which incidents of different reports are one event.",
    "verify": "Check every snapshot, every quote and the chain of the record.",
    "export": "Write the record's claims as JSON lines, CSV tables or GeoJSON.",
    "extract": "Read reports and print what they claim as JSON lines; nothing is kept.",
    "gazetteer": "List, add and remove packs of places, and look up a place's name.",
    "bench": "Measure a stage on a data set.",
}
"""Every command with its one line of help, in the order in which ``--help`` lists them."""

EXAMPLES = """\
Examples:

\b
  tacitus demo                          read the samples that come with Tacitus
  tacitus add report.html reports/      read a page and a folder of reports
  tacitus show incidents                what happened, where, and who says so
  tacitus extract report.txt | jq .claims[].predicate
"""


class Commands(click.Group):
    """The commands, imported when called; errors that Tacitus raises on purpose become one clear line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in reading order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or ``None`` where there is none of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"tacitus.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"tacitus.cli.{cmd_name}.command: got {type(command).__name__}, expected a click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Raises:
            click.UsageError: the user's words are wrong (exit code 2).
            click.ClickException: another error of Tacitus (exit code 1).
        """
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        except TacitusError as error:
            raise click.ClickException(str(error)) from error


@click.group(
    name="tacitus",
    cls=Commands,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, prog_name="tacitus")
@click.option("--verbose", "-v", count=True, help="Log what happens on standard error; twice for more.")
def main(verbose: int) -> None:
    """Read reporting of armed conflict and keep a record that can be cited.

    Every claim keeps its speaker, its exact words and the page that it was read from.
    """
    level = (logging.ERROR, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
