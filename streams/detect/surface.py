"""Verbs that extract made no frame of, found by their past forms: a safety net under a small parser that misses some.

Only verbs that hardly mean anything else ("vetoed", "withdrew", "kidnapped"), read with the nearest words as their arguments.
"""

from __future__ import annotations

import re

from streams.detect.lexicon import words
from streams.detect.reading import Reading, Word
from streams.detect.stretches import Stretches
from streams.detect.who import PRONOUNS
from streams.messages import AnalysedArticle, Argument, Frame

SURE = [
    "accuse",
    "ambush",
    "arrest",
    "assassinate",
    "attack",
    "behead",
    "blame",
    "bomb",
    "bombard",
    "boycott",
    "capsize",
    "collide",
    "condemn",
    "criticise",
    "criticize",
    "denounce",
    "deploy",
    "deport",
    "derail",
    "detain",
    "detonate",
    "evacuate",
    "execute",
    "expel",
    "explode",
    "extradite",
    "hijack",
    "impose",
    "invade",
    "kidnap",
    "abduct",
    "murder",
    "overthrow",
    "recapture",
    "reject",
    "release",
    "retreat",
    "sentence",
    "shell",
    "storm",
    "threaten",
    "topple",
    "torture",
    "veto",
    "welcome",
    "withdraw",
    "kill",
    "injure",
    "wound",
    "shoot",
    "erupt",
    "crash",
    "collapse",
    "flee",
    "clash",
    "ratify",
    "sue",
    "indict",
    "jail",
    "free",
    "urge",
    "refute",
    "suspend",
    "donate",
    "refuse",
    "protest",
    "oust",
    "annex",
    "loot",
    "rape",
    "mobilise",
    "mobilize",
]
IRREGULAR = {
    "withdraw": ("withdrew",),
    "shoot": ("shot",),
    "flee": ("fled",),
    "overthrow": ("overthrew",),
    "free": ("freed",),
    "sue": ("sued",),
}
_BE = frozenset(["was", "were", "been", "is", "are", "being", "be"])
_SKIP = words("surface", "skip")
_STOP = words("surface", "stop")


def with_verbs(article: AnalysedArticle) -> AnalysedArticle:
    """The article with a frame for each such verb that no frame covers; its agent and patient are what stands beside it."""
    reading = Reading(article)
    forms = _forms()
    covered = Stretches([(f.start, f.end) for f in article.frames] + [(e.start, e.end) for e in article.entities])
    added: list[Frame] = []
    for sentence, row in enumerate(reading.words):
        for i, word in enumerate(row):
            lemma = forms.get(word.lower)
            if lemma is None or i == 0 or covered.overlaps(word.start, word.end):
                continue
            before = row[i - 1].lower
            passive = before in _BE or (before.endswith("ly") and i > 1 and row[i - 2].lower in _BE)
            if not passive and (before in ("the", "a", "an", "to", "of", "'s") or i + 1 == len(row)):
                continue
            added.append(_frame(reading, sentence, row, i, lemma, passive=passive))
    return article.with_(frames=(*article.frames, *added)) if added else article


def _frame(reading: Reading, sentence: int, words: tuple[Word, ...], at: int, lemma: str, *, passive: bool) -> Frame:
    left, right = _left(reading, sentence, words, at), _right(reading, sentence, words, at)
    arguments = []
    if left is not None:
        arguments.append(left.with_(role="patient" if passive else "agent"))
    if right is not None and not passive:
        arguments.append(right)
    word = words[at]
    return Frame(sentence=sentence, start=word.start, end=word.end, text=reading.text(word.start, word.end), lemma=lemma, pos="VERB",
                 voice="passive" if passive else "active", tense="past", arguments=tuple(arguments))  # fmt: skip


def _left(reading: Reading, sentence: int, words: tuple[Word, ...], at: int) -> Argument | None:
    """The name or noun that ends just before the verb, auxiliaries and days left out."""
    i = at - 1
    while i >= 0 and (words[i].lower in _SKIP or words[i].lower.endswith("ly")):
        i -= 1
    if i < 0 or not words[i].lower[0].isalpha() or words[i].lower in PRONOUNS:
        return None
    for index in reading.entities[sentence]:
        entity = reading.article.entities[index]
        if entity.start <= words[i].start < entity.end:
            if any(w.end <= entity.start and w.lower in _STOP | {"of"} for w in words[max(0, i - 3) : i] if entity.start - w.end <= 5):
                return None  # "traders in Kabul fled"
            return Argument(start=entity.start, end=entity.end, text=entity.text, role="agent", head=entity.text, head_start=entity.start,
                            head_end=entity.end, entity=index, entities=(index,))  # fmt: skip
    return _argument(reading, sentence, words, max(0, i - 1), i, "agent")


def _right(reading: Reading, sentence: int, words: tuple[Word, ...], at: int) -> Argument | None:
    """The words up to the next preposition or mark."""
    i = at + 1
    while i < len(words) and i - at <= 8 and words[i].lower not in _STOP:
        i += 1
    return _argument(reading, sentence, words, at + 1, i - 1, "patient") if i > at + 1 else None


def _argument(reading: Reading, sentence: int, words: tuple[Word, ...], first: int, head: int, role: str) -> Argument:
    start, end = words[first].start, words[head].end
    named = ((i, reading.article.entities[i]) for i in sorted(reading.entities[sentence]))
    inside = tuple(i for i, e in named if start <= e.start and e.end <= end)
    heading = next((i for i in inside if reading.article.entities[i].start <= words[head].start < reading.article.entities[i].end), None)
    return Argument(start=start, end=end, text=reading.text(start, end), role=role, head=words[head].lower, head_start=words[head].start,
                    head_end=words[head].end, entity=heading, entities=inside)  # fmt: skip


def _forms() -> dict[str, str]:
    out = {}
    for verb in SURE:
        for form in IRREGULAR.get(verb, (_past(verb),)):
            out[form] = verb
    return out


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    if verb in ("kidnap", "expel"):
        return verb + verb[-1] + "ed"
    return verb + "ed"
