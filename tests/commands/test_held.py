"""`streams held` over a broker: what waits is listed, and what is said of it stands in `holds`, where the alert stage hears it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import orjson

from streams.alert.held import HELD, HeldArticle
from streams.broker.log import read_back
from streams.messages import HoldEnd
from streams.settings import Settings
from streams.topics import ALERTS, CHANGES, HOLDS, INCIDENTS
from tests.alert.build import article, event
from tests.commands.face import called
from tests.pipeline.test_alert import Shelf
from tests.pipeline.test_alert import on_broker as step_of
from tests.wire import put, until

NOW = datetime(2026, 3, 14, 8, tzinfo=UTC)


def wait(settings: Settings, uri: str, since: datetime, **more: Any) -> HeldArticle:
    plain = article(uri, event(uri), **more)
    held = HeldArticle.check({**plain.model_dump(), "since": since})
    asyncio.run(put(settings, [held.encode()], INCIDENTS, [f"{HELD}{uri}".encode()]))
    return held


def ends(settings: Settings) -> list[HoldEnd]:
    async def read() -> list[HoldEnd]:
        return [HoldEnd.decode(record.value) async for record in read_back(settings, HOLDS)]

    return asyncio.run(read())


def test_what_waits_is_listed_with_its_words_and_when_it_is_dropped(on_broker: Settings) -> None:
    wait(on_broker, "urn:b", NOW, embargoed_until=datetime(2031, 1, 1, tzinfo=UTC))
    wait(on_broker, "urn:a", datetime(2026, 3, 13, tzinfo=UTC), hold="HOLD FOR \x1b[2JRELEASE")
    result = called("held", "list")
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.stdout
    first, second = (orjson.loads(line) for line in called("held", "list", "--json").stdout.splitlines())
    assert (first["uri"], first["until"], first["dropped"]) == ("urn:a", None, "2026-03-16T00:00Z")
    assert (second["uri"], second["until"], second["dropped"]) == ("urn:b", "2031-01-01T00:00Z", None)


def test_release_and_drop_only_say_what_they_would_do_unless_told(on_broker: Settings) -> None:
    held = wait(on_broker, "urn:a", NOW, hold="HOLD FOR RELEASE")
    assert "would be released" in called("held", "release", "urn:a").stdout
    assert ends(on_broker) == []
    assert called("held", "drop", "urn:a", "--yes").exit_code == 0
    assert [(end.source, end.uri, end.end) for end in ends(on_broker)] == [(held.source, "urn:a", "dropped")]
    assert orjson.loads(called("held", "list", "--json").stdout)["told"] == "dropped"


def test_a_uri_under_which_nothing_waits_is_named(on_broker: Settings) -> None:
    result = called("held", "release", "urn:z", "--yes")
    assert result.exit_code != 0
    assert "nothing waits under urn:z" in str(result.exception)


def test_alert_hears_a_release_and_lets_the_article_go_and_a_new_worker_knows_it_too(on_broker: Settings) -> None:
    held = wait(on_broker, "urn:a", datetime.now(UTC), hold="HOLD FOR RELEASE")
    assert called("held", "release", "urn:a", "--yes").exit_code == 0

    async def run() -> Shelf:
        shelf = Shelf()
        step = step_of(on_broker, shelf)
        step.assigned(True)
        tasks = [asyncio.create_task(step.listen()), asyncio.create_task(step.keep_embargoes())]
        try:
            await until(lambda: any(out.topic is INCIDENTS and out.value is None for out in shelf.outs))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return shelf

    shelf = asyncio.run(run())
    assert [out.topic for out in shelf.outs] == [CHANGES, ALERTS, HOLDS, INCIDENTS, INCIDENTS]
    assert (shelf.outs[2].key, HoldEnd.decode(shelf.outs[2].value or b"").end) == (held.source.encode(), "released")
