"""What stands in the place of a snapshot that could not be had."""

from dataclasses import dataclass

from tacitus.errors import TacitusError


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source, or a row of one, that gave no snapshot, and why."""

    source: str
    error: TacitusError
