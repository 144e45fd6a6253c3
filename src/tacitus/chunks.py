"""A chunk of snapshots to what their reports claim, as far as one report alone can tell; nothing here knows the record.

This is the work that worker processes do (``crew.py``), and the same code does it in the one process of a small task.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from tacitus.config import Settings
from tacitus.errors import DataError, ReadError, TacitusError, UsageError
from tacitus.extract import Document, ModelEvidence, extract_claims, open_document, read_documents
from tacitus.model import Extraction, Report, Snapshot
from tacitus.read import Unreadable, read_snapshot, sketch_text
from tacitus.resolve import find_folder, open_gazetteer, place_and_date

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

MOST_REPORTS = 16
"""Reports of a chunk: enough for a model to fill its batches with sentences of like length."""
MOST_BYTES = 1_000_000
MOST_SECONDS = 0.5
"""A chunk that fills slowly, as when reports come over the network, is read as it is."""
LEAST_WEIGHT = 2_000
"""A report costs at least as much as one of so many bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A report and what it claims, placed and dated; its actors are not yet matched to those of other reports.

    ``sketch`` is what near copies are found by.
    """

    report: Report
    extraction: Extraction
    sketch: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """What sources gave, in their order; ``to_read`` are the places of those snapshots in ``opened`` that are to be read."""

    opened: tuple[Snapshot | Unreadable, ...]
    to_read: tuple[int, ...]

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The snapshots that are to be read."""
        return tuple(s for i in self.to_read if isinstance(s := self.opened[i], Snapshot))

    @property
    def weight(self) -> int:
        """How much work the chunk is, in bytes of text."""
        return sum(max(LEAST_WEIGHT, len(s.content)) for s in self.snapshots)


def cut_chunks(opened: Iterable[Snapshot | Unreadable], is_wanted: Callable[[Snapshot], bool]) -> Iterator[Chunk]:
    """Yield what sources give in chunks: of one report first, so that there is a first result soon, then of more and more."""
    items: list[Snapshot | Unreadable] = []
    to_read: list[int] = []
    most, n_bytes, since = 1, 0, time.monotonic()
    for item in opened:
        if isinstance(item, Snapshot):
            n_bytes += len(item.content)
            if is_wanted(item):
                to_read.append(len(items))
        items.append(item)
        if len(items) >= most or n_bytes >= MOST_BYTES or time.monotonic() - since >= MOST_SECONDS:
            yield Chunk(opened=tuple(items), to_read=tuple(to_read))
            items, to_read, n_bytes, since = [], [], 0, time.monotonic()
            most = min(2 * most, MOST_REPORTS)
    if items:
        yield Chunk(opened=tuple(items), to_read=tuple(to_read))


def read_chunk(snapshots: Sequence[Snapshot], settings: Settings) -> Iterator[Understood | Unreadable]:
    """Yield, for each snapshot, what its report claims or why it could not be read; one bad report harms no other."""
    reports = [guard(snapshot.source, read_snapshot, snapshot, settings) for snapshot in snapshots]
    documents = [r if isinstance(r, Unreadable) else guard(r.source, open_document, r, settings) for r in reports]
    evidence = _read_together([d for d in documents if isinstance(d, Document)], settings)
    for report, document in zip(reports, documents, strict=True):
        if isinstance(report, Unreadable):
            yield report
            continue
        if isinstance(document, Unreadable):
            yield document
            continue
        read = (document, next(evidence)) if document is not None else None
        yield guard(report.source, _understand, report, settings, read)


def _read_together(documents: Sequence[Document], settings: Settings) -> Iterator[ModelEvidence | None]:
    """Yield what the model reads in each document, all in one call; where that fails, each report is left to itself."""
    found = guard("the model", read_documents, documents, settings) if documents else []
    yield from (None for _ in documents) if isinstance(found, Unreadable) else found


def _understand(report: Report, settings: Settings, read: tuple[Document, ModelEvidence | None] | None) -> Understood:
    document, evidence = read if read is not None else (None, None)
    gazetteer = open_gazetteer(find_folder(settings.gazetteer))
    claims = extract_claims(report, settings, document, evidence)
    extraction = place_and_date(report, claims, gazetteer=gazetteer, countries=settings.countries)
    return Understood(report=report, extraction=extraction, sketch=sketch_text(report))


def guard(source: str, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Unreadable:
    """Return what ``do`` returns, or why it failed: the one boundary behind which a bad report harms no other."""
    try:
        return do(*args, **kwargs)
    except TacitusError as error:
        return Unreadable(source, error)
    # The project's only broad except: pages are endlessly various, and one that meets an error of ours among thousands
    # must not stop the others. The traceback goes to the log, the failure into the record, and the snapshot stays for a retry.
    except Exception as error:
        log.warning("%s: an error of the program", source, exc_info=True)
        got = f"an error of the program: {type(error).__name__}: {error}"
        return Unreadable(source, ReadError(source, got=got, expected="a report"))


def check_for_all(outcome: T | Unreadable) -> T | Unreadable:
    """Return the outcome.

    Raises:
        UsageError: what is wrong for this report is wrong for all: a setting.
        DataError: a lexicon.
    """
    if isinstance(outcome, Unreadable) and isinstance(outcome.error, UsageError | DataError):
        raise outcome.error
    return outcome
