"""Word lists: the words that a room knows, read once from the TOML files of its folder `data`, in one format for all rooms.

A key is one list, and the remark above it says what the list is for. A list is a text whose entries are parted by blanks or line ends;
`_` stands for a blank within an entry. A list whose entries are mostly names of several words is an array of texts. A table maps words to
lists.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

Listed = str | Sequence[str]
"""A word list as the file has it."""


@cache
def read(room: str, name: str) -> Mapping[str, Any]:
    """Return the lists and tables of `streams/ROOM/data/NAME.toml` by key; raise TOMLDecodeError for a key that stands twice in a table."""
    text = files("streams").joinpath(room, "data", f"{name}.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


def entries(listed: Listed) -> tuple[str, ...]:
    """Return the entries of a list in its order, as they stand in a text: with blanks within."""
    return tuple(entry.replace("_", " ") for entry in listed.split()) if isinstance(listed, str) else tuple(listed)


def keys(listed: Listed) -> tuple[str, ...]:
    """Return the entries of a list in its order, each as one key: `_` joins the words of an entry."""
    return tuple(entry.replace(" ", "_") for entry in entries(listed))
