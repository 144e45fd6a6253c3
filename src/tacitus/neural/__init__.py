"""The reader's own model: one small encoder with several heads, run on the CPU. Names are loaded when first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tacitus.neural.model import Model
    from tacitus.neural.reading import Attribution, Frame, Given, Reading, Relation, TaggedSpan

_HOME_OF = {
    "Model": "tacitus.neural.model",
    **dict.fromkeys(("Attribution", "Frame", "Given", "Reading", "Relation", "TaggedSpan"), "tacitus.neural.reading"),
}

__all__ = ["Attribution", "Frame", "Given", "Model", "Reading", "Relation", "TaggedSpan"]


def __getattr__(name: str) -> Any:
    """Return a public name, loaded on first use."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'tacitus.neural' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
