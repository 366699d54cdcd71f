"""The changes of newsrooms to letters (headline capitals, curly quotes) that leave the words the same."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    """Return the words of a text, as a set."""
    return frozenset(text.split())


# Words that stay small in a headline.
SMALL = _words("a an the and or but nor of in on at to by for from with as vs via over after")
_CURLY = {"'": "’", "`": "‘", "'s": "’s", "n't": "n’t", "'re": "’re", "'ve": "’ve", "'m": "’m", "'ll": "’ll", "'d": "’d"}
_STRAIGHT = {curly: straight for straight, curly in _CURLY.items()} | {"“": '"', "”": '"', "‘": "'"}


def titled(words: list[str]) -> list[str]:
    """Return the words in headline capitals: Every Word but the Small Ones."""
    return [word if index != 0 and word.lower() in SMALL else word[:1].upper() + word[1:] for index, word in enumerate(words)]


def uppered(words: list[str]) -> list[str]:
    """Return the words in ALL CAPITALS, save where that would change the length of a word."""
    return [word.upper() if len(word.upper()) == len(word) else word for word in words]


def lowered(words: list[str]) -> list[str]:
    """Return the words in all small letters, save where that would change the length of a word."""
    return [word.lower() if len(word.lower()) == len(word) else word for word in words]


def curled(words: list[str]) -> list[str]:
    """Return the words with typewriter quotes as printers' quotes, opening and closing in turn."""
    made, opening = [], True
    for word in words:
        if word == '"':
            made.append("“" if opening else "”")
            opening = not opening
        else:
            made.append(_CURLY.get(word, word))
    return made


def straightened(words: list[str]) -> list[str]:
    """Return the words with printers' quotes as typewriter quotes."""
    return [_STRAIGHT.get(word, word) for word in words]
