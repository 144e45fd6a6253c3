"""Figures of a benchmark as a table, and how far it is."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from tacitus.bench.signature import Figure
from tacitus.cli.render import print_table, style


def print_figures(console: Console, figures: Iterable[Figure]) -> None:
    """Print one line a figure, and the signatures that say what was measured with what."""
    listed = list(figures)
    rows = []
    for figure in listed:
        bounds = f"{figure.low:.4g} to {figure.high:.4g}" if figure.low is not None and figure.high is not None else ""
        words = (
            figure.stage,
            f"{figure.set} {figure.split}".strip(),
            figure.measure,
            f"{figure.value:.4g}",
            bounds,
            str(figure.n),
        )
        rows.append(tuple(style(word) for word in words))
    print_table(console, ("stage", "set", "measure", "value", "95 % interval", "n"), rows)
    for signature in dict.fromkeys(figure.signature for figure in listed):
        console.print(style(f"  {signature}", "dim"))


@contextmanager
def show_progress(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Yield what to call with (what is read, how many are done, how many there are); a bar each, on a terminal only."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def update(label: str, n_done: int, n_all: int) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=n_all)
            bars.update(tasks[label], completed=n_done, total=n_all)

        yield update
