"""Who: arguments to actors, with kind, PLOVER sector and country, and the classes that the lexicon's conditions ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from streams.detect.gazetteer import gazetteer
from streams.detect.lexicon import Head, Known, lexicon, words
from streams.detect.reading import WORD, Reading
from streams.messages import Actor, Argument, Entity, Span

NAMES_KEPT = 8192
"""Names that are looked up once for all; without a bound every name that was ever in the news would stay in memory."""
PRONOUNS = words("who", "pronouns")
_DESCRIBED = frozenset({"group", "outfit", "movement", "militia"})
_FIGURES = frozenset({"CARDINAL", "QUANTITY", "PERCENT", "MONEY", "DATE", "TIME"})
_PERSONAL = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself"])
_JOIN = re.compile(r"^\s*(?:,\s*(?:and\s+)?|and\s+|&\s*|,?\s*as well as\s+)(?:the\s+)?$", re.I)
_LEADING = re.compile(
    r"^(?:(?:the|a|an|some|any|all|both|his|her|their|its|this|that|these|those|several|many|other|another|more|most)\s+)+", re.I
)
_TAIL = re.compile(
    r"\s*(?:,|;|:|—| - |\(| \b(?:who|which|that|whose|after|before|when|where|while|including|under"
    r"|with|from|in|at|on|for|near|against|by|during|over)\b ).*$",
    re.S,
)
_ARMED_NAME = re.compile(r"\b(?:Liberation|Resistance|Mujahid\w*|Brigades?|Guerrillas?|Rebels?|Insurgen\w+|Jihad|Militia|Front)\b(?! Page)")
_QUANTITIES = words("who", "quantities")
_QUANTITY = re.compile(
    r"^(?:(?:at least|more than|some|about|several|many|the|a|an|large|small|first|last|up to|nearly|around)\s+)*"
    r"(?:(?:tens|hundreds|thousands|dozens|dozen|scores|number|majority|groups?|crowds?|members?|couple|handful|millions)\s+of\s+)+(?:the\s+)?",
    re.I,
)
_COUNTED = re.compile(
    r"^(?:(?:(?:at )?(?:least|most)|more than|no fewer than|fewer than|less than|about|around|some|nearly|almost|over|up to|as many as"
    r"|the|all|another)\s+)*"
    r"(?:\d[\d,.]*|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen"
    r"|dozens of|hundreds of|thousands of|scores of|several)\b)\s+",
    re.I,
)
_WORDS_OF = {"policemen": "policeman", "gunmen": "gunman", "women": "woman", "men": "man", "children": "child", "militiamen": "militiaman"}


def classes(reading: Reading, argument: Argument | None) -> frozenset[str]:
    """The classes of an argument's head; `unknown` where it has none or says nothing (pronouns are looked up by name first)."""
    if argument is None:
        return frozenset({"unknown"})
    entity = reading.entity(argument)
    if entity is not None and entity.label in _FIGURES:
        entity = None  # "tens of thousands of people"
    found: set[str] = set()
    if entity is not None and entity.label in ("PERSON", "ORG") and _titled(reading, argument, entity):
        head = head_of(argument.head)
        found |= {"person"} | ({head.name} if head is not None and head.kind is not None else set())
    elif (
        entity is not None
        and " " not in entity.text
        and (common := head_of(entity.text)) is not None
        and common.kind is not None
        and _known(entity) is None
    ):
        found.add(common.name)  # "Rebels", capitalised where a sentence begins
    elif (head := headed(argument)) is not None and not _names(entity, argument):
        found.add(head.name)
        if head.name == "body":
            found.add("group")
            for inside in reading.names_within(argument.start, argument.end):
                found |= _entity_classes(inside) - {"person", "measure", "country", "place"}
    elif entity is not None:
        found |= _entity_classes(entity)
    elif argument.head.lower() in PRONOUNS and argument.head.lower() not in ("it", "this", "that", "which", "these", "those", "its"):
        found |= {"person", "unknown"}
    elif names := [e for e in reading.names_within(argument.start, argument.end) if e.label in ("PERSON", "ORG", "GPE", "NORP")]:
        # The head is a word that we do not know; the name in it still tells much ("Taliban column").
        found |= _entity_classes(names[0]) | {"unknown"}
    return frozenset(found or {"unknown"})


@lru_cache(maxsize=NAMES_KEPT)
def head_of(word: str) -> Head | None:
    """The entry of a head lemma or of the last word that has one in a short phrase."""
    heads = lexicon().heads
    key = word.lower().strip().replace(" ", "_")
    for form in (key, _WORDS_OF.get(key, key), *_singular(key)):
        if form in heads:
            return heads[form]
    if "_" not in key:
        return None
    if (of := _QUANTITY.match(word)) is not None:
        return head_of(word[of.end() :])
    first = _TAIL.sub("", _LEADING.sub("", word.strip()) + " ").strip().split(" of ")[0]
    parts = [m.group().lower() for m in WORD.finditer(first)]
    for size in (3, 2, 1):
        tail = "_".join(parts[-size:])
        for form in (tail, _WORDS_OF.get(tail, tail), *_singular(tail)):
            if len(parts) >= size and form in heads:
                return heads[form]
    return None


def actors(reading: Reading, argument: Argument) -> tuple[Actor, ...]:
    """Whom an argument names: one actor, or one for each of several names joined by commas and `and`; none for things."""
    if argument.head.lower() in PRONOUNS:
        antecedent = reading.entity(argument) or antecedent_of(reading, argument)
        return (of_entity(reading, antecedent),) if antecedent is not None else ()
    if argument.head.lower() in _DESCRIBED and (meant := _meant(reading, argument)) is not None:
        return (of_entity(reading, meant).with_(start=argument.start, end=argument.end, text=argument.text),)
    joined = _joined(reading, argument)
    if len(joined) > 1:
        return tuple(of_entity(reading, entity) for entity in joined)
    entity = reading.entity(argument)
    if entity is not None and entity.label in _FIGURES:
        entity = None
    if entity is not None and _names(entity, argument):
        if " " not in entity.text and (common := head_of(entity.text)) is not None and common.kind is not None and _known(entity) is None:
            return _described(reading, argument, None)
        if entity.label in ("GPE", "LOC") and not _acts_as_state(entity):
            return ()
        return (of_entity(reading, entity),) if entity.label in ("PERSON", "ORG", "NORP", "GPE", "LOC", "MISC") else ()
    if entity is not None and entity.label in ("PERSON", "ORG") and _titled(reading, argument, entity):
        return (of_entity(reading, entity),)
    return _described(reading, argument, entity)


def of_entity(reading: Reading, entity: Entity) -> Actor:
    """The actor that a name stands for."""
    known = _known(entity)
    country: str | None = None
    sector: str | None = None
    kind = "unknown"
    if known is not None:
        kind, sector, country = known.kind, known.sector, known.country
    elif entity.label == "PERSON":
        kind = "person"
        country, sector = _office(reading, entity)
    elif entity.label in ("GPE", "LOC"):
        country = country_code(entity.name) or country_code(entity.text)
        kind, sector = "country", "GOV"
    elif entity.label == "NORP":
        kind, country = "people", country_code(entity.text)
    elif entity.label == "ORG":
        head = head_of("rebel" if _ARMED_NAME.search(entity.name) else entity.name.lower())
        kind, sector = (head.kind or "organisation", head.sector) if head is not None and head.kind else ("organisation", None)
        kind = "organisation" if kind in ("person", "people") else kind
        country = _country_in(entity.name)
    return Actor(start=entity.start, end=entity.end, text=entity.text, name=entity.name, kind=kind, sector=sector, country=country)


def antecedent_of(reading: Reading, argument: Argument) -> Entity | None:
    """Whom a pronoun means: the nearest fitting name before it that acts or speaks, else the nearest fitting name."""
    word = argument.head.lower()
    sentence = reading.sentence_at(argument.start)
    if sentence is None:
        return None
    labels = ("PERSON",) if word in _PERSONAL else ("ORG", "NORP", "GPE") if word in ("they", "them", "their", "it", "its") else ()
    entities = reading.article.entities
    for back in range(sentence, max(-1, sentence - 4), -1):
        agents = {a.entity for i in reading.frames[back] for a in reading.article.frames[i].arguments if a.role == "agent"}
        agents |= {f.attribution.entity for i in reading.frames[back] if (f := reading.article.frames[i]).attribution is not None}
        near = [i for i in reading.entities[back] if entities[i].label in labels and entities[i].end <= argument.start]
        if acting := [i for i in near if i in agents]:
            return entities[acting[0]]
        if near:
            return entities[near[0]]
    return None


@lru_cache(maxsize=NAMES_KEPT)
def country_code(name: str) -> str | None:
    """ISO 3166-1 alpha-3 of a country's name or demonym."""
    book = gazetteer()
    plain = _LEADING.sub("", name.strip()).removesuffix("'s").removesuffix("’s")
    if (code := book.country_of_demonym(plain)) is not None:
        return code
    return next((c.country for c in book.candidates(plain) if c.kind == "country"), None)


def _meant(reading: Reading, argument: Argument) -> Entity | None:
    """The organisation that "the insurgent group" stands for: the nearest one named before it, one sentence back at most."""
    sentence = reading.sentence_at(argument.start)
    if sentence is None or not argument.text.lower().startswith("the "):
        return None
    if any(e.label == "ORG" for e in reading.names_within(argument.start, argument.end)):
        return None
    for back in (sentence, sentence - 1):
        near = [reading.article.entities[i] for i in reading.entities[back]] if back >= 0 else []
        named = [e for e in near if e.label == "ORG" and e.end <= argument.start and (_known(e) is not None or _ARMED_NAME.search(e.name))]
        if named:
            return named[-1]
    return None


def _described(reading: Reading, argument: Argument, entity: Entity | None) -> tuple[Actor, ...]:
    """An actor of common words: `13 American soldiers`, `the resistance force under former vice president X`."""
    head = headed(argument)
    if head is not None and head.name == "anyone":
        return ()
    if head is None or head.kind is None:
        inner = [e for e in reading.names_within(argument.start, argument.end) if e.label in ("PERSON", "ORG", "NORP")]
        if head is None and inner:
            return (of_entity(reading, inner[0]),)
        return ()
    if re.match(r"\s*of\s+(?:emergency|siege|war|alert|calamity)\b", reading.text(argument.head_end, argument.head_end + 20)):
        return ()  # "a state of emergency" is no state
    start, end = _trim(argument)
    text = reading.text(start, end)
    name = _LEADING.sub("", _COUNTED.sub("", text))
    country = _country_in(text)
    sector = head.sector
    for inside in reading.names_within(start, end):
        known = _known(inside)
        if known is not None and known.sector == "REB":
            # "Taliban fighters" are the Taliban.
            return (of_entity(reading, inside).with_(start=start, end=end, text=text),)
        if known is not None:
            country = country or known.country
    return (Actor(start=start, end=end, text=text, name=name or text, kind=head.kind, sector=sector, country=country),)


def _trim(argument: Argument) -> tuple[int, int]:
    """The argument without what follows its head noun (relative clauses, appositions)."""
    end = argument.end
    inside = argument.text[: max(0, argument.head_end - argument.start)]
    if 0 < len(inside) <= len(argument.text):
        rest = argument.text[len(inside) :]
        of = re.match(r"\s+of\s+(?:the\s+)?[^,;:()]{1,60}", rest)
        end = argument.start + len(inside)
        if of is not None and not re.search(r"\b(?:who|which|that|in|at|on|after|when)\b", of.group()):
            end += of.end()
    return argument.start, max(end, argument.start + 1)


def _joined(reading: Reading, argument: Argument) -> list[Entity]:
    """Names that stand side by side in an argument, joined by commas and `and`."""
    names = [e for e in reading.names_within(argument.start, argument.end) if e.label in ("PERSON", "ORG", "NORP", "GPE")]
    if len(names) < 2:
        return []
    first = next((i for i, e in enumerate(names) if e.start <= argument.head_start < e.end), 0)
    run = [names[first]]
    for entity in names[first + 1 :]:
        if not _JOIN.match(reading.text(run[-1].end, entity.start)):
            break
        run.append(entity)
    follow = reading.text(run[-1].end, argument.end)
    if re.match(r"\s+[a-z]", follow) and not re.match(r"\s+(?:in|on|at|over|for|to|as|after|who|which|of|and|is|are|was)\b", follow):
        return []  # "Turkish and Syrian soldiers": the names only modify
    return run if len(run) > 1 else []


@lru_cache(maxsize=NAMES_KEPT)
def _state(name: str) -> bool:
    return country_code(name) is not None or any(c.capital for c in gazetteer().candidates(name)[:1])


def _acts_as_state(entity: Entity) -> bool:
    """Whether a place's name may stand for a state: a country, or its capital."""
    return _state(entity.name) or _state(entity.text)


def _titled(reading: Reading, argument: Argument, entity: Entity) -> bool:
    """Whether a name follows the head as its apposition: "Taliban leader Abdul Ghani Baradar", "terror group Islamic State"."""
    return argument.head_end <= entity.start < argument.end and not reading.text(argument.head_end, entity.start).strip(" ,\n")


def headed(argument: Argument) -> Head | None:
    """The entry of an argument's head, by as many of the words before it as make an entry ("resistance force")."""
    before = [m.group().lower() for m in WORD.finditer(argument.text[: max(0, argument.head_start - argument.start)])]
    for size in (2, 1):
        key = "_".join([*before[-size:], argument.head.lower()])
        if len(before) >= size and key in lexicon().heads:
            return lexicon().heads[key]
    if argument.head.lower() in _QUANTITIES and (of := _QUANTITY.match(argument.text)) is not None:
        return head_of(_TAIL.sub("", argument.text[of.end() :] + " ").strip())
    if argument.head[:1].isdigit() and (rest := argument.text.partition(" of ")[2]):
        return head_of(re.sub(r"^(?:its|the|his|her|their)\s+", "", rest))  # "6,000 of its soldiers"
    return head_of(argument.head) or head_of(argument.text)


def _names(entity: Entity | None, argument: Argument) -> bool:
    """Whether the name is the head itself, not a modifier of it."""
    return entity is not None and entity.start <= argument.head_start < entity.end


def _known(entity: Entity) -> Known | None:
    known = lexicon().known
    for name in (entity.name, entity.text):
        key = re.sub(r"^the\s+", "", name.lower()).removesuffix("'s").removesuffix("’s")
        if key in known:
            return known[key]
    return None


def _entity_classes(entity: Entity) -> set[str]:
    known = _known(entity)
    if known is not None:
        by_sector = {"REB": "rebel", "IGO": "igo", "NGO": "ngo", "GOV": "government", "MIL": "military", "MED": "media"}
        return {by_sector.get(known.sector or "", "organisation"), "group"} | ({"country"} if known.sector == "GOV" else set())
    match entity.label:
        case "PERSON":
            return {"person"}
        case "GPE" | "LOC":
            return {"country", "place"} if _acts_as_state(entity) else {"place"}
        case "FAC":
            return {"place"}
        case "NORP":
            return {"group", "civilian"}
        case "ORG":
            if _ARMED_NAME.search(entity.name):
                return {"rebel", "group"}
            head = head_of(entity.name.lower())
            return {head.name, "group"} if head is not None and head.kind is not None else {"organisation", "group"}
        case "DATE" | "TIME" | "MONEY" | "PERCENT" | "QUANTITY" | "CARDINAL":
            return {"measure"}
        case _:
            return {"unknown"}


def _office(reading: Reading, entity: Entity) -> tuple[str | None, str | None]:
    """Country and sector from the words before a person's name: `French President`, `police chief`."""
    sentence = reading.sentence_at(entity.start)
    if sentence is None:
        return None, None
    before = [w for w in reading.words[sentence] if w.end <= entity.start][-4:]
    sector: str | None = None
    country: str | None = None
    for word in reversed(before):
        if not word.lower.isalpha():
            break
        head = head_of(word.lower)
        if sector is None and head is not None and head.kind not in (None, "people"):
            sector = head.sector
        if reading.text(word.start, word.end)[:1].isupper():
            country = country or country_code(reading.text(word.start, word.end))
    return (country, sector) if sector is not None else (None, None)


def _country_in(text: str) -> str | None:
    """The country that a demonym or name within a phrase tells."""
    words = [m.group() for m in WORD.finditer(text)]
    for size in (3, 2, 1):
        for i in range(len(words) - size + 1):
            phrase = " ".join(words[i : i + size])
            if phrase[:1].isupper() and (code := country_code(phrase)) is not None:
                return code
    return None


def _singular(word: str) -> Iterator[str]:
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]
    if word.endswith("men"):
        yield word[:-2] + "an"


def distinct(found: Iterator[Actor] | tuple[Actor, ...] | list[Actor]) -> tuple[Actor, ...]:
    """The actors without those named before."""
    seen: dict[str, Actor] = {}
    for actor in found:
        seen.setdefault(actor.name.lower(), actor)
    return tuple(seen.values())


def span_of(actor: Actor) -> Span:
    """Where an actor stands in the text."""
    return Span(start=actor.start, end=actor.end, text=actor.text)
