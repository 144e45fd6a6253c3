"""The signs by which a block of text shows what it is; all of them lie in ``zones.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from tacitus.errors import DataError
from tacitus.model import ZoneKind

LONGEST_PART = 700
"""Blocks of more code points are not searched for signs in their midst: a paragraph is no line of furniture."""

_BULLET = re.compile(r"^[\s•▪◦‣·●■*»>–—-]+(?=\w|[\"'(@#\[©&])")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One sign: the zone it stands for, and where it counts (``any``, ``edge``, ``top`` or ``tail``)."""

    name: str
    zone: ZoneKind
    where: str
    start: re.Pattern[str] | None
    whole: re.Pattern[str] | None
    part: re.Pattern[str] | None
    hint: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether the folded text bears the sign."""
        if self.start is not None and self.start.match(text):
            return True
        if self.whole is not None and len(text) <= LONGEST_PART and self.whole.fullmatch(text):
            return True
        if self.part is None or len(text) > LONGEST_PART or (self.hint and not any(word in text for word in self.hint)):
            return False
        return self.part.search(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Everything that ``zones.toml`` says."""

    signals: tuple[Signal, ...]
    words: dict[str, frozenset[str]]
    markup: dict[str, frozenset[str]]
    lines: dict[str, tuple[str, ...]]

    def find(self, text: str, *places: str) -> Signal | None:
        """Return the first sign that the folded text bears and that counts in one of the places."""
        return _find_sign(text[: LONGEST_PART + 1], places)


def fold_block(text: str) -> str:
    """Return the text as the signs see it: lower case, plain quotes and dashes, single spaces, no bullet in front."""
    return _BULLET.sub("", " ".join(text.translate(_PLAIN).lower().split()), count=1)


@cache
def load_signs() -> Signs:
    """Return the signs of the package.

    Raises:
        DataError: ``zones.toml`` is no TOML, lacks a key, or holds a wrong expression.
    """
    path = files("tacitus.read").joinpath("zones.toml")
    try:
        plain = tomllib.loads(path.read_text("utf-8"))
        return Signs(
            signals=tuple(_make_signal(name, table) for name, table in plain["signals"].items()),
            words={name: frozenset(words) for name, words in plain["words"].items()},
            markup={name: frozenset(words) for name, words in plain["markup"].items()},
            lines={name: tuple(lines) for name, lines in plain["lines"].items()},
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, re.error) as error:
        raise DataError(str(path), got=str(error), expected="tables of signs, words and markup") from error


@lru_cache(maxsize=8192)
def _find_sign(head: str, places: tuple[str, ...]) -> Signal | None:
    return next((s for s in load_signs().signals if s.where in places and s.matches(head)), None)


def _make_signal(name: str, table: dict[str, str | list[str]]) -> Signal:
    def compile_all(key: str) -> re.Pattern[str] | None:
        patterns = table.get(key, [])
        return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None

    return Signal(
        name=name,
        zone=ZoneKind(str(table["zone"])),
        where=str(table["where"]),
        start=compile_all("start"),
        whole=compile_all("whole"),
        part=compile_all("part"),
        hint=tuple(table.get("hint", ())),
    )
