"""Lexicons and grammars: TOML files beside this module that users can read, and replace through ``Settings.lexicon``."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tacitus.errors import DataError

PACKAGED = Path(__file__).parent / "lexicon"


@cache
def load_table(name: str, folder: str | None = None) -> dict[str, Any]:
    """Return the lexicon file ``name.toml``, the user's own where ``folder`` has one. Callers must not change it.

    Raises:
        DataError: the file is missing or is no TOML.
    """
    path = Path(folder) / f"{name}.toml" if folder else PACKAGED / f"{name}.toml"
    if folder and not path.is_file():
        path = PACKAGED / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise DataError(str(path), got=str(error), expected="a readable lexicon file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(str(path), got=str(error), expected="a TOML file") from error


@cache
def load_lines(name: str, folder: str | None = None) -> tuple[str, ...]:
    """Return the lines of the lexicon file ``name``, the user's own where ``folder`` has one.

    Raises:
        DataError: the file is missing or is no UTF-8.
    """
    path = Path(folder) / name if folder else PACKAGED / name
    if folder and not path.is_file():
        path = PACKAGED / name
    try:
        return tuple(path.read_text("utf-8").splitlines())
    except OSError as error:
        raise DataError(str(path), got=str(error), expected="a readable lexicon file") from error
    except UnicodeDecodeError as error:
        raise DataError(str(path), got=str(error), expected="a text file in UTF-8") from error


def load_words(section: str, name: str) -> frozenset[str]:
    """Return a closed list of the packaged ``words.toml``.

    Raises:
        DataError: there is no such list.
    """
    try:
        return frozenset(load_table("words")[section][name].split())
    except KeyError as error:
        raise DataError("words.toml", got=f"no list {section}.{name}", expected="the list") from error
