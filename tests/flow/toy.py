"""A clean worker whose step is a toy: real Faust, real guards, real delivery; what it does with a record stands in the record."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence

from streams.errors import Malformed, Transient
from streams.flow import worker
from streams.flow.delivery import Delivery
from streams.flow.record import Out, Record, Result
from streams.settings import Settings, settings
from streams.topics import CLEAN


class Toy:
    """poison: a Poison as value; bug: an exception that fails the whole batch; wait: once transient; die: kill -9 of itself, once."""

    def __init__(self) -> None:
        self.waited = False

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        values = [record.value for record in records]
        if any(value.startswith(b"bug") for value in values):
            raise KeyError("a bug of the step")
        if any(value.startswith(b"wait") for value in values) and not self.waited:
            self.waited = True
            raise Transient("not yet")
        mark = settings().state / "died"
        if any(value.startswith(b"die") for value in values) and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if os.environ["TOY"] == "slow":
            await asyncio.sleep(0.3)
        return [Malformed("a toy's poison", field="toy", offset=3) if v.startswith(b"poison") else [Out(CLEAN, v, v)] for v in values]


def build(stage: str, chosen: Settings, delivery: Delivery) -> worker.Parts:
    return worker.Parts(Toy())


if __name__ == "__main__":
    worker.build = build
    worker.run("clean", settings())
