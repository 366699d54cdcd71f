"""The index as a file: numpy arrays in a zip (`.npz`, no pickles), so that a start replays minutes, not days.

The file is written aside and renamed, and holds a hash of all of it, so that what is read is whole or refused.
"""

from __future__ import annotations

import contextlib
import os
import time
import tokenize
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import xxhash

from streams.clean.sketch import SKETCH_VERSION
from streams.errors import Malformed
from streams.screen.day import Day, Ring
from streams.screen.stories import Stories

SNAPSHOT_VERSION = 5
LEFT_SECONDS = 3600.0
"""Seconds after which a file left beside a snapshot is removed: nobody takes as long to write one."""
Image = Mapping[str, npt.NDArray[Any]]
"""All of an index as arrays that nobody writes to any more; it is made in the index's own thread and may be saved in any."""


@dataclass(frozen=True, slots=True)
class State:
    """The facts that a snapshot holds beside the days and the open stories."""

    window: timedelta
    offset: int
    """The next offset to apply."""
    last: int
    """Hash of the record before that offset, which tells if the log is still the one of which this was made."""


def image(ring: Ring, stories: Stories, state: State) -> Image:
    """Return all days, the open stories, the window, and the offset in the log, as arrays."""
    head = (
        state.offset, state.window // timedelta(microseconds=1), ring.keep, ring.ahead, ring.let_go,
        -1 if ring.limit is None else ring.limit,
    )  # fmt: skip
    arrays: dict[str, npt.NDArray[Any]] = {
        "head": np.array(head, dtype=np.int64),
        "last": np.array([state.last], dtype=np.uint64),
        "days": np.array([(day.number, day.base) for day in ring.days], dtype=np.int64).reshape(-1, 2),
    }
    for at, day in enumerate(ring.days):
        arrays |= {f"{at}.{name}": values for name, values in day.arrays(closed=day is not ring.days[-1]).items()}
    return arrays | {f"stories.{name}": values for name, values in stories.arrays().items()}


def write(value: Image, out: BinaryIO) -> None:
    """Write an image to a file or a buffer."""
    versions = np.array([SNAPSHOT_VERSION, SKETCH_VERSION], dtype=np.int64)
    np.savez(out, allow_pickle=False, versions=versions, checksum=np.array([checksum(value)], dtype=np.uint64), **value)


def save(value: Image, path: Path) -> None:
    """Write an image aside and replace the last one by it at once. Raises OSError."""
    aside = path.with_name(f"{path.name}.{uuid4().hex}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with aside.open("wb") as out:
            write(value, out)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove the files that killed writers left beside a snapshot, once they are LEFT_SECONDS old."""
    for aside in path.parent.glob(f"{path.name}.*"):
        if not is_younger(aside, LEFT_SECONDS):
            with contextlib.suppress(OSError):
                aside.unlink()


def is_younger(path: Path, seconds: float) -> bool:
    """Return True if a file is there and was written less than `seconds` ago."""
    try:
        return time.time() - path.stat().st_mtime < seconds
    except OSError:
        return False


def read(source: BinaryIO) -> tuple[Ring, Stories, State]:
    """Return the days, the open stories and what goes with them.

    Raises Malformed if the snapshot is of another version, or is not what was written.
    """
    try:
        with np.load(source, allow_pickle=False) as arrays:
            versions = tuple(arrays["versions"].tolist())
            if versions != (SNAPSHOT_VERSION, SKETCH_VERSION):
                raise Malformed(f"version {versions[0]} of sketches {versions[-1]}", field="snapshot")
            value = {name: arrays[name] for name in arrays.files if name not in ("versions", "checksum")}
            if checksum(value) != int(arrays["checksum"][0]):
                raise Malformed("its hash is another: it is damaged", field="snapshot")
        offset, window, keep, ahead, let_go, limit = value["head"].tolist()
        ring = Ring(keep, None if limit < 0 else limit)
        ring.ahead, ring.let_go = ahead, let_go
        for at, (number, base) in enumerate(value["days"].tolist()):
            mine = [name for name in value if name.startswith(f"{at}.")]
            ring.days.append(Day.of(number, base, {name.partition(".")[2]: value.pop(name) for name in mine}))
        last = int(value["last"][0])
        stories = Stories.of({name.partition(".")[2]: values for name, values in value.items() if name.startswith("stories.")})
    except (
        ValueError, KeyError, IndexError, TypeError, OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile,
        tokenize.TokenError,  # numpy reads the head of an array as Python
    ) as exc:  # fmt: skip
        raise Malformed(f"no snapshot of the index: {exc}", field="snapshot") from None
    return ring, stories, State(timedelta(microseconds=window), offset, last)


def checksum(value: Image) -> int:
    """Return one hash of all arrays with their names, types and shapes."""
    digest = xxhash.xxh3_64()
    for name in sorted(value):
        digest.update(f"{name}:{value[name].dtype.str}:{value[name].shape}".encode())
        digest.update(np.ascontiguousarray(value[name]).view(np.uint8).data)
    return digest.intdigest()
