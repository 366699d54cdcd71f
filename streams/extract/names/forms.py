"""This module gives a name the form in which its words are compared, without case, accents, points and what stands in front of a name, and
the form in which it is written out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from streams.extract import lexicon

Words = tuple[str, ...]

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "’": "'", "‘": "'", "ʼ": "'"})
_SAME = {
    "organization": "organisation", "center": "centre", "defense": "defence", "labor": "labour", "program": "programme",
    "theater": "theatre", "harbor": "harbour", "saint": "st", "mount": "mt", "and": "&",
}  # fmt: skip
_ARTICLE = re.compile(r"^(?:the|this|that|our)\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s?|['’]S)$")
_WORD = re.compile(r"[^\s\-–—/,;:()\[\]{}\"“”„«»&!?…·*|~]+|&")
_ACCENTS = re.compile("[\u0300-\u036f.'_]")


@dataclass(frozen=True, slots=True)
class Thing:
    """One person, organisation, place or other: its kind, its fullest name, and its number among those of that name."""

    kin: str
    name: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """A person's name taken apart: `words` tell people apart; `title` is what was left out in front.

    A name of only a title has it as its words, too (`bare_title`).
    """

    words: Words
    title: Words = ()
    generation: str = ""
    gender: str = ""
    bare_title: bool = False


def folded(words: str) -> Words:
    """Return the words in small letters without accents and points: `Médecins`, `MEDECINS` and `Medecins` are one; so are `U.S.` and
    `US`.
    """
    bare = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
    return tuple(_SAME.get(word, word) for word in _WORD.findall(_ACCENTS.sub("", bare)))


def plain(words: str) -> str:
    """Return the words with one blank between them, no article in front, no possessive behind."""
    text = _POSSESSIVE.sub("", _ARTICLE.sub("", " ".join(words.split())))
    return text or " ".join(words.split())


def untitled(words: str) -> str:
    """Return a person's name as it is written out: without `President` in front, but with `Mullah`."""
    parts = plain(words).split()
    first = next((at for at, part in enumerate(parts) if not _is_in(part, lexicon.TITLES)), 0)
    return " ".join(parts if parts[first : first + 1] == ["of"] else parts[first:])


def person(words: str, before: str = "") -> Form:
    """Return a person's name taken apart; `before` are the words in front of it, where its title may stand."""
    parts = plain(words).split()
    ahead = before.split()
    at = len(ahead)
    while at and _is_title(ahead[at - 1]):
        at -= 1
    first = 0
    while first < len(parts) and _is_title(parts[first]):
        first += 1
    if parts[first : first + 1] == ["of"]:  # "Countess of Orvik" is a name
        first = 0
    if first == len(parts):
        words_of_title = folded(" ".join(parts))
        return Form(words_of_title, words_of_title, bare_title=True)
    rest = [lexicon.NAME_SPELLINGS.get(word, word) for word in folded(" ".join(parts[first:]))]
    while len(rest) > 1 and rest[-1] in lexicon.POST_NOMINALS:
        rest.pop()
    if len(rest) > 1 and rest[-1] == "i":  # "Orvik I": who bears the name first needs no number
        rest.pop()
    generation = rest.pop() if len(rest) > 1 and rest[-1] in lexicon.GENERATIONS else ""
    titles = [*ahead[at:], *parts[:first]]
    return Form(_joined_initials(tuple(rest)), folded(" ".join(titles)), generation, _gender(titles))


def _is_title(word: str) -> bool:
    return _is_in(word, lexicon.TITLES) or _is_in(word, lexicon.HONORIFICS)


def _is_in(word: str, listed: frozenset[str]) -> bool:
    return word.lower().rstrip(",.") in listed


def _gender(titles: list[str]) -> str:
    """Return `m` or `f` by the titles, or an empty string where they do not tell."""
    man = any(_is_in(title, lexicon.MENS_TITLES) for title in titles)
    woman = any(_is_in(title, lexicon.WOMENS_TITLES) for title in titles)
    return "" if man == woman else "m" if man else "f"


def _joined_initials(words: Words) -> Words:
    """Return the words with initials in front joined to one word: `J. D. Vance` as `J.D. Vance`."""
    count = 0
    while count < len(words) - 1 and len(words[count]) == 1:
        count += 1
    return ("".join(words[:count]), *words[count:]) if count > 1 else words
