"""Which actor: a report's names to the actors of the registry and of the record."""
