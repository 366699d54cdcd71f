"""A reading: one analysed article laid out by sentence, so that rules can ask what stands where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from streams.messages import AnalysedArticle, Argument, Entity, Frame, Span

_MOST_DESCRIBED = 8
"""The most descriptions of one name that are looked at, the first of the article: a name that is described often is known by then."""
_LONGEST = 200
"""The most characters of a predicate, a light verb with its noun among them."""


class Word(NamedTuple):
    """A word or mark of the text; `lower` without a possessive ending."""

    start: int
    end: int
    lower: str


_word = partial(tuple.__new__, Word)
"""Makes a word of its three fields; `Word(...)` and `Word._make` would check their number in Python for each word of an article."""


class Row(NamedTuple):
    """The words of one sentence, by index: the offsets at which each begins and ends, and its lower-case form."""

    starts: Sequence[int]
    ends: Sequence[int]
    lower: tuple[str, ...]

    def between(self, first: int, last: int) -> tuple[Word, ...]:
        """Return the words from one index up to another."""
        return tuple(map(_word, zip(self.starts[first:last], self.ends[first:last], self.lower[first:last], strict=True)))


@dataclass(frozen=True)
class Reading:
    """An article with its words, entities and frames by sentence. Offsets are those of `article.text`."""

    article: AnalysedArticle

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The words of each sentence."""
        text, out = self.article.text, []
        lower = _lowered(text)
        for s in self.article.sentences:
            starts, ends = [s.start + at for at in s.words[::2]], [s.start + at for at in s.words[1::2]]
            pairs = [(start, end) for start, end in zip(starts, ends, strict=False) if start < end]
            if len(pairs) < len(starts):  # one that is empty, or has no end
                starts, ends = [start for start, _ in pairs], [end for _, end in pairs]
            if "'" in lower[s.start : s.end]:
                words = [_plain(text[start:end]) if "'" in lower[start:end] else lower[start:end] for start, end in pairs]
            else:
                words = [lower[start:end] for start, end in pairs]
            out.append(Row(starts, ends, tuple(words)))
        return tuple(out)

    def words(self, sentence: int) -> tuple[Word, ...]:
        """Return the words of a sentence."""
        return self.rows[sentence].between(0, len(self.rows[sentence].lower))

    @cached_property
    def vocabulary(self) -> tuple[frozenset[str], ...]:
        """The lower-case words of each sentence, and their parts where a hyphen joins them."""
        out = []
        for row in self.rows:
            joined = [part for word in row.lower if "-" in word for part in word.split("-")]
            out.append(frozenset((*row.lower, *joined)) if joined else frozenset(row.lower))
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

    @cached_property
    def _ends(self) -> list[int]:
        return [s.end for s in self.article.sentences]

    def sentence_at(self, offset: int) -> int | None:
        """Return the index of the sentence that covers an offset; None where none does."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self._ends[index] else None

    def span(self, sentence: int) -> Span:
        """Return a sentence with its text."""
        s = self.article.sentences[sentence]
        return Span(start=s.start, end=s.end, text=self.article.text[s.start : s.end])

    def text(self, start: int, end: int) -> str:
        """Return a stretch of the article's text."""
        return self.article.text[start:end]

    def entity(self, argument: Argument) -> Entity | None:
        """Return the name that heads an argument; None where no name does."""
        if argument.entity is None or not 0 <= argument.entity < len(self.article.entities):
            return None
        return self.article.entities[argument.entity]

    def descriptions(self, entity: Entity) -> tuple[Span, ...]:
        """Return the descriptions that the article gives of a name at any of its mentions; those of the mention itself come first."""
        return (*(entity.described or ()), *(self._described.get(entity.id, ()) if entity.id is not None else ()))

    @cached_property
    def _described(self) -> dict[str, list[Span]]:
        out: dict[str, list[Span]] = {}
        for entity in self.article.entities:
            if entity.id is not None and entity.described and len(told := out.setdefault(entity.id, [])) < _MOST_DESCRIBED:
                told.extend(entity.described)
        return out

    def names_within(self, start: int, end: int) -> Iterator[Entity]:
        """Yield all entities inside a stretch of one sentence, in order."""
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
        """Return the words inside a stretch of one sentence."""
        if (sentence := self.sentence_at(start)) is None:
            return ()
        row = self.rows[sentence]
        return row.between(bisect_left(row.starts, start), bisect_right(row.ends, end))

    def lower_in(self, start: int, end: int) -> tuple[str, ...]:
        """Return the lower-case words inside a stretch of one sentence."""
        if (sentence := self.sentence_at(start)) is None:
            return ()
        row = self.rows[sentence]
        return row.lower[bisect_left(row.starts, start) : bisect_right(row.ends, end)]

    def frames_over(self, sentence: int, offset: int) -> Iterator[Frame]:
        """Yield the frames of a sentence whose predicate covers an offset."""
        starts, row = self._frame_starts[sentence], self.frames[sentence]
        for at in range(bisect_left(starts, offset - _LONGEST), bisect_right(starts, offset)):
            if (frame := self.article.frames[row[at]]).end > offset:
                yield frame

    @cached_property
    def _frame_starts(self) -> tuple[list[int], ...]:
        return tuple([self.article.frames[i].start for i in row] for row in self.frames)

    def words_before(self, sentence: int, offset: int, count: int) -> tuple[Word, ...]:
        """Return the last `count` words that end before an offset, the nearest last."""
        row = self.rows[sentence]
        end = bisect_right(row.ends, offset)
        return row.between(max(0, end - count), end)

    def lower_before(self, sentence: int, offset: int, count: int) -> tuple[str, ...]:
        """Return the last `count` lower-case words that end before an offset, the nearest last."""
        row = self.rows[sentence]
        end = bisect_right(row.ends, offset)
        return row.lower[max(0, end - count) : end]

    def before(self, frame: Frame, count: int) -> tuple[str, ...]:
        """Return the lower-case words just before a predicate, the nearest last."""
        return self.lower_before(frame.sentence, frame.start, count)

    def after(self, frame: Frame, count: int) -> tuple[str, ...]:
        """Return the lower-case words just after a predicate, the nearest first."""
        row = self.rows[frame.sentence]
        first = bisect_left(row.starts, frame.end)
        return row.lower[first : first + count]


def _lowered(text: str) -> str:
    """Return the text in lower case with plain apostrophes; or apostrophes alone where lower case would move letters or a letter's form
    goes by its neighbours, so that each word is looked at by itself.
    """
    lower = text.lower().replace("’", "'")
    return lower if len(lower) == len(text) and "Σ" not in text else "'" * len(text)


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").rstrip("'") or word
