"""``tacitus gazetteer``."""

from pathlib import Path
from typing import Any

import click

from tacitus.cli import plain
from tacitus.cli.atlas import follow_adding, print_addition, print_hits, print_packs, say_size
from tacitus.cli.options import json_option
from tacitus.cli.render import make_console, print_heading, print_nothing, style
from tacitus.config import load_settings
from tacitus.errors import UsageError
from tacitus.resolve.gazetteer import find_folder, open_gazetteer
from tacitus.resolve.gazetteer.adding import add_source
from tacitus.resolve.gazetteer.installed import list_packs, remove_pack
from tacitus.resolve.gazetteer.lookup import find_places

EXAMPLES = """\
Examples:

\b
  tacitus gazetteer list
  tacitus gazetteer find Saraqeb
  tacitus gazetteer add PK              the pack of Pakistan's villages
  tacitus gazetteer remove PK
"""
ADD_EXAMPLES = """\
Examples:

\b
  tacitus gazetteer add PK IR           countries' packs, from packs/ in the current folder or the project's
  tacitus gazetteer add PK.gaz          a pack's file
  tacitus gazetteer add SY.zip          all places of a country, from https://download.geonames.org/export/dump/
  tacitus gazetteer add checkpoints.csv     places of one's own: name,latitude,longitude and more
"""
LIST_EXAMPLES = """\
Examples:

\b
  tacitus gazetteer list
  tacitus gazetteer list --json | jq -r .attribution
"""
REMOVE_EXAMPLES = """\
Examples:

\b
  tacitus gazetteer remove PK
  tacitus gazetteer remove SY-geonames --gazetteer packs-of-mine/
"""
FIND_EXAMPLES = """\
Examples:

\b
  tacitus gazetteer find Saraqeb
  tacitus gazetteer find Hodeidah --country YE     those that share its consonants too
  tacitus gazetteer find "Idlib Governorate" --limit 3
  tacitus gazetteer find Aleppo --json | jq -c '[.latitude, .longitude]'
"""


def folder_option(command: Any) -> Any:
    """Add ``--gazetteer``."""
    words = "The folder of the packs that were added.  [default: the setting, else one in the user's own data]"
    return click.option("--gazetteer", metavar="FOLDER", help=words)(command)


def _find_folder(gazetteer: str | None) -> Path:
    return find_folder(load_settings(gazetteer=gazetteer).gazetteer)


@click.group(name="gazetteer", epilog=EXAMPLES)
def command() -> None:
    """List, add and remove packs of places, and look up a place's name.

    Places are resolved against the package's pack and those that were added.
    """


@command.command(name="add", epilog=ADD_EXAMPLES, short_help="Add packs of places.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@folder_option
def add(sources: tuple[str, ...], gazetteer: str | None) -> None:
    """Add packs of places; adding again replaces.

    SOURCE is a country's code, whose pack lies in the folder packs/ of the project, a pack (.gaz), a country dump of
    GeoNames as it is downloaded (.zip, .txt), or a CSV of places of one's own (.csv, .tsv).
    """
    folder = _find_folder(gazetteer)
    console = make_console(stderr=True)
    for source in sources:
        with follow_adding(console) as on_progress:
            addition = add_source(source, folder, on_progress=on_progress)
        print_addition(console, addition)
    console.print(style("Reports that were read before can be read anew: tacitus add SOURCE --again", "dim"))


@command.command(name="list", epilog=LIST_EXAMPLES, short_help="List the packs that there are.")
@folder_option
@json_option
def list_(gazetteer: str | None, *, as_json: bool) -> None:
    """List the package's pack of places and those that were added, with source, licence and attribution."""
    folder = _find_folder(gazetteer)
    packs = list_packs(folder)
    if as_json:
        for pack in packs:
            click.echo(plain.encode_line(plain.plain_pack(pack)))
        return
    console = make_console()
    print_packs(console, packs)
    if len(packs) == 1:
        console.print()
        print_nothing(console, f"None was added in {folder}.")


@command.command(name="remove", epilog=REMOVE_EXAMPLES, short_help="Remove a pack that was added.")
@click.argument("code")
@folder_option
def remove(code: str, gazetteer: str | None) -> None:
    """Remove a pack that was added, by the CODE that 'tacitus gazetteer list' shows."""
    pack = remove_pack(code, _find_folder(gazetteer))
    make_console(stderr=True).print(style(f"Removed {pack.code}: {say_size(pack)}", "bold"))


@command.command(name="find", epilog=FIND_EXAMPLES, short_help="Show which places bear a name.")
@click.argument("name")
@click.option("--country", metavar="CC", help="Places of that country only (ISO 3166-1 alpha-2), by their consonants too.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The most places that are shown.")
@folder_option
@json_option
def find(name: str, country: str | None, limit: int, gazetteer: str | None, *, as_json: bool) -> None:
    """Show which places bear a NAME: exactly, in another spelling, or, with a country, by its consonants."""
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise UsageError("--country", got=country, expected="a code of two letters, such as SY")
    opened = open_gazetteer(_find_folder(gazetteer))
    hits = find_places(name, opened, country=country.upper() if country else None, limit=limit)
    if as_json:
        for hit in hits:
            click.echo(plain.encode_line(plain.plain_place(hit)))
        return
    console = make_console()
    note = f"the first {limit}; more with --limit" if len(hits) == limit else ""
    print_heading(console, f"{name} ({len(hits)})", note)
    if hits:
        print_hits(console, hits)
    else:
        also = "" if country else " With --country CC those that share its consonants are shown too."
        print_nothing(console, f"No place bears this name, in any spelling that the packs know.{also}")
