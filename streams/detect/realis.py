"""The realis of an event: it happened, goes on, is planned, threatened or denied, or is long past."""

from __future__ import annotations

from datetime import datetime, timedelta

from streams.detect.lexicon import words
from streams.detect.reading import Reading
from streams.detect.types import kind_of
from streams.messages import EAST, EventType, Frame, Realis, When

HISTORICAL_AFTER = timedelta(days=31)
"""An event that ended this long before publication is history, not news (a court case of a year ago may still be)."""
_WEEK = timedelta(days=7)
_DAYS = frozenset({"day", "part", "minute"})
_SURE = 40
"""The chance, in percent, from which the likeliest realis of a reading is believed."""
_PLANNED = words("realis", "planned")
_THREATENED = frozenset(["threaten", "warn", "menace", "vow", "swear", "fear", "risk"])
_DENIED = words("realis", "denied")
_CALLED_OFF = words("realis", "called_off")
_HEDGED = words("realis", "hedged")
_COUNTERFACTUAL = frozenset(["would", "could"])
_IMAGINED = words("realis", "imagined")
_REHEARSED = words("realis", "rehearsed")
_FICTION = words("realis", "fiction")
_STUDIES = words("realis", "studies")
_SPANS = words("when", "spans")
_EACH = frozenset({"a", "each", "every", "per"})
_MAYBE = frozenset(["may", "might", "could"])
_ONGOING_WORDS = words("realis", "ongoing_words")
_PAST_WORDS = frozenset(["anniversary", "commemorate", "commemorated", "commemorates", "commemoration", "remembered", "historic"])
_CHARGES = words("realis", "charges")
_DENIAL_VERBS = frozenset(["deny", "reject", "dismiss", "refute", "dispute", "rebut"])
_ATTEMPTS = frozenset(["try", "attempt", "foil", "thwart", "avert", "prevent", "fail"])


def realis_of(reading: Reading, frame: Frame, type_: EventType, when: When, published: datetime) -> Realis | None:
    """Return the realis of a frame's event; None where the text says that there was none (negated without a denial, a mere hypothesis).

    What grammar says of a mere hypothesis comes first. Then comes what the event reader is sure of: on the corpus' held-out texts it is
    right in .82 of the event words, the rules in .64.
    """
    chain = _governors(reading, frame)
    if _unreal(frame, chain) or _rehearsed(reading, frame):
        return None
    if _at_large(frame, chain):
        return "historical"
    nouns = frame.pos == "NOUN" and kind_of(type_).deed
    if nouns and any(calls_off(reading, reading.article.frames[index], frame) for index in reading.frames[frame.sentence]):
        return "denied"
    long_past = when.precision != "published" and when.end <= published - HISTORICAL_AFTER
    if frame.reading is not None and frame.reading.realis:
        likeliest, chance = max(frame.reading.realis.items(), key=lambda pair: pair[1])
        if chance >= _SURE:  # what a date says of happening the reader does not reckon
            if likeliest in ("happened", "ongoing", "historical") and (long_past or _of_the_week(when, published)):
                return "historical" if long_past else "happened" if likeliest == "historical" else likeliest
            return likeliest
    return _by_rule(reading, frame, type_, when, published)


def _of_the_week(when: When, published: datetime) -> bool:
    """Return True if the event has a date of its own that is a day of the week before publication."""
    return when.precision in _DAYS and published - _WEEK <= when.end and not _to_come(when, published)


def _to_come(when: When, published: datetime) -> bool:
    """Return True if a day had not begun anywhere when the article was published: days are named by local time, which we do not know."""
    day = when.start.replace(hour=0, minute=0, second=0, microsecond=0)
    return when.start > published and day - published > EAST


def _unreal(frame: Frame, chain: tuple[Frame, ...]) -> bool:
    """Return True if the event would have been, or is only imagined or told in a work: "would have killed", "the drill simulated", "in the
    film".
    """
    if (frame.modality in _COUNTERFACTUAL and frame.aspect == "perfect") or any(above.lemma in _IMAGINED for above in chain):
        return True
    told_in = (a for one in (frame, *chain) if one.tense == "present" for a in one.arguments if a.role == "agent" or a.marker == "in")
    return any(a.head.lower() in _FICTION for a in told_in)


def _rehearsed(reading: Reading, frame: Frame) -> bool:
    """Return True if it is what others train for: "practised what to do after a strike that kills 200", "drilled for an attack"."""
    above = (reading.article.frames[index] for index in reading.frames[frame.sentence])
    aims = (a for other in above if other.lemma in _REHEARSED for a in other.arguments if a.role == "clause" or a.marker in ("for", "to"))
    return any(a.start <= frame.start < a.end for a in aims)


def calls_off(reading: Reading, verb: Frame, deed: Frame) -> bool:
    """Return True if a predicate says that what a noun under it tells will not be ("called off Friday's strike"); a strike that goes on is
    ended by it, not denied.
    """
    off = verb.lemma.replace(" ", "_") in _CALLED_OFF and not verb.negated and deed.pos == "NOUN"
    if not off or not any(a.role in ("patient", "oblique") and a.head_start <= deed.start < a.head_end for a in verb.arguments):
        return False
    read = deed.reading.realis if deed.reading is not None else {}
    ahead = read.get("planned", 0) + read.get("denied", 0) >= _SURE
    dated = (reading.article.entities[number].label in ("DATE", "TIME") for a in deed.arguments for number in a.entities)
    return ahead or any(dated)


def _at_large(frame: Frame, chain: tuple[Frame, ...]) -> bool:
    """Return True if the event is told of no single day: it happens so often a year, or a study found it."""
    often = (a.text.lower().split() for a in frame.arguments if a.role == "oblique" and a.head.lower() in _SPANS)
    if frame.tense == "present" and any(words[0] in _EACH for words in often):
        return True
    said = frame.attribution.text.lower().split() if frame.attribution is not None else []
    finders = (a.head.lower() for above in chain for a in above.arguments if a.role == "agent")
    return not _STUDIES.isdisjoint([*said, *finders])


def _by_rule(reading: Reading, frame: Frame, type_: EventType, when: When, published: datetime) -> Realis | None:
    modality = frame.modality.replace(" ", "_") if frame.modality else None
    chain = _governors(reading, frame)
    denial = _denied(reading, frame, chain)
    if denial:
        return "denied"
    if frame.pos == "NOUN" and _charged(reading, frame):
        return "happened"
    if frame.negated:
        # "did not sign", "no protests": nothing happened; a refusal is an event of its own verb.
        return None
    if modality in _DENIED:
        return "denied" if modality in ("deny", "dispute", "doubt") else _attempted(type_, modality)
    if frame.tense == "future" or (modality in _THREATENED) or (modality in _PLANNED):
        return _ahead(frame, type_, modality, when, published)
    if frame.conditional and type_ == "PROTEST" and not {"if", "unless", "whether"} & set(reading.before(frame, 8)):
        return "happened"  # "took to the streets to protest"
    if frame.conditional and modality not in _HEDGED:
        return "threatened" if any(g.lemma in _THREATENED for g in chain) else None
    if when.precision != "published":
        if when.end <= published - HISTORICAL_AFTER:
            return "historical"
        if _to_come(when, published):
            return "planned"
    vocabulary = reading.vocabulary[frame.sentence]
    if vocabulary & _PAST_WORDS and frame.pos == "NOUN":
        return "historical"
    if frame.aspect == "progressive" and frame.tense in ("present", "none") and frame.voice != "none":
        return "ongoing"
    around = {*reading.before(frame, 2), *reading.after(frame, 2)}
    if around & _ONGOING_WORDS and frame.tense != "past":
        return "ongoing"
    if frame.pos == "NOUN" and _taking_place(reading, frame):
        return "ongoing"
    return "happened"


def _ahead(frame: Frame, type_: EventType, modality: str | None, when: When, published: datetime) -> Realis | None:
    if modality in _THREATENED:
        return "threatened"
    if modality in _MAYBE and frame.aspect == "perfect":
        return "happened"  # "may have killed": told as a possibility of the past, certainty says so
    if frame.conditional and kind_of(type_).harmful:
        return None
    if modality in ("would", "should", "must", "need", "ought") and frame.aspect == "perfect":
        return None
    if modality in _MAYBE and kind_of(type_).risk:
        return "threatened"
    if when.precision != "published" and when.end <= published - HISTORICAL_AFTER:
        return "historical"
    if when.precision != "published" and when.end <= published and modality not in _MAYBE and frame.tense == "past" and modality is None:
        return "happened"
    return "planned"


def _attempted(type_: EventType, modality: str) -> Realis | None:
    """Return `planned` for a foiled attack, which did not happen but was to; None for other attempts."""
    return "planned" if modality in _ATTEMPTS and kind_of(type_).family == "violence" else None


def _denied(reading: Reading, frame: Frame, chain: tuple[Frame, ...]) -> bool:
    above = chain[0] if chain else None
    if above is not None and above.lemma in _DENIAL_VERBS and not above.negated:
        return True
    return frame.attribution is not None and frame.attribution.verb in ("deny", "refute")


def _charged(reading: Reading, frame: Frame) -> bool:
    """Return True if a noun is a deed that somebody is charged with, suspected of or tried for: it has happened, whatever is still to come
    of it.
    """
    for index in reading.frames[frame.sentence]:
        other = reading.article.frames[index]
        within = any(a.role == "oblique" and a.head_start <= frame.start < a.head_end for a in other.arguments)
        if within and other.lemma in _CHARGES:
            return True
    return False


def _governors(reading: Reading, frame: Frame) -> tuple[Frame, ...]:
    out: list[Frame] = []
    above = frame.parent
    while above is not None and 0 <= above < len(reading.article.frames) and len(out) < 3:
        out.append(reading.article.frames[above])
        above = out[-1].parent
    return tuple(out)


def _taking_place(reading: Reading, frame: Frame) -> bool:
    """Return True if the verb over an event noun says that it goes on: "the clashes are taking place", "fighting is raging"."""
    for index in reading.frames[frame.sentence]:
        other = reading.article.frames[index]
        subject = any(a.role in ("agent", "patient") and a.head_start <= frame.start < a.head_end for a in other.arguments)
        if subject and other.tense == "present" and (other.aspect == "progressive" or other.lemma in ("continue", "rage", "go on")):
            return True
    words = reading.after(frame, 3)
    return words[:2] in (
        ("are", "taking"),
        ("is", "taking"),
        ("are", "continuing"),
        ("is", "continuing"),
        ("is", "raging"),
        ("are", "raging"),
    )
