"""The word of harm that a count belongs to: right before it ("killing at least 12"), after it ("12 people were killed"), or further left
where a list shares it ("killed a policeman and three civilians").
"""

from __future__ import annotations

from streams.detect.harm import HARM
from streams.detect.lexicon import words
from streams.detect.person import STOP, Group
from streams.detect.reading import Reading, Word
from streams.messages import CasualtyKind

TOLL_WORDS = words("casualties", "tolls")
BE = frozenset({"was", "were", "been", "are", "is", "being", "be"})
Role = tuple[CasualtyKind, int]
"""The kind of harm and the index of its word in the sentence."""

_ACTIVE = words("casualties", "active")
_EITHER = words("casualties", "either")
"""Past participles that may as well be active verbs."""
_AFTER_ONLY = words("casualties", "after_only")
_AUX = words("casualties", "aux")
_BETWEEN = words("casualties", "between")
_ASIDES = words("casualties", "asides")
_OBJECTS = words("casualties", "objects")
_SKIPPED = words("casualties", "skipped")
_NOUNS = words("casualties", "nouns")
_REACHED = words("casualties", "reached")
_STATES = words("casualties", "states")
_OWNERS = words("casualties", "owners")
_PARTING = words("casualties", "parting")
_FAR = 60
"""The most words back from a name to the word of harm of a list that names the dead."""
_LINKS = frozenset({"were", "was", "as", "are", "is", ";", "."})
_GRAVEST: tuple[CasualtyKind, ...] = ("killed", "missing", "injured", "abducted", "detained", "displaced")
_OWN = frozenset(HARM) | BE
"""Words that, right behind a figure without a noun, show that it has a harm or a lot of its own: `five walked away, three were killed`."""
_PLACED = frozenset({"in", "at", "on", "aboard", "inside", "outside", "near"})
"""Words that say where the first of a list were."""
_CLOSES = STOP | {",", "in", "near", "at", "on", "from", "outside", "around", "after", "when", "as"}
"""Words behind the last of a list, of which no verb is said by itself."""
_ASIDE = 7
"""The most words between two counts of one list."""
_CLAUSES = frozenset({"when", "while", "after", "before", "which", "but", "because"})
_LOSING = frozenset({"lost", "lose", "losing", "met", "crushed"})


def roles_of(reading: Reading, sentence: int, said: tuple[Word, ...], groups: list[Group]) -> list[Role | None]:
    """Return the harm that each count of a sentence belongs to, None for a count of people who were not harmed."""
    firsts, suffering = {group.first: group for group in groups}, _suffering(reading, sentence, said)
    roles: list[Role | None] = []
    for i, group in enumerate(groups):
        role = (
            _toll(said, group)
            or _right_behind(said, group)
            or _listed_dead(said, group)
            or _before(said, group)
            or _by_frame(said, group, suffering, firsts)
            or by_position(said, group, firsts)
        )
        if role is None and i and roles[i - 1] is not None and listed(said, groups[i - 1], group) and not group.bare:
            role = roles[i - 1]
        roles.append(role)
    return _backfill(said, groups, roles)


def _suffering(reading: Reading, sentence: int, said: tuple[Word, ...]) -> dict[int, list[tuple[int, int]]]:
    """Return the heads of phrases that suffer under a predicate of harm, by offset: for each, the offset of its phrase and the index of the
    word of harm.
    """
    harms = {w.start: at for at, w in enumerate(said) if w.lower in HARM}
    out: dict[int, list[tuple[int, int]]] = {}
    for index in reading.frames[sentence]:
        frame = reading.article.frames[index]
        at = harms.get(frame.start)
        if at is None or frame.pos == "NOUN":
            continue
        suffers = "agent" if said[at].lower in _AFTER_ONLY and frame.voice != "passive" else "patient"
        for argument in frame.arguments:
            if argument.role == suffers:
                out.setdefault(argument.head_start, []).append((argument.start, at))
    return out


def _by_frame(said: tuple[Word, ...], group: Group, suffering: dict[int, list[tuple[int, int]]], firsts: dict[int, Group]) -> Role | None:
    """Return the word of harm under whose predicate the count is the one who suffers; of several the gravest.

    A figure without a noun has none behind the next figure: `five walked away, three were killed`.
    """
    start = said[group.first].start
    told = [at for w in said[group.first : group.last + 1] for begin, at in suffering.get(w.start, ()) if begin <= start]
    told = [at for at in told if not group.first <= at <= group.last]
    if group.bare:
        told = [at for at in told if not any(group.last < first < at for first in firsts)]
    at = min(told, key=lambda at: _GRAVEST.index(HARM[said[at].lower]), default=None)
    return None if at is None else (HARM[said[at].lower], at)


def _right_behind(said: tuple[Word, ...], group: Group) -> Role | None:
    """Return the state that stands right behind a count ("31 dead and 105 wounded", "left one teenager dead"); None where none does."""
    at = group.last + 1
    if at >= len(said) or said[at].lower not in HARM:
        return None
    state = said[at].lower in _STATES
    closed = at + 1 >= len(said) or not said[at + 1].lower[0].isalnum() or said[at + 1].lower in ("and", "in", "after", "when", "as")
    return (HARM[said[at].lower], at) if state and closed else None


def _listed_dead(said: tuple[Word, ...], group: Group) -> Role | None:
    """Return the harm that stands before the verb of a list: `The dead were named as Lars Holm, Eva Lind`, `killed in the attack were nine
    soldiers`.
    """
    floor = max(0, group.first - _FAR)
    lower = [w.lower for w in said[floor : group.first]]
    at = len(lower) - 1
    while group.named and at > 0 and (lower[at] in (",", "and") or lower[at] not in _LINKS):
        at -= 1
    if at < 1 or lower[at] not in ("were", "was", "as", "are", "is"):
        return None
    begin = max((i for i, word in enumerate(lower[:at]) if word == ";"), default=-1) + 1
    told = [i for i in range(begin, at) if lower[i] in HARM and HARM[lower[i]] in ("killed", "injured")]
    first = told and (told[0] == begin or lower[told[0] - 1] in ("those", "the") or lower[at] == "as")
    return (HARM[lower[told[0]]], floor + told[0]) if first else None


def by_position(said: tuple[Word, ...], group: Group, firsts: dict[int, Group]) -> Role | None:
    """Return the word of harm that a count belongs to by position: the first behind it that is said of those counted, else one before."""
    at, steps, most = group.last + 1, 0, 4 if group.definite else 14
    while at < len(said) and steps < most:
        word = said[at].lower
        if word in HARM:
            return (HARM[word], at) if _said_of(said, group, at, firsts) else None
        if word in STOP or word in _CLAUSES:
            return None
        if word == "," and at + 1 < len(said) and said[at + 1].lower in _ASIDES:
            # "twelve people, including four children, were killed"
            close = next((k for k in range(at + 2, min(at + 14, len(said))) if said[k].lower == ","), None)
            if close is None or any(said[k].lower in HARM for k in range(at + 1, close)):
                return _far_before(said, group)
            at = close + 1
            continue
        if word in (",", "and"):
            nested = next((g for g in (firsts.get(at + 1), firsts.get(at + 2)) if g is not None and g is not group), None)
            if nested is not None:
                # "12 killed and 30 injured": what follows the next count is its own unless a comma or an auxiliary joins both.
                if nested.bare and nested.last + 1 < len(said) and said[nested.last + 1].lower in _OWN:
                    return None
                at, steps = nested.last + 1, steps + 2
                continue
        elif not (word in _AUX or word in _BETWEEN or word.endswith("ly")):
            steps += 4 if word.isalpha() and steps else 3
        at, steps = at + 1, steps + 1
    return _far_before(said, group)


def _said_of(said: tuple[Word, ...], group: Group, at: int, firsts: dict[int, Group]) -> bool:
    """Return True if a word of harm behind a count tells what befell those counted, not what they did."""
    word, after = said[at].lower, said[at + 1].lower if at + 1 < len(said) else ""
    between = [w.lower for w in said[group.last + 1 : at]]
    passive = word in _AFTER_ONLY or not BE.isdisjoint(between[-5:])
    if word in _ACTIVE and word not in _EITHER and word not in _NOUNS:
        return False
    if not passive and (at + 1 in firsts or after in _OBJECTS):
        return False
    if word in ("life", "lives", "death", "deaths"):
        return not between or not _LOSING.isdisjoint(between)
    if word in ("hostage", "hostages") and not between and not group.bare:
        return said[max(0, at - 3)].lower == "taken"
    return True


def _before(said: tuple[Word, ...], group: Group) -> Role | None:
    """Return the word of harm that stands right before the count: "killing at least 12", "the deaths of 9", "claimed 20 lives"."""
    at = group.first - 1
    if [w.lower for w in said[max(0, at - 1) : at + 1]] in (["himself", "and"], ["herself", "and"], ["themselves", "and"]):
        return (HARM[said[at - 2].lower], at - 2) if at > 1 and said[at - 2].lower in HARM else None
    while at >= 0 and group.first - at <= 3 and said[at].lower in _SKIPPED:
        at -= 1
    if at < 0 or said[at].lower not in HARM:
        return None
    word, gap = said[at].lower, [w.lower for w in said[at + 1 : group.first]]
    if word in _NOUNS and (gap[:1] == ["of"] or (gap[:1] == ["to"] and HARM[word] == "injured")):
        return HARM[word], at
    if word in _NOUNS - _ACTIVE:
        return None
    if group.last + 1 < len(said) and said[group.last + 1].lower in ("dead", "to_death") and not gap:
        return "killed", group.last + 1  # "shot six vendors dead", "stabbed two men to death"
    if word not in _ACTIVE and word not in _EITHER:
        return None
    was = not BE.isdisjoint(w.lower for w in said[max(0, at - 2) : at])
    return (HARM[word], at) if (not was and not gap) or gap in (["another"], ["the"], ["all"], ["also"], ["nearby"]) else None


def _far_before(said: tuple[Word, ...], group: Group) -> Role | None:
    """Return an active word of harm a little way left of the count: `suicide bombing that killed, police said, 12 people`."""
    if group.bare or group.definite:
        return None
    for at in range(group.first - 1, max(-1, group.first - 5), -1):
        if said[at].lower in STOP:
            return None
        if said[at].lower in ("killing", "wounding", "injuring", "kills"):
            return HARM[said[at].lower], at
    return None


def listed(said: tuple[Word, ...], one: Group, two: Group) -> bool:
    """Return True if a count goes on with the list of the one before: "a policeman and three civilians", "six pupils in a van and two
    vendors".
    """
    between = [w.lower for w in said[one.last + 1 : two.first]]
    plain = [w for w in between if w not in _OWNERS and w not in _PARTING]
    if plain in ([","], [",", "and"], ["and"], ["as", "well", "as"]):
        return True
    if not plain:
        return bool(between) or said[one.last].lower == ","
    placed = plain[0] in _PLACED and plain[-1] == "and" and len(plain) <= _ASIDE and _OWN.isdisjoint(plain) and "," not in plain
    return placed and (two.last + 1 == len(said) or said[two.last + 1].lower in _CLOSES)


def others(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a count comes on top of the one before: `four people suffered burns and nine others were hurt`."""
    return "others" in (group.of or "").split() and said[group.first - 1].lower == "and"


def _backfill(said: tuple[Word, ...], groups: list[Group], roles: list[Role | None]) -> list[Role | None]:
    """Return the roles; a count without one takes that of the next in its list: "three soldiers and a child were killed"."""
    out = list(roles)
    for i in range(len(groups) - 2, -1, -1):
        shared = out[i + 1]
        if out[i] is None and shared is not None and not groups[i].bare and shared[1] > groups[i + 1].last:
            out[i] = shared if listed(said, groups[i], groups[i + 1]) else None
    return out


def _toll(said: tuple[Word, ...], group: Group) -> Role | None:
    """Return the harm of a toll that the count states: "the death toll rose by three to 40", "took the number of dead to at least nine",
    "brings to 17 the toll", "bringing to 23 the number of people killed".
    """
    if not group.bare and group.of is not None and not group.person:
        return None
    ahead = [w.lower for w in said[group.last + 1 : group.last + 5]]
    if said[group.first - 1].lower == "to" and any(word in TOLL_WORDS for word in ahead) and ahead[:1] in (["the"], ["its"]):
        return "killed", group.first
    if said[group.first - 1].lower == "to" and ahead[:2] == ["the", "number"]:
        harmed = next((at for at in range(group.last + 3, min(group.last + 8, len(said))) if said[at].lower in HARM), None)
        if harmed is not None:
            return HARM[said[harmed].lower], group.first
    at = next((at for at in range(group.first - 1, max(-1, group.first - 24), -1) if _is_toll(said, at)), None)
    if at is None:
        return None
    between = [w.lower for w in said[at + 1 : group.first]]
    if between and (between[-1] not in _REACHED or {".", ";"} & set(between)):
        return None
    told = said[at].lower
    if told not in TOLL_WORDS:
        return HARM[told], group.first
    return ("injured" if at and said[at - 1].lower in ("injury", "injured", "wounded") else "killed"), group.first


def _is_toll(said: tuple[Word, ...], at: int) -> bool:
    """Return True if a word stands for the number of those harmed: `toll`, `dead`, the `killed` of "the number killed"."""
    return said[at].lower in TOLL_WORDS or (said[at].lower in HARM and "number" in [w.lower for w in said[max(0, at - 3) : at]])
