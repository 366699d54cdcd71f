"""The event reader at work: it takes the sentences of one article and gives the scores of each word for telling of an event."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from streams.model.chances import softmax
from streams.model.encoder import Scores, batches_of, inputs, session
from streams.model.events.labels import Labels, telling
from streams.model.events.windows import Window, before, windows
from streams.model.pieces import Pieces, Row
from streams.model.words import Words

FILE, LABELS = "events.onnx", "events.json"
HEADS = ("types", "news", "realis", "modes", "telling", "told", "kinds")
_ROLE_WIDTH = 48


@dataclass(frozen=True, slots=True)
class Said:
    """The scores of one sentence, a row for each word that was read (a long sentence is read in part).

    `types` (words, types), `realis`, `modes` (words, classes) and `news` (words) are chances from 0 to 1; `telling` and `told` are the
    halves of the arguments.
    """

    types: Scores
    news: Scores
    realis: Scores
    modes: Scores
    telling: Scores
    told: Scores

    def event(self) -> Scores:
        """Return the chance of each word that it tells of an event of any type."""
        chance: Scores = 1 - self.types[:, 0]
        return chance

    def roles(self, word: int) -> Scores:
        """Return the chances (words, roles) of each word of the sentence to be an argument of the given word, in each role."""
        halves = self.telling[word].reshape(-1, _ROLE_WIDTH)
        return softmax((self.told @ halves.T) / math.sqrt(_ROLE_WIDTH))


@dataclass(frozen=True, slots=True)
class Story:
    """The scores of an article: its sentences by number, without those that have no word that may tell of an event, and the chances of
    its kind, None where no sentence was read."""

    sentences: dict[int, Said]
    kinds: Scores | None


class EventReader:
    """A network and its labels; keeps nothing from one article to the next."""

    def __init__(self, folder: Path, pieces: Pieces, words: Words) -> None:
        self.labels = Labels.load(folder / LABELS)
        self._session, self._pieces, self._words = session(folder / FILE), pieces, words

    def read(
        self,
        sentences: Sequence[Sequence[str]],
        headline: Sequence[str],
        published: datetime | None,
        lemmas: Sequence[Sequence[str]] | None = None,
        wanted: Collection[int] = (),
    ) -> Story:
        """Reads one article by itself: its sentences' words, its headline's words, when it was published; `lemmas`: the words' base forms;
        `wanted`: numbers of sentences that are read whatever their words.

        int8 takes its scale from all that is in a batch, so an article read beside others would come out a little different each time.
        """
        bases = lemmas or [()] * len(sentences)
        chosen = [
            (number, words)
            for number, (words, own) in enumerate(zip(sentences, bases, strict=True))
            if words and (number in wanted or telling(words, self.labels, own))
        ]
        if not chosen:
            return Story({}, None)
        ahead = before(headline, published)
        known = {word for words in (ahead, *(words for _, words in chosen)) for word in words}
        made = list(windows(chosen, ahead, {word: len(self._pieces.of(word)) for word in known}))
        rows = [self._pieces.row(window.words) for window in made]
        found, kinds = dict[int, Said](), np.zeros(len(self.labels.kinds), dtype=np.float32)
        for indices in batches_of(rows):
            scores = self._run([rows[index] for index in indices], [made[index] for index in indices])
            for number, index in enumerate(indices):
                window = made[index]
                kinds += np.log(softmax(scores["kinds"][number]))
                for sentence, start, end in window.sentences:
                    own = {name: scores[name][number, start:end] for name in HEADS[:-1]}
                    found[sentence] = Said(
                        softmax(own["types"]),
                        softmax(own["news"])[:, 1],
                        softmax(own["realis"]),
                        softmax(own["modes"]),
                        own["telling"],
                        own["told"],
                    )
        return Story(found, softmax(kinds / np.float32(len(made))))

    def _run(self, rows: Sequence[Row], made: Sequence[Window]) -> dict[str, Scores]:
        given = inputs(rows, self._words)
        parts = np.zeros_like(given["ids"])
        for index, (row, window) in enumerate(zip(rows, made, strict=True)):
            parts[index, : len(row.ids)] = parts_of_pieces(row.first, window.parts, len(row.ids))
        return dict(zip(HEADS, self._session.run(HEADS, given | {"parts": parts}), strict=True))


def parts_of_pieces(first: Sequence[int], parts: Sequence[int], size: int) -> NDArray[np.int64]:
    """Return the part of the article of each piece, from that of its word; [CLS] and [SEP] stand in none."""
    out = np.zeros(size, dtype=np.int64)
    for index, (start, part) in enumerate(zip(first, parts, strict=True)):
        out[start : first[index + 1] if index + 1 < len(first) else size - 1] = part
    return out
