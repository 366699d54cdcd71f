"""Point 9: a child that dies costs its own article only; children end with their parent, and know no Faust."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from streams.errors import Killer, TooSlow
from streams.logs import Located, Place
from streams.pool import Pool, Task
from tests.guards import children
from tests.guards.scene import guard
from tests.wire import PATIENCE_SECONDS, until

PARENT = """
import asyncio, sys, time
from streams import pool
from streams.extract.work import reading
from tests.guards import children
if "no-tie" in sys.argv:
    pool.child = children
made = pool.Pool(1, pool.Task(children.toy if "no-tie" in sys.argv else reading), 60)
asyncio.run(made.warm())
print(*made.processes, flush=True)
time.sleep(3600)
"""


TOY = Task(children.toy)


class Plain(Pool):
    """A pool without guards: nobody looks how long a process takes, or makes it anew."""

    async def map(self, values: Sequence[bytes], records: Sequence[Located | Place] = ()) -> list[bytes | Exception]:
        async def one(value: bytes) -> bytes | Exception:
            try:
                return (await self._children[0].run([value], PATIENCE_SECONDS))[0]
            except Exception as exc:
                return exc

        return [await one(value) for value in values]


@pytest.mark.parametrize("kind", [Pool, Plain], ids=["guarded", "plain"])
async def test_an_article_that_kills_the_child_costs_no_other(kind: type[Pool], tmp_path: Path) -> None:
    deaths = tmp_path / "deaths"
    pool = kind(1, TOY, article_seconds=PATIENCE_SECONDS)
    await pool.warm()
    try:
        first = await pool.map([b"a", b"die %s" % bytes(deaths), b"b"])
        second = await pool.map([b"c"])
    finally:
        pool.close()
    if kind is Plain:
        assert first[0] == b"A"
        assert all(isinstance(broken, Exception) for broken in [*first[1:], *second]), "all that comes after"
    else:
        assert (first[0], first[2], second) == (b"A", b"B", [b"C"])
        assert isinstance(first[1], Killer)
        assert deaths.read_text().count("died") == 2


async def test_an_article_that_hangs_is_ended_after_its_own_time_and_costs_no_other(tmp_path: Path) -> None:
    """Two children: the other goes on, and the one that hung is made anew; a batch's time is not waited for."""
    hangs = tmp_path / "hangs"
    pool = Pool(2, TOY, article_seconds=1.0)
    await pool.warm()
    try:
        found = await pool.map([b"a", b"hang %s" % bytes(hangs), *[b"b"] * 30])
    finally:
        pool.close()
    assert isinstance(found[1], TooSlow)
    assert (found[0], found[2:]) == (b"A", [b"B"] * 30)
    assert hangs.read_text().count("hung") == 2


def lives(pid: int) -> bool:
    """Return True if a process runs (one that is dead and not yet fetched by anybody does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="the tie is one of Linux")
@guard("no-tie")
async def test_children_end_with_their_parent_however_it_ends(off: tuple[str, ...]) -> None:
    # not asyncio's, which waits for an orphan too
    parent = subprocess.Popen([sys.executable, "-c", PARENT, *off], stdout=subprocess.PIPE)  # noqa: ASYNC220
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
    try:
        assert lives(child)
        parent.kill()
        parent.wait(PATIENCE_SECONDS)
        if off:
            assert lives(child), "an orphan, with its model"
        else:
            await until(lambda: not lives(child))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("streams.clean.work", set()),
        ("streams.extract.work", set()),
        ("streams.detect.work", set()),
        ("streams.flow.worker", {"faust", "aiokafka", "mode"}),
    ],
)
def test_children_import_no_faust(module: str, found: set[str]) -> None:
    """A child imports the module of its function; one that made the app would start its threads in every child."""
    lazy = "streams.extract.articles, streams.extract.model, streams.detect, streams.messages"
    code = f"import {module}, {lazy}, sys; print(*{{name.split('.')[0] for name in sys.modules}} & {{'faust', 'aiokafka', 'mode'}})"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(said.split()) == found
