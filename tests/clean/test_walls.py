"""A page without an article is dropped with what its wall says; an article with a wall around it is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from streams.clean import clean
from streams.messages import CleanArticle

STORY = " ".join(["Two people were killed when a bridge fell into the river at Arlen on Monday, the police said."] * 6)


def read(body: str) -> CleanArticle:
    page = f"<!doctype html><html><head><title>Bridge falls</title></head><body>{body}</body></html>"
    return clean(page.encode(), source="articles/0/0", received=datetime(2024, 5, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    "wall",
    [
        "<p>Two people were killed at Arlen.</p><p>Subscribe now to continue reading.</p><p>Already a subscriber? Sign in</p>",
        "<p>We need you to accept all cookies before you can see this page.</p>",
        "<p>Please verify that you are not a robot.</p>",
        "<h1>Access denied</h1><p>You have no permission to see this.</p>",
    ],
)
def test_wall(wall: str) -> None:
    article = read(wall)
    assert article.dropped is not None
    assert article.dropped.reason == "no article"


def test_article_with_a_wall_around_it() -> None:
    article = read(f"<article><p>{STORY}</p></article><div>Subscribe now to continue reading.</div>")
    assert article.dropped is None
    assert article.text.startswith("Two people were killed")
