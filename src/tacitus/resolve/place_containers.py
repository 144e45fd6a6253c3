"""What the text puts a place into, and what kind of place it says it is."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tacitus.model import Place, PlaceKind
from tacitus.resolve.gazetteer import Entry, Gazetteer
from tacitus.resolve.gazetteer.entry import DIVISIONS
from tacitus.resolve.place_candidates import Candidate
from tacitus.resolve.place_context import PlaceContext, names_of
from tacitus.resolve.place_names import split_place_name


class Containers(NamedTuple):
    """What the text puts a place into; ``is_strict`` where its own name says so: then a place outside is another one."""

    entries: tuple[Entry, ...] = ()
    is_strict: bool = False


def find_containers(
    place: Place, context: PlaceContext, candidates: Mapping[str, Sequence[Candidate]], gazetteer: Gazetteer
) -> Containers:
    """Return the divisions and countries that the text puts the place into: ``A, B``, ``A (B)``, ``A in B``."""
    keys = [key for name in names_of(place) for key in split_place_name(name).inside]
    own = {e.id: e for key in keys for e in gazetteer.find(key) if e.kind in DIVISIONS}
    if own:
        return Containers(tuple(own.values()), is_strict=True)
    for id_ in context.inside.get(place.id, ()):  # the first mention says where it is; a later one may be a namesake
        divisions = tuple(c.entry for c in candidates.get(id_, ()) if c.entry.kind in DIVISIONS)
        if divisions:
            return Containers(divisions)
    return Containers()


def said_kind(place: Place) -> PlaceKind | None:
    """Return the kind that a word in one of the place's names gives it."""
    return _said_kind(names_of(place))


@lru_cache(maxsize=8192)
def _said_kind(names: tuple[str, ...]) -> PlaceKind | None:
    return next((kind for name in names if (kind := split_place_name(name).kind) is not None), None)
