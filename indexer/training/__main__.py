"""`python -m indexer.training`: from folders of TSV files to a model directory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from indexer.errors import ManbaError
from indexer.training.passes import Recipe
from indexer.training.run import Inputs, run

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option(
    "--text",
    multiple=True,
    required=True,
    type=_FOLDER,
    help="Folder of TSV files with the columns en, fa, pl, ar; may be repeated.",
)
@click.option(
    "--evaluation", type=_FOLDER, help="Folder of evaluation files; what holds a text of theirs is not trained on."
)
@click.option("--licences", type=_FILE, help="Markdown file whose tables name each file's licence, for the card.")
@click.option("--out", required=True, type=_FOLDER, help="The model directory to write.")
@click.option(
    "--work",
    type=_FOLDER,
    default=Path("training-output"),
    show_default=True,
    help="Folder for the log, folded text and checkpoints; a run goes on from what is there.",
)
@click.option("--threads", type=int, default=0, help="Processor threads; 0 takes all.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--recipe", type=_FILE, help="JSON file with figures of the recipe that differ from the defaults.")
def main(seed: int, recipe: Path | None, **given: Any) -> None:
    """Train the static multilingual model on folders of parallel text and write it as a model directory."""
    try:
        changes = json.loads(recipe.read_text(encoding="utf-8")) if recipe else {}
        run(Inputs(**given), Recipe(**{**changes, "seed": seed}))
    except ManbaError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
