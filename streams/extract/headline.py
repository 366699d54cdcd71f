"""A headline in the case of a sentence, so that capitals tell names again; pure."""

from __future__ import annotations

import re

from spacy.lang.en.stop_words import STOP_WORDS

from streams.extract.names.spelling import is_headline

_READ = 20_000
"""The number of characters of a text that are read for how its words are written."""
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_SMALL = re.compile(r"(?<![\w'’])[a-z][\w'’]*")


def sentence_case(headline: str, text: str) -> str:
    """Return a headline in its own length; where nearly every word has a capital, those behind the first that the text writes small, and
    stop words, lose it.
    """
    if not is_headline(headline):
        return headline
    small = set(_SMALL.findall(text[:_READ])) | STOP_WORDS
    first = _WORD.search(headline)

    def cased(found: re.Match[str]) -> str:
        word = found[0]
        lower = word.lower()
        opens = first is not None and found.start() == first.start()
        return lower if not opens and word[1:].islower() and lower in small and len(lower) == len(word) else word

    return _WORD.sub(cased, headline)
