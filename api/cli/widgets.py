"""`manba widgets`: create, list and remove question boxes on pages of other sites."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.administering import AUTHOR, print_json, visible_name
from indexer import index_option, isolate, json_option, state_folder, state_option

if TYPE_CHECKING:
    from api.widgets.model import Widget

_LANGUAGES = ("ar", "en", "fa", "pl")


@click.group()
def widgets() -> None:
    """Create, list and remove question boxes on other sites."""


@widgets.command()
@click.option("--name", required=True, help="What you call it, such as the course it is for.")
@click.option(
    "--origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="A site whose pages may ask with it (https://course.example); repeatable.",
)
@click.option(
    "--frame",
    "frames",
    multiple=True,
    metavar="ORIGIN",
    help="A site whose pages may show it in a frame; repeatable. A list of its own: --origin does not fill it.",
)
@click.option("--language", type=click.Choice(_LANGUAGES), help="The language of the framed page.")
@click.option("--article", "articles", multiple=True, metavar="ID", help="Answer from this article; repeatable.")
@index_option
@state_option
@json_option
def create(
    name: str,
    origins: tuple[str, ...],
    frames: tuple[str, ...],
    language: str | None,
    articles: tuple[str, ...],
    *,
    index: Path,
    state: Path | None,
    as_json: bool,
) -> None:
    """Create a widget and print its id, which is no secret."""
    from api.audit import Audit
    from api.widgets.model import parse_frame_ancestor, parse_origin, unique
    from api.widgets.store import MAX_NAME_CHARACTERS, WidgetStore
    from indexer import LanguageCode

    if not origins and not frames:
        raise click.UsageError("name the sites it is for: --origin for pages that ask, --frame for pages that frame it")
    folder = state_folder(index, state)
    widget = WidgetStore(folder).create(
        name=visible_name(name, MAX_NAME_CHARACTERS),
        origins=unique(parse_origin(origin, where="--origin") for origin in origins),
        frame_ancestors=unique(parse_frame_ancestor(origin, where="--frame") for origin in frames),
        language=LanguageCode(language) if language is not None else None,
        article_ids=unique(articles),
    )
    _tell_of_unknown(widget.article_ids, index)
    Audit(folder).record("widget.create", widget.id, key_id=None, key_name=AUTHOR, **_members(widget))
    if as_json:
        print_json(_members(widget))
        return
    click.echo(widget.id)
    click.echo(f'Write it into your page: <manba-ask widget="{widget.id}"></manba-ask>', err=True)


def _tell_of_unknown(article_ids: Sequence[str], index: Path) -> None:
    """An article may come later; one that never does leaves a box with nothing to answer from."""
    from indexer import KnowledgeBase, ManbaError

    if not article_ids:
        return
    try:
        view = KnowledgeBase.open(index).view()
    except ManbaError:
        return
    for article_id in article_ids:
        if not view.has_article(article_id):
            click.echo(f"There is no article {isolate(article_id)} yet; see: manba check --json", err=True)


@widgets.command(name="list")
@index_option
@state_option
@json_option
def list_widgets(*, index: Path, state: Path | None, as_json: bool) -> None:
    """List the widgets with the sites each of them is for."""
    from api.widgets.store import WidgetStore

    found = WidgetStore(state_folder(index, state)).list()
    if as_json:
        print_json([_members(widget) for widget in found])
        return
    if not found:
        click.echo("There are no widgets yet; run: manba widgets create --name NAME --origin ORIGIN")
    for widget in found:
        told = [f"asks from {', '.join(widget.origins) or 'nowhere'}"]
        told += [f"framed by {', '.join(widget.frame_ancestors) or 'nobody'}"]
        told += [f"in {widget.language.value}"] if widget.language is not None else []
        told += [f"from {', '.join(widget.article_ids)}"] if widget.article_ids else []
        click.echo(f"{widget.id}  {isolate(widget.name)}  ({'; '.join(told)})")


@widgets.command()
@click.argument("widget_id", metavar="ID")
@index_option
@state_option
@json_option
def remove(widget_id: str, *, index: Path, state: Path | None, as_json: bool) -> None:
    """Remove the widget ID; pages that hold it can no longer ask."""
    from api.audit import Audit
    from api.widgets.store import WidgetStore

    folder = state_folder(index, state)
    widget = WidgetStore(folder).remove(widget_id.strip())
    Audit(folder).record("widget.remove", widget.id, key_id=None, key_name=AUTHOR, name=widget.name)
    if as_json:
        print_json(_members(widget))
        return
    click.echo(f"{widget.id} ({isolate(widget.name)}) is removed")


def _members(widget: Widget) -> dict[str, object]:
    return {
        "id": widget.id,
        "name": widget.name,
        "created": widget.created.isoformat(timespec="seconds"),
        "origins": list(widget.origins),
        "frame_ancestors": list(widget.frame_ancestors),
        "language": widget.language.value if widget.language is not None else None,
        "article_ids": list(widget.article_ids),
    }
