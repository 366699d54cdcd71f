"""The index as bytes: numpy arrays in a zip (`.npz`, no pickles), so that a start replays minutes, not days."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from streams.clean.sketch import SKETCH_VERSION
from streams.errors import Malformed
from streams.screen.day import Day, Ring

SNAPSHOT_VERSION = 2


def write(ring: Ring, window: timedelta, offset: int) -> bytes:
    """All days, the window, and the next offset to apply."""
    head = (SNAPSHOT_VERSION, SKETCH_VERSION, offset, window // timedelta(microseconds=1), ring.keep, ring.ahead)
    arrays: dict[str, npt.NDArray[Any]] = {
        "head": np.array(head, dtype=np.int64),
        "days": np.array([(day.number, day.base) for day in ring.days], dtype=np.int64).reshape(-1, 2),
    }
    for at, day in enumerate(ring.days):
        arrays |= {f"{at}.{name}": values for name, values in day.arrays().items()}
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def read(value: bytes) -> tuple[Ring, timedelta, int]:
    """The days, the window, and the next offset to apply; raises Malformed where it cannot be read."""
    try:
        with np.load(io.BytesIO(value), allow_pickle=False) as arrays:
            version, sketches, offset, window, keep, ahead = arrays["head"].tolist()
            if (version, sketches) != (SNAPSHOT_VERSION, SKETCH_VERSION):
                raise Malformed(f"version {version} of sketches {sketches}", field="snapshot")
            days = [
                Day.of(number, base, {name: arrays[f"{at}.{name}"] for name in ("rows", "blob", "heads", "postings")})
                for at, (number, base) in enumerate(arrays["days"].tolist())
            ]
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as exc:
        raise Malformed(f"no snapshot of the index: {exc}", field="snapshot") from None
    return Ring(keep, days, ahead), timedelta(microseconds=window), offset
