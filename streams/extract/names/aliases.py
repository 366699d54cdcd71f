"""This module finds names that the article itself says are another name of the same person or thing: "Marta Oyelaran (born Marta Zaher)",
"Orvik, also known as the Old Port".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

_REACH = 120
"""The most characters between two names that may still say that they are one; more is another sentence."""
_ADVERB = (
    r"(?:also|better|best|commonly|formerly|previously|originally|sometimes|often|locally|popularly|widely|professionally|now|then|"
    r"once|later)"
)
_NOUN = (
    r"(?:pen[ -]name|stage[ -]name|birth[ -]name|real[ -]name|full[ -]name|given[ -]name|nickname|pseudonym|alias|initials|acronym|"
    r"nom de guerre|nom de plume|code[ -]name)"
)
_SHORTER = r"(?:simply|just|the|as|by)"
_KNOWN = (
    r"(?:known(?:\s+\w+ly)?\s+(?:as|by)|called|named|nicknamed|dubbed|styled|referred\s+to\s+as|transliterated\s+as|"
    r"self-identified\s+as)"
)
_LANGUAGE = (
    r"(?:Latin|Greek|Arabic|Persian|Hebrew|Russian|Ukrainian|Chinese|Japanese|Korean|French|German|Spanish|Portuguese|Italian|Turkish|"
    r"Polish|Danish|Dutch|Hindi|Urdu|Bengali|Swahili|Māori|Irish|Welsh)"
)
_SAME = re.compile(
    r"[\"”’')]?\s*(?:\([^()]{0,80}\)\s*)?"  # "Orvik (population 3,000), also known as"
    r"(?:"
    # behind a comma or in brackets: "(born", ", née", "(Latin:", ", known as"; in brackets something may stand before: "(b. 1901; born"
    rf"(?:[,;(–—]|\([^()]{{0,60}}[;,])\s*(?:who\s+(?:is|was)\s+|which\s+(?:is|was)\s+|or\s+)?(?:{_ADVERB}\s+)*"
    rf"(?:{_KNOWN}|born|née|nee|né|alias|i\.e\.|in\s+{_LANGUAGE}|{_LANGUAGE}:|whose\s+{_NOUN}\s+(?:is|was))"
    r"|\([^\x00-\u036f\u1e00-\u1eff\u2000-\u206f]+"  # the name in its own script: "(樋口 一葉 Higuchi Ichiyō"
    # a word that makes it plain that the other name is the same one's
    rf"|\s+(?:(?:is|was|are|were)\s+)?(?:{_ADVERB}\s+)+{_KNOWN}"
    rf"|\.\s+Also\s+{_KNOWN}"
    r"|[,(]?\s*(?:aka|a\.k\.a\.|alias)"
    r"|\s+(?:was|is)\s+born"
    rf"|\s+(?:was|is)\s+(?:a|an|the)\s+{_NOUN}\s+(?:of|for)(?:\s+[\w-]+){{0,3}}"
    r")"
    rf"(?:\s+{_SHORTER}|\s+(?:his|her|their|its)(?:\s+\w+)?\s+{_NOUN},?)*\s*[:]?\s*[\"“‘'\[/]?\s*$"
)


_PEERAGE = re.compile(
    r",\s+(?:the\s+)?(?:\d+(?:st|nd|rd|th)\s+)?"
    r"(?:Duke|Duchess|Marquess|Marquis|Marchioness|Earl|Count|Countess|Viscount|Viscountess|Baron|Baroness|Prince|Princess|Lord|Lady)"
    r"\s+(?:of\s+(?:the\s+)?)?(?=[A-Z])"
)
"""A title of nobility behind a person's name; the person is called by it, too: "Marta King, Countess of Orvik" is Orvik."""

# Behind a preposition the other name may be that of a thing further ahead: "a desert near Antioch, known as the Syrian Thebaid".
_HANGING = re.compile(r"\b(?:of|in|near|at|from|to|for|by|with|outside|around|between|and|on)\s+(?:the\s+)?$", re.IGNORECASE)
_OPENING = re.compile(r"\s*\(\s*(?:the\s+)?[\"“‘']?")
_PLAIN = re.compile(rf"\b{_ADVERB}\b|\bn[ée]+\b|:\s*$")
_QUOTES = {'"': '"', "“": "”", "‘": "’"}


def aliases(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of two names of which the text says that the second is another name of the first; `spans`: start and end of each
    name, in order.

    Between the two there may be one more, in brackets.
    """
    for number, (start, end) in enumerate(spans):
        for other in range(number + 1, min(number + 3, len(spans))):
            gap = text[end : spans[other][0]]
            if not gap or len(gap) > _REACH or "\n" in gap or not _SAME.match(gap):
                continue
            if _HANGING.search(text, max(0, start - 20), start) and not _PLAIN.search(gap):
                continue
            if gap[-1] in _QUOTES and text[spans[other][1] : spans[other][1] + 1].strip(",.") not in ("", _QUOTES[gap[-1]]):
                continue  # "aka the “Turner Turnpike”" of which only `Turner` was found
            yield number, other
        if number + 1 < len(spans) and _is_cut(text, spans[number], spans[number + 1]):
            yield number, number + 1
        if peerage := _PEERAGE.match(text, end):
            at = bisect_right(spans, (peerage.end(), len(text))) - 1
            if at != number and spans[at][1] > peerage.end():
                yield number, at


def _is_cut(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return True if a word in brackets behind a longer name has its letters in order: "Economic Council of Western Areas (Ecowa)"."""
    if not _OPENING.fullmatch(text, one[1], other[0]) or text[other[1] : other[1] + 1] not in (")", '"', "”", "’", "'"):
        return False
    long, short = text[slice(*one)].casefold(), text[slice(*other)].casefold()
    rest = iter(long)
    return " " in long and " " not in short and len(short) > 2 and short[0] == long[0] and all(sign in rest for sign in short)
