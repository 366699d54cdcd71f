"""A process of the bench: the empty stage, extract with a parser that sleeps, any stage under a profiler, `streams pipe` with clocks.

    python -m tests.bench.launch empty | parser | pipe | clean | screen | extract | detect | alert

BENCH_PROFILE=FILE: the process writes a cProfile there at its end (SIGTERM ends a worker in order).
BENCH_TIMES=FILE: `pipe` writes there the CPU seconds of each stage.
"""

from __future__ import annotations

import asyncio
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
from streams.topics import CLEAN, ENTITIES
from tests.exchange import exchange

PARSE_SECONDS = 0.1
"""The time that the synthetic parser takes for an article; the real one took 92 ms of CPU for one of 400 words."""


class Empty:
    """A step that hands each record on as it is: what is left is what a stage costs before it does anything."""

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        return [[Out(CLEAN, record.key, record.value)] for record in records]


class Parser:
    """A step that takes an article's time for each record, one after the other, and no CPU (tests/bench/scaling.py)."""

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        results: list[Result] = []
        for record in records:
            await asyncio.sleep(PARSE_SECONDS)
            results.append([Out(ENTITIES, record.key, record.value)])
        return results


def parser(stage: Stage, settings: Settings, writer: Writer) -> Any:
    """Return the parts of extract with the synthetic parser, instead of `worker.build`."""
    from streams.flow.worker import Parts

    return Parts(Parser())


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

    stands_for = {"empty": ("clean", empty), "parser": ("extract", parser)}
    stage, build = stands_for.get(what, (what, worker.build))
    worker.build = build
    worker.run(stage, settings())


if __name__ == "__main__":
    if profile := os.environ.get("BENCH_PROFILE"):
        seen = cProfile.Profile()
        try:
            seen.runcall(main, sys.argv[1])
        finally:
            seen.dump_stats(profile)
    else:
        main(sys.argv[1])
