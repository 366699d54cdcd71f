"""A settlement records the end of a letter, on `dead-letters` itself: Kafka deletes no single record, so the end is written beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from streams import __version__
from streams.dlq.letter import Kept, Letter, moment
from streams.headers import Headers, header

SETTLES = "dlq-settles"


@dataclass(frozen=True, slots=True)
class Settlement:
    """The end of a letter, which was put back on the wire (`redriven`) or given up (`dropped`)."""

    letter: str
    """The letter's position, `partition/offset`."""
    state: Literal["redriven", "dropped"]
    time: datetime
    went_to: str | None = None

    def headers(self) -> tuple[tuple[str, bytes | None], ...]:
        """Return the headers of the record that says so; its value is empty, its key the letter's."""
        said = {
            SETTLES: self.letter,
            "dlq-settled": self.state,
            "dlq-time": self.time.isoformat(timespec="milliseconds"),
            "dlq-version": __version__,
        } | ({"dlq-to": self.went_to} if self.went_to else {})
        return tuple((name, value.encode()) for name, value in said.items())


def is_settlement(headers: Headers) -> bool:
    """Return True if a record of `dead-letters` settles a letter, False if it is a letter."""
    return header(headers, SETTLES) is not None


def read_settlement(record: Kept) -> Settlement | None:
    """Return the settlement that a record is; None if it is a letter, or says nothing that can be read."""
    said = {name: (value or b"").decode("utf-8", "replace") for name, value in record.headers}
    time = moment(said.get("dlq-time", ""), record.timestamp)
    match said.get("dlq-settled"):
        case "redriven":
            return Settlement(said.get(SETTLES, ""), "redriven", time, said.get("dlq-to"))
        case "dropped":
            return Settlement(said.get(SETTLES, ""), "dropped", time)
    return None


def redriven(letter: Letter, went_to: str, now: datetime) -> Settlement:
    """Return the settlement that says that a letter now stands at `topic/partition/offset` (`went_to`) again."""
    return Settlement(letter.position, "redriven", now, went_to)


def dropped(letter: Letter, now: datetime) -> Settlement:
    """Return the settlement that says that nobody will try a letter again."""
    return Settlement(letter.position, "dropped", now)
