"""clean: turns any input form into an article, in a process of its own; writes its sketch to the log that gives the global order, then
the article with the position of its sketch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from streams.clean.work import Raw, made
from streams.errors import Malformed, Refused
from streams.headers import ORDER, SOURCE, source
from streams.messages import Note, SketchPlace
from streams.messages.vocabulary import NoteKind
from streams.metrics import NOTES, from_zero
from streams.pipeline.record import Out, Record, Result
from streams.pipeline.seams import Seams
from streams.settings import Settings
from streams.topics import CLEAN, SKETCHES

NOTED = ("uri", "headline", "published", "publisher", "link", "by", "located", "keywords", "language")
"""The fields of an article in our own names; a series for a name of a feeder's own comes with the first note on it."""


class CleanStep:
    """Has a child process clean the records; waits for the offset of each sketch, which the article carries on."""

    def __init__(self, settings: Settings, seams: Seams) -> None:
        self._workers, self._writer = seams.workers, seams.writer
        from_zero(NOTES, NOTED, get_args(NoteKind))
        self._prefix = len(settings.prefix)

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        given = [self._raw(record) for record in records]
        sound = [(raw, record) for raw, record in zip(given, records, strict=True) if isinstance(raw, Raw)]
        answers = iter(await self._workers.map([raw.encode() for raw, _ in sound], [record for _, record in sound]))
        read = [raw if isinstance(raw, Exception) else next(answers) for raw in given]
        found = [answer if isinstance(answer, Exception) else made(answer) for answer in read]
        sketches = [
            Out(SKETCHES, drawing.uri.encode(), drawing.encode(), _from(drawing.source))
            for _, drawing in (each for each in found if not isinstance(each, Exception))
        ]
        positions = iter(await self._writer.all(sketches))
        results: list[Result] = []
        for each in found:
            if isinstance(each, Exception):
                results.append(each)
                continue
            (article, drawing), position = each, next(positions)
            if isinstance(position, Refused):
                results.append(position)
                continue
            count_notes(article.notes)
            whole = article.with_(sketch=SketchPlace(version=drawing.version, offset=position.offset))
            headers = ((ORDER, str(position.offset).encode()), *_from(whole.source))
            results.append([Out(CLEAN, whole.uri.encode(), whole.encode(), headers)])
        return results

    def _raw(self, record: Record) -> Raw | Malformed:
        origin = source(record.headers) or record.position[self._prefix :]  # a redriven record is the article it was
        try:
            return Raw(record.value, record.key, origin, record.received)
        except Malformed as exc:
            return exc


def count_notes(notes: Sequence[Note]) -> None:
    """Count the notes on an article's fields; the label is the first name of a path, of which readers know some 60."""
    for note in notes:
        NOTES.labels(field=note.field.split(".")[0], kind=note.kind).inc()


def _from(origin: str) -> tuple[tuple[str, bytes], ...]:
    return ((SOURCE, origin.encode()),)
