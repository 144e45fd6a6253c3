"""Every command, setting, error and code is documented."""

import inspect
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import click
import pytest

from tacitus import errors, model
from tacitus.cli import main
from tacitus.config import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def list_commands(group: click.Group, name: str = "") -> dict[str, click.Command]:
    """Return every command by the words that call it, those of groups too."""
    found: dict[str, click.Command] = {}
    for word in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), word)
        assert command is not None
        found[f"{name}{word}"] = command
        if isinstance(command, click.Group):
            found |= list_commands(command, f"{name}{word} ")
    return found


COMMANDS = list_commands(main)
CODES: list[type[StrEnum]] = [
    model.ZoneKind,
    model.ActorType,
    model.PlaceKind,
    model.Precision,
    model.RelationType,
    model.IncidentType,
    model.StatementAct,
    model.Medium,
    model.Stance,
    model.SpeakerKind,
]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    command = COMMANDS[name]
    assert f"## tacitus {name}\n" in text
    section = text.split(f"## tacitus {name}\n", 1)[1].split("\n## ", 1)[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[-1] in section, f"{parameter.opts[-1]} is missing from docs/commands.md, section {name}"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_examples(name: str) -> None:
    command = COMMANDS[name]
    with click.Context(command, info_name=name) as context:
        assert "Examples" in command.get_help(context)


@pytest.mark.parametrize("name", [f.name for f in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in (DOCS / "settings.md").read_text("utf-8")
    assert f"{name}:" in (Settings.__doc__ or "")


@pytest.mark.parametrize("name", [n for n, c in vars(errors).items() if inspect.isclass(c)])
def test_every_error_is_documented_and_drawn(name: str) -> None:
    assert f"| `{name}` |" in (DOCS / "errors.md").read_text("utf-8")
    assert name in (errors.__doc__ or "")


@pytest.mark.parametrize("codes", CODES, ids=lambda codes: codes.__name__)
def test_every_code_is_in_the_codebook_or_the_data_model(codes: type[StrEnum]) -> None:
    text = (DOCS / "codebook.md").read_text("utf-8") + (DOCS / "data-model.md").read_text("utf-8")
    for code in codes:
        assert str(code) in text, f"{code} is not documented"


def test_every_lexicon_opens_with_what_it_is() -> None:
    lexicons = sorted((ROOT / "src" / "tacitus" / "extract" / "lexicon").glob("*.toml"))
    assert lexicons
    for path in lexicons:
        assert path.read_text("utf-8").startswith("#"), f"{path.name} should open with a comment on what it holds"
