"""Seven more templates, written after the thresholds stood and never looked at for them: the hard negatives of the second set of questions."""

from __future__ import annotations

import random
from collections.abc import Callable

from streams.screen.reports import name, names

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_CROPS = ("maize", "rice", "sorghum", "beans", "onions", "tomatoes", "potatoes", "groundnuts", "millet", "wheat")


def election(dice: random.Random) -> str:
    """A constituency's result."""
    town, first, second, third = names(dice, 4)
    return (
        f"{first} has been elected to parliament for {town} with {dice.randint(9000, 30000)} votes, the returning officer declared. {second} "
        f"came second with {dice.randint(4000, 9000)} votes and {third} third with {dice.randint(500, 4000)}. The majority was "
        f"{dice.randint(100, 20000)}. Turnout was {dice.randint(35, 89)}.{dice.randint(0, 9)} percent of {dice.randint(50000, 99000)} "
        f"registered voters, and {dice.randint(20, 900)} ballot papers were rejected. The seat was held by {name(dice)} in the last parliament."
    )


def auction(dice: random.Random) -> str:
    """A sale of treasury bills."""
    return (
        f"The central bank sold {dice.randint(10, 900)}.{dice.randint(1, 9)} million worth of treasury bills at its auction on "
        f"{dice.randint(1, 28)} {dice.choice(_MONTHS)}. Bids came to {dice.randint(100, 2000)} million, {dice.randint(1, 4)}.{dice.randint(10, 99)} "
        f"times the amount on offer. The yield on the 91-day bill was {dice.randint(1, 19)}.{dice.randint(10, 99)} percent, against "
        f"{dice.randint(1, 19)}.{dice.randint(10, 99)} percent at the auction before. The yield on the 182-day bill was "
        f"{dice.randint(1, 19)}.{dice.randint(10, 99)} percent and that on the 364-day bill {dice.randint(1, 19)}.{dice.randint(10, 99)} percent. "
        "The next auction will be held in a week, the bank said in a statement."
    )


def prices(dice: random.Random) -> str:
    """A market's prices of a week."""
    town = name(dice)
    lines = " ".join(
        f"A bag of {crop} sold at {dice.randint(200, 9000)}, from {dice.randint(200, 9000)} a week ago." for crop in dice.sample(_CROPS, 5)
    )
    return (
        f"Prices of staple foods at the {town} wholesale market were mixed in the week to {dice.randint(1, 28)} {dice.choice(_MONTHS)}. {lines} "
        f"Traders said that {dice.randint(10, 90)} lorries had arrived from {name(dice)} and {name(dice)}. Prices are for bags of "
        f"{dice.choice((50, 90, 100))} kilogrammes and were collected by the ministry of agriculture."
    )


def air(dice: random.Random) -> str:
    """A city's air of a day."""
    town, *places = names(dice, 4)
    return (
        f"The air quality index in {town} stood at {dice.randint(20, 480)} at {dice.randint(6, 11)} am on {dice.randint(1, 28)} "
        f"{dice.choice(_MONTHS)}, according to the pollution control board. The monitoring station at {places[0]} recorded {dice.randint(20, 480)}, "
        f"{places[1]} {dice.randint(20, 480)} and {places[2]} {dice.randint(20, 480)}. The minimum temperature was {dice.randint(1, 25)}.{dice.randint(0, 9)} "
        f"degrees, with humidity at {dice.randint(20, 99)} percent. An index between zero and 50 is good, 51 to 100 satisfactory, 101 to 200 moderate, "
        "201 to 300 poor, 301 to 400 very poor, and 401 to 500 severe."
    )


def cricket(dice: random.Random) -> str:
    """A scorecard in words."""
    home, away, *men = names(dice, 8)
    return (
        f"{home} beat {away} by {dice.randint(2, 90)} runs on {dice.randint(1, 28)} {dice.choice(_MONTHS)}. Put in to bat, {home} made "
        f"{dice.randint(150, 360)} for {dice.randint(3, 9)} in 50 overs. {men[0]} scored {dice.randint(50, 150)} off {dice.randint(40, 140)} balls and "
        f"{men[1]} {dice.randint(20, 90)}. {men[2]} took {dice.randint(2, 6)} for {dice.randint(20, 80)}. In reply {away} were all out for "
        f"{dice.randint(90, 149)} in {dice.randint(25, 49)}.{dice.randint(1, 5)} overs, with {men[3]} making {dice.randint(20, 90)}. {men[4]} took "
        f"{dice.randint(2, 6)} for {dice.randint(10, 60)} and {men[5]} two wickets. The next match of the series is on Sunday."
    )


def roads(dice: random.Random) -> str:
    """A police force's accident report."""
    town, driver, other = names(dice, 3)
    return (
        f"A {dice.randint(18, 85)}-year-old man from {town} was taken to hospital after an accident on the A{dice.randint(1, 999)} at "
        f"{dice.randint(0, 23)}:{dice.randint(10, 59)} on {dice.randint(1, 28)} {dice.choice(_MONTHS)}. Police said that his car left the road near "
        f"{driver} and hit a tree. Two other people were slightly hurt. The road was closed for {dice.randint(1, 6)} hours. Damage was put at "
        f"{dice.randint(2, 90)},000. Witnesses are asked to call the police in {other} on 0{dice.randint(100, 999)} {dice.randint(10000, 99999)}."
    )


def ships(dice: random.Random) -> str:
    """A port's arrivals."""
    port, *vessels = names(dice, 5)
    lines = " ".join(
        f"MV {vessel} with {dice.randint(2, 60)},{dice.randint(100, 999)} tonnes of {dice.choice(_CROPS)} at berth {dice.randint(1, 20)}."
        for vessel in vessels
    )
    return (
        f"{len(vessels)} ships docked at the port of {port} on {dice.randint(1, 28)} {dice.choice(_MONTHS)}, the harbour authority said. {lines} "
        f"Another {dice.randint(2, 30)} vessels are waiting in the roads, {dice.randint(1, 9)} of them tankers. The port handled "
        f"{dice.randint(10, 99)},{dice.randint(100, 999)} tonnes in the last 24 hours and {dice.randint(100, 2900)} containers."
    )


REPORTS_APART: dict[str, Callable[[random.Random], str]] = {
    "election": election, "auction": auction, "prices": prices, "air": air, "cricket": cricket, "roads": roads, "ships": ships,
}  # fmt: skip
"""Name to the template."""
