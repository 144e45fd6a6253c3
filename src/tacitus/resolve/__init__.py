"""Which actor, which place, which day: what a report claims, put into terms that hold across reports.

Names are loaded when first used: who only folds a name or reads the registry does not wait for the gazetteer.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # type checkers and editors see what __getattr__ loads
    from tacitus.resolve.actors.identify import ActorIndex
    from tacitus.resolve.dates import resolve_time
    from tacitus.resolve.extraction import match_actors, place_and_date, resolve_extraction
    from tacitus.resolve.gazetteer import Gazetteer, find_folder, open_gazetteer

_HOME_OF = {
    "ActorIndex": "tacitus.resolve.actors.identify",
    "Gazetteer": "tacitus.resolve.gazetteer",
    "find_folder": "tacitus.resolve.gazetteer",
    "match_actors": "tacitus.resolve.extraction",
    "open_gazetteer": "tacitus.resolve.gazetteer",
    "place_and_date": "tacitus.resolve.extraction",
    "resolve_extraction": "tacitus.resolve.extraction",
    "resolve_time": "tacitus.resolve.dates",
}

__all__ = [
    "ActorIndex",
    "Gazetteer",
    "find_folder",
    "match_actors",
    "open_gazetteer",
    "place_and_date",
    "resolve_extraction",
    "resolve_time",
]


def __getattr__(name: str) -> Any:
    """Return a public name, loaded on first use."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'tacitus.resolve' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value
