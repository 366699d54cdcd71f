"""The summary of an event: one sentence that a person can read, made of its facts alone.

Numbers up to nine are words, days within a week are weekdays, as the Associated Press writes them. Nothing stands in it that is no fact of
the event; the article's own words are only those that name parties, speakers, places and those counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from streams.detect.heads import head_of
from streams.detect.phrase import PRONOUNS
from streams.detect.types import Type, kind_of
from streams.messages import Actor, Casualty, CasualtyKind, Facts, Realis, When

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MOST = 3
"""The most parties that are named; for more stands `and others`."""
_LONGEST = 60
"""The most characters of a party or speaker; a longer one is left out."""
_ORDER: tuple[CasualtyKind, ...] = ("killed", "injured", "missing", "abducted", "detained", "displaced")
_UNREAL: dict[Realis, str] = {"planned": "Planned: ", "threatened": "Threatened: ", "denied": "Denied: "}
_WEEK = timedelta(days=7)
_ABOARD = frozenset({"on-board", "onboard", "aboard", "on board"})
"""Words that a figure of those on a vehicle may have instead of people: "killing 15 on-board"."""
_BELOW = frozenset({"nearly", "almost", "close to", "up to", "as many as", "under", "fewer than", "less than", "just under"})
"""Qualifiers that make a figure the most that the number may be."""
_NEAR = frozenset({"about", "some", "around", "approximately", "roughly", "an estimated", "estimated"})
"""Qualifiers that put a figure in the middle of what the number may be."""
_CUT_OFF = frozenset({"of", "for", "in", "at", "to", "and", "the", "on"})
"""Last words of a name that was not read to its end."""
_VAGUE = frozenset({"several", "dozens", "scores", "hundreds", "thousands", "many", "a few", "few"})
"""Qualifiers that stand for their number."""
_MANY = frozenset({"dozens", "scores", "hundreds", "thousands"})
"""Those of them with which `of` stands before the people."""
_THE = ("United ", "Central African Republic", "Democratic Republic", "Dominican Republic", "Czech Republic", "Philippines", "Netherlands",
        "Gambia", "Bahamas", "Maldives", "Comoros", "Marshall Islands", "Solomon Islands", "Republic of")  # fmt: skip


def summary_of(facts: Facts, published: datetime) -> str:
    """Return the sentence, with a capital and a full stop; `published`: the time that its days are counted from."""
    kind = kind_of(facts.type)
    totals = dict(_totals(facts.casualties))
    main = next((totals[harm] for harm in ("killed", "abducted", "detained", "injured") if harm in totals), None)
    real = facts.realis not in _UNREAL
    if not real:
        said = _UNREAL[facts.realis] + _named(facts, kind)
    elif main is not None and _tells(facts, kind, main):
        said = f"{_doers(facts, kind)} {main.kind if main.kind != 'detained' else 'arrested'} {_people(main)}"
    elif facts.actors and kind.verb_modes.get(facts.mode or "", kind.verb):
        said, main = _did(facts, kind), None
    else:
        said, main = _named(facts, kind), None
    others = [(harm, total) for harm, total in totals.items() if real and (main is None or harm != main.kind)]
    rest = [f"{'no one' if total.max == 0 else number_of(total)} {harm}" for harm, total in others]
    said += "".join(_circumstances(facts, main, published)).removesuffix(",").replace(",,", ",")
    said += f"; {', '.join(rest)}" if rest else ""
    return said[:1].upper() + said[1:] + "."


def _tells(facts: Facts, kind: Type, main: Casualty) -> bool:
    """Return True if the doers, or the event itself, can be the subject of its harm: marchers killed nobody, and an arrest needs its
    police.
    """
    did = kind.misfortune or (kind.harmful and not kind.objectless) or main.kind == "detained"
    return main.min > 0 and did and (main.kind in ("killed", "injured") or bool(facts.actors))


def _totals(casualties: Sequence[Casualty]) -> Iterator[tuple[CasualtyKind, Casualty]]:
    for harm in _ORDER:
        found = [one for one in casualties if one.kind == harm]
        if found:
            yield harm, max(found, key=lambda one: one.min)


def _doers(facts: Facts, kind: Type) -> str:
    named = _parties(facts.actors)
    return named if named and not kind.misfortune else kind.noun_modes.get(facts.mode or "", kind.noun)


def _did(facts: Facts, kind: Type) -> str:
    verb, link = kind.verb_modes.get(facts.mode or "", kind.verb).split("|")
    object_ = _parties(facts.recipients) or _parties(facts.victims)
    if not object_ or object_ == _parties(facts.actors):
        return f"{_parties(facts.actors)} {verb}"
    return f"{_parties(facts.actors)} {verb} {link} {object_}".replace("  ", " ")


def _named(facts: Facts, kind: Type) -> str:
    """Return the event as a noun phrase: `an attack by gunmen (against farmers)`, `talks by Chad`."""
    noun = kind.noun_modes.get(facts.mode or "", kind.noun)
    actors, object_ = _parties(facts.actors), _parties(facts.recipients) or _parties(facts.victims)
    by = f" by {actors}" if actors and not kind.misfortune else ""
    return f"{noun}{by}" + (f" (against {object_})" if object_ and object_ != actors and kind.harmful and by else "")


def _parties(given: Sequence[Actor]) -> str:
    names = [one.name for one in given]
    short = list(dict.fromkeys(_plain(name) for name in names if 0 < len(name.strip()) <= _LONGEST and name.split()[-1] not in _CUT_OFF))
    shown = [*short[:_MOST], *(["others"] if len(short) > _MOST else [])]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _plain(words: str) -> str:
    """Return words of a sentence's beginning as they stand within one: `the World Bank`, `authorities in Malawi`, but `Malian troops`."""
    first, _, rest = " ".join(words.split()).partition(" ")
    common = (
        first.lower() in ("the", "a", "an") or head_of(first.lower()) is not None or head_of(first.lower().removesuffix("s")) is not None
    )
    return f"{first.lower() if common and (first == 'A' or not first.isupper()) else first} {rest}".strip()


def _people(count: Casualty) -> str:
    of = " ".join(count.of.split()) if count.of and len(count.of) <= _LONGEST else ""
    if of[:1].isupper() and count.min == 1:
        return of
    if of.lower() in _ABOARD:
        of = "people on board"
    if (count.qualifier or "").lower() in _MANY:
        return f"{number_of(count)} of {of.removeprefix('of ') or 'people'}"
    return f"{number_of(count)} {of or ('person' if count.min == 1 and count.max == 1 else 'people')}"


def number_of(count: Casualty, *, spelled: bool = True) -> str:
    """Return a figure as it was told: `nearly 100` is kept as 90 to 100, `about 100` as 90 to 110 (extract/values/numbers.py).

    Figures below ten are `spelled` as words, as the Associated Press writes them, or all are digits, and a range `12-20`.
    """
    qualifier = (count.qualifier or "").lower()
    most = count.min if count.max is None else count.max
    told = most if qualifier in _BELOW else round((count.min + most) / 2) if qualifier in _NEAR else count.min
    figure = _WORDS[told] if spelled and told < len(_WORDS) else f"{told:,}"
    if qualifier in _VAGUE:
        return qualifier
    if qualifier in ("", "no"):
        qualifier = "at least" if count.max is None and count.min else ""
        figure += f"-{most:,}" if not spelled and most > count.min else ""
    return f"{qualifier} {figure}".strip()


def _circumstances(facts: Facts, main: Casualty | None, published: datetime) -> Iterator[str]:
    place = facts.place
    if place is not None:
        chain = list(dict.fromkeys(part for part in (place.name, place.admin1, place.country_name) if part))
        article = "the " if len(chain) == 1 and chain[0].startswith(_THE) else ""
        yield f" {'at' if place.precision == 'facility' else 'in'} {article}{', '.join(chain)}{',' * (len(chain) > 1)}"
    if (day := _day(facts.time, published)) is not None:
        yield f" {day}"
    speaker = _plain(main.attributed_to or "") if main is not None else ""
    if (
        any(letter.isalpha() for letter in speaker)
        and len(speaker) <= _LONGEST
        and speaker.lower() not in PRONOUNS
        and not speaker.lower().startswith("no ")
    ):
        yield f", {speaker} said"


def _day(time: When, published: datetime) -> str | None:
    start, precision = time.start, time.precision
    if precision in ("day", "part", "minute"):
        if abs(published - start) < _WEEK:
            return f"on {start:%A}"
        return f"on {start:%B} {start.day}" + (f", {start.year}" if start.year != published.year else "")
    if precision == "month":
        return f"in {start:%B} {start.year}"
    return f"in {start.year}" if precision == "year" else None
