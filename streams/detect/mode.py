"""Mode: the kind of an event within its type, where the words around tell more than the predicate."""

from __future__ import annotations

from streams.detect.lexicon import words
from streams.detect.reading import Reading
from streams.messages import Actor, EventType, Frame

_WEAPONS = tuple((name, words("mode", name)) for name in ("explosives", "heavy-weapons", "air", "firearms", "beat"))
_STATE = frozenset({"military", "police", "government", "country"})


def mode_of(reading: Reading, frame: Frame, mode: str | None, type_: EventType, actors: tuple[Actor, ...]) -> str | None:
    """The sense's mode, made finer by weapons named in the sentence; None where nothing tells."""
    said = reading.vocabulary[frame.sentence]
    if (
        type_ == "ASSAULT"
        and mode == "firearms"
        and frame.lemma in ("clash", "fighting", "battle", "fight", "skirmish", "combat", "infighting")
    ):
        return "clash"
    if (
        type_ == "ASSAULT"
        and mode == "heavy-weapons"
        and said & {"airstrike", "airstrikes", "air", "aerial", "drone", "drones", "warplane", "warplanes"}
    ):
        return "air"
    if type_ == "ASSAULT" and mode is None and frame.pos != "NOUN":
        return None if frame.lemma in ("clash", "fight", "battle") else next((name for name, known in _WEAPONS if said & known), None)
    if type_ == "ASSAULT" and mode is None:
        near = {*reading.before(frame, 3), *reading.after(frame, 1)}
        return next((name for name, known in _WEAPONS if near & known), "explosives" if near & {"suicide"} else None)
    if type_ == "COERCE" and mode == "seize" and any(a.kind in _STATE for a in actors):
        return "seize-state"
    return mode
