"""The letter case of a word, which the encoder gets as an input of its own, since its pieces have no case."""

from __future__ import annotations

from functools import lru_cache

PAD, MARK, NUMBER, WITH_DIGIT, LOWER, UPPER, CAPITAL, TITLE, MIXED = range(9)
COUNT = 9


@lru_cache(100_000)
def shape(word: str) -> int:
    """Return one of nine shapes: padding, marks only, a number, letters and digits, lower, UPPER, one capital, Title, mixed."""
    letters = [letter for letter in word if letter.isalpha()]
    digits = any(letter.isdigit() for letter in word)
    if not letters:
        return NUMBER if digits else MARK
    if digits:
        return WITH_DIGIT
    if all(letter.islower() or not letter.isupper() for letter in letters):
        return LOWER
    if all(letter.isupper() for letter in letters):
        return CAPITAL if len(letters) == 1 else UPPER
    if letters[0].isupper() and not any(letter.isupper() for letter in letters[1:]):
        return TITLE
    return MIXED
