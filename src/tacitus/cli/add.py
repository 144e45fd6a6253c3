"""``tacitus add``."""

import click

from tacitus.cli import plain
from tacitus.cli.options import json_option, reading_options, record_option, sources_argument
from tacitus.cli.progress import Tally, follow_progress, print_added, print_summary
from tacitus.cli.render import make_console
from tacitus.config import load_settings
from tacitus.errors import UsageError
from tacitus.pipeline import add_sources, retry_failures
from tacitus.record import open_record

EXAMPLES = """\
Examples:

\b
  tacitus add report.html
  tacitus add reports/ 'archive/2015-*.txt' --published 2015-04-27
  tacitus add https://example.org/news/1 https://example.org/feed.xml
  tacitus add crawl.warc.gz dump.parquet --columns text=body,published=date
  tacitus add headlines.csv --columns text=headline --country SY    they are all about Syria
  tacitus add reports/ --record war.db --again     read anew; show which claims changed
  tacitus add --retry                              try again what failed before
"""


@click.command(name="add", epilog=EXAMPLES)
@sources_argument(required=False)
@record_option
@reading_options
@click.option("--again", is_flag=True, help="Read reports that the record has anew; old claims are kept as superseded.")
@click.option("--retry", is_flag=True, help="Try again what could not be read before.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary; failures are still told.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[str, ...],
    record: str | None,
    published: str | None,
    countries: str | None,
    columns: str | None,
    *,
    follow_feeds: bool | None,
    allow_private: bool | None,
    workers: int | None,
    again: bool,
    retry: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Read reports and keep what they claim in the record.

    SOURCE is a file, a folder, a glob, - (standard input), an http(s) URL, an RSS or Atom feed, a WARC, a PDF,
    or an article dump (JSONL, CSV, Parquet). A report that cannot be read is kept as a failure; the exit code is then 1.
    """
    if not sources and not retry:
        raise UsageError("SOURCE", got="none", expected="at least one source, or --retry")
    settings = load_settings(
        record=record,
        published=published,
        countries=countries,
        columns=columns,
        follow_feeds=follow_feeds,
        allow_private=allow_private,
        workers=workers,
    )
    console = make_console(stderr=True)
    tally = Tally()
    with open_record(settings.record) as opened:
        outcomes = [retry_failures(opened, settings)] if retry else []
        outcomes += [add_sources(sources, opened, settings, again=again)] if sources else []
        for outcome in follow_progress(outcomes, console, tally, quiet=quiet):
            if as_json:
                click.echo(plain.encode_line(plain.plain_added(outcome)))
            print_added(console, outcome, opened, again=again, quiet=quiet)
    if not quiet:
        print_summary(console, tally, settings.record)
    ctx.exit(1 if tally.n_failed else 0)
