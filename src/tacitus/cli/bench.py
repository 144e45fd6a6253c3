"""``tacitus bench``."""

from pathlib import Path

import click

from tacitus.bench import STAGES, Chosen, load_ids, run_stage
from tacitus.cli import plain
from tacitus.cli.figures import print_figures, show_progress
from tacitus.cli.options import json_option
from tacitus.cli.render import make_console

EXAMPLES = """\
Examples:

\b
  tacitus bench read data/                     the body of web pages, beside trafilatura alone
  tacitus bench read data/ --set article_extraction --json
  tacitus bench extract data/                  the model on every set but the parts it learnt from
  tacitus bench extract data/ --set muc4 --by-kind
  tacitus bench extract data/ --split train --only-ids training/held_apart.txt
  tacitus bench resolve data/                  places: LGL, GeoVirus, UCDP's headlines; actors: UCDP's names
  tacitus bench resolve data/ --set geoparse --split lgl
  tacitus bench resolve data/ --set speed      lookups a second, and what resolving adds to the time of extracting
  tacitus bench corroborate data/              event coreference on ECB+ (needs the extra "bench")
  tacitus bench corroborate reports/           a folder of reports with clusters.json or stories.json
  tacitus bench corroborate . --set scale      what one more report costs among 1,000 to 100,000 incidents
  tacitus bench speed 100,1000                 adding that many made-up reports to a new record
"""


@click.command(name="bench", epilog=EXAMPLES)
@click.argument("stage", type=click.Choice(STAGES))
@click.argument("data")
@click.option("--set", "only", metavar="NAME", help="One data set only.")
@click.option(
    "--split", "splits", metavar="NAME", multiple=True, help="Only that split; may be given again.  [default: all but train]"
)
@click.option("--only-ids", "ids", metavar="FILE", help="Only the documents whose ids the file lists, one a line.")
@click.option("--model", metavar="FOLDER", help="Another model than the package's own.")
@click.option("--by-kind", is_flag=True, help="The F1 of single kinds and roles too.")
@json_option
def command(
    stage: str,
    data: str,
    only: str | None,
    splits: tuple[str, ...],
    ids: str | None,
    model: str | None,
    *,
    by_kind: bool,
    as_json: bool,
) -> None:
    """Measure a STAGE on the data sets of the folder DATA (for speed: on that many made-up reports)."""
    chosen = Chosen(
        only=only,
        splits=splits,
        ids=None if ids is None else load_ids(Path(ids)),
        model=None if model is None else Path(model),
        by_kind=by_kind,
    )
    with show_progress(make_console(stderr=True)) as on_progress:
        figures = run_stage(stage, data, chosen, on_progress=on_progress)
    if as_json:
        for figure in figures:
            click.echo(plain.encode_line(figure))
    else:
        print_figures(make_console(), figures)
