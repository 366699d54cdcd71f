"""The manifest of a backup: what its files hold. It is written last, so a folder without one holds no backup."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from streams.errors import Malformed, Usage
from streams.messages import Message, Time

NAME = "manifest.json"
FORMAT = 1


class Saved(Message):
    """One topic: its file `NAME.jsonl.gz` holds the records from `starts` up to `ends`, of each partition by its number."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    records: int
    sha256: str
    """The SHA-256 of the file, in hexadecimal."""


class Manifest(Message):
    """All of a backup but its records."""

    format: int = FORMAT
    version: str
    """The version of the product that wrote it."""
    made: Time
    prefix: str
    partitions: int = Field(ge=1)
    history: bool
    """True if the topics between the stages are saved whole, and not only what was in flight."""
    topics: dict[str, Saved]
    commits: dict[str, dict[int, int]]
    """The offsets that each stage had committed, by partition of the topic that it reads."""

    def records(self) -> int:
        """Return the number of all records."""
        return sum(topic.records for topic in self.topics.values())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest under another name and rename it."""
    fresh = folder / f".{NAME}"
    fresh.write_bytes(manifest.encode() + b"\n")
    fresh.rename(folder / NAME)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a folder; raise Usage that says why there is none that this version reads."""
    try:
        found = Manifest.decode((folder / NAME).read_bytes())
    except OSError as exc:
        raise Usage(f"{folder} holds no backup: {NAME} cannot be read ({exc.strerror})") from None
    except Malformed as exc:
        raise Usage(f"{folder / NAME} is no manifest of a backup: {exc}") from None
    if found.format > FORMAT:
        raise Usage(f"{folder} was written by version {found.version}, in a format that this version does not read: upgrade first")
    return found


def file_of(folder: Path, topic: str) -> Path:
    """Return the path of a topic's file."""
    return folder / f"{topic}.jsonl.gz"


def commits_of(found: Mapping[str, Mapping[int, int]]) -> dict[str, dict[int, int]]:
    """Return commits as the manifest holds them."""
    return {stage: dict(partitions) for stage, partitions in found.items()}
