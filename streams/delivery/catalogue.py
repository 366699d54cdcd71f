"""The subscriptions in force, read from a folder once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from streams.errors import Usage
from streams.subscriptions import Catalogue, Subscription
from streams.subscriptions.node import MOST_BYTES


async def of_folder(folder: Path | None) -> AsyncIterator[Iterable[Subscription]]:
    """Yield the subscriptions of a folder's files, once; raise Usage where there is no folder or a file of it is wrong."""
    if folder is None:
        raise Usage("STREAMS_SUBSCRIPTIONS is not set: it names the folder with the files of subscriptions")
    yield tuple(await asyncio.to_thread(_read, folder))


def _read(folder: Path) -> Catalogue:
    catalogue = Catalogue()
    for path in sorted(folder.glob("*.y*ml")):
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        catalogue, mistakes = catalogue.with_file(path.name, content)
        if mistakes:
            raise Usage(str(mistakes[0]))
    return catalogue
