"""The actors that arguments name, with kind, PLOVER sector and country, and the classes that the lexicon's conditions ask for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from streams.detect.heads import LEADING, NAMES_KEPT, QUANTITIES, head_of, office
from streams.detect.lexicon import Head, Known, lexicon, words
from streams.detect.reading import Reading, Word
from streams.messages import Actor, ActorKind, Argument, Entity, Span

PRONOUNS = words("who", "pronouns")
_ORGANISATIONS = words("who", "organisations")
_THINGS = frozenset({"it", "this", "that", "which", "these", "those", "its"})
_FIGURES = frozenset({"CARDINAL", "QUANTITY", "PERCENT", "MONEY", "DATE", "TIME"})
_NAMED = frozenset({"PERSON", "ORG", "NORP", "GPE", "LOC", "MISC"})
_PLACES = frozenset({"GPE", "LOC"})
_ARMED = words("who", "armed")
_JOINS = words("who", "joins")
_EMERGENCIES = words("who", "emergencies")
_BEHIND = words("who", "behind")
"""Prepositions behind a head that tell where its people are from."""
_ARTICLES = frozenset({"the", "a", "an", "its", "their"})
_PARTS = words("who", "parts")
_MANY = ("s", "men", "women", "people", "police", "troops")
"""Endings of the head of a phrase that names several."""


@dataclass(frozen=True)
class Phrase:
    """A noun phrase by its words: those up to its head, and those behind."""

    reading: Reading
    start: int
    end: int
    head_end: int

    @classmethod
    def of(cls, reading: Reading, span: Span) -> Phrase:
        """Return a phrase whose head is not known: it is taken to be the last word before a preposition, a comma or the end."""
        said = reading.said_in(span.start, span.end)
        stop = next(
            (at for at, word in enumerate(said) if at and (word.lower in _BEHIND or word.lower in ("of", ",", "and", "on"))), len(said)
        )
        return cls(reading, span.start, span.end, said[stop - 1].end if said else span.end)

    @cached_property
    def before(self) -> tuple[Word, ...]:
        """The words of the phrase up to its head, the head last."""
        return self.reading.said_in(self.start, self.head_end)

    @cached_property
    def behind(self) -> tuple[Word, ...]:
        """The words of the phrase behind its head."""
        return self.reading.said_in(self.head_end, self.end)

    @cached_property
    def names(self) -> tuple[Entity, ...]:
        """The names in the phrase."""
        return tuple(self.reading.names_within(self.start, self.end))

    @property
    def office(self) -> Head | None:
        """The class of what the phrase names, by its head and the words beside; None where the lexicon does not know it."""
        return office(self.reading.lower_in(self.start, self.head_end), self.reading.lower_in(self.head_end, self.end))

    @property
    def country(self) -> str | None:
        """The country that the phrase's words tell: whose its head is (`Chile's`, `French`, `Nairobi`), else where its head is `of`, `in`
        or `from`.
        """
        leading = [e for e in self.names if e.end <= self.head_end and code_of(e) is not None and not self._of_thing(e)]
        if leading:
            return code_of(leading[0])
        known = next((k.country for e in self.names if (k := known_as(e)) is not None and k.country is not None), None)
        if known is not None:
            return known
        for entity in self.names:
            link = [w.lower for w in self.behind if w.end <= entity.start and w.lower not in _ARTICLES][-1:]
            if entity.start >= self.head_end and link and link[0] in _BEHIND and (code := code_of(entity)) is not None:
                return code
        return None

    def _of_thing(self, entity: Entity) -> bool:
        """Return True if a name is only part of a word that tells something else: "Chinese-language", but not "Nairobi-based"."""
        whole = next((w for w in self.before if w.start <= entity.start < w.end), None)
        return whole is not None and whole.end > entity.end and "-" in whole.lower and whole.lower.rpartition("-")[2] not in _PARTS


def classes(reading: Reading, argument: Argument | None) -> frozenset[str]:
    """Return the classes of an argument's head; `unknown` where it has none or says nothing (pronouns are looked up by name first)."""
    if argument is None:
        return frozenset({"unknown"})
    entity = _name(reading, argument)
    found: set[str] = set()
    if entity is not None and entity.label in ("PERSON", "ORG") and _titled(reading, argument, entity):
        head = head_of(argument.head)
        found |= {"person"} | ({head.name} if head is not None and head.kind is not None else set())
    elif entity is not None and _common(entity) is not None:
        found.add(_common(entity).name)  # type: ignore[union-attr]  # "Rebels", capitalised where a sentence begins
    elif argument.head.lower() in PRONOUNS:
        thing = {"unknown"} if argument.head.lower() in _THINGS else {"unknown", "person"}
        found |= thing if entity is None else _entity_classes(entity)
    elif (head := headed(reading, argument)) is not None and not _names(entity, argument):
        found.add(head.name)
        if head.name in ("body", "chief"):
            found.add("group" if head.name == "body" else "person")
            if (told := _phrase(reading, argument).office) is not None:
                found.add(told.name)
            for inside in reading.names_within(argument.start, argument.end):
                found |= _entity_classes(inside) - {"person", "measure", "country", "place"}
    elif entity is not None:
        found |= _entity_classes(entity)
    elif names := [e for e in reading.names_within(argument.start, argument.end) if e.label in ("PERSON", "ORG", "GPE", "NORP")]:
        # The head is a word that we do not know; the name in it still tells much ("Taliban column").
        found |= _entity_classes(names[0]) | {"unknown"}
    return frozenset(found or {"unknown"})


def actors(reading: Reading, argument: Argument) -> tuple[Actor, ...]:
    """Return the actors that an argument names: one, or one for each of several names joined by commas and `and`; none for things."""
    entity = reading.entity(argument)
    if argument.head.lower() in PRONOUNS:
        return (of_entity(reading, entity),) if entity is not None else ()
    if entity is not None and argument.head.lower() in _ORGANISATIONS and entity.end <= argument.start and _is_body(entity):
        return (of_entity(reading, entity).with_(start=argument.start, end=argument.end, text=argument.text),)
    if len(shared := _shared(reading, argument)) > 1:
        return shared
    joined = _joined(reading, argument)
    if len(joined) > 1:
        found = tuple(of_entity(reading, one) for one in joined)
        lead = found[0]
        if all(a.kind == "person" for a in found):  # "Liberian senators Joseph Tarr and Mary Doe"
            return tuple(a.with_(country=a.country or lead.country or found[-1].country, sector=a.sector or lead.sector) for a in found)
        return found
    entity = _name(reading, argument)
    if entity is not None and _names(entity, argument):
        if _common(entity) is not None:
            return _described(reading, argument)
        if entity.label in _PLACES and not acts_as_state(entity):
            return ()
        return (of_entity(reading, entity, argument),) if entity.label in _NAMED else ()
    if entity is not None and entity.label in ("PERSON", "ORG") and _titled(reading, argument, entity):
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
        head = head_of("rebel" if _armed(entity) else entity.name.lower())
        kind, sector = (head.kind or "organisation", head.sector) if head is not None and head.kind else ("organisation", None)
        kind = "organisation" if kind in ("person", "people") else kind
        told = _role(reading, entity)
        country, sector = country or told[0], told[1] or sector
    if country is None and known is None and within is not None and within.start < entity.start:
        country = Phrase(reading, _whole(reading, within.start), entity.end, entity.end).country
    if country is None and known is None and entity.label in ("ORG", "PERSON"):
        country = _owner(reading, entity)
    return Actor(start=entity.start, end=entity.end, text=entity.text, name=entity.name, kind=kind, sector=sector, country=country)


def code_of(entity: Entity) -> str | None:
    """Return the country that a name tells: of a place the one that it lies in, else the one in the name."""
    return entity.place.country if entity.place is not None else entity.country


def acts_as_state(entity: Entity) -> bool:
    """Return True if a place's name may stand for a state: it is a country, or the capital of one."""
    return entity.place is not None and (entity.place.precision == "country" or bool(entity.place.capital))


def headed(reading: Reading, argument: Argument) -> Head | None:
    """Return the entry of an argument's head, by as many of the words before it as make an entry ("resistance force")."""
    book, own = lexicon(), argument.head.lower()
    if own.rpartition("_")[2] in book.compound_ends:
        before = reading.lower_in(argument.start, argument.head_start)
        for size in (2, 1):
            if len(before) >= size and (found := book.heads.get("_".join([*before[-size:], own]))) is not None:
                return found
    counted = own in QUANTITIES or own[:1].isdigit()
    if counted and (rest := reading.lower_in(argument.head_end, argument.end))[:1] == ("of",):
        return head_of(" ".join(rest[1:]))  # "6,000 of its soldiers"
    return head_of(argument.head) or head_of(argument.text)


def known_as(entity: Entity) -> Known | None:
    """Return the entry of a name in the lexicon; None where it has none."""
    found = _known(entity.name)
    return _known(entity.text) if found is None and entity.text != entity.name else found


@lru_cache(maxsize=NAMES_KEPT)
def _known(name: str) -> Known | None:
    return lexicon().known.get(name.lower().replace("’", "'").removeprefix("the ").removesuffix("'s"))


def distinct(found: Iterable[Actor]) -> tuple[Actor, ...]:
    """Return the actors without those whose name came before."""
    seen: dict[str, Actor] = {}
    for actor in found:
        seen.setdefault(actor.name.lower(), actor)
    return tuple(seen.values())


def _name(reading: Reading, argument: Argument) -> Entity | None:
    """Return the name that heads an argument, unless it is a figure or a time: of "tens of thousands of people" there is none."""
    entity = reading.entity(argument)
    return None if entity is None or entity.label in _FIGURES else entity


def _common(entity: Entity) -> Head | None:
    """Return the entry of a common word that only looks like a name; None for a name."""
    if " " in entity.text or (head := head_of(entity.text)) is None or head.kind is None or known_as(entity) is not None:
        return None
    return head


def _armed(entity: Entity) -> bool:
    parts = entity.name.lower().split()
    return any(part in _ARMED or part.startswith(("mujahid", "insurgen")) for part in parts) and parts[-1] != "page"


def _is_body(entity: Entity) -> bool:
    return entity.label == "ORG" and (known_as(entity) is not None or _armed(entity))


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
    phrase = _phrase(reading, argument)
    start, end = argument.start, _trimmed(phrase)
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
    name = reading.text(_own_start(reading, phrase.start, end), end)
    return (Actor(start=start, end=end, text=text, name=name, kind=kind, sector=sector, country=country),)


def _opposite(reading: Reading, argument: Argument) -> str | None:
    """Return the sector of the doer before: "the trade minister met her Norwegian counterpart"."""
    sentence = reading.sentence_at(argument.start)
    frames = [reading.article.frames[i] for i in reading.frames[sentence]] if sentence is not None else []
    doers = (one for frame in frames for one in frame.arguments if one.role == "agent" and one.end <= argument.start)
    return next((found[0].sector for one in doers if (found := actors(reading, one))), None)


def _whole(reading: Reading, start: int) -> int:
    """Return the offset of the word in the middle of which a phrase begins: `Nairobi-based bank` is told as `based bank`."""
    sentence = reading.sentence_at(start)
    if sentence is None:
        return start
    row = reading.rows[sentence]
    at = bisect_left(row.starts, start) - 1
    return row.starts[at] if at >= 0 and start < row.ends[at] else start


def _phrase(reading: Reading, argument: Argument) -> Phrase:
    """Return an argument as a phrase; of `thousands of protesters in Lima` the protesters are the head."""
    head_end = max(argument.head_end, argument.start + 1)
    behind = reading.said_in(argument.head_end, argument.end)
    counted = argument.head.lower() in QUANTITIES or argument.head.lower().removesuffix("s") in QUANTITIES
    if counted and len(behind) > 1 and behind[0].lower == "of":
        stop = next((at for at, w in enumerate(behind) if at and (w.lower in _BEHIND or not w.lower[0].isalnum())), len(behind))
        return Phrase(reading, behind[1].start if stop > 1 else argument.start, argument.end, behind[stop - 1].end)
    return Phrase(reading, _whole(reading, argument.start), argument.end, head_end)


def _trimmed(phrase: Phrase) -> int:
    """Return the end of a phrase without what follows its head noun (relative clauses, appositions), but with a short `of` and whom it
    names.
    """
    end, behind = phrase.head_end, phrase.behind
    if behind and behind[0].lower == "of":
        ends = (at for at, w in enumerate(behind) if at and (not (w.lower[0].isalnum() or w.lower == "&") or w.lower in _BEHIND))
        stop = next(ends, len(behind))
        if stop > 1 and not any(word.lower in _JOINS for word in behind[2:stop]):
            end = behind[stop - 1].end
    return max(end, phrase.start + 1)


def _own_start(reading: Reading, start: int, end: int) -> int:
    """Return the offset of a phrase without its article, its number and what loosens that: of `116 people` the party is the people."""
    said = reading.said_in(start, end)
    figures = [(e.start, e.end) for e in reading.names_within(start, end) if e.label == "CARDINAL"]
    at = 0
    while at < len(said) - 1:
        word = said[at]
        counted = any(s <= word.start < e for s, e in figures)
        if not (counted or word.lower in LEADING or (word.lower in ("of", "the") and at)):
            break
        at += 1
    return said[at].start if said else start


def _shared(reading: Reading, argument: Argument) -> tuple[Actor, ...]:
    """Return one actor for each country of `Russian and Belarusian soldiers`, `the foreign ministers of Kenya, Uganda and Rwanda`."""
    if not reading.text(argument.head_start, argument.head_end).lower().endswith(_MANY):
        return ()
    phrase = Phrase(reading, argument.start, argument.end, max(argument.head_end, argument.start + 1))
    told = phrase.office if any(code_of(e) is not None for e in phrase.names) else None
    if told is None or told.kind is None:
        return ()
    sentence = reading.sentence_at(argument.start)
    row = [reading.article.entities[i] for i in reading.entities[sentence]] if sentence is not None else []
    row = [e for e in row if code_of(e) is not None]
    inside = [at for at, e in enumerate(row) if argument.start <= e.start < argument.end]
    for at in (inside[:1], [i for i in inside if row[i].start >= argument.head_end][:1]):
        run = _run(reading, row, at[0]) if at else []
        if len({code_of(e) for e in run}) < 2:
            continue
        start = _own_start(reading, argument.start, argument.head_end)
        if run[-1].end <= argument.head_start:
            rest = reading.text(run[-1].end, argument.head_end).removeprefix("'s").removeprefix("’s").strip()
            labels = [f"{e.text} {rest}" for e in run]
        elif run[0].start >= argument.head_end and phrase.behind and phrase.behind[0].lower in ("of", "from", "in"):
            labels = [f"{reading.text(start, argument.head_end)} {phrase.behind[0].lower} {e.text}" for e in run]
        else:
            continue
        start, end = min(argument.start, run[0].start), max(argument.end, run[-1].end)
        text = reading.text(start, end)
        return tuple(
            Actor(start=start, end=end, text=text, name=label, kind=told.kind, sector=told.sector, country=code_of(e))
            for label, e in zip(labels, run, strict=True)
        )
    return ()


def _run(reading: Reading, row: Sequence[Entity], at: int) -> list[Entity]:
    """Return the names around one of a row that commas and `and` join to it, all of them of its kind."""
    first = last = at
    while first > 0 and row[first - 1].label == row[at].label and _is_join(reading, row[first - 1].end, row[first].start):
        first -= 1
    while last + 1 < len(row) and row[last + 1].label == row[at].label and _is_join(reading, row[last].end, row[last + 1].start):
        last += 1
    return list(row[first : last + 1])


def _is_join(reading: Reading, start: int, end: int) -> bool:
    between = [word for word in reading.lower_in(start, end) if word != "'s"]
    return bool(between) and all(word in _JOINS for word in between)


def _joined(reading: Reading, argument: Argument) -> list[Entity]:
    """Return the names that stand side by side in an argument, joined by commas and `and`."""
    names = [e for e in reading.names_within(argument.start, argument.end) if e.label in ("PERSON", "ORG", "NORP", "GPE")]
    if len(names) < 2:
        return []
    first = next((i for i, e in enumerate(names) if e.start <= argument.head_start < e.end), 0)
    run = [names[first]]
    for entity in names[first + 1 :]:
        if not _is_join(reading, run[-1].end, entity.start):
            break
        run.append(entity)
    follow = [reading.text(w.start, w.end) for w in reading.said_in(run[-1].end, argument.end)][:1]
    if follow and follow[0][:1].islower() and follow[0].lower() not in words("who", "after_names"):
        return []  # "Turkish and Syrian soldiers": the names only modify
    return run if len(run) > 1 else []


def _titled(reading: Reading, argument: Argument, entity: Entity) -> bool:
    """Return True if a name follows the head as its apposition: "Taliban leader Abdul Ghani Baradar", "terror group Islamic State"."""
    return argument.head_end <= entity.start < argument.end and not reading.text(argument.head_end, entity.start).strip(" ,\n")


def _names(entity: Entity | None, argument: Argument) -> bool:
    """Return True if the name is the head itself, not a modifier of it."""
    return entity is not None and entity.start <= argument.head_start < entity.end


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
            if _armed(entity):
                return {"rebel", "group"}
            head = head_of(entity.name.lower())
            return {head.name, "group"} if head is not None and head.kind is not None else {"organisation", "group"}
        case "DATE" | "TIME" | "MONEY" | "PERCENT" | "QUANTITY" | "CARDINAL":
            return {"measure"}
        case _:
            return {"unknown"}
