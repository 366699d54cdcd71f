"""The questions of evaluate.py: texts, what wires do to them, and templates filled in, made from the development data.

There are two sets. The first was looked at while thresholds were chosen. The second has other sources, other templates and another
seed.
"""

from __future__ import annotations

import gzip
import html
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import xxhash

from streams.evaluation.screen.edits import EDITS, Base, figures, opening, refilled, sentences
from streams.evaluation.screen.reports import REPORTS
from streams.evaluation.screen.reports_apart import REPORTS_APART

STORIES = 300
NOISE = 1500  # press releases in the index beside the originals
REPORTS_EACH = 300
STORY_WORDS = 500
LEAST_WORDS = 120
RUN_WORDS = 12


@dataclass(frozen=True, slots=True)
class Questions:
    """The texts that are put in, and those that are then asked."""

    noise: list[tuple[str, str]]
    """Press releases that are put in beside the originals, each as a name and a text."""
    bases: list[Base]
    edits: dict[str, list[str]]
    """The edited texts by the edit's name, one for each base."""
    strangers: list[str]
    """Stories of which nothing is in the index."""
    refilled: list[str]
    """The bases with other figures and names put in."""
    reports: dict[str, list[str]]

    @property
    def negatives(self) -> int:
        """The number of questions to which the answer is that nothing is like them."""
        return len(self.strangers) + len(self.refilled) + sum(map(len, self.reports.values()))


def read_questions(data: Path) -> Questions:
    """Return 300 stories of Wikinews and Global Voices with 18 edits of each, as many strangers, and 300 reports of each template."""
    folder = data / "text"
    texts = [_story(row["text"]) for row in read_rows(folder / "wikinews.jsonl.gz")]
    texts += [_story(text) for text in read_voices(folder)]
    return _questions(texts, _releases(folder, 0), REPORTS, random.Random(1))


def read_questions_apart(data: Path) -> Questions:
    """Return the same from other sources: the Worldwide articles, the labelled news pages and press releases not taken for the first set.

    The templates are seven others, too.
    """
    texts = [
        " ".join(" ".join(sentence["tokens"]) for sentence in row["sentences"])
        for row in read_rows(data / "entities" / "worldwide.jsonl.gz")
    ]
    for name in ("lines_fundus_eval", "lines_scrapinghub"):
        path = data / "cleaning" / f"{name}.jsonl.gz"
        pages = read_rows(path) if path.is_file() else ()
        texts += ["\n".join(line for line, label in row["lines"] if label == "article") for row in pages]
    return _questions([_cut(sentences(text)) for text in texts], _releases(data / "text", 1), REPORTS_APART, random.Random(2))


def read_voices(folder: Path) -> Iterator[str]:
    """Yield the texts of Global Voices without their mark-up; nothing if the file is not there."""
    path = folder / "globalvoices.jsonl.gz"
    for row in read_rows(path) if path.is_file() else ():
        yield html.unescape(re.sub(r"<[^>]+>", "", row["html"]))


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of a gzipped file that has one a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def paragraphs(text: str) -> list[str]:
    """Return the sentences of a page without its dateline and captions."""
    return sentences("\n\n".join(block for line in text.split("\n") if len(block := line.strip()) > 60))


def apart(texts: Sequence[str]) -> list[str]:
    """Return the texts that share no RUN_WORDS words in a row with one before: what reuses another in earnest has no right answer here."""
    seen: set[int] = set()
    kept: list[str] = []
    for text in texts:
        words = text.lower().split()
        runs = {xxhash.xxh3_64_intdigest(" ".join(words[at : at + RUN_WORDS]).encode()) for at in range(len(words) - RUN_WORDS + 1)}
        if not runs & seen:
            kept.append(text)
        seen |= runs
    return kept


def _questions(
    texts: Sequence[str], noise: Sequence[str], reports: Mapping[str, Callable[[random.Random], str]], dice: random.Random
) -> Questions:
    stories = apart([text for text in texts if len(text.split()) >= LEAST_WORDS and figures(text)])
    # What an edit brings in must not be found itself, so every third story stays out of the index.
    stories, foreign = [text for at, text in enumerate(stories) if at % 3 != 2], stories[2::3]
    bases = [Base(text, foreign[n % len(foreign)], foreign[(n - 1) % len(foreign)]) for n, text in enumerate(stories[:STORIES])]
    return Questions(
        noise=[(f"release:{n}", text) for n, text in enumerate(noise)],
        bases=bases,
        edits={name: [edit(base, dice) for base in bases] for name, (edit, _) in EDITS.items()},
        strangers=foreign[:STORIES],
        refilled=[refilled(base, dice) for base in bases],
        reports={name: [report(dice) for _ in range(REPORTS_EACH)] for name, report in reports.items()},
    )


def _releases(folder: Path, first: int) -> list[str]:
    return [row["text"] for row in islice(read_rows(folder / "press_releases.jsonl.gz"), first, NOISE * 5, 5)]


def _story(text: str) -> str:
    return _cut(paragraphs(text))


def _cut(parts: Sequence[str]) -> str:
    """Return the first sentences, about as many words as a wire's story has (STORY_WORDS)."""
    return opening(parts, STORY_WORDS + 1)
