"""The casualties that a sentence tells of: how many people were killed, injured, missing, detained, displaced or abducted.

They are read from the words themselves, not from the parse. A count belongs to a word of harm, which stands right before it ("killing at
least 12"), after it ("12 people were killed"), or further left where a list shares it ("killed a policeman and three civilians").
"""

from __future__ import annotations

from streams.detect.former import misstated, of_another
from streams.detect.harm import HARM
from streams.detect.harmed import BE, TOLL_WORDS, Role, by_position, listed, others, roles_of
from streams.detect.headcount import groups_of
from streams.detect.lexicon import words
from streams.detect.person import Group
from streams.detect.reading import Reading, Word
from streams.messages import Casualty, CasualtyKind

_SAFE = words("casualties", "safe")
_NOBODY = words("casualties", "nobody")
_TOLD = words("casualties", "told")
"""Verbs that may govern a word of harm without making the harm less than a fact."""
_NO_ONE = frozenset({"no", "none", "nobody"})
_DYING = frozenset({"killed", "killing", "died", "perished", "drowned"})


_SURVIVAL = frozenset({"survivors", "survived", "survive", "survivor", "all", "everyone", "everybody"})
"""Words of which a sentence must have one to tell that all, or all but those it names, were lost."""
_TELLING = frozenset({max(key.split("_"), key=len) for key in HARM} | TOLL_WORDS | {"survivors", "survived", "survive", "board", "aboard"})
"""Words of which a sentence must have one to tell of casualties."""


def casualties_of(reading: Reading, sentence: int) -> tuple[Casualty, ...]:
    """Return the casualties that one sentence states as fact, in the order of their counts; subsets ("including 3 children") are left out.

    Of a list ("two guards and a child were killed") the sum comes first, then each count.
    """
    if reading.vocabulary[sentence].isdisjoint(_TELLING):
        return ()
    said, found = groups_of(reading, sentence)
    groups = [group for group in found if not (_speaks(reading, sentence, said[group.first].start) or of_another(said, group))]
    groups = [group for group in groups if not misstated(said, group)] or groups
    speaker, roles = _speaker(reading, sentence), roles_of(reading, sentence, said, groups)
    out: list[Casualty] = list(_none_hurt(said, speaker))
    told = [(g, r) for g, r in zip(groups, roles, strict=True) if r is not None and _counts(reading, sentence, said, g, r)]
    for run in _runs(said, told):
        kind, at = run[0][1]
        if len(run) > 1 and (not any(g.bare for g, _ in run) or others(said, run[-1][0])):
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


def _counts(reading: Reading, sentence: int, said: tuple[Word, ...], group: Group, role: Role) -> bool:
    """Return True if a count of harm is stated as fact and counts people, as every count of killed or injured does."""
    kind, at = role
    if _supposed(reading, sentence, said[at]) or (kind == "missing" and _found_safe(said, at)):
        return False
    return group.person or group.bare or kind in ("killed", "injured")


def _found_safe(said: tuple[Word, ...], at: int) -> bool:
    """Return True if those reported missing are missing no longer: `three hikers reported missing were found alive`."""
    lower = {word.lower for word in said}
    still = said[at - 1].lower in BE or said[at - 1].lower in ("still", "remain", "remains", "remained")
    return not still and not lower.isdisjoint(("found", "rescued")) and not lower.isdisjoint(_SAFE)


def _runs(said: tuple[Word, ...], told: list[tuple[Group, Role]]) -> list[list[tuple[Group, Role]]]:
    """Return the counts grouped into lists: those of one kind of harm that stand side by side are one list."""
    out: list[list[tuple[Group, Role]]] = []
    for group, role in told:
        before = out[-1][-1] if out else None
        if before is not None and before[1][0] == role[0] and (listed(said, before[0], group) or others(said, group)):
            out[-1].append((group, role))
        else:
            out.append([(group, role)])
    return out


def _all_lost(reading: Reading, sentence: int, said: tuple[Word, ...], groups: list[Group]) -> Casualty | None:
    """Return the dead of a sentence that tells of survivors: of `no survivors` and `killing all on board` all people whom this sentence or
    one beside it says were there, of `only one survived` the rest of them; None where it tells of neither.
    """
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
        whole = [g for g in free if near == sentence or by_position(there, g, firsts) is None]
        runs = _runs(there, [(g, ("killed", 0)) for g in whole])
        best = max(runs, key=lambda run: sum(g.low for g, _ in run), default=[])
        low = sum(g.low for g, _ in best) - sum(g.low for g in spared)
        if low > 1 or (spared and low > 0):
            first, last = best[0][0], best[-1][0]
            high = None if any(g.high is None for g, _ in best) else sum(g.high or 0 for g, _ in best) - sum(g.low for g in spared)
            return Casualty(kind="killed", min=low, max=high, start=there[first.first].start, end=there[last.last].end)
    return None


def _none_hurt(words: tuple[Word, ...], speaker: str | None) -> list[Casualty]:
    """Return a count of zero for each kind of harm that the sentence rules out: `no casualties`, `no reports of any injuries`, `nobody was
    hurt`.
    """
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
    """Return True if the harm is only feared, planned or denied: the frame of its word says so, or `could` or the like stands before it."""
    for frame in reading.frames_over(sentence, word.start):
        if frame.pos != "NOUN":
            unreal = frame.modality is not None and frame.modality not in _TOLD
            return unreal or frame.negated or frame.conditional or frame.tense == "future"
    # As written: "12 May 2019 killed" is no supposition.
    before = [reading.text(w.start, w.end) for w in reading.words_before(sentence, word.start, 4)]
    return bool({"could", "would", "may", "might", "will", "threatened"} & set(before)) or (before[-1:] == ["to"] and word.lower == "kill")


def _speaker(reading: Reading, sentence: int) -> str | None:
    """Return the words that name the source of the sentence's claims, taken for all of it; None where it names none."""
    for index in reading.frames[sentence]:
        attribution = reading.article.frames[index].attribution
        if attribution is not None:
            return attribution.text
    return None


def _speaks(reading: Reading, sentence: int, start: int) -> bool:
    """Return True if the word at an offset stands in the name of the speaker ("killed four miners, an official said")."""
    spoken = (reading.article.frames[index].attribution for index in reading.frames[sentence])
    return any(told is not None and told.start <= start < told.end for told in spoken)


def _distinct(found: list[Casualty]) -> tuple[Casualty, ...]:
    """Return the casualties in the order of the text, without those that repeat the kind, the place and the people of one before; the sum
    of a list comes before its parts.
    """
    seen: dict[tuple[str, int, str | None], Casualty] = {}
    for casualty in found:
        seen.setdefault((casualty.kind, casualty.start, casualty.of), casualty)
    return tuple(sorted(seen.values(), key=lambda c: (c.start, c.kind)))
