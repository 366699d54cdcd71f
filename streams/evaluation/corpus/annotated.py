"""The texts of the event corpus as articles that have been through extract, each event word put on the frame that covers it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate

from spacy.language import Language

from streams.extract.articles import analyse
from streams.messages import AnalysedArticle, Relation, ScreenedArticle
from streams.model.recipe.events.corpus import Text, Told, span_of

_UNDATED = datetime(2006, 6, 15, tzinfo=UTC)
"""The day that a text without one counts as published: the Voice of America stories are of 2004 to 2008."""
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article beside its text's annotation."""

    text: Text
    article: AnalysedArticle
    starts: tuple[int, ...]
    """The offsets at which the text's own sentences begin; the article's sentences are extract's."""
    words: tuple[tuple[int, Told], ...]
    """Event words with their offset in the article's text."""

    def sentence_at(self, offset: int) -> int:
        """Return the number of the text's own sentence at an offset."""
        return bisect_right(self.starts, offset) - 1

    def told_by_frame(self) -> dict[int, Told]:
        """Return the event word that each frame covers, by the frame's index; a word that no frame covers is left out."""
        found = dict[int, Told]()
        for offset, told in self.words:
            covering = [
                (frame.end - frame.start, number) for number, frame in enumerate(self.article.frames) if frame.start <= offset < frame.end
            ]
            if covering:
                found.setdefault(min(covering)[1], told)
        return found


def annotated(nlp: Language, texts: Sequence[Text]) -> Iterator[Annotated]:
    """Yield each text as an article, in order; raise the error that reading one of them raised."""
    for first in range(0, len(texts), _BATCH):
        batch = texts[first : first + _BATCH]
        for text, article in zip(batch, analyse(nlp, [_article(text) for text in batch]), strict=True):
            if isinstance(article, Exception):
                raise article
            starts = tuple(accumulate((len(sentence) + 1 for sentence in text.sentences), initial=0))[:-1]
            placed = ((told, span_of(text.sentences[told.sentence], told)) for told in text.events)
            words = tuple((starts[told.sentence] + span[0], told) for told, span in placed if span is not None)
            yield Annotated(text, article, starts, words)


def _article(text: Text) -> ScreenedArticle:
    published = _UNDATED if text.published is None else text.published.replace(tzinfo=UTC)
    return ScreenedArticle(
        source=f"corpus/{text.id}",
        uri=text.id,
        headline=text.headline,
        text=" ".join(text.sentences),
        language="en",
        published=published,
        received=published,
        relation=Relation(kind="new", story=text.id),
    )
