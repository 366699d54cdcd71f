"""Templated reports, made by rule: the same words round other figures and names, which are other news.

They are hard negatives of evaluate.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_SYLLABLES = ("bar", "cor", "dal", "fen", "gar", "hol", "jun", "kel", "lor", "mar", "nov", "pel", "quin", "ras", "sol", "tam", "ver", "win")
_ENDS = ("a", "by", "en", "field", "ford", "ham", "ia", "in", "mouth", "o", "stad", "ton", "um", "ville")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_FIRST = ("Amina", "Bruno", "Carla", "David", "Elif", "Farid", "Greta", "Hana", "Ivo", "John", "Kofi", "Lena", "Mary", "Nadia", "Omar")
_CHARGES = (
    "theft", "assault", "drink driving", "criminal damage", "fraud", "burglary", "driving without insurance", "a public order offence",
    "possession of a weapon", "handling stolen goods",
)  # fmt: skip


def name(dice: random.Random) -> str:
    """Return an invented name of a person, a town or a firm."""
    return (dice.choice(_SYLLABLES) + dice.choice(_SYLLABLES) + dice.choice(_ENDS)).capitalize()


def names(dice: random.Random, count: int) -> list[str]:
    """Return `count` invented names."""
    return [name(dice) for _ in range(count)]


def quake(dice: random.Random) -> str:
    """Return a seismological bulletin."""
    town, other = names(dice, 2)
    return (
        f"An earthquake of magnitude {dice.uniform(3, 8):.1f} struck {dice.randint(5, 90)} kilometres north of {town} on "
        f"{dice.choice(_DAYS)}, the geological survey said. The quake hit at {dice.randint(0, 23)}:{dice.randint(10, 59)} local time at a "
        f"depth of {dice.randint(5, 200)} kilometres. There were no immediate reports of damage or casualties. Residents of {other} said "
        f"they felt shaking for {dice.randint(5, 60)} seconds. No tsunami warning was issued."
    )


def weather(dice: random.Random) -> str:
    """Return a regional forecast."""
    a, b, c = names(dice, 3)
    return (
        f"Forecast for {a} and surroundings. It will be mostly cloudy with a chance of rain in the afternoon. Highs will reach "
        f"{dice.randint(10, 40)} degrees and lows will drop to {dice.randint(1, 9)} degrees overnight. Winds from the west at "
        f"{dice.randint(5, 60)} kilometres an hour. In {b} highs of {dice.randint(10, 40)} and lows of {dice.randint(1, 9)} are "
        f"expected, with humidity of {dice.randint(20, 99)} percent. Along the coast near {c} waves of "
        f"{dice.randint(1, 9)}.{dice.randint(1, 9)} metres are likely. The next forecast will be issued this evening."
    )


def lottery(dice: random.Random) -> str:
    """Return the report of an evening's winning numbers."""
    numbers = ", ".join(str(n) for n in dice.sample(range(1, 60), 6))
    return (
        f"The winning numbers in {dice.choice(_DAYS)} evening's drawing of the lottery game were {numbers}. The bonus ball was "
        f"{dice.randint(1, 60)}. The estimated jackpot was {dice.randint(1, 900)} million dollars. Players who match all six numbers win "
        f"the jackpot. {dice.randint(100, 9999)} players matched three numbers and won {dice.randint(5, 50)} dollars each. Tickets can be "
        "bought until one hour before the drawing at any licensed shop."
    )


def earnings(dice: random.Random) -> str:
    """Return a report of a company's quarter, as an agency's machine writes it."""
    firm, town = names(dice, 2)
    return (
        f"{firm} on {dice.choice(_DAYS)} reported net income of ${dice.randint(10, 900)}.{dice.randint(1, 9)} million in its third "
        f"quarter. The company, based in {town}, said it had profit of {dice.randint(1, 300)} cents a share. Earnings, adjusted for "
        f"one-time gains, came to {dice.randint(1, 300)} cents a share. The results topped expectations. The company posted revenue "
        f"of ${dice.randint(1, 9)}.{dice.randint(10, 99)} billion in the period, which also beat forecasts. {firm} shares have risen "
        f"{dice.randint(1, 60)} percent since the beginning of the year. In the final minutes of trading they hit "
        f"${dice.randint(10, 400)}.{dice.randint(10, 99)}, an increase of {dice.randint(1, 90)} percent in the last 12 months."
    )


def court(dice: random.Random) -> str:
    """Return a magistrates' court's list of a day."""
    town = name(dice)
    cases = " ".join(
        f"{dice.choice(_FIRST)} {name(dice)}, {dice.randint(18, 79)}, of {name(dice)} Road, pleaded guilty to {dice.choice(_CHARGES)} "
        f"and was fined £{dice.randint(50, 900)} with costs of £{dice.randint(50, 300)}."
        for _ in range(dice.randint(4, 9))
    )
    return (
        f"The following cases were heard at {town} Magistrates' Court on {dice.randint(1, 28)} {dice.choice(MONTHS)}. {cases} Defendants "
        "who do not pay within the time set by the court may be sent to prison. Names are published as given in court."
    )


def football(dice: random.Random) -> str:
    """Return the results of a match day and who scored."""
    matches = " ".join(
        f"{home} beat {away} {dice.randint(2, 5)}-{dice.randint(0, 1)} with goals by {name(dice)} in the {dice.randint(2, 44)}th minute "
        f"and {name(dice)} in the {dice.randint(46, 90)}th in front of {dice.randint(2000, 60000)} spectators."
        for home, away in (names(dice, 2) for _ in range(dice.randint(3, 7)))
    )
    leader = name(dice)
    return (
        f"Results of {dice.choice(_DAYS)}'s matches in the league. {matches} {leader} lead the table with {dice.randint(20, 80)} "
        f"points after {dice.randint(10, 36)} matches, {dice.randint(1, 9)} ahead of {name(dice)}. The next matches will be played at "
        "the weekend."
    )


def shares(dice: random.Random) -> str:
    """Return a stock exchange's closing report."""
    up, down = names(dice, 3), names(dice, 3)
    return (
        f"The benchmark index closed at {dice.randint(2000, 30000)}.{dice.randint(10, 99)} points on {dice.choice(_DAYS)}, "
        f"{dice.choice(('up', 'down'))} {dice.randint(1, 300)}.{dice.randint(1, 9)} points or {dice.randint(0, 4)}.{dice.randint(10, 99)} "
        f"percent. Turnover was {dice.randint(100, 999)} million shares. {up[0]}, {up[1]} and {up[2]} were the biggest gainers, rising "
        f"{dice.randint(3, 19)}.{dice.randint(1, 9)} percent, while {down[0]}, {down[1]} and {down[2]} lost most, falling "
        f"{dice.randint(3, 19)}.{dice.randint(1, 9)} percent. Advancing issues outnumbered decliners {dice.randint(200, 900)} to "
        f"{dice.randint(200, 900)}. The currency traded at {dice.randint(10, 99)}.{dice.randint(10, 99)} to the dollar."
    )


REPORTS: dict[str, Callable[[random.Random], str]] = {
    "quake": quake, "weather": weather, "lottery": lottery, "earnings": earnings, "court": court, "football": football, "shares": shares,
}  # fmt: skip
"""The templates by name."""
