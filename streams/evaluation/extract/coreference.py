"""This module measures how well mentions of one person, organisation or place get one id, by pairs on GUM's gold coreference.

Counted are GUM's mentions of type person, organization and place whose head word is tagged PROPN (the `named` flag of the
mentions file): pronouns and `the minister` are not names. GUM's mentions run on over appositions and relative clauses, which no
name tagger marks, so each is cut to the name around its head. Reddit's texts are masked in the public release and left out.
Source: Zeldes 2017, https://gucorpling.org/gum/; the column `Entity` of its CoNLL-U files holds the chains.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from spacy.language import Language

from streams.extract.mentions import Mention
from streams.extract.names.entities import consistent, entities, trim, untitled, words_of
from streams.extract.names.ids import named
from streams.messages import EntityLabel

LABELS: dict[str, EntityLabel] = {"person": "PERSON", "organization": "ORG", "place": "LOC"}

_MARK = re.compile(r"\((\d+)-([a-z]+)-[^()]*(\))?|(\d+)\)")
# What joins a word to the name that it is part of; `nmod` only by `of` and the like, see `_part`.
_INNER = frozenset({"flat", "compound", "amod", "fixed", "goeswith", "nummod", "case", "punct", "det", "cc"})
_INNER_PREPOSITIONS = frozenset({"of", "for"})
_NAME_TAGS = frozenset({"NNP", "NNPS", "FW"})


@dataclass(frozen=True, slots=True)
class Gold:
    """A document with its name mentions, and of each the chain that it belongs to."""

    name: str
    text: str
    mentions: dict[Mention, str]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The numbers of pairs of mentions that are said to be one thing: those right, those found, those of the gold."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(self.right + other.right, self.found + other.found, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class _Word:
    """A row of CoNLL-U; `head` is an index in the sentence, -1 for the root."""

    form: str
    upos: str
    tag: str
    head: int
    label: str
    start: int
    end: int


def read_gold(path: Path, wanted: frozenset[str]) -> Iterator[Gold]:
    """Yield the wanted documents of GUM's CoNLL-U file, those with masked words left out."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        name, document = "", list[str]()
        for line in lines:
            if line.startswith("# newdoc"):
                if name in wanted:
                    yield from _gold(name, document)
                name, document = line.partition("=")[2].strip(), []
            document.append(line.rstrip("\n"))
        if name in wanted:
            yield from _gold(name, document)


def split_names(splits: str, split: str) -> frozenset[str]:
    """Return the names of the documents of one split in GUM's list of splits; an empty set where it has no such split."""
    part = re.search(rf"^## {split}\n(.*?)(?=^## |\Z)", splits, re.MULTILINE | re.DOTALL)
    return frozenset(re.findall(r"\* (\S+)", part[1])) if part else frozenset()


def _gold(name: str, lines: list[str]) -> Iterator[Gold]:
    """Yield one document, unless its words are masked."""
    text, mentions = "", dict[Mention, str]()
    for blank, group in groupby(lines, key=lambda line: not line):
        block = list(group)
        rows = [cells for cells in (line.split("\t") for line in block if not line.startswith("#")) if cells[0].isdigit()]
        if blank or not rows:
            continue
        if text:
            text += "\n" if any(line.startswith("# newpar") for line in block) else " "
        spaced = _spaced(block)
        words = []
        for number, row in enumerate(rows):
            words.append(_Word(row[1], row[3], row[4], int(row[6]) - 1, row[7].partition(":")[0], len(text), len(text) + len(row[1])))
            text += row[1] + (" " if spaced[number] else "")
        text = text.rstrip(" ")
        if any(set(word.form) == {"_"} and len(word.form) > 1 for word in words):
            return
        spans = _spans(row[9] for row in rows)
        owners = {last for _, _, _, last in spans if words[last].tag == "POS"}
        for chain, kind, first, last in spans:
            found = _name(words, first, last, kind, owners) if kind in LABELS else None
            if found is not None:  # of nested mentions around one name the outermost counts: it comes first
                mentions.setdefault(Mention(*found, LABELS[kind]), chain)
    yield Gold(name, text, dict(sorted(mentions.items())))


def _spaced(block: list[str]) -> list[bool]:
    """Return for each word True if a blank follows it; the parts of `don't` touch."""
    glued = set[int]()
    for cells in (line.split("\t") for line in block if not line.startswith("#")):
        first, _, last = cells[0].partition("-")
        if last:
            glued.update(range(int(first), int(last)))
        if "SpaceAfter=No" in cells[9]:
            glued.add(int(last or first))
    return [int(cells[0]) not in glued for cells in (line.split("\t") for line in block) if cells[0].isdigit()]


def _spans(columns: Iterable[str]) -> list[tuple[str, str, int, int]]:
    """Return the chain, type, first and last word of each mention of a sentence, the outer ones first."""
    found, opened = list[tuple[str, str, int, int]](), list[tuple[str, str, int]]()
    for index, column in enumerate(columns):
        marks = next((part for part in column.split("|") if part.startswith("Entity=")), "")
        for mark in _MARK.finditer(marks):
            if mark[1]:
                opened.append((mark[1], mark[2], index))
            if mark[3] or mark[4]:
                chain = mark[1] or mark[4]
                which = max(number for number, one in enumerate(opened) if one[0] == chain)
                found.append((*opened.pop(which), index))
    return sorted(found, key=lambda one: (one[2], -one[3]))


def _name(words: list[_Word], first: int, last: int, kind: str, owners: Set[int]) -> tuple[int, int] | None:
    """Return start and end, in characters, of the name around the head of a mention; None where the head is no proper noun.

    `owners`: the last words, `'s`, of mentions of their own.
    """
    head = next(index for index in range(first, last + 1) if not first <= words[index].head <= last)
    if words[head].upos != "PROPN":
        return None
    start = end = head
    while start > first and _part(words, start - 1, head, kind, owners):
        start -= 1
    while end < last and _part(words, end + 1, head, kind, owners):
        end += 1
    while start < head and words[start].tag not in _NAME_TAGS:  # "80,000 Germans", "both Chao", "beautiful Paris"
        start += 1
    while end > head and words[end].tag not in _NAME_TAGS | {"CD"}:  # "Cleveland proper", but "Apollo 11"
        end -= 1
    return words[start].start, words[end].end


def _part(words: list[_Word], index: int, head: int, kind: str, owners: Set[int]) -> bool:
    """Return True if a word belongs to the name of a head: every step from it to the head is one inside names."""
    for _ in range(len(words)):
        if index == head:
            return True
        word = words[index]
        marks = [number for number, one in enumerate(words) if one.label == "case" and one.head == index]
        cases = {words[number].form.lower() for number in marks}
        owning = any(words[number].tag == "POS" for number in marks)
        if word.label == "nmod" and owning:  # "Orvik People's Army", but not "Orvik's Army"
            if kind == "person" or word.upos != "PROPN" or not owners.isdisjoint(marks):
                return False
        elif word.label == "nmod":  # "University of Portsmouth", but not "Kim Lee of Civic Passion"
            if kind == "person" or word.upos != "PROPN" or not cases or not cases <= _INNER_PREPOSITIONS:
                return False
        elif word.label == "conj":  # "Health and Sport Council", "Department of Health and Sport", but not "Kim Lee and Marta Zaher"
            if kind == "person" or word.head == head or not cases <= _INNER_PREPOSITIONS:
                return False
        elif word.label not in _INNER or (word.label == "punct" and word.form not in ("-", "–", "&", ".", "'", "’", "/")):
            return False
        if word.head < 0:
            return False
        index = word.head
    return False


def pairs(found: dict[Mention, str | None], gold: dict[Mention, str]) -> Pairs:
    """Count the pairs of mentions with one id, among the found, the gold, and both; spans are compared without their labels."""
    chains = {(mention.start, mention.end): chain for mention, chain in gold.items()}
    ids = {(mention.start, mention.end): one for mention, one in found.items() if one is not None}
    both = Counter((ids[span], chains[span]) for span in ids.keys() & chains.keys())
    return Pairs(*(sum(n * (n - 1) // 2 for n in sizes.values()) for sizes in (both, Counter(ids.values()), Counter(chains.values()))))


def linked(gold: Gold) -> dict[Mention, str | None]:
    """Return the ids that our linker gives to gold mentions, so that linking alone is measured.

    As in use it is also shown where else these names stand, or it could not read "also known as Orvik" where GUM marks no name.
    """
    shown = consistent(gold.text, list(gold.mentions), words_of(gold.text))
    ids = {(one.start, one.end): one.id for one in named(gold.text, shown)}
    return {mention: ids[mention.start, mention.end] for mention in gold.mentions}


def read_off(gold: Gold, nlp: Language) -> dict[Mention, str | None]:
    """Return the ids of the persons, organisations and places that extract finds in the running text by itself."""
    found = entities(nlp(gold.text))
    return {Mention(one.start, one.end, one.label): one.id for one in found if one.label in ("PERSON", "ORG", "LOC", "GPE", "FAC")}


def as_tagged(gold: Gold) -> Gold:
    """Return the gold mentions with the ends that our own have: no article, title or possessive, so that spans can be compared."""
    trimmed = ((trim(gold.text, mention), chain) for mention, chain in gold.mentions.items())
    return replace(gold, mentions={untitled(gold.text, one) if one.label == "PERSON" else one: chain for one, chain in trimmed})


def names_within(data: Path, nlp: Language, split: str = "dev") -> dict[str, Pairs]:
    """Count the pairs on one split of GUM: `gold names` measures linking alone, `found names` tagging and linking together."""
    folder = data / "syntax"
    wanted = split_names((folder / "gum_licence" / "splits.md").read_text("utf-8"), split)
    documents = list(read_gold(folder / "gum.conllu.gz", wanted))
    return {
        "gold names": sum((pairs(linked(one), one.mentions) for one in documents), Pairs()),
        "found names": sum((pairs(read_off(one, nlp), as_tagged(one).mentions) for one in documents), Pairs()),
    }
