"""Tests of text from outside: what a terminal obeys, hides or turns about is shown; what people's scripts need stays."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.clean import fields
from streams.visible import _HIDDEN, _SUSPECT, LINE, MOST_MARKS, escaped, line, passage, visible

ALPHABET = st.sampled_from(
    "\x00\x07\x08\t\n\r\x1b\x7f\x80\x85\x9b\x9d\xad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u2028\u2029\u202a\u202e\u2060\u2066\u2069"
    "\ufe0f\ufeff\ufff9\ufffe\ud800\udc9b\U000e0041\U000e0101[]0;m\\\"' aéאمक्ക്日👩🏽❤️🚀\u0301"
)
HOSTILE = st.text(ALPHABET | st.characters(), max_size=80)
NEVER = frozenset(
    chr(code)
    for code in (
        *range(9),
        *range(11, 32),
        *range(127, 160),
        0x200B,
        0x2028,
        0x2029,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
    )
)
"""The characters that no view may hold, whatever stands around them."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("\x1b[2J\x1b[31mred", "␛[2J␛[31mred"),
        ("\x9b2J\x9d0;t\x9c", "\\u009b2J\\u009d0;t\\u009c"),
        ("3 dead\r0 dead", "3 dead␍0 dead"),
        ("a\x08b\x00\x7f", "a␈b␀␡"),
        ("pay\u202egnp.exe", "pay\\u202egnp.exe"),
        ("\u2067x\u2069", "\\u2067x\\u2069"),
        ("Reu\u200bters", "Reu\\u200bters"),
        ("Reu\u200dters Reu\u200cters caf\u00e9\u200d", "Reu\\u200dters Reu\\u200cters café\\u200d"),
        ("Reuters\u200e", "Reuters\\u200e"),
        ("\ufeffA\u2028B", "\\ufeffA\\u2028B"),
        ("ok\U000e0041", "ok\\U000e0041"),
        ("👩\u2066\u200d", "👩\\u2066\\u200d"),
        ("x\ufe0f😀\ufe0f\ufe01", "x\\ufe0f😀\ufe0f\\ufe01"),
        ("\udc9b", "\\udc9b"),
    ],
)
def test_what_a_terminal_obeys_or_hides_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, “quotes”, 3 €, a\ttab\nand a line.",
        "می\u200cخواهم به خانه بروم",  # Persian: a joiner within a word
        "ह\u093fन\u094d\u200dद\u0940 क\u094d\u200d ",  # Hindi: a half form, at the end of a word too
        "അവന\u0d4d\u200d പറഞ്ഞു",  # Malayalam, as it was typed before 2008
        "(עברית)\u200f, 2026",  # Hebrew: a mark behind a bracket
        "قال\u200e 12 شخصا",
        "👩\u200d🚀 👩🏽\u200d🚀 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3",
        "葛\U000e0101城 辻\ufe00",
        "e\u0301 Vie\u0323\u0302t",
        "ᠮᠣᠩᠭᠣᠯ\u180b",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert visible(text) == text


def test_every_character_without_a_glyph_is_shown() -> None:
    seen = {"\t", "\n", "\u200c", "\u200d"} | set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
    characters = (chr(code) for code in range(sys.maxunicode + 1))
    unseen = [char for char in characters if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in seen]
    assert len(unseen) > 2_200
    assert [char for char in unseen if char in visible(f"a{char}b")] == []


def test_what_clean_takes_out_of_fields_is_shown_where_it_was_not_cleaned() -> None:
    characters = (chr(code) for code in range(sys.maxunicode + 1))
    taken = [char for char in characters if fields._NO_TEXT.match(char) and char not in "\ufffd\ufffc"]
    assert [char for char in taken if char in visible(f"a{char}b")] == []


@given(HOSTILE)
def test_nothing_that_steers_is_left_and_showing_it_twice_is_showing_it_once(text: str) -> None:
    shown = visible(text)
    assert not NEVER & set(shown)
    assert visible(shown) == shown
    assert len(shown) <= 10 * len(text)


@given(HOSTILE, st.integers(2, 60))
def test_a_line_is_one_line_of_limited_width(text: str, most: int) -> None:
    for shown in (line(text, most), passage(text, most)):
        assert not (NEVER | {"\n", "\t"}) & set(shown)
        assert len(shown) <= most
        assert len(shown.splitlines()) <= 1


def test_a_field_shows_its_line_ends_and_a_passage_runs_on() -> None:
    assert line("3 dead\n    5 published\t") == "3 dead␊    5 published␉"
    assert passage(" Jean\n  Morel\t said ") == "Jean Morel said"
    assert line("x" * (LINE + 1)) == "x" * (LINE - 1) + "…"
    assert len(line("\x1b" * 10_000_000)) == LINE


def test_a_tower_of_accents_is_cut() -> None:
    assert visible("e" + "\u0301" * 50).count("\u0301") == MOST_MARKS


@given(st.recursive(HOSTILE.filter(lambda text: not set(text) & {chr(code) for code in range(0xD800, 0xE000)}), st.lists, max_leaves=5))
def test_escaped_json_means_the_same(value: object) -> None:
    document = json.dumps(value, ensure_ascii=False)
    safe = escaped(document)
    assert json.loads(safe) == value
    assert not NEVER & set(safe)


def test_a_text_is_looked_at_closely_wherever_something_could_be_hidden() -> None:
    characters = list(map(chr, range(sys.maxunicode + 1)))
    assert [char for char in characters if _HIDDEN.match(char) and not _SUSPECT.match(char)] == []
