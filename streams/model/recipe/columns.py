"""This module reads files with a word and its tag a line, a blank line between sentences: wikigold (CoNLL 2003) and Universal NER."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from streams.model.recipe.worldwide import Paragraph, spacing

_BREAKS = ("-DOCSTART-", "# newdoc")
_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}


def read_columns(path: Path, word: int, tag: int) -> Iterator[tuple[Paragraph, ...]]:
    """Yield the documents of a file (gzip or plain), sentence by sentence; columns `word` and `tag`, from 0, are words and I-, B-, O tags.

    Persons, organisations and places come under our labels; names that those sets call MISC or OTH are left out.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    sentences, words, tags = list[Paragraph](), list[str](), list[str]()
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, "\n", _BREAKS[0]]:
            if line.startswith(_BREAKS):
                if sentences:
                    yield tuple(sentences)
                sentences = []
            elif line.startswith("# ") and " = " in line:  # the comments of CoNLL-U; "#" alone is a word
                continue
            elif cells := line.split():
                words.append(cells[word])
                tags.append(cells[tag])
            elif words:
                sentences.append(Paragraph(tuple(words), tuple(spacing(words)), tuple(_names(tags))))
                words, tags = [], []


def _names(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, label) of each name; an I- behind a tag of another class opens one."""
    edges = ["O", *tags, "O"]
    opened = -1
    for index, (before, tag) in enumerate(pairwise(edges)):
        if opened >= 0 and (tag[:2] != "I-" or tag[2:] != before[2:]):
            label = _LABELS.get(before[2:])
            if label is not None:
                yield opened, index, label
            opened = -1
        if opened < 0 and tag != "O":
            opened = index
