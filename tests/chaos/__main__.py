"""`make chaos`: faults on three brokers; a table of what was lost (0), doubled (0), and how long it took to recover.

python -m tests.chaos                      the short form (CI)
python -m tests.chaos --long --seeds 20    every fault, then 20 storms, each another seed
python -m tests.chaos --fault kill-broker  one
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.table import Table

from deploy.kafka import runtime
from deploy.kafka.cluster import Cluster
from streams.broker.admin import create_topics, delete_topics
from tests.chaos.faults import FAKETIME, FAULTS, Fault, jump_clocks, storm
from tests.chaos.fleet import ONE_EACH, TWO_EACH, Fleet
from tests.chaos.trial import Calm, Row, Run, Segment, laid_out, settings_for
from tests.kafka.conftest import free_ports

STORM = Fault(storm, 30)
STORMS_AT_ONCE = 10
"""The number of storms in one pipeline: there are towns for 1,467 stories that cannot be taken for each other."""


class Chaos:
    """One cluster; a pipeline of its own for each series of faults. `version` is another Kafka than that of pom.xml."""

    def __init__(self, console: Console, folder: Path, version: str | None = None) -> None:
        self.console, self.folder = console, folder
        self.cluster = Cluster(folder / f"kafka-{version or 'newest'}", 3, free_ports(6), version=version)
        self.rows: list[Row] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Run the cluster meanwhile."""
        try:
            self.cluster.start()
            self.cluster.wait()
            yield self
        finally:
            self.cluster.wipe()

    async def series(self, name: str, faults: Sequence[tuple[Fault, int]], calm: Calm | None = None) -> Calm:
        """Make faults one after the other on one pipeline, compared with an undisturbed run of the same wire, which is made first."""
        segments = laid_out(faults)
        if calm is None:
            began = time.monotonic()
            calm = await self._undisturbed(f"{name}-calm-", segments)
            records = sum(map(len, calm.said.values()))
            self._say(f"undisturbed: {len(calm.said)} stories, {records} records in {time.monotonic() - began:.0f} s")
        run, fleet = await self._run(f"{name}-", TWO_EACH)
        try:
            await run.disturbed(segments, calm, self._row)
        finally:
            await fleet.stop()
            await delete_topics(run.settings)
        return calm

    async def _undisturbed(self, prefix: str, segments: Sequence[Segment]) -> Calm:
        run, fleet = await self._run(prefix, ONE_EACH)
        try:
            return await run.undisturbed(segments)
        finally:
            await fleet.stop()
            await delete_topics(run.settings)

    async def _run(self, prefix: str, counts: dict[str, int]) -> tuple[Run, Fleet]:
        state = self.folder / prefix
        state.mkdir()
        settings = settings_for(self.cluster, prefix, state)
        await create_topics(settings)
        fleet = Fleet(settings, state)
        began = time.monotonic()
        await fleet.start(counts)
        self._say(f"{len(fleet.slots)} workers ready after {time.monotonic() - began:.0f} s")
        return Run(self.cluster, settings, fleet), fleet

    def _row(self, row: Row) -> None:
        self.rows.append(row)
        what = (
            ""
            if row.passed
            else f": {row.failure} {row.open[:3]} invalid {row.invalid[:3]} lost {_short(row.lost)} doubled {_short(row.doubled)}"
        )
        self._say(
            f"{row.segment.fault.name} (seed {row.segment.seed}): {'ok' if row.passed else 'FAILED'}, {row.fed} fed, {len(row.lost)} lost, "
            f"{len(row.doubled)} doubled, fault {row.struck:.0f} s, recovered after {row.recovery:.1f} s, "
            f"slowest {row.slowest:.1f} s{f', p95 of the good {row.p95:.2f} s' if row.p95 else ''}{what}"
        )

    def _say(self, text: str) -> None:
        self.console.print(f"  {text}", style="dim", highlight=False, markup=False)


def _short(records: Sequence[str]) -> list[str]:
    return [record[:200] for record in records[:2]]


def table(rows: Sequence[Row]) -> Table:
    """Return a table with a line for each fault, storms together."""
    drawn = Table(title="faults on three brokers, two to four workers a stage", title_justify="left")
    headings = (
        "fault",
        "runs",
        "articles",
        "lost",
        "doubled",
        "open",
        "invalid",
        "repeated",
        "recovery, s",
        "slowest, s",
        "p95, s",
        "workers ended",
    )
    for heading in headings:
        drawn.add_column(heading, justify="left" if heading in ("fault", "workers ended") else "right")
    for name in dict.fromkeys(row.segment.fault.name for row in rows):
        mine = [row for row in rows if row.segment.fault.name == name]
        recoveries = sorted(row.recovery for row in mine)
        spread = f"{recoveries[0]:.1f}" if len(mine) == 1 else f"{recoveries[0]:.1f} - {recoveries[-1]:.1f}"
        exits: dict[str, int] = {}
        for row in mine:
            for what, count in row.exits.items():
                code = what.split()[1]
                exits[code] = exits.get(code, 0) + count
        failed = [row for row in mine if row.failure]
        drawn.add_row(
            mine[0].segment.fault.says,
            str(len(mine)),
            str(sum(row.fed for row in mine)),
            str(sum(len(row.lost) for row in mine)),
            str(sum(len(row.doubled) for row in mine)),
            "not ended" if failed else str(sum(len(row.open) for row in mine)),
            str(sum(len(row.invalid) for row in mine)),
            str(sum(row.repeated for row in mine)),
            spread,
            f"{max(row.slowest for row in mine):.1f}",
            f"{p95:.2f}" if (p95 := max(row.p95 for row in mine)) else "",
            ", ".join(f"{count} x {code}" for code, count in sorted(exits.items())),
            style="" if all(row.passed for row in mine) else "red",
        )
    return drawn


def _asked(asked: argparse.Namespace, fault: Fault) -> bool:
    if asked.fault:
        return fault.name in asked.fault
    return asked.long or (fault.short and not asked.seeds)


async def chaos(asked: argparse.Namespace, console: Console, folder: Path) -> list[Row]:
    """Run all that was asked for, each version of Kafka on a cluster of its own, and return the rows."""
    chosen = [fault for fault in FAULTS if _asked(asked, fault)]
    if FAKETIME is None and any(fault.strike is jump_clocks for fault in chosen):
        console.print("  jump-clocks is not run: libfaketime (Debian package faketime) is not there", style="yellow")
        chosen = [fault for fault in chosen if fault.strike is not jump_clocks]
    rows: list[Row] = []
    for version in dict.fromkeys([*(fault.version for fault in chosen), *([None] if asked.seeds else [])]):
        async with Chaos(console, folder, version).running() as made:
            if mine := [fault for fault in chosen if fault.version == version]:
                await made.series(f"faults{version or ''}", [(fault, asked.seed) for fault in mine])
            calm = None
            for start in range(0, asked.seeds if version is None else 0, STORMS_AT_ONCE):
                seeds = range(asked.seed + start, asked.seed + min(start + STORMS_AT_ONCE, asked.seeds))
                calm = await made.series(f"storms{start}", [(STORM, seed) for seed in seeds], calm)
        rows += made.rows
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 1 if anything was lost, doubled, left open, or good articles were held up by hostile ones."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--long", action="store_true", help="every fault")
    parser.add_argument("--fault", action="append", choices=sorted({fault.name for fault in FAULTS}), help="this one (may be repeated)")
    parser.add_argument("--seeds", type=int, default=0, metavar="N", help="and N storms: four blows by chance, another seed each")
    parser.add_argument("--seed", type=int, default=1, help="of the first (default 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there")
    parser.add_argument("--keep", action="store_true", help="leave the folder with the workers' logs")
    asked = parser.parse_args(arguments)
    console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 180)
    if (lacking := runtime.lacking()) is not None:
        console.print(f"no Apache Kafka: {lacking}", style="red", highlight=False)
        return 1
    folder = Path(tempfile.mkdtemp(prefix="newswire-chaos-"))
    began = time.monotonic()
    try:
        rows = asyncio.run(chaos(asked, console, folder))
    finally:
        if asked.keep:
            console.print(f"logs are in {folder}", highlight=False)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    console.print(table(rows))
    failed = sum(not row.passed for row in rows)
    console.print(f"{len(rows) - failed} passed, {failed} failed in {time.monotonic() - began:.0f} s", highlight=False)
    if asked.json is not None:
        asked.json.write_text(json.dumps([_as_json(row) for row in rows], indent=2) + "\n")
    return 1 if failed or not rows else 0


def _as_json(row: Row) -> dict[str, object]:
    names = ("fed", "lost", "doubled", "open", "invalid", "repeated", "struck", "recovery", "slowest", "p95", "failure")
    plain = {name: getattr(row, name) for name in names}
    return {"fault": row.segment.fault.name, "seed": row.segment.seed, **plain, "exits": dict(row.exits)}


if __name__ == "__main__":
    sys.exit(main())
