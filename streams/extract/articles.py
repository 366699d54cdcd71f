"""This module runs the model once over a batch of articles and returns what stands in each as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from streams.extract.frames.frame import frames_of, words_of
from streams.extract.frames.readings import with_readings
from streams.extract.headline import sentence_case
from streams.extract.names.descriptions import described
from streams.extract.names.entities import entities
from streams.extract.part import DEFAULT, Limits, tokenised
from streams.extract.places import lands, located
from streams.extract.places.publisher import publisher_country
from streams.extract.tokens import Stretch, Token, tokens
from streams.extract.values.valued import valued
from streams.messages import AnalysedArticle, HeadlineReading, ScreenedArticle, Sentence
from streams.model.events.reader import EventReader
from streams.model.load import event_reader

_HEADLINE = 400
"""The number of characters of a headline that are read."""


def analyse(nlp: Language, articles: Sequence[ScreenedArticle], *, limits: Limits = DEFAULT) -> list[AnalysedArticle | Exception]:
    """Return each article with its sentences, entities and frames, in order, or instead of it the exception that reading it raised.

    Articles that are not `readable` pass through without analysis. Nothing returned refers to the model's memory.
    """
    results: list[AnalysedArticle | Exception] = [_unread(article) for article in articles]
    indices = [index for index, article in enumerate(articles) if article.readable]
    if not indices:
        return results
    events = event_reader(nlp)
    headlines = {index: titled for index in indices if (titled := _as_text(articles[index])) is not None}
    texts = [articles[index].text for index in indices] + [headline.text for headline in headlines.values()]
    with nlp.memory_zone():
        docs = list(_docs(nlp, texts, limits))
        for index, doc in zip(indices, docs, strict=False):
            results[index] = _result(nlp, doc, articles[index], events)
        for (index, headline), doc in zip(headlines.items(), docs[len(indices) :], strict=True):
            whole, own = results[index], _result(nlp, doc, headline, events)
            results[index] = whole.with_(headline_reading=_reading(own)) if isinstance(whole, AnalysedArticle) else whole
    return results


def _result(nlp: Language, doc: Doc | Exception, article: ScreenedArticle, events: EventReader | None) -> AnalysedArticle | Exception:
    if isinstance(doc, Exception):
        return doc
    try:
        return read(doc, article, events, headline_words(nlp, article.headline))
    except Exception as error:  # one article's failure is a value, or it would cost its whole batch
        return error


def read_headline(nlp: Language, article: ScreenedArticle, events: EventReader | None, limits: Limits = DEFAULT) -> HeadlineReading | None:
    """Return what an article's headline says; None where it has none, or one that cannot be read."""
    headline = _as_text(article)
    return _reading(_result(nlp, _doc(nlp, headline.text, limits), headline, events)) if headline is not None else None


def _as_text(article: ScreenedArticle) -> ScreenedArticle | None:
    """Return the headline as an article of its own."""
    if not article.headline or not article.headline.strip():
        return None
    text = sentence_case(article.headline[:_HEADLINE], article.text)
    return article.with_(text=text, headline=None)


def _reading(own: AnalysedArticle | Exception) -> HeadlineReading | None:
    """Return what was read in a headline; one that cannot be read never costs the article."""
    if isinstance(own, Exception):
        return None
    fields = {name: getattr(own, name) for name in HeadlineReading.model_fields}
    return HeadlineReading.model_construct(**fields)


def headline_words(nlp: Language, headline: str | None) -> list[str]:
    """Return the words of the first `_HEADLINE` characters of a headline; an empty list where there is no headline."""
    return [word.text for word in nlp.make_doc((headline or "")[:_HEADLINE]) if not word.is_space]


def _docs(nlp: Language, texts: list[str], limits: Limits) -> Iterator[Doc | Exception]:
    """Yield the parsed texts in order; where one breaks the batch, each is parsed by itself, and an exception stands for it."""
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


def read(doc: Doc, article: ScreenedArticle, events: EventReader | None = None, headline: Sequence[str] = ()) -> AnalysedArticle:
    """Return the article with all that is read off its parsed text and by the event reader; `headline`: its headline's words."""
    text = doc.text
    found = entities(doc, text)
    with tokens(doc) as words:
        stretches = [Stretch(words, span.start, span.end) for span in sentence_spans(doc)]
        at = words_of(doc, found)
        framed = frames_of(doc, text, words, found, at, stretches)
        said = described(words, found, at)
        kinds: dict[str, int] | None = None
        if events is not None:
            framed, kinds = with_readings(events, framed, stretches, headline, article.published)
        sentences = tuple(_sentence(stretch) for stretch in stretches)
    found = valued(text, found, framed, article.published)
    found, dateline = located(text, found, article.located, publisher_country(article.link))
    found = tuple(one.with_(described=said[number]) if number in said else one for number, one in enumerate(found))
    return _unread(article).with_(
        sentences=sentences, entities=found, frames=framed, dateline=dateline, countries=lands(found), kinds=kinds
    )


def _sentence(stretch: Stretch) -> Sentence:
    """Return a sentence with the offsets of its words from its start; words that the tokeniser parted at a hyphen or an apostrophe are
    one word again.
    """
    start, out, joins = stretch.start_char, list[int](), False
    before: Token | None = None
    for word in stretch:
        if word.is_space:
            before = None
            continue
        touches = before is not None and before.idx + len(before.text) == word.idx and (before.text[-1].isalnum() or joins)
        hyphen = word.text in ("-", "–") and touches and _goes_on(word)
        if touches and (joins or hyphen or (word.text[0] in "'’" and len(word.text) > 1) or word.lower_ in ("n't", "n’t", "'", "’")):
            out[-1] = word.idx + len(word.text) - start
        else:
            out += (word.idx - start, word.idx + len(word.text) - start)
        joins, before = hyphen, word
    return Sentence(start=start, end=stretch.end_char, words=tuple(out))


def _goes_on(hyphen: Token) -> bool:
    """Return True if a word stands right behind a hyphen."""
    after = hyphen.doc[hyphen.i + 1] if hyphen.i + 1 < len(hyphen.doc) else None
    return after is not None and not hyphen.whitespace_ and after.text[0].isalnum()


def sentence_spans(doc: Doc) -> list[Span]:
    """Return the sentences of a document without blanks at their ends, or its lines where the model sets no sentences."""
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
