"""One pass of the model over a batch of articles: what stands in each, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from streams.extract.entities import entities
from streams.extract.frames import frames
from streams.extract.part import DEFAULT, Limits, tokenised
from streams.messages import AnalysedArticle, ScreenedArticle, Sentence


def analyse(nlp: Language, articles: Sequence[ScreenedArticle], *, limits: Limits = DEFAULT) -> list[AnalysedArticle | Exception]:
    """Each article with its sentences, entities and frames, in order; in its place the exception that reading it raised.

    Articles that are not `readable` pass through without analysis. Nothing returned refers to the model's memory.
    """
    results: list[AnalysedArticle | Exception] = [_unread(article) for article in articles]
    places = [place for place, article in enumerate(articles) if article.readable]
    texts = [articles[place].text for place in places]
    if not places:
        return results
    with nlp.memory_zone():
        for place, doc in zip(places, _docs(nlp, texts, limits), strict=True):
            if isinstance(doc, Exception):
                results[place] = doc
                continue
            try:
                results[place] = read(doc, articles[place])
            except Exception as error:  # one article's failure is a value, or it would cost its whole batch
                results[place] = error
    return results


def _docs(nlp: Language, texts: list[str], limits: Limits) -> Iterator[Doc | Exception]:
    """Parsed texts in order; a text that breaks the batch is found by parsing one by one."""
    try:
        docs: list[Doc] = list(nlp.pipe([tokenised(nlp, text, limits) for text in texts], batch_size=limits.batch_docs))
    except Exception:
        for text in texts:
            yield _doc(nlp, text, limits)
    else:
        yield from docs


def _doc(nlp: Language, text: str, limits: Limits) -> Doc | Exception:
    try:
        return nlp(tokenised(nlp, text, limits))
    except Exception as error:
        return error


def _unread(article: ScreenedArticle) -> AnalysedArticle:
    return AnalysedArticle.model_construct(**{name: getattr(article, name) for name in type(article).model_fields})


def read(doc: Doc, article: ScreenedArticle) -> AnalysedArticle:
    """The article with all that is read off its parsed text."""
    spans = sentence_spans(doc)
    found = entities(doc)
    return _unread(article).with_(
        sentences=tuple(Sentence(start=span.start_char, end=span.end_char) for span in spans),
        entities=found,
        frames=frames(doc, found, spans),
    )


def sentence_spans(doc: Doc) -> list[Span]:
    """Sentences without blanks at their ends; whole lines where the model sets none."""
    if not len(doc):
        return []
    if doc.has_annotation("SENT_START"):
        cuts = [sentence.start for sentence in doc.sents] + [len(doc)]
    else:
        cuts = [0, *(token.i + 1 for token in doc if "\n" in token.text and token.i + 1 < len(doc)), len(doc)]
    spans = []
    for start, end in pairwise(cuts):
        while start < end and doc[start].is_space:
            start += 1
        while end > start and doc[end - 1].is_space:
            end -= 1
        if start < end:
            spans.append(doc[start:end])
    return spans
