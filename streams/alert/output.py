"""What the fold gives to write: an alert, and a record of its state."""

from __future__ import annotations

from dataclasses import dataclass

from streams.messages import Alert, HoldEnd


@dataclass(frozen=True, slots=True)
class Output:
    """Records to write, in this order: the alert first, so that a crash between the two repeats it rather than loses it."""

    alert: Alert | None
    key: str
    state: bytes | None
    """The new value of the `incidents` record `key`; None stands for a tombstone."""
    settled: HoldEnd | None = None
    """The record of what became of an article that was held for a person; it is written before the state."""
    replay: bool = False
    """True if the alert changed because events were made again: nobody is told of it a second time."""
