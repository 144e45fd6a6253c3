"""The model as the benchmarks see it, read in chunks so that a person sees how far it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tacitus.bench.extract.roles import ROLES, Roles
from tacitus.bench.extract.templates import FilledTemplate
from tacitus.neural.reading import Given, Reading

_CHUNK = 64

Progress = Callable[[str, int, int], None]
"""Called with what is read, how many texts are done, and how many there are."""


class ReadsTexts(Protocol):
    """A model that reads many texts at once."""

    @property
    def digest(self) -> str:
        """The SHA-256 that names the model."""
        ...

    def read(self, texts: Sequence[str], given: Sequence[Given] | None = None) -> Sequence[Reading]:
        """Return what stands in each text; ``given`` holds gold anchors to use in place of predicted ones."""
        ...

    def was_trained_on(self, text: str) -> bool:
        """Return whether the model learnt from that sentence."""
        ...


class IsTemplate(Protocol):
    """A MUC-4 template as the model fills it: an incident type, and an attribute for each of the roles."""

    @property
    def incident_type(self) -> str:
        """The type, in lower case."""
        ...


FillTemplates = Callable[[str, Reading], Sequence[IsTemplate]]
"""From a text and its reading to templates."""
FillRoles = Callable[[str, Reading], Roles]
"""From a text and its reading to the entities of each role, whatever incident they belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A model, how its readings become MUC-4 templates and roles, and whom to tell how far it is."""

    model: ReadsTexts
    fill_templates: FillTemplates
    fill_roles: FillRoles
    on_progress: Progress = lambda _label, _n_done, _n_all: None

    def read(self, label: str, texts: Sequence[str], given: Sequence[Given] | None = None) -> list[Reading]:
        """Return the reading of each text, in order."""
        readings: list[Reading] = []
        for at in range(0, len(texts), _CHUNK):
            anchors = None if given is None else given[at : at + _CHUNK]
            readings += self.model.read(texts[at : at + _CHUNK], anchors)
            self.on_progress(label, len(readings), len(texts))
        return readings

    def list_templates(self, text: str, reading: Reading) -> list[FilledTemplate]:
        """Return the templates of a text."""
        return [
            FilledTemplate(incident_type=template.incident_type, roles={role: getattr(template, role) for role in ROLES})
            for template in self.fill_templates(text, reading)
        ]


def load_reader(folder: Path | None, on_progress: Progress) -> Reader:
    """Return the model of a folder, or the package's own where that is ``None``."""
    from tacitus.neural.model import Model
    from tacitus.neural.templates import document_fillers, fill_templates

    return Reader(model=Model.load(folder), fill_templates=fill_templates, fill_roles=document_fillers, on_progress=on_progress)
