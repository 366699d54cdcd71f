"""The classes of an argument's head that the lexicon's conditions ask for: a person, a state, rebels, a measure."""

from __future__ import annotations

from streams.detect.heads import head_of
from streams.detect.named import acts_as_state, common_word, is_armed, known_as
from streams.detect.phrase import PRONOUNS, headed, is_head, is_titled, name_of, phrase_of
from streams.detect.reading import Reading
from streams.messages import Argument, Entity

_THINGS = frozenset({"it", "this", "that", "which", "these", "those", "its"})


def classes(reading: Reading, argument: Argument | None) -> frozenset[str]:
    """Return the classes of an argument's head; `unknown` where it has none or says nothing (pronouns are looked up by name first)."""
    if argument is None:
        return frozenset({"unknown"})
    entity = name_of(reading, argument)
    found: set[str] = set()
    if entity is not None and entity.label in ("PERSON", "ORG") and is_titled(reading, argument, entity):
        head = head_of(argument.head)
        found |= {"person"} | ({head.name} if head is not None and head.kind is not None else set())
    elif entity is not None and common_word(entity) is not None:
        found.add(common_word(entity).name)  # type: ignore[union-attr]  # "Rebels", capitalised where a sentence begins
    elif argument.head.lower() in PRONOUNS:
        thing = {"unknown"} if argument.head.lower() in _THINGS else {"unknown", "person"}
        found |= thing if entity is None else _entity_classes(entity)
    elif (head := headed(reading, argument)) is not None and not is_head(entity, argument):
        found.add(head.name)
        if head.name in ("body", "chief"):
            found.add("group" if head.name == "body" else "person")
            if (told := phrase_of(reading, argument).office) is not None:
                found.add(told.name)
            for inside in reading.names_within(argument.start, argument.end):
                found |= _entity_classes(inside) - {"person", "measure", "country", "place"}
    elif entity is not None:
        found |= _entity_classes(entity)
    elif names := [e for e in reading.names_within(argument.start, argument.end) if e.label in ("PERSON", "ORG", "GPE", "NORP")]:
        # The head is a word that we do not know; the name in it still tells much ("Taliban column").
        found |= _entity_classes(names[0]) | {"unknown"}
    return frozenset(found or {"unknown"})


def _entity_classes(entity: Entity) -> set[str]:
    known = known_as(entity)
    if known is not None:
        by_sector = {"REB": "rebel", "IGO": "igo", "NGO": "ngo", "GOV": "government", "MIL": "military", "MED": "media"}
        return {by_sector.get(known.sector or "", "organisation"), "group"} | ({"country"} if known.sector == "GOV" else set())
    match entity.label:
        case "PERSON":
            return {"person"}
        case "GPE" | "LOC":
            return {"country", "place"} if acts_as_state(entity) else {"place"}
        case "FAC":
            return {"place"}
        case "NORP":
            return {"group", "civilian"}
        case "ORG":
            if is_armed(entity):
                return {"rebel", "group"}
            head = head_of(entity.name.lower())
            return {head.name, "group"} if head is not None and head.kind is not None else {"organisation", "group"}
        case "DATE" | "TIME" | "MONEY" | "PERCENT" | "QUANTITY" | "CARDINAL":
            return {"measure"}
        case _:
            return {"unknown"}
