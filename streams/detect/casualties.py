"""Casualties: how many killed, injured, missing, detained, displaced, abducted a sentence tells of.

Read from the words themselves, not from the parse: a count, whom it counts, and the word of harm it belongs to, which stands
right before it ("killing at least 12"), after it ("12 people were killed"), or further left where a list shares it
("killed a policeman and three civilians").
"""

from __future__ import annotations

import re

from streams.detect.headcount import HARM, STOP, Group, groups_of
from streams.detect.lexicon import words
from streams.detect.reading import Reading, Word
from streams.messages import Casualty, CasualtyKind

_ACTIVE = words("casualties", "active")
_EITHER = words("casualties", "either")
"""Past participles that may as well be active verbs."""
_AFTER_ONLY = words("casualties", "after_only")
_AUX = words("casualties", "aux")
_SUBSET = re.compile(
    r"(?:including|among (?:them|whom|those|the dead|the victims)|of (?:them|whom|these|those)|most of them|at least)\W*(?:at least\s+)?$",
    re.I,
)
_ZERO = re.compile(
    r"\b(?:no\s+(?:immediate\s+|reports?\s+of\s+(?:any\s+)?)?"
    r"(?P<what>casualties|deaths|injuries|fatalities|one\s+(?:was|were|has\s+been)\s+(?:killed|injured|hurt|wounded))"
    r"|(?:nobody|none)\s+(?:was|were)\s+(?P<who>killed|injured|hurt|wounded))\b",
    re.I,
)
_SPEAKER = re.compile(
    r"(?:according to\s+(?P<to>[^,.;]{3,60})|,\s*(?P<said>[^,.;]{3,50}?)\s+(?:said|says|told|reported|announced|confirmed)\b)"
)


def casualties_of(reading: Reading, sentence: int) -> tuple[Casualty, ...]:
    """The casualties that one sentence states as fact, in order of their counts; subsets ("including 3 children") left out."""
    words = reading.words[sentence]
    if not any(w.lower in HARM or w.lower in ("casualties", "toll") for w in words):
        return ()
    text = reading.article.text
    start, end = reading.article.sentences[sentence].start, reading.article.sentences[sentence].end
    speaker = _speaker(reading, sentence)
    out: list[Casualty] = list(_none_hurt(text, start, end, speaker))
    groups = groups_of(reading, sentence)
    roles: list[tuple[CasualtyKind, int] | None] = []
    for i, group in enumerate(groups):
        role = _role(words, group, groups, i) or _toll(text, start, group)
        if role is None and i and roles[i - 1] is not None and _listed(words, groups[i - 1], group) and not group.bare:
            role = roles[i - 1]
        roles.append(role)
    shared = _backfill(words, groups, roles)
    for group, role in zip(groups, shared, strict=True):
        if role is None or _supposed(reading, sentence, words[role[1]]):
            continue
        kind, at = role
        if kind in ("missing", "detained", "displaced", "abducted") and not (group.person or group.bare):
            continue
        low, high = group.count.low, group.count.high
        stop = max(group.count.end, words[group.last].end, words[at].end if at >= group.first and at - group.last < 6 else 0)
        out.append(Casualty(kind=kind, min=low, max=high, qualifier=group.count.qualifier, of=group.of, attributed_to=speaker,
                            start=group.count.start, end=stop))  # fmt: skip
    return _distinct(out)


def _role(words: tuple[Word, ...], group: Group, groups: list[Group], at: int) -> tuple[CasualtyKind, int] | None:
    """The word of harm that a count belongs to, by position."""
    adjacent = _before(words, group)
    if adjacent is not None:
        return adjacent
    starts = {g.first for g in groups}
    i = group.last + 1
    steps = 0
    while i < len(words) and steps < 14:
        word = words[i].lower
        if word in HARM:
            nxt = i + 1
            passive = word in _AFTER_ONLY or any(
                words[k].lower in ("was", "were", "been", "are", "is", "being", "be") for k in range(max(group.last + 1, i - 5), i)
            )
            takes_object = (
                nxt in starts
                or (
                    nxt < len(words)
                    and words[nxt].lower in ("the", "his", "her", "their", "him", "them", "dozens", "many", "several", "a", "an")
                )
            ) and word not in _AFTER_ONLY
            if word in _ACTIVE and word not in _EITHER:
                return None
            if takes_object and not passive:
                return None
            if (
                word in ("life", "lives", "death", "deaths")
                and not any(words[k].lower in ("lost", "lose", "losing", "met", "crushed") for k in range(group.last + 1, i))
                and i != group.last + 1
            ):
                return None
            if (
                word in ("hostage", "hostages")
                and i == group.last + 1
                and not group.bare
                and not any(words[k].lower == "taken" for k in range(max(0, i - 3), i))
            ):
                return None
            return HARM[word], i
        if word in STOP or word in ("when", "while", "after", "before", "which", "but", "because"):
            return None
        if (
            word == ","
            and i + 1 < len(words)
            and words[i + 1].lower in ("including", "among", "most", "many", "some", "mostly", "mainly", "all", "both")
        ):
            # "twelve people, including four children, were killed"
            close = next((k for k in range(i + 2, min(i + 14, len(words))) if words[k].lower == ","), None)
            if close is None or any(words[k].lower in HARM for k in range(i + 1, close)):
                return _far_before(words, group)
            i = close + 1
            continue
        if word == "," or word == "and":
            nested = next((g for g in groups if g.first in (i + 1, i + 2) and g is not group), None)
            if nested is not None:
                nxt = nested.last + 1
                # "12 killed and 30 injured": what follows the next count is its own unless a comma or an auxiliary joins both.
                if nested.bare and nxt < len(words) and words[nxt].lower in HARM:
                    return None
                i, steps = nested.last + 1, steps + 2
                continue
        elif not (
            word in _AUX
            or word
            in (
                "lost",
                "lose",
                "their",
                "its",
                "his",
                "her",
                "in",
                "the",
                "taken",
                "by",
                "feared",
                "went",
                "gone",
                "remain",
                "remained",
                "remains",
            )
            or word.endswith("ly")
        ):
            steps += 4 if word.isalpha() and steps else 3
        i, steps = i + 1, steps + 1
    return _far_before(words, group)


def _before(words: tuple[Word, ...], group: Group) -> tuple[CasualtyKind, int] | None:
    """A word of harm that stands right before the count: "killing at least 12", "the deaths of 9", "claimed 20 lives"."""
    i = group.first - 1
    skipped = 0
    while (
        i >= 0
        and skipped < 3
        and words[i].lower in ("the", "of", "another", "all", "in", "dead", "up", "as", "also", "reportedly", "to", "by", "nearby")
    ):
        i, skipped = i - 1, skipped + 1
    if i < 0:
        return None
    word = words[i].lower
    if word in HARM and (word in _ACTIVE or word in _EITHER or word in ("death", "deaths", "dead", "bodies", "injuries")):
        gap = [w.lower for w in words[i + 1 : group.first]]
        if word in ("death", "deaths", "bodies", "injuries", "killing") and gap[:1] == ["of"]:
            return HARM[word], i
        if word in ("dead", "injuries", "deaths", "death", "bodies"):
            return None
        was = any(words[k].lower in ("was", "were", "been", "be", "being") for k in range(max(0, i - 2), i))
        if (not was and not gap) or gap in (["another"], ["the"], ["all"], ["also"], ["nearby"]):
            return HARM[word], i
    return None


def _far_before(words: tuple[Word, ...], group: Group) -> tuple[CasualtyKind, int] | None:
    """`suicide bombing that killed, police said, 12 people`: an active word of harm a little way left."""
    if group.bare:
        return None
    for i in range(group.first - 1, max(-1, group.first - 5), -1):
        word = words[i].lower
        if word in STOP:
            return None
        if word in _ACTIVE and word in ("killing", "wounding", "injuring", "kills"):
            return HARM[word], i
    return None


def _listed(words: tuple[Word, ...], one: Group, two: Group) -> bool:
    """Whether a count continues the list of the one before: "a policeman and three civilians"."""
    between = [w.lower for w in words[one.last + 1 : two.first]]
    return between in (["and"], [","], [",", "and"], ["and", "at", "least"], ["as", "well", "as"])


def _backfill(
    words: tuple[Word, ...], groups: list[Group], roles: list[tuple[CasualtyKind, int] | None]
) -> list[tuple[CasualtyKind, int] | None]:
    """A count without a role takes that of the next in its list: "three soldiers and a child were killed"."""
    out = list(roles)
    for i in range(len(groups) - 2, -1, -1):
        shared = out[i + 1]
        if out[i] is None and shared is not None and not groups[i].bare and shared[1] > groups[i + 1].last:
            out[i] = shared if _listed(words, groups[i], groups[i + 1]) else None
    return out


def _toll(text: str, start: int, group: Group) -> tuple[CasualtyKind, int] | None:
    """The death toll: "the death toll rose to 40", "took the toll to at least nine"."""
    if not group.bare and group.of is not None and not group.person:
        return None
    before = text[start : group.count.start]
    m = re.search(
        r"\b(?:(?P<kind>death|casualty|injury|official|overall|confirmed|provisional)\s+)?toll\b(?P<mid>[^.;]{0,110}?)\b(?:to|at|of|is|was|reached|reaching|hit|passed|topped|exceeded|surpassed|now|stands|stood)\s*$",
        before,
        re.I,
    )
    if m is None or re.search(r"\bfrom\s*$", before, re.I):
        return None
    return ("injured" if (m["kind"] or "").lower() == "injury" else "killed"), group.first


def _none_hurt(text: str, start: int, end: int, speaker: str | None) -> list[Casualty]:
    out: list[Casualty] = []
    for m in _ZERO.finditer(text, start, end):
        what = (m["what"] or m["who"] or "").lower()
        kinds: tuple[CasualtyKind, ...] = (
            ("killed", "injured") if "casualt" in what else ("killed",) if re.search("kill|death|fatal", what) else ("injured",)
        )
        out += [Casualty(kind=kind, min=0, max=0, qualifier="no", attributed_to=speaker, start=m.start(), end=m.end()) for kind in kinds]
    return out


def _supposed(reading: Reading, sentence: int, word: Word) -> bool:
    """Whether the harm is only feared, planned or denied: the frame of its word says so, or `could` stands before it."""
    for index in reading.frames[sentence]:
        frame = reading.article.frames[index]
        if frame.start <= word.start < frame.end and frame.pos != "NOUN":
            unreal = frame.modality is not None and frame.modality not in (
                "believe",
                "report",
                "say",
                "suspect",
                "fear",
                "appear",
                "seem",
                "confirm",
                "think",
                "presume",
            )
            return unreal or frame.negated or frame.conditional or frame.tense == "future"
    # As written: "12 May 2019 killed" is no supposition.
    before = [reading.text(w.start, w.end) for w in reading.words[sentence] if w.end <= word.start][-4:]
    return bool({"could", "would", "may", "might", "will", "threatened"} & set(before)) or (before[-1:] == ["to"] and word.lower == "kill")


def _speaker(reading: Reading, sentence: int) -> str | None:
    """Who says so, for the whole sentence."""
    for index in reading.frames[sentence]:
        attribution = reading.article.frames[index].attribution
        if attribution is not None:
            return attribution.text
    m = _SPEAKER.search(reading.span(sentence).text)
    return None if m is None else (m["to"] or m["said"]).strip()


def _distinct(found: list[Casualty]) -> tuple[Casualty, ...]:
    seen: dict[tuple[str, int], Casualty] = {}
    for casualty in found:
        seen.setdefault((casualty.kind, casualty.start), casualty)
    return tuple(sorted(seen.values(), key=lambda c: (c.start, c.kind)))
