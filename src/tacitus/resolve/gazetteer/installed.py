"""The packs that are there: the package's own, and those that a user added."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tacitus.errors import DataError, UsageError
from tacitus.resolve.gazetteer.gazetteer import SHIPPED
from tacitus.resolve.gazetteer.pack import SUFFIX, About, Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A pack that is there.

    ``code`` is the name of its file; ``about`` is ``None`` where the pack cannot be opened, and ``problem`` says why.
    """

    code: str
    path: Path
    is_own: bool
    about: About | None = None
    n_by_country: Mapping[str, int] = field(default_factory=dict)
    problem: str | None = None

    @property
    def n_places(self) -> int:
        """How many places it has."""
        return sum(self.n_by_country.values())

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that it has places of."""
        return tuple(country for country in self.n_by_country if country)


def find_folder(setting: str | None) -> Path:
    """Return the folder that the setting ``gazetteer`` names, or the one in the user's data; it need not exist."""
    if setting is not None:
        return Path(setting)
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library/Application Support"
    else:
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    return home / "tacitus" / "gazetteer"


def list_packs(folder: Path) -> tuple[Installed, ...]:
    """Return the package's pack and those of a user's folder, in the order in which they are asked."""
    return tuple(look_at_pack(path) for path in (SHIPPED, *sorted(folder.glob(f"*{SUFFIX}"))))


def look_at_pack(path: Path) -> Installed:
    """Return what a pack is, also where it cannot be opened."""
    code, is_own = path.name.removesuffix(SUFFIX), path != SHIPPED
    try:
        pack = Pack(path)
    except DataError as error:
        return Installed(code=code, path=path, is_own=is_own, problem=str(error))
    return Installed(code=code, path=path, is_own=is_own, about=pack.about, n_by_country=pack.n_by_country)


def remove_pack(code: str, folder: Path) -> Installed:
    """Remove a pack from a user's folder and return what it was.

    Raises:
        UsageError: it is the package's, there is none of that code, or it cannot be removed.
    """
    packs = {pack.code: pack for pack in list_packs(folder) if pack.is_own}
    if code not in packs:
        got = "the package's own pack, which stays" if code == SHIPPED.stem else "no pack of that code"
        known = f"one of {', '.join(packs)}" if packs else "one that was added with: tacitus gazetteer add"
        raise UsageError(code, got=got, expected=f"{known} (in {folder})")
    try:
        packs[code].path.unlink()
    except OSError as error:
        raise UsageError(str(packs[code].path), got=str(error), expected="a file that can be removed") from error
    return packs[code]
