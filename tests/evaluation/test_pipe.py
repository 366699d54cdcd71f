"""Names behind the whole pipeline, brought back to the raw text."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.clean.cuts import Mark, apply
from streams.evaluation.extract.pipe import Offsets, names_piped, told_from_now
from streams.pipeline.runner import Runner
from streams.settings import Settings


@given(st.text(min_size=1, max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_every_kept_character_is_found_again_in_the_raw_text(raw: str, stretches: list[tuple[int, int]]) -> None:
    text, cuts = apply(raw, [Mark(start, min(end, len(raw)), "test") for start, end in stretches])
    offsets = Offsets(cuts)
    assert "".join(raw[offsets.raw(offset)] for offset in range(len(text))) == text
    kept = [offsets.raw(offset) for offset in range(len(text))]
    assert kept == sorted(set(kept))
    assert not any(cut.start <= offset < cut.end for offset in kept for cut in cuts)


@pytest.mark.parametrize(
    ("words", "label", "told"),
    [
        ("last week", "DATE", True),
        ("earlier this month", "DATE", True),
        ("Friday night", "DATE", False),
        ("Aug. 18", "DATE", False),
        ("the 1990s", "DATE", False),
        ("Today", "ORG", False),
    ],
)
def test_a_date_told_from_now_names_no_day_month_or_year(words: str, label: str, told: bool) -> None:
    assert told_from_now((0, len(words), label), words) is told


def article(*paragraphs: str, tagged: str) -> str:
    """Return one article of Worldwide dev with a word that is a place."""
    sentences = [
        {"tokens": words, "tags": ["B-Location" if word == tagged else "O" for word in words]}
        for words in (paragraph.split() for paragraph in paragraphs)
    ]
    return json.dumps({"id": tagged, "region": "Africa", "split": "dev", "sentences": sentences}) + "\n"


def test_names_of_articles_are_found_and_those_of_unread_ones_are_missed(tmp_path: Path) -> None:
    body = "Gunmen killed twelve farmers in Nigeria on Tuesday , police said , and fled north . The army sent soldiers after them ."
    dutch = (
        "De regering van Ghana heeft woensdag een nieuwe wet aangenomen over de belasting van kleine bedrijven in het hele land . "
        "Volgens de minister moet de opbrengst gaan naar scholen en ziekenhuizen , maar de oppositie vreest dat veel winkels sluiten ."
    )
    path = tmp_path / "worldwide.jsonl.gz"
    path.write_bytes(gzip.compress((article(body, tagged="Nigeria") + article(dutch, tagged="Ghana")).encode()))
    found = names_piped(path, Runner(Settings(), until="extract").run)
    assert found.unread == 1
    assert found.cut == 0
    assert found.tally.rows()["LOC"]["r"] == 0.5
    assert found.named.rows()["LOC"] == found.tally.rows()["LOC"]
