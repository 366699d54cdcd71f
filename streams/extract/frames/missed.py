"""Predicates that the parse lost, found by their forms: a safety net under a small parser.

Only words that hardly mean anything else: past forms of verbs ("vetoed", "kidnapped"), read with the nearest words as their arguments,
and event nouns that stand in a compound ("earthquake victims"), which get a frame without arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from streams.extract import lexicon
from streams.extract.tokens import Stretch, Token
from streams.messages import Argument, Entity, Frame, Role

_BE = frozenset({"was", "were", "been", "is", "are", "being", "be"})
_WIDEST = 8
"""The most words of the object of a verb that the parse lost."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A document's text and names; `named` gives the entity of each character inside one."""

    text: str
    entities: Sequence[Entity]
    named: Mapping[int, int]


def missed(text: str, frames: Sequence[Frame], entities: Sequence[Entity], sentences: Sequence[Stretch]) -> Iterator[Frame]:
    """Yield a frame for each sure verb and noun that no frame covers, in the order of the text."""
    covered = {at for frame in frames for at in range(frame.start, frame.end)}
    page = _Page(text, entities, {at: number for number, entity in enumerate(entities) for at in range(entity.start, entity.end)})
    for number, sentence in enumerate(sentences):
        row = [word for word in sentence if not word.is_space]
        for at, word in enumerate(row):
            if word.idx in covered:
                continue
            lemma = _FORMS.get(word.lower_)
            if lemma is not None and at and word.idx not in page.named and (found := _verb(row, at, lemma, number, page)) is not None:
                yield found
            elif (size := _noun(row, at, page)) and row[at + size - 1].idx not in covered:
                last = row[at + size - 1]
                covered.update(range(word.idx, last.idx + len(last.text)))
                yield _frame(
                    row[at : at + size], number, " ".join([*(w.lower_ for w in row[at : at + size - 1]), _singular(last)]), "NOUN", page
                )


def _verb(row: list[Token], at: int, lemma: str, number: int, page: _Page) -> Frame | None:
    before = row[at - 1].lower_
    passive = before in _BE or (before.endswith("ly") and at > 1 and row[at - 2].lower_ in _BE)
    if not passive and (before in ("the", "a", "an", "to", "of", "'s", "’s") or at + 1 == len(row)):
        return None
    left, right = _left(row, at, page), _right(row, at, page)
    arguments = []
    if left is not None:
        arguments.append(left.with_(role="patient" if passive else "agent"))
    if right is not None and not passive:
        arguments.append(right)
    made = _frame(row[at : at + 1], number, lemma, "VERB", page)
    return made.with_(voice="passive" if passive else "active", tense="past", arguments=tuple(arguments))


def _noun(row: list[Token], at: int, page: _Page) -> int:
    """Return the number of words of a sure noun that begins here, outside of names; 0 where none does."""
    if row[at].lower_ not in _OPENING:
        return 0
    for size in (2, 1):
        run = row[at : at + size]
        if len(run) == size and " ".join([*(w.lower_ for w in run[:-1]), _singular(run[-1])]) in lexicon.SURE_NOUNS:
            return 0 if run[0].idx in page.named and page.named[run[0].idx] == page.named.get(run[-1].idx) else size
    return 0


def _left(row: list[Token], at: int, page: _Page) -> Argument | None:
    """Return the name or noun that ends just before the verb, auxiliaries and days left out; None without one."""
    i = at - 1
    while i >= 0 and (row[i].lower_ in lexicon.BEFORE_VERB or row[i].lower_.endswith("ly")):
        i -= 1
    if i < 0 or not row[i].lower_[0].isalpha() or row[i].pos_ == "PRON":
        return None
    number = page.named.get(row[i].idx)
    if number is None:
        return _argument(row[max(0, i - 1) : i + 1], "agent", page)
    entity = page.entities[number]
    for word in row[max(0, i - 3) : i]:
        if entity.start - len(word.text) - 5 <= word.idx < entity.start and (word.lower_ in lexicon.ENDS or word.lower_ == "of"):
            return None  # "traders in Kabul fled"
    return Argument(start=entity.start, end=entity.end, text=entity.text, role="agent", head=entity.text, head_start=entity.start,
                    head_end=entity.end, entity=number, entities=(number,))  # fmt: skip


def _right(row: list[Token], at: int, page: _Page) -> Argument | None:
    """Return the words behind the verb up to the next preposition or mark as its patient; None without any."""
    i = at + 1
    while i < len(row) and i - at <= _WIDEST and row[i].lower_ not in lexicon.ENDS:
        i += 1
    return _argument(row[at + 1 : i], "patient", page) if i > at + 1 else None


def _argument(words: list[Token], role: Role, page: _Page) -> Argument:
    start, end, head = words[0].idx, words[-1].idx + len(words[-1].text), words[-1]
    touched = dict.fromkeys(page.named[word.idx] for word in words if word.idx in page.named)
    inside = tuple(number for number in touched if start <= page.entities[number].start and page.entities[number].end <= end)
    heading = next((number for number in inside if page.entities[number].start <= head.idx < page.entities[number].end), None)
    return Argument(start=start, end=end, text=page.text[start:end], role=role, head=head.lower_, head_start=head.idx, head_end=end,
                    entity=heading, entities=inside)  # fmt: skip


def _frame(words: list[Token], sentence: int, lemma: str, pos: Literal["VERB", "NOUN"], page: _Page) -> Frame:
    last = words[-1]
    start, end = words[0].idx, last.idx + len(last.text)
    return Frame(sentence=sentence, start=start, end=end, text=page.text[start:end], lemma=lemma, pos=pos)


def _singular(word: Token) -> str:
    return word.lower_[:-1] if word.lower_.endswith("s") and not word.lower_.endswith("ss") else word.lower_


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"


_FORMS = {lexicon.SURE_PASTS.get(verb, _past(verb)): verb for verb in lexicon.SURE_VERBS}
_OPENING = frozenset(form for noun in lexicon.SURE_NOUNS for form in (noun.split()[0], noun.split()[0] + "s"))
"""The first words of sure nouns, singular and plural: looked at first, since most words are not among them."""
