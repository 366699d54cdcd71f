"""Edits that wires make to a text on its way into other papers, made by rule: the positives and hard negatives of evaluate.py."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from streams.messages import RelationKind

Edit = Callable[["Base", random.Random], str]

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_FIGURE = re.compile(r"\d+")
_WHOLE = re.compile(r"(?<![\d.,])\d+(?![.,]?\d)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_SWAPS = {
    "said": "stated", "people": "persons", "about": "around", "also": "too", "after": "following", "began": "started",
    "big": "large", "killed": "slain", "many": "numerous", "but": "yet", "because": "since", "will": "is going to",
    "said that": "told that", "last": "past", "while": "whereas", "such as": "like", "according to": "as per",
    "yesterday": "on the day before", "however": "still", "during": "in", "reported": "said", "show": "demonstrate",
}  # fmt: skip
_BOILERPLATE = (
    "Read more on our site and follow us for the latest headlines from around the region.",
    "This report was first published by our partner agency and has been edited for style by our staff.",
    "Sign up for the morning newsletter to get the day's top stories in your inbox.",
    "Copyright. All rights reserved. No part of this may be copied without written permission.",
)


@dataclass(frozen=True, slots=True)
class Base:
    """A text, and two others from which an edit takes foreign matter."""

    text: str
    other: str
    third: str


def sentences(text: str) -> list[str]:
    """Return the sentences of a text by a rough split, which is good enough to cut a text in pieces."""
    return [part for part in _SENTENCE.split(" ".join(text.split())) if part]


def copy(base: Base, dice: random.Random) -> str:
    """Return the text with other quotes, dashes and white space only."""
    return base.text.replace('"', "”").replace("'", "’").replace("\n\n", "\n").replace(" - ", " — ")


def reprint(base: Base, dice: random.Random) -> str:
    """Return the text behind `(From our partners)`, with one of the paper's own lines after it."""
    return f"(From our partners) {base.text}\n" + "\n".join(dice.sample(_BOILERPLATE, 1))


def wrapped(base: Base, dice: random.Random) -> str:
    """Return the text with two of a page's lines above it and three under it."""
    return "\n".join((*dice.sample(_BOILERPLATE, 2), base.text, *dice.sample(_BOILERPLATE, 3)))


def retitled(base: Base, dice: random.Random) -> str:
    """Return the text with another headline printed as its first line."""
    words = sentences(base.other)[0].split()[:9]
    return " ".join(words).title() + "\n" + base.text


def reworded(base: Base, dice: random.Random) -> str:
    """Return the text in another house style: common words are replaced throughout."""
    text = base.text
    for word, other in _SWAPS.items():
        text = re.sub(rf"\b{word}\b", other, text)
    return text


def dotted(base: Base, dice: random.Random) -> str:
    """Return the text without one word in 25, chosen at random."""
    return " ".join(word for word in base.text.split() if dice.random() > 0.04)


def mistyped(base: Base, dice: random.Random) -> str:
    """Return the text with two letters swapped in one of 50 words of four letters or more."""
    words = base.text.split()
    for at, word in enumerate(words):
        if len(word) > 3 and word.isalpha() and dice.random() < 0.02:
            words[at] = word[0] + word[2] + word[1] + word[3:]
    return " ".join(words)


def shuffled(base: Base, dice: random.Random) -> str:
    """Return the text with the first two of every four sentences exchanged."""
    parts = sentences(base.text)
    for at in range(0, len(parts) - 1, 4):
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return " ".join(parts)


def turned(base: Base, dice: random.Random) -> str:
    """Return the text with its second half before the first."""
    parts = sentences(base.text)
    return " ".join((*parts[len(parts) // 2 :], *parts[: len(parts) // 2]))


def shortened(base: Base, dice: random.Random) -> str:
    """Return the first half of the text, at least three sentences: wire copy is cut from the end."""
    parts = sentences(base.text)
    return " ".join(parts[: max(3, len(parts) // 2)])


def opening(parts: Sequence[str], least: int) -> str:
    """Return the first of some sentences, as many as have at least so many words together, or all."""
    said: list[str] = []
    for part in parts:
        if sum(len(line.split()) for line in said) >= least:
            break
        said.append(part)
    return " ".join(said)


def brief(base: Base, dice: random.Random) -> str:
    """Return the first sentences alone, 60 words or a few more."""
    return opening(sentences(base.text), 60)


def thinned(base: Base, dice: random.Random) -> str:
    """Return the text without one sentence in five."""
    return " ".join(part for at, part in enumerate(sentences(base.text)) if at % 5 != 3)


def renumbered(base: Base, dice: random.Random) -> str:
    """Return the text with up to two figures corrected upwards by 1 to 40, all else as it was: a toll that rose."""
    tolls = figures(base.text)
    text = base.text
    for found in sorted(dice.sample(tolls, min(2, len(tolls))), key=lambda found: -found.start()):
        text = text[: found.start()] + str(int(found.group()) + dice.randint(1, 40)) + text[found.end() :]
    return text


def inserted(base: Base, dice: random.Random) -> str:
    """Return the text with one more sentence in the middle."""
    parts = sentences(base.text)
    new = min(sentences(base.other)[:6], key=lambda part: abs(len(part.split()) - 20))
    return " ".join((*parts[: len(parts) // 2], new, *parts[len(parts) // 2 :]))


def grown(base: Base, dice: random.Random) -> str:
    """Return the text under a new paragraph of another story, as when something has happened since."""
    return " ".join(sentences(base.other)[:3]) + "\n" + base.text


def extended(base: Base, dice: random.Random) -> str:
    """Return the text with new paragraphs in the middle and at the end."""
    parts, new = sentences(base.text), sentences(base.other)
    middle = len(parts) // 2
    return " ".join(parts[:middle] + new[:3] + parts[middle:] + new[3:6])


def merged(base: Base, dice: random.Random) -> str:
    """Return two articles in one text."""
    return base.text + "\n" + base.other


def quoted(base: Base, dice: random.Random) -> str:
    """Return an article on something else with 60 words in a row of this text within it."""
    words, other, third = base.text.split(), sentences(base.other), sentences(base.third)
    first, last = other[: len(other) // 2], third[len(third) // 2 :]
    start = dice.randrange(max(1, len(words) - 60))
    return " ".join((*first, *words[start : start + 60], *last))


def refilled(base: Base, dice: random.Random) -> str:
    """Return the text as a template filled in anew: the same sentences round other figures and the names of other stories."""
    names = _NAME.findall(base.other + base.third) or ["Elsewhere"]
    swapped: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        return swapped.setdefault(found.group(), dice.choice(names))

    def figure(found: re.Match[str]) -> str:
        low = 10 ** (len(found.group()) - 1)
        return str(dice.randint(low, 10 * low - 1))

    return _FIGURE.sub(figure, _NAME.sub(name, base.text))


def figures(text: str) -> list[re.Match[str]]:
    """Return the figures that could be a toll: no years where there are other figures, no decimals, no parts of longer figures."""
    whole = list(_WHOLE.finditer(text))
    return [found for found in whole if len(found.group()) < 4] or whole


REPEATS: tuple[RelationKind, ...] = ("exact", "near", "contained", "update")
EDITS: dict[str, tuple[Edit, Sequence[RelationKind]]] = {
    "copy": (copy, ("exact",)),
    "reprint": (reprint, ("near",)),
    "wrapped": (wrapped, ("near", "update")),
    "retitled": (retitled, ("near",)),
    "reworded": (reworded, REPEATS),
    "dotted": (dotted, REPEATS),
    "mistyped": (mistyped, ("near",)),
    "shuffled": (shuffled, REPEATS),
    "turned": (turned, ("near",)),
    "shortened": (shortened, ("contained", "near")),
    "brief": (brief, ("contained", "near", "exact")),
    "thinned": (thinned, ("contained", "near")),
    "renumbered": (renumbered, ("update",)),
    "inserted": (inserted, ("near", "update")),
    "grown": (grown, ("update",)),
    "extended": (extended, ("update",)),
    "merged": (merged, ("update",)),
    "quoted": (quoted, ("excerpt",)),
}
"""The edits by name, each with the verdicts that are right for it."""
