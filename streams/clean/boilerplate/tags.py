"""This rule cuts the tags that a site hangs under a story, often run together on one line."""

from __future__ import annotations

import re

from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import TAG_LINE_CHARACTERS, TAG_LINE_WORDS

_LABEL = re.compile(
    r"(?:tags?|topics?|key ?words?|filed under|labels?|categories|more on|tagged(?: with| as)?|related topics)\s*[:|]\s*", re.I
)
_APART = re.compile(r"\s*[,|;•·]\s*|\s+(?=#)|\s{2,}")
_LITTLE_LIST = (
    "the a an is are was were be been has have had will would he she it they we you i to at by from that this his her their "
    "not as but or if who which when said says with on in"
)
_LITTLE = frozenset(_LITTLE_LIST.split())


def mark(read: Reading) -> None:
    """Cut the lines of tags under the story, any number with a label or separators, one run together; keep the tags as facts."""
    prose = [line.text for index, line in enumerate(read.lines) if index not in read.rules and line.prose]
    if not prose:
        return
    words = "\n".join([read.headline or "", *prose])
    last = True
    for index in range(len(read.lines) - 1, -1, -1):
        line = read.lines[index]
        if line.prose or line.sentence:
            break
        if read.rules.get(index) not in (None, "tail"):
            continue
        tags = read_tags(line.text, words, last=last and index not in read.rules)
        if tags:
            read.cut(index, "tags")
            read.keywords = tuple(dict.fromkeys((*tags, *read.keywords)))
        elif index not in read.rules:
            last = False


def read_tags(line: str, story: str, *, last: bool) -> tuple[str, ...]:
    """Return the tags on a line under the story, () if it is no tag line.

    A line with a label (`Tags:`), hash marks or separators is split there. The `last` line may also be tags run
    together: no sentence, no little words, at least half of its words known from the story. Such a line is split
    before each capitalised word and where small letters begin, unless the story has the two words side by side.
    """
    if len(line) > TAG_LINE_CHARACTERS:
        return ()
    labelled = _LABEL.match(line)
    rest = line[labelled.end() :] if labelled else line
    words = rest.split()
    if not words or len(words) > TAG_LINE_WORDS * (3 if labelled else 1) or (rest[-1] in '.!?"”' and not labelled):
        return ()
    parts = tuple(part.strip(" #") for part in _APART.split(rest) if part.strip(" #"))
    if labelled and len(parts) > 1:
        return parts
    hashed = sum(word.startswith("#") for word in words)
    if hashed == len(words) or (hashed >= 2 and len(parts) == hashed):
        return parts
    if not labelled and not (last and _known(words, story)):
        return ()
    if not labelled and any(word.lower() in _LITTLE for word in words):
        return ()
    if len(parts) > 1:
        return parts
    return _split(words, story)


def _known(words: list[str], story: str) -> bool:
    lower = story.lower()
    return sum(all(_stands(part, lower) for part in re.findall(r"\w+", word.lower())) for word in words) * 2 >= len(words)


def _stands(word: str, story: str) -> bool:
    return word in story and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", story) is not None


def _split(words: list[str], story: str) -> tuple[str, ...]:
    tags: list[list[str]] = []
    for word in words:
        before = tags[-1][-1] if tags else None
        if before is None or not _joined(before, word, story):
            tags.append([word])
        else:
            tags[-1].append(word)
    return tuple(" ".join(tag) for tag in tags)


def _joined(before: str, word: str, story: str) -> bool:
    if word[0].islower() and before[0].islower():
        return True
    return re.search(rf"\b{re.escape(before)} {re.escape(word)}\b", story) is not None
