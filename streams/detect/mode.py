"""Mode: the kind of an event within its type, where the words around tell more than the predicate."""

from __future__ import annotations

from streams.detect.lexicon import words
from streams.detect.reading import Reading
from streams.detect.trigger import Trigger
from streams.messages import Actor, EventType, Frame

_WEAPONS = tuple((name, words("mode", name)) for name in ("explosives", "heavy-weapons", "air", "firearms", "beat"))
_FINER = tuple((name, words("mode", name)) for name in ("suicide-attack", "grenade", "unconventional"))
"""Weapons that are named by hardly anything but these words, and are finer than what else is said of an attack."""
_RIOTOUS = words("mode", "riotous")
_BROAD = {"suicide-attack": "explosives", "grenade": "explosives", "clash": "firearms"}
_AIR = frozenset({"airstrike", "airstrikes", "air", "aerial", "drone", "drones", "warplane", "warplanes"})
_BY_OBJECT = frozenset({"coup", "war"})
_FIGHTS = frozenset({"clash", "fighting", "battle", "fight", "skirmish", "combat", "infighting"})
_STATE = frozenset({"military", "police", "government", "country"})


def broad(mode: str) -> str:
    """Return the mode that a finer mode is a kind of: a grenade is an explosive; any other mode is its own."""
    return _BROAD.get(mode, mode)


def mode_of(reading: Reading, frame: Frame, hit: Trigger, type_: EventType, actors: tuple[Actor, ...]) -> str | None:
    """Return the mode of which the event reader is sure, else the sense's, made finer by weapons named in the sentence; None where nothing
    tells.

    Power that is seized and war that is declared are told by the object: there the lexicon is surer than the reader.
    """
    mode = hit.sense.mode or None
    if mode in _BY_OBJECT and "_" in hit.key and frame.pos == "VERB":
        return mode
    told = frame.reading
    if told is not None and told.mode is not None and next(iter(told.types), None) == type_:
        mode = told.mode
    elif type_ == "ASSAULT":
        mode = _by_weapon(reading, frame, mode)
    if type_ == "ASSAULT" and mode != "seize":
        return next((name for name, known in _FINER if reading.vocabulary[frame.sentence] & known), mode)
    if type_ == "PROTEST" and mode in (None, "demo") and reading.vocabulary[frame.sentence] & _RIOTOUS:
        return "riot"
    if mode == "seize" and any(a.kind in _STATE for a in actors):
        return "seize-state"
    return mode


def _by_weapon(reading: Reading, frame: Frame, mode: str | None) -> str | None:
    """Return the mode of an attack by the weapons of its sentence; of a noun only those right beside it count."""
    said = reading.vocabulary[frame.sentence]
    if mode == "firearms" and frame.lemma in _FIGHTS:
        return "clash"
    if mode == "heavy-weapons" and said & _AIR:
        return "air"
    if mode is not None or (frame.pos != "NOUN" and frame.lemma in _FIGHTS):
        return mode
    near = said if frame.pos != "NOUN" else {*reading.before(frame, 3), *reading.after(frame, 1)}
    return next((name for name, known in _WEAPONS if near & known), None)
