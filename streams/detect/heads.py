"""Heads: the class that the lexicon gives the noun at the head of a phrase, and what the words around make of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from streams.detect.lexicon import Head, lexicon, words

NAMES_KEPT = 8192
"""The most phrases whose look-up is kept; without a bound every one that was ever in the news would stay in memory."""
LEADING = words("who", "leading")
"""Words that may stand before a noun phrase's own."""
_ENDING = words("who", "ending")
"""Words that end the part of a phrase in which its head stands."""
QUANTITIES = words("who", "quantities")
_GENERIC = words("who", "generic")
_FAITHS = words("who", "faiths")
_PRESIDING = words("who", "presiding")
"""Heads that belong to a state unless the words beside them name something else that is presided over."""
_FORMER = words("who", "former")
_WORDS_OF = {"policemen": "policeman", "gunmen": "gunman", "women": "woman", "men": "man", "children": "child", "militiamen": "militiaman"}


@lru_cache(maxsize=NAMES_KEPT)
def head_of(phrase: str) -> Head | None:
    """Return the entry of a head lemma, or of the last words of a short phrase that have one; None without one."""
    key = phrase.lower().strip().replace(" ", "_")
    if (found := _entry(key)) is not None or "_" not in key:
        return found
    parts = [part for word in phrase.lower().split() if (part := word.strip(",.;:()\"'“”’‘"))]
    while parts and parts[0] in LEADING:
        parts = parts[1:]
    if len(parts) > 2 and parts[0] in QUANTITIES and parts[1] == "of":
        return head_of(" ".join(parts[2:]))
    end = next((at for at, part in enumerate(parts) if at and (part in _ENDING or part == "of")), len(parts))
    return tail_entry(parts[:end])


def tail_entry(parts: Sequence[str]) -> Head | None:
    """Return the entry of the last three, two or one of some words, the longest that there is; None without one."""
    return next((found for size in (3, 2, 1) if len(parts) >= size and (found := _entry("_".join(parts[-size:]))) is not None), None)


def _entry(key: str) -> Head | None:
    heads = lexicon().heads
    found = next((heads[form] for form in (key, _WORDS_OF.get(key, key), *_singular(key)) if form in heads), None)
    if found is None and "-" in key and "_" not in key:  # "co-pilot", "great-grandmother"
        return _entry(key.rpartition("-")[2]) if key.rpartition("-")[2] else None
    return found


def _singular(word: str) -> Iterator[str]:
    if word.endswith("children"):
        yield word[:-3]
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]
    if word.endswith("men"):
        yield word[:-2] + "an"
    if word.endswith(("worker", "workers")) and "_" not in word:
        yield "worker"


@lru_cache(maxsize=NAMES_KEPT)
def office(before: tuple[str, ...], behind: tuple[str, ...]) -> Head | None:
    """Return the class that a phrase names: its head's, or where the head is of many (`leader`, `member`, `agency`) the one that the words
    beside it tell.

    `before`: the phrase's words up to the head, the head last; `behind`: those after it. Who held a government office before is a person
    without a sector.
    """
    if "turned" in before:
        before = before[len(before) - before[::-1].index("turned") :]
    head = tail_entry(before)
    if head is None or head.kind is None:
        return head
    if head.kind == "government" and any(word in _FORMER or word.startswith("ex-") for word in before):
        return Head(head.name, "person", None)
    forms = (before[-1], *_singular(before[-1]))
    presiding = not _PRESIDING.isdisjoint(forms)
    if not presiding and (_entry(before[-1]) is not head or _GENERIC.isdisjoint(forms)):
        return head  # "police officer", "human rights group": an entry of several words says it all
    rest = before[:-1]
    for at in range(0 if presiding else len(rest), 0, -1):
        beside = next((found for size in (2, 1) if at >= size and (found := _entry("_".join(rest[at - size : at]))) is not None), None)
        if rest[at - 1] in _FAITHS:
            return Head("religious", head.kind, "REL")
        if beside is not None and beside.sector is not None and beside.name != "individual":
            return Head(beside.name, head.kind if head.kind == "person" else beside.kind, beside.sector)
    if behind[:1] in (("of",), ("for",), ("from",), ("at",)):
        inside = [word for word in behind[1:] if word not in LEADING]
        end = next((at for at, word in enumerate(inside) if word in _ENDING or word in ("of", ",")), len(inside))
        beside = tail_entry(inside[:end])
        if beside is not None and beside.sector is not None:
            return Head(beside.name, beside.kind, beside.sector)
    return head
