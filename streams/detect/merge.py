"""Merging: predicates that tell of the same event become one; harm joins what caused it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from datetime import timedelta

from streams.detect.draft import Draft
from streams.detect.lexicon import words
from streams.detect.mode import broad
from streams.detect.types import kind_of
from streams.detect.who import distinct
from streams.messages import Actor, Casualty, CasualtyKind, Place, When

_REAL = frozenset({"happened", "ongoing"})
_APART = words("merge", "apart")
"""Modes that are an event of their own beside others of their type."""
PARTED = 60
"""The difference, in percent, between the chances that two predicates tell news, from which they tell of two things."""
NEIGHBOUR = 1
"""The most sentences apart at which two predicates of one type may tell of the same event without sharing a name."""
FAR = 6
"""The most sentences apart at which they may if they share a place or a party, or one only points back ("the blast")."""
LOOKS_BACK = 64
"""The number of events of its type, the latest first, with which a predicate is compared: the time that a long list of incidents takes
grows with its length and not with the square.
"""
BOUND = 4
"""The greatest distance of a count from the event whose victims it counts, as `_Bearers.nearest` reckons it: two sentences behind the
event, one before it.
"""
MOST_VICTIMS = 100
"""The most parties that one event names as its victims; the rest of a longer list stands in the text and in the evidence."""


def merged(drafts: Sequence[Draft]) -> list[Draft]:
    """Return one draft for each event, in the order of the text; of drafts that are joined the one that says most leads."""
    groups: list[Draft] = []
    told: list[list[int]] = []  # the sentences of each group, sorted
    by_type: dict[str, list[int]] = {}
    for draft in drafts:
        own = sorted(set(draft.sentences))
        fellows = by_type.setdefault(draft.type, [])
        for at in reversed(fellows[-LOOKS_BACK:]):
            if _same(groups[at], draft, apart=min(_nearest(told[at], sentence) for sentence in own)):
                groups[at] = _join(groups[at], draft)
                for sentence in own:
                    if _nearest(told[at], sentence):
                        insort(told[at], sentence)
                break
        else:
            fellows.append(len(groups))
            groups.append(draft)
            told.append(own)
    return groups


def without_results(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts; each verb of harm ("killed") is folded into the event of its sentence, or of one beside, that caused the harm."""
    out = [d for d in drafts if not d.trigger.sense.result]
    standing: dict[int, list[int]] = {}  # indices in `out` by the sentence of the leading frame
    for index, draft in enumerate(out):
        standing.setdefault(draft.sentence, []).append(index)
    for result in (d for d in drafts if d.trigger.sense.result):
        around = range(result.sentence - NEIGHBOUR, result.sentence + NEIGHBOUR + 1)
        beside = sorted(index for sentence in around for index in standing.get(sentence, ()))
        fitting = [
            (abs(c.sentence - result.sentence), i)
            for i, c in ((i, out[i]) for i in beside)
            if c.trigger.sense.casualty and _real_beside(c, result) and _times_fit(c.when, result.when) and _causes(c, result)
        ]
        same = [f for f in fitting if f[0] == 0]
        before = [f for f in fitting if f[0] and out[f[1]].sentence < result.sentence]
        chosen = (same or before or fitting)[:1]
        if chosen:
            i = chosen[0][1]
            standing[out[i].sentence].remove(i)
            out[i] = _join(out[i], result.with_(type=out[i].type, mode=out[i].mode, realis=out[i].realis))
            standing.setdefault(out[i].sentence, []).append(i)
        else:
            standing.setdefault(result.sentence, []).append(len(out))
            out.append(result)
    return sorted(out, key=lambda d: min(d.frames))


def with_casualties(drafts: Sequence[Draft], found: Iterable[tuple[int, Casualty]], starts: dict[int, int]) -> list[Draft]:
    """Return the drafts, each casualty given to the event that it belongs to: one of its sentence, else the nearest, one before it first,
    and none that is far.

    `found`: casualties with their sentences; `starts`: the offset of each frame, by its index.
    """
    found = list(found)
    bearers = {kind: _Bearers(drafts, kind) for kind in {casualty.kind for _, casualty in found}}
    begins = [sorted(starts[f] for f in draft.frames) for draft in drafts]
    told = [frozenset(draft.sentences) for draft in drafts]
    borne = [_Borne() for _ in drafts]
    linked: list[dict[int, None]] = [{} for _ in drafts]
    for sentence, casualty in found:
        apart, nearest = bearers[casualty.kind].nearest(sentence)
        if not nearest or apart > BOUND:
            continue
        best = min(nearest, key=lambda i: (drafts[i].trigger.sense.result, _nearest(begins[i], casualty.start)))
        if borne[best].add(casualty, replace=apart == 0) and sentence not in told[best]:
            linked[best][sentence] = None
    return [
        draft.with_(casualties=(*draft.casualties, *own), linked=(*draft.linked, *more)) if (own := bearing.in_order()) else draft
        for draft, bearing, more in zip(drafts, borne, linked, strict=True)
    ]


class _Bearers:
    """The drafts that a kind of casualty may belong to, by the sentences that tell of them."""

    def __init__(self, drafts: Sequence[Draft], kind: CasualtyKind) -> None:
        self._at: dict[int, list[int]] = {}
        for index, draft in enumerate(drafts):
            if kind in kind_of(draft.type).bears and _takes(draft, kind) and draft.realis in (*_REAL, "historical", "denied"):
                for sentence in dict.fromkeys(draft.sentences):
                    self._at.setdefault(sentence, []).append(index)
        self._sentences = sorted(self._at)

    def nearest(self, sentence: int) -> tuple[int, list[int]]:
        """Return the distance to the nearest drafts, and their indices: the distance counts two for each sentence, and one more where they
        stand behind.
        """
        at = bisect_right(self._sentences, sentence)
        before = [((sentence - near) * 2, near) for near in self._sentences[max(0, at - 1) : at]]
        behind = [((near - sentence) * 2 + 1, near) for near in self._sentences[at : at + 1]]
        if not before and not behind:
            return 0, []
        apart, near = min(before + behind)
        return apart, self._at[near]


class _Borne:
    """The casualties of one draft; those of the same kind and count, of the same people or of nobody in particular, are one."""

    def __init__(self) -> None:
        self._told: dict[tuple[CasualtyKind, int], dict[str | None, tuple[int, Casualty]]] = {}
        self._count = 0

    def add(self, casualty: Casualty, *, replace: bool) -> bool:
        """Take one more casualty; return False where it was told before and is not to `replace` that."""
        same = self._told.setdefault((casualty.kind, casualty.min), {})
        again = list(same) if casualty.of is None else [of for of in (casualty.of, None) if of in same]
        if again and not replace:
            return False
        for of in again:
            del same[of]
        self._count += 1
        same[casualty.of] = self._count, casualty
        return True

    def in_order(self) -> list[Casualty]:
        """Return the casualties in the order in which they were told."""
        return [
            casualty for _, casualty in sorted((pair for same in self._told.values() for pair in same.values()), key=lambda pair: pair[0])
        ]


def _nearest(numbers: Sequence[int], number: int) -> int:
    """Return the distance between a number and the nearest of some sorted ones."""
    at = bisect_left(numbers, number)
    return min(abs(near - number) for near in numbers[max(0, at - 1) : at + 1])


def _takes(draft: Draft, kind: CasualtyKind) -> bool:
    if kind == "abducted":
        return draft.mode == "abduct"
    if kind == "detained":
        return draft.mode in ("arrest", "disperse", "sentence")
    if draft.type == "COERCE":
        return draft.mode in ("disperse", "coup", "seize") and kind != "missing"
    return draft.trigger.sense.casualty or draft.trigger.sense.result


def _real_beside(cause: Draft, result: Draft) -> bool:
    """Return True if a cause is real, or history that the very sentence of the harm tells: "in 2019 a similar disaster killed 31"."""
    return cause.realis in _REAL or (cause.realis == "historical" and cause.sentence == result.sentence)


def _causes(cause: Draft, result: Draft) -> bool:
    if result.type == cause.type:
        return _alike(cause, result, loose=True)
    named = [a for a in result.actors if a.kind not in ("unknown", "people")]
    return result.trigger.type == "RESULT" or not named


def _same(one: Draft, other: Draft, *, apart: int) -> bool:
    """Return True if two drafts of one type, `apart` sentences from each other, tell of the same event."""
    if apart > FAR and not kind_of(one.type).anywhere:
        return False
    if not _realis_fits(one, other) or (apart and not _points_back(other) and not _status_fits(one, other)):
        return False
    if not kind_of(one.type).incident:
        return apart <= 1 and _talk_alike(one, other, same=apart == 0)
    if not _alike(one, other, loose=apart == 0):
        return False
    if apart <= NEIGHBOUR or kind_of(one.type).lasting:
        return True
    if one.type == "ACCIDENT" and one.mode == other.mode:
        return True
    return apart <= FAR and (_shares(one, other) or _points_back(other))


def _points_back(draft: Draft) -> bool:
    """Return True if a draft is a noun that says nothing of its own: "after the attacks"."""
    return draft.trigger.noun and not (draft.actors or draft.recipients or draft.victims or draft.places)


def _status_fits(one: Draft, other: Draft) -> bool:
    """Return True unless the reader takes one for news and the other, in another sentence, for background: "an operation to end killings",
    and a man who was killed.
    """
    return one.status is None or other.status is None or abs(one.status - other.status) < PARTED


def _realis_fits(one: Draft, other: Draft) -> bool:
    return one.realis == other.realis or (one.realis in _REAL and other.realis in _REAL)


def _talk_alike(one: Draft, other: Draft, *, same: bool) -> bool:
    if one.mode != other.mode and (one.mode in _APART or other.mode in _APART):
        return False
    if not same:
        return _overlap(one.actors, other.actors) and (_overlap(one.recipients, other.recipients) or not other.recipients)
    actors = _overlap(one.actors, other.actors) or not one.actors or not other.actors
    recipients = _overlap(one.recipients, other.recipients) or not one.recipients or not other.recipients
    return (actors and recipients) or (
        one.type == "CONSULT" and _overlap((*one.actors, *one.recipients), (*other.actors, *other.recipients))
    )


def _alike(one: Draft, other: Draft, *, loose: bool) -> bool:
    """Return True if nothing speaks against two predicates telling of the same event; with `loose`, most differences of mode do not."""
    if one.mode != other.mode and (one.mode in _APART or other.mode in _APART):
        return False
    if one.mode and other.mode and broad(one.mode) != broad(other.mode) and not loose and kind_of(one.type).modes_apart:
        return False
    if one.places and other.places and not any(fits(a, b) for a in one.places for b in other.places):
        return False
    if not _times_fit(one.when, other.when):
        return False
    named_one, named_other = _named(one.actors), _named(other.actors)
    sides = {*named_one, *_named(one.recipients)}
    return not (named_one and named_other and not (named_other & sides))


def _named(actors: Iterable[Actor]) -> set[str]:
    return {_key(a) for a in actors if a.name[:1].isupper()}


def _key(actor: Actor) -> str:
    return actor.name.lower().split()[-1].removesuffix("'s")


def _overlap(one: Iterable[Actor], other: Iterable[Actor]) -> bool:
    return bool({_key(a) for a in one} & {_key(a) for a in other})


def _shares(one: Draft, other: Draft) -> bool:
    place = any(fits(a, b) and a.precision != "country" for a in one.places for b in other.places)
    return place or _overlap((*one.actors, *one.recipients), (*other.actors, *other.recipients)) or _overlap(one.victims, other.victims)


def fits(one: Place, other: Place) -> bool:
    """Return True if two places may be one, or one lies in the other."""
    if one.name.lower() == other.name.lower() or one.name.lower() in other.name.lower() or other.name.lower() in one.name.lower():
        return True
    if one.country is None or other.country is None:
        return False
    if one.country != other.country:
        return False
    if "country" in (one.precision, other.precision):
        return True
    small, large = (one, other) if other.precision == "province" else (other, one)
    if large.precision == "province" and large.admin1 is not None and large.admin1 == small.admin1:
        return large.name == large.admin1 or small.name == small.admin1 or small.precision in ("city", "facility")
    return one.precision == other.precision == "facility" and one.admin1 == other.admin1 and one.lat == other.lat


def _times_fit(one: When, other: When) -> bool:
    if "published" in (one.precision, other.precision):
        return True
    slack = timedelta(days=1)
    return one.start < other.end + slack and other.start < one.end + slack


def _join(one: Draft, other: Draft) -> Draft:
    lead, rest = (
        (one, other) if one.trigger.sense.result <= other.trigger.sense.result and one.fullness >= other.fullness - 3 else (other, one)
    )
    if lead.trigger.sense.result and not rest.trigger.sense.result:
        lead, rest = rest, lead
    exact = lead.when if lead.when.precision != "published" else rest.when
    places = lead.places or rest.places
    linked = [*lead.linked, *rest.linked]
    if len(rest.places) > len(places) and any(fits(a, b) for a in places for b in rest.places):
        places = rest.places
    elif places and rest.places and _finer(rest.places[0], places[0]):
        places = (rest.places[0], *places[1:])
    surer, less_sure = (rest, lead) if _surer_of_doer(rest, lead) else (lead, rest)
    actors = surer.actors or less_sure.actors
    recipients = lead.recipients or rest.recipients
    if not lead.recipients and {_key(a) for a in recipients} & {_key(a) for a in actors}:
        recipients = tuple(a for a in recipients if _key(a) not in {_key(b) for b in actors})
    linked += [s for s in rest.sentences if s not in lead.sentences]
    return lead.with_(
        frames=(*lead.frames, *rest.frames),
        sentences=(*lead.sentences, *rest.sentences),
        mode=rest.mode if rest.mode and broad(rest.mode) == lead.mode else lead.mode or rest.mode,
        realis="ongoing" if "ongoing" in (lead.realis, rest.realis) and lead.realis in _REAL else lead.realis,
        actors=actors,
        recipients=recipients,
        victims=distinct((*lead.victims, *rest.victims))[:MOST_VICTIMS],
        targets=tuple({one.text.lower(): one for one in (*rest.targets, *lead.targets)}.values())[:MOST_VICTIMS],
        places=places,
        when=exact,
        linked=tuple(dict.fromkeys(linked)),
    )


def _surer_of_doer(one: Draft, lead: Draft) -> bool:
    """Return True if of two predicates of harm in a sentence the lexicon has only this one, a verb: who flees a shelling did not shell."""
    beside = one.sentence == lead.sentence and not one.trigger.noun
    return kind_of(lead.type).harmful and beside and one.trigger.worded and not lead.trigger.worded


def _finer(one: Place, other: Place) -> bool:
    order = {"facility": 0, "city": 1, "province": 2, "country": 3, "region": 4, "unknown": 5}
    return order[one.precision] < order[other.precision] and fits(one, other)
