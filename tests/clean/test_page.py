"""HTML: what is rendered, what the page's head tells, and that a page always gives a text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from streams.clean import clean, rebuild
from streams.clean.pages import extraction
from streams.clean.pages.page import read_page
from tests.clean.articles import read

PARAGRAPHS = [
    "Two people were killed when a bridge fell into the river at Arlen on Monday, the police said in a statement.",
    "Divers were looking for a third, who was seen on the bridge with a dog shortly before it gave way, they said.",
    "The bridge was built in 1931 and had been closed to lorries since the floods of last year, the mayor told reporters.",
]
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Bridge falls at Arlen | The Arlen Courier</title>
<meta property="og:title" content="Bridge falls at Arlen"><meta property="article:published_time" content="2024-05-01T08:00:00+02:00">
<meta name="author" content="Ann Moor"><meta property="og:site_name" content="The Arlen Courier">
<link rel="canonical" href="https://courier.example/bridge"><script>var a = "<p>No.</p>";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h1>Bridge falls at Arlen</h1><figure><img src="a.jpg"><figcaption>The bridge on Monday</figcaption></figure>
{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article>
<footer><p>Copyright 2024 The Arlen Courier. All rights reserved.</p><a href="/p">Privacy policy</a></footer></body></html>"""


def test_page() -> None:
    article = read(PAGE)
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.headline, article.by, article.publisher) == ("Bridge falls at Arlen", "Ann Moor", "The Arlen Courier")
    assert article.uri == article.link == "https://courier.example/bridge"
    assert article.published == datetime(2024, 5, 1, 6, tzinfo=UTC)


def test_raw_text_of_a_page_has_its_menus() -> None:
    article = read(PAGE)
    raw = rebuild(article.text, article.cuts)
    assert raw == read_page(PAGE).raw
    assert raw.startswith("Home\n\nWorld\n\nSport\n\nBridge falls at Arlen\n\nThe bridge on Monday\n\nTwo people")
    assert raw.endswith("All rights reserved.\n\nPrivacy policy")


@pytest.mark.parametrize("answer", ["", "Words that are nowhere on this page at all, not one of them in a row of four."])
def test_page_gives_a_text_when_the_extractor_does_not(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(extraction, "extract", lambda tree, **_: answer)
    article = read(PAGE)
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert "Privacy" not in article.text


def test_extractor_that_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> str:
        raise RecursionError

    monkeypatch.setattr("trafilatura.extract", broken)
    assert PARAGRAPHS[0] in read(PAGE).text


def test_fragment() -> None:
    raw = read_page("<p>One  <b>two</b>\n three&amp;four.</p><ul><li>Five</li></ul>six<br>seven<script>no</script> eight").raw
    assert raw == "One two three&four.\n\nFive\n\nsix\nseven eight"


def test_less_than_is_no_markup() -> None:
    text = "The fall was < 3 % and > 1 % of sales, a <very> small share of what the company said it had seen."
    assert read(text).text == text


@pytest.mark.parametrize(
    "html", ["<html>", "<html><body><p>", "<!doctype html><!-- a -->", "<p><p></p></div></b>The river rose again on Monday."]
)
def test_broken_markup_never_breaks_us(html: str) -> None:
    assert isinstance(read_page(html).raw, str)


@pytest.mark.parametrize(
    "lead",
    [
        "Two ferries collided in thick fog off Arlen on Monday, and at least nine passengers are missing, the coast guard said.",
        "The choir of Arlen will sing with its founder again this summer, for the first time since she left it in anger.",
        "Arlen's oldest bakery closes on Friday after a hundred years, because nobody in the family wants to rise at two.",
    ],
)
def test_caption_that_repeats_the_lead_does_not_cost_the_lead(lead: str) -> None:
    more = "".join(
        f"<p>Witness number {n} told the paper what had been seen from the pier, and what was heard later on.</p>" for n in range(8)
    )
    page = (
        f"<!doctype html><html><body><article><h1>News of Arlen</h1><figure><img src='a.jpg'><figcaption>{lead}</figcaption></figure>"
        f"<p>{lead}</p>{more}</article></body></html>"
    )
    article = clean(page.encode(), source="articles/0/0", received=datetime(2024, 5, 2, tzinfo=UTC))
    assert article.text.count(lead) == 1
    assert article.text.startswith(lead)


@pytest.mark.parametrize(
    ("tag", "lead"),
    [
        ("Oslo", "OSLO (Arlen News) - A tanker ran aground south of the harbour on Monday and leaked oil, the port authority said."),
        ("Floods", "Floods cut off three villages in the valley of the Arl overnight, and boats brought bread to the people there."),
        ("Bank of Arlen", "Bank of Arlen will close forty branches by the autumn, it said on Tuesday, and two hundred clerks must go."),
    ],
)
def test_tag_above_the_lead_does_not_cost_the_lead(tag: str, lead: str) -> None:
    more = "".join(
        f"<p>Witness number {n} told the paper what had been seen from the pier, and what was heard later on.</p>" for n in range(8)
    )
    head = f"<div><a href='/t'>{tag}</a></div><h1>News of the day</h1>"
    page = f"<!doctype html><html><body><article>{head}<p>{lead}</p>{more}</article></body></html>"
    text = clean(page.encode(), source="articles/0/0", received=datetime(2024, 5, 2, tzinfo=UTC)).text
    assert text.startswith(lead.rpartition(") - ")[2])
    assert text.endswith("later on.")


@pytest.mark.parametrize(
    ("tag", "lead"),
    [
        (
            "Arlen",
            "ARLEN, May 2 (Arlen News) - A tanker ran aground south of the harbour on Monday and leaked oil, the port authority said.",
        ),
        ("Norland", "NORLAND (Arlen News) - The lakes of the north froze a month early, and skaters came from three countries on Monday."),
        (
            "Harbours",
            "Harbours along the coast were closed on Monday, after a storm broke two piers and sank a dozen boats at anchor.",
        ),
    ],
)
def test_place_told_again_right_above_the_lead_is_no_text(tag: str, lead: str) -> None:
    more = "".join(
        f"<p>Witness number {n} told the paper what had been seen from the pier, and what was heard later on.</p>" for n in range(8)
    )
    head = f"<a class='tag' href='/t'>{tag.upper()}</a><h1>News of the day</h1><span>{tag}</span>"
    page = f"<!doctype html><html><body><article>{head}<p>{lead}</p>{more}</article></body></html>"
    text = clean(page.encode(), source="articles/0/0", received=datetime(2024, 5, 2, tzinfo=UTC)).text
    assert text.startswith(lead.rpartition(") - ")[2])


def test_a_page_that_will_be_refused_for_its_length_is_not_asked_of_the_extractor() -> None:
    story = f"<html><body><h1>Bridge falls</h1><p>{'A bridge fell at Arlen on Monday. ' * 20}</p>"
    assert read_page(f"{story}</body></html>").lines is not None
    assert read_page(f"{story}<p>{'&lt; ' * 1_000_000}</p></body></html>").lines is None
