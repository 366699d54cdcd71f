"""A draft: one event in the making, before those that tell of the same are merged."""

from __future__ import annotations

from typing import Any, NamedTuple

from streams.detect.trigger import Trigger
from streams.messages import Actor, Casualty, EventType, Place, Realis, Span, When


class Draft(NamedTuple):
    """An event as one predicate tells it; merged drafts keep the frames of all their predicates."""

    frames: tuple[int, ...]
    """Indices of the frames that tell of it, the leading one first."""
    sentences: tuple[int, ...]
    """The sentences of those frames."""
    trigger: Trigger
    type: EventType
    mode: str | None
    realis: Realis
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    victims: tuple[Actor, ...]
    targets: tuple[Span, ...]
    places: tuple[Place, ...]
    when: When
    status: int | None = None
    """The chance in percent that its predicate newly tells it, by the event reader; None where none has read it."""
    casualties: tuple[Casualty, ...] = ()
    linked: tuple[int, ...] = ()
    """Further sentences that an argument, a casualty or the place was taken from."""

    @property
    def sentence(self) -> int:
        """The sentence of the leading frame."""
        return self.sentences[0]

    @property
    def fullness(self) -> int:
        """A score from 0 to 12: 3 each for actors, for those it befell and for places, 2 for casualties, 1 for a mode; the fuller draft
        leads a merger.
        """
        return (
            3 * bool(self.actors)
            + 3 * bool(self.recipients or self.victims)
            + 3 * bool(self.places)
            + 2 * bool(self.casualties)
            + bool(self.mode)
        )

    def with_(self, **changes: Any) -> Draft:
        """Return a copy with some fields replaced."""
        return self._replace(**changes)
