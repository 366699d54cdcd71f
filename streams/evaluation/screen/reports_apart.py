"""Seven more templates, written after the thresholds stood: the hard negatives of the second set of questions."""

from __future__ import annotations

import random
from collections.abc import Callable

from streams.evaluation.screen.reports import MONTHS, name, names

_CROPS = ("maize", "rice", "sorghum", "beans", "onions", "tomatoes", "potatoes", "groundnuts", "millet", "wheat")


def _day(dice: random.Random) -> str:
    return f"{dice.randint(1, 28)} {dice.choice(MONTHS)}"


def _yield(dice: random.Random) -> str:
    return f"{dice.randint(1, 19)}.{dice.randint(10, 99)} percent"


def election(dice: random.Random) -> str:
    """Return the report of a constituency's result."""
    number = dice.randint
    town, first, second, third = names(dice, 4)
    return (
        f"{first} has been elected to parliament for {town} with {number(9000, 30000)} votes, the returning officer declared. {second} "
        f"came second with {number(4000, 9000)} votes and {third} third with {number(500, 4000)}. The majority was "
        f"{number(100, 20000)}. Turnout was {number(35, 89)}.{number(0, 9)} percent of {number(50000, 99000)} "
        f"registered voters, and {number(20, 900)} ballot papers were rejected. The seat was held by {name(dice)} in the last parliament."
    )


def auction(dice: random.Random) -> str:
    """Return the report of a sale of treasury bills."""
    number = dice.randint
    return (
        f"The central bank sold {number(10, 900)}.{number(1, 9)} million worth of treasury bills at its auction on "
        f"{_day(dice)}. Bids came to {number(100, 2000)} million, {number(1, 4)}.{number(10, 99)} "
        f"times the amount on offer. The yield on the 91-day bill was {_yield(dice)}, against "
        f"{_yield(dice)} at the auction before. The yield on the 182-day bill was "
        f"{_yield(dice)} and that on the 364-day bill {_yield(dice)}. "
        "The next auction will be held in a week, the bank said in a statement."
    )


def prices(dice: random.Random) -> str:
    """Return the report of a market's prices of a week."""
    number = dice.randint
    town = name(dice)
    lines = " ".join(
        f"A bag of {crop} sold at {number(200, 9000)}, from {number(200, 9000)} a week ago." for crop in dice.sample(_CROPS, 5)
    )
    return (
        f"Prices of staple foods at the {town} wholesale market were mixed in the week to {_day(dice)}. {lines} "
        f"Traders said that {number(10, 90)} lorries had arrived from {name(dice)} and {name(dice)}. Prices are for bags of "
        f"{dice.choice((50, 90, 100))} kilogrammes and were collected by the ministry of agriculture."
    )


def air(dice: random.Random) -> str:
    """Return the report of a city's air of a day."""
    number = dice.randint
    town, *places = names(dice, 4)
    return (
        f"The air quality index in {town} stood at {number(20, 480)} at {number(6, 11)} am on {_day(dice)}"
        f", according to the pollution control board. The monitoring station at {places[0]} recorded {number(20, 480)}, "
        f"{places[1]} {number(20, 480)} and {places[2]} {number(20, 480)}. The minimum temperature was {number(1, 25)}.{number(0, 9)} "
        f"degrees, with humidity at {number(20, 99)} percent. An index between zero and 50 is good, 51 to 100 satisfactory, 101 to 200 "
        "moderate, 201 to 300 poor, 301 to 400 very poor, and 401 to 500 severe."
    )


def cricket(dice: random.Random) -> str:
    """Return a scorecard in words."""
    number = dice.randint
    home, away, *men = names(dice, 8)
    return (
        f"{home} beat {away} by {number(2, 90)} runs on {_day(dice)}. Put in to bat, {home} made "
        f"{number(150, 360)} for {number(3, 9)} in 50 overs. {men[0]} scored {number(50, 150)} off {number(40, 140)} balls and "
        f"{men[1]} {number(20, 90)}. {men[2]} took {number(2, 6)} for {number(20, 80)}. In reply {away} were all out for "
        f"{number(90, 149)} in {number(25, 49)}.{number(1, 5)} overs, with {men[3]} making {number(20, 90)}. {men[4]} took "
        f"{number(2, 6)} for {number(10, 60)} and {men[5]} two wickets. The next match of the series is on Sunday."
    )


def roads(dice: random.Random) -> str:
    """Return a police force's accident report."""
    number = dice.randint
    town, driver, other = names(dice, 3)
    return (
        f"A {number(18, 85)}-year-old man from {town} was taken to hospital after an accident on the A{number(1, 999)} at "
        f"{number(0, 23)}:{number(10, 59)} on {_day(dice)}. Police said that his car left the road near "
        f"{driver} and hit a tree. Two other people were slightly hurt. The road was closed for {number(1, 6)} hours. Damage was put at "
        f"{number(2, 90)},000. Witnesses are asked to call the police in {other} on 0{number(100, 999)} {number(10000, 99999)}."
    )


def ships(dice: random.Random) -> str:
    """Return the report of a port's arrivals."""
    number = dice.randint
    port, *vessels = names(dice, 5)
    lines = " ".join(
        f"MV {vessel} with {number(2, 60)},{number(100, 999)} tonnes of {dice.choice(_CROPS)} at berth {number(1, 20)}."
        for vessel in vessels
    )
    return (
        f"{len(vessels)} ships docked at the port of {port} on {_day(dice)}, the harbour authority said. {lines} "
        f"Another {number(2, 30)} vessels are waiting in the roads, {number(1, 9)} of them tankers. The port handled "
        f"{number(10, 99)},{number(100, 999)} tonnes in the last 24 hours and {number(100, 2900)} containers."
    )


REPORTS_APART: dict[str, Callable[[random.Random], str]] = {
    "election": election, "auction": auction, "prices": prices, "air": air, "cricket": cricket, "roads": roads, "ships": ships,
}  # fmt: skip
"""The templates by name."""
