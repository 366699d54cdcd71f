"""`streams schemas`: prints the contracts as JSON Schema or as AsyncAPI, as they are now or as they were, and keeps new versions."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from streams.commands.checkout import PACKAGE, need_checkout
from streams.commands.output import document, say
from streams.errors import Usage
from streams.messages import CONTRACTS
from streams.schemas.contract import contract
from streams.schemas.kept import keep, kept
from streams.settings import settings


@click.command()
@click.argument("topic", required=False, type=click.Choice(list(CONTRACTS)))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write one file a topic into this folder.")
@click.option("--asyncapi", "as_asyncapi", is_flag=True, help="One AsyncAPI 3 document of all topics instead, as the settings name them.")
@click.option("--version", help="Of TOPIC a version that was kept: 1.0.")
@click.option("--keep", "keeps", is_flag=True, help="Write a new version of each contract that has changed into the source.")
def schemas(topic: str | None, out: Path | None, as_asyncapi: bool, version: str | None, keeps: bool) -> None:
    """Print the JSON Schema of TOPIC's values, or of all; `--out DIR` writes them as files.

    Every version that was ever in force is kept in streams/schemas/versions. `--keep` refuses a change that does more than add.
    """
    if keeps:
        need_checkout("schemas --keep")
        written = list(keep(PACKAGE))
        for path in written:
            say(f"{path.parent.name} {path.stem}: kept in {path}")
        say(f"{len(written)} contracts have changed")
        return
    if as_asyncapi:
        from streams.schemas.asyncapi import document as asyncapi  # it knows the stages

        document(asyncapi(settings()))
        return
    if version is not None:
        document(_kept(topic, version))
        return
    made = {name: contract(name) for name in ([topic] if topic else CONTRACTS)}
    if out is None:
        document(made[topic] if topic else made)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, each in made.items():
        (out / f"{name}.schema.json").write_bytes(orjson.dumps(each, option=orjson.OPT_INDENT_2) + b"\n")
        say(str(out / f"{name}.schema.json"))


def _kept(topic: str | None, version: str) -> object:
    """Return a kept version of a topic's contract; raise Usage without that topic or version."""
    if topic is None:
        raise Usage("name the topic whose version is wanted")
    found = {f"{major}.{minor}": schema for (major, minor), schema in kept(topic).items()}
    if version not in found:
        raise Usage(f"{topic} has no version {version}; there are {', '.join(found)}")
    return found[version]
