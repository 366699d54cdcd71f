"""A page's head: JSON-LD in the wrappings and shapes of real sites, meta properties where it has none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from streams.messages import CleanArticle
from tests.clean.articles import LONG, read

TOLD = {
    "@type": "NewsArticle",
    "headline": "Bridge falls at Arlen",
    "datePublished": "2024-05-01T09:30:00Z",
    "author": [{"@type": "Person", "name": "Mira Holt"}, {"@type": "Person", "name": "Jon Reyes"}],
}


def described(script: str, meta: str = "") -> CleanArticle:
    page = (
        f'<!doctype html><html><head><title>Arlen Post</title>{meta}<script type="application/ld+json">{script}</script></head>'
        f"<body><article><p>{LONG}</p></article></body></html>"
    )
    return read(page)


def is_told(article: CleanArticle) -> bool:
    return (article.headline, article.by, article.published) == (
        "Bridge falls at Arlen",
        "Mira Holt, Jon Reyes",
        datetime(2024, 5, 1, 9, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize("wrapping", ["<![CDATA[{}]]>", "//<![CDATA[\n{}\n//]]>", "/* <![CDATA[ */{}/* ]]> */", "<!--\n{}\n-->", "{};"])
def test_wrapping_of_the_script_is_none_of_it(wrapping: str) -> None:
    assert is_told(described(wrapping.replace("{}", json.dumps(TOLD))))


@pytest.mark.parametrize(
    "document",
    [
        {"@type": "WebPage", "mainEntity": TOLD},
        {"@graph": [{"@type": "WebSite", "name": "Arlen Post"}, TOLD]},
        [[{"@type": "BreadcrumbList"}], TOLD],
        {
            "@graph": [
                TOLD | {"author": [{"@id": "#m"}, {"@id": "#j"}]},
                {"@id": "#m", "name": "Mira Holt"},
                {"@id": "#j", "name": "Jon Reyes"},
            ]
        },
        TOLD | {"@type": ["ReportageNewsArticle", "CreativeWork"]},
        TOLD | {"@type": "http://schema.org/OpinionNewsArticle"},
        TOLD | {"@type": "LiveBlogPosting", "author": ["Mira Holt", "Jon Reyes"]},
    ],
)
def test_shape_of_the_document(document: Any) -> None:
    assert is_told(described(json.dumps(document)))


@pytest.mark.parametrize(
    ("told", "headline"),
    [
        ("Farmers&#8217; market floods", "Farmers\u2019 market floods"),
        ("Holt &amp;amp; Sons closes", "Holt & Sons closes"),
        ("<em>Arlen Star</em> sinks", "Arlen Star sinks"),
        ("Crew of R&D ship lands", "Crew of R&D ship lands"),
    ],
)
def test_entities_in_strings_are_characters(told: str, headline: str) -> None:
    assert described(json.dumps(TOLD | {"headline": told})).headline == headline


def test_other_stories_in_a_list_are_not_the_page() -> None:
    assert described(json.dumps({"@type": "ItemList", "itemListElement": [TOLD]})).headline == "Arlen Post"


def test_meta_properties_where_the_script_has_no_article() -> None:
    meta = (
        '<meta property="og:title" content="Bridge falls at Arlen"><meta name="author" content="Mira Holt">'
        '<meta name="author" content="Jon Reyes"><meta property="article:author" content="https://social.example/arlen">'
        '<meta property="article:published_time" content="2024-05-01T09:30:00Z">'
    )
    assert is_told(described("{not json", meta))
    assert is_told(described(json.dumps({"@type": "Article", "author": []}), meta))
