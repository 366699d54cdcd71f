"""Invented articles for a test that counts: every one is another story, so none is taken for a repeat."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

NAMES = ("Adeyemi", "Barros", "Castellan", "Dragomir", "Ekström", "Fontaine", "Gallagher", "Haddad", "Ivanova")
PLACES = ("Aldmoor", "Brennock", "Carrow", "Dunvale", "Eastmere", "Farrow", "Glenholt", "Inverloch", "Lynmouth")
BODIES = ("dock workers", "rail unions", "farmers", "teachers", "miners", "nurses", "students", "bus drivers")
DEEDS = (
    "{n} people were injured when a ferry struck the pier at {place}",
    "police in {place} arrested {n} members of a smuggling ring",
    "the flood at {place} forced {n} families from their homes",
    "{n} {body} marched through {place} to protest against the closing of the plant",
    "an explosion at a warehouse near {place} killed {n} workers",
    "the mayor of {place} signed an agreement with the {body} over pay",
    "{place} imposed sanctions on {n} shipping companies",
    "a strike by the {body} of {place} halted {n} trains",
)
ASIDES = (
    "The inquiry is led by {name}, who worked in {place} for {n} years.",
    "Witnesses near the {place} road counted {n} ambulances within the hour.",
    "{name} told reporters that the council of {place} would meet again on {day}.",
    "A spokesman for the {body} said {n} complaints had reached {name} since spring.",
    "Insurers in {place} put the damage at {n} million, a figure that {name} disputed.",
    "The {body} of {place} had asked for {n} inspectors and were given none, {name} said.",
    "On {day} the harbour office recorded {n} vessels, and {name} called that unusual.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def articles(count: int, seed: int = 7) -> Iterator[tuple[str, bytes]]:
    """Yield uri and record value of each article; the same ones for the same seed, published within the last hours."""
    chance = random.Random(seed)
    now = datetime.now(UTC).replace(microsecond=0)

    def fill(form: str) -> str:
        place = f"{chance.choice(('New', 'North', 'Upper', 'Port', 'West', 'Old'))} {chance.choice(PLACES)}"
        name = f"{chance.choice('ABCDEFGHJKLMNPRST')}. {chance.choice(NAMES)}"
        number = chance.randrange(3, 900)
        return form.format(n=number, place=place, name=name, body=chance.choice(BODIES), day=chance.choice(DAYS))

    for number in range(count):
        deed = fill(chance.choice(DEEDS))
        asides = " ".join(fill(form) for form in chance.sample(ASIDES, 5))
        uri = f"tag:compose.test,2026:{number:04d}"
        article = {
            "uri": uri,
            "version": "1",
            "headline": deed[0].upper() + deed[1:],
            "text": f"{deed[0].upper()}{deed[1:]} on {chance.choice(DAYS)}, officials said.\n\n{asides}",
            "published": (now - timedelta(seconds=30 * number)).isoformat(),
            "publisher": f"Wire {number % 9}",
        }
        yield uri, json.dumps(article).encode()
