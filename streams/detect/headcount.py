"""Headcounts: the people whom a sentence counts, by figures ("13 American soldiers"), one by one ("a guard", "Ana Reyes, 41"), or as parts
of a number.

Things, days, ages and prices are left out.
"""

from __future__ import annotations

from streams.detect.harm import HARM, merged
from streams.detect.heads import head_of
from streams.detect.lexicon import words
from streams.detect.person import STOP, Group, like_people, single, with_age
from streams.detect.reading import Reading, Word
from streams.messages import Entity, NumberValue

_LEAVE = words("casualties", "leave")
_EITHER = words("casualties", "either")
_OBJECTS = words("casualties", "objects")
_PEOPLE = words("casualties", "people")
_AGED = words("casualties", "aged")
_ACTORS = words("casualties", "actors")
_ENDS = words("casualties", "ends")
_COLLECTIVE = words("casualties", "collective")
_OF_ENDS = words("casualties", "of_ends")
_POINTERS = words("casualties", "pointers")
_OWNERS = words("casualties", "owners")
_FRACTIONS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_DEGREES = words("casualties", "degrees")
_VAGUE = frozenset({"dozens", "hundreds", "thousands", "scores"})
_PARTS = {"two-thirds": (2, 3), "three-quarters": (3, 4)}
_OPENING = frozenset({"a", "an", "another", "the", "one", "both", "half", *_OWNERS, *_PARTS})
"""Words that a phrase for one or more of those counted may begin with."""
_LONE = frozenset(("is", "was", "dead", "missing", "died", "drowned"))
_NO_ONE = frozenset(("no", "this", "that", "any", "every", "each", "which", "the", "another"))
Figures = dict[int, tuple[int, NumberValue]]
"""The index of the last word and the value of each figure, by the index of its first word."""
_WIDEST = 7
"""The most words of the phrase after a figure."""


def groups_of(reading: Reading, sentence: int) -> tuple[tuple[Word, ...], list[Group]]:
    """Return the words of a sentence, with each word of harm of several words joined to one, and the people that it counts, in order;
    subsets are left out.
    """
    said = merged(reading.words(sentence))
    stops = frozenset(reading.article.frames[i].start for i in reading.frames[sentence] if reading.article.frames[i].pos == "VERB")
    entities = {reading.article.entities[i].start: reading.article.entities[i] for i in reading.entities[sentence]}
    stops |= {start for start, entity in entities.items() if entity.label in ("DATE", "TIME")}
    figures = _figures(said, entities)
    begins = sorted({*figures, *(at for at, w in enumerate(said) if w.lower in _OPENING or w.start in entities)})
    found: list[Group] = []
    last = -1
    for at in begins:
        group = _group(reading, said, at, entities, figures, stops) if at > last else None
        if group is None or (group.low == 0 and group.high == 0):
            continue
        if not is_subset([w.lower for w in said[max(0, at - 8) : at]]):
            found.append(group)
        last = group.last
    return said, found


def is_subset(before: list[str]) -> bool:
    """Return True if the words before a count say that those counted are among others who were: "including", "among the dead were"."""
    while before and before[-1] in ("at", "least", "the", "were", "was"):
        before = before[:-1]
    if before[-1:] == ["including"]:
        return True
    at = next((at for at in (-2, -3) if before[at : at + 1] and before[at] in ("among", "of")), None)
    return at is not None and before[-1] in ("them", "whom", "those", "these", "dead", "wounded", "injured", "victims")


def _group(
    reading: Reading, said: tuple[Word, ...], at: int, entities: dict[int, Entity], figures: Figures, stops: frozenset[int]
) -> Group | None:
    """Return the group that begins at a word; None where none does."""
    word = said[at].lower
    if (figure := figures.get(at)) is not None:
        return _counted(reading, said, at, *figure, stops)
    if word == "the" and at + 1 < len(said) and said[at + 1].lower in ("rest", "others", "remainder"):
        return _remainder(said, at, figures)
    if word == "one" and at + 2 < len(said) and said[at + 1].lower == "of" and said[at + 2].lower in _POINTERS:
        return _partitive(reading, said, Group(at, at + 2, 1, 1, None, person=True), stops)
    if word == "one" and at + 1 < len(said) and said[at + 1].lower in _LONE and said[max(0, at - 1)].lower not in _NO_ONE:
        return Group(at, at, 1, 1, None, person=True, bare=True)
    third = word in ("a", "one") and at + 2 < len(said) and said[at + 1].lower in _FRACTIONS and said[at + 2].lower == "of"
    if third or word in ("both", "half", *_PARTS):
        return _share(reading, said, at, figures, stops)
    entity = entities.get(said[at].start)
    if entity is not None and entity.label == "PERSON":
        last = max((i for i in range(at, min(at + 8, len(said))) if said[i].start < entity.end), default=at)
        first = at - (at > 0 and (title := head_of(said[at - 1].lower)) is not None and title.name in _ACTORS)  # "Sergeant Ana Reyes"
        return with_age(said, Group(first, last, 1, 1, None, person=True, definite=True, named=True))
    return single(said, at, entities) if word in _OPENING else None


def _figures(said: tuple[Word, ...], entities: dict[int, Entity]) -> Figures:
    """Return the figures that stand as words of their own, with the qualifier before them; parts of words ("a 22-year-old") and ages are
    left out.
    """
    out: Figures = {}
    for at, word in enumerate(said):
        entity = entities.get(word.start)
        if entity is None or entity.label != "CARDINAL" or not isinstance(entity.value, NumberValue):
            continue
        value = entity.value
        last = max(i for i in range(at, min(at + 12, len(said))) if said[i].start < entity.end)
        whole = said[last].end == entity.end or said[last].lower.endswith(("-strong", "-odd", "-plus"))
        loosened = (value.qualifier or "").split()
        first = at - len(loosened) - (said[at - 1].lower in ("the", "a") and bool(loosened))
        lead = [w.lower for w in said[max(0, first) : at]][: len(loosened)]
        first = first if loosened and lead == loosened else at
        if whole and isinstance(value.min, int) and not _is_age(said, first, last):
            out[first] = last, value
    return out


def _is_age(said: tuple[Word, ...], first: int, last: int) -> bool:
    """Return True if a figure is an age: "aged 7 and 9", "a man of 33", "Ana Reyes, 41,", "a man, 45,", "two boys, 16 and 18,"."""
    before = [w.lower for w in said[max(0, first - 3) : first]]
    if before[-1:] == ["of"] and before[-2:-1] and before[-2] in _AGED:
        return True  # "a man of 33", "a boy of six"
    if not said[last].lower.isdecimal() or len(said[last].lower) > 3:
        return False
    behind = [w.lower for w in said[last + 1 : last + 4]] + ["."] * 3
    if "aged" in before[-1:] or (before[-1:] in (["and"], [","]) and "aged" in before):
        return True
    paired = behind[0] == "and" and behind[1].isdecimal() and not behind[2][0].isalnum()
    second = before[-1:] == ["and"] and len(before) == 3 and before[1].isdecimal() and before[0] == "," and not behind[0][0].isalnum()
    return second or (before[-1:] == [","] and (paired or behind[0] in (",", ".", ")", "of")))


def _counted(reading: Reading, said: tuple[Word, ...], first: int, last: int, value: NumberValue, stops: frozenset[int]) -> Group | None:
    """Return a figure with the noun phrase after it; None where it counts no people."""
    low, high = int(value.min), None if value.max is None else int(value.max)
    group = Group(first, last, low, high, None, person=False, qualifier=value.qualifier)
    begin = last + 1
    ahead = [w.lower for w in said[begin : begin + 2]]
    if ahead[:1] == ["of"] and ahead[-1] in _POINTERS and value.qualifier not in _VAGUE:
        return _partitive(reading, said, group._replace(last=begin + 1), stops)
    end = _phrase_end(said, last, stops)
    phrase = [w for w in said[begin:end] if w.lower != "of"]
    if not phrase:
        following = said[begin].lower if begin < len(said) else ""
        raw = reading.text(said[first].start, said[last].end)
        if (len(raw) == 4 and raw[:2] in ("19", "20") and raw.isdecimal()) or following in ("per", "km", "mph", "%"):
            return None
        if raw.lower() == "a couple":  # man and wife
            return group._replace(of="couple", person=True)
        aboard = following in ("aboard", "onboard")
        return group._replace(last=last + aboard, bare=True, person=aboard)
    noun = reading.text(phrase[0].start, phrase[-1].end)
    head = head_of(phrase[-1].lower) or head_of(noun.lower())
    if phrase[-1].lower in _PEOPLE or phrase[-1].lower in _DEGREES:
        head = head_of("people")
    if head is None:
        head = next((h for w in reversed(phrase) if (h := head_of(w.lower)) is not None and h.name in _ACTORS), None)
    if low == high == 1 and phrase[-1].lower in _COLLECTIVE:  # "one family"
        return None
    single = low == high == 1 or not phrase[-1].lower.endswith("s")
    if (head is not None and head.name not in _ACTORS) or (head is None and single and not like_people(phrase[-1].lower)):
        return None
    bare = all(w.lower in _PEOPLE or w.lower in _DEGREES for w in phrase)
    aboard = end < len(said) and said[end].lower in ("aboard", "onboard")
    return group._replace(last=end - 1 + aboard, of=noun, person=head is not None or like_people(phrase[-1].lower), bare=bare)


def _phrase_end(said: tuple[Word, ...], last: int, stops: frozenset[int]) -> int:
    """Return the index of the word behind the noun phrase after a figure."""
    begin = at = last + 1
    while at < len(said) and at - last <= _WIDEST:
        word = said[at].lower
        if word in HARM or word in _LEAVE or word in _ENDS or word in STOP:
            break
        if (word == "of" and at > begin) or said[at].start in stops:
            break
        at += 1
    if begin < len(said) and said[begin].lower == "of":
        while at < len(said) and at - begin <= 5 and said[at].lower not in HARM and said[at].lower not in _OF_ENDS:
            at += 1
    return at


def _partitive(reading: Reading, said: tuple[Word, ...], group: Group, stops: frozenset[int]) -> Group | None:
    """Return those counted as part of a number, which is no count itself: `one of the three miners`, `two of them`; of `all but two of the
    11 crew` nine.
    """
    end = _phrase_end(said, group.last, stops)
    inside = said[group.last + 1 : end]
    figures = [e for e in reading.names_within(inside[0].start, inside[-1].end) if e.label == "CARDINAL"] if inside else []
    noun = [w for w in inside if not any(e.start <= w.start < e.end for e in figures)]
    head = head_of(noun[-1].lower) if noun else None
    if head is not None and head.name not in _ACTORS:
        return None
    if [w.lower for w in said[max(0, group.first - 2) : group.first]] == ["all", "but"]:
        whole = next((int(e.value.min) for e in figures if isinstance(e.value, NumberValue)), 0)
        if whole > group.low:
            group = group._replace(low=whole - group.low, high=whole - group.low)
    elif figures and isinstance(whole_value := figures[0].value, NumberValue) and _harmed_behind(said, end):
        group = group._replace(low=int(whole_value.min), high=None if whole_value.max is None else int(whole_value.max))
    of = reading.text(noun[0].start, noun[-1].end) if noun else None
    return group._replace(last=max(end - 1, group.last), of=of, person=True, bare=of is None)


def _harmed_behind(said: tuple[Word, ...], at: int) -> bool:
    """Return True if all those of whom a part is named were harmed: `nine of the 31 people injured in the crash are children`."""
    after = said[at + 1].lower if at + 1 < len(said) else "."
    return at < len(said) and said[at].lower in _EITHER and after not in _OBJECTS and not after.isdecimal()


def _remainder(said: tuple[Word, ...], at: int, figures: Figures) -> Group | None:
    """Return the people that `the rest` are, the figure behind `of the` less the others before: `of the 60 people aboard 41 were rescued
    and the rest are missing`; None where that leaves nobody.
    """
    before = {first: value for first, (_, value) in figures.items() if first < at}
    whole = next((first for first in before if {"of"} & {w.lower for w in said[max(0, first - 2) : first]}), None)
    parts = [int(value.min) for first, value in before.items() if first != whole]
    parts += [1 for i in range(at) if said[i].lower == "one" and said[i + 1].lower == "of"]
    if whole is None or not parts or (low := int(before[whole].min) - sum(parts)) < 1:
        return None
    return Group(at, at + 1, low, low, None, person=True, bare=True)


def _share(reading: Reading, said: tuple[Word, ...], at: int, figures: Figures, stops: frozenset[int]) -> Group | None:
    """Return the people that a word for a part counts: `both passengers`, `half of the 40 passengers`, `a third of them`."""
    if said[at].lower == "both":
        noun = said[at + 1] if at + 1 < len(said) else None
        head = head_of(noun.lower) if noun is not None else None
        named = noun is not None and head is not None and head.name in _ACTORS
        return Group(at, at + named, 2, 2, noun.lower if named and noun is not None else None, person=True, bare=not named, definite=True)
    word = said[at].lower
    many, part = (1, 2) if word == "half" else _PARTS[word] if word in _PARTS else (1, _FRACTIONS[said[at + 1].lower])
    for ahead in range(at + 1 + (word in ("a", "one")), min(at + 6, len(said))):
        if (figure := figures.get(ahead)) is not None and (whole := _counted(reading, said, ahead, *figure, stops)) is not None:
            if _harmed_behind(said, whole.last + 1):
                return whole._replace(first=at)
            high = None if whole.high is None else -(-whole.high * many // part)
            return whole._replace(first=at, low=whole.low * many // part, high=high)
        if said[ahead].lower not in ("of", "the", "its", "their"):
            break
    return None
