"""Bad input: every article gets an outcome, nothing crashes, and what is kept and what is cut make the raw text again."""

from __future__ import annotations

import gzip
import json
import time
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from streams.clean import rebuild
from streams.clean.inputs.item import Item, with_body
from streams.errors import Empty, Poison, TooLarge
from streams.messages import CleanArticle
from tests.clean.articles import read
from tests.clean.test_page import PAGE, PARAGRAPHS
from tests.clean.test_wires import ATOM, G2, NITF, RSS_ITEM
from tests.data import DATA

WILD = ["<", ">", "&a;", "\0", "]]>", "<p"]
STORY = "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace("<article>", "<article><b><i><p></b>").replace("</article>", "</p></i>"),
        PAGE.replace("</p>", ""),
        PAGE.replace("Arlen", "Ar\0len"),
        PAGE.replace("Arlen", "\u202eArlen\u202c\u200f"),
        PAGE.replace("<nav>", "<nav" + " x='" + "y" * 20_000 + "'>"),
    ],
)
def test_broken_pages_give_their_text(page: str) -> None:
    assert "two people were killed" in read(page).text.lower()


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("tag", ["div", "span", "p", "b", "blockquote", "ul><li", "table><tr><td", "section><p><a href='#'"])
def test_tags_nested_ten_thousand_deep_lose_nothing(tag: str, closed: bool) -> None:
    parts = tag.split("><")
    count = 10_000 // len(parts)
    end = "".join(f"</{part.split()[0]}>" for part in reversed(parts)) * count if closed else ""
    start = f"<html><head><script>var a = '<div>';</script></head><body><p>{PARAGRAPHS[0]}</p>"
    page = f"{start}{f'<{tag}>' * count}<p>{PARAGRAPHS[1]}</p>{end}<p>{PARAGRAPHS[2]}</p></body></html>"
    begin = time.process_time()
    article = read(page)
    assert time.process_time() - begin < 1
    assert rebuild(article.text, article.cuts).split("\n\n")[-3:] == PARAGRAPHS
    assert article.text.split("\n\n") == PARAGRAPHS


def test_a_page_of_five_megabytes_is_refused() -> None:
    with pytest.raises(TooLarge):
        read(PAGE.replace("</body>", "<p>More.</p>" * 420_000 + "</body>"))


def test_an_empty_body_with_a_headline_is_empty() -> None:
    with pytest.raises(Empty):
        read(json.dumps({"headline": "Bridge falls at Arlen", "text": " \n "}))


def test_a_gallery_keeps_its_captions_in_the_audit() -> None:
    figures = "".join(f"<figure><img src='{n}'><figcaption>The bridge from the {n}th floor.</figcaption></figure>" for n in range(9))
    article = read(PAGE.replace("<article>", f"<article>{figures}"))
    assert article.text == STORY
    assert rebuild(article.text, article.cuts).count("The bridge from the") == 9


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([PAGE, G2, NITF, ATOM, RSS_ITEM, STORY]),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 60), st.text(max_size=8) | st.sampled_from(WILD))),
)
@example(ATOM, [(85, 13, ""), (94, 27, "")])  # a title that ends in "<https:", an element's name that has a prefix alone
def test_mutated_documents_pass_or_are_poison(document: str, changes: list[tuple[int, int, str]]) -> None:
    for at, length, text in changes:
        document = document[:at] + text + document[at + length :]
    with suppress(Poison):
        article = read(document.encode("utf-8", "surrogatepass"))
        assert read(document.encode("utf-8", "surrogatepass")) == article
        assert CleanArticle.decode(article.encode()) == article


def test_an_address_in_a_title_that_reads_like_a_tag_costs_nothing() -> None:
    broken = RSS_ITEM.replace("<title>Bridge falls</title><link>", "<title><")
    assert "Two people were killed when a bridge fell" in read(broken).text


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_pass_or_are_poison(value: bytes) -> None:
    with suppress(Poison):
        read(value)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from([*PARAGRAPHS, "Also Read: More", "By Ann Moor", "KABUL (AP) — He said so.", "\u200b", "", "Tags: a, b"])))
def test_kept_and_cut_make_the_raw_text(lines: list[str]) -> None:
    raw = "\n".join(lines)
    with suppress(Poison):
        article = read(json.dumps({"text": raw}))
        assert rebuild(article.text, article.cuts) == raw


@pytest.mark.skipif(not (DATA / "cleaning").is_dir(), reason=f"no data in {DATA}")
def test_kept_and_cut_make_every_development_text() -> None:
    for path in sorted((DATA / "cleaning").glob("lines_*")):
        for row in gzip.decompress(path.read_bytes()).splitlines():
            text = "\n".join(line for line, _ in json.loads(row)["lines"])
            article = read(json.dumps({"text": text}))
            assert rebuild(article.text, article.cuts) == with_body(Item(), text).raw
    for path in sorted((DATA / "cleaning" / "scrapinghub" / "html").iterdir())[::20]:
        page = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        article = read(page.encode())
        assert rebuild(article.text, article.cuts) == with_body(Item(), page).raw
