"""Tests of the likeness of texts by their words."""

from __future__ import annotations

import gzip
import math
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from streams.alert.likeness import LARGEST, SHARED, WEIGHTIEST, cosine, vector, words_of
from streams.screen.frequency import Frequency, bundled, count, read, write
from tests.alert.build import KIRKUK_MARKET

AGAIN = "The van bomb at Kirkuk's vegetable market was built by two brothers, said police, who found a receipt in the stall."
FLOOD = "Floods washed away a footbridge, a mill and forty goats in the hills, herders and a miller said."


def test_two_reports_of_one_happening_are_alike_and_others_are_not() -> None:
    market, again, flood = (words_of([vector(None, text)]) for text in (KIRKUK_MARKET, AGAIN, FLOOD))
    assert cosine(market, again) > 0.3
    assert cosine(market, flood) == 0.0
    assert market.weightiest & again.weightiest


def test_the_headline_counts_twice_and_a_capital_half_as_much_again() -> None:
    plain, told = vector(None, KIRKUK_MARKET), vector("Goats", KIRKUK_MARKET)
    assert "goats" not in plain
    assert told["goats"] == max(told.values())
    table = Frequency(100, {})
    assert vector(None, "Market stall", table)["market"] > vector(None, "Market stall", table)["stall"]


def test_words_of_every_text_say_nothing() -> None:
    assert bundled().rarity("police") < bundled().rarity("goats")


def test_a_place_that_is_weighed_elsewhere_is_no_likeness() -> None:
    one, other = (words_of([vector("Kirkuk", text)]) for text in (KIRKUK_MARKET, AGAIN))
    assert cosine(one, other, frozenset({"kirkuk"})) < cosine(one, other)


def test_a_few_words_in_common_are_chance() -> None:
    one, other = (words_of([dict.fromkeys("abcdef"[:many], 500)]) for many in (SHARED + 2, SHARED - 1))
    assert cosine(one, other) == 0.0
    assert cosine(one, one) == 1.0


@given(st.text(max_size=2000), st.text(max_size=200))
def test_any_text_has_a_bounded_vector_of_about_length_one(text: str, headline: str) -> None:
    words = vector(headline, text)
    assert len(words) <= LARGEST
    told = words_of([words])
    assert len(told.weightiest) <= WEIGHTIEST
    if words:
        assert math.isclose(math.sqrt(sum(weight * weight for weight in words.values())), 1000, rel_tol=0.05)
    assert vector(headline, text) == words
    assert 0 <= cosine(told, words_of([words, words])) <= 1.0001


def test_a_table_is_counted_written_and_read_back(tmp_path: Path) -> None:
    table = count([KIRKUK_MARKET] * 6 + [FLOOD])
    assert table.of["vegetable"] == 6
    assert "goats" not in table.of
    path = tmp_path / "frequency.tsv.gz"
    write(table, path)
    first = path.read_bytes()
    write(table, path)
    assert path.read_bytes() == first
    assert read(gzip.decompress(first).decode()) == Frequency(table.texts, table.of)
