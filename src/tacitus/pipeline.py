"""The whole path, and the only place that composes it: source, snapshot, report, extraction, record.

Stages hold no state of each other; a report that fails is kept as a failure, and the next one is read.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tacitus import __version__
from tacitus.config import Settings
from tacitus.errors import DataError, IntegrityError, ReadError, TacitusError, UsageError
from tacitus.extract import extract_claims
from tacitus.ids import hash_bytes, hash_parts
from tacitus.model import Extraction, Report, Snapshot
from tacitus.read import Unreadable, open_snapshots, read_snapshot
from tacitus.read.near import band_keys, compare_sketches, sketch_text
from tacitus.record import Record
from tacitus.record.nouns import Added, AddStatus, Run
from tacitus.resolve import ActorIndex, resolve_extraction

log = logging.getLogger(__name__)

KNOWLEDGE = ("read", "extract", "resolve")
"""Packages whose data files decide what is read from a report."""
KNOWLEDGE_FILES = (".toml", ".tsv", ".txt", ".json", ".gz", ".zst")
ASIDE = frozenset(
    {"record", "allow_private", "obey_robots", "follow_feeds", "fetch_timeout", "max_redirects", "user_agent", "lexicon"}
)
"""Settings that say where reports come from and go to, and not how they are read; the lexicon counts as knowledge."""


def extract_sources(sources: Sequence[str], settings: Settings) -> Iterator[tuple[Report, Extraction] | Unreadable]:
    """Yield what each report claims, or why it could not be read; nothing is kept.

    Raises:
        UsageError: a setting does not fit the sources.
        DataError: a lexicon is wrong.
    """
    actors = ActorIndex()
    for opened in open_snapshots(sources, settings):
        yield _check_usage(opened) if isinstance(opened, Unreadable) else _try_extract(opened, settings, actors)


def add_sources(sources: Sequence[str], record: Record, settings: Settings, *, again: bool = False) -> Iterator[Added]:
    """Read reports into the record and yield what became of each.

    Args:
        sources: files, folders, globs, ``-``, URLs, feeds, WARCs, PDFs, article dumps.
        record: an open record.
        settings: how to open and read.
        again: read reports that the record has anew; claims that are read no more are kept as superseded.

    Raises:
        RecordError: the record cannot be written; a report's own faults become failures instead.
        UsageError: a setting does not fit the sources.
        DataError: a lexicon is wrong.
    """
    return add_snapshots(open_snapshots(sources, settings), record, settings, again=again)


def retry_failures(record: Record, settings: Settings) -> Iterator[Added]:
    """Try again what could not be read: from its snapshot where there is one, else from its source."""
    for failure in record.failures():
        snapshot = record.failed_snapshot(failure.id)
        opened = open_snapshots([failure.source], settings) if snapshot is None else [snapshot]
        yield from add_snapshots(opened, record, settings)


def add_snapshots(
    opened: Iterable[Snapshot | Unreadable], record: Record, settings: Settings, *, again: bool = False
) -> Iterator[Added]:
    """Read snapshots into the record; see ``add_sources``."""
    way = _Way(record=record, settings=settings, run=describe_run(settings), actors=ActorIndex(record.actors()), again=again)
    for snapshot in opened:
        yield way.fail(_check_usage(snapshot), None) if isinstance(snapshot, Unreadable) else way.add(snapshot)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """The way of every snapshot of one run into the record."""

    record: Record
    settings: Settings
    run: Run
    actors: ActorIndex
    again: bool

    def add(self, snapshot: Snapshot) -> Added:
        report_id = hash_bytes(snapshot.content)
        if not self.again and self.record.has_report(report_id):
            return Added(status=AddStatus.KNOWN, source=snapshot.source, report_id=report_id)
        outcome = _try_extract(snapshot, self.settings, self.actors)
        if isinstance(outcome, Unreadable):
            return self.fail(outcome, snapshot)
        report, extraction = outcome
        sketch = sketch_text(report)
        bands = band_keys(sketch)
        near = self.find_near_copy(report.id, sketch, bands)
        try:
            added = self.record.add_report(
                snapshot, report, extraction, self.run, near_copy_of=near, sketch=sketch, bands=bands, again=self.again
            )
        except IntegrityError as error:  # the reading contradicts itself: this report's fault, and no other's
            return self.fail(Unreadable(snapshot.source, error), snapshot)
        for actor in extraction.actors:
            self.actors.add(actor)
        return added

    def fail(self, unreadable: Unreadable, snapshot: Snapshot | None) -> Added:
        error = str(unreadable.error)
        log.info("%s", error)
        self.record.add_failure(unreadable.source, error, snapshot=snapshot)
        return Added(status=AddStatus.FAILED, source=unreadable.source, error=error)

    def find_near_copy(self, report_id: str, sketch: bytes, bands: Sequence[str]) -> str | None:
        """Return the report that is most like this one, the first added of several; ``None`` where none is near."""
        best, near = self.settings.near_duplicate, None
        for other_id, other in self.record.near_copies(bands):
            similarity = compare_sketches(sketch, other)
            if other_id != report_id and (similarity > best or (near is None and similarity >= best)):
                best, near = similarity, other_id
        return near


def _try_extract(snapshot: Snapshot, settings: Settings, actors: ActorIndex) -> tuple[Report, Extraction] | Unreadable:
    """Return the report and its resolved extraction; the one boundary behind which a bad report harms no other."""
    try:
        report = read_snapshot(snapshot, settings)
        return report, resolve_extraction(report, extract_claims(report, settings), actors)
    except (UsageError, DataError):
        raise  # what is wrong for one report is wrong for all
    except TacitusError as error:
        return Unreadable(snapshot.source, error)
    # The project's only broad except: pages are endlessly various, and one that meets an error of ours among thousands
    # must not stop the others. The traceback goes to the log, the failure into the record, and the snapshot stays for a retry.
    except Exception as error:
        log.warning("%s: an error of the program", snapshot.source, exc_info=True)
        got = f"an error of the program: {type(error).__name__}: {error}"
        return Unreadable(snapshot.source, ReadError(snapshot.source, got=got, expected="a report"))


def _check_usage(unreadable: Unreadable) -> Unreadable:
    if isinstance(unreadable.error, UsageError):
        raise unreadable.error
    return unreadable


def describe_run(settings: Settings) -> Run:
    """Return who reads: this version, with digests of the settings and of the knowledge that decide what is read."""
    kept = sorted(f.name for f in fields(Settings) if f.name not in ASIDE)
    own = () if settings.lexicon is None else tuple(_digest_files(Path(settings.lexicon)))
    return Run(
        version=__version__,
        settings_digest=hash_parts(*(part for name in kept for part in (name, getattr(settings, name)))),
        knowledge_digest=hash_parts(*_digest_packaged(), *own),
    )


@cache
def _digest_packaged() -> tuple[str, ...]:
    return tuple(part for name in KNOWLEDGE for part in _digest_files(files("tacitus") / name))


def _digest_files(folder: Traversable) -> Iterator[str]:
    """Yield the name and the hash of every data file below a folder, in order."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_dir():
            yield from _digest_files(path)
        elif path.name.endswith(KNOWLEDGE_FILES):
            yield from (path.name, hash_bytes(path.read_bytes()))
