"""Small invented articles, 15 to 25 words each, as many as wanted: all different, nearly all of them report an event."""

from __future__ import annotations

import random
from datetime import datetime

import orjson

from streams.messages import Place
from tests.bench.stories import FIRST_NAMES, GOODS, SAID, WHERE, towns

SYLLABLES = ("ka", "ro", "mi", "ten", "sul", "bar", "ven", "do", "lis", "gra", "po", "zhe", "tur", "nam", "el", "shi", "quo", "wen")
PUBLISHERS = ("Alpha Wire", "Beta News", "Gamma Press", "Delta Agency")
LEADS = (
    "A bomb killed {n} people {where} in {town} on {day}, {who}, who sells {goods}, told {other}.",
    "Gunmen of the {group} shot dead {n} {goods} traders {where} in {town} on {day}, {said} after {who} was found.",
    "Floods drowned {n} people {where} in {town} on {day} and carried off {m} tonnes of {goods}, {who} said.",
    "A fire {where} in {town} killed {n} workers of the {group} company on {day}, {said}; {who} escaped with {goods}.",
    "Police in {town} arrested {m} people on {day} {where} over the theft of {goods} from {who} and {other}.",
    "Thousands marched {where} in {town} on {day} against {who} and the price of {goods}, {said}.",
    "The {group} museum {where} in {town} will show {m} pictures of {goods} by {who} from next {day}.",
)


def _name(dice: random.Random, parts: int = 3) -> str:
    return "".join(dice.choices(SYLLABLES, k=parts)).capitalize()


def invented_town(number: int) -> Place:
    """Return a town that no gazetteer knows, the same for the same number."""
    dice = random.Random(f"town {number}")
    name, country = _name(dice, 4), dice.choice(towns()).country
    lat, lon = dice.uniform(-55, 65), dice.uniform(-180, 180)
    return Place(start=0, end=len(name), text=name, name=name, country=country, lat=lat, lon=lon, precision="city")


def uri(number: int) -> str:
    """Return the uri of one brief."""
    return f"urn:brief:{number}"


def brief(number: int, at: datetime) -> bytes:
    """Return the record of one brief, published at that time."""
    dice = random.Random(number)
    text = dice.choice(LEADS).format(
        n=dice.randint(2, 60),
        m=dice.randint(11, 95),
        where=dice.choice(WHERE),
        town=dice.choice(towns()).name,
        day=f"{at:%A}",
        who=f"{dice.choice(FIRST_NAMES)} {_name(dice)}",
        other=f"{dice.choice(FIRST_NAMES)} {_name(dice)}",
        group=_name(dice),
        goods=dice.choice(GOODS),
        said=dice.choice(SAID),
    )
    time = at.isoformat(timespec="seconds")
    document = {"uri": uri(number), "version": "1", "firstCreated": time, "versionCreated": time, "language": "en"}
    return orjson.dumps({**document, "publisher": dice.choice(PUBLISHERS), "text": text})
