"""Headcounts: whom a number counts, as the noun phrase after it tells ("13 American soldiers"); things and days are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from streams.detect.counts import Count, find_counts
from streams.detect.lexicon import lexicon, words
from streams.detect.reading import Reading, Word
from streams.detect.who import head_of
from streams.messages import CasualtyKind

HARM: dict[str, CasualtyKind] = {word: kind for kind in get_args(CasualtyKind) for word in words("harm", kind)}
_LEAVE = frozenset(["left", "leaving", "leave", "leaves", "claimed", "claiming", "claim", "claims", "cost", "costing", "took"])
_PEOPLE = frozenset(["people", "others", "other", "more", "persons", "victims", "them", "additional", "further"])
_ACTORS = words("casualties", "actors")
_PLAIN_SUBSET = re.compile(
    r"(?:including|among (?:them|whom|those|the (?:dead|wounded|injured|victims))|of (?:them|whom|these|those))\W*(?:the\s+|at least\s+)?$",
    re.I,
)
STOP = frozenset([".", ";", ":", "(", ")", "—", "–", "?", "!"])
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Group:
    """A count with the noun phrase it counts: word indices within the sentence."""

    count: Count
    first: int
    last: int
    """Index of the last word of the phrase."""
    of: str | None
    person: bool
    bare: bool


def groups_of(reading: Reading, sentence: int) -> list[Group]:
    """The counts of people in a sentence, in order; subsets ("including 3 children") left out."""
    words = reading.words[sentence]
    s = reading.article.sentences[sentence]
    text = reading.article.text
    found: list[Group] = []
    verbs = frozenset(reading.article.frames[i].start for i in reading.frames[sentence] if reading.article.frames[i].pos == "VERB")
    counts = find_counts(text, s.start, s.end)
    counts += [c for c in _singles(text, words) if not any(k.start <= c.start < k.end or c.start <= k.start < c.end for k in counts)]
    for count in sorted(counts, key=lambda c: c.start):
        inside = [i for i, w in enumerate(words) if count.start <= w.start < count.end]
        if not inside or (count.low == 0 and count.high == 0):
            continue
        if _PLAIN_SUBSET.search(text[max(s.start, count.start - 30) : count.start]):
            continue
        group = _phrase(text, words, count, inside[0], inside[-1], verbs)
        if group is not None:
            found.append(group)
    return found


def _phrase(text: str, words: tuple[Word, ...], count: Count, first: int, last: int, verbs: frozenset[int]) -> Group | None:
    """The noun phrase after a count; None where it counts no people (days, buildings, dollars)."""
    raw = text[count.start : count.end]
    i = last + 1
    begin = i
    while i < len(words) and i - last <= 7:
        word = words[i].lower
        if word in HARM or word in _LEAVE or word in _ENDS or word in STOP:
            break
        if (word == "of" or words[i].start in verbs) and i > begin:
            break
        i += 1
    if begin < len(words) and words[begin].lower == "of":
        rest = [w.lower for w in words[begin + 1 : begin + 3]]
        if (
            rest
            and (rest[0] in ("them", "whom", "these", "those", "its", "their", "the"))
            and count.qualifier not in ("dozens", "hundreds", "thousands", "scores")
        ):
            return None
        while (
            i < len(words)
            and i - begin <= 5
            and words[i].lower not in HARM
            and words[i].lower
            not in ("was", "were", "have", "had", "in", "at", "on", "who", ",", "and", "when", "after", "from", "are", "by")
        ):
            i += 1
    phrase = [w for w in words[begin:i] if w.lower != "of"]
    bare = not phrase or all(w.lower in _PEOPLE for w in phrase)
    if not phrase:
        following = words[begin].lower if begin < len(words) else ""
        year = bool(_YEAR.search(raw)) and count.qualifier is None
        if year or following in ("per", "km", "mph", "%"):
            return None
        return Group(count, first, last, None, False, True)
    noun = text[phrase[0].start : phrase[-1].end]
    head = head_of(phrase[-1].lower) or head_of(noun.lower())
    if phrase[-1].lower in ("more", "others", "other", "further", "additional"):
        head = head_of("people")
    if head is None:
        head = next((h for w in reversed(phrase) if (h := head_of(w.lower)) is not None and h.name in _ACTORS), None)
    if head is not None and head.name not in _ACTORS:
        return None
    person = head is not None
    single = raw.lower() in ("a", "an", "one", "the") or not phrase[-1].lower.endswith("s")
    if head is None and single and not _like_people(phrase[-1].lower):
        return None
    return Group(count, first, i - 1, noun, person, bare)


def _like_people(word: str) -> bool:
    return word in _PEOPLE or bool(re.search(r"(?:ers|ors|ists|ians|men|women|ees|ants|ans|is|ese)$", word))


def _singles(text: str, words: tuple[Word, ...]) -> list[Count]:
    """`a soldier`, `an aid worker`: one each, if the noun is a person."""
    out = []
    for i, word in enumerate(words):
        if word.lower not in ("a", "an"):
            continue
        for j in range(i + 1, min(i + 7, len(words))):
            nxt = words[j].lower
            if nxt == "-" or nxt.isdigit() or nxt.endswith("year-old"):
                continue
            if nxt in HARM or nxt in (",", "of", "in", "and", "who", "was", "by", "to") or not nxt[0].isalpha():
                break
            head = head_of(nxt)
            after = words[j + 1].lower if j + 1 < len(words) else ""
            if (
                head is not None
                and head.name in _ACTORS
                and head.kind not in ("organisation",)
                and not (lexicon().heads.get(after) and after not in HARM)
            ):
                if head.name in ("military", "rebel", "gang", "police", "opposition") and nxt in _COLLECTIVE:
                    break
                if head.name in ("government", "court") and nxt in _COLLECTIVE:
                    break
                out.append(Count(word.start, word.end, 1, 1))
                break
    return out


_ENDS = words("casualties", "ends")
_COLLECTIVE = words("casualties", "collective")
