"""Every form that an article comes in, and every one that is refused: with its name, the field and the offset."""

from __future__ import annotations

import gzip
import json
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from streams.clean import Limits, clean
from streams.errors import Empty, Malformed, Poison, TooLarge, Undecodable
from streams.messages import CleanArticle
from tests.clean import articles
from tests.clean.articles import BRIDGE

RECEIVED = datetime(2024, 5, 2, 10, 30, tzinfo=UTC)
BODY = BRIDGE
GOOD = {"uri": "urn:wire:1", "version": "3", "headline": "Bridge falls at Arlen", "text": BODY, "published": "2024-05-01T08:00:00Z"}


def read(value: bytes | str | dict[str, Any], key: bytes | None = None, limits: Limits = Limits()) -> CleanArticle:  # noqa: B008
    return articles.read(value, key=key, source="articles/0/7", received=RECEIVED, limits=limits)


def test_flat_object() -> None:
    article = read(GOOD)
    assert (article.uri, article.version, article.versioned) == ("urn:wire:1", "3", True)
    assert (article.headline, article.text, article.language) == ("Bridge falls at Arlen", BODY, "en")
    assert article.published == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert (article.source, article.received, article.sketch, article.dropped) == ("articles/0/7", RECEIVED, None, None)
    assert CleanArticle.decode(article.encode()) == article


def test_ninjs_3_prefers_plain_body_and_main_headline() -> None:
    article = read(
        {
            "uri": "urn:wire:3",
            "headlines": [{"role": "sub", "value": "No"}, {"role": "main", "value": "Bridge falls"}],
            "bodies": [{"contentType": "text/html", "value": "<p>No.</p>"}, {"contentType": "text/plain", "value": BODY}],
            "infoSources": [{"name": "Arlen Wire"}],
            "associations": [{"uri": "urn:wire:2", "rel": "evolvedFrom"}],
            "urgency": 3,
            "embargoedUntil": "2024-05-03T00:00:00+02:00",
            "edNote": "Adds police quote",
        }
    )
    assert (article.headline, article.text, article.publisher, article.urgency) == ("Bridge falls", BODY, "Arlen Wire", 3)
    assert article.refers_to == ("urn:wire:2",)
    assert article.embargoed_until == datetime(2024, 5, 2, 22, tzinfo=UTC)
    assert article.signal is not None
    assert (article.signal.kind, article.ed_note) == ("update", "Adds police quote")


def test_ninjs_1_names() -> None:
    article = read(
        {
            "uri": "urn:wire:4",
            "headline": "Bridge falls",
            "body_xhtml": f"<p>{BODY}</p><p>It was built in 1931 and had been closed to lorries.</p>",
            "versioncreated": "2024-05-01T08:00:00Z",
            "pubstatus": "usable",
            "embargoed": "2024-05-03T00:00:00Z",
            "ednote": "Corrects spelling of Arlen",
            "byline": "By Ann Moor",
            "urgency": 4.0,
            "version": 2,
        }
    )
    assert article.text == f"{BODY}\n\nIt was built in 1931 and had been closed to lorries."
    assert (article.by, article.urgency, article.version) == ("Ann Moor", 4, "2")
    assert article.signal is not None
    assert article.signal.kind == "correction"
    assert article.embargoed_until == datetime(2024, 5, 3, tzinfo=UTC)


def test_plain_text() -> None:
    article = read(f"Bridge falls at Arlen\n\n{BODY}\n")
    assert (article.headline, article.text) == ("Bridge falls at Arlen", BODY)
    assert (article.published, article.version, article.versioned) == (RECEIVED, "1", False)


@pytest.mark.parametrize("start", ['"We heard it fall," said', "[Arlen] The police said", "2024 was the year when", "-- The river"])
def test_plain_text_that_opens_like_json(start: str) -> None:
    assert read(f"{start} {BODY}").text.endswith("police said.")


def test_uri_from_link_key_or_content() -> None:
    without = {k: v for k, v in GOOD.items() if k != "uri"}
    linked = read(without | {"link": "HTTPS://News.Example:443/a/?utm_source=x&id=7#top"})
    assert linked.uri == "https://news.example/a?id=7"
    assert read(without, key=b"tag:arlen.example,2024:7").uri == "tag:arlen.example,2024:7"
    by_content = read(without, key=b"17").uri
    assert by_content.startswith("urn:newswire:content:")
    assert by_content == read(without | {"text": BODY.replace(" ", "  ")}).uri
    assert by_content != read(without | {"text": BODY + " More."}).uri


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2024-05-01", datetime(2024, 5, 1, tzinfo=UTC)),
        ("2024-05-01T10:00", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01 10:00:00.123456789+0200", datetime(2024, 5, 1, 8, 0, 0, 123456, tzinfo=UTC)),
        ("20240501T100000+0200", datetime(2024, 5, 1, 8, tzinfo=UTC)),
        ("Wed, 01 May 2024 10:00:00 GMT", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("01 May 2024 10:00:00 -0500", datetime(2024, 5, 1, 15, tzinfo=UTC)),
    ],
)
def test_times(written: str, read_as: datetime) -> None:
    assert read(GOOD | {"published": written}).published == read_as


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"published": "yesterday"}, "published"),
        ({"published": "2024-13-45T00:00:00Z"}, "published"),
        ({"published": "9999-12-31T23:59:59-12:00"}, "published"),
        ({"published": {"year": 2024}}, "published"),
        ({"uri": {"a": 1}}, "uri"),
        ({"guid": ["a"], "uri": None}, "guid"),
        ({"headline": False}, "headline"),
        ({"headlines": "x"}, "headlines"),
        ({"headlines": [{"value": []}]}, "headlines.0.value"),
        ({"bodies": {"value": "x"}}, "bodies"),
        ({"bodies": [7]}, "bodies.0"),
        ({"body": 7}, "body"),
        ({"version": True}, "version"),
        ({"version": [1]}, "version"),
        ({"version": "9" * 300}, "version"),
        ({"urgency": 0}, "urgency"),
        ({"urgency": 10}, "urgency"),
        ({"urgency": 2.5}, "urgency"),
        ({"urgency": "high"}, "urgency"),
        ({"urgency": True}, "urgency"),
        ({"keywords": 1}, "keywords"),
        ({"keywords": ["a", True]}, "keywords.1"),
        ({"keywords": ["a", 31]}, "keywords.1"),
        ({"by": 31}, "by"),
        ({"subjects": ["a", [1]]}, "subjects.1"),
        ({"associations": 4}, "associations"),
        ({"associations": [4]}, "associations.0"),
        ({"associations": [{"uri": []}]}, "associations.0.uri"),
        ({"by": True}, "by"),
        ({"authors": [{"name": "Ann Moor"}, {"name": []}], "by": None}, "authors.1.name"),
        ({"link": []}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"language": {}}, "language"),
        ({"language": "yes, of course"}, "language"),
    ],
)
def test_an_optional_field_that_cannot_be_read_costs_itself(change: dict[str, Any], field: str) -> None:
    article = read(GOOD | change)
    assert (article.text, [(note.field, note.kind) for note in article.notes]) == (BODY, [(field, "left out")])
    assert article.notes[0].detail


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": True}, "text"),
        ({"text": [1]}, "text"),
        ({"text": {}}, "text"),
        ({"text": None, "bodies": [4]}, "bodies.0"),
        ({"pubStatus": "lost"}, "pubStatus"),
        ({"pubStatus": 1}, "pubStatus"),
    ],
)
def test_no_text_and_what_may_forbid_to_publish_name_the_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Malformed) as caught:
        read(GOOD | change)
    assert caught.value.field == field
    assert field in str(caught.value)


@pytest.mark.parametrize("said", [True, "next week", "2024-05", "2 May 2024 10:00 XYZT", {"until": "May"}])
def test_an_embargo_whose_end_cannot_be_read_is_held_for_a_person(said: object) -> None:
    article = read(GOOD | {"embargoedUntil": said})
    assert article.hold is not None
    assert article.hold.startswith("embargoedUntil: ")
    assert article.embargoed_until is None


@pytest.mark.parametrize("said", ["", " ", False, None])
def test_an_embargo_field_that_says_nothing_is_none(said: object) -> None:
    assert read(GOOD | {"embargoedUntil": said}).hold is None


@pytest.mark.parametrize(
    ("change", "name", "read_as"),
    [
        ({"urgency": " 3 "}, "urgency", 3),
        ({"urgency": 4.0}, "urgency", 4),
        ({"version": 1.0}, "version", "1.0"),
        ({"version": 7}, "version", "7"),
        ({"version": ""}, "versioned", False),
        ({"uri": 4711}, "uri", "4711"),
        ({"headline": 1984}, "headline", "1984"),
        ({"headline": {"rendered": "Bridge falls"}}, "headline", "Bridge falls"),
        ({"keywords": ["flood", None, {"name": "rain"}]}, "keywords", ("flood", "rain")),
        ({"embargoedUntil": False}, "embargoed_until", None),
        ({"associations": {"picture": None}}, "refers_to", ()),
        ({"published": 20240501}, "published", datetime(2024, 5, 1, tzinfo=UTC)),
        ({"language": "English"}, "language", "en"),
        ({"link": None, "source": {"name": "News"}, "publisher": None}, "publisher", "News"),
        ({"keywords": "flood; rain"}, "keywords", ("flood", "rain")),
        ({"published": 1714550400}, "published", datetime(2024, 5, 1, 8, tzinfo=UTC)),
        ({"published": {"$date": "2024-05-01T08:00:00Z"}}, "published", datetime(2024, 5, 1, 8, tzinfo=UTC)),
        ({"published": " "}, "published_from", "received"),
        ({"embargoedUntil": ""}, "embargoed_until", None),
        ({"pubStatus": ""}, "pub_status", "usable"),
        ({"text": ["Two people died.", BODY]}, "text", f"Two people died.\n\n{BODY}"),
    ],
)
def test_loose_types_are_read_where_they_tell_the_value(change: dict[str, Any], name: str, read_as: Any) -> None:
    article = read(GOOD | change)
    assert getattr(article, name) == read_as
    assert article.notes == ()


def test_a_date_that_cannot_be_read_gives_way_to_the_next() -> None:
    article = read(GOOD | {"published": "soon", "versionCreated": "2024-04-30T10:00:00Z"})
    assert (article.published, article.published_from) == (datetime(2024, 4, 30, 10, tzinfo=UTC), "feeder")
    assert read(GOOD | {"published": "soon"}).published_from == "received"


TOOLS: dict[str, dict[str, Any]] = {
    "newspaper4k": {"title": "Bridge falls", "text": BODY, "publish_date": "2024-05-01 08:00:00", "authors": ["Ann Moor", "Bo Hale"],
                    "url": "https://news.example/a", "source_url": "https://www.news.example", "meta_lang": "en", "keywords": []},
    "trafilatura": {"title": "Bridge falls", "author": "Ann Moor; Bo Hale", "date": "2024-05-01", "text": BODY, "source-hostname": "News",
                    "source": "https://news.example/a", "filedate": "2024-06-09", "tags": "floods;rivers", "raw_text": BODY},
    "news-please": {"title": "Bridge falls", "maintext": BODY, "date_publish": "2024-05-01 08:00:00", "date_download": "2024-06-09 08:00",
                    "authors": ["Ann Moor"], "source_domain": "news.example", "url": "https://news.example/a", "language": "en"},
    "NewsAPI": {"source": {"id": None, "name": "News"}, "author": "Ann Moor", "title": "Bridge falls", "url": "https://news.example/a",
                "publishedAt": "2024-05-01T08:00:00Z", "content": f"{BODY}… [+1834 chars]", "description": "A bridge fell."},
    "newsdata": {"title": "Bridge falls", "link": "https://news.example/a", "creator": ["Ann Moor"], "pubDate": "2024-05-01 08:00:00",
                 "content": None, "description": BODY, "source_name": "News"},
    "WordPress": {"id": 12, "date_gmt": "2024-05-01T08:00:00", "date": "2024-05-01T10:00:00", "link": "https://news.example/a",
                  "title": {"rendered": "Bridge falls"}, "content": {"rendered": f"<p>{BODY}</p>"}},
    "Guardian": {"webTitle": "Bridge falls", "webUrl": "https://news.example/a", "webPublicationDate": "2024-05-01T08:00:00Z",
                 "fields": {"bodyText": BODY, "byline": "Ann Moor"}},
    "Event Registry": {"title": "Bridge falls", "body": BODY, "dateTimePub": "2024-05-01T08:00:00Z", "url": "https://news.example/a",
                       "source": {"title": "News"}, "authors": [{"name": "Ann Moor", "uri": "ann"}]},
}  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS)
def test_documents_of_other_tools(tool: str) -> None:
    article = read(TOOLS[tool])
    assert (article.headline, article.text, article.link, article.notes) == ("Bridge falls", BODY, "https://news.example/a", ())
    assert article.published.date() == datetime(2024, 5, 1).date()
    assert article.published_from == "feeder"
    if tool != "WordPress":
        assert "Ann Moor" in (article.by or "")


def test_publishers_of_other_tools() -> None:
    told = {tool: read(document).publisher for tool, document in TOOLS.items()}
    assert told == {"newspaper4k": "news.example", "trafilatura": "News", "news-please": "news.example", "NewsAPI": "News",
                    "newsdata": "News", "WordPress": None, "Guardian": None, "Event Registry": "News"}  # fmt: skip


@pytest.mark.parametrize(
    "value", ["[]", "[1, 2]", '[{"text": "x"}]', '"text"', "12", "null", "true", "{}", '{"foo": 1}', '{"headline": "x"}']
)
def test_json_of_another_shape(value: str) -> None:
    with pytest.raises(Malformed):
        read(value)


def test_broken_json_tells_where() -> None:
    with pytest.raises(Malformed) as caught:
        read('{"text": "a" "b"}')
    assert caught.value.offset == 13
    with pytest.raises(Malformed):
        read('{"text": NaN}')
    with pytest.raises(Malformed):
        read('{"text": "cut off')


@pytest.mark.parametrize(
    "value", [b"", b" \n\t ", b'{"text": "  "}', b'{"uri": "a", "headline": "b", "bodies": [{"value": ""}]}', b"<p> </p>"]
)
def test_empty(value: bytes) -> None:
    with pytest.raises(Empty):
        read(value)


def test_only_furniture_is_empty() -> None:
    with pytest.raises(Empty):
        read({"text": "Subscribe to our newsletter\n\nShare this article"})


def test_undecodable_tells_the_byte() -> None:
    with pytest.raises(Undecodable) as caught:
        read(b"The bridge fell \0\1\2 here")
    assert caught.value.offset == 16
    with pytest.raises(Undecodable):
        read(gzip.compress(BODY.encode() * 20))
    with pytest.raises(Undecodable):
        read(b"\xff\xfe" + BODY.encode("utf-16-le") + b"x")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark(encoding: str) -> None:
    assert read(BODY.encode(encoding)).text == BODY
    assert read(json.dumps(GOOD).encode(encoding)).text == BODY


def test_declared_encoding() -> None:
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>The café “Arlen” was closed. {BODY}</p></body></html>'
    assert "café “Arlen” was" in read(page.encode("cp1252")).text
    undeclared = page.replace('<meta charset="iso-8859-1">', "")
    assert "café “Arlen” was" in read(undeclared.encode("cp1252")).text
    assert "café “Arlen” was" in read(page.replace("iso-8859-1", "windows-1251x").encode()).text


def test_too_large_is_quick() -> None:
    begin = time.monotonic()
    with pytest.raises(TooLarge):
        read(b"a " * 2_500_000)
    with pytest.raises(TooLarge):
        read("word " * 200_000)
    with pytest.raises(TooLarge):
        read({"text": "word " * 200_000})
    with pytest.raises(TooLarge):
        read('{"text": "x", "a": ' + "[" * 100 + "]" * 100 + "}")
    with pytest.raises(TooLarge):
        read('{"a":' * 100_000)
    with pytest.raises(TooLarge):
        read(BODY, limits=Limits(words=5))
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize(
    "text",
    [
        "the bridge is out " * 24_000,
        "a" + " " * 1_500_000 + "b the end was said",
        "(((" * 300_000,
        "KABUL, A " * 49_000,
        " https://t.co/a the" * 45_000,
        "x — a (@b) the\t" * 15_000,
        "<p" * 200_000,
        "<!-- a -->" + " \n" * 20_000 + "x",
    ],
)
def test_no_rule_is_quadratic(text: str) -> None:
    begin = time.process_time()
    with suppress(Poison):
        read(text).encode()
    assert time.process_time() - begin < 3


def test_controls_and_lone_surrogates_are_cut_and_recorded() -> None:
    article = read('{"text": "The bridge\\u0000 fell\\ud800 at\\u200b Arlen, the police said."}')
    assert article.text == "The bridge fell at Arlen, the police said."
    assert {cut.rule for cut in article.cuts} == {"control"}
    assert article.encode()


def test_zone_of_received_is_kept_out() -> None:
    received = RECEIVED.astimezone(timezone(timedelta(hours=5)))
    assert clean(BODY.encode(), source="s", received=received).published == RECEIVED


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (BODY + "<" * 2_000_000, "2,000,093 characters, more than 2,000,000"),
        ("word  " * 10_100, "10,100 stretches to cut out, more than 10,000"),
        ("a\u200b " * 10_100, "stretches to cut out"),
        ("a\u200b" * 1_000_000, "more than 10,000 stretches to cut out, control characters alone"),
        ("The bridge fell. " * 300 + "\x1b[31mred" * 10_100, "more than 10,000 stretches to cut out, control characters alone"),
        ("\u00c3\u00a9" * 1_000_000, "more than 200,000 characters read in the wrong encoding"),
        ("<html><body>" + "<br>" * 40_001 + BODY, "40,003 tags, more than 40,000"),
        (f"<p>{BODY}</p><p " + " ".join(f"a{n}" for n in range(200_000)) + ">", "a tag of more than 5,000 attributes"),
    ],
)
def test_what_would_cost_the_others_their_time_or_memory_is_too_large(value: str, said: str) -> None:
    with pytest.raises(TooLarge, match=said):
        read(value)


def test_a_text_of_too_many_lines_is_refused() -> None:
    with pytest.raises(TooLarge, match="lines"):
        read({"text": "The bridge fell.\n" * 30_001})
