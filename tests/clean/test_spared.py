"""Tests of text that looks like boilerplate and is the story, and of forms of datelines. All texts are invented."""

from __future__ import annotations

import pytest

from streams.clean.inputs.mojibake import repair
from tests.clean.test_story import BODY, HEADLINE, P1, P2, P3, read


@pytest.mark.parametrize("dash", ["_", "--", "–", "—", "―"])
def test_each_dash_closes_a_dateline(dash: str) -> None:
    article = read(f"ARLEN, May 1 (AFP) {dash} {P1}", P2, P3, headline=HEADLINE)
    assert (article.located, article.text) == ("ARLEN", "\n\n".join(BODY))


@pytest.mark.parametrize("word", ["UPDATE", "ADVISORY", "NOTICE", "BULLETIN"])
def test_an_advisory_word_is_no_place(word: str) -> None:
    assert read(f"{word} (AFP) - {P1}", P2, P3, headline=HEADLINE).located is None


@pytest.mark.parametrize(
    "line",
    [
        "It is telling that the largest producer of salt in the valley has closed its works, one of those who left said.",
        "Moor is a producer of salt who has lived on the east bank for thirty years and lost his house.",
        "The governor of the province (@arlengov) on Monday told all to leave the east bank.",
        "Ann Moor (@annmoor) on her page called for calm and for the bridge to be opened to the sick.",
    ],
)
def test_a_sentence_of_the_story_stays(line: str) -> None:
    assert read(*BODY, line, headline=HEADLINE).text == "\n\n".join([*BODY, line])


@pytest.mark.parametrize("text", ["“No,” said JosÃ© Moor.", "The cafÃ© – it’s shut.", "“ZoÃ« left,” he said…"])
def test_mojibake_beside_marks_that_are_in_order(text: str) -> None:
    assert repair(text)[0] == text.encode("cp1252").replace(b"\xc3\xa9", b"\xe9").replace(b"\xc3\xab", b"\xeb").decode("cp1252")
