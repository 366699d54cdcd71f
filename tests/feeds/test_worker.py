"""The worker on a broker: from a feed to `articles`, its state read back, its turn, its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest
from aiohttp import ClientSession, web
from aiokafka import ConsumerRecord

from streams.errors import Usage
from streams.feeds.source import Source
from streams.feeds.source_log import forgotten, source_record, stored_sources, write_records
from streams.feeds.worker import FeedWorker
from streams.settings import Settings
from streams.supervisor import free_port
from streams.topics import ARTICLES, FEED_SOURCES
from tests.feeds import kills
from tests.feeds.site import NOON, item, rss, standing
from tests.wire import put, take, until, values

LOCAL = {"private_addresses": "127.0.0.0/8"}


class Clock:
    """A wall clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def working(settings: Settings, clock: Callable[[], datetime] | None = None) -> AsyncIterator[FeedWorker]:
    """Run a worker while the block runs."""
    worker = FeedWorker(settings, clock or Clock(), pause_seconds=0)
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await task


def enough(count: int) -> Callable[[list[ConsumerRecord]], bool]:
    return lambda found: len(found) >= count


async def test_a_feed_reaches_the_wire_once_over_a_restart(pipeline: Callable[..., Settings]) -> None:
    settings, clock = pipeline(**LOCAL), Clock()
    async with standing() as site:
        site.put("/feed", rss(item(2), item(1)), ETag='"a"')
        source = Source(site.url("/feed"), publisher="Agence du Rhône")
        await write_records(settings, [source_record(source)])
        async with working(settings, clock):
            found = await take(settings, ARTICLES, enough(2))
        assert {record.key for record in found} == {b"https://rhone.example/1", b"https://rhone.example/2"}
        article = orjson.loads(found[0].value)
        assert (article["version"], article["publisher"]) == ("1", "Agence du Rhône")
        state = (await stored_sources(settings)).state(source.address)
        assert state.etag == '"a"'
        assert len(state.seen) == 2
        site.put("/feed", rss(item(3), item(2, text="Four people were killed."), item(1)))
        clock.now += timedelta(hours=7)
        async with working(settings, clock):
            found = await take(settings, ARTICLES, enough(4))
            await until(lambda: site.count("/feed") == 2)
        assert sorted((record.key, orjson.loads(record.value)["version"]) for record in found) == [
            (b"https://rhone.example/1", "1"),
            (b"https://rhone.example/2", "1"),
            (b"https://rhone.example/2", "2"),
            (b"https://rhone.example/3", "1"),
        ]
        assert site.asked[-1][1]["If-None-Match"] == '"a"'


async def test_sources_are_added_changed_forgotten_and_removed_while_it_runs(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline(**LOCAL)
    async with standing() as site:
        site.put("/feed", rss(item(1)))
        source = Source(site.url("/feed"))
        async with working(settings) as worker:
            await write_records(settings, [source_record(source)])
            await take(settings, ARTICLES, enough(1))
            await write_records(settings, [source_record(source)])
            await until(lambda: site.count("/feed") == 2)
            await write_records(settings, forgotten(source.address))
            assert len(await take(settings, ARTICLES, enough(2))) == 2, "it is as if it was new"
            await write_records(settings, [(f"source/{source.address}", None)])
            await until(lambda: worker.term is not None and not worker.term.states())


async def test_a_file_of_sources_is_followed(pipeline: Callable[..., Settings], tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("")
    settings = pipeline(**LOCAL, sources=path)
    async with standing() as site:
        site.put("/feed", rss(item(1)))
        async with working(settings) as worker:
            await until(lambda: worker.term is not None and not worker.term.states())
            path.write_text(f'[[source]]\naddress = "{site.url("/feed")}"\n')
            await take(settings, ARTICLES, enough(1))


async def test_a_file_with_a_mistake_ends_it_at_the_start(pipeline: Callable[..., Settings], tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("[[source]]\nadress = 'https://rhone.example/'\n")
    with pytest.raises(Usage, match=r"STREAMS_SOURCES: .*sources\.toml:2: source\[0\]\.adress: there is no such field"):
        await FeedWorker(pipeline(sources=path)).run()


async def test_a_stop_ends_a_poll_behind_the_article_at_work_and_the_rest_comes_next_time(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline(**LOCAL)
    async with standing() as site:
        pages = [f"/page/{number}" for number in range(5)]
        items = [item(number).replace("<link>https://rhone.example", f"<link>{site.url('/page')}") for number in range(5)]
        site.put("/feed", rss(*items), ETag='"a"')
        held = asyncio.Event()

        async def page(request: web.BaseRequest) -> web.StreamResponse:
            if request.path == "/page/1":
                await held.wait()
            return web.Response(status=404)

        site.pages |= dict.fromkeys(pages, page)
        await write_records(settings, [source_record(Source(site.url("/feed"), full_text=True))])
        async with working(settings) as worker:
            await until(lambda: site.count("/page/1") == 1)
            worker.stop()
            held.set()
        assert len(await values(settings, ARTICLES)) == 2
        async with working(settings):
            await take(settings, ARTICLES, enough(5))
        assert len(await values(settings, ARTICLES)) == 5, "each once"


async def test_records_that_nobody_can_read_do_not_keep_it_from_its_work(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline(**LOCAL)
    async with standing() as site:
        site.put("/feed", rss(item(1)))
        keys = [b"source/x", b"state/x", b"seen/x", b"\xff", b"state/" + site.url("/feed").encode()]
        await put(settings, [b"{", b"[]", b"\xff", b"{}", b'{"due":"soon"}'], FEED_SOURCES, keys)
        await write_records(settings, [source_record(Source(site.url("/feed")))])
        async with working(settings):
            await take(settings, ARTICLES, enough(1))


async def test_its_pages(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline(**LOCAL, http_port=free_port())
    async with standing() as site, ClientSession() as session:
        site.put("/feed", rss(item(1)))
        site.put("/gone", "", 410)
        await write_records(settings, [source_record(Source(site.url(path))) for path in ("/feed", "/gone")])

        async def get(path: str) -> tuple[int, str]:
            async with session.get(f"http://127.0.0.1:{settings.http_port}{path}") as answer:
                return answer.status, await answer.text()

        async with working(settings) as worker:
            await until(lambda: worker.term is not None and {state.tried is None for _, state in worker.term.states()} == {False})
            assert (await get("/readyz"))[0] == 200
            status, said = await get("/livez")
            assert status == 200
            assert orjson.loads(said)["active"] is True
            metrics = (await get("/metrics"))[1]
            assert 'newswire_feed_sources{health="gone"} 1.0' in metrics
            assert 'newswire_feed_polls_total{outcome="gone"}' in metrics
            assert f'newswire_feed_source_items_per_day{{source="{site.url("/feed")}"}} 1.0' in metrics
            assert orjson.loads((await get("/version"))[1])["stage"] == "feeds"


async def test_a_worker_that_is_killed_loses_nothing_and_tears_nothing(pipeline: Callable[..., Settings]) -> None:
    found = await kills.run(pipeline(), 5)
    assert found.articles > 5
    assert found.lost == ()
    assert found.torn == ()
