"""Figures that the kernel gives of a process: CPU, resident memory, children (Linux's /proc)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from streams.supervisor import Supervisor

MEGABYTE = 1_000_000


def cpu(pid: int) -> float:
    """Return the seconds of CPU so far, user and system, of all its threads; 0 if that cannot be read."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss(pid: int) -> float | None:
    """Return the resident megabytes, shared pages among them; None if that cannot be read."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 / MEGABYTE for line in lines if line.startswith("VmRSS:")), None)


def children(pid: int) -> list[int]:
    """Return the pids of its children, without Python's resource tracker."""
    try:
        found = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [child for child in found if b"resource_tracker" not in _command(child)]


def workers(supervisor: Supervisor) -> Iterator[tuple[str, int]]:
    """Yield the name and pid of each worker and of each child that parses."""
    for stage, worker in supervisor.workers.items():
        yield stage, worker.process.pid
        yield from ((f"{stage}'s child {number}", child) for number, child in enumerate(children(worker.process.pid), 1))


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
