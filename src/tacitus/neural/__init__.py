"""The reader's own model: one small encoder with several heads, run on the CPU. Names are loaded when first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tacitus.neural.model import Model
    from tacitus.neural.reading import Attribution, Frame, Given, Passage, Reading, Relation, TaggedSpan, Telling

_HOME_OF = {
    "Model": "tacitus.neural.model",
    **dict.fromkeys(
        ("Attribution", "Frame", "Given", "Passage", "Reading", "Relation", "TaggedSpan", "Telling"), "tacitus.neural.reading"
    ),
}

__all__ = ["Attribution", "Frame", "Given", "Model", "Passage", "Reading", "Relation", "TaggedSpan", "Telling"]


def __getattr__(name: str) -> Any:
    """Return a public name, loaded on first use."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'tacitus.neural' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
