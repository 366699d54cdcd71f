"""Every word is answered for once, in windows that the encoder can read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.model.windows import PIECES, WORDS, windows

LINES = st.lists(st.tuples(st.sampled_from(["a", ".", "?", "”", ")"]), st.integers(1, 12)), min_size=1, max_size=700)


@given(LINES)
def test_windows_answer_for_each_word_once_and_hold_no_more_than_they_may(line: list[tuple[str, int]]) -> None:
    words, sizes = [word for word, _ in line], [size for _, size in line]
    index = 0
    for window in windows(words, sizes):
        assert (window.first, window.start <= window.first < window.last <= window.end) == (index, True)
        assert window.end - window.start <= WORDS
        assert sum(sizes[window.start : window.end]) <= PIECES
        index = window.last
    assert index == len(words)


def test_a_window_ends_where_a_sentence_does_with_its_closing_quote() -> None:
    words = (["so"] * 38 + [".", "”"]) * 3
    assert [(window.first, window.last) for window in windows(words, [1] * len(words))] == [(0, 80), (80, 120)]


def test_without_a_sentence_end_windows_overlap_and_share_the_overlap() -> None:
    first, second = windows(["so"] * 150, [1] * 150)
    assert (first.start, first.end, first.last) == (0, 100, 92)
    assert (second.start, second.first, second.end) == (84, 92, 150)


def test_a_line_of_one_word() -> None:
    assert [(window.start, window.end) for window in windows(["so"], [12])] == [(0, 1)]
