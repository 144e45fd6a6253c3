"""What a person chose to measure."""

from dataclasses import dataclass
from pathlib import Path

from tacitus.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which sets, splits and rows, with which model; all but ``only`` are for ``extract`` alone.

    Attributes:
        only: the name of the one set.
        splits: the names of the splits; none means all that there are except ``train``.
        ids: documents or sentences outside which nothing is measured.
        model: the folder of another model than the package's.
        by_kind: give the F1 of single kinds and roles too.
    """

    only: str | None = None
    splits: tuple[str, ...] = ()
    ids: frozenset[str] | None = None
    model: Path | None = None
    by_kind: bool = False

    def refuse_beside(self, stage: str, *known: str) -> None:
        """Raise where something was chosen that a stage other than ``extract`` does not know; ``known`` are options that it does.

        Raises:
            UsageError: something was.
        """
        given = {"--split": self.splits, "--only-ids": self.ids is not None, "--model": self.model, "--by-kind": self.by_kind}
        for option, is_given in given.items():
            if is_given and option not in known:
                raise UsageError(f"bench {stage}", got=option, expected="it with a stage that knows it")


def load_ids(path: Path) -> frozenset[str]:
    """Return the ids of a file, one a line.

    Raises:
        UsageError: the file cannot be read, or holds none.
    """
    try:
        ids = frozenset(filter(None, map(str.strip, path.read_text("utf-8").splitlines())))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(str(path), got=f"a file that cannot be read ({error})", expected="one id a line") from error
    if not ids:
        raise UsageError(str(path), got="no ids", expected="one id a line")
    return ids
