"""Full text: the page behind a link, within robots.txt; where it fails, the feed's own text is sent, and the note says so."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from aiohttp import web

from streams.clean import clean
from streams.clean.pages.sites import read_sites
from streams.feeds.answer import Answer
from streams.feeds.full_text import judged
from streams.feeds.robots import rules_of
from streams.messages import CleanArticle
from tests.feeds.polling import Polling, polling
from tests.feeds.site import NOON, item, rss

STORY = "".join(
    f"<p>Fire fighters in district {number} of Lyon searched the ruins for survivors until late at night, officials of the city said.</p>"
    for number in range(12)
)
PAGE = (
    "<!doctype html><html lang=en><head><title>Another headline</title></head><body><nav><a href=/>Home</a> <a href=/world>World</a></nav>"
    f"<article><h1>Another headline</h1>{STORY}</article><footer>All rights reserved</footer></body></html>"
)


def linked(polls: Polling, number: int, **facts: str) -> str:
    """Return an item whose link leads to a page of the site."""
    return item(number, **facts).replace("<link>https://rhone.example", f"<link>{polls.site.url('')}")  # type: ignore[arg-type]


def read(polls: Polling) -> list[CleanArticle]:
    """Return what clean makes of all that was sent."""
    return [clean(record.value, source="articles/0/0", received=NOON) for record in polls.wire.raw]


async def test_the_page_gives_the_text_and_the_feed_the_facts() -> None:
    async with polling() as polls:
        polls.site.put("/feed", rss(linked(polls, 1)))
        polls.site.put("/1", PAGE)
        await polls.poll(times=2, fullText=True)
        (article,) = read(polls)
        assert article.headline == "Blast number 1 in Lyon"
        assert "ruins for survivors" in article.text
        assert "All rights reserved" not in article.text
        assert article.publisher == "Rhone Wire"
        assert article.published == NOON + timedelta(minutes=1)
        assert article.ed_note is None
        assert polls.site.count("/1") == 1
        assert polls.site.count("/robots.txt") == 1


async def test_the_rule_of_a_site_says_what_its_story_is(tmp_path: Path) -> None:
    (tmp_path / "wire.toml").write_text('[[site]]\nhost = "wire.example"\nbody = "//div[@id=\'story\']"\n')
    page = PAGE.replace("<article>", f"<div>{STORY.replace('Lyon', 'Nice')}</div><div id=story>").replace("</article>", "</div>")
    article = {"uri": "https://wire.example/1", "link": "https://wire.example/1", "headline": "Fire", "body_text": "Fire in Lyon."}
    sites = read_sites(tmp_path)
    whole, reason = judged(article, Answer(200, {}, page.encode()), NOON, sites)
    assert reason is None
    read = clean(orjson.dumps(whole), source="articles/0/0", received=NOON, sites=sites)
    assert "Lyon" in read.text
    assert "Nice" not in read.text


@pytest.mark.parametrize(
    ("page", "status", "why"),
    [
        ("", 404, "the server refused it"),
        ("", 503, "the server refused it"),
        ("", 200, "no page"),
        ("%PDF-1.7", 200, "no page"),
        ("<!doctype html><html><body><h1>Log in</h1><p>Please log in to continue.</p></body></html>", 200, "no article in it"),
        ("<!doctype html><html><body><p>Short.</p></body></html>", 200, "less text than in the feed"),
    ],
)
async def test_where_the_page_fails_the_feed_s_text_is_sent_and_the_note_says_so(page: str, status: int, why: str) -> None:
    async with polling() as polls:
        polls.site.put("/feed", rss(linked(polls, 1, text="Three people were killed by a blast in the old town.")))
        polls.site.put("/1", page, status)
        await polls.poll(fullText=True)
        (article,) = read(polls)
        assert article.text == "Three people were killed by a blast in the old town."
        assert article.ed_note == f"Full text not fetched: {why}."
        assert article.signal is None, "the note is no kill and no correction"
        assert article.dropped is None


async def test_robots_that_forbid() -> None:
    async with polling() as polls:
        polls.site.put("/feed", rss(linked(polls, 2), linked(polls, 1)))
        polls.site.put("/robots.txt", "User-agent: *\nDisallow: /1\n")
        polls.site.put("/1", PAGE)
        polls.site.put("/2", PAGE)
        await polls.poll(fullText=True)
        first, second = read(polls)
        assert first.ed_note == "Full text not fetched: robots.txt keeps it closed."
        assert "ruins for survivors" in second.text
        assert polls.site.count("/1") == 0
        assert polls.site.count("/robots.txt") == 1, "and is asked for once a day"


async def test_robots_that_hang_keep_the_pages_closed_and_the_feed_open() -> None:
    async with polling(total=0.3) as polls:

        async def hangs(request: web.BaseRequest) -> web.StreamResponse:
            await asyncio.Event().wait()
            raise AssertionError

        polls.site.put("/feed", rss(linked(polls, 1)))
        polls.site.pages["/robots.txt"] = hangs
        polls.site.put("/1", PAGE)
        await polls.poll(fullText=True)
        (article,) = read(polls)
        assert article.text == "Three people were killed."
        assert article.ed_note == "Full text not fetched: robots.txt keeps it closed."


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (Answer(404), True),
        (Answer(403), True),
        (Answer(500), False),
        (Answer(0, fault="no answer"), False),
        (Answer(200, body=b""), True),
        (Answer(200, body=b"User-agent: *\nDisallow: /"), False),
        (Answer(200, body=b"User-agent: newswire-streams\nDisallow:\n\nUser-agent: *\nDisallow: /"), True),
        (Answer(200, body=b"User-agent: newswire-streams\nDisallow: /\n\nUser-agent: *\nDisallow:"), False),
        (Answer(200, body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /private"), True),
        (Answer(200, body=b"<html>no such file</html>"), True),
        (Answer(200, body=b"\0\1\2" * 100), True),
        (Answer(200, body=b"User-agent: *\nDisallow: /\n" + b"#" * 512_000, fault="more than 512,000 bytes"), False),
    ],
)
def test_the_rules_of_a_site(answer: Answer, allowed: bool) -> None:
    assert rules_of(answer, NOON).allow("https://rhone.example/1") is allowed


async def test_a_changed_item_is_fetched_again_and_an_old_one_is_not() -> None:
    async with polling() as polls:
        polls.site.put("/1", PAGE)
        for text in ("Three dead.", "Three dead.", "Four dead."):
            polls.site.put("/feed", rss(linked(polls, 1, text=text)))
            await polls.poll(fullText=True)
        assert polls.site.count("/1") == 2
        assert [orjson.loads(record.value)["version"] for record in polls.wire.raw] == ["1", "2"]


async def test_a_link_that_is_no_web_address() -> None:
    async with polling() as polls:
        polls.site.put("/feed", rss(item(1).replace("<link>https://rhone.example/1", "<link>javascript:alert(1)")))
        await polls.poll(fullText=True)
        (article,) = read(polls)
        assert article.ed_note == "Full text not fetched: no web address."


async def test_a_page_at_a_private_address_is_not_fetched() -> None:
    async with polling() as polls:
        polls.site.put("/feed", rss(item(1).replace("<link>https://rhone.example/1", "<link>http://10.0.0.1/admin")))
        await polls.poll(fullText=True)
        (article,) = read(polls)
        assert article.ed_note == "Full text not fetched: robots.txt keeps it closed."
