"""This module finds which names are one person, by surname or first name after the full name, initials and titles; two people of one
surname are never made one.

Full names come first, the longest ones before what they may be cut to; then every bare name where it stands in the text. It means

1. the only bearer who is given the title that stands with it ("Senator Belov");
2. else whom it meant before ("Biden" goes on being Joe when Hunter Biden has come in);
3. else the only bearer named so far, or, as in a headline, the only one in the whole article;
4. else the bearer named at least twice and twice as often as any other;
5. else (two bearers, neither called so before) no one: it stays a name of its own.

Where there are two bearers or more, rule 2 is right for 83 of 86 bare names of GUM's training documents, rule 4 for 5 of 6.
A name of only a title ("the President") is the person that it is said of ("Marta Zaher, the Secretary", right for 8 of 8 in GUM's
training documents), else the only person given that title with a full name, unless it is a throne's.
A bearer whose title says man is never meant by `Mrs`, nor is the father by `Jr`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from streams.extract import lexicon
from streams.extract.names.forms import Form, Thing, Words, person, untitled

_APPOSED = re.compile(r"(?:,|,? (?:is|was|became|(?:served )?as))(?: the| a| an)?\s*")
NEAREST = 8
"""The most bearers of one part of a name that are told apart: work stays in proportion to the names, and a ninth makes it nobody's
anyway."""
_LONGEST = 8
"""The most words of a name that is taken apart; longer ones are lists or errors of the tagger."""


class Register:
    """The people of one article by every part of their names."""

    def __init__(self) -> None:
        self.people: list[Form] = []
        self.looked_at = 0
        """The number of bearers compared so far, with which the work grows."""
        self._by_part: dict[Words, list[int]] = {}
        self._by_middle: dict[str, list[int]] = {}

    def add(self, form: Form) -> int:
        """Add a new person and return its number."""
        self.people.append(form)
        self.call(len(self.people) - 1, form)
        return len(self.people) - 1

    def call(self, number: int, form: Form) -> None:
        """Note that this person has this name, too."""
        for part in _parts(form.words):
            self._put(self._by_part.setdefault(part, []), number)
        if len(form.words) > 2 and len(form.words[-2]) > 2:
            self._put(self._by_middle.setdefault(form.words[-2], []), number)

    @staticmethod
    def _put(bearers: list[int], number: int) -> None:
        if len(bearers) <= NEAREST and number not in bearers:
            bearers.append(number)

    def bearers(self, words: Words) -> list[int]:
        """Return the people whose name has this part: at either end, or, failing that, next to last (`López` Obrador); none where there are
        more than NEAREST.
        """
        found = self._by_part.get(words) or (self._by_middle.get(words[0], []) if len(words) == 1 else [])
        self.looked_at += len(found)
        return found if len(found) <= NEAREST else []

    def same(self, form: Form) -> int | None:
        """Return the one person who may be called by this full name; None without one, or with more than one."""
        words = form.words
        found = self.bearers(words)
        if not found and len(words) > 2:  # "John F. Kennedy" and "John Fitzgerald Kennedy"
            found = [one for one in self.bearers((words[0], words[-1])) if _middles_agree(words[1:-1], self.people[one].words[1:-1])]
        if not found and len(words) > 1:
            found = [one for one in {*self.bearers(words[-1:]), *self.bearers(words[:1])} if _mistyped(words, self.people[one].words)]
        fitting = [one for one in found if _agree(form, self.people[one], self.people[one].generation == form.generation)]
        return fitting[0] if len(fitting) == 1 else None


def persons(names: Sequence[tuple[str, str]], same: Iterable[tuple[int, int]] = ()) -> list[Thing]:
    """Return the person of each name; `names` are given in the order of the text, each with the words in front of it.

    `same`: numbers of names that the article says are one person's.
    """
    forms = [person(words, before) for words, before in names]
    register = Register()
    known = _register(register, forms, [(forms[one], forms[other]) for one, other in same])
    whose = _bare(register, names, forms, known)
    return _things(names, forms, whose)


def _register(register: Register, forms: Iterable[Form], same: Sequence[tuple[Form, Form]]) -> dict[tuple[Words, str], int]:
    """Register the people whose full names the article gives, and return their numbers by name and generation.

    The longest names come first, so that each finds what it is short for. Whoever has two names by the article's word has them from the
    first of the two on.
    """
    full: dict[tuple[Words, str], Form] = {}
    for form in forms:
        if _is_full(form):
            first = full.setdefault((form.words, form.generation), form)
            if not first.gender and form.gender:
                full[form.words, form.generation] = replace(first, gender=form.gender)
    others: dict[tuple[Words, str], list[Form]] = {}
    for one, other in (pair for pair in same if not any(form.bare_title for form in pair)):
        others.setdefault((one.words, one.generation), []).append(other)
        others.setdefault((other.words, other.generation), []).append(one)
        if not _is_full(one) and not _is_full(other):
            register.call(register.add(one), other)
    known: dict[tuple[Words, str], int] = {}
    for key, form in sorted(full.items(), key=lambda item: -len(item[0][0])):
        if key not in known:
            shorter = register.same(form)
            known[key] = register.add(form) if shorter is None else shorter
        for other in others.get(key, ()):
            if _is_full(other):
                known.setdefault((other.words, other.generation), known[key])
            register.call(known[key], other)
    return known


def _bare(
    register: Register, names: Sequence[tuple[str, str]], forms: Sequence[Form], known: dict[tuple[Words, str], int]
) -> list[int | Words]:
    """Return the number of each name's person; for a bare name that is no one's, the name itself."""
    whose: list[int | Words] = []
    seen: Counter[int] = Counter()
    meant: dict[Words, int] = {}
    holders, titles = _titles(forms, known)
    for index, form in enumerate(forms):
        if index and form.bare_title and _is_apposed(names[index - 1][0], names[index][1]):
            whose.append(whose[-1])
            continue
        one = known.get((form.words, form.generation)) if _is_full(form) else None
        words = form.words
        if one is None:
            bearers = [each for each in register.bearers(words) if _agree(form, register.people[each], not form.generation)]
            before = [each for each in bearers if each in seen]
            same_title = [each for each in bearers if form.title and form.title in titles.get(each, ())]
            if len(same_title) == 1:
                one = same_title[0]
            elif meant.get(words) in bearers:
                one = meant[words]
            elif len(before) == 1 or (not before and len(bearers) == 1):
                one = (before or bearers)[0]
            elif (foremost := _foremost(before, seen)) is not None:
                one = foremost
            elif form.bare_title and not lexicon.THRONES.intersection(words) and len(holders.get(words, ())) == 1:
                one = next(iter(holders[words]))
            if one is not None:
                meant[words] = one
        if one is not None:
            seen[one] += 1
        whose.append(words if one is None else one)
    return whose


def _is_apposed(name: str, before: str) -> bool:
    """Return True if the title that follows `before` is said of the name ahead: "Marta Zaher, the Secretary of State", "Marta Zaher is
    Professor".
    """
    last = name.split()[-1:]
    return bool(last) and last[0] in before and _APPOSED.fullmatch(before.rpartition(last[0])[2]) is not None


def _foremost(bearers: Sequence[int], seen: Counter[int]) -> int | None:
    """Return the bearer named at least twice, and twice as often as any other; None without one, or where there are no others."""
    ranked = sorted((seen[one] for one in bearers), reverse=True)
    if len(ranked) < 2 or ranked[0] < max(2, 2 * ranked[1]):
        return None
    return next(one for one in bearers if seen[one] == ranked[0])


def _titles(forms: Iterable[Form], known: Mapping[tuple[Words, str], int]) -> tuple[dict[Words, set[int]], dict[int, set[Words]]]:
    """Return the people to whom the article gives each title with a full name, and the titles of each of these people."""
    holders: dict[Words, set[int]] = {}
    titles: dict[int, set[Words]] = {}
    for form in forms:
        if form.title and _is_full(form):
            one = known[form.words, form.generation]
            holders.setdefault(form.title, set()).add(one)
            titles.setdefault(one, set()).add(form.title)
    return holders, titles


def _things(names: Sequence[tuple[str, str]], forms: Sequence[Form], whose: Sequence[int | Words]) -> list[Thing]:
    """Return the thing of each name, under the fullest spelling of its person: most words, not in capitals, the first."""
    spellings: dict[tuple[int | Words, str], str] = {}
    men = {one for one, form in zip(whose, forms, strict=True) if form.gender == "m"}
    keys = [(one, form.gender if isinstance(one, tuple) and one in men else "") for one, form in zip(whose, forms, strict=True)]
    for key, (words, _) in zip(keys, names, strict=True):
        spelled, best = untitled(words), spellings.get(key)
        if best is None or _fullness(spelled) > _fullness(best):
            spellings[key] = spelled
    numbers: dict[str, dict[tuple[int | Words, str], int]] = {}
    for key, spelled in spellings.items():
        same = numbers.setdefault(spelled, {})
        same[key] = len(same) + 1
    return [Thing("person", spellings[key], numbers[spellings[key]][key]) for key in keys]


def _fullness(spelled: str) -> tuple[int, bool]:
    return len(spelled.split()), not spelled.isupper()


def _is_full(form: Form) -> bool:
    return not form.bare_title and (len(form.words) > 1 or bool(form.generation))


def _agree(form: Form, bearer: Form, generations: bool) -> bool:
    return generations and (not form.gender or not bearer.gender or form.gender == bearer.gender)


def _middles_agree(some: Words, others: Words) -> bool:
    """Return True if two sets of middle names may be one person's: the fewer are among the more, in order, or are their initials."""
    few, many = sorted((some, others), key=len)
    rest = iter(many)
    return all(any(one == other or (1 in (len(one), len(other)) and one[0] == other[0]) for other in rest) for one in few)


def _mistyped(some: Words, others: Words) -> bool:
    """Return True if two names differ in one word of five letters or more, and there in one letter that is not the first: `Kristin`,
    `Kristen`.
    """
    differing = [pair for pair in zip(some, others, strict=False) if pair[0] != pair[1]]
    if len(some) != len(others) or len(differing) != 1:
        return False
    short, long = sorted(differing[0], key=len)
    same = next((index for index, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    return len(short) > 4 and same > 0 and long[same + 1 :] in (short[same:], short[same + 1 :])


def _parts(words: Words) -> set[Words]:
    """Return the names that a person may be called by for short: beginnings and ends of the name, first and last, initials, short forms of
    the first name; `Ichiyo Higuchi` turned round.
    """
    first, last = words[0], words[-1]
    found: set[Words] = {words, (first, last), (first,), (last,)}
    if len(words) > 1:
        initials = "".join(word[0] for word in words)
        found |= {(first[0], last), (initials[:-1], last), (initials,)}
    if len(words) == 2:
        found.add((last, first))
    for short in lexicon.SHORT_FIRST_NAMES.get(first, ()):
        found |= {(short,), (short, last)} if len(words) > 1 else {(short,)}
    if 2 < len(words) <= _LONGEST:
        found |= {words[:cut] for cut in range(1, len(words))} | {words[cut:] for cut in range(1, len(words))}
    return found
