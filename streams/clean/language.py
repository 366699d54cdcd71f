"""This module measures the language of a text, and decides if we read it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import py3langid

READ = "en"
_SAMPLE = 4000
"""Characters in the middle of the text that are measured: 1.2 ms where the classifier is asked, which English news hardly ever needs."""
_GLANCE, _CLEARLY = 1200, 0.16
"""The characters in the middle that are enough where this share of their words are English function words; of 1,280 texts none is read
otherwise."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FUNCTION_LIST = (
    "the a an of in on at to for from by with and or but as is are was were be been has have had will would can could may "
    "it its he she they his her their this that which who when after before near over under into about than not no says "
    "said say at least killed kills dead more amid against between during"
)
_FUNCTION = frozenset(_FUNCTION_LIST.split())
"""Words that stand in nearly every English sentence, and hardly in others' (`in`, `an`, `was`, `die` do: German)."""
_AMBIGUOUS_LIST = "a an in on at to or as is was has he his no me die also per con de"
_AMBIGUOUS = frozenset(_AMBIGUOUS_LIST.split())
_SURE = _FUNCTION - _AMBIGUOUS
_SHORT = 25
"""Words under which the classifier is often wrong on names: of 12-word English flashes it takes some for other languages."""
_ENGLISH_SHARE = 0.12
"""The share of unambiguous function words from which a text is English; of 295 Wikinews texts all have 0.125 or more (median 0.23), of 20
in other languages all have 0.083 or less."""
_ENGLISH, _OTHER = 0.22, 0.02
"""The mean of that share in English and in other texts: .225 in 161 English bodies of scrapinghub's pages; .011 in 18 of seven other
languages, of which none has over .083."""
_ENOUGH = 20
"""The number of words from which the language counts as identified, and has a confidence."""
_MARGIN = 30.0
"""The log-odds that another language must have over English: of some 1,350 English headlines and sentences of 2 to 20 words
(Wikinews, Global Voices) none had them, of 10 in others one had not: to read one too many costs less than to lose one."""


@dataclass(frozen=True, slots=True)
class Language:
    """The language that was measured: `tag` is BCP 47, None where there is too little to tell; `read` is True if we take the text.

    `confidence` is the probability (0 to 1) of the tag by function words or by the classifier, whichever was asked, as if words came
    independently of each other; None under 20 words.
    """

    tag: str | None
    read: bool
    detail: str = ""
    confidence: float | None = None


def measure_language(text: str, declared: str | None = None) -> Language:
    """Return the language of the text; `declared` (a BCP 47 tag) only decides where the text is too short to."""
    words = _words(text, _GLANCE)
    sure = sum(map(_SURE.__contains__, map(str.lower, words)))
    if sure < _CLEARLY * len(words) or len(words) < _SHORT:
        words = _words(text, _SAMPLE)
        sure = sum(map(_SURE.__contains__, map(str.lower, words)))
    if not words:
        return Language(None, True)
    enough = len(words) >= _ENOUGH
    if not _mostly_latin(words):
        scores = _classify(" ".join(words))
        tag = scores[0][0]
        return Language(tag if tag != READ else None, False, "not in Latin letters", _probability(scores, tag) if enough else None)
    if sure >= _ENGLISH_SHARE * len(words):
        return Language(READ, True, confidence=_by_function_words(sure, len(words)) if enough else None)
    scores = _classify(" ".join(words))
    tag, margin = scores[0][0], scores[0][1] - dict(scores)[READ]
    detail = f"{len(words)} words, log-odds {margin:.0f} over {READ}"
    if tag != READ and len(words) < _SHORT and sure == 0:
        primary = (declared or READ).lower().replace("_", "-").split("-")[0]
        if primary != READ:
            return Language(primary, False, detail)
    if tag != READ and margin > _MARGIN and (sure == 0 or len(words) >= _SHORT):
        return Language(tag, False, detail, _probability(scores, tag) if enough else None)
    return Language(READ, True, confidence=_probability(scores, READ) if enough else None)


def _words(text: str, size: int) -> list[str]:
    start = max(0, (len(text) - size) // 2)
    return _WORD.findall(text[start : start + size])


def _by_function_words(sure: int, count: int) -> float:
    """Return the probability of English if `sure` of `count` words are English function words, other languages being as likely before."""
    odds = sure * math.log(_ENGLISH / _OTHER) + (count - sure) * math.log((1 - _ENGLISH) / (1 - _OTHER))
    return round(1 / (1 + math.exp(-max(-700.0, odds))), 4)


def _probability(scores: Sequence[tuple[str, float]], tag: str) -> float:
    own = dict(scores)[tag]
    return round(1 / sum(math.exp(min(700.0, score - own)) for _, score in scores), 4)


def _mostly_latin(words: list[str]) -> bool:
    letters = "".join(words)
    if len(letters.encode("latin-1", "ignore")) * 2 > len(letters):
        return True
    latin = sum(letter < "\u0250" or "\u1e00" <= letter < "\u1f00" for letter in letters)
    return latin * 2 > len(letters)


def _classify(text: str) -> list[tuple[str, float]]:
    return list(py3langid.rank(text))
