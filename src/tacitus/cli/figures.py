"""Figures of a benchmark as a table."""

from collections.abc import Iterable

from rich.console import Console

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
