"""The words of a parsed document as plain values, read off spaCy once; spaCy's own tokens look them up anew at each question.

They are named as spaCy's are and say the same. With spaCy's own, frames took 1.3 to 1.4 times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from spacy import tokens as spacy_tokens
from spacy.attrs import DEP, HEAD, IDX, IS_PUNCT, IS_SPACE, LEMMA, LOWER, ORTH, POS, SENT_START, TAG

_STRINGS = (ORTH, LOWER, LEMMA, POS, TAG, DEP)
_NUMBERS = (IS_PUNCT, IS_SPACE, SENT_START, HEAD, IDX)
_STARTS = {0: None, 1: True, -1: False}
"""The value of `is_sent_start` by spaCy's SENT_START."""


class Token:
    """One word; `doc` are all words of the document, `relation` is `dep_` without its tail: `acl` of `acl:relcl`."""

    __slots__ = (
        "_head", "_source", "children", "dep_", "doc", "i", "idx", "is_punct", "is_sent_start", "is_space", "lemma", "lemma_", "lower_",
        "pos_", "relation", "sent", "tag_", "text",
    )  # fmt: skip

    def __init__(self, source: spacy_tokens.Doc, doc: list[Token], sent: Stretch, strings: Iterable[str], numbers: Iterable[int]) -> None:
        self._source, self.doc, self.sent = source, doc, sent
        self.i = len(doc)
        self.text, self.lower_, self.lemma_, self.pos_, self.tag_, self.dep_ = strings
        is_punct, is_space, start, head, self.idx = numbers
        self.is_punct, self.is_space, self.is_sent_start = bool(is_punct), bool(is_space), _STARTS[start]
        self._head = self.i + head
        self.lemma = (self.lemma_ or self.text).lower()
        self.relation = self.dep_.partition(":")[0]
        self.children = list[Token]()

    @property
    def head(self) -> Token:
        """The word that it hangs on, or itself; it is kept by its index, so that words do not keep each other alive."""
        return self.doc[self._head]

    def nbor(self, by: int = 1) -> Token:
        """Return the word `by` positions behind this one; raise IndexError without one."""
        if self.i + by < 0:
            raise IndexError(self.i + by)
        return self.doc[self.i + by]

    @property
    def left_edge(self) -> Token:
        """The first word of all that hangs on it, itself included."""
        return self.doc[int(self._source[self.i].left_edge.i)]

    @property
    def right_edge(self) -> Token:
        """The last word of all that hangs on it, itself included."""
        return self.doc[int(self._source[self.i].right_edge.i)]

    @property
    def ent_type_(self) -> str:
        """The label of the model's name that it is part of; empty outside of names."""
        return str(self._source[self.i].ent_type_)

    @property
    def whitespace_(self) -> str:
        """The blank behind it; empty without one."""
        return str(self._source[self.i].whitespace_)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words in a row, `start` to `end`."""

    doc: list[Token]
    start: int
    end: int

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc[self.start : self.end])

    @property
    def start_char(self) -> int:
        """The offset of its first character in the text."""
        return self.doc[self.start].idx

    @property
    def end_char(self) -> int:
        """The offset in the text behind its last character."""
        last = self.doc[self.end - 1]
        return last.idx + len(last.text)


@contextmanager
def tokens(doc: spacy_tokens.Doc) -> Iterator[list[Token]]:
    """Give the words of a document with a tree for as long as the block lasts: then they are let go at once, without the garbage
    collector.
    """
    strings = doc.vocab.strings
    table = doc.to_array([*_STRINGS, *_NUMBERS]).reshape(-1, len(_STRINGS) + len(_NUMBERS))
    keys, numbers = table[:, : len(_STRINGS)].tolist(), table[:, len(_STRINGS) :].astype(np.int64).tolist()
    names = {key: strings[key] for key in set(chain.from_iterable(keys))}
    words: list[Token] = []
    starts = [sentence.start for sentence in doc.sents] if doc.has_annotation("SENT_START") else [0]
    sentences = list[Stretch]()
    for start, end in pairwise([*starts, len(doc)]):
        sentences += [Stretch(words, start, end)] * (end - start)
    for sentence, said, numbered in zip(sentences, keys, numbers, strict=True):
        words.append(Token(doc, words, sentence, map(names.__getitem__, said), numbered))
    for word in words:
        if (head := word.head) is not word:
            head.children.append(word)
    try:
        yield words
    finally:
        words.clear()
