"""RSS, Atom and JSON Feed: known by their opening, one article object an entry."""

from __future__ import annotations

import orjson
import pytest

from streams.errors import Usage
from streams.feeds.syndication import LARGEST_BYTES, entries, is_feed

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Rhone Wire</title><link>https://rhone.example/</link>
<item><title>Blast in Lyon</title><guid isPermaLink="false">4711</guid><link>https://rhone.example/4711</link>
<description>&lt;p&gt;Three were killed.&lt;/p&gt;</description><category>unrest</category>
<pubDate>Sat, 14 Mar 2026 12:00:00 GMT</pubDate></item>
<item><title>Second</title><guid>https://rhone.example/4712</guid></item>
</channel></rss>"""
ATOM = b"""<?xml version="1.0"?><!-- made by hand -->
<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom Wire</title><link href="https://atom.example/"/>
<entry><id>tag:atom.example,2026:1</id><title>Flood</title><link href="https://atom.example/1"/><author><name>Ann Bell</name></author>
<published>2026-03-14T12:00:00Z</published><updated>2026-03-14T13:00:00Z</updated>
<summary>Short.</summary><content type="html">The river rose.</content></entry></feed>"""
JSON_FEED = orjson.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "JSON Wire",
        "items": [{"id": "urn:j:1", "url": "https://json.example/1", "title": "Quake", "content_html": "<p>It shook.</p>"}],
    }
)


@pytest.mark.parametrize("value", [RSS, ATOM, JSON_FEED, b"\xef\xbb\xbf" + RSS, b"  \n" + ATOM])
def test_feeds_are_known_by_their_opening(value: bytes) -> None:
    assert is_feed(value)


@pytest.mark.parametrize(
    "value", [b"", b"<html><body><rss></body></html>", b"The <rss> element", b'{"version":"1","uri":"a"}', b"<feeder/>"]
)
def test_other_documents_are_not(value: bytes) -> None:
    assert not is_feed(value)


def test_rss() -> None:
    first, second = entries(RSS, "feed.xml")
    assert first["headline"] == "Blast in Lyon"
    assert first["uri"] == "https://rhone.example/#4711", "a guid is unique within its feed only"
    assert first["link"] == "https://rhone.example/4711"
    assert "Three were killed." in first["body"]
    assert first["publisher"] == "Rhone Wire"
    assert first["keywords"] == ["unrest"]
    assert first["firstCreated"] == first["versionCreated"]
    assert first["firstCreated"] == "Sat, 14 Mar 2026 12:00:00 GMT", "as its publisher wrote it: clean reads the dates"
    assert second["uri"] == "https://rhone.example/4712"
    assert not {"body", "by", "keywords"} & set(second)


def test_atom() -> None:
    (entry,) = entries(ATOM, "feed.xml")
    assert entry["uri"] == "tag:atom.example,2026:1"
    assert entry["body_html"] == "The river rose."
    assert entry["by"] == "Ann Bell"
    assert entry["firstCreated"].startswith("2026-03-14T12")
    assert entry["versionCreated"].startswith("2026-03-14T13")


def test_json_feed() -> None:
    (entry,) = entries(JSON_FEED, "feed.json")
    assert entry["uri"] == "urn:j:1"
    assert entry["publisher"] == "JSON Wire"
    assert "It shook." in entry["body_html"]


@pytest.mark.parametrize("value", [b"<rss", b"<html><p>Not found</p></html>", b"<rss/>" + b" " * LARGEST_BYTES])
def test_what_cannot_be_read_as_a_feed_is_said_with_its_name(value: bytes) -> None:
    with pytest.raises(Usage, match=r"^feed\.xml: "):
        list(entries(value, "feed.xml"))


def rss(title: str, doctype: str = "") -> bytes:
    item = f"<item><guid>urn:1</guid><title>{title}</title><description>{title}</description></item>"
    return f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>W</title>{item}</channel></rss>'.encode()


BOMB = "".join(f'<!ENTITY {to} "{f"&{of};" * 50}">' for of, to in zip("abcde", "bcdef", strict=True))


@pytest.mark.parametrize("entities", [f'<!ENTITY a "ha">{BOMB}', '<!ENTITY f SYSTEM "file:///etc/passwd">'])
def test_no_entity_is_resolved(entities: str) -> None:
    (entry,) = entries(rss("&f; it is", f"<!DOCTYPE l [{entities}]>"), "feed.xml")
    assert len(str(entry)) < 200
    assert "root" not in str(entry)


def test_depth_and_attributes_are_bounded() -> None:
    assert len(list(entries(rss("<a>" * 300_000), "feed.xml"))) <= 1
    with pytest.raises(Usage, match=r"^feed\.xml: .*a tag in it has more than 1,000 attributes"):
        list(entries(rss("<a " + " ".join(f'a{n}="x"' for n in range(100_000)) + "/>"), "feed.xml"))
