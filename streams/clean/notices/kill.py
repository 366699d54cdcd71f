"""This module finds an order to kill a story, in the forms that agencies and sites give it, and what it names.

`BC-AF--Harbour Fire, KILL`, `Mandatory kill: ...`, `***WITHDRAWN*** ...`, `ADVISORY: ... story withdrawn`, `Editors: please kill the story
slugged HARBOUR-FIRE/`. A drug or an army that is withdrawn is a story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from streams.clean.signals import read_headline
from streams.clean.signs import has_one

TEXT_CHARACTERS = 1500
"""The number of characters of a text in which an order may stand; a notice is short, and its order opens a line."""
MOST_NAMES = 20
NAME_CHARACTERS = 300
HEADLINE_CHARACTERS = 500
"""The characters of the longest headline; a longer one is a text, and orders nothing."""
LINE_CHARACTERS = 200
"""The characters of the longest note or first line that may be an order by itself (`STORY WITHDRAWN`)."""
_ITEM = (
    r"(?:news\s+)?(?:story|stories|item|items|article|articles|report|reports|dispatch|brief|alert|copy|version"
    r"|versions|urgent|snap|flash|newsalert|headline|series|take)"
)
_GONE = r"(?:withdrawn|killed|retracted|spiked|recalled)"
_SEP = r"\s*(?:[-–—:|/]+|\.{3}|(?=[(\[]))\s*"
_STARS = r"[\s*#=<>~(\[{_.!/-]*"
_OPENS = re.compile(
    rf"{_STARS}(?:"
    rf"(?-i:(?:BULLETIN|STORY|NEWS|MANDATORY|URGENT|EDITORS)?[ -]?(?:KILL(?:[ -]+KILL)*|WITHDRAWN|WITHDRAWAL|RETRACTED"
    rf"|RETRACTION|ELIMINATION))(?:{_SEP}|\s*[)\]}}*!#=]|\s*$)"
    rf"|(?:bulletin|mandatory|story|news|press)[ -]+(?:kill|withdrawal|retraction|elimination)\b(?:\s+(?:notice"
    rf"|advisory|order))?(?:{_SEP}|\s*[)\]}}*!]|\s*$)"
    rf"|kill[ -]+(?:notice|advisory|bulletin)(?:{_SEP}|\s*[)\]}}*!]|\s*$)"
    rf"|notice\s+of\s+(?:withdrawal|retraction)\b(?:{_SEP}|\s+of\s+|\s*$)"
    rf"|(?:advisory\s*[-–—:|,]*\s*)?(?:this\s+|our\s+)?{_ITEM}\s+(?:(?:has|have)\s+been\s+|is\s+"
    rf"|was\s+)?{_GONE}(?:{_SEP}|\s*[)\]}}*!]|\s*\.?\s*$)"
    rf"|(?:withdrawn|retracted|killed)\s*[)\]}}*]+"
    rf"|(?:withdrawn|retracted|retraction)\s+(?:{_ITEM})(?:{_SEP})"
    rf")",
    re.I,
)
"""A headline that opens with the order."""
_ENDS = re.compile(
    rf"(?:\s*(?:,|--?|–|—|/|:|\||\(|\[|\*+)\s*|\s+\*+)"
    rf"(?:(?-i:(?:MANDATORY |STORY |BULLETIN |NEWS |URGENT )?(?:KILL(?:ED)?(?:[ -]KILL)*|WITHDRAWN|WITHDRAWAL|RETRACTED"
    rf"|RETRACTION|ELIMINATED?))"
    rf"|(?:mandatory|bulletin|story)[ -]kill|{_ITEM}\s+(?:(?:has|have)\s+been\s+|is\s+)?{_GONE})\s*[)\]*.!#]*\s*$",
    re.I,
)
"""A headline that closes with the order."""
_ADVISORY = re.compile(
    rf"{_STARS}(?:(?:media|news|editors?|client|urgent)\s+)?advisory\b\W*(.*?)\W*\b{_ITEM}\s+(?:(?:has|have)\s+been\s+"
    rf"|is\s+|was\s+)?{_GONE}\b",
    re.I,
)
_IS = r"(?:has\s+been|is\s+being|is\s+hereby|is|was|must\s+be|should\s+be)\s+"
_ADDRESS = (
    r"(?:(?:attention|attn\.?|note|notice|advisory|urgent|correction)?\s*(?:to\s+)?(?:all\s+)?(?:news\s+"
    r"|our\s+)?(?:editors?|eds\.?|clients|subscribers|customers|desks|newsrooms?|users|media|news\s+desks?)"
    r"(?:['’]s?\s+note)?\s*[,:;–—-]*\s*|attention\s*[,:;–—-]*\s*|urgent\s*[,:;–—-]*\s*)?"
)
_ORDER = re.compile(
    rf"(?:^|\n|(?<=[.!?:;])\s)[ \t*#\"“(\[]*{_ADDRESS}(?:"
    rf"(?:please\s+|kindly\s+|you\s+(?:must|should)\s+|must\s+|immediately\s+)*(?:kill|withdraw|spike|retract|eliminate"
    rf"|delete|discard|remove)(?:\s+(?:and\s+(?:do\s+not\s+use|remove|delete|destroy|disregard)))?\s+"
    rf"(?:from\s+(?:your\s+)?\w+\s+)?(?:the|our|all|this|that|both|any|its|an|today.s|yesterday.s|earlier)\b[^\n.]{{0,80}}?\b{_ITEM}\b"
    rf"|(?:please\s+|kindly\s+)*(?:kill|spike)\s+(?:it\b|(?=[\"“])|(?-i:(?=[A-Z]{{2}}))|urn:|https?:|tag:)"
    rf"|please\s+(?:kill|withdraw|spike|disregard|do\s+not\s+use)\b[^\n.]{{0,80}}?(?:\b{_ITEM}\b|\bslugged\b"
    rf"|\bheadlined\b|urn:|https?:|tag:)"
    rf"|(?:the|our|this)\s+(?:[\w-]+\s+){{0,4}}{_ITEM}\s+(?:slugged|headlined|headed|titled|entitled)\b[^\n]{{1,200}}?\s{_IS}{_GONE}\b"
    rf"|(?:our|this)\s+(?:[\w-]+\s+){{0,4}}{_ITEM}\s+{_IS}{_GONE}\b|the\s+story\s+(?:has\s+been|is)\s+{_GONE}\b(?!,|\s+by\b)"
    rf"|we\s+(?:are\s+withdrawing|have\s+withdrawn|withdraw|are\s+retracting|have\s+retracted|retract|are\s+killing"
    rf"|have\s+killed)\s+(?:the|our|this|a|an)\b[^\n.]{{0,80}}?\b{_ITEM}\b"
    rf"|(?-i:[A-Z][\w ]{{1,30}}?)\s+(?:is\s+withdrawing|is\s+retracting|has\s+withdrawn|has\s+retracted"
    rf"|is\s+killing)\s+(?:its|this|the)\s+(?:[\w-]+\s+){{0,3}}{_ITEM}\s+(?:slugged|headlined|headed|titled|entitled)\b"
    rf"|a\s+kill\s+is\s+mandatory|this\s+is\s+a\s+mandatory\s+kill|mandatory\s+kill\b"
    rf")",
    re.I,
)
"""An order that opens a line or a sentence; prose tells of one within a sentence."""
_NAMING = re.compile(
    r"\b(?P<how>slugged|slug(?:\s*line)?|headlined|headed|titled|entitled|under\s+the\s+headline|with\s+the\s+headline"
    rf"|(?:with|under|bearing)\s+the\s+slug"
    rf"|(?:kill|withdraw|withdrawing|spike|retract)(?:\s+(?:the|our|this|its)\s+(?:\w+\s+)?{_ITEM})?(?=\s*[\"“'‘]))"
    r"\s*(?:is\s+|was\s+)?:?\s*",
    re.I,
)
_QUOTED = re.compile(r"[\"“]([^\"“”\n]{3,300})[\"”]|['‘]([^'‘’\n]{3,300})['’](?!\w)")
_PLAIN = re.compile(
    r"(.{3,300}?)(?=\s*[,;]?\s+(?:\b(?:moved|sent|issued|filed|published|transmitted|datelined|dated|which"
    r"|that\s+(?:moved|was|ran)|from\s+[A-Z]|of\s+(?:\d|[A-Z]\w+day)|at\s+\d|on\s+[A-Z]\w+day|has\s+been|is\s+being"
    r"|is\s+hereby|was\s+(?:withdrawn|killed|retracted|sent|moved|issued)|is\s+(?:withdrawn|killed|retracted)|must\s+be"
    r"|should\s+be|and\s+(?:do\s+not|remove|delete|all|any)|because|as\s+it|due\s+to)\b)"
    r"|\s*[;\n]|\.(?:\s|$)|\s*\(|\s+--?\s|\s[–—]\s|,\s+(?:because|after|as|since|police|the)\b|\s*$)",
    re.I,
)

_SIGNS = ("kill", "withdr", "retract", "spike", "eliminat", "delete", "discard", "remove", "disregard", "recalled")
"""Signs of which every order has one in small letters, or `do not use`; most articles have none, and to look for them is cheap."""
_DO_NOT_USE = re.compile(r"do\s+not\s+use")
_NO_NAME = re.compile(
    r"(?:\W*\b(?:notes?|notices?|attention|advisory|editors?|eds|clients|to|all|of|for|kills?|bulletin|mandatory|story"
    r"|urgent|withdrawn|withdrawal|retraction|news|media)\b\W*)+",
    re.I,
)
"""Words of the order itself, which name no story."""


class Kill(NamedTuple):
    """An order to kill: its words, the headline without them, and the slugs and headlines that it names, in order."""

    words: str
    rest: str
    names: tuple[str, ...]


def find_kill(headline: str | None, slug: str | None, notes: Iterable[str], text: str) -> Kill | None:
    """Return the kill that a headline, its end, a slug line, an editor's note or the opening of a text orders, or None for a story."""
    opening, notes = text[:TEXT_CHARACTERS], tuple(notes)
    lower = "\n".join((headline or "", slug or "", *notes, opening)).lower()
    if not has_one(lower, _SIGNS) and _DO_NOT_USE.search(lower) is None:
        return None
    words, rest = _of_headline((headline or "").strip())
    rest = read_headline(rest).text if rest else rest
    slug_words, slug_rest = _of_headline((slug or "").strip())
    said = [*(note[:TEXT_CHARACTERS] for note in notes), opening]
    orders = [part for part in said if _ORDER.search(part) is not None]
    lines = [part.strip() for part in (*said[:-1], opening.strip().partition("\n")[0]) if len(part) <= LINE_CHARACTERS]
    words = words or slug_words or next((found for line in lines if (found := _of_headline(line)[0])), "")
    words = words or (" ".join(_ORDER.search(orders[0])[0].split()) if orders else "")  # type: ignore[index]
    if not words:
        return None
    names = [name for part in said for name in _names(part)]
    names += [slug_rest] if slug_rest else []
    names += [rest] if rest and rest != words else []
    kept = dict.fromkeys(name[:NAME_CHARACTERS] for name in names if len(name) > 2 and not _NO_NAME.fullmatch(name))
    return Kill(words, rest, tuple(kept)[:MOST_NAMES])


def _of_headline(headline: str) -> tuple[str, str]:
    """Return the order in a headline or slug line ("" for none) and what is left of it."""
    if len(headline) > HEADLINE_CHARACTERS:
        return "", headline
    opens, ends = _OPENS.match(headline), _ENDS.search(headline)
    if opens is not None and opens.end():
        rest = headline[opens.end() :].strip(" *#!.-–—:|/)]}")
        if _ENDS.search(rest):
            rest = rest[: _ENDS.search(rest).start()]  # type: ignore[union-attr]
        return opens[0].strip(" *#!.-–—:|/([)]"), rest or headline
    if ends is not None:
        return ends[0].strip(" *#!.,-–—:|/([)]"), headline[: ends.start()].strip() or headline
    advisory = _ADVISORY.match(headline)
    return ("ADVISORY: story withdrawn", advisory[1].strip() or headline) if advisory is not None else ("", headline)


def _names(text: str) -> Iterable[str]:
    for found in _NAMING.finditer(text):
        quoted = _QUOTED.match(text, found.end())
        plain = None if quoted else _PLAIN.match(text, found.end())
        name = (quoted[1] or quoted[2]) if quoted else plain[1] if plain else ""
        yield name.strip(" \"“”'‘’.,;:/")
