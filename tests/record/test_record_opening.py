import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from made_reports import RUN, make_report
from sqlalchemy import inspect
from tampering import ask, tamper

from tacitus.errors import RecordError, RecordReadOnlyError, RecordVersionError, UsageError
from tacitus.record import Record, open_record
from tacitus.record.creation import migrate
from tacitus.record.database import Database, parse_url
from tacitus.record.migrations import MIGRATIONS, VERSION
from tacitus.record.schema import INDEXES, LEDGER


def add(record: Record, number: int = 1) -> str:
    made = make_report(number)
    record.add_report(made.snapshot, made.report, made.extraction, RUN)
    return made.id


def connect(url: str) -> Database:
    return Database(url, create=True, read_only=False, lock_timeout=1)


def test_a_record_is_made_and_opened_again(record_url: str) -> None:
    with open_record(record_url) as record:
        report_id = add(record)
        head = record.head()
    with open_record(record_url, create=False) as record:
        assert record.has_report(report_id)
        assert record.head() == head
        assert list(record.verify()) == []


def test_the_schema_is_what_the_migrations_make(record_url: str) -> None:
    with open_record(record_url):
        pass
    database = connect(record_url)
    with database.read() as connection:
        made = {t: {c["name"] for c in inspect(connection).get_columns(t)} for t in inspect(connection).get_table_names()}
    database.close()
    for table in (*LEDGER, *INDEXES):
        assert made[str(table.name)] == {c.name for c in table.columns}, table.name


@pytest.mark.parametrize("oldest", range(1, VERSION))
def test_an_older_record_is_brought_up_to_date(record_url: str, oldest: int) -> None:
    database = connect(record_url)
    with database.write() as connection:
        migrate(connection, record_url, upto=oldest)
    database.close()
    assert ask(record_url, "SELECT max(version) FROM migrations") == [(oldest,)]
    with pytest.raises(RecordVersionError, match="open it once for writing"):
        open_record(record_url, read_only=True)
    with open_record(record_url) as record:
        add(record)
        assert list(record.verify()) == []
    assert ask(record_url, "SELECT version FROM migrations ORDER BY version") == [(n,) for n in range(1, VERSION + 1)]


def test_migrations_are_numbered_in_their_words() -> None:
    assert [f.__doc__ and f.__doc__.partition(":")[0] for f in MIGRATIONS] == [str(n) for n in range(1, VERSION + 1)]


def test_a_newer_record_is_refused(record_url: str) -> None:
    with open_record(record_url):
        pass
    tamper(record_url, f"INSERT INTO migrations SELECT {VERSION + 1}, applied_at FROM migrations WHERE version = 1")  # noqa: S608
    with pytest.raises(RecordVersionError, match="newer Tacitus") as caught:
        open_record(record_url)
    assert caught.value.got == f"schema {VERSION + 1}"


def test_there_must_be_a_record_where_none_may_be_made(record_url: str) -> None:
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(RecordError, match="expected a record"):
            open_record(record_url, **options)
    if not record_url.startswith("postgresql"):
        assert not Path(record_url).exists()


def test_reading_only_refuses_to_write(record_url: str) -> None:
    with open_record(record_url) as record:
        report_id = add(record)
    with open_record(record_url, read_only=True) as record:
        assert record.report(report_id).id == report_id
        assert record.find("fighting")
        assert list(record.verify()) == []
        with pytest.raises(RecordReadOnlyError) as caught:
            add(record, 2)
        assert caught.value.where == record.where
        for write in (record.rebuild, lambda: record.add_failure("x", "y")):
            with pytest.raises(RecordReadOnlyError):
                write()


def test_a_busy_record_says_so(record_url: str) -> None:
    with open_record(record_url) as record:
        add(record)
    other = connect(record_url)
    with other.write(), open_record(record_url, lock_timeout=0.2) as record:
        assert len(record.reports()) == 1  # readers are not kept waiting
        with pytest.raises(RecordError, match="locked by another process"):
            add(record, 2)
    other.close()
    with open_record(record_url) as record:
        add(record, 2)


def test_a_database_of_somebody_else_is_left_alone(record_url: str) -> None:
    database = connect(record_url)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE reports (id INTEGER)")
    database.close()
    with pytest.raises(RecordError, match="other tables"):
        open_record(record_url)


def test_two_records_in_one_database_server(make_record_url: Callable[[], str]) -> None:
    with open_record(make_record_url()) as one, open_record(make_record_url()) as other:
        add(one, 1)
        add(other, 2)
        assert len(one.reports()) == len(other.reports()) == 1


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("mysql://somewhere/x", UsageError),
        ("sqlite://", UsageError),
        ("sqlite:///:memory:", UsageError),
        ("postgresql://nobody@127.0.0.1:1/none", RecordError),
        ("no/such/folder/x.db", RecordError),
    ],
)
def test_a_place_that_cannot_be(url: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        open_record(url)


def test_a_password_is_never_told() -> None:
    with pytest.raises(RecordError) as caught:
        open_record("postgresql://ana:secret-word@127.0.0.1:1/none")
    assert "secret-word" not in str(caught.value)
    assert "ana" in str(caught.value)


def test_urls() -> None:
    assert parse_url("some folder/x.db").database == "some folder/x.db"
    assert parse_url("sqlite:////tmp/x.db").database == "/tmp/x.db"
    assert parse_url("postgres://h/d").drivername == "postgresql+psycopg"


@pytest.mark.parametrize("content", [b"Only a letter home, no database at all. " * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    with pytest.raises(RecordError, match=r"letter\.db"):
        open_record(str(path))
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", ["two words.db", "what?is#this%20.db", "записи.db", "a'b\"c.db", "mode=ro.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with open_record(str(tmp_path / name)) as record:
        add(record)
    assert (tmp_path / name).is_file()
    with open_record(f"sqlite:///{tmp_path / 'plain.db'}") as record:
        add(record)
    assert (tmp_path / "plain.db").is_file()


def test_a_name_too_long_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError):
        open_record(str(tmp_path / ("x" * 5000)))


def test_a_folder_is_no_record(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="a folder"):
        open_record(str(tmp_path))


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.touch()
    with open_record(str(path)) as record:
        add(record)


def test_a_damaged_file_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with open_record(str(path)) as record:
        for number in range(20):
            add(record, number)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 :] = b"\x5a" * (len(content) - 4096 * 3)
    path.write_bytes(content)
    with pytest.raises(RecordError), open_record(str(path)) as record:
        list(record.verify())


READ_ONLY_CHILD = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from made_reports import RUN, make_report
from tacitus.errors import RecordReadOnlyError
from tacitus.record import open_record
with open_record(sys.argv[1], read_only=True) as record:
    record.reports()  # loads what is loaded late, while this user may still read the checkout
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with open_record(sys.argv[1]) as record:
    assert record.is_read_only
    assert len(record.reports()) == 1
    made = make_report(2)
    try:
        record.add_report(made.snapshot, made.report, made.extraction, RUN)
    except RecordReadOnlyError as error:
        print(error.where, "|", error.got, "|", error.expected)
"""


def test_a_file_without_write_permission_is_read() -> None:
    with tempfile.TemporaryDirectory(prefix="tacitus-") as name:  # where another user may look, other than tmp_path
        folder = Path(name)
        path = folder / "record.db"
        with open_record(str(path)) as record:
            add(record)
        path.chmod(0o444)
        folder.chmod(0o555)
        try:
            child = [sys.executable, "-c", READ_ONLY_CHILD, str(path), str(Path(__file__).parent)]
            done = subprocess.run(child, capture_output=True, text=True, check=False, timeout=60)
        finally:
            folder.chmod(0o755)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"{path} | a record opened for reading only | a record that can be written")
