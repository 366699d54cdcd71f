"""Names that stand side by side in an argument, joined by commas and `and`, and the actors that they make."""

from __future__ import annotations

from collections.abc import Sequence

from streams.detect.lexicon import words
from streams.detect.named import code_of
from streams.detect.phrase import JOINS, Phrase, own_start
from streams.detect.reading import Reading
from streams.messages import Actor, Argument, Entity

_MANY = ("s", "men", "women", "people", "police", "troops")
"""Endings of the head of a phrase that names several."""


def shared_actors(reading: Reading, argument: Argument) -> tuple[Actor, ...]:
    """Return one actor for each country of `Russian and Belarusian soldiers`, `the foreign ministers of Kenya, Uganda and Rwanda`."""
    if not reading.text(argument.head_start, argument.head_end).lower().endswith(_MANY):
        return ()
    phrase = Phrase(reading, argument.start, argument.end, max(argument.head_end, argument.start + 1))
    told = phrase.office if any(code_of(e) is not None for e in phrase.names) else None
    if told is None or told.kind is None:
        return ()
    sentence = reading.sentence_at(argument.start)
    row = [reading.article.entities[i] for i in reading.entities[sentence]] if sentence is not None else []
    row = [e for e in row if code_of(e) is not None]
    inside = [at for at, e in enumerate(row) if argument.start <= e.start < argument.end]
    for at in (inside[:1], [i for i in inside if row[i].start >= argument.head_end][:1]):
        run = _run(reading, row, at[0]) if at else []
        if len({code_of(e) for e in run}) < 2:
            continue
        start = own_start(reading, argument.start, argument.head_end)
        if run[-1].end <= argument.head_start:
            rest = reading.text(run[-1].end, argument.head_end).removeprefix("'s").removeprefix("’s").strip()
            labels = [f"{e.text} {rest}" for e in run]
        elif run[0].start >= argument.head_end and phrase.behind and phrase.behind[0].lower in ("of", "from", "in"):
            labels = [f"{reading.text(start, argument.head_end)} {phrase.behind[0].lower} {e.text}" for e in run]
        else:
            continue
        start, end = min(argument.start, run[0].start), max(argument.end, run[-1].end)
        text = reading.text(start, end)
        return tuple(
            Actor(start=start, end=end, text=text, name=label, kind=told.kind, sector=told.sector, country=code_of(e))
            for label, e in zip(labels, run, strict=True)
        )
    return ()


def joined_names(reading: Reading, argument: Argument) -> list[Entity]:
    """Return the names that stand side by side in an argument, joined by commas and `and`."""
    names = [e for e in reading.names_within(argument.start, argument.end) if e.label in ("PERSON", "ORG", "NORP", "GPE")]
    if len(names) < 2:
        return []
    first = next((i for i, e in enumerate(names) if e.start <= argument.head_start < e.end), 0)
    run = [names[first]]
    for entity in names[first + 1 :]:
        if not _is_join(reading, run[-1].end, entity.start):
            break
        run.append(entity)
    follow = [reading.text(w.start, w.end) for w in reading.said_in(run[-1].end, argument.end)][:1]
    if follow and follow[0][:1].islower() and follow[0].lower() not in words("who", "after_names"):
        return []  # "Turkish and Syrian soldiers": the names only modify
    return run if len(run) > 1 else []


def _run(reading: Reading, row: Sequence[Entity], at: int) -> list[Entity]:
    """Return the names around one of a row that commas and `and` join to it, all of them of its kind."""
    first = last = at
    while first > 0 and row[first - 1].label == row[at].label and _is_join(reading, row[first - 1].end, row[first].start):
        first -= 1
    while last + 1 < len(row) and row[last + 1].label == row[at].label and _is_join(reading, row[last].end, row[last + 1].start):
        last += 1
    return list(row[first : last + 1])


def _is_join(reading: Reading, start: int, end: int) -> bool:
    between = [word for word in reading.lower_in(start, end) if word != "'s"]
    return bool(between) and all(word in JOINS for word in between)
