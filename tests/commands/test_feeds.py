"""`streams feeds`: sources added, listed, exchanged and removed; a check without a broker."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from streams.feeds.source_log import state_records, stored_sources, write_records
from streams.feeds.state import Day, State
from streams.settings import Settings, settings
from tests.commands.face import called, ended
from tests.feeds.site import Site, item, rss, standing

FEED = "https://rhone.example/feed"


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Serve a site in a thread, for a command that has a loop of its own."""
    monkeypatch.setenv("STREAMS_PRIVATE_ADDRESSES", "127.0.0.0/8")
    settings.cache_clear()
    ready: list[Site] = []
    started, loop = threading.Event(), asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        async with standing() as site:
            ready.append(site)
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    started.wait()
    try:
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def test_sources_are_added_changed_listed_and_removed(on_broker: Settings, tmp_path: Path) -> None:
    said = called("feeds", "add", FEED, "--name", "Rhone\x1b[2J Wire", "--every", "10m", "--full-text", "--country", "FRA")
    assert said.exit_code == 0, said.output
    assert said.output == f"added: {FEED}, feed\n"
    assert called("feeds", "add", FEED, "--name", "Rhone", "--off").output == f"changed: {FEED}, feed, off\n"
    assert called("feeds", "add", str(tmp_path)).output == f"added: {tmp_path.as_uri()}, folder\n"
    folder, feed = map(orjson.loads, called("feeds", "list", "--json").output.splitlines())
    assert (folder["kind"], folder["health"]) == ("folder", "new")
    assert (feed["address"], feed["health"], feed["enabled"]) == (FEED, "off", False)
    assert called("feeds", "remove", FEED).output == f"removed: {FEED}\n"
    assert FEED not in called("feeds", "list").output


def test_the_list_shows_the_health_of_each(on_broker: Settings) -> None:
    now = datetime.now(UTC)
    well = State(due=now + timedelta(minutes=9, seconds=30), read=now, succeeded=now - timedelta(minutes=2), language="en",
                 days=(Day(now.date(), polls=10, repeats=4, items=30),))  # fmt: skip
    ill = State(due=now, read=now, failures=3, ill=now, error="HTTP 500: an error of the server\x1b[2J")
    called("feeds", "add", FEED, "--name", "Rhone")
    called("feeds", "add", "https://loire.example/feed")
    written = [*state_records(FEED, State(), well), *state_records("https://loire.example/feed", State(), ill)]
    asyncio.run(write_records(on_broker, written))
    shown = called("feeds", "list").output
    assert "Rhone" in shown
    assert "30.0" in shown
    assert "40%" in shown
    assert "2m ago" in shown
    assert "HTTP 500: an error of the server" in shown
    assert "\x1b" not in shown
    rows = {row["address"]: row for row in map(orjson.loads, called("feeds", "list", "--json").output.splitlines())}
    assert rows[FEED]["itemsADay"] == 30.0
    assert rows[FEED]["repeats"] == 0.4
    assert rows["https://loire.example/feed"]["health"] == "ill"


def test_a_source_that_was_gone_is_asked_anew_when_it_is_added_again(on_broker: Settings) -> None:
    called("feeds", "add", FEED)
    asyncio.run(write_records(on_broker, state_records(FEED, State(), State(gone=True, error="410 Gone"))))
    assert orjson.loads(called("feeds", "list", "--json").output)["health"] == "gone"
    called("feeds", "add", FEED)
    assert not asyncio.run(stored_sources(on_broker)).state(FEED).gone


def test_lists_are_exchanged_as_opml(on_broker: Settings, tmp_path: Path) -> None:
    called("feeds", "add", FEED, "--name", "Rhone")
    called("feeds", "add", str(tmp_path))
    exported = called("feeds", "export").stdout_bytes
    assert exported.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<opml version=\"2.0\">")
    assert b"file://" not in exported
    called("feeds", "remove", FEED)
    path = tmp_path / "list.opml"
    path.write_bytes(exported.replace(b"</body>", b'<outline text="Old" xmlUrl="feed://old.example/"/></body>'))
    said = called("feeds", "import", str(path))
    assert said.exit_code == 1
    assert said.stdout.endswith("1 sources added, 0 were there, 1 could not be taken over\n")
    assert called("feeds", "import", str(path)).stdout.endswith("0 sources added, 1 were there, 1 could not be taken over\n")


def test_sources_of_the_file_are_listed_and_cannot_be_removed(
    on_broker: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(f'[[source]]\naddress = "{FEED}"\nname = "Of the file"\n')
    monkeypatch.setenv("STREAMS_SOURCES", str(path))
    settings.cache_clear()
    assert "Of the file" in called("feeds", "list").output
    assert ended(monkeypatch, "feeds", "remove", FEED) == 2
    assert f"no source {FEED} was added; it stands in {path}, where `enabled = false`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "rhone.example"), "address: write an http or https address"),
        (("add", FEED, "--every", "10s"), "every: '10s': write a time from 1m to 6h"),
        (("add", FEED, "--country", "FR"), "country: 'FR': write three capital letters"),
        (("add", "https://desk:secret@rhone.example/"), "it would stand in lists and logs"),
        (("check", "/tmp"), "`streams trace` show what becomes of a file"),
        (("remove", FEED), "no Kafka answers"),
        (("list",), "no Kafka answers"),
    ],
)
def test_mistakes_are_a_sentence(
    arguments: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STREAMS_BROKER", "127.0.0.1:1")
    assert ended(monkeypatch, "feeds", *arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "secret" not in said


def test_check_tells_what_a_feed_is_without_a_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    with serving(monkeypatch) as site:
        items = [item(0, at=now - timedelta(minutes=30 * number), guid=f"urn:{number}", title=f"Quake\x1b {number}") for number in range(4)]
        site.put("/feed", rss(*items, item(1, at=now - timedelta(days=3))), ETag='"a"', Content_Type="text/xml; charset=utf-8")
        said = called("feeds", "check", site.url("/feed"))
        assert said.exit_code == 0, said.output
        assert f"{site.url('/feed')}: feed Rhone Wire, 5 entries\n" in said.output
        assert 'charset utf-8\nvalidators ETag "a"\n' in said.output
        assert "polled every 15m; the first poll sends 4 of 5\n" in said.output
        assert "most entries are teasers: --full-text" in said.output
        assert "clean makes of the newest: published: 4 words, language en" in said.output
        assert "\x1b" not in said.output
        found = orjson.loads(called("feeds", "check", site.url("/feed"), "--json").output)
        assert (found["kind"], found["firstPollSends"], found["fullTextNeeded"], found["intervalSeconds"]) == ("feed", 4, True, 900)
        assert [entry["characters"] for entry in found["entries"]] == [22] * 5


def test_check_with_full_text_fetches_the_newest_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(monkeypatch) as site:
        site.put("/feed", rss(item(1, at=datetime.now(UTC) - timedelta(hours=1))).replace("https://rhone.example/1", site.url("/1")))
        said = called("feeds", "check", site.url("/feed"), "--full-text").output
        assert "(full text not fetched: the server refused it)" in said
        assert "problem: no ETag and no Last-Modified" in said


def test_check_names_the_feeds_of_a_page_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(monkeypatch) as site:
        page = '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss\x1b"></head><body>News</body></html>'
        site.put("/", page)
        said = called("feeds", "check", site.url("/"))
        assert said.exit_code == 1
        assert "problem: no feed but an HTML page\nproblem: the page names these feeds: /rss␛\n" in said.output


def test_check_does_not_call_the_inside_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(monkeypatch) as site:
        site.put("/feed", rss(item(1)))
        monkeypatch.delenv("STREAMS_PRIVATE_ADDRESSES")
        settings.cache_clear()
        said = called("feeds", "check", site.url("/feed"))
        assert said.exit_code == 1
        assert "is an address of a private network; STREAMS_PRIVATE_ADDRESSES allows some" in said.output
        assert site.asked == []
