"""What several commands share: options, opening a record that must exist, and finding a claim by the first digits of its id."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from tacitus.codec import parse_date
from tacitus.config import Settings
from tacitus.errors import RecordError, UsageError
from tacitus.record import Record, open_record
from tacitus.record.incidents import Member
from tacitus.record.lookup import MIN_PREFIX
from tacitus.record.nouns import RecordedClaim
from tacitus.resolve.actors.registry import load_registry

F = TypeVar("F", bound=Callable[..., Any])


def record_option(command: F) -> F:
    """Add ``--record``."""
    return click.option(
        "--record", metavar="R", help="The record: a file, or a postgresql:// URL.  [default: the setting, else tacitus.db]"
    )(command)


def json_option(command: F) -> F:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON lines instead, one object a row.")(command)


def sources_argument(*, required: bool) -> Callable[[F], F]:
    """Add ``SOURCE...``."""
    return click.argument("sources", nargs=-1, required=required, metavar="SOURCE...", callback=_refuse_empty)


def _refuse_empty(ctx: click.Context, parameter: click.Parameter, sources: tuple[str, ...]) -> tuple[str, ...]:
    del ctx, parameter
    if not all(source.strip() for source in sources):
        raise UsageError("SOURCE", got="an empty word", expected="a file, a folder, a pattern, a URL or -")
    return sources


def _check_countries(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    del ctx, parameter
    if value is not None:
        from tacitus.resolve.place_context import check_countries

        check_countries(tuple(value.split(",")))
    return value


def reading_options(command: F) -> F:
    """Add the options that say how sources are opened and read."""
    for option in reversed(
        (
            click.option(
                "--published", metavar="DATE", help="Publication date of reports that carry none: YYYY, YYYY-MM or YYYY-MM-DD."
            ),
            click.option(
                "--country",
                "countries",
                metavar="CC",
                callback=_check_countries,
                help="Countries that the reports are about, where they do not say: SY, or SY,IQ.",
            ),
            click.option(
                "--columns", metavar="MAP", help="Columns of article dumps, as text=body,title=headline,published=date."
            ),
            click.option(
                "--follow", "follow_feeds", is_flag=True, default=None, help="Fetch the page behind each entry of a feed."
            ),
            click.option("--allow-private", is_flag=True, default=None, help="Fetch from private and loopback addresses too."),
            click.option(
                "--workers", type=click.IntRange(min=1), metavar="N", help="Processes that read; one for each core without it."
            ),
        )
    ):
        command = option(command)
    return command


@contextmanager
def open_existing(settings: Settings) -> Iterator[Record]:
    """Yield the record that the settings name, which must exist.

    Raises:
        UsageError: there is none.
    """
    if "://" not in settings.record and not Path(settings.record).is_file():
        raise UsageError(settings.record, got="no such record", expected="one made with: tacitus add SOURCE --record R")
    with open_record(settings.record, create=False) as record:
        yield record


def find_actor_id(record: Record, words: str, settings: Settings) -> str:
    """Return the id of an actor of the record (by name, or by the beginning of its id), or of the registry (by its id there).

    Raises:
        UsageError: no such actor, or several.
    """
    registered = load_registry(settings.registry).get(words)
    if registered is not None:
        return registered.actor_id
    try:
        return record.actor(words).id
    except RecordError as error:
        candidates = {p.candidate for _, p in record.proposals() if len(words) >= MIN_PREFIX and p.candidate.startswith(words)}
        if len(candidates) == 1:
            return candidates.pop()
        expected = "one actor of the record (its name or id), or an id of the registry as: tacitus show candidates"
        raise UsageError(words, got=error.got, expected=expected) from error


def parse_day(option: str, text: str | None, *, is_last: bool = False) -> date | None:
    """Return the first (or last) day of the date that an option gives.

    Raises:
        UsageError: it is no date.
    """
    if text is None:
        return None
    try:
        when = parse_date(text)
    except ValueError as error:
        raise UsageError(option, got=text, expected="YYYY, YYYY-MM or YYYY-MM-DD") from error
    return when.end if is_last else when.start


def find_event_claims(record: Record, words: str) -> tuple[str, list[Member]] | None:
    """Return the event of an id and its claims, or of the id of one of its claims that claim alone; ``None`` where it is neither.

    The first digits of an id are enough.
    """
    if len(words) < MIN_PREFIX or not all(c in "0123456789abcdef" for c in words.lower()):
        return None
    with record.read_incidents() as index:
        return index.find(words.lower())


def find_claim(record: Record, digits: str) -> RecordedClaim:
    """Return the claim of that id, or whose id begins so; rejected and superseded ones too."""
    return record.claims(claim_id=digits, include_rejected=True, include_superseded=True)[0]
