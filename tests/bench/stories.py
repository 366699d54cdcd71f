"""Invented articles for the bench: each reports a happening in a town of its own, in words that screen does not take for a repeat."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

import orjson

from streams.demo.wire import wire
from streams.extract.places.gazetteer import Candidate, gazetteer
from streams.feeds.documents import Item

APART_KM = 60.0
"""Kilometres between two towns: twice what makes two towns one place for the alert stage."""
SMALLEST_TOWN = 120_000
LONG_WORDS = 300

LEADS = (
    ("Bomb kills {n} in {town}", "A bomb exploded {where} in {town} on {day}, killing {n} people and wounding {m}, {said}."),
    ("Gunmen attack {town}, {n} dead", "Gunmen opened fire {where} in {town} on {day} and killed {n} people, {said}."),
    (
        "{n} drown as floods hit {town}",
        "Floods swept through {town} on {day}, drowning {n} people and leaving {m} families homeless, {said}.",
    ),
    ("Fire in {town} kills {n}", "A fire broke out {where} in {town} on {day}; {n} people died and {m} were taken to hospital, {said}."),
    ("Bus crash in {town} kills {n}", "A bus overturned {where} in {town} on {day}, killing {n} passengers and injuring {m}, {said}."),
    ("Train derails in {town}, {n} killed", "At least {n} people were killed when a train derailed {where} in {town} on {day}, {said}."),
    ("{n} dead in {town} blast", "An explosion {where} in {town} killed {n} workers on {day} and injured another {m}, {said}."),
    ("Landslide buries homes in {town}", "A landslide buried houses {where} in {town} on {day}, killing {n} residents, {said}."),
)
WHERE = (
    "near the central market", "beside the old bus station", "on the northern ring road", "outside a secondary school", "near the harbour",
    "close to the cattle market", "in the textile quarter", "by the stadium", "behind the grain depot", "near the university gate",
    "on the road to the airport", "in the old town", "next to the cement works", "at the foot of the hill", "near the railway bridge",
)  # fmt: skip
SAID = (
    "police said", "the fire service said", "local officials said", "the mayor said", "a doctor said", "the interior ministry said",
    "rescue workers said", "the governor's office said", "emergency services reported", "state television reported",
)  # fmt: skip
DETAILS = (
    "{name}, who sells {goods} close by, said that she had felt the ground shake and had run.",
    "Ambulances needed {minutes} minutes to get through because {goods} lay all over the road.",
    "{name}, a spokesman for the rescue service, put the number of missing at {few}.",
    "Schools within {few} kilometres were closed, and the power failed in {few} districts.",
    "The last time anything of the kind was seen here was {minutes} years ago, {name} recalled.",
    "Volunteers brought blankets, water and {goods} to a gym where {many} people were staying.",
    "Doctor {name} said her ward had {few} free beds and needed blood.",
    "Two cranes and {few} excavators were at work after dark, lit by the lamps of {goods} lorries.",
    "The cause was not known; {name} of the public prosecutor's office promised an answer within {minutes} days.",
    "Shopkeepers estimated the damage at {many} million and asked for help before the rains.",
    "Neighbours had warned of it, {name} said, and {minutes} letters to the council went unanswered.",
    "Trains stood still for {minutes} minutes, and a delivery of {goods} was turned back.",
    "Relatives waited behind a rope with photographs; among them stood {name}, a driver of {minutes}.",
    "Engineers from the provincial capital were expected by {hour} o'clock, with {few} pumps.",
    "The council met under {name} and voted {many} thousand for the families.",
    "Helicopters circled over the roofs for {minutes} minutes and then flew off to refuel.",
    "A man selling {goods} pulled {few} children out before anyone else arrived, witnesses agreed.",
    "Rain was forecast for the night, which would make the work harder, the engineer {name} said.",
)
FIRST_NAMES = (
    "Amina",
    "Bruno",
    "Carla",
    "Dawit",
    "Elif",
    "Farid",
    "Greta",
    "Hana",
    "Ivo",
    "Jasna",
    "Kofi",
    "Lena",
    "Marek",
    "Nadia",
    "Omar",
)
LAST_NAMES = (
    "Abenov",
    "Brandt",
    "Costa",
    "Demir",
    "Eklund",
    "Farouk",
    "Gomes",
    "Hassan",
    "Ilic",
    "Jansen",
    "Kamau",
    "Lopez",
    "Meyer",
    "Nwosu",
)
GOODS = (
    "onions",
    "carpets",
    "mobile phones",
    "timber",
    "melons",
    "roof tiles",
    "dried fish",
    "bicycles",
    "maize",
    "cotton",
    "school books",
)
ABBREVIATIONS = re.compile(r"\b(?:[ap]\.m|[A-Z][a-z]{0,3}|[A-Z]\.[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class Story:
    """One article to feed, without the time at which it is published."""

    uri: str
    headline: str
    place: str
    text: str

    @property
    def words(self) -> int:
        """The number of words of the text."""
        return len(self.text.split())

    def item(self, now: datetime) -> Item:
        """Return the record; `{date}` and `{day}` of the text are those of `now`."""
        dated = self.text.replace("{date}", f"{now:%B} {now.day}").replace("{day}", f"{now:%A}")
        document = {
            "uri": self.uri,
            "version": "1",
            "pubStatus": "usable",
            "firstCreated": now.isoformat(timespec="seconds"),
            "versionCreated": now.isoformat(timespec="seconds"),
            "language": "en",
            "publisher": "Bench Wire",
            "headline": self.headline,
            "located": self.place,
            "text": dated,
        }
        return Item(orjson.dumps(document), self.uri)


@cache
def towns() -> tuple[Candidate, ...]:
    """Return cities whose one-word names mean nothing else, in a fixed random order, no two within APART_KM."""
    book = gazetteer()
    found: list[Candidate] = []
    for name in dict.fromkeys(row.split("\t")[1] for row in book.rows if row.startswith("c\t")):
        if not (name.isascii() and name.isalpha()):
            continue
        meant = book.candidates(name)
        if len(meant) == 1 and meant[0].kind == "city" and meant[0].population >= SMALLEST_TOWN and not meant[0].common:
            found.append(meant[0])
    random.Random(7).shuffle(found)
    kept: list[Candidate] = []
    for town in found:
        if all(_km(town, other) > APART_KM for other in kept):
            kept.append(town)
    return tuple(kept)


def _km(a: Candidate, b: Candidate) -> float:
    if abs(a.lat - b.lat) > 2:
        return 222.0
    p, q = radians(a.lat), radians(b.lat)
    return 12742.0 * asin(sqrt(sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b.lon - a.lon) / 2) ** 2))


def short_stories(count: int, start: int) -> Iterator[Story]:
    """Yield reports of about 75 words; `start` is the first town, so that no two lists share one."""
    for number in range(start, start + count):
        dice = random.Random(number)
        headline, dateline, lead = _lead(number, dice)
        details = [_filled(detail, dice) for detail in dice.sample(DETAILS, 4)]
        text = f"{dateline}{lead}\n\n{' '.join(details[:2])}\n\n{' '.join(details[2:])}"
        yield Story(f"urn:bench:short:{number}", headline, _place(number), text)


def long_stories(count: int, start: int, length: int = LONG_WORDS) -> Iterator[Story]:
    """Yield articles of about `length` words: a happening, then sentences of the demo's wire with other figures, each time others."""
    pool = wire_sentences()
    for number in range(start, start + count):
        dice = random.Random(number)
        headline, dateline, lead = _lead(number, dice)
        body = [_filled(detail, dice) for detail in dice.sample(DETAILS, 2)]
        words = len((dateline + lead + " ".join(body)).split())
        for sentence in dice.sample(pool, len(pool)):
            if words >= length:
                break
            body.append(_refigured(sentence, dice))
            words += len(sentence.split())
        paragraphs = [" ".join(body[at : at + 3]) for at in range(0, len(body), 3)]
        yield Story(f"urn:bench:long:{number}", headline, _place(number), "\n\n".join((dateline + lead, *paragraphs)))


@cache
def wire_sentences() -> tuple[str, ...]:
    """Return the sentences of 6 to 28 words of the wire's published first versions, each once."""
    found: dict[str, None] = {}
    for item in wire():
        if item.body and item.expect.get("outcome") == "published" and item.expect.get("relation") == "new":
            for paragraph in re.split(r"\n\s*\n|</p>|<br */?>", _text(item.body))[1:]:
                plain = " ".join(re.sub(r"<[^>]+>|\([^)]*\)", " ", paragraph).split())
                found.update(dict.fromkeys(sentence for sentence in _sentences(plain) if 6 <= len(sentence.split()) <= 28))
    return tuple(found)


def _text(body: dict[str, Any]) -> str:
    bodies = body.get("bodies") or [{}]
    return str(body.get("text") or body.get("body_text") or bodies[0].get("value") or "")


def _sentences(paragraph: str) -> Iterator[str]:
    begun = ""
    for part in re.split(r'(?<=[.!?]["”]) |(?<=[.!?]) ', paragraph):
        begun = f"{begun} {part}".strip()
        if not ABBREVIATIONS.search(begun):
            if begun[:1].isupper() and begun.endswith(".") and begun.count('"') == 0:
                yield begun
            begun = ""


def _place(number: int) -> str:
    town = towns()[number]
    country = gazetteer().country(town.country) if town.country else None
    return f"{town.name}, {country.name}" if country else town.name


def _lead(number: int, dice: random.Random) -> tuple[str, str, str]:
    """Return the headline, the dateline and the first sentence of a story."""
    place = _place(number)
    town, _, country = place.partition(", ")
    headline, lead = LEADS[number % len(LEADS)]
    said = {"town": town, "n": dice.randint(3, 60), "m": dice.randint(11, 95)}
    where = {"where": dice.choice(WHERE), "said": dice.choice(SAID), "day": "{day}"}
    return (
        headline.format(**said),
        f"{town.upper()}, {country}, {{date}} (Bench Wire) - ",
        lead.format(**said, **where),
    )


def _refigured(sentence: str, dice: random.Random) -> str:
    return re.sub(r"\d", lambda _: str(dice.randint(1, 9)), sentence)


def _filled(detail: str, dice: random.Random) -> str:
    return detail.format(
        name=f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}",
        goods=dice.choice(GOODS),
        few=dice.randint(2, 19),
        minutes=dice.randint(20, 59),
        many=dice.randint(100, 990),
        hour=dice.randint(2, 11),
    )


def words(stories: Sequence[Story]) -> int:
    """Return the number of words of all stories."""
    return sum(story.words for story in stories)
