"""Text that stands under or over all articles of a site: terms of use, sign-up forms, credits; copied, it is no excerpt of a story."""

from __future__ import annotations

from functools import cache

from streams.screen.lexicon import hashes, words
from streams.screen.overlap import PASSAGE_WORDS, Runs
from streams.screen.text import Text

SITE_SHARE = 0.2
"""The least share of words of the list `site` in a passage that makes it the site's own: prose of news has 2 to 5 %. Own choice."""
EDGE_WORDS = 3
"""The largest number of words that may stand above or under it: a full stop's neighbour taken in by chance, a page number. Own choice."""


def is_site_text(text: Text, copies: Runs, *, one_publisher: bool) -> bool:
    """Return True if what is copied into a text is of no story: its words say so, or one publisher has it above or under its articles."""
    passages = [(start, end) for start, end in copies if end - start >= PASSAGE_WORDS]
    if not passages:
        return False
    words = [word for start, end in passages for word in text.words[start:end].tolist()]
    if sum(word in _site() for word in words) >= SITE_SHARE * len(words):
        return True
    at_edge = sum(end - start for start, end in passages if start <= EDGE_WORDS or end >= len(text.words) - EDGE_WORDS)
    return one_publisher and at_edge >= 0.5 * len(words)


@cache
def _site() -> frozenset[int]:
    return frozenset(hashes(words("site")))
