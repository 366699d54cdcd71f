"""The happenings that a reader took from a text beside the events that detect finds in it; story, country and place are learned from
them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.lang.en.stop_words import STOP_WORDS

from streams.detect.country import NOWHERE, Countries
from streams.detect.detection import located, unlocated
from streams.detect.draft import Draft
from streams.detect.reading import Reading
from streams.detect.story import Story
from streams.detect.town import Towns
from streams.detect.where import Places
from streams.evaluation.corpus.annotated import Annotated


@dataclass(frozen=True, slots=True)
class Case:
    """One choice: the features of each class, and for each class True if a fair editor would accept it."""

    classes: tuple[dict[str, float], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """A happening that an editor takes from a text, as it stands in the corpus."""

    what: str
    news: bool
    main: bool
    types: frozenset[str]
    """Its type and the others that the editor would accept."""
    type: str
    """Its own type."""
    realis: str
    sentence: int
    word: str
    offset: int | None
    """The offset of its word in the article's text, None where no event word of the text is it."""
    country: str | None
    town: str | None
    """The place's name as the corpus gives it, None where it gives none."""
    killed: tuple[int, int | None] | None


def happenings_of(one: Annotated) -> list[Happening]:
    """Return the happenings of one text, in the reader's order."""
    return [_happening(one, told) for told in one.text.happenings]


def _happening(one: Annotated, told: dict[str, Any]) -> Happening:
    place = told.get("place") or {}
    offsets = (offset for offset, word in one.words if word.sentence == told["s"] and word.word == told["w"])
    killed = told.get("killed")
    return Happening(
        what=told["what"],
        news=told["st"] == "news",
        main=told["main"],
        types=frozenset({told["t"], *told["also"]}),
        type=told["t"],
        realis=told["r"],
        sentence=told["s"],
        word=told["w"],
        offset=next(offsets, None),
        country=place.get("country"),
        town=place.get("name") if place.get("name") != place.get("admin1") or place.get("admin1") else None,
        killed=None if killed is None else (killed[0], killed[1]),
    )


def words_of(text: str) -> set[str]:
    """Return the words of a text in small letters without those that say nothing, by which names and sentences are compared."""
    return {word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in STOP_WORDS}


def tells(one: Annotated, reading: Reading, draft: Draft, happening: Happening) -> bool:
    """Return True if one of an event's predicates is the happening's word, or stands in its sentence and is of its type."""
    frames = [reading.article.frames[index] for index in draft.frames]
    if happening.offset is not None and any(frame.start <= happening.offset < frame.end for frame in frames):
        return True
    return draft.type in happening.types and any(one.sentence_at(frame.start) == happening.sentence for frame in frames)


def news_cases(articles: Iterable[Annotated], of_countries: Mapping[str, float], of_towns: Mapping[str, float]) -> Iterator[Case]:
    """Yield for every event the choice that it tells of a news happening by its type, or does not; for a text with a headline once more as
    if it had none.

    `of_countries`, `of_towns`: the weights by which each event has its country and its place there.
    """
    for one in articles:
        reading = Reading(one.article)
        places = Places(reading)
        found = unlocated(reading, places)
        drafts = located(reading, places, found, Countries(reading, of_countries), Towns(reading, places, found, of_towns))
        news = [happening for happening in happenings_of(one) if happening.news]
        bare = [Reading(one.article.with_(headline=None))] if one.article.headline else []
        stories = [Story(each, drafts) for each in (reading, *bare)]
        for draft in drafts:
            right = any(draft.type in happening.types and tells(one, reading, draft, happening) for happening in news)
            for story in stories:
                yield Case(({}, {"always": 1.0, **story.features(draft)}), (not right, right))


def country_cases(articles: Iterable[Annotated]) -> Iterator[Case]:
    """Yield for every happening that an event tells of the choice among the countries that come into question, if the right one is among
    them.
    """
    for one in articles:
        reading = Reading(one.article)
        drafts, countries = unlocated(reading, Places(reading)), Countries(reading)
        for happening in happenings_of(one):
            draft = _told(one, reading, drafts, happening)
            if draft is None:
                continue
            by_country = countries.features(draft)
            right = tuple(code == (happening.country or NOWHERE) for code in by_country)
            if any(right):
                yield Case(tuple(by_country.values()), right)


def town_cases(articles: Iterable[Annotated], of_countries: Mapping[str, float]) -> Iterator[Case]:
    """Yield for every happening that an event tells of in the right country the choice among the places there that come into question, if
    one of the names of the right one is among them.

    `of_countries`: the weights by which each event has its country.
    """
    for one in articles:
        reading = Reading(one.article)
        places, countries = Places(reading), Countries(reading, of_countries)
        drafts = unlocated(reading, places)
        towns = Towns(reading, places, drafts)
        for happening in happenings_of(one):
            draft = _told(one, reading, drafts, happening)
            if draft is None or happening.town is None or happening.country is None or countries.likeliest(draft) != happening.country:
                continue
            land, names = one.article.countries.get(happening.country), words_of(happening.town)
            candidates, by_town = towns.candidates(draft, happening.country), towns.features(draft, happening.country)
            said = {key: {key[0], *(one.article.entities[index].text for _, index in found)} for key, found in candidates.items()}
            right = tuple(not names.isdisjoint(words_of(" ".join(said[key] if key else {land.name} if land else ()))) for key in by_town)
            if any(right):
                yield Case(tuple(by_town.values()), right)


def _told(one: Annotated, reading: Reading, drafts: Sequence[Draft], happening: Happening) -> Draft | None:
    """Return the first event of the happening's own word, else of its sentence and type; None without one."""
    of = [draft for draft in drafts if tells(one, reading, draft, happening)]

    def own(draft: Draft) -> bool:
        frames = (reading.article.frames[index] for index in draft.frames)
        return happening.offset is not None and any(frame.start <= happening.offset < frame.end for frame in frames)

    return next((draft for draft in of if own(draft)), next(iter(of), None))
