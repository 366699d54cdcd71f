"""This rule cuts copyright notices."""

from __future__ import annotations

import re

from streams.clean.boilerplate.form import Form, any_case
from streams.clean.boilerplate.thresholds import COPYRIGHT_WORDS

FORM = Form(
    "copyright",
    COPYRIGHT_WORDS,
    any_case(
        r"(?:©|\(c\)|copyright\b(?! law| infring| case| claim| suit| law)).*"
        r"|.{0,200}\ball rights? reserved\b|(?:this|the) (?:material|content|article|story"
        r"|report) (?:may not|is copyright|is protected|cannot) "
        r"|reprints? (?:&|and) permissions?$|reproduction (?:of|in|without)\b.{0,100}\b(?:prohibited|permission)"
    ),
    openings=("c copyright reproduction"),
    second="material content article story report",
    anywhere=("reserved",),
    written=("©",),
)
SIGNS = ("©", "(c)", "(C)", "opyright", "OPYRIGHT", "eserved", "RESERVED", "may not be ", "estrictions", "rohibited", "ermission")
"""Signs of which one is in every notice that may be glued to a paragraph."""
_YEAR = r"(?:©|\([cC]\)|(?:Copyright|COPYRIGHT)\b(?: ?(?:©|\([cC]\)))?)(?: by)?,? ?(?:\d{4}|[A-Z][\w&.' -]{2,40},? \d{4})\b"
_SENTENCE_OPENING = r"(?:The|An?|In|On|At|It|He|She|They|But|And|For|This|That|We|When|After|As|His|Her|Its|Their|There)\b"
_RUN_ON = re.compile(rf"{_YEAR}(?:[, ]{{1,2}}(?!{_SENTENCE_OPENING})[A-Z][\w&.'’/-]*){{1,5}}\s+(?={_SENTENCE_OPENING} \w+)")
_USES = r"(?:published|broadcast|rewritten|redistributed|reproduced|copied|distributed|transmitted|reprinted|republished|cached|displayed)"
_NOTICE = re.compile(
    rf"{_YEAR}(?!,? (?:was|were|is|are|has|had|law|act)\b)"
    r"|(?i:all rights? reserved)\b"
    r"|(?i:click (?:here )?for (?:restrictions|copyright|terms|permissions?)\b)"
    r"|(?:This|The|Our|Its|No part of (?:this|the)) (?:material|contents?|articles?|story|stories|report|information|text)\b[^.!?]{0,60}"
    rf"\b(?:may not|cannot|can not|must not|may) be (?:\w+ )?{_USES}(?:[^.!?]{{0,60}}\b{_USES}|[^.!?]{{0,120}}\bpermission\b)"
    r"|(?i:(?:unauthori[sz]ed use|(?:unauthori[sz]ed )?(?:reproduction|republication|redistribution|copying))\b"
    r"[^.!?]{0,120}\b(?:prohibited|permission)\b)"
)
_TOLD = re.compile(r"\b(?:said|says|told|according|asked|ruled|court|judge)\b")


def glued(sentence: str) -> int:
    """Return the number of characters of a sentence that are a copyright notice: all of it, its opening before the next sentence, or 0."""
    if (found := _RUN_ON.match(sentence)) is not None:
        return found.end()
    return len(sentence) if _NOTICE.match(sentence) is not None and _TOLD.search(sentence) is None else 0
