"""What a person sees of the gazetteer: packs, what was added, and the places that bear a name."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from tacitus.cli.render import print_heading, print_table, style
from tacitus.cli.words import count_words
from tacitus.resolve.gazetteer.adding import Addition
from tacitus.resolve.gazetteer.installed import Installed
from tacitus.resolve.gazetteer.lookup import Hit

MOST_COUNTRIES = 12
"""Countries of a pack above which their number is told, and not their codes."""


@contextmanager
def follow_adding(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Yield what to call with (what is done, how far it is, how far it goes); one bar, on a terminal only."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def update(what: str, n_done: int, n_all: int) -> None:
            if what not in tasks:
                for task in bar.task_ids:
                    bar.remove_task(task)
                tasks[what] = bar.add_task(what, total=n_all or None)
            bar.update(tasks[what], completed=n_done)

        yield update


def say_countries(pack: Installed) -> str:
    """Return the countries of a pack: their codes, or their number."""
    if len(pack.countries) > MOST_COUNTRIES:
        return count_words(len(pack.countries), "country", "countries")
    return " ".join(pack.countries) or "no country"


def say_size(pack: Installed) -> str:
    """Return how many places of which countries a pack has."""
    return f"{pack.n_places:,} {'place' if pack.n_places == 1 else 'places'} of {say_countries(pack)}"


def _print_card(console: Console, lines: Iterable[tuple[str, str, str]]) -> None:
    """Print (what it is, words, style), one a line; those without words are left out."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, words, name_of_style in lines:
        if words:
            table.add_row(style(name, "dim"), style(words, name_of_style))
    console.print(Padding(table, (0, 0, 0, 2)))


def _say_about(pack: Installed) -> tuple[tuple[str, str, str], ...]:
    if pack.about is None:
        return (("problem", pack.problem or "", "bad"),)
    about = pack.about
    return (
        ("what", about.title, ""),
        ("source", about.source, ""),
        ("licence", about.licence, ""),
        ("show with maps", about.attribution, ""),
    )


def print_packs(console: Console, packs: Iterable[Installed]) -> None:
    """Print what each pack is."""
    for pack in packs:
        print_heading(console, pack.code, "added" if pack.is_own else "in the package")
        _print_card(console, (("places", say_size(pack) if pack.about else "", ""), *_say_about(pack)))


def print_addition(console: Console, addition: Addition) -> None:
    """Print what was added, and what it replaced."""
    pack, old = addition.pack, addition.replaced
    before = ""
    if old is not None:
        before = f"{say_size(old)}, {old.about.source}" if old.about else "a pack that could not be opened"
    console.print(style(f"{'Added' if old is None else 'Replaced'} {pack.code}: {say_size(pack)}", "bold"))
    _print_card(console, (("before", before, ""), *_say_about(pack)))


def print_hits(console: Console, hits: Iterable[Hit]) -> None:
    """Print the places that bear a name, one a row."""
    rows = []
    for hit in hits:
        entry = hit.entry
        inside = (hit.admin2 or entry.admin2, hit.admin1 or entry.admin1, hit.country or entry.country)
        own = {"country": 3, "region": 2, "district": 1}.get(entry.kind.value, 0)
        rows.append(
            (
                style(entry.name, "bold"),
                style(entry.kind.value),
                style(", ".join(word for word in inside[own:] if word)),
                style(f"{entry.latitude:.3f}, {entry.longitude:.3f}"),
                style(f"{entry.radius_km:g}"),
                style(f"{entry.population:,}" if entry.population else ""),
                style(entry.id, "id"),
                style(hit.tier.value, "dim"),
            )
        )
    print_table(console, ("name", "kind", "in", "point", "km", "people", "id", "found by"), rows)
