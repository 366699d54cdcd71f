"""Dates and figures by their form."""

import pytest

from streams.extract.values.dates import dates
from streams.extract.values.figures import figures
from tests.extract.docs import named, plain


def longest(found: list[tuple[int, int]], text: str) -> list[str]:
    return [text[start:end] for start, end in found if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in found)]


def dated(text: str) -> list[str]:
    return longest(sorted({(one.start, one.end) for one in dates(text)}), text)


@pytest.mark.parametrize(
    "words",
    ["earlier this month", "Friday", "August 18", "April 4, 1996", "18 August 2021", "last week", "two days ago", "the past three weeks",
     "Friday night", "early on Sunday", "the 1990s", "2019", "yesterday", "Tuesday, Aug. 3", "2021-08-28", "a few days earlier",
     "May 2020"],
)  # fmt: skip
def test_dates(words: str) -> None:
    assert dated(f"It happened in {words}, they said.") == [words.removeprefix("the ") if words == "the 1990s" else words] or dated(
        f"It happened in {words}, they said."
    ) == [words]


def test_may_the_verb_and_counts_are_no_dates() -> None:
    assert dated("They may march. 2019 people came. He is 2000 m tall.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("more than 150 people", [("CARDINAL", "150")]),
        ("two hundred and fifty people", [("CARDINAL", "two hundred and fifty")]),
        ("hundreds of thousands fled", [("CARDINAL", "hundreds of thousands")]),
        ("between 20 and 30 men", [("CARDINAL", "between 20 and 30")]),
        ("1.5 million doses", [("CARDINAL", "1.5 million")]),
        ("a dozen guards", [("CARDINAL", "a dozen")]),
        ("one person died", [("CARDINAL", "one")]),
        ("no one can say which one", []),
        ("up 5 per cent", [("PERCENT", "5 per cent")]),
        ("cost $3.2 billion", [("MONEY", "$3.2 billion")]),
        ("five million dollars", [("MONEY", "five million dollars")]),
        ("a 300-km road", [("QUANTITY", "300-km")]),
        ("at 10:30 a.m. GMT", [("TIME", "10:30 a.m. GMT")]),
        ("paid US$5 million", [("MONEY", "US$5 million")]),
        ("at ten o'clock", [("TIME", "ten o'clock")]),
        ("by 5 o’clock", [("TIME", "5 o’clock")]),
        ("at 0900 GMT", [("TIME", "0900 GMT")]),
        ("rose 5pc", [("PERCENT", "5pc")]),
        ("rose 0.5 percentage points", [("PERCENT", "0.5 percentage points")]),
        ("cut by 20 basis points", [("PERCENT", "20 basis points")]),
        ("at 120 km/h", [("QUANTITY", "120 km/h")]),
        ("burned 50 km² of forest", [("QUANTITY", "50 km²")]),
        ("100 cubic metres of water", [("QUANTITY", "100 cubic metres")]),
        ("60 nautical miles off", [("QUANTITY", "60 nautical miles")]),
        ("30 degrees Celsius", [("QUANTITY", "30 degrees Celsius")]),
        ("Covid-19 and Route 66", []),
    ],
)
def test_figures(text: str, found: list[tuple[str, str]]) -> None:
    assert named(plain(text)) == found


def test_figures_know_their_offsets() -> None:
    text = "At least 13 soldiers"
    (one,) = [one for one in figures(text) if one.label == "CARDINAL"]
    assert text[one.start : one.end] == "13"
