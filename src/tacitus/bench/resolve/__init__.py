"""Bench of ``resolve``: which actor, which place, which day."""
