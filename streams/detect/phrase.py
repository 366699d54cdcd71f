"""A noun phrase: its words before and behind the head, the class of its head, its country, and its name without what loosens it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from streams.detect.heads import LEADING, QUANTITIES, head_of, office
from streams.detect.lexicon import Head, lexicon, words
from streams.detect.named import code_of, known_as
from streams.detect.reading import Reading, Word
from streams.messages import Argument, Entity, Span

JOINS = words("who", "joins")
BEHIND = words("who", "behind")
"""Prepositions behind a head that tell where its people are from."""
_ARTICLES = frozenset({"the", "a", "an", "its", "their"})
_PARTS = words("who", "parts")
_FIGURES = frozenset({"CARDINAL", "QUANTITY", "PERCENT", "MONEY", "DATE", "TIME"})
PRONOUNS = words("who", "pronouns")


@dataclass(frozen=True)
class Phrase:
    """A noun phrase by its words: those up to its head, and those behind."""

    reading: Reading
    start: int
    end: int
    head_end: int

    @classmethod
    def of(cls, reading: Reading, span: Span) -> Phrase:
        """Return a phrase whose head is not known: it is taken to be the last word before a preposition, a comma or the end."""
        said = reading.said_in(span.start, span.end)
        stop = next(
            (at for at, word in enumerate(said) if at and (word.lower in BEHIND or word.lower in ("of", ",", "and", "on"))), len(said)
        )
        return cls(reading, span.start, span.end, said[stop - 1].end if said else span.end)

    @cached_property
    def before(self) -> tuple[Word, ...]:
        """The words of the phrase up to its head, the head last."""
        return self.reading.said_in(self.start, self.head_end)

    @cached_property
    def behind(self) -> tuple[Word, ...]:
        """The words of the phrase behind its head."""
        return self.reading.said_in(self.head_end, self.end)

    @cached_property
    def names(self) -> tuple[Entity, ...]:
        """The names in the phrase."""
        return tuple(self.reading.names_within(self.start, self.end))

    @property
    def office(self) -> Head | None:
        """The class of what the phrase names, by its head and the words beside; None where the lexicon does not know it."""
        return office(self.reading.lower_in(self.start, self.head_end), self.reading.lower_in(self.head_end, self.end))

    @property
    def country(self) -> str | None:
        """The country that the phrase's words tell: whose its head is (`Chile's`, `French`, `Nairobi`), else where its head is `of`, `in`
        or `from`.
        """
        leading = [e for e in self.names if e.end <= self.head_end and code_of(e) is not None and not self._of_thing(e)]
        if leading:
            return code_of(leading[0])
        known = next((k.country for e in self.names if (k := known_as(e)) is not None and k.country is not None), None)
        if known is not None:
            return known
        for entity in self.names:
            link = [w.lower for w in self.behind if w.end <= entity.start and w.lower not in _ARTICLES][-1:]
            if entity.start >= self.head_end and link and link[0] in BEHIND and (code := code_of(entity)) is not None:
                return code
        return None

    def _of_thing(self, entity: Entity) -> bool:
        """Return True if a name is only part of a word that tells something else: "Chinese-language", but not "Nairobi-based"."""
        whole = next((w for w in self.before if w.start <= entity.start < w.end), None)
        return whole is not None and whole.end > entity.end and "-" in whole.lower and whole.lower.rpartition("-")[2] not in _PARTS


def phrase_of(reading: Reading, argument: Argument) -> Phrase:
    """Return an argument as a phrase; of `thousands of protesters in Lima` the protesters are the head."""
    head_end = max(argument.head_end, argument.start + 1)
    behind = reading.said_in(argument.head_end, argument.end)
    counted = argument.head.lower() in QUANTITIES or argument.head.lower().removesuffix("s") in QUANTITIES
    if counted and len(behind) > 1 and behind[0].lower == "of":
        stop = next((at for at, w in enumerate(behind) if at and (w.lower in BEHIND or not w.lower[0].isalnum())), len(behind))
        return Phrase(reading, behind[1].start if stop > 1 else argument.start, argument.end, behind[stop - 1].end)
    return Phrase(reading, whole_start(reading, argument.start), argument.end, head_end)


def headed(reading: Reading, argument: Argument) -> Head | None:
    """Return the entry of an argument's head, by as many of the words before it as make an entry ("resistance force")."""
    book, own = lexicon(), argument.head.lower()
    if own.rpartition("_")[2] in book.compound_ends:
        before = reading.lower_in(argument.start, argument.head_start)
        for size in (2, 1):
            if len(before) >= size and (found := book.heads.get("_".join([*before[-size:], own]))) is not None:
                return found
    counted = own in QUANTITIES or own[:1].isdigit()
    if counted and (rest := reading.lower_in(argument.head_end, argument.end))[:1] == ("of",):
        return head_of(" ".join(rest[1:]))  # "6,000 of its soldiers"
    return head_of(argument.head) or head_of(argument.text)


def name_of(reading: Reading, argument: Argument) -> Entity | None:
    """Return the name that heads an argument, unless it is a figure or a time: "tens of thousands of people" has no such name."""
    entity = reading.entity(argument)
    return None if entity is None or entity.label in _FIGURES else entity


def is_head(entity: Entity | None, argument: Argument) -> bool:
    """Return True if the name is the head itself, not a modifier of it."""
    return entity is not None and entity.start <= argument.head_start < entity.end


def is_titled(reading: Reading, argument: Argument, entity: Entity) -> bool:
    """Return True if a name follows the head as its apposition: "Taliban leader Abdul Ghani Baradar", "terror group Islamic State"."""
    return argument.head_end <= entity.start < argument.end and not reading.text(argument.head_end, entity.start).strip(" ,\n")


def whole_start(reading: Reading, start: int) -> int:
    """Return the offset of the word in the middle of which a phrase begins: `Nairobi-based bank` is told as `based bank`."""
    sentence = reading.sentence_at(start)
    if sentence is None:
        return start
    row = reading.rows[sentence]
    at = bisect_left(row.starts, start) - 1
    return row.starts[at] if at >= 0 and start < row.ends[at] else start


def trimmed_end(phrase: Phrase) -> int:
    """Return the end of a phrase without what follows its head noun (relative clauses, appositions), but with a short `of` and whom it
    names.
    """
    end, behind = phrase.head_end, phrase.behind
    if behind and behind[0].lower == "of":
        ends = (at for at, w in enumerate(behind) if at and (not (w.lower[0].isalnum() or w.lower == "&") or w.lower in BEHIND))
        stop = next(ends, len(behind))
        if stop > 1 and not any(word.lower in JOINS for word in behind[2:stop]):
            end = behind[stop - 1].end
    return max(end, phrase.start + 1)


def own_start(reading: Reading, start: int, end: int) -> int:
    """Return the offset of a phrase without its article, its number and what loosens that: of `116 people` the party is the people."""
    said = reading.said_in(start, end)
    figures = [(e.start, e.end) for e in reading.names_within(start, end) if e.label == "CARDINAL"]
    at = 0
    while at < len(said) - 1:
        word = said[at]
        counted = any(s <= word.start < e for s, e in figures)
        if not (counted or word.lower in LEADING or (word.lower in ("of", "the") and at)):
            break
        at += 1
    return said[at].start if said else start
