"""Single texts as articles that extract has read: the sets of other projects are sentences, and no screen has seen them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from spacy.language import Language

from streams.clean import Limits, clean
from streams.extract import analyse
from streams.messages import AnalysedArticle, CleanArticle, ScreenedArticle
from streams.screen import as_new


def analysed(nlp: Language, texts: Sequence[str], published: datetime, limits: Limits) -> list[AnalysedArticle]:
    """Return each text as an article of its own: one of several lines is cleaned, a single line is not; raise what reading one raised."""
    articles = [_screened(text, f"articles/0/{number}", published, limits) for number, text in enumerate(texts)]
    read: list[AnalysedArticle] = []
    for one in analyse(nlp, articles):
        if isinstance(one, Exception):
            raise one
        read.append(one)
    return read


def _screened(text: str, source: str, published: datetime, limits: Limits) -> ScreenedArticle:
    article = CleanArticle(source=source, uri=source, text=text, published=published, received=published)
    if "\n" in text.strip():
        cleaned = clean(text.encode(), key=None, source=source, received=published, limits=limits)
        article = article if cleaned.dropped else cleaned
    return as_new(article)
