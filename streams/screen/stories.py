"""The open stories, each told by several articles in words of their own, and the story that an article joins by likeness.

A story is the sum of the vectors of its last TOLD texts. An article joins the story whose sum has the largest cosine to its own vector,
if that is JOINS or more. Only stories that share some of the weightiest words are compared, at most MOST_COMPARED, so that an article costs
the same however many stories are open. All sums are of whole numbers: every worker that applied the same log gives the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from streams.screen.seen import Seen
from streams.screen.shelf import Shelf
from streams.screen.text import Words
from streams.screen.vector import LARGEST, Vector, Weights

TOLD = 8
"""The number of last texts whose vectors stand for a story."""
JOINS = 14
"""The least cosine, in hundredths, by which an article joins a story."""
SHARED = 3
"""The least number of words that an article shares with a story that it joins, and has at all if it is to be placed by its words."""
WEIGHTIEST = 24
"""The number of words of a text by which its story is found: on news_cluster as good as all of them, with 12 B-cubed F falls by .01."""
MOST_COMPARED = 32
"""The largest number of stories that an article is compared with."""
MOST_STORIES = 50_000
"""The largest number of open stories, past which the one that was told of least recently goes: 90 MB with one text each, 260 with TOLD."""

_FIRST_ROWS = 256
_FILTER = 1 << 12
_NO_WORDS = np.empty(0, dtype=np.uint32)


@dataclass(slots=True)
class Story:
    """An open story."""

    id: int
    order: int
    """Its number among all stories that were ever opened."""
    day: int
    """The day on which it was last told."""
    rows: list[int]
    """The rows of its vectors, the oldest first."""
    square: int
    """The square of the length of their sum."""


class Stories:
    """The open stories, each with a number under `most`; the number of a closed story is used again."""

    def __init__(self, most: int = MOST_STORIES) -> None:
        self.most = most
        self._open: dict[int, Story] = {}
        """By number, the story that was told of least recently first."""
        self._number: dict[int, int] = {}
        """The number of each story by its id."""
        self._opened = 0
        """The number of stories that were ever opened."""
        self._unused: list[int] = []
        """The numbers of closed stories."""
        self.seen = Seen()
        """The number of texts that have each word so far, by which the next ones are weighed."""
        self._shelf = Shelf()
        """The numbers of the stories by the weightiest words of their texts."""
        self._words = np.zeros((_FIRST_ROWS, LARGEST), dtype=np.uint32)
        self._weights = np.zeros((_FIRST_ROWS, LARGEST), dtype=np.uint16)
        self._free = list(range(_FIRST_ROWS - 1, -1, -1))

    def __len__(self) -> int:
        return len(self._open)

    @property
    def texts(self) -> int:
        """The number of vectors that are held."""
        return sum(len(story.rows) for story in self._open.values())

    def nearest(self, vector: Vector) -> int | None:
        """Return the id of the story that an article joins by its words; None if it opens one. Of stories as near the last opened wins."""
        if len(vector.words) < SHARED:
            return None
        numbers = self.compared(vector)
        best: tuple[int, int, Story] | None = None
        for number, (dot, shared) in zip(numbers, self._dots(numbers, vector), strict=True):
            story, squared = self._open[number], dot * dot
            # dot / sqrt(square * square) >= JOINS / 100, in whole numbers
            if shared < SHARED or squared * 10_000 < JOINS * JOINS * vector.square * story.square:
                continue
            if best is None or (squared * best[1], story.order) > (best[0] * story.square, best[2].order):
                best = (squared, story.square, story)
        return best[2].id if best is not None else None

    def compared(self, vector: Vector) -> list[int]:
        """Return the numbers of the stories that share most of an article's weightiest words, at most MOST_COMPARED.

        A word of few stories counts for more; of those that share equally much the last opened come first.
        """
        numbers, shared = self._shelf.find(vector.words[:WEIGHTIEST])
        if len(numbers) > MOST_COMPARED:
            least = np.partition(shared, -MOST_COMPARED)[-MOST_COMPARED]
            numbers, shared = numbers[shared >= least], shared[shared >= least]
        ranked = sorted(zip(shared.tolist(), (self._open[number].order for number in numbers.tolist()), numbers.tolist(), strict=True))
        return [number for _, _, number in ranked[: -MOST_COMPARED - 1 : -1]]

    def tell(self, id: int, day: int, vector: Vector | None) -> None:
        """Note that an article of this day belongs to a story; `vector` are its words, None for a repeat.

        The story is opened if it is not open and the words say anything.
        """
        if vector is not None:
            self.seen.add(vector.said)
        said = vector if vector is not None and len(vector.words) >= SHARED else None
        number = self._number.get(id)
        if number is not None:
            story = self._open.pop(number)
            story.day = max(day, story.day)
        elif said is None:
            return
        else:
            if len(self._open) >= self.most:
                self._close(next(iter(self._open)))
            number = self._number[id] = self._unused.pop() if self._unused else len(self._open)
            story = Story(id, self._opened, day, [], 0)
            self._opened += 1
        self._open[number] = story
        if said is not None:
            self._add(number, story, said)

    def forget(self, before: int) -> None:
        """Close the stories that no article has told of since a day."""
        while self._open:
            number = next(iter(self._open))
            if self._open[number].day >= before:
                return
            self._close(number)

    # ------------------------------------------------------------------------------------------ as arrays

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return all of it as arrays that nobody writes to any more, for a snapshot."""
        told = [(number, story.id, story.order, story.day, story.square, len(story.rows)) for number, story in self._open.items()]
        rows = np.fromiter(chain.from_iterable(story.rows for story in self._open.values()), dtype=np.int64)
        return (
            self._shelf.arrays()
            | self.seen.arrays()
            | {
                "head": np.array([self.most, self._opened], dtype=np.int64),
                "open": np.array(told, dtype=np.int64).reshape(-1, 6),
                "words": self._words[rows],
                "weights": self._weights[rows],
            }
        )

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Stories:
        """Return the stories that were written as these arrays."""
        most, opened = arrays["head"].tolist()
        stories = cls(most)
        stories._opened = opened
        stories._shelf = Shelf.of(arrays)
        stories.seen = Seen.read(arrays)
        spare = np.zeros((_FIRST_ROWS, LARGEST), dtype=np.uint32)
        stories._words = np.concatenate((arrays["words"].astype(np.uint32), spare))
        stories._weights = np.concatenate((arrays["weights"].astype(np.uint16), spare.astype(np.uint16)))
        row = 0
        for number, id_, order, day, square, texts in arrays["open"].tolist():
            stories._open[number] = Story(id_, order, day, list(range(row, row + texts)), square)
            stories._number[id_] = number
            row += texts
        stories._free = list(range(row + _FIRST_ROWS - 1, row - 1, -1))
        highest = max(stories._open, default=-1)
        stories._unused = [number for number in range(highest, -1, -1) if number not in stories._open]
        return stories

    # ------------------------------------------------------------------------------------------ one story

    def _add(self, number: int, story: Story, vector: Vector) -> None:
        """Add a vector to a story and let the oldest go if there are more than TOLD."""
        if len(story.rows) == TOLD:
            row = story.rows.pop(0)
            self._release(number, story, [row])
        if not self._free:
            self._grow()
        row = self._free.pop()
        self._words[row] = 0
        self._weights[row] = 0
        self._words[row, : len(vector.words)] = vector.words
        self._weights[row, : len(vector.words)] = vector.weights
        story.rows.append(row)
        story.square = self._square(story.rows)
        self._shelf.add(vector.words[:WEIGHTIEST], number)

    def _close(self, number: int) -> None:
        story = self._open.pop(number)
        del self._number[story.id]
        rows, story.rows = story.rows, []
        self._release(number, story, rows)
        self._unused.append(number)

    def _release(self, number: int, story: Story, rows: Sequence[int]) -> None:
        """Give rows of a story back, and take the story from the words by which only they found it."""
        self._shelf.remove(self._weightiest(rows), number, self._weightiest(story.rows))
        self._free.extend(rows)

    def _weightiest(self, rows: Sequence[int]) -> Words:
        words: Words = self._words[rows, :WEIGHTIEST][self._weights[rows, :WEIGHTIEST] > 0] if rows else _NO_WORDS
        return words

    def _grow(self) -> None:
        count, more = len(self._words), max(_FIRST_ROWS, len(self._words) // 4)
        self._words = np.concatenate((self._words, np.zeros((more, LARGEST), dtype=np.uint32)))
        self._weights = np.concatenate((self._weights, np.zeros((more, LARGEST), dtype=np.uint16)))
        self._free = list(range(count + more - 1, count - 1, -1))

    # ------------------------------------------------------------------------------------------ sums

    def _square(self, rows: Sequence[int]) -> int:
        """Return the square of the length of the sum of some rows."""
        if len(rows) == 1:
            weights = self._weights[rows[0]].astype(np.int64)
            return int(weights @ weights)
        words, weights = self._words[rows].ravel(), self._weights[rows].ravel().astype(np.int64)
        order = np.argsort(words)
        sums = np.add.reduceat(weights[order], np.flatnonzero(np.diff(words[order], prepend=words[order[:1]] ^ 1)))
        return int(sums @ sums)

    def _dots(self, numbers: Iterable[int], vector: Vector) -> list[tuple[int, int]]:
        """Return for each story the scalar product of its sum and a vector, and the number of words that they share."""
        told = [self._open[number].rows for number in numbers]
        rows = np.fromiter(chain.from_iterable(told), dtype=np.int64)
        if not len(rows):
            return [(0, 0)] * len(told)
        words = self._words[rows].ravel()
        # Most words are of other subjects: the low bits of a hash tell so at a hundredth of a search.
        asked = np.zeros(_FILTER, dtype=np.bool_)
        asked[vector.words & (_FILTER - 1)] = True
        (at,) = asked[words & (_FILTER - 1)].nonzero()
        by_hash = np.argsort(vector.words)
        ordered = vector.words[by_hash]
        index = np.minimum(np.searchsorted(ordered, words[at]), len(ordered) - 1)
        hit = ordered[index] == words[at]
        at, index = at[hit], by_hash[index[hit]]
        owners = np.repeat(np.arange(len(told)), [len(each) for each in told])[at // LARGEST]
        size = len(vector.words)
        weights = self._weights[rows].ravel()[at]
        sums: Weights = np.bincount(owners * size + index, weights=weights, minlength=len(told) * size).astype(np.int64).reshape(-1, size)
        return list(zip((sums @ vector.weights).tolist(), np.count_nonzero(sums, axis=1).tolist(), strict=True))
