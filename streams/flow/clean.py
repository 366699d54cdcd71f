"""clean: any input form to an article, its sketch to the one log that orders the world, the article on."""

from __future__ import annotations

from collections.abc import Sequence

from streams.clean import Limits, clean
from streams.clean.boilerplate.standing import read_standing
from streams.clean.sketch import sketch
from streams.errors import Refused
from streams.flow.delivery import Delivery
from streams.flow.metrics import NOTES
from streams.flow.record import Out, Record, Result
from streams.headers import ORDER, SOURCE, source
from streams.messages import CleanArticle, Note, SketchPlace
from streams.settings import Settings
from streams.topics import CLEAN, SKETCHES


class CleanStep:
    """Cleans records; waits for the offset of each sketch, which the article carries on."""

    def __init__(self, settings: Settings, delivery: Delivery) -> None:
        self._delivery = delivery
        self._limits = Limits(value_bytes=settings.max_value_bytes, words=settings.max_words)
        self._standing = read_standing(settings.clean_rules)
        self._prefix = len(settings.prefix)

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        read = [self._read(record) for record in records]
        drawn = [(article, sketch(article)) for article in read if isinstance(article, CleanArticle)]
        sketches = [Out(SKETCHES, drawing.uri.encode(), drawing.encode(), _from(drawing.source)) for _, drawing in drawn]
        places = iter(await self._delivery.all(sketches))
        drawings = iter(drawn)
        results: list[Result] = []
        for article in read:
            if isinstance(article, Exception):
                results.append(article)
                continue
            (_, drawing), place = next(drawings), next(places)
            if isinstance(place, Refused):
                results.append(place)
                continue
            count_notes(article.notes)
            whole = article.with_(sketch=SketchPlace(version=drawing.version, offset=place.offset))
            headers = ((ORDER, str(place.offset).encode()), *_from(whole.source))
            results.append([Out(CLEAN, whole.uri.encode(), whole.encode(), headers)])
        return results

    def _read(self, record: Record) -> CleanArticle | Exception:
        try:
            origin = source(record.headers) or record.place[self._prefix :]  # a redriven record is the article it was
            return clean(
                record.value, key=record.key, source=origin, received=record.received, limits=self._limits, standing=self._standing
            )
        except Exception as exc:  # poison or a bug: one record must not cost the batch
            return exc


def count_notes(notes: Sequence[Note]) -> None:
    """Count what was done with an article's fields; the label is a path's first name, of which readers know some 60."""
    for note in notes:
        NOTES.labels(field=note.field.split(".")[0], kind=note.kind).inc()


def _from(origin: str) -> tuple[tuple[str, bytes], ...]:
    return ((SOURCE, origin.encode()),)
