"""The table of bounds, row by row, and what is no count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.extract.values.figures import figure_value, figures
from streams.extract.values.numbers import number, value

BOUNDS: list[tuple[str, int, int | None]] = [
    ("12", 12, 12),
    ("1,200", 1200, 1200),
    ("twenty-five", 25, 25),
    ("two hundred and six", 206, 206),
    ("2.5 million", 2_500_000, 2_500_000),
    ("at least 12", 12, None),
    ("no fewer than 12", 12, None),
    ("more than 150", 150, None),
    ("over 150", 150, None),
    ("upwards of 150", 150, None),
    ("fewer than 10", 0, 9),
    ("under 10", 0, 9),
    ("about 50", 45, 55),
    ("some 50", 45, 55),
    ("around 15", 13, 17),
    ("nearly 100", 90, 100),
    ("almost 100", 90, 100),
    ("up to 40", 0, 40),
    ("as many as 40", 0, 40),
    ("at most 40", 0, 40),
    ("between 20 and 30", 20, 30),
    ("20-30", 20, 30),
    ("20 to 30", 20, 30),
    ("dozens", 24, 99),
    ("scores", 40, 199),
    ("hundreds", 200, 999),
    ("thousands", 2_000, 9_999),
    ("a dozen", 12, 12),
    ("a couple", 2, 2),
    ("several", 3, 9),
    ("a few", 3, 5),
    ("more than a dozen", 12, None),
    ("at least a dozen", 12, None),
    ("30 or more", 30, None),
    ("tens of thousands", 20_000, 99_999),
    ("a hundred", 100, 100),
    ("a hundred and four", 104, 104),
    ("two dozen", 24, 24),
    ("half a dozen", 6, 6),
    ("half a million", 500_000, 500_000),
    ("1.5 lakh", 150_000, 150_000),
    ("three crore", 30_000_000, 30_000_000),
    ("several hundred", 300, 900),
    ("a few dozen", 36, 60),
    ("some 20-odd", 18, 29),
    ("two or three", 2, 3),
    ("1 to 2 million", 1_000_000, 2_000_000),
]


@pytest.mark.parametrize(("words", "low", "high"), BOUNDS, ids=[row[0] for row in BOUNDS])
def test_bounds(words: str, low: int, high: int | None) -> None:
    text = f"There were {words} people there."
    (found,) = [m for m in figures(text) if m.label == "CARDINAL"]
    read = figure_value(text, found.start, found.end, "CARDINAL")
    assert read is not None
    assert (read.min, read.max) == (low, high)


def test_the_words_that_loosen_a_number_travel_with_it() -> None:
    text = "More than 30 died, and dozens were hurt."
    read = [figure_value(text, m.start, m.end, m.label) for m in sorted(figures(text))]
    assert [one and one.qualifier for one in read] == ["more than", "dozens"]


UNITS = [("$3.2 billion", 3_200_000_000, "USD"), ("five million euros", 5_000_000, "EUR"), ("Rs 5 crore", 50_000_000, "INR"),
         ("£5m", 5_000_000, "GBP"), ("12 per cent", 12, "%"), ("a 300-km road", 300, "km"), ("20 shillings", 20, "shillings")]  # fmt: skip


@pytest.mark.parametrize(("words", "least", "unit"), UNITS, ids=[row[0] for row in UNITS])
def test_units(words: str, least: int, unit: str) -> None:
    text = f"It was {words}, they said."
    found = next(m for m in figures(text) if m.label in ("MONEY", "PERCENT", "QUANTITY"))
    read = figure_value(text, found.start, found.end, found.label)
    assert read is not None
    assert (read.min, read.unit) == (least, unit)


@pytest.mark.parametrize("text", ["rose by three to 21", "rose by 3 to 21", "went from 18 to 21", "won 3-1"])
def test_two_numbers_that_are_no_range(text: str) -> None:
    assert len([m for m in figures(text) if m.label == "CARDINAL"]) == 2


@given(st.integers(0, 999_999_999))
def test_figures_read_back(given_value: int) -> None:
    assert number(f"{given_value:,}") == given_value == number(str(given_value))


@given(st.text(max_size=200))
def test_any_figure_has_bounds_in_order_or_none(text: str) -> None:
    for found in figures(text):
        if found.label != "TIME" and (read := figure_value(text, found.start, found.end, found.label)) is not None:
            assert read.max is None or read.min <= read.max


@given(st.text(alphabet="0123456789,.- andtwohundrecflkx", max_size=60))
def test_any_words_are_a_number_or_none(words: str) -> None:
    read = value(words, 0, len(words))
    assert read is None or read.max is None or read.min <= read.max
