"""A reading: one analysed article laid out by sentence, so that rules can ask what stands where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from streams.detect.times import TimeMention, find_times
from streams.messages import AnalysedArticle, Argument, Entity, Frame, Span

WORD = re.compile(r"[$€£¥]?\d[\d.,]*\d|\d+|(?:[A-Z]\.){2,}|[^\W\d_]+(?:[-'’][^\W_]+)*['’]?|[^\s]")

_start, _end = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of the text; `lower` without a possessive ending."""

    start: int
    end: int
    lower: str


@dataclass(frozen=True)
class Reading:
    """An article with its words, entities and frames by sentence. Offsets are those of `article.text`."""

    article: AnalysedArticle

    @cached_property
    def words(self) -> tuple[tuple[Word, ...], ...]:
        """The words of each sentence."""
        text = self.article.text
        return tuple(
            tuple(Word(m.start(), m.end(), _plain(m.group())) for m in WORD.finditer(text, s.start, s.end)) for s in self.article.sentences
        )

    @cached_property
    def vocabulary(self) -> tuple[frozenset[str], ...]:
        """The lower-case words of each sentence, and their parts where a hyphen joins them."""
        out = []
        for words in self.words:
            plain = {w.lower for w in words}
            out.append(frozenset(plain | {part for w in plain if "-" in w for part in w.split("-")}))
        return tuple(out)

    @cached_property
    def said(self) -> frozenset[str]:
        """The vocabulary of all sentences."""
        return frozenset().union(*self.vocabulary)

    @cached_property
    def entities(self) -> tuple[tuple[int, ...], ...]:
        """Indices of the entities of each sentence, in order."""
        out: list[list[int]] = [[] for _ in self.article.sentences]
        for index, entity in enumerate(self.article.entities):
            if (sentence := self.sentence_at(entity.start)) is not None:
                out[sentence].append(index)
        return tuple(tuple(sorted(row, key=lambda i: self.article.entities[i].start)) for row in out)

    @cached_property
    def frames(self) -> tuple[tuple[int, ...], ...]:
        """Indices of the frames of each sentence, in order."""
        out: list[list[int]] = [[] for _ in self.article.sentences]
        for index, frame in enumerate(self.article.frames):
            if 0 <= frame.sentence < len(out):
                out[frame.sentence].append(index)
        return tuple(tuple(sorted(row, key=lambda i: self.article.frames[i].start)) for row in out)

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.article.sentences]

    def sentence_at(self, offset: int) -> int | None:
        """Index of the sentence that covers an offset."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self.article.sentences[index].end else None

    def span(self, sentence: int) -> Span:
        """A sentence with its text."""
        s = self.article.sentences[sentence]
        return Span(start=s.start, end=s.end, text=self.article.text[s.start : s.end])

    def text(self, start: int, end: int) -> str:
        """A stretch of the article's text."""
        return self.article.text[start:end]

    def entity(self, argument: Argument) -> Entity | None:
        """The name that heads an argument."""
        if argument.entity is None or not 0 <= argument.entity < len(self.article.entities):
            return None
        return self.article.entities[argument.entity]

    def names_within(self, start: int, end: int) -> Iterator[Entity]:
        """All entities inside a stretch, in order."""
        sentence = self.sentence_at(start)
        if sentence is None:
            return
        for index in self.entities[sentence]:
            entity = self.article.entities[index]
            if start <= entity.start and entity.end <= end:
                yield entity

    def times(self, sentence: int, *, future: bool) -> list[TimeMention]:
        """The time expressions of a sentence, read for what is still to come or not."""
        if (sentence, future) not in self._times:
            s = self.article.sentences[sentence]
            self._times[sentence, future] = find_times(self.article.text, self.article.published, future=future, start=s.start, end=s.end)
        return self._times[sentence, future]

    @cached_property
    def _times(self) -> dict[tuple[int, bool], list[TimeMention]]:
        return {}

    def before(self, frame: Frame, count: int) -> tuple[str, ...]:
        """The lower-case words just before a predicate, nearest last."""
        words = self.words[frame.sentence]
        end = bisect_right(words, frame.start, key=_end)
        return tuple(w.lower for w in words[max(0, end - count) : end])

    def after(self, frame: Frame, count: int) -> tuple[str, ...]:
        """The lower-case words just after a predicate, nearest first."""
        words = self.words[frame.sentence]
        first = bisect_left(words, frame.end, key=_start)
        return tuple(w.lower for w in words[first : first + count])


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").rstrip("'") or word
