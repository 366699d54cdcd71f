"""The part of evaluate.py that quotes a passage of a long text in a text of the same length on other things, and asks if it is found."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from streams.evaluation.screen.log import Wire
from streams.evaluation.screen.questions import apart, paragraphs, read_rows, read_voices

SIZES = (500, 1000, 2000)
"""The numbers of words of both texts."""
PASSAGES = (60, 100, 150)
EACH = 50


def measure_passages(folder: Path) -> dict[str, float]:
    """Return for each length of passage and text the share that is traced to its source; the texts are of Wikinews and Global Voices."""
    dice = random.Random(3)
    whole = [" ".join(paragraphs(row["text"])) for row in read_rows(folder / "wikinews.jsonl.gz")]
    whole += [" ".join(paragraphs(text)) for text in read_voices(folder)]
    words = [word for text in apart(whole) for word in text.split()]
    figures: dict[str, float] = {}
    for size in SIZES:
        texts = _texts(words, size)
        pairs = list(zip(texts, texts, strict=False))[:EACH]
        wire = Wire()
        for n, (source, _) in enumerate(pairs):
            wire.put(" ".join(source), f"text:{n}", "agency")
        for length in PASSAGES:
            found = 0
            for n, (source, host) in enumerate(pairs):
                start, at = dice.randrange(size - length), dice.randrange(size)
                quoting = (*host[:at], *source[start : start + length], *host[at:])
                found += wire.ask(" ".join(quoting)).of == f"text:{n}"
            figures[f"passages.{length}_of_{size}"] = round(found / len(pairs), 4) if pairs else 0.0
    return figures


def _texts(words: list[str], size: int) -> Iterator[list[str]]:
    """Yield stretches of `size` words, one after the other, with no word twice."""
    yield from (words[at : at + size] for at in range(0, len(words) - size + 1, size))
