"""Importing tacitus and asking for help are quick: CPU time of a whole process, the interpreter's own start included."""

import os
import sys

import pytest

MOST_SECONDS = 0.3
TRIES = 5


def cpu_seconds(*arguments: str) -> float:
    """Return user and system time of one process; the system counts it, so that a busy machine does not matter much."""
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, *arguments],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return usage.ru_utime + usage.ru_stime


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="CPU time of a child is counted on Unix only")
@pytest.mark.parametrize("arguments", [("-c", "import tacitus"), ("-m", "tacitus", "--help"), ("-m", "tacitus", "--version")])
def test_starting_takes_little_cpu_time(arguments: tuple[str, ...]) -> None:
    assert min(cpu_seconds(*arguments) for _ in range(TRIES)) < MOST_SECONDS
