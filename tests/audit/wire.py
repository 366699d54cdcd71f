"""A pipeline's topics by hand: articles put on one after the other, and how far each group has come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

import orjson

from streams.audit import Account, Ledger
from streams.dlq.letter import read_letter
from streams.headers import Headers
from streams.pipeline.stages import SOURCES
from tests.dlq.records import Kept, failed, settled

WAY = {topic.name: stage for stage, topic in SOURCES.items()}


def value(source: str, **said: object) -> bytes:
    """Return the record of an article behind clean, the same for the same source."""
    times = {"published": "2026-03-14T12:00:00Z", "received": "2026-03-14T12:00:01Z"}
    relation = {"kind": "new", "story": "s"}
    return orjson.dumps(
        {
            "source": source,
            "uri": f"urn:{source}",
            "version": "1",
            "text": "a",
            "relation": relation,
            "sketch": {"version": 1, "offset": 3},
            **times,
            **said,
        }
    )


@dataclass
class Wire:
    """Topics of one partition each; a stage has committed all that is on its topic unless `held` says where it stands."""

    ledger: Ledger = field(default_factory=lambda: Ledger("t-"))
    ends: Counter[str] = field(default_factory=Counter)
    held: dict[str, int] = field(default_factory=dict)
    timestamp: int = 1_770_000_000_000

    def put(self, topic: str, content: bytes | None, headers: Headers = (), key: bytes | None = b"urn:a") -> int:
        """Put one record on a topic; return its offset."""
        offset = self.ends[topic]
        self.ends[topic] += 1
        self.ledger.note(topic, Kept(0, offset, content, headers, key, self.timestamp))
        return offset

    def behind(self, topic: str, source: str, **said: object) -> int:
        """Put one record of an article behind clean on a topic; return its offset."""
        return self.put(topic, value(source, **said), (("source", source.encode()),), f"urn:{source}".encode())

    def article(self, until: str = "articles.events", **said: object) -> str:
        """Put one article through the stages as far as a topic; return its source."""
        source = f"articles/0/{self.put('articles', b'raw')}"
        for topic in list(WAY)[1 : list(WAY).index(until) + 1]:
            self.behind(topic, source, **said)
        return source

    def letter(self, stage: str, offset: int, error: Exception | None = None, source: str | None = None) -> str:
        """Put a dead letter of the record at `offset` of what a stage reads; return the letter's position."""
        made = failed(offset, stage=stage, topic=f"t-{SOURCES[stage].name}", error=error, source=source)
        return f"0/{self.put('dead-letters', made.value, made.headers, made.key)}"

    def settle(self, position: str, state: Literal["redriven", "dropped"], to: str | None = None) -> None:
        """Put a settlement of the dead letter at a position."""
        letter = read_letter(Kept(0, int(position[2:])))
        made = settled(letter, 0, state, datetime(2026, 3, 14, tzinfo=UTC), to)
        self.put("dead-letters", made.value, made.headers, made.key)

    def account(self) -> Account:
        """Return the account as it stands now."""
        return self.ledger.account({stage: {0: self.held.get(stage, self.ends[topic])} for topic, stage in WAY.items()})
