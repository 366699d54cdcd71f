"""The actors that arguments name, with kind, PLOVER sector and country."""

from __future__ import annotations

from collections.abc import Iterable

from streams.detect.heads import head_of
from streams.detect.joined import joined_names, shared_actors
from streams.detect.lexicon import words
from streams.detect.named import acts_as_state, code_of, common_word, is_armed, is_body, known_as
from streams.detect.phrase import PRONOUNS, Phrase, headed, is_head, is_titled, name_of, own_start, phrase_of, trimmed_end, whole_start
from streams.detect.reading import Reading
from streams.messages import Actor, ActorKind, Argument, Entity

_ORGANISATIONS = words("who", "organisations")
_NAMED = frozenset({"PERSON", "ORG", "NORP", "GPE", "LOC", "MISC"})
_PLACES = frozenset({"GPE", "LOC"})
_EMERGENCIES = words("who", "emergencies")


def actors(reading: Reading, argument: Argument) -> tuple[Actor, ...]:
    """Return the actors that an argument names: one, or one for each of several names joined by commas and `and`; none for things."""
    entity = reading.entity(argument)
    if argument.head.lower() in PRONOUNS:
        return (of_entity(reading, entity),) if entity is not None else ()
    if entity is not None and argument.head.lower() in _ORGANISATIONS and entity.end <= argument.start and is_body(entity):
        return (of_entity(reading, entity).with_(start=argument.start, end=argument.end, text=argument.text),)
    if len(shared := shared_actors(reading, argument)) > 1:
        return shared
    joined = joined_names(reading, argument)
    if len(joined) > 1:
        found = tuple(of_entity(reading, one) for one in joined)
        lead = found[0]
        if all(a.kind == "person" for a in found):  # "Liberian senators Joseph Tarr and Mary Doe"
            return tuple(a.with_(country=a.country or lead.country or found[-1].country, sector=a.sector or lead.sector) for a in found)
        return found
    entity = name_of(reading, argument)
    if entity is not None and is_head(entity, argument):
        if common_word(entity) is not None:
            return _described(reading, argument)
        if entity.label in _PLACES and not acts_as_state(entity):
            return ()
        return (of_entity(reading, entity, argument),) if entity.label in _NAMED else ()
    if entity is not None and entity.label in ("PERSON", "ORG") and is_titled(reading, argument, entity):
        return (of_entity(reading, entity, argument),)
    if (person := _apposed(reading, argument)) is not None:
        return (of_entity(reading, person, argument),)
    return _described(reading, argument)


def of_entity(reading: Reading, entity: Entity, within: Argument | None = None) -> Actor:
    """Return the actor that a name stands for, told by itself, by what the article says it is and by the words around it in its phrase."""
    country, sector = code_of(entity), None
    kind: ActorKind = "unknown"
    known = known_as(entity)
    if known is not None:
        kind, sector, country = known.kind, known.sector, known.country
    elif entity.label == "PERSON":
        kind, country = "person", None
        country, sector = _role(reading, entity)
        if sector is None and (other := _counterpart(reading, entity)) is not None:
            sector = _role(reading, other)[1]
    elif entity.label in _PLACES:
        kind, sector = "country", "GOV"
    elif entity.label == "NORP":
        kind = "people"
    elif entity.label == "ORG":
        head = head_of("rebel" if is_armed(entity) else entity.name.lower())
        kind, sector = (head.kind or "organisation", head.sector) if head is not None and head.kind else ("organisation", None)
        kind = "organisation" if kind in ("person", "people") else kind
        told = _role(reading, entity)
        country, sector = country or told[0], told[1] or sector
    if country is None and known is None and within is not None and within.start < entity.start:
        country = Phrase(reading, whole_start(reading, within.start), entity.end, entity.end).country
    if country is None and known is None and entity.label in ("ORG", "PERSON"):
        country = _owner(reading, entity)
    return Actor(start=entity.start, end=entity.end, text=entity.text, name=entity.name, kind=kind, sector=sector, country=country)


def distinct(found: Iterable[Actor]) -> tuple[Actor, ...]:
    """Return the actors without those whose name came before."""
    seen: dict[str, Actor] = {}
    for actor in found:
        seen.setdefault(actor.name.lower(), actor)
    return tuple(seen.values())


def _role(reading: Reading, entity: Entity) -> tuple[str | None, str | None]:
    """Return country and sector by what the article says of a person or body anywhere: `French President`, `the president of Peru`."""
    country: str | None = None
    sector: str | None = None
    for span in reading.descriptions(entity):
        phrase = Phrase.of(reading, span)
        head = phrase.office
        if head is None or head.kind is None or (entity.label == "ORG" and head.sector is None):
            continue
        sector = sector or (head.sector if head.kind != "people" else None)
        country = country or phrase.country
    return country, sector


def _counterpart(reading: Reading, entity: Entity) -> Entity | None:
    """Return the person whose office somebody has elsewhere: "the minister, Ana Quispe, and her Danish counterpart"."""
    told = any("counterpart" in span.text.lower() for span in entity.described or ())
    sentence = reading.sentence_at(entity.start) if told else None
    if sentence is None:
        return None
    row = [reading.article.entities[i] for i in reading.entities[sentence]]
    return next((e for e in reversed(row) if e.label == "PERSON" and e.end <= entity.start and e.described), None)


def _owner(reading: Reading, entity: Entity) -> str | None:
    """Return the country right before a name, as its owner or people, or behind it: "Mexico's National Guard", "Sione Vea of Tonga"."""
    if (sentence := reading.sentence_at(entity.start)) is None:
        return None
    row = [reading.article.entities[i] for i in reading.entities[sentence]]
    before = [e for e in row if e.end <= entity.start][-1:]
    if before and reading.text(before[0].end, entity.start).replace("’", "'").strip() in ("", "'s", "'"):
        return code_of(before[0])
    behind = [e for e in row if e.start >= entity.end][:1]
    if behind and reading.lower_in(entity.end, behind[0].start) in (("of",), ("of", "the")):
        return code_of(behind[0])
    return None


def _apposed(reading: Reading, argument: Argument) -> Entity | None:
    """Return the name that a phrase is said of: Omar Bello for "the head of the customs service, Omar Bello,", ABC for "the rebel group
    ABC".
    """
    sentence = reading.sentence_at(argument.start)
    for index in reading.entities[sentence] if sentence is not None else ():
        entity = reading.article.entities[index]
        said = entity.described or ()
        near = said if entity.label == "PERSON" else [s for s in said if 0 <= entity.start - s.end <= 1]
        if entity.label in ("PERSON", "ORG") and any(s.start <= argument.head_start < s.end for s in near):
            return entity
    return None


def _described(reading: Reading, argument: Argument) -> tuple[Actor, ...]:
    """Return the actor that common words tell of: `13 American soldiers`, `the resistance force under former vice president X`."""
    head = headed(reading, argument)
    if head is not None and head.name == "anyone":
        return ()
    if head is None or head.kind is None:
        inner = [e for e in reading.names_within(argument.start, argument.end) if e.label in ("PERSON", "ORG", "NORP")]
        return (of_entity(reading, inner[0]),) if head is None and inner else ()
    behind = reading.lower_in(argument.head_end, argument.head_end + 20)[:2]
    if behind[:1] == ("of",) and behind[1:] and behind[1] in _EMERGENCIES:
        return ()  # "a state of emergency" is no state
    phrase = phrase_of(reading, argument)
    start, end = argument.start, trimmed_end(phrase)
    text = reading.text(start, end)
    told = phrase.office
    sector = told.sector if told is not None and told.kind is not None else head.sector
    kind = told.kind if told is not None and told.kind is not None else head.kind
    country = phrase.country
    for inside in phrase.names:
        known = known_as(inside)
        if known is not None and known.sector == "REB" and inside.start < end:
            # "Taliban fighters" are the Taliban.
            return (of_entity(reading, inside).with_(start=start, end=end, text=text),)
        if known is not None and known.sector == "IGO" and inside.end <= phrase.head_end:
            sector, country = "IGO", None  # "the UN refugee agency", "the United Nations envoy for Yemen"
    if sector is None and argument.head.lower().removesuffix("s") == "counterpart":
        sector = _opposite(reading, argument)
    name = reading.text(own_start(reading, phrase.start, end), end)
    return (Actor(start=start, end=end, text=text, name=name, kind=kind, sector=sector, country=country),)


def _opposite(reading: Reading, argument: Argument) -> str | None:
    """Return the sector of the doer before: "the trade minister met her Norwegian counterpart"."""
    sentence = reading.sentence_at(argument.start)
    frames = [reading.article.frames[i] for i in reading.frames[sentence]] if sentence is not None else []
    doers = (one for frame in frames for one in frame.arguments if one.role == "agent" and one.end <= argument.start)
    return next((found[0].sector for one in doers if (found := actors(reading, one))), None)
