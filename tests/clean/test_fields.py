"""No field carries what a terminal obeys, nor more than a record may hold."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

from streams.clean.fields import address, field, identity, without_controls
from streams.clean.limits import Limits
from streams.errors import Poison
from tests.clean.test_bad import STORY, read
from tests.hostile import KINDS

HOSTILE = "A\x1b[31mred\u202e\x1b]8;;http://a.example\x07b\x9b2Jc\ufdd0\U000e0041\u2028d"
FIELDS = ("headline", "publisher", "by", "version", "located", "edNote", "copyrightNotice", "uri", "link", "language")
LIMIT = 1_048_576
"""Bytes of a record that a broker takes as it comes."""


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
    assert (len(article.keywords), len(article.refers_to)) == (Limits().keywords, Limits().keywords)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_records_are_an_article_or_refused_by_name(kind: str) -> None:
    with suppress(Poison):
        read(KINDS[kind](3000))
