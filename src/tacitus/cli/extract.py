"""``tacitus extract``."""

import sys

import click

from tacitus.cli.options import reading_options, sources_argument
from tacitus.codec import encode_extraction
from tacitus.config import load_settings
from tacitus.pipeline import extract_sources
from tacitus.read import Unreadable

EXAMPLES = """\
Examples:

\b
  tacitus extract report.html | jq .claims
  tacitus extract reports/ --published 2015-04-27 > claims.jsonl
  tacitus extract dump.csv --columns text=body,title=headline,published=date
  cat report.txt | tacitus extract -
"""


@click.command(name="extract", epilog=EXAMPLES)
@sources_argument(required=True)
@reading_options
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[str, ...],
    published: str | None,
    countries: str | None,
    columns: str | None,
    *,
    follow_feeds: bool | None,
    allow_private: bool | None,
    workers: int | None,
) -> None:
    """Read reports and print what they claim as JSON lines, one a report; nothing is kept.

    SOURCE is what 'tacitus add' takes. The exit code is 1 where a source could not be read.
    """
    settings = load_settings(
        published=published,
        countries=countries,
        columns=columns,
        follow_feeds=follow_feeds,
        allow_private=allow_private,
        workers=workers,
    )
    n_failed = 0
    for outcome in extract_sources(sources, settings):
        if isinstance(outcome, Unreadable):
            n_failed += 1
            click.echo(str(outcome.error), err=True)
            continue
        sys.stdout.buffer.write(encode_extraction(*outcome) + b"\n")
        sys.stdout.buffer.flush()
    ctx.exit(1 if n_failed else 0)
