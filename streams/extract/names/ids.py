"""The names of one article as entities: each with the fullest name of its thing, and the id that all its mentions share.

Persons are told apart in persons.py, all else in organisations.py; aliases.py reads what the article calls another name. Everything is
looked up by words, nothing compared name by name: the work grows with the number of names, not with its square.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from streams.extract.mentions import NAMES, Mention
from streams.extract.names.acronyms import bare_acronym, definitions, is_acronym
from streams.extract.names.aliases import aliases
from streams.extract.names.forms import Thing, folded
from streams.extract.names.labels import conventional
from streams.extract.names.organisations import Name, container, organisations
from streams.extract.names.persons import persons
from streams.messages import Entity

# Labels between which one thing may change: `Kabul airport` FAC, LOC; the rest are told apart by label.
_KIN = {
    "PERSON": "person",
    "ORG": "organisation",
    "LOC": "place",
    "GPE": "place",
    "FAC": "place",
    "NORP": "people",
    "MISC": "other",
    "PRODUCT": "other",
}
_TITLES_REACH = 40
"""Characters in front of a person in which its titles stand ("former Deputy Prime Minister")."""
_WITHIN = re.compile(r"[ \t]*,[ \t]+$")


def named(text: str, mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    """Return the mentions as entities in order; dates and figures have no id."""
    ordered = sorted(mentions)
    names = [mention for mention in ordered if mention.label in NAMES]
    defined = definitions(text, [(one.start, one.end, one.label in ("LOC", "GPE", "FAC")) for one in names if one.label != "PERSON"])
    people = [one for one in names if one.label == "PERSON" and not _is_defined(text, one, defined)]
    others = [one for one in names if one.label != "PERSON" or _is_defined(text, one, defined)]
    same = [(names[one], names[other]) for one, other in aliases(text, [(each.start, each.end) for each in names])]
    number = {one: index for index, one in enumerate(people)}
    called = [(number[one], number[other]) for one, other in same if one in number and other in number]
    things = dict(zip(people, persons([(one.text(text), _before(text, one)) for one in people], called), strict=True))
    things |= dict(zip(others, organisations(_placed(text, others), defined), strict=True))
    things = _called(things, [(one, other) for one, other in same if one not in number and other not in number])
    ids = _ids(things[one] for one in names)
    return tuple(_entity(text, mention, things.get(mention), ids) for mention in ordered)


def _entity(text: str, mention: Mention, thing: Thing | None, ids: dict[Thing, str]) -> Entity:
    words = mention.text(text)
    name = " ".join(words.split()) if thing is None else thing.name
    one = None if thing is None else ids[thing]
    known = conventional(mention.label, name)
    return Entity(start=mention.start, end=mention.end, text=words, label=mention.label, name=name, id=one, ontonotes=known)


def _called(things: Mapping[Mention, Thing], same: Iterable[tuple[Mention, Mention]]) -> dict[Mention, Thing]:
    """Return the thing of each mention; two things whose names the text calls one are one, if they are of one kind."""
    meant: dict[Thing, Thing] = {}
    for one, other in same:
        if things[one].kin == things[other].kin:
            meant.setdefault(things[other], meant.get(things[one], things[one]))
    return {mention: meant.get(thing, thing) for mention, thing in things.items()}


def _is_defined(text: str, mention: Mention, defined: dict[str, str]) -> bool:
    """Return True if the name that the model took for a person is an acronym that the article explains."""
    words = mention.text(text)
    return is_acronym(words) and bare_acronym(words) in defined


def _before(text: str, mention: Mention) -> str:
    """Return the whole words in front of a mention in its line, at most `_TITLES_REACH` characters of them."""
    ahead = text[max(0, mention.start - _TITLES_REACH) : mention.start]
    if mention.start > _TITLES_REACH:
        ahead = ahead.partition(" ")[2]
    return ahead.rpartition("\n")[2]


def _placed(text: str, mentions: Sequence[Mention]) -> list[Name]:
    """Return the names, places with the state or country that follows behind a comma, in the mention ("Paris, Texas") or as the next."""
    found = []
    for mention, after in zip_longest(mentions, mentions[1:]):
        kin, words = _KIN[mention.label], mention.text(text)
        head, comma, tail = words.partition(", ")
        within = container(tail) if kin == "place" and comma else ""
        if within:
            words = head
        elif kin == "place" and after is not None and _WITHIN.fullmatch(text, mention.end, after.start) and not container(words):
            within = container(after.text(text))
        found.append(Name(kin, words, within))
    return found


def _ids(things: Iterable[Thing]) -> dict[Thing, str]:
    """Return the id of each thing, `kind/words-of-the-name`; a number follows where that is taken."""
    ids: dict[Thing, str] = {}
    numbers: Counter[str] = Counter()
    for thing in things:
        if thing not in ids:
            slug = f"{thing.kin}/{'-'.join(folded(thing.name)).replace('&', 'and') or 'x'}"
            numbers[slug] += 1
            ids[thing] = slug if numbers[slug] == 1 else f"{slug}~{numbers[slug]}"  # no name holds a tilde: folded drops it
    return ids
