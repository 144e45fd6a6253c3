"""The gazetteer: the places that there are, by name; packs in the package and those that a user adds."""

from tacitus.resolve.gazetteer.entry import Entry
from tacitus.resolve.gazetteer.gazetteer import Gazetteer, open_gazetteer
from tacitus.resolve.gazetteer.installed import find_folder

__all__ = ["Entry", "Gazetteer", "find_folder", "open_gazetteer"]
