"""Tests of feeds as publishers write them, and of what must come out; each case stands in `documents.py`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.clean import clean
from streams.clean.pages.markup import is_markup
from streams.clean.pages.page import read_page
from streams.errors import Usage
from streams.feeds.documents import items
from streams.feeds.syndication import entries, is_feed
from tests.feeds.documents import BODY, CASES, atom, rss

ADDRESS = "https://fetched.example/rss"


def words(entry: dict[str, Any]) -> str:
    body = entry.get("body_html") or entry.get("body_text") or entry.get("body") or ""
    return " ".join((read_page(body).raw if "body_html" in entry or is_markup(body) else body).split())


@pytest.mark.parametrize(("document", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_a_feed_says_comes_out(document: bytes, expected: list[dict[str, Any]]) -> None:
    assert is_feed(document)
    found = list(entries(document, "feed.xml", address=ADDRESS))
    assert len(found) == len(expected)
    for entry, fields in zip(found, expected, strict=True):
        assert {name: words(entry) if name == "words" else entry.get(name) for name in fields} == fields


@pytest.mark.parametrize(("document", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_entry_has_an_identity_of_its_own_that_stays(document: bytes, expected: list[dict[str, Any]]) -> None:
    found = [entry["uri"] for entry in entries(document, "feed.xml")]
    assert len(set(found)) == len(expected)
    assert found == [entry["uri"] for entry in entries(document, "feed.xml")]


def test_an_entry_without_an_id_stays_itself_when_its_text_is_corrected() -> None:
    before, after, later = (rss(f"<title>Ferry</title><pubDate>{day}</pubDate><description>{text}</description>") for day, text in
                            (("Tue", "One."), ("Tue", "Two."), ("Wed", "One.")))  # fmt: skip
    uris = [next(entries(value, "feed.xml"))["uri"] for value in (before, after, later)]
    assert uris[0] == uris[1] != uris[2]


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (b"<!DOCTYPE html><html><body>502 Bad gateway</body></html>", "an HTML page"),
        (b"<?xml version='1.0'?><!-- x --><html/>", "an HTML page"),
        (b"<?xml version='1.0'?><nitf><body/></nitf>", "a document of nitf"),
        (b"<sitemapindex/>", "a document of sitemapindex"),
        (b"Service unavailable", "a text"),
        (b'{"error": "no such feed"}', "a JSON object without items"),
    ],
)
def test_what_is_no_feed_is_named(document: bytes, kind: str, tmp_path: Any) -> None:
    path = tmp_path / "wire.rss"
    path.write_bytes(document)
    with pytest.raises(Usage, match=f"wire.rss: no feed but {kind}"):
        list(items(str(path)))


@pytest.mark.parametrize(
    "document", [rss(f"<title>A</title><description>{BODY}</description>"), atom(f"<title>A</title><content>{BODY}</content>")]
)
def test_a_record_of_one_entry_is_read_as_the_feed_is(document: bytes) -> None:
    received = datetime(2026, 2, 3, tzinfo=UTC)
    alone = clean(document, source="articles/0/0", received=received)
    (entry,) = entries(document, "feed.xml")
    fed = clean(orjson.dumps(entry), source="articles/0/0", received=received)
    assert (alone.text, alone.headline, alone.publisher) == (fed.text, fed.headline, fed.publisher) == (BODY, "A", "Orr Gazette")


def test_the_words_of_a_body_reach_clean_as_characters() -> None:
    (entry,) = entries(
        rss(f"<title>A</title><description>Lee &amp;amp; Sons&amp;nbsp;said &amp;#8220;no&amp;#8221;. {BODY}</description>"), "x"
    )
    article = clean(orjson.dumps(entry), source="articles/0/0", received=datetime(2026, 2, 3, tzinfo=UTC))
    assert article.text == f"Lee & Sons said “no”. {BODY}"


def test_a_relative_link_stands_on_where_the_feed_says_that_it_is() -> None:
    feed = atom("<id>urn:a:1</id><link href='ferry'/>", feed="<link rel='self' href='https://self.example/news/atom'/>")
    assert next(entries(feed, "feed.xml"))["link"] == "https://self.example/news/ferry"


@given(st.text(st.sampled_from("<>/&;#!-[]?item entry title xml:lang='x'CDATA\x00\x93é\ud800"), max_size=200), st.booleans())
def test_whatever_stands_in_a_feed_comes_out_as_records_or_is_refused_by_name(text: str, whole: bool) -> None:
    value = (text if whole else f"<rss><channel><item>{text}</item></channel></rss>").encode("utf-8", "surrogatepass")
    try:
        found = list(entries(value, "feed.xml"))
    except Usage:
        return
    assert all(orjson.loads(orjson.dumps(entry))["uri"] for entry in found)
