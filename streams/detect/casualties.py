"""Casualties: how many killed, injured, missing, detained, displaced, abducted a sentence tells of.

Read from the words themselves, not from the parse: a count, whom it counts, and the word of harm it belongs to, which stands
right before it ("killing at least 12"), after it ("12 people were killed"), or further left where a list shares it
("killed a policeman and three civilians").
"""

from __future__ import annotations

from streams.detect.harm import HARM
from streams.detect.headcount import STOP, Group, groups_of
from streams.detect.lexicon import words
from streams.detect.reading import Reading, Word
from streams.messages import Casualty, CasualtyKind

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
_TOLL_WORDS = words("casualties", "tolls")
_REACHED = words("casualties", "reached")
_OWNERS = words("casualties", "owners")
_PARTING = words("casualties", "parting")
_SAFE = words("casualties", "safe")
_NOBODY = words("casualties", "nobody")
_TOLD = words("casualties", "told")
"""Verbs over a word of harm under which it is told all the same."""
_FAR = 60
"""Words back to the harm of a list that names the dead."""
_LINKS = frozenset({"were", "was", "as", "are", "is", ";", "."})
_STATES = frozenset({"dead", "killed", "injured", "wounded", "hurt", "missing", "homeless", "deaths", "fatalities", "injuries"})
_NO_ONE = frozenset({"no", "none", "nobody"})
_DYING = frozenset({"killed", "killing", "died", "perished", "drowned"})
_GRAVEST: tuple[CasualtyKind, ...] = ("killed", "missing", "injured", "abducted", "detained", "displaced")
_BE = frozenset({"was", "were", "been", "are", "is", "being", "be"})
_OWN = frozenset(HARM) | _BE
"""Words behind a figure alone with which it has a harm, or a lot, of its own: `five walked away, three were killed`."""
_CLAUSES = frozenset({"when", "while", "after", "before", "which", "but", "because"})
_SPANS = frozenset({"day", "week", "month", "year", "decade"})
_BEFORE = frozenset({"earlier", "initially", "previously", "first", "originally"})
_SAID = frozenset({"said", "reported", "statement", "report", "put", "spoke", "thought", "announced", "stated", "given", "feared"})
_OPENS = 4
"""Words that a sentence may open with: "Two days after the quake 12 people were found dead" tells of now."""
_LOSING = frozenset({"lost", "lose", "losing", "met", "crushed"})


_SURVIVAL = frozenset({"survivors", "survived", "survive", "survivor", "all", "everyone", "everybody"})
"""Words without one of which no sentence tells that all were lost but those it names."""
_TELLING = frozenset({max(key.split("_"), key=len) for key in HARM} | _TOLL_WORDS | {"survivors", "survived", "survive", "board", "aboard"})
"""Words without one of which a sentence tells of no casualties."""


def casualties_of(reading: Reading, sentence: int) -> tuple[Casualty, ...]:
    """The casualties that one sentence states as fact, in order of their counts; subsets ("including 3 children") left out.

    Of a list ("two guards and a child were killed") the sum comes first, then each.
    """
    if reading.vocabulary[sentence].isdisjoint(_TELLING):
        return ()
    said, found = groups_of(reading, sentence)
    groups = [group for group in found if not (_speaks(reading, sentence, said[group.first].start) or _another(said, group))]
    groups = [group for group in groups if not _misstated(said, group)] or groups
    speaker, firsts, suffering = _speaker(reading, sentence), {group.first: group for group in groups}, _suffering(reading, sentence, said)
    out: list[Casualty] = list(_none_hurt(said, speaker))
    roles: list[tuple[CasualtyKind, int] | None] = []
    for i, group in enumerate(groups):
        role = (
            _toll(said, group)
            or _right_behind(said, group)
            or _listed_dead(said, group)
            or _before(said, group)
            or _by_frame(said, group, suffering, firsts)
            or _role(said, group, firsts)
        )
        if role is None and i and roles[i - 1] is not None and _listed(said, groups[i - 1], group) and not group.bare:
            role = roles[i - 1]
        roles.append(role)
    roles = _backfill(said, groups, roles)
    told = [(g, r) for g, r in zip(groups, roles, strict=True) if r is not None and _counts(reading, sentence, said, g, r)]
    for run in _runs(said, told):
        kind, at = run[0][1]
        if len(run) > 1 and (not any(g.bare for g, _ in run) or _others(said, run[-1][0])):
            high = None if any(g.high is None for g, _ in run) else sum(g.high or 0 for g, _ in run)
            out.append(Casualty(kind=kind, min=sum(g.low for g, _ in run), max=high, attributed_to=speaker,
                                start=said[run[0][0].first].start, end=said[run[-1][0].last].end))  # fmt: skip
        for group, (_, at) in run:
            stop = max(said[group.last].end, said[at].end if at >= group.first and at - group.last < 6 else 0)
            out.append(Casualty(kind=kind, min=group.low, max=group.high, qualifier=group.qualifier, of=group.of, attributed_to=speaker,
                                start=said[group.first].start, end=stop))  # fmt: skip
    if (lost := _all_lost(reading, sentence, said, groups)) is not None:
        out.append(lost.with_(attributed_to=speaker))
    return _distinct(out)


def _counts(reading: Reading, sentence: int, said: tuple[Word, ...], group: Group, role: tuple[CasualtyKind, int]) -> bool:
    """Whether a count of harm is stated as fact, and of people."""
    kind, at = role
    if _supposed(reading, sentence, said[at]) or (kind == "missing" and _found_safe(said, at)):
        return False
    return group.person or group.bare or kind in ("killed", "injured")


def _found_safe(said: tuple[Word, ...], at: int) -> bool:
    """Return True if those who were missing are no more: `three hikers reported missing were found alive`."""
    lower = {word.lower for word in said}
    still = said[at - 1].lower in _BE or said[at - 1].lower in ("still", "remain", "remains", "remained")
    return not still and not lower.isdisjoint(("found", "rescued")) and not lower.isdisjoint(_SAFE)


def _runs(said: tuple[Word, ...], told: list[tuple[Group, tuple[CasualtyKind, int]]]) -> list[list[tuple[Group, tuple[CasualtyKind, int]]]]:
    """The counts by lists: those of one kind that stand side by side."""
    out: list[list[tuple[Group, tuple[CasualtyKind, int]]]] = []
    for group, role in told:
        before = out[-1][-1] if out else None
        if before is not None and before[1][0] == role[0] and (_listed(said, before[0], group) or _others(said, group)):
            out[-1].append((group, role))
        else:
            out.append([(group, role)])
    return out


def _suffering(reading: Reading, sentence: int, said: tuple[Word, ...]) -> dict[int, list[tuple[int, int]]]:
    """Of each head of those who suffer under a predicate of harm where it stands: where their phrase begins, and the word of harm."""
    places = {w.start: at for at, w in enumerate(said) if w.lower in HARM}
    out: dict[int, list[tuple[int, int]]] = {}
    for index in reading.frames[sentence]:
        frame = reading.article.frames[index]
        at = places.get(frame.start)
        if at is None or frame.pos == "NOUN":
            continue
        suffers = "agent" if said[at].lower in _AFTER_ONLY and frame.voice != "passive" else "patient"
        for argument in frame.arguments:
            if argument.role == suffers:
                out.setdefault(argument.head_start, []).append((argument.start, at))
    return out


def _by_frame(
    said: tuple[Word, ...], group: Group, suffering: dict[int, list[tuple[int, int]]], firsts: dict[int, Group]
) -> tuple[CasualtyKind, int] | None:
    """The word of harm whose predicate has the count in the part of who suffers; of several the gravest.

    A figure alone has none behind the next figure: `five walked away, three were killed`.
    """
    start = said[group.first].start
    told = [at for w in said[group.first : group.last + 1] for begin, at in suffering.get(w.start, ()) if begin <= start]
    told = [at for at in told if not group.first <= at <= group.last]
    if group.bare:
        told = [at for at in told if not any(group.last < first < at for first in firsts)]
    at = min(told, key=lambda at: _GRAVEST.index(HARM[said[at].lower]), default=None)
    return None if at is None else (HARM[said[at].lower], at)


def _right_behind(said: tuple[Word, ...], group: Group) -> tuple[CasualtyKind, int] | None:
    """The state that stands right behind a count: "31 dead and 105 wounded", "left one teenager dead"."""
    at = group.last + 1
    if at >= len(said) or said[at].lower not in HARM:
        return None
    state = said[at].lower in _STATES
    closed = at + 1 >= len(said) or not said[at + 1].lower[0].isalnum() or said[at + 1].lower in ("and", "in", "after", "when", "as")
    return (HARM[said[at].lower], at) if state and closed else None


def _listed_dead(said: tuple[Word, ...], group: Group) -> tuple[CasualtyKind, int] | None:
    """`The dead were named as Lars Holm, Eva Lind`, `killed in the attack were nine soldiers`: harm that stands before its verb."""
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


def _all_lost(reading: Reading, sentence: int, said: tuple[Word, ...], groups: list[Group]) -> Casualty | None:
    """`no survivors`, `killing all on board`: those that this sentence or one beside it says were there; `only one survived`: the rest."""
    lower = [w.lower for w in said]
    if _SURVIVAL.isdisjoint(lower):
        return None
    lives = [i for i, word in enumerate(lower) if word in ("survivors", "survived", "survive", "survivor")]
    none = bool(lives) and not _NO_ONE.isdisjoint(lower)
    aboard = any(lower[i] in ("all", "everyone", "everybody") and lower[i + 1] in ("on", "aboard") for i in range(len(lower) - 1))
    every = aboard and not _DYING.isdisjoint(lower)
    spared = [g for g in groups if lives and 0 < lives[0] - g.last <= 2] if {"only", "just"} & set(lower) else []
    if not none and not every and not spared:
        return None
    for near in (sentence, sentence - 1, sentence + 1):
        if not 0 <= near < len(reading.article.sentences):
            continue
        there, found = (said, groups) if near == sentence else groups_of(reading, near)
        firsts = {g.first: g for g in found}
        free = [g for g in found if (g.person or g.bare) and g not in spared]
        whole = [g for g in free if near == sentence or _role(there, g, firsts) is None]
        runs = _runs(there, [(g, ("killed", 0)) for g in whole])
        best = max(runs, key=lambda run: sum(g.low for g, _ in run), default=[])
        low = sum(g.low for g, _ in best) - sum(g.low for g in spared)
        if low > 1 or (spared and low > 0):
            first, last = best[0][0], best[-1][0]
            high = None if any(g.high is None for g, _ in best) else sum(g.high or 0 for g, _ in best) - sum(g.low for g in spared)
            return Casualty(kind="killed", min=low, max=high, start=there[first.first].start, end=there[last.last].end)
    return None


def _role(said: tuple[Word, ...], group: Group, firsts: dict[int, Group]) -> tuple[CasualtyKind, int] | None:
    """The word of harm that a count belongs to, by position: the first behind it that is said of those counted."""
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
    """Whether a word of harm behind a count tells what befell those counted, not what they did."""
    word, after = said[at].lower, said[at + 1].lower if at + 1 < len(said) else ""
    between = [w.lower for w in said[group.last + 1 : at]]
    passive = word in _AFTER_ONLY or not _BE.isdisjoint(between[-5:])
    if word in _ACTIVE and word not in _EITHER and word not in _NOUNS:
        return False
    if not passive and (at + 1 in firsts or after in _OBJECTS):
        return False
    if word in ("life", "lives", "death", "deaths"):
        return not between or not _LOSING.isdisjoint(between)
    if word in ("hostage", "hostages") and not between and not group.bare:
        return said[max(0, at - 3)].lower == "taken"
    return True


def _before(said: tuple[Word, ...], group: Group) -> tuple[CasualtyKind, int] | None:
    """A word of harm that stands right before the count: "killing at least 12", "the deaths of 9", "claimed 20 lives"."""
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
    was = not _BE.isdisjoint(w.lower for w in said[max(0, at - 2) : at])
    return (HARM[word], at) if (not was and not gap) or gap in (["another"], ["the"], ["all"], ["also"], ["nearby"]) else None


def _far_before(said: tuple[Word, ...], group: Group) -> tuple[CasualtyKind, int] | None:
    """`suicide bombing that killed, police said, 12 people`: an active word of harm a little way left."""
    if group.bare or group.definite:
        return None
    for at in range(group.first - 1, max(-1, group.first - 5), -1):
        if said[at].lower in STOP:
            return None
        if said[at].lower in ("killing", "wounding", "injuring", "kills"):
            return HARM[said[at].lower], at
    return None


def _listed(said: tuple[Word, ...], one: Group, two: Group) -> bool:
    """Whether a count continues the list of the one before: "a policeman and three civilians"."""
    between = [w.lower for w in said[one.last + 1 : two.first]]
    return [w for w in between if w not in _OWNERS and w not in _PARTING] in (
        [],
        ["and"],
        [","],
        [",", "and"],
        ["as", "well", "as"],
    ) and not (between == [] and said[one.last].lower != ",")


def _others(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a count comes on top of the one before: `four people suffered burns and nine others were hurt`."""
    return "others" in (group.of or "").split() and said[group.first - 1].lower == "and"


def _backfill(
    said: tuple[Word, ...], groups: list[Group], roles: list[tuple[CasualtyKind, int] | None]
) -> list[tuple[CasualtyKind, int] | None]:
    """A count without a role takes that of the next in its list: "three soldiers and a child were killed"."""
    out = list(roles)
    for i in range(len(groups) - 2, -1, -1):
        shared = out[i + 1]
        if out[i] is None and shared is not None and not groups[i].bare and shared[1] > groups[i + 1].last:
            out[i] = shared if _listed(said, groups[i], groups[i + 1]) else None
    return out


def _toll(said: tuple[Word, ...], group: Group) -> tuple[CasualtyKind, int] | None:
    """The death toll: "the death toll rose by three to 40", "took the number of dead to at least nine", "brings to 17 the toll",
    "bringing to 23 the number of people killed".
    """
    if not group.bare and group.of is not None and not group.person:
        return None
    ahead = [w.lower for w in said[group.last + 1 : group.last + 5]]
    if said[group.first - 1].lower == "to" and any(word in _TOLL_WORDS for word in ahead) and ahead[:1] in (["the"], ["its"]):
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
    if told not in _TOLL_WORDS:
        return HARM[told], group.first
    return ("injured" if at and said[at - 1].lower in ("injury", "injured", "wounded") else "killed"), group.first


def _is_toll(said: tuple[Word, ...], at: int) -> bool:
    """Whether a word stands for the number of those harmed: `toll`, `dead`, the `killed` of "the number killed"."""
    return said[at].lower in _TOLL_WORDS or (said[at].lower in HARM and "number" in [w.lower for w in said[max(0, at - 3) : at]])


def _none_hurt(words: tuple[Word, ...], speaker: str | None) -> list[Casualty]:
    """`no casualties`, `no reports of any injuries`, `nobody was hurt`: none of the kinds that it names."""
    out: list[Casualty] = []
    for at, word in enumerate(words):
        if word.lower not in ("no", "nobody", "none", "without"):
            continue
        for after in range(at + 1, min(at + 7, len(words))):
            said = words[after].lower
            if said in _NONE:
                end = words[after].end
                out += [
                    Casualty(kind=kind, min=0, max=0, qualifier="no", attributed_to=speaker, start=word.start, end=end)
                    for kind in _NONE[said]
                ]
                break
            if said not in _NOBODY:
                break
    return out


_NONE: dict[str, tuple[CasualtyKind, ...]] = {
    "casualties": ("killed", "injured"), "casualty": ("killed", "injured"), "deaths": ("killed",), "fatalities": ("killed",),
    "killed": ("killed",), "died": ("killed",), "dead": ("killed",), "injuries": ("injured",), "injured": ("injured",),
    "hurt": ("injured",), "wounded": ("injured",),
}  # fmt: skip


def _supposed(reading: Reading, sentence: int, word: Word) -> bool:
    """Whether the harm is only feared, planned or denied: the frame of its word says so, or `could` stands before it."""
    for frame in reading.frames_over(sentence, word.start):
        if frame.pos != "NOUN":
            unreal = frame.modality is not None and frame.modality not in _TOLD
            return unreal or frame.negated or frame.conditional or frame.tense == "future"
    # As written: "12 May 2019 killed" is no supposition.
    before = [reading.text(w.start, w.end) for w in reading.words_before(sentence, word.start, 4)]
    return bool({"could", "would", "may", "might", "will", "threatened"} & set(before)) or (before[-1:] == ["to"] and word.lower == "kill")


def _speaker(reading: Reading, sentence: int) -> str | None:
    """Who says so, for the whole sentence."""
    for index in reading.frames[sentence]:
        attribution = reading.article.frames[index].attribution
        if attribution is not None:
            return attribution.text
    return None


def _another(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure is of another happening, or of many, or what a toll was before."""
    return _former(said, group) or _earlier(said, group) or _of_many(said, group)


def _former(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure is what a toll was before: "cut its toll to six dead from nine"."""
    before = [word.lower for word in said[: group.first]]
    return before[-1:] == ["from"] and not _TOLL_WORDS.isdisjoint(before) and "to" in before


def _earlier(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure is told of what was before: "killed five, a year after a similar explosion killed 48", "since 2021, when
    eleven people were killed".
    """
    before = [word.lower for word in said[: group.first]]
    when = len(before) - 1 - before[::-1].index("when") if "when" in before[-4:] else 0
    if when > 2 and before[when - 1] == "," and before[when - 2].isdecimal() and len(before[when - 2]) == 4:
        return True
    for at in range(len(before) - 1, 0, -1):
        if before[at] in STOP or before[at] == ",":
            return False
        if before[at] in ("after", "since") and before[at - 1].removesuffix("s") in _SPANS:
            return at > _OPENS or before[at - 1].removesuffix("s") != "day"
    return False


def _misstated(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure is one that was told before and no longer holds: "five had died, not seven as first reported"."""
    near = {word.lower for word in said[max(0, group.first - 8) : group.last + 6]}
    corrected = said[group.first - 1].lower == "not" and "as" in near
    return not near.isdisjoint(_BEFORE) and not near.isdisjoint(_SAID) and (corrected or _misstating(said, group))


def _misstating(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if what was said before stands right in front of a figure: "having earlier said 11", "an earlier statement of 15"."""
    before = [word.lower for word in said[max(0, group.first - 8) : group.first]]
    at = next((at for at in range(len(before) - 1, -1, -1) if before[at] in _BEFORE), None)
    return at is not None and "," not in before[at:]


def _of_many(said: tuple[Word, ...], group: Group) -> bool:
    """Return True if a figure adds up many happenings: "bringing to 61 the number of people killed in such attacks this year"."""
    ahead = [word.lower for word in said[group.last + 1 : group.last + _FAR // 2]]
    added = said[group.first - 1].lower == "to" and ahead[:2] == ["the", "number"]
    return added and (not {"such", "since"}.isdisjoint(ahead) or ["this", "year"] in [ahead[at : at + 2] for at in range(len(ahead))])


def _speaks(reading: Reading, sentence: int, start: int) -> bool:
    """Return True if a word stands in the name of who says so ("killed four miners, an official said")."""
    spoken = (reading.article.frames[index].attribution for index in reading.frames[sentence])
    return any(told is not None and told.start <= start < told.end for told in spoken)


def _distinct(found: list[Casualty]) -> tuple[Casualty, ...]:
    """Those that say something of their own, in order; the sum of a list before its parts."""
    seen: dict[tuple[str, int, str | None], Casualty] = {}
    for casualty in found:
        seen.setdefault((casualty.kind, casualty.start, casualty.of), casualty)
    return tuple(sorted(seen.values(), key=lambda c: (c.start, c.kind)))
