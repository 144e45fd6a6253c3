"""Tacitus reads reporting of armed conflict and keeps a record that can be cited."""

__version__ = "0.1.0"
