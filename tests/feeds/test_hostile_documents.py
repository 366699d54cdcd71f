"""Documents that are not as their formats have them: nothing that could be read is lost, nothing is sent twice."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from streams.clean import clean
from streams.feeds.document import MOST_ENTRIES
from streams.feeds.syndication import LARGEST_BYTES
from tests.feeds.polling import polling
from tests.feeds.site import NOON, item, rss

FEED = rss(item(3), item(2), item(1))
ALL = [f"https://rhone.example/{number}" for number in (1, 2, 3)]


def without_ids(*items: str) -> str:
    return rss(*(each[: each.index("<guid>")] + each[each.index("</guid>") + 7 :] for each in items))


async def test_ids_that_change_each_time_with_the_same_content() -> None:
    async with polling() as polls:
        for number in range(4):
            polls.site.put("/feed", rss(*(item(each, guid=f"urn:session:{number}:{each}") for each in (3, 2, 1))))
            await polls.poll()
        assert polls.uris() == [f"urn:session:0:{each}" for each in (1, 2, 3)]
        polls.site.put("/feed", rss(*(item(each, guid=f"urn:session:9:{each}") for each in (4, 3, 2, 1))))
        await polls.poll()
        assert polls.uris()[3:] == ["urn:session:9:4"]


async def test_entries_without_an_id_are_known_by_their_link() -> None:
    async with polling() as polls:
        polls.site.put("/feed", without_ids(item(2), item(1)))
        await polls.poll(times=2)
        assert polls.uris() == ALL[:2]


async def test_entries_without_an_id_and_a_link_are_known_by_their_content() -> None:
    async with polling() as polls:
        bare = "<item><title>Quake in {}</title><description>It shook.</description><pubDate>Sat, 14 Mar 2026 12:00:00 GMT</pubDate></item>"
        polls.site.put("/feed", rss(bare.format("Lima"), bare.format("Quito")))
        await polls.poll(times=2)
        assert polls.headlines() == ["Quake in Quito", "Quake in Lima"]
        assert len(set(polls.uris())) == 2


async def test_two_entries_with_one_id_are_two_articles() -> None:
    async with polling() as polls:
        polls.site.put("/feed", rss(item(2, guid="urn:same"), item(1, guid="urn:same")))
        await polls.poll(times=2)
        assert polls.headlines() == ["Blast number 1 in Lyon", "Blast number 2 in Lyon"]
        first, second = polls.uris()
        assert first == "urn:same"
        assert second != first
        polls.site.put("/feed", rss(item(3, guid="urn:same"), item(2, guid="urn:same")))
        await polls.poll(times=2)
        assert polls.headlines()[2:] == ["Blast number 3 in Lyon"]
        polls.site.put("/feed", rss(item(2, guid="urn:same", text="Four people were killed.")))
        await polls.poll(times=2)
        assert [(article["uri"], article["version"]) for article in polls.wire.articles[3:]] == [(second, "2")]


async def test_two_versions_of_one_entry_in_one_document() -> None:
    async with polling() as polls:
        newer = item(1, text="Four people were killed.", at=NOON + timedelta(minutes=30))
        polls.site.put("/feed", rss(item(1), newer))
        await polls.poll(times=3)
        assert [article["body_text"] if "body_text" in article else article["body"] for article in polls.wire.articles] == [
            "Four people were killed."
        ]


async def test_a_changed_entry_has_a_higher_version() -> None:
    async with polling() as polls:
        for text in ("Three dead.", "Three dead.", "<p>Three</p> <b>dead.</b>", "Four dead.", "Three dead."):
            polls.site.put("/feed", rss(item(1, text=text.replace("<", "&lt;"))))
            await polls.poll()
        assert [article["version"] for article in polls.wire.articles] == ["1", "2", "3"]
        assert {article["uri"] for article in polls.wire.articles} == {ALL[0]}


async def test_an_entry_that_vanishes_is_not_withdrawn_and_one_that_comes_back_is_not_sent_again() -> None:
    async with polling() as polls:
        for entries in ((2, 1), (2,), (2, 1)):
            polls.site.put("/feed", rss(*map(item, entries)))
            await polls.poll()
        assert polls.uris() == ALL[:2]


async def test_clocks_that_are_wrong() -> None:
    async with polling() as polls:
        ahead, unset = item(1, at=NOON + timedelta(days=2)), item(2, at=datetime(1970, 1, 1, tzinfo=UTC) - timedelta(minutes=2))
        polls.site.put("/feed", rss(ahead, unset, item(3)))
        state = await polls.poll(times=2)
        assert sorted(polls.uris()) == [ALL[0], ALL[2]], "the one of 1970 tells no time, and a first poll takes it as old"
        assert state.interval <= timedelta(hours=6)
        polls.site.put("/feed", rss(item(4, at=datetime(1970, 1, 1, tzinfo=UTC) - timedelta(minutes=4)), ahead, unset, item(3)))
        await polls.poll()
        assert polls.uris()[2:] == ["https://rhone.example/4"], "and a new one is sent"


async def test_a_first_poll_sends_the_last_day_only() -> None:
    async with polling() as polls:
        polls.site.put("/feed", rss(item(3), item(2, at=NOON - timedelta(hours=25)), item(1, at=NOON - timedelta(days=400))))
        await polls.poll(times=2)
        assert polls.uris() == ALL[2:]
        polls.site.put("/feed", rss(item(3), item(2, at=NOON - timedelta(hours=25), text="Four dead.")))
        await polls.poll()
        assert [(article["uri"], article["version"]) for article in polls.wire.articles[1:]] == [(ALL[1], "2")]


TEXT = "Zürich, Café «Ätna» – „dreißig“ Tote"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (rss(item(1, text=TEXT)).replace(' encoding="utf-8"', "").encode("cp1252"), "text/xml"),
        (rss(item(1, text=TEXT)).replace("utf-8", "utf-16").encode("utf-16"), "text/xml"),
        (rss(item(1, text=TEXT)).replace("utf-8", "utf-16").encode("utf-16-be"), "text/xml"),
        (rss(item(1, text=TEXT)).encode(), "text/xml; charset=iso-8859-1"),
        (rss(item(1, text=TEXT)).encode(), "text/xml; charset=utf-16"),
        (rss(item(1, text=TEXT)).encode(), "text/xml; charset=no-such"),
        (codecs.BOM_UTF8 + rss(item(1, text=TEXT)).replace("utf-8", "iso-8859-1").encode(), "text/xml"),
    ],
    ids=["cp1252 undeclared", "utf-16 with its mark", "utf-16 without", "latin-1 in the header", "utf-16 in the header", "unknown", "mark"],
)
async def test_encodings(value: bytes, kind: str) -> None:
    async with polling() as polls:
        polls.site.put("/feed", value, Content_Type=kind)
        assert (await polls.poll()).error is None
        (article,) = polls.wire.articles
        assert article["body"] == TEXT


async def test_a_charset_that_only_the_header_tells() -> None:
    async with polling() as polls:
        text = "Взрыв на рынке в Казани, погибли трое"
        polls.site.put(
            "/feed", rss(item(1, text=text)).replace(' encoding="utf-8"', "").encode("koi8-r"), Content_Type="text/xml; charset=KOI8-R"
        )
        await polls.poll()
        assert polls.wire.articles[0]["body"] == text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "no bytes"),
        (" \n ", "white space only"),
        ("<!doctype html><html><body><h1>Please log in</h1><form><input type=password></form></body></html>", "no feed but an HTML page"),
        ("<html><body>502</body></html>", "no feed but an HTML page"),
        ("Not found", "no feed but a text"),
        ('{"message": "rate limit"}', "no feed but a JSON object without items"),
        ("[]", "no feed but a text"),
        ("<opml version='2.0'><body/></opml>", "no feed but a document of opml"),
        ("<rss", "no feed but a document of rss"),
    ],
)
async def test_what_is_no_feed_is_said(body: str, words: str) -> None:
    async with polling() as polls:
        polls.site.put("/feed", FEED)
        await polls.poll()
        polls.site.put("/feed", body)
        assert words in ((await polls.poll()).error or "")
        polls.site.put("/feed", FEED)
        assert (await polls.poll()).error is None
        assert polls.uris() == ALL


async def test_a_document_that_ends_in_the_middle() -> None:
    async with polling() as polls:
        polls.site.put("/feed", FEED[: FEED.index(item(1)) + 60], ETag='"a"')
        state = await polls.poll(times=2)
        assert polls.uris() == ALL[1:]
        assert state.error is None
        assert state.said
        assert state.etag is None, "the next request must bring the rest"
        polls.site.put("/feed", FEED, ETag='"a"')
        assert not (await polls.poll()).said
        assert polls.uris() == [*ALL[1:], ALL[0]]


BOMB = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]>"


async def test_entities_are_not_blown_up_and_no_file_is_read() -> None:
    async with polling() as polls:
        head = '<?xml version="1.0"?>\n'
        polls.site.put("/bomb", FEED.replace(FEED[: FEED.index("<rss")], head + BOMB).replace("Three people", "&j; people"))
        await polls.poll("/bomb")
        assert sum(len(article.get("body", "")) for article in polls.wire.articles) < 100_000
        assert polls.uris() == ALL
        stolen = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:1/">]>'
        polls.site.put("/file", FEED.replace(FEED[: FEED.index("<rss")], head + stolen).replace("Three people", "&x;&y; people"))
        await polls.poll("/file")
        assert not any("root:" in orjson.dumps(article).decode() for article in polls.wire.articles)
        assert len(polls.uris()) == 6


async def test_a_feed_of_20_megabytes_gives_its_first_10() -> None:
    async with polling() as polls:
        big = [item(number, text="Three people were killed. " * 2_000) for number in range(400, 0, -1)]
        value = rss(*big)
        assert len(value) > 2 * LARGEST_BYTES
        polls.site.put("/feed", value)
        state = await polls.poll(times=2)
        assert state.error == f"more than {LARGEST_BYTES:,} bytes"
        assert polls.uris()[-1] == "https://rhone.example/400", "the newest stand first"
        assert len(polls.uris()) == len(set(polls.uris())) > 190


async def test_of_very_many_entries_the_newest_are_read() -> None:
    async with polling() as polls:
        times = [(NOON - timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%SZ") for number in range(100_000)]
        entries = [{"id": f"urn:{number}", "title": f"Quake {number}", "date_published": time} for number, time in enumerate(times)]
        document = {"version": "https://jsonfeed.org/version/1.1", "title": "Quakes", "items": entries}
        polls.site.put("/feed", orjson.dumps(document))
        state = await polls.poll(times=2, apart=timedelta(minutes=1))
        assert polls.uris() == [f"urn:{number}" for number in range(MOST_ENTRIES - 1, -1, -1)]
        assert len(state.seen) == MOST_ENTRIES
        assert state.said == ("100,000 entries: the newest 2,000 are read",)


async def test_controls_and_markup_in_titles_reach_clean_as_they_are_and_the_log_as_signs(caplog: pytest.LogCaptureFixture) -> None:
    async with polling() as polls:
        title = "Blast\x1b[31m &lt;script&gt;alert(1)&lt;/script&gt; in \u202eLyon"
        polls.site.put("/feed", rss(item(1, title=title)))
        await polls.poll()
        article = clean(polls.wire.raw[0].value, source="articles/0/0", received=NOON)
        assert "\x1b" not in (article.headline or "")
        assert "<script" not in article.text
        polls.site.put("/feed", "<\x1b[2Jx\u202e>")
        state = await polls.poll()
        assert state.error
        assert "\x1b" not in caplog.text
        assert "\u202e" not in caplog.text


async def test_json_feed_and_atom_are_read_as_well() -> None:
    async with polling() as polls:
        atom = (
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>A</title>'
            '<at:deleted-entry ref="tag:a.example,2026:0" when="2026-03-14T12:30:00Z">'
            "<at:comment>Wrong place.</at:comment></at:deleted-entry>"
            "<entry><id>tag:a.example,2026:1</id><title>Flood</title><updated>2026-03-14T12:00:00Z</updated>"
            "<summary>It rose.</summary></entry>"
            "</feed>"
        )
        polls.site.put("/feed", atom)
        await polls.poll(times=2)
        entry, deleted = polls.wire.articles
        assert entry["headline"] == "Flood"
        assert deleted["pubStatus"] == "canceled"
        assert deleted["uri"] == "tag:a.example,2026:0"


async def test_an_entry_with_a_headline_alone_gets_it_as_its_text() -> None:
    async with polling() as polls:
        polls.site.put(
            "/feed", rss(item(2, text=""), item(1).replace("Blast number 1 in Lyon", "").replace("Three people were killed.", ""))
        )
        await polls.poll()
        (article,) = polls.wire.articles
        assert clean(orjson.dumps(article), source="articles/0/0", received=NOON).text == "Blast number 2 in Lyon"


def news(*numbers: int) -> str:
    """Return a news sitemap, with one page in it that is no news."""
    urls = (
        f"<url><loc>https://rhone.example/{number}</loc><news:news><news:publication><news:name>Rhone Post</news:name>"
        f"<news:language>en</news:language></news:publication><news:publication_date>{(NOON + timedelta(minutes=number)).isoformat()}"
        f"</news:publication_date><news:title>Blast number {number} in Lyon</news:title></news:news></url>"
        for number in numbers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://rhone.example/about</loc></url>'
        f"{''.join(urls)}</urlset>"
    )


async def test_a_news_sitemap() -> None:
    async with polling() as polls:
        polls.site.put("/feed", news(2, 1))
        state = await polls.poll(times=2)
        assert polls.uris() == ALL[:2]
        assert polls.wire.articles[0]["publisher"] == "Rhone Post"
        assert state.said == ("1 addresses in it are no news and are passed over",)
        assert state.kind == "sitemap"


async def test_an_index_of_sitemaps_with_one_that_fails() -> None:
    async with polling() as polls:
        parts = [("/old", "2026-03-01"), ("/new", "2026-03-14"), ("/gone", "2026-03-13")]
        listed = "".join(f"<sitemap><loc>{polls.site.url(path)}</loc><lastmod>{day}</lastmod></sitemap>" for path, day in parts)
        polls.site.put("/feed", f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>')
        polls.site.put("/new", news(2))
        polls.site.put("/old", news(1))
        state = await polls.poll(times=2)
        assert sorted(polls.uris()) == ALL[:2]
        assert "a sitemap of the index: HTTP 404: nothing stands at this address" in state.said
        polls.site.put("/new", news(3, 2))
        await polls.poll()
        assert sorted(polls.uris()) == ALL


async def test_facts_of_the_source_go_to_the_article() -> None:
    async with polling() as polls:
        polls.site.put("/feed", FEED)
        await polls.poll(publisher="Agence du Rhône", language="en")
        assert {(article["publisher"], article["language"]) for article in polls.wire.articles} == {("Agence du Rhône", "en")}
