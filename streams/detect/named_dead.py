"""The dead who are counted by nothing but their names: `killed President Idris Oumar`, `shot dead Ana Reyes and her brother Luis Reyes`."""

from __future__ import annotations

from streams.detect.harm import HARM, merged
from streams.detect.leaders import leads
from streams.detect.reading import Reading
from streams.messages import Argument, Casualty

_DEADLY = frozenset(max(key.split("_"), key=len) for key, kind in HARM.items() if kind == "killed")
"""Words of which a sentence must have one to tell of a killing."""


def named_dead(reading: Reading, sentence: int) -> Casualty | None:
    """Return the named people whom a killing of the sentence befell as one count; None without any, or where it is no fact."""
    if reading.vocabulary[sentence].isdisjoint(_DEADLY):
        return None
    deadly = {word.start for word in merged(reading.words(sentence)) if HARM.get(word.lower) == "killed"}
    for index in reading.frames[sentence]:
        frame = reading.article.frames[index]
        fact = not (frame.negated or frame.conditional or frame.modality is not None or frame.tense == "future")
        if frame.pos != "VERB" or not fact or frame.start not in deadly:
            continue
        for argument in frame.arguments:
            if argument.role == "patient" and (count := _people(reading, argument)):
                return Casualty(kind="killed", min=count, max=count, start=argument.start, end=argument.end)
    return None


def _people(reading: Reading, argument: Argument) -> int:
    named = {one.name for one in reading.names_within(argument.start, argument.end) if one.label == "PERSON"}
    return len(named) or int(leads(argument))
