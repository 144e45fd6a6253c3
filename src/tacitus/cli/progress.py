"""What a person sees while reports are added: a bar on a terminal, one line a failure, and what became of all."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from tacitus.cli.options import find_claim
from tacitus.cli.render import style
from tacitus.cli.words import count_words, shorten_id, shorten_quote
from tacitus.record import Record
from tacitus.record.nouns import Added, AddStatus


@dataclass(slots=True)
class Tally:
    """Counts of what became of the reports."""

    statuses: Counter[AddStatus] = field(default_factory=Counter)
    n_near_copies: int = 0
    n_claims: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    @property
    def n_failed(self) -> int:
        """How many could not be read."""
        return self.statuses[AddStatus.FAILED]

    @property
    def n_all(self) -> int:
        """How many there were."""
        return self.statuses.total()

    def count(self, added: Added) -> None:
        """Count one outcome."""
        self.statuses[added.status] += 1
        if added.status in {AddStatus.ADDED, AddStatus.UPDATED}:
            self.n_near_copies += added.near_copy_of is not None
            self.n_claims += added.n_claims
        if added.note is not None:
            self.notes[added.note] += 1

    def rate(self) -> float:
        """Return reports a second so far."""
        return self.n_all / max(time.monotonic() - self.started, 1e-6)


def follow_progress(outcomes: Iterable[Iterator[Added]], console: Console, tally: Tally, *, quiet: bool) -> Iterator[Added]:
    """Yield every outcome, counted; on a terminal a bar shows the count and the rate.

    The number of reports in a source is not known before it is read, so the bar has no end.
    """
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.completed} reports  {task.fields[rate]:.0f}/s  {task.fields[failed]} failed"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    )
    with bar:
        task = bar.add_task("add", total=None, rate=0.0, failed=0)
        for stream in outcomes:
            for added in stream:
                tally.count(added)
                bar.update(task, advance=1, rate=tally.rate(), failed=tally.n_failed)
                yield added


def print_added(console: Console, added: Added, record: Record, *, again: bool, quiet: bool) -> None:
    """Print a failure, or the difference that reading again made; a report that went well needs no line."""
    if added.status is AddStatus.FAILED:
        console.print(Text.assemble(style("failed ", "bad"), style(added.error)))
    elif again and not quiet and added.status is AddStatus.UPDATED:
        counts = f"{len(added.new_claims)} new, {len(added.changed_claims)} changed, {len(added.superseded_claims)} superseded"
        console.print(style(f"{added.source}: {counts}"))
        for sign, claim_ids, name in (
            ("+", added.new_claims, "reviewed"),
            ("~", added.changed_claims, "unreviewed"),
            ("-", added.superseded_claims, "bad"),
        ):
            for claim_id in claim_ids:
                claim = find_claim(record, claim_id).claim
                quote = shorten_quote(claim.evidence[0].quote, 80)
                console.print(style(f"  {sign} {shorten_id(claim_id)} {claim.kind.value} {claim.predicate} {quote}", name))


def print_summary(console: Console, tally: Tally, record: str) -> None:
    """Print what became of all reports, and what to do next."""
    parts = [f"{tally.statuses[status]} {status.value}" for status in AddStatus]
    parts += [count_words(tally.n_near_copies, "near copy", "near copies"), count_words(tally.n_claims, "claim")]
    console.print(style(f"{count_words(tally.n_all, 'report')}: {', '.join(parts)}", "bold"))
    for note, n in sorted(tally.notes.items()):
        console.print(style(f"{count_words(n, 'report')}: {note}", "unreviewed"))
    where = "" if record == "tacitus.db" else f" --record {record}"
    if tally.n_failed:
        console.print(style(f"See why with: tacitus show failures{where}", "dim"))
    if tally.n_claims:
        console.print(style(f"Look with: tacitus show incidents{where}", "dim"))
