"""`streams backup` and `streams restore`: what the topics hold as files, and into an empty cluster."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from streams.commands.output import say
from streams.settings import settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--history", is_flag=True, help="Save the topics between the stages whole, not only what is in flight there.")
def backup(folder: Path, history: bool) -> None:
    """Write what Kafka holds of this pipeline into FOLDER: a file of JSON lines a topic, and a manifest.

    The workers may go on: a restore goes on as after a crash at the moment of the backup. Records written later are not in it.
    """
    from streams.backup.save import save

    manifest = asyncio.run(save(settings(), folder, history=history, told=say))
    say(f"{manifest.records()} records of {len(manifest.topics)} topics are in {folder}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do it.")
def restore(folder: Path, yes: bool) -> None:
    """Put the backup in FOLDER into this pipeline's topics, which must be missing or empty.

    Records get the offsets that they had, and the stages go on where they had committed. No worker may run. If it fails, it deletes the
    topics again.
    """
    from streams.backup.manifest import read_manifest
    from streams.backup.restore import restore as put_back

    manifest = read_manifest(folder)
    said = f"{manifest.records()} records of {manifest.made.isoformat(timespec='seconds')}, written by version {manifest.version}"
    if not yes:
        say(f"{said}, would go to {settings().bootstrap} under the prefix {settings().prefix!r}; --yes does it")
        return
    asyncio.run(put_back(settings(), folder, say))
    say(f"{said}, are restored: start the workers")
