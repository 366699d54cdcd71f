"""A clean worker whose step is a toy: real Faust, real guards, real delivery; what it does with a record stands in the record.

python -m tests.guards.toy      the words of TOY, with commas, are switches (switches.py)
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Sequence

import orjson

from streams.errors import Malformed, Transient
from streams.flow import worker
from streams.pipeline.record import Out, Record, Result
from streams.pipeline.seams import Writer
from streams.pipeline.stages import Stage
from streams.settings import Settings, settings
from streams.topics import CLEAN
from tests.guards.switches import SWITCHES, mark, once

FOR_EVER = 3600
OVERLAP = b"two batches at once"


class Toy:
    """A step that passes a record on, but for those whose first word says otherwise.

    poison: a Poison as value; bug: an exception that fails the whole batch; {: is read as JSON; wait: transient, once;
    pause: takes 0.1 s; hold: waits to be told `go`; hang, block: never comes back, with the event loop turning and without, once;
    die: kill -9 of itself, once.
    """

    def __init__(self) -> None:
        self.busy = False

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        if self.busy:
            return [[Out(CLEAN, OVERLAP, OVERLAP)] for _ in records]
        self.busy = True
        try:
            for record in records:
                await self._obey(record.value)
            return [self._pass(record.value) for record in records]
        finally:
            self.busy = False

    async def _obey(self, value: bytes) -> None:
        match value.split(b"-")[0]:
            case b"bug":
                raise KeyError("a bug of the step")
            case b"wait" if once("waited"):
                raise Transient("not yet")
            case b"pause":
                await asyncio.sleep(0.1)
            case b"hold":
                mark("holding").touch()
                while not mark("go").exists():  # noqa: ASYNC110 (the test makes it)
                    await asyncio.sleep(0.02)
            case b"hang" if once("hung"):
                self.busy = False  # the others are let by: what is asked is what becomes of this one
                await asyncio.sleep(FOR_EVER)
            case b"block" if once("blocked"):
                time.sleep(FOR_EVER)  # noqa: ASYNC251 (that is the fault)
            case b"die" if once("died"):
                os.kill(os.getpid(), signal.SIGKILL)

    def _pass(self, value: bytes) -> Result:
        if value.startswith(b"poison"):
            return Malformed("a toy's poison", field="toy", offset=3)
        if value.startswith(b"{"):
            try:
                orjson.loads(value)
            except orjson.JSONDecodeError as exc:
                return Malformed(str(exc))
        return [Out(CLEAN, value, value)]


def build(stage: Stage, settings: Settings, writer: Writer) -> worker.Parts:
    return worker.Parts(Toy())


if __name__ == "__main__":
    worker.build = build
    for word in filter(None, os.environ["TOY"].split(",")):
        SWITCHES[word]()
    worker.run("clean", settings())
