"""The sketch of an article: all that the index of screen needs to know of it, a few bytes a word.

Word rule, seeds and constants are part of the contract of `articles.sketches`: a change of any of them raises
SKETCH_VERSION and needs a new topic (docs/duplicates.md, "Sketch of an article").
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import xxhash

from streams.messages import CleanArticle, Sketch

SKETCH_VERSION = 1
LEAD_WORDS = 45  # docs/duplicates.md

# A figure with its separators is one word, and letters with an apostrophe inside; dashes and all else part words,
# so that it does not matter which dash or quote a wire uses.
# A letter and the accents that follow it are one letter, as where both are one character.
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*"
_WORD = re.compile(rf"\d+(?:[.,]\d+)*|{_LETTERS}(?:['’ʼ]{_LETTERS})*")

# What stands between the last word of one sentence and the first of the next.
_SENTENCE_END = re.compile(r"[.!?…:]|\n")

_APOSTROPHES = str.maketrans("’ʼ", "''")


def sketch(article: CleanArticle) -> Sketch:
    """Make the sketch of an article; one that is dropped keeps its position in the order, without words."""
    spans = [] if article.dropped is not None else word_spans(body(article))
    text = body(article)
    words = [normal(text[start:end]) for start, end in spans]
    hashes = word_hashes(words)
    named = [at for at in range(len(spans)) if _is_name(text, spans, at)]
    lead = [at for at in named if at < LEAD_WORDS]
    figures = [at for at, word in enumerate(words) if word[0].isdigit()]
    return Sketch(
        version=SKETCH_VERSION,
        source=article.source,
        uri=article.uri,
        article_version=article.version,
        versioned=article.versioned,
        pub_status=article.pub_status,
        publisher=article.publisher,
        link=article.link,
        headline=article.headline,
        located=article.located,
        signal=article.signal.kind if article.signal is not None else None,
        refers_to=article.refers_to,
        slug=article.slug,
        withdraws=article.withdraws,
        wire=article.wire,
        received=article.received,
        dropped=article.dropped is not None,
        exact=xxhash.xxh3_64_hexdigest(" ".join(words).encode()),
        words=_packed(hashes, "<u4"),
        figures=_packed(np.unique(hashes[figures] & 0xFFFF), "<u2"),
        names=_packed(np.unique(hashes[named]), "<u4"),
        lead_names=_packed(np.unique(hashes[lead]), "<u4"),
    )


def body(article: CleanArticle) -> str:
    """Return the text that is compared: a flash that is all headline is compared by its headline."""
    return article.text or article.headline or ""


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each word of a text, in code points, end exclusive."""
    return [found.span() for found in _WORD.finditer(text)]


def normal(word: str) -> str:
    """Return a word as it is compared: lower case, plain apostrophe, compatibility forms undone, figures without commas."""
    if word[0].isdigit():
        word = word.replace(",", "")
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", word.translate(_APOSTROPHES)).lower()


def word_hashes(words: Iterable[str]) -> npt.NDArray[np.uint32]:
    """Return the low 32 bits of XXH3-64 of each normalised word."""
    digest = xxhash.xxh3_64_intdigest
    return np.fromiter((digest(word.encode()) & 0xFFFFFFFF for word in words), dtype=np.uint32)


def _is_name(text: str, spans: list[tuple[int, int]], at: int) -> bool:
    """Return True for a capitalised word that does not open a sentence: there the capital says nothing."""
    start = spans[at][0]
    if at == 0 or not text[start].isupper():
        return False
    return _SENTENCE_END.search(text, spans[at - 1][1], start) is None


def _packed(values: npt.NDArray[np.uint32], form: str) -> str:
    return b64encode(values.astype(form).tobytes()).decode("ascii")
