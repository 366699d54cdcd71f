"""Figures that are not the toll of this happening: that of before, of an earlier happening or of many together, or one misstated."""

from __future__ import annotations

from streams.detect.lexicon import words
from streams.detect.person import STOP, Group
from streams.detect.reading import Word

_TOLL_WORDS = words("casualties", "tolls")
_RETOLD = words("casualties", "retold")
_SPANS = words("when", "spans")
_SUPERLATIVES = words("casualties", "superlatives")
_AHEAD = 30
"""The reach behind a figure, in words, within which the text may say that the figure adds up many happenings."""

_HAVE = frozenset({"have", "has", "'ve"})
_BEGAN = frozenset({"since", "began", "started", "erupted"})
_YEARS = frozenset({"year", "decade"})
_OTHERS = frozenset({"where", "who", "whose", "which", "while", "but"})
"""Words at which a sentence goes over to what has lasted for years beside the figure."""
_BEFORE = frozenset({"earlier", "initially", "previously", "first", "originally"})
_OPENS = 4
"""The most words that may open a sentence: "Two days after the quake 12 people were found dead" tells of now."""


def of_another(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure is of another happening or of many, or is the toll that held before."""
    return _former(said, group) or _earlier(said, group) or _of_many(said, group) or _of_years(said, group)


def _former(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure is the toll that held before: "cut its toll to six dead from nine"."""
    before = [word.lower for word in said[: group.first]]
    return before[-1:] == ["from"] and not _TOLL_WORDS.isdisjoint(before) and "to" in before


def _earlier(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure is that of an earlier happening: "killed five, a year after a similar explosion killed 48", "since 2021, when
    eleven people were killed".
    """
    before = [word.lower for word in said[: group.first]]
    when = len(before) - 1 - before[::-1].index("when") if "when" in before[-4:] else 0
    if when > 2 and before[when - 1] == "," and before[when - 2].isdecimal() and len(before[when - 2]) == 4:
        return True
    for at in range(len(before) - 1, 0, -1):
        if before[at] in STOP or before[at] == ",":
            return False
        if before[at] in ("after", "since") and before[at - 1].removesuffix("s") in _SPANS:
            return at > _OPENS or before[at - 1].removesuffix("s") != "day"
    return False


def misstated(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure is one that was told before and no longer holds: "five had died, not seven as first reported"."""
    near = {word.lower for word in said[max(0, group.first - 8) : group.last + 6]}
    corrected = said[group.first - 1].lower == "not" and "as" in near
    return not near.isdisjoint(_BEFORE) and not near.isdisjoint(_RETOLD) and (corrected or _misstating(said, group))


def _misstating(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a word such as `earlier` stands in front of a figure with no comma between: "having earlier said 11", "an earlier
    statement of 15".
    """
    before = [word.lower for word in said[max(0, group.first - 8) : group.first]]
    at = next((at for at in range(len(before) - 1, -1, -1) if before[at] in _BEFORE), None)
    return at is not None and "," not in before[at:]


def _of_many(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure adds up many happenings: "bringing to 61 the number of people killed in such attacks this year"."""
    ahead = [word.lower for word in said[group.last + 1 : group.last + _AHEAD]]
    added = said[group.first - 1].lower == "to" and ahead[:2] == ["the", "number"]
    return added and (not {"such", "since"}.isdisjoint(ahead) or ["this", "year"] in [ahead[at : at + 2] for at in range(len(ahead))])


def _of_years(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure tells what has come together over years: "7,000 people have been killed since 2004", "has killed 200 people
    over the past decade", "35,000 have died in the insurgency, which began in 2009"; but not "the deadliest attack since 2013", nor "killed
    nine in Kano, where they have fought since 2009".
    """
    lower = [word.lower for word in said]
    if _HAVE.isdisjoint(lower):
        return False
    for at, word in enumerate(lower[:-1]):
        behind = lower[at + 1 : at + 4]
        if word in ("past", "last") and any(each.removesuffix("s") in _YEARS for each in behind):
            return True
        dated = word in _BEGAN and any(map(_is_year, behind)) and _SUPERLATIVES.isdisjoint(lower[max(0, at - 8) : at])
        if dated and (word != "since" or _OTHERS.isdisjoint(lower[group.last + 1 : at])):
            return True
    return False


def _is_year(word: str) -> bool:
    """Return True for a year, or a decade: 2004, 1960s."""
    digits = word.removesuffix("s")
    return len(digits) == 4 and digits.isdecimal() and digits[:2] in ("19", "20")
