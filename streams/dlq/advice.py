"""The meaning of each error of a dead letter, and what a person does about it, in a sentence each."""

from __future__ import annotations

from dataclasses import dataclass

from streams.dlq.letter import Letter

REDRIVE = "put it back once (`streams dlq redrive --id {id} --yes`)"
DROP = "give it up (`streams dlq drop --id {id} --yes`)"


@dataclass(frozen=True, slots=True)
class Advice:
    """The meaning of an error, and what to do; `{id}` stands for the dead letter."""

    means: str
    do: str


_FED_AGAIN = Advice("", f"have the feeder mend it and send it again, then {DROP}")
ADVICE = {
    "Undecodable": Advice("its bytes are no text in any encoding that is read", _FED_AGAIN.do),
    "Malformed": Advice("it has no shape that is known", _FED_AGAIN.do),
    "Empty": Advice("nothing in it is left to read", DROP),
    "TooLarge": Advice(
        "it is over a limit of size, words or depth", f"{DROP}, or raise STREAMS_MAX_WORDS or STREAMS_MAX_VALUE_BYTES and {REDRIVE}"
    ),
    "TooSlow": Advice(
        "it was worked on for longer than one article may be, twice", f"{REDRIVE} while the machine is quiet; if it fails again, report it"
    ),
    "Killer": Advice(
        "the process that worked on it died, twice", f"look whether memory was short, then {REDRIVE}; if it fails again, report it"
    ),
    "Refused": Advice("Kafka will never take what was made of it, most often for its size", DROP),
}
"""By class of error; any other is a bug of ours."""
_BUG = Advice("a bug of ours: the worker's log has the traceback", f"report it, and after the upgrade {REDRIVE}")


def advice(letter: Letter) -> Advice:
    """Return what the error of a dead letter means and what to do about it."""
    found = _BUG if letter.kind == "bug" else ADVICE.get(letter.error, _BUG)
    return Advice(found.means, found.do.replace("{id}", letter.position))
