"""This module cuts posts set into a story: one that repeats a quote goes, one that is said nowhere else stays without its links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from streams.clean.boilerplate.lines import Line, words_of
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import POST_LABEL_WORDS, POST_REPEATED, POST_WORDS
from streams.clean.cuts import Mark

RULE = "embed"
_LINK = re.compile(r"\s{0,4}(?:https?://t\.co/\w+|\b(?:pic\.twitter\.com|pic\.x\.com)/\w+|https?://(?:www\.)?(?:twitter|x)\.com/\S+)")
_SIGNED = re.compile(
    r"\s{0,4}(?:—|–|--|-)\s?(?P<who>[^—\n]{1,80}?)\s?\(@\w{1,30}\)\s*(?:[A-Z][a-z]+ \d{1,2}, \d{4}"
    r"|\d{1,2} [A-Z][a-z]+,? \d{4})?\s*$"
)
_OTHER = re.compile(
    r"(?:A post shared by |View this post on |View on (?:Instagram|X|Twitter)"
    r"|.{0,80}\(@\w+\) (?:on|/) (?:Twitter|X|Instagram|Facebook|Threads|TikTok)\b.{0,40}$)",
    re.I,
)
_GRAM = 4


def mark(read: Reading) -> None:
    """Cut the posts that repeat what the story says, and the links of all."""
    read.marks += embed_marks([read.lines[index] for index in read.kept()])


def embed_marks(lines: Sequence[Line]) -> Iterator[Mark]:
    """Yield marks for embedded posts among the story's lines.

    A post is known by its signature (`— Name (@handle) August 27, 2021`) at its end or alone on the next line.
    """
    signed = [
        index for index, line in enumerate(lines) if "(@" in line.text and len(line.words) <= POST_WORDS and _SIGNED.search(line.text)
    ]
    bodies: dict[int, str] = {}
    for index in signed:
        body = _SIGNED.sub("", _LINK.sub("", lines[index].text))
        bodies[index] = body if words_of(body) or index == 0 else ""
    inside = {i for index, body in bodies.items() for i in ((index,) if body else (index - 1, index))}
    grams = _grams_of(line for index, line in enumerate(lines) if index not in inside) if inside else set()
    for index, body in bodies.items():
        if not body:  # the signature alone: the post is the line before
            before = lines[index - 1] if index else None
            if before is not None and _repeats(_LINK.sub("", before.text), grams):
                yield Mark(before.start, before.end, RULE)
                yield Mark(lines[index].start, lines[index].end, RULE)
        elif _repeats(body, grams):
            yield Mark(lines[index].start, lines[index].end, RULE)
    for line in lines:
        if len(line.words) <= POST_LABEL_WORDS and _OTHER.match(line.text):
            yield Mark(line.start, line.end, RULE)
            continue
        if "/" not in line.text:
            continue
        for link in _LINK.finditer(line.text):
            yield Mark(line.start + link.start(), line.start + link.end(), RULE)


def _grams_of(lines: Iterator[Line]) -> set[tuple[str, ...]]:
    return {line.words[i : i + _GRAM] for line in lines for i in range(len(line.words) - _GRAM + 1)}


def _repeats(body: str, grams: set[tuple[str, ...]]) -> bool:
    words = words_of(body)
    count = len(words) - _GRAM + 1
    if count < 1:
        return False
    return sum(words[i : i + _GRAM] in grams for i in range(count)) >= POST_REPEATED * count
