"""One person of a headcount: "a soldier", "the driver", "her son Luis", "a third victim", and twins and parents, who are two; pure."""

from __future__ import annotations

from typing import NamedTuple

from streams.detect.harm import HARM
from streams.detect.heads import head_of
from streams.detect.lexicon import lexicon, words
from streams.detect.reading import Word
from streams.messages import Entity

_PEOPLE = words("casualties", "people")
_AGED = words("casualties", "aged")
_ACTORS = words("casualties", "actors")
_ENDS = words("casualties", "ends")
_COLLECTIVE = words("casualties", "collective")
STOP = frozenset([".", ";", ":", "(", ")", "—", "–", "?", "!"])

_ORDINALS = {
    word: at for at, word in enumerate(["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], start=2)
}
_TOGETHER = {"couple": 2, "parents": 2, "grandparents": 2, "twin": 2, "twins": 2, "newlyweds": 2, "triplets": 3, "quadruplets": 4}
"""Words for two or more people, with their number."""


class Group(NamedTuple):
    """A count with those it counts; `first` and `last` are word indices within the sentence, `low` and `high` its bounds (None: no upper
    bound).
    """

    first: int
    last: int
    low: int
    high: int | None
    of: str | None
    person: bool
    bare: bool = False
    """True if no noun says who they are ("killing 12")."""
    qualifier: str | None = None
    named: bool = False
    """True if it is a person told by name ("Ana Reyes")."""
    definite: bool = False
    """True if it is one who is only pointed at ("the driver") and counts only where the harm stands right beside."""


def single(said: tuple[Word, ...], at: int, entities: dict[int, Entity]) -> Group | None:
    """Return the one person whom a phrase counts, if its noun is a person: `a soldier`, `another aid worker`, `a third victim`, `the
    driver`, `her son Luis`; twins and parents are more than one.
    """
    highest = 1
    for ahead in range(at + 1, min(at + 7, len(said))):
        word = said[ahead].lower
        highest = max(highest, _ORDINALS.get(word, 1))
        if word == "-" or word.isdecimal() or word.endswith("year-old"):
            following = said[ahead + 1].lower if ahead + 1 < len(said) else "."
            if word.endswith("year-old") and (following in _ENDS or following in HARM or following in STOP):
                return Group(at, ahead, 1, 1, None, person=True)
            continue
        label = entities[said[ahead].start].label if said[ahead].start in entities else ""
        if word in HARM or word in _ENDS or word == "of" or not word[0].isalpha() or label in ("CARDINAL", "QUANTITY"):
            return None
        after = said[ahead + 1].lower if ahead + 1 < len(said) else "."
        beside = after in _ENDS or after in HARM or after in STOP
        if word in _ORDINALS and beside:  # "a fourth was shot"
            return Group(at, ahead, 1, 1, None, person=True, definite=True)
        unlisted = beside and (word.endswith(_AGENTS) or label == "NORP")
        head = head_of(word) or (head_of("man") if unlisted or word in _TOGETHER or word.endswith(("man", "woman")) else None)
        if head is None or head.name not in _ACTORS or head.kind == "organisation" or (lexicon().heads.get(after) and after not in HARM):
            continue
        if (count := _TOGETHER.get(word)) is not None:  # "her twin daughters", "his parents"
            noun = word == "twin" and after.endswith("s") and head_of(after) is not None
            return Group(at, ahead + noun, count, count, after if noun else word, person=True, definite=said[at].lower not in ("a", "an"))
        if word in _COLLECTIVE or word.endswith("people") or (word.endswith("s") and word not in ("boss",)):
            return None
        definite = said[at].lower not in ("a", "an", "another") or (unlisted and head_of(word) is None)
        last, follows = ahead, ahead + 1 + (after == "," and definite)  # "their guide Levan Kobi", "their guide, Levan Kobi,"
        name = entities.get(said[follows].start) if follows < len(said) else None
        if name is not None and name.label == "PERSON":
            last = max(i for i in range(ahead, min(ahead + 9, len(said))) if said[i].start < name.end)
        return with_age(said, Group(at, last, 1, highest, word, person=True, definite=definite))
    return None


def with_age(said: tuple[Word, ...], group: Group) -> Group:
    """Return a group that takes in the age behind it: "Ana Reyes, 41", "a boy of six"."""
    behind = [w.lower for w in said[group.last + 1 : group.last + 5]]
    if behind[:1] == ["of"] and len(behind) > 1 and said[group.last].lower in _AGED:
        return group._replace(last=group.last + 2)
    if behind[:2] == [",", "aged"]:
        return group._replace(last=min(group.last + 3 + (behind[3:] == [","]), len(said) - 1))
    behind = behind[:3]
    if behind[:1] == [","] and len(behind) > 1 and behind[1].isdecimal() and len(behind[1]) < 4:
        return group._replace(last=group.last + 2 + (behind[2:] == [","]))
    return group


_AGENTS = ("er", "or", "ist", "ian")
"""Endings of nouns for workers that no list has ("a welder"), who count where the harm stands right beside."""


def like_people(word: str) -> bool:
    """Return True if a noun by its ending may name people: `welders`, `tourists`, `Kenyans`."""
    return word in _PEOPLE or word.endswith(("ers", "ors", "ists", "ians", "men", "women", "ees", "ants", "ans", "is", "ese"))
