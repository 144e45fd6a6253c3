"""Settings: built once in the command line or the web server, passed down, never read from anywhere else."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from tacitus.errors import UsageError

ENVIRONMENT_PREFIX = "TACITUS_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting with its default. Precedence: defaults < ``tacitus.toml`` < environment < flags.

    Attributes:
        record: where the record lies: a file for SQLite, or a ``postgresql://`` URL.
        published: publication date (``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``) for reports that carry none.
        columns: for article dumps: ``field=column`` pairs joined by commas, fields ``text title published url
            authors publisher``.
        allow_private: fetch from private and loopback addresses too.
        obey_robots: respect robots.txt.
        follow_feeds: fetch the page behind each feed entry instead of reading the entry itself.
        fetch_timeout: seconds that one fetch may take in all.
        max_redirects: redirects followed before a fetch is given up.
        max_bytes: the most bytes that one report may have, after decompression.
        max_characters: the most code points of text that one report may have.
        user_agent: what Tacitus calls itself when it fetches.
        lexicon: a folder whose ``*.toml`` files replace the packaged lexicons of the same name.
        model: a folder with the model that reads beside the lexicons, as ``training/export.py`` writes it; none given: the one
            in the package.
        registry: a table of actors of one's own beside the packaged registry, in its format; an actor of the same id takes the
            packaged one's place.
        near_duplicate: share of the shorter report's 5-word shingles that must stand in the longer one for the two to be near
            copies.
        languages: the languages (ISO 639-1) that reports are extracted from; a report in another one is kept, and says so. Only
            English is supported.
        gazetteer: the folder of the packs of places that were added to those of the package; none given: the folder where
            ``tacitus gazetteer add`` puts them, in the user's own data.
        countries: countries (ISO 3166-1 alpha-2) that the reports are about, where that is known: headlines of one war, say.
        workers: how many processes read reports; 0 means one for each core that may be used.
    """

    record: str = "tacitus.db"
    published: str | None = None
    columns: str = ""
    allow_private: bool = False
    obey_robots: bool = True
    follow_feeds: bool = False
    fetch_timeout: float = 20.0
    max_redirects: int = 5
    max_bytes: int = 50_000_000
    max_characters: int = 2_000_000
    user_agent: str = "Tacitus (reads reports that a person names; not a crawler)"
    lexicon: str | None = None
    model: str | None = None
    registry: str | None = None
    near_duplicate: float = 0.15
    languages: tuple[str, ...] = ("en",)
    gazetteer: str | None = None
    countries: tuple[str, ...] = ()
    workers: int = 0

    def note_language(self, language: str | None) -> str | None:
        """Return what is to be told of a report in a language that nothing is extracted from, and ``None`` of every other.

        A report whose language cannot be told, as of one word, is taken for one in a supported language.
        """
        if language is None or language in self.languages:
            return None
        return f"language {language} is not supported: nothing was extracted (supported: {', '.join(self.languages)})"


def load_settings(*, folder: Path | None = None, environment: Mapping[str, str] | None = None, **flags: object) -> Settings:
    """Return the settings of this run.

    Args:
        folder: where ``tacitus.toml`` is looked for (default: the current folder).
        environment: ``TACITUS_<SETTING>`` variables (default: the process's own).
        flags: settings given on the command line; ``None`` means "not given".

    Raises:
        UsageError: a setting that does not exist, or a value of the wrong type.
    """
    settings = Settings()
    path = (folder or Path()) / "tacitus.toml"
    if path.is_file():
        try:
            values: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(str(path), got=str(error), expected="a TOML file") from error
        settings = _override(settings, values, str(path))
    known = {f.name for f in fields(Settings)}
    variables = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in (os.environ if environment is None else environment).items()
        if name.startswith(ENVIRONMENT_PREFIX)
    }
    settings = _override(settings, {k: v for k, v in variables.items() if k in known}, "environment")
    return _override(settings, {k: v for k, v in flags.items() if v is not None}, "command line")


def _override(settings: Settings, values: Mapping[str, object], where: str) -> Settings:
    types = {f.name: f.type for f in fields(Settings)}
    clean: dict[str, Any] = {}
    for name, value in values.items():
        if name not in types:
            raise UsageError(where, got=f"the setting {name!r}", expected=f"one of {', '.join(sorted(types))}")
        clean[name] = _convert(value, type(getattr(Settings(), name)), f"{where}: {name}")
    return replace(settings, **clean)


def _convert(value: object, wanted: type, where: str) -> object:
    if wanted is bool and isinstance(value, str):
        if value.lower() in {"1", "true", "yes", "on"}:
            return True
        if value.lower() in {"0", "false", "no", "off"}:
            return False
        raise UsageError(where, got=repr(value), expected="true or false")
    if wanted in {int, float} and isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            return wanted(value)
        except ValueError as error:
            raise UsageError(where, got=repr(value), expected=f"a number ({wanted.__name__})") from error
    if wanted is tuple and (isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value))):
        words = value.split(",") if isinstance(value, str) else value
        return tuple(dict.fromkeys(word.strip().lower() for word in words if word.strip()))
    if wanted in {str, type(None)} and isinstance(value, str):
        return value
    if isinstance(value, wanted):
        return value
    raise UsageError(where, got=repr(value), expected="a list of words" if wanted is tuple else wanted.__name__)
