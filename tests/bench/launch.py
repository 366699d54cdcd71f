"""A process of the bench: the empty stage, any stage under a profiler, `streams pipe` with a clock at each stage.

    python -m tests.bench.launch empty | pipe | clean | screen | extract | detect | alert

BENCH_PROFILE=FILE: the process writes a cProfile there at its end (SIGTERM ends a worker in order).
BENCH_TIMES=FILE: `pipe` writes there the CPU seconds of each stage.
"""

from __future__ import annotations

import cProfile
import os
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from streams.pipeline import shell
from streams.pipeline.record import Out, Record, Result
from streams.pipeline.seams import Writer
from streams.pipeline.stages import Stage
from streams.settings import Settings, settings
from streams.topics import CLEAN
from tests.exchange import exchange


class Empty:
    """A step that hands each record on as it is: what is left is what a stage costs before it does anything."""

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        return [[Out(CLEAN, record.key, record.value)] for record in records]


def empty(stage: Stage, settings: Settings, writer: Writer) -> Any:
    """Return the parts of an empty stage, instead of `worker.build`."""
    from streams.flow.worker import Parts

    return Parts(Empty())


def piped(spent: dict[str, float]) -> None:
    """Run `streams pipe` over standard input and note the CPU time of each stage in `spent`."""
    real = shell.Shell.settle

    async def clocked(self: shell.Shell, records: Any) -> list[Result]:
        began = time.process_time()
        try:
            return await real(self, records)
        finally:
            spent[self.stage] += time.process_time() - began

    exchange(shell.Shell, "settle", clocked)
    from streams.commands.pipe import pipe

    pipe(["-"], standalone_mode=False)


def main(what: str) -> None:
    """Run it until its input or the worker ends."""
    spent: dict[str, float] = defaultdict(float)
    if what == "pipe":
        piped(spent)
        if times := os.environ.get("BENCH_TIMES"):
            Path(times).write_bytes(orjson.dumps(spent))
        return
    from streams.flow import worker

    if what == "empty":
        worker.build = empty
    worker.run("clean" if what == "empty" else what, settings())


if __name__ == "__main__":
    if profile := os.environ.get("BENCH_PROFILE"):
        seen = cProfile.Profile()
        try:
            seen.runcall(main, sys.argv[1])
        finally:
            seen.dump_stats(profile)
    else:
        main(sys.argv[1])
