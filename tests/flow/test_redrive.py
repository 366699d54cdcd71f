"""Dead letters through real workers: what is redriven comes to its end, what is dropped is counted, and the account closes over both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import orjson

from streams.broker.auditor import Auditor
from streams.broker.letters import Clerk, read_box
from streams.errors import Killer, Malformed
from streams.headers import Headers
from streams.messages import ScreenedArticle
from streams.pipeline.record import Record
from streams.pipeline.runner import Runner
from streams.pipeline.shell import dead_letter
from streams.settings import Settings
from streams.supervisor import Supervisor
from streams.topics import ARTICLES, CLEAN, DEAD_LETTERS, SCREENED, Topic
from tests.wire import PATIENCE_SECONDS, commit, put

TEXT = "Three people were killed on Monday when a bomb exploded in {}, police said. Eleven were taken to hospital."


def raw(name: str) -> bytes:
    return orjson.dumps({"uri": f"urn:{name}", "headline": f"Bomb in {name}", "text": TEXT.format(name)})


@asynccontextmanager
async def workers(settings: Settings) -> AsyncIterator[None]:
    supervisor = Supervisor(settings, print)
    running = asyncio.create_task(supervisor.run())
    try:
        async with asyncio.timeout(2 * PATIENCE_SECONDS):
            await supervisor.ready()
            yield
    finally:
        supervisor.stop()
        await running


async def letter(settings: Settings, stage: str, topic: Topic, position: str, value: bytes, headers: Headers = ()) -> None:
    """Write a dead letter of the record at `position`, as a stage whose cause of failure is mended by now wrote it."""
    _, partition, offset = position.split("/")
    record = Record(settings.prefix + topic.name, int(partition), int(offset), b"k", value, 1.0, tuple(headers))
    out = dead_letter(stage, record, Killer("the model was broken"))
    await put(settings, [out.value], DEAD_LETTERS, [out.key], out.headers)


async def test_redriven_letters_pass_or_fail_again_and_every_account_closes(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    # clean could not read `Kirkuk`, extract not `Lagos`: both groups stand behind them
    (kirkuk,) = await put(settings, [raw("Kirkuk")])
    await commit(settings, "clean", kirkuk)
    await letter(settings, "clean", ARTICLES, kirkuk, raw("Kirkuk"))
    (lagos,) = await put(settings, [raw("Lagos")])
    await commit(settings, "clean", lagos)
    (screened,) = await asyncio.to_thread(lambda: list(Runner(settings, until="screen").run([raw("Lagos")], datetime.now(UTC))))
    assert isinstance(screened, ScreenedArticle)
    value, headers = screened.with_(source=lagos).encode(), (("order", b"0"), ("source", lagos.encode()))
    for stage, topic in (("screen", CLEAN), ("extract", SCREENED)):
        (position,) = await put(settings, [value], topic, [b"urn:Lagos"], headers)
        await commit(settings, stage, position)
    await letter(settings, "extract", SCREENED, position, value, headers)
    (poison, dropped) = await put(settings, [b'{"text": "a', b'["b"]'])

    async with workers(settings), Auditor(settings) as auditor, Clerk(settings) as clerk:
        before = await auditor.settle(PATIENCE_SECONDS)
        assert before.outcomes == {
            kirkuk: "dead letter: Killer",
            lagos: "dead letter: Killer",
            poison: "dead letter: Malformed",
            dropped: "dead letter: Malformed",
        }
        for each in (await read_box(settings)).letters():
            await (clerk.drop(each) if each.source == dropped else clerk.redrive(each))
        after = await auditor.settle(PATIENCE_SECONDS)
        assert after.closed, after.lines()
        assert after.outcomes == {
            kirkuk: "published",
            lagos: "published",
            poison: "dead letter: Malformed",
            dropped: "dropped by hand",
        }
        assert (after.redriven, after.articles) == (3, 4)
    (again,) = [each for each in (await read_box(settings)).letters() if each.state == "open"]
    assert (again.attempts, again.error, again.source) == (2, Malformed.__name__, poison)
