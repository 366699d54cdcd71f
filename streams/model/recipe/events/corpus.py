"""The corpus of news events: its texts, the events that human readers found in them, and its parts for training and measuring."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import orjson

Part = Literal["train", "dev", "test"]


@dataclass(frozen=True, slots=True)
class Told:
    """One event word of a sentence, as a reader wrote it down; `arguments` holds the words of each role as they stand in the sentence."""

    sentence: int
    word: str
    nth: int
    type: str
    also: tuple[str, ...]
    news: bool
    realis: str
    mode: str | None = None
    arguments: dict[str, str] = field(default_factory=dict)
    counts: dict[str, tuple[int, int | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """One annotated text."""

    id: str
    source: str
    headline: str | None
    published: datetime | None
    kind: str
    sentences: tuple[str, ...]
    events: tuple[Told, ...]
    happenings: tuple[dict[str, Any], ...] = ()

    @property
    def part(self) -> Part:
        """The part of the corpus by a hash of the id: seven tenths train, one dev, two test."""
        number = int.from_bytes(hashlib.blake2b(self.id.encode(), digest_size=4).digest()) % 10
        return "test" if number < 2 else "dev" if number < 3 else "train"


COUNTS = ("killed", "injured", "missing", "detained", "displaced", "abducted")
ARGUMENTS = ("who", "whom", "victim", "at", "on")


def read(folder: Path) -> Iterator[Text]:
    """Yield every text under a folder of JSON lines; raise OSError without the folder."""
    paths = sorted(folder.glob("texts-*.jsonl"))
    if not paths:
        raise FileNotFoundError(f"no texts-*.jsonl in {folder}")
    for path in paths:
        for line in path.read_bytes().splitlines():
            yield text_of(orjson.loads(line))


def text_of(told: dict[str, Any]) -> Text:
    """Return a text made of its record."""
    return Text(
        id=told["id"],
        source=told["source"],
        headline=told["headline"],
        published=None if told["published"] is None else datetime.fromisoformat(told["published"]),
        kind=told["kind"],
        sentences=tuple(told["sentences"]),
        events=tuple(_event(event) for event in told["events"]),
        happenings=tuple(told.get("happenings", ())),
    )


def _event(told: dict[str, Any]) -> Told:
    return Told(
        sentence=told["s"],
        word=told["w"],
        nth=told.get("n", 1),
        type=told["t"],
        also=tuple(told["also"]),
        news=told["st"] == "news",
        realis=told["r"],
        mode=told.get("mode"),
        arguments={role: told[role] for role in ARGUMENTS if told.get(role)},
        counts={kind: (told[kind][0], told[kind][1]) for kind in COUNTS if told.get(kind)},
    )


def span_of(sentence: str, told: Told) -> tuple[int, int] | None:
    """Return start and end, in characters, of the event word in its sentence; None if it does not stand there."""
    found = list(re.finditer(rf"(?<!\w){re.escape(told.word)}(?!\w)", sentence))
    return found[told.nth - 1].span() if len(found) >= told.nth else None


def argument_span(sentence: str, words: str, near: int) -> tuple[int, int] | None:
    """Return start and end, in characters, of an argument in the sentence, of several the nearest to the event word at `near`; None if it
    does not stand there."""
    found = [one.span() for one in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", sentence, re.IGNORECASE)]
    return min(found, key=lambda span: abs(span[0] - near), default=None)


def trigger_words(texts: Iterable[Text], least: float) -> frozenset[str]:
    """Return the words, in small letters, that tell of an event in at least this share of their occurrences."""
    told, seen = dict[str, int](), dict[str, int]()
    for text in texts:
        for sentence in text.sentences:
            for word in _WORD.findall(sentence.lower()):
                seen[word] = seen.get(word, 0) + 1
        for event in text.events:
            for word in _WORD.findall(event.word.lower()):
                told[word] = told.get(word, 0) + 1
    return frozenset(word for word, count in told.items() if count >= least * seen.get(word, 0))


def quiet_words(texts: Iterable[Text], least: float) -> frozenset[str]:
    """Return the base forms of which less than this share of the sentences that they stand in tell of an event.

    For each form one more sentence is counted that tells of an event.
    """
    told, seen = Counter[str](), Counter[str]()
    for text in texts:
        telling = {event.sentence for event in text.events}
        for number, sentence in enumerate(text.sentences):
            bases = {base for word in set(_WORD.findall(sentence.lower())) for base in _bases(word)}
            seen.update(bases)
            told.update(bases if number in telling else ())
    return frozenset(base for base, count in seen.items() if told[base] + 1 < least * (count + 1))


def _bases(word: str) -> set[str]:
    """Return the base forms that a word may have, by its ending alone."""
    found = {word}
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            found |= {stem, stem + "e", stem[:-1]} if ending in ("ed", "ing") else {stem}
    return found


_WORD = re.compile(r"\w+")


def by_part(texts: Sequence[Text], *parts: Part) -> list[Text]:
    """Return the texts of these parts, in order."""
    return [text for text in texts if text.part in parts]
