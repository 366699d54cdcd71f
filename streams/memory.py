"""The memory of this process and its children, and the memory that they may have, in bytes, as the kernel says (Linux; elsewhere 0)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_CGROUP_LIMITS = Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""The files that tell a container its limit, of cgroup 2 and 1."""


def resident(process: int | None = None) -> int:
    """Return the resident memory of a process (None: this one) and of its children at any depth; pages that they share count for each."""
    return sum(_resident(each) for each in _family(process or os.getpid()))


def limit() -> int:
    """Return the memory that this process and its children may have: the container's limit, or the machine's memory if that is less."""
    return min([found for found in (*map(_number, _CGROUP_LIMITS), _machine()) if found], default=0)


def _family(process: int) -> Iterator[int]:
    yield process
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _text(file).split():
            yield from _family(int(child))


def _resident(process: int) -> int:
    fields = _text(Path(f"/proc/{process}/statm")).split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if len(fields) > 1 else 0


def _machine() -> int:
    lines = _text(Path("/proc/meminfo")).splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemTotal:")), 0)


def _number(path: Path) -> int:
    text = _text(path).strip()
    return int(text) if text.isdigit() else 0  # cgroup 2 says "max" for no limit


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except OSError:  # a child that has just ended, or a system that does not tell
        return ""
