"""Windows of the event reader: every sentence is read once, with its headline and day, and none is longer than the encoder reads."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from streams.model.events.windows import BAR, BEFORE, LEAD, LONGEST, PIECES, WORDS, before, part_of, windows

WORD = st.sampled_from(["blast", "killed", "nine", "in", "Kirkuk", "on", "Tuesday", "x" * 12])
SENTENCES = st.lists(st.lists(WORD, min_size=1, max_size=200), min_size=1, max_size=20)


@given(SENTENCES, st.lists(WORD, max_size=40), st.integers(1, 12))
def test_every_sentence_is_in_one_window_in_order(sentences: list[list[str]], headline: list[str], size: int) -> None:
    ahead = before(headline, datetime(2026, 3, 10, tzinfo=UTC))
    counts = {word: size for words in (ahead, *sentences) for word in words}
    numbered = list(enumerate(sentences))[::2]  # every other one holds a word that may tell of an event
    made = list(windows(numbered, ahead, counts))
    read = [number for window in made for number, _, _ in window.sentences]
    assert read == [number for number, _ in numbered]
    for window in made:
        assert len(window.words) == len(window.parts)
        assert window.words[: len(ahead) + 1] == (*ahead, BAR)
        assert set(window.parts[: len(ahead) + 1]) == {BEFORE}
        assert sum(counts.get(word, 1) for word in window.words) <= PIECES
        for number, start, end in window.sentences:
            assert window.words[start:end] == tuple(sentences[number][: end - start])
            assert 0 < end - start <= LONGEST
            assert set(window.parts[start:end]) == {part_of(number)}
        assert len(window.sentences) == 1 or sum(end - start for _, start, end in window.sentences) <= WORDS


def test_neighbours_share_a_window_and_a_gap_is_marked() -> None:
    (window,) = windows([(0, ["A", "blast"]), (1, ["Nine", "died"]), (4, ["Talks"])], ["March", "2026"], dict.fromkeys("A", 1) | _ones())
    assert window.words == ("March", "2026", BAR, "A", "blast", "Nine", "died", BAR, "Talks")
    assert window.sentences == ((0, 3, 5), (1, 5, 7), (4, 8, 9))
    assert window.parts[3] == LEAD


def _ones() -> dict[str, int]:
    return dict.fromkeys(("blast", "Nine", "died", "Talks", "March", "2026"), 1)


def test_what_stands_ahead_is_the_month_and_the_first_words_of_the_headline() -> None:
    assert before(["Quake"], datetime(2026, 3, 10, tzinfo=UTC)) == ["March", "2026", "Quake"]
    assert before([], None) == []
    assert len(before(["word"] * 50, None)) == 16
