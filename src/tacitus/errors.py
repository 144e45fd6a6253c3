"""Every error that Tacitus raises on purpose.

    TacitusError
    ├── InputError              the user's input is at fault
    │   ├── SourceError         a source cannot be opened, fetched or split into reports
    │   │   └── FetchRefusedError   a URL that Tacitus will not fetch (private address, robots.txt)
    │   ├── ReadError           bytes were got, but no report can be made of them
    │   └── UsageError          an argument, option or setting is wrong
    ├── DataError               a data file of the package or the user (lexicon, gazetteer) is wrong
    │   └── ModelError          a model folder is missing, damaged or of another version
    ├── CodecError              JSON that does not follow the contract
    └── RecordError             the record cannot do what was asked
        ├── RecordReadOnlyError      the record cannot be written
        ├── RecordVersionError  the record's schema is newer than this program
        └── IntegrityError      a snapshot, a quote or the chain is not what it was

A message says where, what was got and what was expected.
"""


class TacitusError(Exception):
    """The root; catching it catches everything that Tacitus raises on purpose.

    Args:
        where: the file, URL, field or row that the error is about.
        got: what was found there.
        expected: what would have been right.
    """

    def __init__(self, where: str, *, got: str, expected: str) -> None:
        super().__init__(f"{where}: got {got}; expected {expected}")
        self.where = where
        self.got = got
        self.expected = expected

    def __reduce__(self) -> tuple[object, ...]:
        return _make_again, (type(self), self.where, self.got, self.expected)  # or it could not leave a worker process


def _make_again(kind: type[TacitusError], where: str, got: str, expected: str) -> TacitusError:
    return kind(where, got=got, expected=expected)


class InputError(TacitusError):
    """The user's input is at fault."""


class SourceError(InputError):
    """A source cannot be opened, fetched or split into reports."""


class FetchRefusedError(SourceError):
    """A URL that Tacitus will not fetch: a private address, or robots.txt forbids it."""


class ReadError(InputError):
    """Bytes were got, but no report can be made of them."""


class UsageError(InputError):
    """An argument, an option or a setting is wrong."""


class DataError(TacitusError):
    """A data file of the package or of the user (lexicon, gazetteer) is wrong."""


class ModelError(DataError):
    """A model folder is missing, damaged or of another version."""


class CodecError(TacitusError):
    """JSON that does not follow the contract."""


class RecordError(TacitusError):
    """The record cannot do what was asked."""


class RecordReadOnlyError(RecordError):
    """The record cannot be written."""


class RecordVersionError(RecordError):
    """The record's schema is newer than this program."""


class IntegrityError(RecordError):
    """A snapshot, a quote or the chain is not what it was."""
