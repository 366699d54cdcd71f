"""This module puts on an article's frames what the event reader says of them, as small numbers, so that re-coding needs no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

from streams.extract.tokens import Stretch, Token
from streams.messages import EventType, Frame, ReadArgument, Reading, ReadRole, Realis
from streams.model.encoder import Scores
from streams.model.events.labels import NONE, Labels
from streams.model.events.reader import EventReader, Said

LEAST = 4
"""The least chance, in percent, that a predicate tells of an event, for it to have a reading."""
_ARGUED = 20
"""The least chance, in percent, that a predicate tells of an event, for its arguments to be looked for."""
_SURE = 0.4
"""The least chance, from 0 to 1, of a word to belong to an argument."""
_LIKELY_MODE = 0.5
_LIKELY = 50
"""The least chance, in percent, of an event at which a word that the parse took for no predicate has a frame all the same."""


def with_readings(
    reader: EventReader, frames: Sequence[Frame], sentences: Sequence[Stretch], headline: Sequence[str], published: datetime | None
) -> tuple[tuple[Frame, ...], dict[str, int]]:
    """Return the frames with what is read of their words, and the article's likeliest kinds in percent; `headline`: its words."""
    rows = [[word for word in sentence if not word.is_space] for sentence in sentences]
    lemmas = [[word.lemma for word in row] for row in rows]
    wanted = {frame.sentence for frame in frames if not reader.labels.phrases.isdisjoint(_phrases(frame))}
    story = reader.read([[word.text for word in row] for row in rows], headline, published, lemmas, wanted)
    told = list[Frame]()
    for frame in frames:
        said = story.sentences.get(frame.sentence)
        at = _likeliest_word(frame, rows[frame.sentence], said) if said is not None else None
        if said is None or at is None:
            told.append(frame)
        else:
            told.append(frame.with_(reading=_reading(reader.labels, rows[frame.sentence], said, at)))
    told += _lone(reader.labels, told, rows, story.sentences)
    return tuple(told), {} if story.kinds is None else _likeliest(reader.labels.kinds, story.kinds, 2)


def _phrases(frame: Frame) -> Iterator[str]:
    """Yield a verb with its particle or preposition, and with each word that may be its object's; nothing for other predicates."""
    if frame.pos == "VERB":
        yield frame.lemma
        if frame.noun is not None:
            yield f"{frame.lemma} {frame.noun}"
        yield from (f"{frame.lemma} {one.head.lower()}" for one in frame.arguments if one.role == "patient")
        yield from (f"{frame.lemma} {one.marker}" for one in frame.arguments if one.role == "oblique" and one.marker is not None)


def _likeliest_word(frame: Frame, row: Sequence[Token], said: Said) -> int | None:
    """Return the index of the frame's word that likeliest tells of an event; None where its chance is below `LEAST`."""
    events = said.event()
    held = [index for index in range(len(events)) if frame.start <= row[index].idx < frame.end]
    best = max(held, key=lambda index: float(events[index]), default=None)
    return best if best is not None and _percent(events[best]) >= LEAST else None


def _lone(labels: Labels, frames: Sequence[Frame], rows: Sequence[Sequence[Token]], read: dict[int, Said]) -> Iterator[Frame]:
    """Yield a frame without arguments of its own for each word that likely tells of an event and that no frame covers."""
    covered = {at for frame in frames for at in range(frame.start, frame.end)}
    for number, said in sorted(read.items()):
        for at, chance in enumerate(said.event()):
            word = rows[number][at]
            if _percent(chance) >= _LIKELY and word.idx not in covered:
                yield Frame(
                    sentence=number,
                    start=word.idx,
                    end=word.idx + len(word.text),
                    text=word.text,
                    lemma=word.lemma,
                    pos="VERB" if word.pos_ in ("VERB", "AUX") else "ADJ" if word.pos_ in ("ADJ", "ADV") else "NOUN",
                    reading=_reading(labels, rows[number], said, at),
                )


def _reading(labels: Labels, row: Sequence[Token], said: Said, at: int) -> Reading:
    event = _percent(said.event()[at])
    mode = int(said.modes[at].argmax())
    return Reading(
        event=event,
        types=cast(dict[EventType, int], _likeliest(labels.types[1:], said.types[at, 1:], 3)),
        news=_percent(said.news[at]),
        realis=cast(dict[Realis, int], _likeliest(labels.realis, said.realis[at], 2)),
        mode=labels.modes[mode] if mode and said.modes[at, mode] >= _LIKELY_MODE else None,
        arguments=tuple(_arguments(labels, row, said, at)) if event >= _ARGUED else (),
    )


def _arguments(labels: Labels, row: Sequence[Token], said: Said, at: int) -> Iterator[ReadArgument]:
    """Yield for each role the run of words that is likeliest in sum, marks at its ends left out."""
    chances = said.roles(at)
    best = chances.argmax(axis=1)
    for number, role in enumerate(labels.roles):
        if role == NONE:
            continue
        found = list[tuple[float, int, int]]()
        start = None
        for index in range(len(best) + 1):
            inside = index < len(best) and index != at and best[index] == number and chances[index, number] >= _SURE
            if inside and start is None:
                start = index
            elif not inside and start is not None:
                found.append((float(chances[start:index, number].sum()), start, index))
                start = None
        if not found:
            continue
        total, first, last = max(found)
        sure = total / (last - first)
        while first < last and row[first].is_punct:
            first += 1
        while last > first and row[last - 1].is_punct:
            last -= 1
        if first < last:
            end = row[last - 1]
            yield ReadArgument(role=cast(ReadRole, role), start=row[first].idx, end=end.idx + len(end.text), sure=_percent(sure))


def _likeliest(names: Sequence[str], chances: Scores, most: int) -> dict[str, int]:
    """Return the `most` likeliest classes with their chances in percent, those of 0 left out."""
    percents = [_percent(chance) for chance in chances.tolist()]
    order = sorted(range(len(names)), key=lambda number: (-percents[number], number))[:most]
    return {names[number]: percents[number] for number in order if percents[number]}


def _percent(chance: float) -> int:
    return round(float(chance) * 100)
