"""A reading: one analysed article laid out by sentence, so that rules can ask what stands where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from streams.messages import AnalysedArticle, Argument, Entity, Frame, Span

_MOST_DESCRIBED = 8
"""Descriptions of one name that are looked at, the first of the article: a name that is described again and again is known by then."""
_LONGEST = 200
"""Characters of a predicate, a light verb with its noun among them."""
_start, _end = attrgetter("start"), attrgetter("end")


class Word(NamedTuple):
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
        text, out = self.article.text, []
        for s in self.article.sentences:
            places = [s.start + at for at in s.words]
            pairs = zip(places[::2], places[1::2], strict=False)
            out.append(tuple([Word(start, end, _plain(text[start:end])) for start, end in pairs if start < end]))
        return tuple(out)

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

    def descriptions(self, entity: Entity) -> tuple[Span, ...]:
        """What the article says that a name is, at any of its mentions; its own first."""
        return (*(entity.described or ()), *(self._described.get(entity.id, ()) if entity.id is not None else ()))

    @cached_property
    def _described(self) -> dict[str, list[Span]]:
        out: dict[str, list[Span]] = {}
        for entity in self.article.entities:
            if entity.id is not None and entity.described and len(told := out.setdefault(entity.id, [])) < _MOST_DESCRIBED:
                told.extend(entity.described)
        return out

    def names_within(self, start: int, end: int) -> Iterator[Entity]:
        """All entities inside a stretch, in order."""
        sentence = self.sentence_at(start)
        if sentence is None:
            return
        starts, row = self._entity_starts[sentence], self.entities[sentence]
        for at in range(bisect_left(starts, start), bisect_left(starts, end)):
            entity = self.article.entities[row[at]]
            if entity.end <= end:
                yield entity

    @cached_property
    def _entity_starts(self) -> tuple[list[int], ...]:
        return tuple([self.article.entities[i].start for i in row] for row in self.entities)

    def said_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words inside a stretch of one sentence."""
        if (sentence := self.sentence_at(start)) is None:
            return ()
        words = self.words[sentence]
        return words[bisect_left(words, start, key=_start) : bisect_right(words, end, key=_end)]

    def frames_over(self, sentence: int, offset: int) -> Iterator[Frame]:
        """The frames whose predicate covers an offset."""
        starts, row = self._frame_starts[sentence], self.frames[sentence]
        for at in range(bisect_left(starts, offset - _LONGEST), bisect_right(starts, offset)):
            if (frame := self.article.frames[row[at]]).end > offset:
                yield frame

    @cached_property
    def _frame_starts(self) -> tuple[list[int], ...]:
        return tuple([self.article.frames[i].start for i in row] for row in self.frames)

    def words_before(self, sentence: int, offset: int, count: int) -> tuple[Word, ...]:
        """The last words that end before an offset, nearest last."""
        words = self.words[sentence]
        end = bisect_right(words, offset, key=_end)
        return words[max(0, end - count) : end]

    def before(self, frame: Frame, count: int) -> tuple[str, ...]:
        """The lower-case words just before a predicate, nearest last."""
        return tuple(w.lower for w in self.words_before(frame.sentence, frame.start, count))

    def after(self, frame: Frame, count: int) -> tuple[str, ...]:
        """The lower-case words just after a predicate, nearest first."""
        words = self.words[frame.sentence]
        first = bisect_left(words, frame.end, key=_start)
        return tuple(w.lower for w in words[first : first + count])


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").rstrip("'") or word
