"""This module finds which names are one organisation, place or other thing, by aliases, acronyms and short forms of one longer name.

A short form is joined where the article has exactly one thing that it may be short for, named before it unless two words, a state in
front or what is left in front of `International` make it plain, as in a headline:
`Red Sox` after `Boston Red Sox`, `Amnesty` after `Amnesty International`, `Church` after `Church of Scientology`; countries never.
Of several such things it means the only one named before it, or the one that the article names at least twice and twice as often as any
other: in GUM's training documents 39 more pairs are found for it, and 39 more are right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from streams.extract import lexicon
from streams.extract.names.acronyms import bare_acronym, initials, is_acronym
from streams.extract.names.forms import Thing, Words, folded, plain

KINDS = ("organisation", "place", "other", "people")
"""Kinds of things that are no persons."""

Key = tuple[str, Words]
"""Kind and folded words: one spelling."""

_LONGEST = 12
"""The most words of a name that short forms are taken from."""
_NATION: Key = ("place", ("nation",))
_LANDS = frozenset(folded(name) for name in lexicon.COUNTRIES)
_COUNTRIES = frozenset(folded(name) for name in lexicon.COUNTRIES | set(lexicon.PLACE_ALIASES.values()) | lexicon.US_STATES)
_KOREAS = (("north", "korea"), ("south", "korea"))
_STATES_OF = _COUNTRIES | frozenset(folded(word) for word in [*lexicon.PLACE_ALIASES, *lexicon.NATIONALITIES])
_KNOWN = _COUNTRIES | frozenset(folded(name) for name in lexicon.KNOWN_ORGANISATIONS | set(lexicon.ORGANISATION_ALIASES.values()))
_NAME_TAILS = frozenset(folded(tail) for tail in lexicon.NAME_TAILS)
_SETTLED = frozenset({("city",), ("town",), ("village",)})
"""Tails of a settlement's name, whose short form may stand before the long one; an island or a river may share its name with a town."""
# Acronyms keep their letters' case, so that `IS` is told from `Is`; longer names do not. A name is its own alias, too: "ISLAMIC STATE".
_ALIASES: Mapping[str | Words, str] = {
    (bare_acronym(other) if is_acronym(other) else folded(other)): name
    for other, name in [*((name, name) for name in lexicon.ALIASES.values()), *lexicon.ALIASES.items()]
}
_STATES: Mapping[str | Words, str] = {bare_acronym(other): name for other, name in lexicon.STATE_ALIASES.items()}


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands, its kind, and the place that it is said to lie in ("Paris, Texas")."""

    kin: str
    words: str
    within: str = ""


def organisations(names: Sequence[Name], defined: Mapping[str, str]) -> list[Thing]:
    """Return the thing that each name means; `defined` gives the acronyms that the article explains."""
    spelled: dict[Key, str] = {}
    for name in names:
        words = plain(name.words)
        key = _key(name.kin, words)
        if key not in spelled or (spelled[key].isupper() and not words.isupper()):
            spelled[key] = words
    things, open_to = _things(spelled, defined)
    keys = [_key(name.kin, plain(name.words)) for name in names]
    meant = _foremost(keys, things, open_to)
    return _in_places(names, [meant[key] for key in keys])


def _key(kin: str, words: str) -> Key:
    return kin, folded(words) or (words,)


def _things(spelled: Mapping[Key, str], defined: Mapping[str, str]) -> tuple[dict[Key, Thing], dict[Key, frozenset[Thing]]]:
    """Return the thing that each spelling means, and the things of each spelling that is short for several.

    Long spellings come first, so that each finds what it is short for, then the acronyms.
    """
    things: dict[Key, Thing] = {}
    open_to: dict[Key, frozenset[Thing]] = {}
    shorts: dict[Key, dict[Thing, int]] = {}
    letters: dict[str, set[Thing]] = {}
    acronyms = {key for key, words in spelled.items() if is_acronym(words)}
    first = {key: index for index, key in enumerate(spelled)}
    for key in sorted((key for key in spelled if key not in acronyms), key=lambda key: -len(key[1])):
        thing = things[key] = _long(key, spelled[key], _only(shorts.get(key), first[key]))
        if len(shorts.get(key, ())) > 1 and key[1] not in _KNOWN:
            open_to[key] = frozenset(shorts[key])
        for short, either_order in _shorts(key):
            earliest = shorts.setdefault(short, {})
            earliest[thing] = min(-1 if either_order else first[key], earliest.get(thing, len(spelled)))
        for acronym in initials(spelled[key]):
            letters.setdefault(acronym, set()).add(thing)
    for key in (key for key in spelled if key in acronyms):
        things[key] = _acronym(key, spelled[key], defined, things, letters)
    return things, open_to


def _foremost(keys: Sequence[Key], things: Mapping[Key, Thing], open_to: Mapping[Key, frozenset[Thing]]) -> Mapping[Key, Thing]:
    """Return the thing that each spelling means; one that is short for several means the foremost of these named before, `the Nation` the
    foremost country.
    """
    counts: Counter[Thing] = Counter()
    before: dict[Key, frozenset[Thing]] = {}
    for key in keys:
        if key in open_to:
            before.setdefault(key, open_to[key].intersection(counts))
        elif key != _NATION:
            counts[things[key]] += 1
    countries = {one: count for one, count in counts.items() if one.kin == "place" and folded(one.name) in _LANDS}
    meant = {key: _first({one: counts[one] for one in several}) for key, several in before.items()} | {_NATION: _first(countries)}
    return {key: meant.get(key) or thing for key, thing in things.items()}


def _first(counts: Mapping[Thing, int]) -> Thing | None:
    """Return the only thing counted, or the one counted at least twice and twice as often as any other; None where there is no such."""
    ranked = sorted(counts.values(), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0] < max(2, 2 * ranked[1])):
        return None
    return max(counts, key=lambda one: counts[one])


def _only(longer: Mapping[Thing, int] | None, at: int) -> Thing | None:
    """Return the one thing that a short form may mean, if its long form came before `at`; else None."""
    return next((thing for thing, first in longer.items() if first < at), None) if longer and len(longer) == 1 else None


def _long(key: Key, words: str, longer: Thing | None) -> Thing:
    """Return the thing of a name that is no acronym: by alias, without `City of`, by being short for one longer name, or itself."""
    kin, parts = key
    alias = _ALIASES.get(parts) or (_STATES.get(bare_acronym(words)) if kin == "place" else None)
    if alias is not None:
        return Thing(kin, alias)
    if kin == "place" and parts[0] in lexicon.PLACE_HEADS and parts[1:2] == ("of",) and len(parts) > 2:
        return Thing(kin, plain(" ".join(words.split()[2:])))  # "City of Tulsa" is Tulsa
    return Thing(kin, words) if longer is None or parts in _KNOWN else longer


def _acronym(
    key: Key,
    words: str,
    defined: Mapping[str, str],
    things: Mapping[Key, Thing],
    letters: Mapping[str, set[Thing]],
) -> Thing:
    """Return the thing of an acronym: by the table of countries, the article's definition, the initials of one longer name, the table of
    aliases, or itself.
    """
    kin, bare = key[0], bare_acronym(words)
    alias = _ALIASES.get(bare) or (_STATES.get(bare) if kin == "place" else None)
    if alias in lexicon.COUNTRIES:
        return Thing(kin, alias)
    if bare in defined:
        long = [things[each] for each in ((one, _key("", defined[bare])[1]) for one in (kin, *KINDS)) if each in things]
        return long[0] if long else Thing(kin, defined[bare])
    fitting = {thing for thing in letters.get(bare.upper(), ()) if kin == "other" or thing.kin in (kin, "other")}
    if len(fitting) == 1:
        return next(iter(fitting))
    return Thing(kin, alias or words)


def _shorts(key: Key) -> Iterator[tuple[Key, bool]]:
    """Yield each name that a long one may be cut to, and True if it may stand before the long one ("Taipei", then "Taipei City")."""
    kin, words = key
    if len(words) > _LONGEST or kin not in ("organisation", "place"):
        return
    for cut in range(1, len(words)):
        left, right = words[:cut], words[cut:]
        if right[0] in lexicon.NAME_PREPOSITIONS or (right in _NAME_TAILS and left not in _COUNTRIES):
            # "Church" of Scientology, "Amnesty" International, "Hudson" River, but no country; "Government" of Albania
            plain_tail = cut > 1 or right in _NAME_TAILS or right[1:] in _STATES_OF
            yield (kin, left), right in _SETTLED or (kin == "organisation" and plain_tail)
        if kin == "organisation" and (not lexicon.NAME_PREPOSITIONS.intersection(left) or (cut == 2 == len(words) - 1 and left[1] == "of")):
            # Boston "Red Sox", Church of "Scientology", but not General Assembly of the "United Nations"; "U.S. Senate" after "Senate"
            of_state = left in _STATES_OF and right[0] in lexicon.ORGANISATION_WORDS
            yield (kin, right), len(right) > 1 or of_state or left[-1] == "of"
    great = tuple(word for word in words if word not in lexicon.NAME_PREPOSITIONS)
    for cut in range(2, len(great)):
        yield (kin, ("".join(word[0] for word in great[:cut]), *great[cut:])), True  # "UC Berkeley", "GW Bridge"
    if kin == "place" and len(words) == 2 and words[1] in ("islands", "mountains"):
        yield (kin, (f"{words[0]}s",)), True
    if words in _KOREAS:
        yield (kin, words[:1]), False  # the North, the South


def _in_places(names: Sequence[Name], things: Sequence[Thing]) -> list[Thing]:
    """Return the things with their numbers: places of one name that are said to lie in two states or countries are two, and a bare name is
    the one last spoken of.
    """
    inside: dict[Thing, list[str]] = {}
    for name, thing in zip(names, things, strict=True):
        if name.within and name.within not in inside.setdefault(thing, []):
            inside[thing].append(name.within)
    last: dict[Thing, int] = {}
    found = []
    for name, thing in zip(names, things, strict=True):
        if name.within:
            last[thing] = inside[thing].index(name.within) + 1
        found.append(replace(thing, number=last.get(thing, 1)))
    return found


def container(words: str) -> str:
    """Return the country or state that these words name, as we write it; an empty string where they name none."""
    alias = _ALIASES.get(bare_acronym(words)) or _ALIASES.get(folded(words)) or _STATES.get(bare_acronym(words))
    name = alias or plain(words)
    return name if folded(name) in _COUNTRIES else ""
