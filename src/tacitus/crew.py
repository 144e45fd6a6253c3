"""Many reports over worker processes: all cores, results in the order of the reports, few reports held at once.

Small tasks never start a process: the first reports are read where they are met, and workers start once that was enough
work to show that more is to come. What comes out is the same, byte for byte, whatever the number of workers.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import chain
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.synchronize import Event
from types import ModuleType, TracebackType
from typing import Any, Self

import msgspec

from tacitus.chunks import Chunk, Understood, cut_chunks, read_chunk
from tacitus.config import Settings
from tacitus.errors import ReadError
from tacitus.model import Snapshot
from tacitus.read import Unreadable

log = logging.getLogger(__name__)

ENOUGH = 60_000
"""Bytes of reports read before workers start: reading them takes about as long as to start the workers."""
CHUNKS_A_WORKER = 2
"""Chunks in flight for each worker: one that it reads, one that waits for it."""

Outcome = Understood | Unreadable
ReadChunk = Callable[[Sequence[Snapshot]], Iterable[Outcome]]


def count_workers(settings: Settings) -> int:
    """Return the number of processes that read: the setting, or the number of cores that this process may use."""
    if settings.workers > 0:
        return settings.workers
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_reports(
    opened: Iterable[Snapshot | Unreadable], settings: Settings, is_wanted: Callable[[Snapshot], bool] = lambda _: True
) -> Iterator[tuple[Snapshot | Unreadable, Outcome | None]]:
    """Yield everything that sources gave, in its order, with what was read of it; ``None`` where it was not to be read.

    Args:
        opened: what sources give; at most ``CHUNKS_A_WORKER`` chunks for each worker are held at a time.
        settings: how to read.
        is_wanted: whether a snapshot is to be read at all.
    """
    read = partial(read_chunk, settings=settings)
    n_workers = count_workers(settings)
    chunks = cut_chunks(opened, is_wanted)
    weight = 0
    for chunk in chunks:
        if n_workers > 1 and weight >= ENOUGH:
            with Crew(read, n_workers) as crew:
                yield from crew.read(chain([chunk], chunks))
            return
        weight += chunk.weight
        yield from _pair(chunk, read(chunk.snapshots))


def _pair(chunk: Chunk, outcomes: Iterable[Outcome]) -> Iterator[tuple[Snapshot | Unreadable, Outcome | None]]:
    to_read, found = set(chunk.to_read), iter(outcomes)
    for i, item in enumerate(chunk.opened):
        yield item, next(found) if i in to_read else item if isinstance(item, Unreadable) else None


class Crew:
    """Worker processes that read chunks of reports; a context manager that ends them, soon, however it is left.

    Args:
        read: what a worker does with the snapshots of a chunk; importable by name, as another process must.
        n_workers: how many processes.
    """

    def __init__(self, read: ReadChunk, n_workers: int) -> None:
        self._read = read
        self._n_workers = n_workers
        self._context = _SpawnContext()
        self._stop = self._context.Event()
        self._pool: ProcessPoolExecutor | None = None
        self._is_usable = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        self._end_pool()

    def read(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Snapshot | Unreadable, Outcome | None]]:
        """Yield what was read of the chunks, in their order."""
        flight: deque[tuple[Chunk, Future[list[Any]] | None]] = deque()
        for chunk in chunks:
            flight.append((chunk, self._submit(chunk.snapshots)))
            while flight and (len(flight) >= CHUNKS_A_WORKER * self._n_workers or _is_done(flight[0][1])):
                yield from self._finish(flight)
        while flight:
            yield from self._finish(flight)

    def _finish(
        self, flight: deque[tuple[Chunk, Future[list[Any]] | None]]
    ) -> Iterator[tuple[Snapshot | Unreadable, Outcome | None]]:
        """Yield the outcomes of the first chunk in flight; where a worker died, its reports are read one by one."""
        chunk, future = flight.popleft()
        try:
            outcomes = _collect(future, self._read, chunk.snapshots)
        except BrokenProcessPool:
            self._end_pool()
            outcomes = [self._read_alone(snapshot) for snapshot in chunk.snapshots]
            self._end_pool()
            waiting = list(flight)
            flight.clear()
            flight.extend((c, f if _is_whole(f) else self._submit(c.snapshots)) for c, f in waiting)
        yield from _pair(chunk, outcomes)

    def _submit(self, snapshots: Sequence[Snapshot]) -> Future[list[Any]] | None:
        """Hand snapshots to the workers; ``None`` where there are none, and this process must read by itself."""
        if not snapshots or not self._is_usable:
            return None
        try:
            if self._pool is None:
                self._pool = self._make_pool(self._n_workers)
            return self._pool.submit(_work, tuple(snapshots))
        except BrokenProcessPool:  # found broken while this was handed over; whoever waits for the result finds out
            broken: Future[list[Any]] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken
        except OSError as error:
            self._do_without(error)
            return None

    def _read_alone(self, snapshot: Snapshot) -> Outcome:
        """Return what a worker of its own reads of a snapshot, or that it killed the worker."""
        if self._pool is None and self._is_usable:
            try:
                self._pool = self._make_pool(1)
                self._pool.submit(_answer).result()
            except (OSError, BrokenProcessPool) as error:
                self._do_without(error)
        future = self._submit([snapshot])
        try:
            (outcome,) = _collect(future, self._read, [snapshot])
        except BrokenProcessPool:
            self._end_pool()
            got = "a report that ended the worker process that read it"
            return Unreadable(snapshot.source, ReadError(snapshot.source, got=got, expected="a report"))
        return outcome

    def _do_without(self, error: Exception) -> None:
        log.warning("worker processes cannot be started (%s: %s): reading in one process", type(error).__name__, error)
        self._end_pool()
        self._is_usable = False

    def _make_pool(self, n_workers: int) -> ProcessPoolExecutor:
        level = logging.getLogger().getEffectiveLevel()
        return ProcessPoolExecutor(
            n_workers, mp_context=self._context, initializer=_start_worker, initargs=(self._read, self._stop, level)
        )

    def _end_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _collect(future: Future[list[Any]] | None, read: ReadChunk, snapshots: Sequence[Snapshot]) -> list[Outcome]:
    """Return what a worker read, or what this process reads where there is no worker."""
    return list(read(snapshots)) if future is None else [_unpack(packed) for packed in future.result()]


def _is_done(future: Future[list[Any]] | None) -> bool:
    return future is None or future.done()


def _is_whole(future: Future[list[Any]] | None) -> bool:
    """Whether a chunk need not be read again after a worker died."""
    return future is None or (future.done() and not future.cancelled() and future.exception() is None)


def _pack(outcome: Outcome) -> bytes | Outcome:
    """Return the outcome as MessagePack, a tenth of the work of pickling so many small nouns."""
    if isinstance(outcome, Unreadable):
        return outcome
    try:
        return msgspec.msgpack.encode(outcome)
    except UnicodeEncodeError:  # half a surrogate pair; the record or the codec will say so
        return outcome


def _unpack(packed: bytes | Outcome) -> Outcome:
    return msgspec.msgpack.decode(packed, type=Understood) if isinstance(packed, bytes) else packed


class _Worker:
    """What a worker process holds."""

    read: ReadChunk
    stop: Event


def _start_worker(read: ReadChunk, stop: Event, level: int) -> None:
    """Make this process a worker: it leaves Ctrl+C to its parent, and ends when the parent ends, however that comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    _Worker.read, _Worker.stop = staticmethod(read), stop
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _answer() -> None:
    """Do nothing, to show that a worker can be started."""


def _work(snapshots: tuple[Snapshot, ...]) -> list[bytes | Outcome]:
    outcomes: list[bytes | Outcome] = []
    if _Worker.stop.is_set():  # a chunk is read whole before its first outcome comes
        return outcomes
    for outcome in _Worker.read(snapshots):
        outcomes.append(_pack(outcome))
        if _Worker.stop.is_set():
            break
    return outcomes


class _SpawnProcess(SpawnProcess):
    """A fresh interpreter that imports what it needs, and never the program that started it.

    Multiprocessing would run the user's own script again in each worker, all of it where it has no ``__main__`` guard;
    nothing that the workers do is defined there.
    """

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 -- the name that multiprocessing calls
        with _without_main(), _without_interrupts():
            return SpawnProcess._Popen(process_obj)  # noqa: SLF001


class _SpawnContext(SpawnContext):
    Process = _SpawnProcess


@contextmanager
def _without_main() -> Iterator[None]:
    own = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = own


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl+C back while a process starts: the new one inherits that, and so never stops in the middle of its imports."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
