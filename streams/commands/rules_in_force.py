"""`streams rules apply`, `remove`, `list`: files of subscriptions put in force on the topic `subscriptions`, and what is in force."""

from __future__ import annotations

import asyncio

import click
import orjson
from rich.table import Table

from streams.commands.listing import print_table
from streams.commands.output import record, say
from streams.commands.rule_files import named_files, read_content, tell
from streams.errors import Usage
from streams.settings import settings
from streams.subscriptions import Catalogue, Mistake
from streams.subscriptions.document import NAME_FORM
from streams.subscriptions.folder import Folder
from streams.subscriptions.in_force import in_force
from streams.visible import line

_MOST = 300
"""The largest number of characters of one value that a line shows."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER...")
def apply(paths: tuple[str, ...]) -> None:
    """Write files of subscriptions onto the topic, each under its own name without .yaml; all of them, or none if one has a mistake.

    A file whose name is there already takes the place of that one. A name of a subscription that is in force from elsewhere is refused.
    """
    from streams.broker.subscriptions import LABEL, read_topic, write  # `lint` and `test` need no broker

    contents: dict[str, bytes] = {}
    mistakes: list[Mistake] = []
    folder = _folder()
    for path in named_files(paths):
        name = path.stem
        if not NAME_FORM.fullmatch(name):
            raise Usage(f"{path}: {name!r} is no name of a document: write small letters, digits, `-`, `_` and dots, at most 64")
        if name in contents:
            raise Usage(f"{path}: there are two files of the name {name!r}")
        contents[name] = read_content(path)
        found, wrong = Catalogue().with_file(str(path), contents[name])
        mistakes += wrong
        taken = {each.name: each.file for each in folder}
        for each in found:
            if each.name in taken:
                raise Usage(f"{path}:{each.line}: `{each.name}` is in force from {taken[each.name]} of the folder STREAMS_SUBSCRIPTIONS")
    if mistakes:
        tell(mistakes)
        raise click.exceptions.Exit(1)
    topic, _ = asyncio.run(read_topic(settings()))
    _, refused = topic.documents.changed({LABEL + name: content for name, content in contents.items()})
    if refused:
        tell(refused)
        raise click.exceptions.Exit(1)
    asyncio.run(write(settings(), contents))
    for name in contents:
        say(f"{name}: in force")


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def remove(names: tuple[str, ...]) -> None:
    """Take documents from the topic; their subscriptions send nothing any more."""
    from streams.broker.subscriptions import LABEL, read_topic, write

    topic, _ = asyncio.run(read_topic(settings()))
    there = topic.documents.names
    if unknown := [name for name in names if LABEL + name not in there]:
        known = ", ".join(sorted(name.removeprefix(LABEL) for name in there)) or "none"
        raise Usage(f"the topic holds no document {', '.join(unknown)}; it holds: {known}")
    asyncio.run(write(settings(), dict.fromkeys(names)))
    for name in names:
        say(f"{name}: removed")


@click.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(as_json: bool) -> None:
    """List the subscriptions that are in force: the name, where it comes from, its targets by kind and host.

    They come from the topic, and from the folder STREAMS_SUBSCRIPTIONS if it is set here. What is refused is told on standard error.
    """
    from streams.broker.subscriptions import read_topic

    topic, mistakes = asyncio.run(read_topic(settings()))
    found = in_force(_folder(), topic.documents.catalogue, topic.silences)
    for mistake in mistakes:
        say(str(mistake), err=True)
    for name, file in found.overridden.items():
        say(f"{name} of the topic is not in force: {file} of the folder has its name", err=True)
    if as_json:
        for each in found.catalogue:
            record(orjson.dumps({"name": each.name, "from": each.file, "targets": [target.shown for target in each.deliver]}))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("name", "from", "targets"):
        table.add_column(heading, overflow="fold")
    for each in found.catalogue:
        table.add_row(*(line(text, _MOST) for text in (each.name, each.file, ", ".join(target.shown for target in each.deliver))))
    print_table(table)


def _folder() -> Catalogue:
    chosen = settings().subscriptions
    if chosen is None:
        return Catalogue()
    folder = Folder(chosen)
    folder.look()
    return folder.catalogue
