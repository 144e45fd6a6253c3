"""Which actor: a report's names to the actors of the registry and of the record."""

from tacitus.resolve.actors.identify import ActorIndex, Identified, identify_actors, resolve_actors
from tacitus.resolve.actors.names import fold_name, is_generic

__all__ = ["ActorIndex", "Identified", "fold_name", "identify_actors", "is_generic", "resolve_actors"]
