"""No field carries what a terminal obeys, nor more than a record may hold."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from streams.clean import clean, rebuild
from streams.clean.fields import address, field, identity, without_controls
from streams.clean.limits import Limits
from streams.errors import Poison
from tests.clean.articles import read
from tests.clean.test_bad import STORY
from tests.hostile import KINDS

HOSTILE = "A\x1b[31mred\u202e\x1b]8;;http://a.example\x07b\x9b2Jc\ufdd0\U000e0041\u2028d"
FIELDS = ("headline", "publisher", "by", "version", "located", "edNote", "copyrightNotice", "uri", "link", "language")
LIMIT = 1_048_576
"""The largest number of bytes of a record that a broker takes without other settings."""


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (HOSTILE, "Aredbc d"),
        ("\x1b[2J\x1b(Bplain\x1b", "plain"),
        ("\x1b]0;open", ""),
        ("a\u200db", "ab"),
        ("\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467"),
        ("caf\u00e9 \u2014 [red]", "caf\u00e9 \u2014 [red]"),
        ("\ud800x", "x"),
        ("1\ufe0f\u20e3 a\ufe0f", "1\ufe0f\u20e3 a"),
        (
            "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        ),
        ("\U0001f3f4\U000e0067 \U000e0062\U000e007f", "\U0001f3f4"),
    ],
)
def test_what_is_no_text_goes_and_the_rest_stays(given: str, left: str) -> None:
    assert without_controls(given) == left


def test_a_long_field_is_cut_at_a_word() -> None:
    assert field("word " * 100, 23) == "word word word word\u2026"
    assert field("a" * 100, 10) == "a" * 9 + "\u2026"
    assert field("\u202e", 10) is None


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,a", "//a.example", "https://", "https://a.example/" + "a" * 3000])
def test_what_is_no_address_is_no_link(link: str) -> None:
    assert address(link) is None


def test_uris_that_differ_in_controls_stay_two() -> None:
    assert identity("urn:a\u202e1") != identity("urn:a1")
    assert identity("urn:a\x1b[2J").isprintable()


def test_every_field_is_free_of_controls() -> None:
    document = dict.fromkeys(FIELDS, HOSTILE) | {"link": f"https://a.example/{HOSTILE}", "text": STORY}
    lists = {"keywords": [HOSTILE], "subjects": [{"uri": HOSTILE, "name": HOSTILE}], "refersTo": [f"urn:{HOSTILE}"]}
    article = read(json.dumps(document | lists))
    shown = json.dumps(article.model_dump(mode="json", exclude={"cuts"}), ensure_ascii=False).replace("\\n", "")
    assert shown.isprintable()
    assert article.link == "https://a.example/Aredbc%20d"


@pytest.mark.parametrize("name", FIELDS)
def test_no_field_makes_a_record_too_large(name: str) -> None:
    with suppress(Poison):
        article = read(json.dumps({"text": STORY, name: "Ann Moor, " * 150_000}))
        assert len(article.encode()) < LIMIT // 10


def test_lists_end() -> None:
    article = read(
        json.dumps({"text": STORY, "keywords": [f"k{n}" for n in range(50_000)], "refersTo": [f"urn:{n}" for n in range(9_000)]})
    )
    assert (len(article.keywords), len(article.refers_to)) == (Limits().keywords, Limits().referred)
    assert [(note.field, note.kind) for note in article.notes] == [("keywords", "shortened"), ("refersTo", "shortened")]


def test_uris_that_grow_by_escaping_end_too() -> None:
    article = read(json.dumps({"text": STORY, "uri": "urn:own", "refersTo": [f"urn:{n}:" + "\u202e" * 600 for n in range(200)]}))
    assert len(article.encode()) < LIMIT // 10
    assert max(map(len, article.refers_to)) <= Limits().uri


def test_a_long_uri_is_one_identity_for_all_that_name_it() -> None:
    long = "https://a.example/" + "x" * 4000
    story, other = read(json.dumps({"text": STORY, "uri": long})), read(json.dumps({"text": STORY, "uri": f"{long}2"}))
    kill = read(json.dumps({"text": STORY, "uri": "urn:kill", "refersTo": [long]}))
    assert kill.refers_to == (story.uri,)
    assert story.uri != other.uri
    assert [(note.field, note.kind) for note in story.notes] == [("uri", "escaped")]


def test_a_records_key_is_a_uri_like_any_other() -> None:
    key = "urn:a\u202e1".encode()
    article = clean(json.dumps({"text": STORY}).encode(), key=key, source="articles/0/0", received=datetime(2024, 5, 2, tzinfo=UTC))
    assert article.uri == identity("urn:a\u202e1")


def test_versions_that_differ_at_their_end_do_not_collapse() -> None:
    articles = [read(json.dumps({"text": STORY, "version": "9" * 260 + end})) for end in "12"]
    assert [article.versioned for article in articles] == [False, False]


def test_errors_and_details_are_fields_too() -> None:
    with pytest.raises(Poison) as caught:
        read(json.dumps({"text": "", "\x1b[31m": 1, "associations": {"\x1b[2J" + "k" * 9000: 4}}))
    assert str(caught.value).isprintable()
    article = read(json.dumps({"text": STORY, "associations": {"\x1b[2J" + "k" * 9000: 4}}))
    assert article.notes[0].field.isprintable()
    assert len(article.notes[0].field) <= Limits().name
    dropped = read(json.dumps({"text": STORY, "headline": "TEST \x1b[31mTEST PLEASE IGNORE"})).dropped
    assert dropped is None or dropped.detail.isprintable()


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("The bridge \x1b[31mfell\x1b[0m on Monday.", "The bridge fell on Monday."),
        ("The \x1b]8;;http://a.example\x07bridge\x1b]8;;\x07 fell.", "The bridge fell."),
        ("The \x1b]0;bridge fell.", "The 0;bridge fell."),
        ("The \x9b2Jbridge fell.", "The bridge fell."),
    ],
)
def test_escape_sequences_leave_the_text_whole(written: str, left: str) -> None:
    article = read(json.dumps({"text": f"{written}\n\n{STORY}"}))
    assert article.text == f"{left}\n\n{STORY}"
    assert rebuild(article.text, article.cuts) == f"{written}\n\n{STORY}"


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_records_are_an_article_or_refused_by_name(kind: str) -> None:
    with suppress(Poison):
        read(KINDS[kind](3000))
