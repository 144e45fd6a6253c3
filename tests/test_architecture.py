"""The architecture, as data: a module may import only from layers below its own."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "tacitus"

# Lowest first. Names sharing a line are siblings and never import each other.
LAYERS = (
    {"errors"},
    {"model"},
    {"config", "text", "ids", "codec"},
    {"neural", "read"},
    {"extract"},
    {"resolve"},
    {"record"},
    {"corroborate"},
    {"export"},
    {"chunks"},
    {"crew"},
    {"pipeline"},
    {"bench", "web"},
    {"cli"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
FILES = sorted(p for p in SRC.rglob("*.py") if p.parent != SRC or not p.stem.startswith("__"))


def part_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    """Return the parts of tacitus that a file imports, at any depth of nesting."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: use absolute imports"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("tacitus.") and not name.startswith("tacitus.__")}


def test_every_part_has_a_layer() -> None:
    assert {part_of(path) for path in FILES} <= set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_imports_point_down(path: Path) -> None:
    own = part_of(path)
    upward = {part for part in imported_parts(path) - {own} if LEVEL[part] >= LEVEL[own]}
    assert upward == set()
