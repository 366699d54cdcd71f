"""The memory of a process with its children, and the limit on it, as the kernel tells."""

from __future__ import annotations

import subprocess
import sys

from streams import memory

MEGABYTES = "x = bytearray(80_000_000); print(flush=True); input()"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {MEGABYTES!r}])"


def test_the_memory_of_children_of_children_counts() -> None:
    before = memory.resident()
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert 80_000_000 <= memory.resident(process.pid) < 200_000_000
        assert memory.resident() - before >= 80_000_000
        process.communicate(b"\n")


def test_a_process_that_has_ended_has_none() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert memory.resident(process.pid) == 0


def test_the_limit_is_no_more_than_the_machine_has() -> None:
    assert memory.resident() < memory.limit() <= memory._machine()
