"""Templated reports: the same words round other figures and names are other news."""

from __future__ import annotations

import random

import pytest

from tests.screen.wire import Log, article

TOWNS = [
    "Gambari", "Tolvik", "Esperanza", "Marlow", "Kutani", "Brenholm", "Santara", "Ovalle", "Drumlin",
    "Pelagos", "Nuvara", "Zelenik",
]  # fmt: skip
FIRMS = [
    "Arbanit", "Corvex", "Delphora", "Eastmere", "Falconis", "Grantham", "Helvion", "Inglewood", "Jasperon",
    "Kestrel", "Lumenta", "Morvane",
]  # fmt: skip


def quake(dice: random.Random) -> str:
    town, other = dice.sample(TOWNS, 2)
    return (
        f"An earthquake of magnitude {dice.uniform(3, 8):.1f} struck {dice.randint(5, 90)} kilometres north of {town} on Monday, "
        f"the geological survey said. The quake hit at {dice.randint(0, 23)}:{dice.randint(10, 59)} local time at a depth of "
        f"{dice.randint(5, 200)} kilometres. There were no immediate reports of damage or casualties. Residents of {other} said "
        f"they felt shaking for {dice.randint(5, 60)} seconds. No tsunami warning was issued."
    )


def weather(dice: random.Random) -> str:
    a, b, c = dice.sample(TOWNS, 3)
    return (
        f"Forecast for {a} and surroundings. It will be mostly cloudy with a chance of rain in the afternoon. Highs will reach "
        f"{dice.randint(10, 40)} degrees and lows will drop to {dice.randint(-9, 9)} degrees overnight. Winds from the west at "
        f"{dice.randint(5, 60)} kilometres an hour. In {b} highs of {dice.randint(10, 40)} and lows of {dice.randint(-9, 9)} are "
        f"expected, with humidity of {dice.randint(20, 99)} percent. Along the coast near {c} waves of "
        f"{dice.randint(1, 9)}.{dice.randint(1, 9)} metres are likely. The next forecast will be issued this evening."
    )


def lottery(dice: random.Random) -> str:
    numbers = ", ".join(str(n) for n in dice.sample(range(1, 60), 6))
    return (
        f"The winning numbers in the evening drawing of the lottery game were {numbers}. The bonus ball was {dice.randint(1, 60)}. "
        f"The estimated jackpot was {dice.randint(1, 900)} million dollars. Players who match all six numbers win the jackpot. "
        f"{dice.randint(100, 9999)} players matched three numbers and won {dice.randint(5, 50)} dollars each. Tickets can be "
        "bought until one hour before the drawing at any licensed shop."
    )


def earnings(dice: random.Random) -> str:
    firm, town = dice.choice(FIRMS), dice.choice(TOWNS)
    return (
        f"{town} — {firm} on Thursday reported net income of ${dice.randint(10, 900)}.{dice.randint(1, 9)} million in its third "
        f"quarter. The company, based in {town}, said it had profit of {dice.randint(1, 300)} cents a share. Earnings, adjusted for "
        f"one-time gains, came to {dice.randint(1, 300)} cents a share. The results topped expectations. The company posted revenue "
        f"of ${dice.randint(1, 9)}.{dice.randint(10, 99)} billion in the period, which also beat forecasts. {firm} shares have risen "
        f"{dice.randint(1, 60)} percent since the beginning of the year."
    )


@pytest.mark.parametrize("report", [quake, weather, lottery, earnings])
def test_reports_from_one_template_stay_new(report):
    dice, log = random.Random(4), Log()
    kinds = [log.put(article(report(dice), uri=f"urn:{n}", publisher="Agency")).kind for n in range(12)]
    assert kinds == ["new"] * 12


@pytest.mark.parametrize("report", [quake, weather, lottery, earnings])
def test_a_copy_of_such_a_report_is_still_found(report):
    dice, log = random.Random(5), Log()
    texts = [report(dice) for _ in range(12)]
    for n, text in enumerate(texts):
        log.put(article(text, uri=f"urn:{n}"))
    copy = log.put(article(texts[3], uri="urn:copy"))
    assert (copy.kind, copy.of) == ("exact", "urn:3")
