"""This evaluation measures how well the pages of another set are read: the test pages of mozilla/readability.

The set (https://github.com/mozilla/readability, Apache-2.0) has for each page the content that Readability.js is expected to find, as
HTML, and the metadata: title, byline, site name, time. Most are no news (encyclopedias, blogs, forums, product pages), some are made up
to hold one trap; so English and all pages are apart, and the figures tell of change, not of rank.
"""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any

from lxml import html

from streams.clean.article import clean
from streams.clean.boilerplate.lines import words_of
from streams.clean.dates import read_moment
from streams.clean.language import measure_language
from streams.errors import Malformed, Poison
from streams.messages import CleanArticle

_FILES = ("source.html", "expected.html", "expected-metadata.json")
_RECEIVED = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TestPage:
    """One page of the set, with what Readability.js is expected to make of it."""

    __test__ = False  # pytest takes the name for one of its own

    name: str
    source: bytes
    text: str
    metadata: dict[str, Any]


def find_pages(data: Path) -> Path | None:
    """Return the set under `data`: `peers/readability_test_pages` (unpacked) or `.tar.gz`; None where neither is there."""
    folder = data / "peers" / "readability_test_pages"
    return next((path for path in (folder, folder.with_name(f"{folder.name}.tar.gz")) if path.exists()), None)


def read_pages(path: Path) -> Iterator[TestPage]:
    """Yield the pages of a folder or tar file in the order of their names; a page without one of its three files is left out."""
    for name, files in sorted(_files(path).items()):
        if all(part in files for part in _FILES):
            source, expected, metadata = (files[part] for part in _FILES)
            tree = html.fromstring(expected or b"<p></p>", parser=html.HTMLParser(encoding="utf-8"))
            text = " ".join(" ".join(str(part) for part in tree.itertext()).split())
            yield TestPage(name, source, text, json.loads(metadata))


def measure_readability(path: Path) -> dict[str, float]:
    """Return means over the pages, all and English ones apart: words' precision, recall, F1, and shares of metadata that are right.

    Words count as often as they stand in both texts. A headline, byline or site name is right where its words are the same
    (`by` before a name aside), a time where the moment is; only pages that have the fact count.
    """
    rows: list[tuple[bool, dict[str, float]]] = []
    for page in read_pages(path):
        rows.append((measure_language(page.text).read, score_page(page)))
    figures: dict[str, float] = {}
    for label, chosen in (("readability", rows), ("readability_english", [row for row in rows if row[0]])):
        figures[f"{label}.count"] = float(len(chosen))
        for name in ("precision", "recall", "f1", "headline", "byline", "site", "published"):
            values = [scores[name] for _, scores in chosen if name in scores]
            figures[f"{label}.{name}"] = round(mean(values or [0.0]), 4)
    return figures


def score_page(page: TestPage) -> dict[str, float]:
    """Return the scores of one page by their names, each 0 to 1; facts that the page is not expected to have are left out."""
    article = _article(page.source)
    scores = word_score(page.text, article.text if article is not None else "")
    told = page.metadata
    expected = {"headline": told.get("title"), "byline": told.get("byline"), "site": told.get("siteName")}
    found = {"headline": article.headline, "byline": article.by, "site": article.publisher} if article is not None else {}
    for name, want in expected.items():
        if want:
            scores[name] = float(_words(want) == _words(found.get(name) or ""))
    if (time := _time(told.get("publishedTime"))) is not None:
        scores["published"] = float(article is not None and article.published_from != "received" and article.published == time)
    return scores


def word_score(gold: str, found: str) -> dict[str, float]:
    """Return the precision, recall and F1 of the words of one text; two empty ones agree."""
    want, got = Counter(words_of(gold)), Counter(words_of(found))
    both = (want & got).total()
    if not want and not got:
        return {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    precision, recall = both / max(1, got.total()), both / max(1, want.total())
    return {"precision": precision, "recall": recall, "f1": 2 * both / (want.total() + got.total())}


def _article(value: bytes) -> CleanArticle | None:
    try:
        return clean(value, source="articles/0/0", received=_RECEIVED)
    except Poison:
        return None


def _words(fact: str) -> tuple[str, ...]:
    words = words_of(fact)
    return words[1:] if words[:1] == ("by",) else words


def _time(told: str | None) -> datetime | None:
    try:
        return read_moment(told, "publishedTime").time if told else None
    except Malformed:
        return None


def _files(path: Path) -> dict[str, dict[str, bytes]]:
    """Return the bytes of each page's files by the name of the page's folder."""
    found: dict[str, dict[str, bytes]] = {}
    if path.is_dir():
        for file in path.rglob("*"):
            if file.name in _FILES:
                found.setdefault(file.parent.name, {})[file.name] = file.read_bytes()
        return found
    with tarfile.open(path) as archive:
        for member in archive:
            parts = member.name.split("/")
            if len(parts) > 1 and parts[-1] in _FILES and (content := archive.extractfile(member)) is not None:
                found.setdefault(parts[-2], {})[parts[-1]] = content.read()
    return found
