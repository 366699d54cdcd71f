"""Invented articles for the tests of screen, and a log to put them in."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from streams.clean.sketch import sketch
from streams.messages import CleanArticle, Relation, Sketch
from streams.screen import Index, screened

START = datetime(2026, 3, 2, 8, tzinfo=UTC)

_SYLLABLES = [
    "ba", "cor", "del", "fen", "gar", "hol", "jun", "kel", "lor", "mar", "nov", "pel", "quin", "ras", "sol",
    "tam", "ver", "win", "yar", "zan",
]  # fmt: skip
_NOUNS = [first + second for first in _SYLLABLES for second in _SYLLABLES]
_VERBS = [noun + "ed" for noun in _NOUNS[::3]]
_PLACES = [
    "after", "before", "under", "over", "near", "behind", "beyond", "against", "without", "despite", "beside",
    "inside",
]  # fmt: skip
_NAMES = [
    "Okafor", "Lindqvist", "Marchetti", "Tanaka", "Oyelaran", "Petrov", "Salazar", "Haddad", "Nguyen",
    "Kowalski", "Adeyemi", "Fontaine", "Mbeki", "Rossi", "Varga", "Dlamini", "Sorensen", "Iyer", "Castillo",
    "Abdi",
]  # fmt: skip


ONE_HAPPENING = (
    """A coal mine collapsed near Zonguldak on the Black Sea coast on Wednesday and trapped 31 miners underground, the governor said.
Rescue crews drilled through the rubble of the shaft while families of the miners waited at the gate of the Karadon pit.""",
    """Families kept watch through the night outside the Karadon pit in Zonguldak, where 31 miners have been cut off since a gallery of
the colliery gave way. A rescue team said it had heard knocking. Coal from the Black Sea basin has cost many miners their lives.""",
    """Turkey's miners union blamed the owners of the Karadon colliery for the collapse that buried 31 men at Zonguldak. Rescue crews
have a second shaft in hand, and the governor hopes to reach the trapped miners by Friday.""",
)
"""Reports of one happening by three desks, without a sentence in common."""
OTHER = """A fire on a ferry off the port of Piraeus forced 240 passengers into lifeboats on Wednesday, the Greek coast guard said. Rescue
tugs towed the burning ship away from the harbour, and one passenger was treated for smoke."""
"""A report of another happening."""


def prose(seed: int, sentences: int = 20) -> str:
    """Return a text of about 13 words a sentence, names and figures among them; another seed gives another text."""
    dice = random.Random(seed)
    return " ".join(
        f"The {dice.choice(_NOUNS)} of {dice.choice(_NAMES)} {dice.choice(_VERBS)} {dice.randint(2, 9999)} "
        f"{dice.choice(_NOUNS)}s {dice.choice(_PLACES)} the {dice.choice(_NOUNS)} {dice.choice(_PLACES)} "
        f"{dice.choice(_NOUNS)}."
        for _ in range(sentences)
    )


def article(text: str = "", **fields: Any) -> CleanArticle:
    """Return a clean article; source and uri are made from the text where none are given."""
    uri = fields.setdefault("uri", f"urn:news:{crc32(text.encode())}")
    received = fields.setdefault("received", START)
    fields.setdefault("source", f"articles/0/{uri}/{fields.get('version', '1')}/{received.isoformat()}/{len(text)}")
    return CleanArticle(text=text, published=received, **fields)


def later(hours: float) -> datetime:
    """Return the time that lies so many hours after the first article."""
    return START + timedelta(hours=hours)


class Log:
    """A log that applies one article after the other to an index and returns the relations."""

    def __init__(self, index: Index | None = None) -> None:
        self.index = index or Index(timedelta(days=7))
        self.records: list[Sketch] = []

    def put(self, given: CleanArticle) -> Relation:
        self.records.append(sketch(given))
        found = self.index.apply(self.index.offset, self.records[-1])
        assert found is not None
        return found.relation

    def put_screened(self, given: CleanArticle) -> Relation:
        """Apply an article and return the relation as it travels, with the words that changed."""
        self.records.append(sketch(given))
        relation = screened(given, self.index.apply(self.index.offset, self.records[-1])).relation
        assert relation is not None
        return relation
