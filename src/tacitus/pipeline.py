"""The whole path, and the only place that composes it: source, snapshot, report, extraction, record.

Stages hold no state of each other; a report that fails is kept as a failure, and the next one is read. Reports are read by
all cores (``crew.py``) and kept in the order of the sources, so that the record does not depend on the number of workers.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tacitus import __version__
from tacitus.chunks import Understood, check_for_all, guard
from tacitus.config import Settings
from tacitus.corroborate.upkeep import update_events
from tacitus.crew import read_reports
from tacitus.errors import IntegrityError
from tacitus.ids import hash_bytes, hash_parts
from tacitus.model import Extraction, Report, Snapshot
from tacitus.neural.folder import MANIFEST, SHIPPED
from tacitus.read import Unreadable, open_snapshots
from tacitus.read.near import band_keys, compare_sketches
from tacitus.record import Record
from tacitus.record.nouns import Added, AddStatus, Run
from tacitus.resolve import ActorIndex, find_folder, match_actors, open_gazetteer
from tacitus.resolve.actors.registry import load_actors

log = logging.getLogger(__name__)

KNOWLEDGE = ("read", "extract", "resolve")
"""Packages whose data files decide what is read from a report."""
KNOWLEDGE_FILES = (".toml", ".tsv", ".txt", ".json", ".gz", ".zst")
ASIDE = frozenset(
    {"record", "allow_private", "obey_robots", "follow_feeds", "fetch_timeout", "max_redirects", "user_agent"}
    | {"workers", "lexicon", "model", "gazetteer", "registry"}
)
"""Settings that say where reports come from and go to, and not how they are read; the last four are knowledge."""


def extract_sources(sources: Sequence[str], settings: Settings) -> Iterator[tuple[Report, Extraction] | Unreadable]:
    """Yield what each report claims, or why it could not be read; nothing is kept.

    Raises:
        UsageError: a setting does not fit the sources.
        DataError: a lexicon is wrong.
    """
    actors = ActorIndex(own=settings.registry)
    for _, outcome in read_reports(open_snapshots(sources, settings), settings):
        if outcome is not None:
            matched = _match(check_for_all(outcome), actors)
            yield matched if isinstance(matched, Unreadable) else (matched.report, matched.extraction)


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
    return add_snapshots(_reopen_failures(record, settings), record, settings)


def _reopen_failures(record: Record, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    for failure in record.failures():
        snapshot = record.failed_snapshot(failure.id)
        yield from open_snapshots([failure.source], settings) if snapshot is None else [snapshot]


def add_snapshots(
    opened: Iterable[Snapshot | Unreadable], record: Record, settings: Settings, *, again: bool = False
) -> Iterator[Added]:
    """Read snapshots into the record; see ``add_sources``."""
    actors = ActorIndex(record.actors(), own=settings.registry, apart=record.identities().not_theirs)
    way = _Way(record=record, settings=settings, run=describe_run(settings), actors=actors, again=again)
    for item, outcome in read_reports(opened, settings, way.is_wanted):
        yield way.add(item, outcome)
    update_events(record)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """The way of every snapshot of one run into the record."""

    record: Record
    settings: Settings
    run: Run
    actors: ActorIndex
    again: bool

    def is_wanted(self, snapshot: Snapshot) -> bool:
        """Whether the snapshot is to be read: the record has no report of these bytes, or is to read it again."""
        return self.again or not self.record.has_report(hash_bytes(snapshot.content))

    def add(self, item: Snapshot | Unreadable, outcome: Understood | Unreadable | None) -> Added:
        """Keep what became of a snapshot, or of a source that gave none."""
        if isinstance(item, Unreadable):
            return self.fail(check_for_all(item), None)
        report_id = hash_bytes(item.content)
        if outcome is None or not (self.again or not self.record.has_report(report_id)):
            return Added(status=AddStatus.KNOWN, source=item.source, report_id=report_id)
        matched = _match(check_for_all(outcome), self.actors)
        return self.fail(matched, item) if isinstance(matched, Unreadable) else self.keep(item, matched)

    def keep(self, snapshot: Snapshot, understood: Understood) -> Added:
        """Write a report and what it claims."""
        report, extraction, sketch = understood.report, understood.extraction, understood.sketch
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
        return replace(added, note=extraction.note)

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


def _match(outcome: Understood | Unreadable, actors: ActorIndex) -> Understood | Unreadable:
    """Return what was read, its actors matched to those of other reports: the last step that a bad report may fail in."""
    if isinstance(outcome, Unreadable):
        return outcome
    matched = check_for_all(guard(outcome.report.source, _match_report, outcome, actors))
    return matched if isinstance(matched, Unreadable) else replace(outcome, extraction=matched)


def _match_report(outcome: Understood, actors: ActorIndex) -> Extraction:
    return match_actors(outcome.extraction, actors, published=outcome.report.published)


def describe_run(settings: Settings) -> Run:
    """Return who reads: this version, with digests of the settings and of the knowledge that decide what is read."""
    kept = sorted(f.name for f in fields(Settings) if f.name not in ASIDE)
    own = () if settings.lexicon is None else tuple(_digest_files(Path(settings.lexicon)))
    if settings.registry is not None:
        load_actors(Path(settings.registry))  # a file that cannot be read is told in our words
        own = (*own, hash_bytes(Path(settings.registry).read_bytes()))
    return Run(
        version=__version__,
        settings_digest=hash_parts(*(part for name in kept for part in (name, getattr(settings, name)))),
        knowledge_digest=hash_parts(*_digest_packaged(), *own, _digest_model(settings.model), _digest_places(settings)),
    )


def _digest_model(folder: str | None) -> str | None:
    """Return the hash of the model's manifest, which names those of its files; ``None`` where there is none."""
    manifest = (SHIPPED if folder is None else Path(folder)) / MANIFEST
    return hash_bytes(manifest.read_bytes()) if manifest.is_file() else None


def _digest_places(settings: Settings) -> str:
    """Return what identifies the places that there are: the package's and the user's own."""
    return open_gazetteer(find_folder(settings.gazetteer)).digest


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
