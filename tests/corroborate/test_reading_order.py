"""The whole way from pages to events, with the reports in another order."""

from pathlib import Path

import pytest

from tacitus.config import Settings
from tacitus.corroborate.independence import Origin
from tacitus.export.together import read_together
from tacitus.pipeline import add_sources
from tacitus.record import open_record

SAMPLES = Path(__file__).parents[2] / "src" / "tacitus" / "samples"
NAMES = ("namtu_wire", "namtu_official", "namtu_copy", "namtu_april")


def say_origins(origins: tuple[Origin, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(origin.name, origin.kind.value, origin.reports) for origin in origins]


@pytest.mark.slow
def test_reports_read_in_any_order_give_the_same_events_with_the_same_sources(tmp_path: Path) -> None:
    found = []
    for number, names in enumerate((NAMES, NAMES[::-1], (NAMES[2], NAMES[0], NAMES[3], NAMES[1]))):
        with open_record(str(tmp_path / f"{number}.db")) as record:
            for name in names:
                list(add_sources([str(SAMPLES / f"{name}.txt")], record, Settings()))
            together = read_together(record)
            found.append(
                {
                    event.id: (sorted(r.claim.id for r in event.claims), event.contradicted, say_origins(event.origins))
                    for event in together.events
                }
            )
    assert found[0] == found[1] == found[2]
    assert any(len(claims) == 3 for claims, _, _ in found[0].values())
