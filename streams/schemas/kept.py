"""The versions of the contracts that are kept: one file for each that was in force, so that readers and tests have what was promised.

versions/alerts/1.0.json, 1.1.json ...    the first number is that of the id and of the event type; the second counts additions
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson

from streams.errors import Usage
from streams.messages import CONTRACTS
from streams.schemas.compatibility import breaks, meaning
from streams.schemas.contract import contract

Version = tuple[int, int]
FOLDER = "versions"


@cache
def kept(topic: str) -> Mapping[Version, dict[str, Any]]:
    """Return every kept version of a topic's contract, the oldest first."""
    folder = files("streams.schemas") / FOLDER / topic
    found = [(_version(each.name), orjson.loads(each.read_bytes())) for each in folder.iterdir()] if folder.is_dir() else []
    return dict(sorted(found, key=lambda pair: pair[0]))


def changed(topic: str) -> bool:
    """Return True if the contract as the code has it now means something else than the newest version that is kept."""
    versions = kept(topic)
    return not versions or meaning(contract(topic)) != meaning(versions[max(versions)])


def next_version(topic: str) -> Version:
    """Return the version under which a changed contract is kept; raise Usage if it does more than add."""
    versions = kept(topic)
    if not versions:
        return 1, 0
    major, minor = max(versions)
    if broken := breaks(versions[major, minor], contract(topic)):
        raise Usage(f"{topic}: changes must be additive, and against {major}.{minor} these are not: {'; '.join(broken)}")
    return major, minor + 1


def keep(package: Path) -> Iterator[Path]:
    """Write a new version of each contract that has changed into the package of a checkout; yield the files.

    Raise Usage, before anything is written, if a contract does more than add.
    """
    new = [(topic, next_version(topic)) for topic in CONTRACTS if changed(topic)]
    for topic, (major, minor) in new:
        path = package / "schemas" / FOLDER / topic / f"{major}.{minor}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(orjson.dumps(contract(topic), option=orjson.OPT_INDENT_2) + b"\n")
        yield path
    kept.cache_clear()


def _version(name: str) -> Version:
    major, minor = name.removesuffix(".json").split(".")
    return int(major), int(minor)
