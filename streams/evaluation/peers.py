"""Test sets of others, as texts with the types that their own scheme gives them; read from the data folder, never kept."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from streams.messages import AnalysedArticle

ArticlesOf = Callable[[Sequence[str], datetime], Sequence[AnalysedArticle]]
"""A function that takes texts, as published at one time, through clean (raw pages) and extract; it returns one readable article each, in
order.
"""

_OLD = {"YIELD": {"CONCEDE", "RETREAT"}, "INVESTIGATE": {"ACCUSE"}, "DISAPPROVE": {"ACCUSE"}, "DEMAND": {"REQUEST"}, "FIGHT": {"ASSAULT"}}
"""Type names of earlier drafts of PLOVER."""
_CAMEO = {
    "02": {"REQUEST"},
    "03": {"AGREE"},
    "04": {"CONSULT"},
    "05": {"SUPPORT"},
    "06": {"COOPERATE"},
    "07": {"AID"},
    "08": {"CONCEDE", "RETREAT"},
    "09": {"ACCUSE"},
    "10": {"REQUEST"},
    "11": {"ACCUSE"},
    "12": {"REJECT"},
    "13": {"THREATEN"},
    "14": {"PROTEST"},
    "15": {"MOBILIZE"},
    "16": {"SANCTION"},
    "17": {"COERCE"},
    "18": {"ASSAULT"},
    "19": {"ASSAULT"},
    "20": {"ASSAULT"},
    "057": {"SUPPORT"},
    "163": {"COERCE"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """A text, the types any of which is right, and the pair of parties that is asked about where one is named."""

    text: str
    types: frozenset[str]
    source: str | None = None
    target: str | None = None


def plv(path: Path) -> Iterator[Row]:
    """Yield the sentences of PLV with the type of what the source does to the target."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["gold_root"] and row["gold_root"] != "gold_root":
                yield Row(row["sentence"], _root(row["gold_root"]), row["source"], row["target"])


def plover(path: Path) -> Iterator[Row]:
    """Yield PLOVER's gold standard records with the type of what the source does to the target; of one that both do, to each other."""
    for row in json.loads(path.read_text(encoding="utf-8")):
        if row["event"] != "DOCUMENT" and row.get("text"):
            source, target = _named(row.get("source")), _named(row.get("target"))
            yield Row(row["text"], _root(row["event"]), source or None, target or source or None)


def _named(parties: list[dict[str, str]] | str | None) -> str:
    """Return the names of a record's parties; an empty text where it has none, or an empty text for them."""
    return " ".join(party.get("actorText", "") for party in parties) if isinstance(parties, list) else ""


def _root(name: str) -> frozenset[str]:
    return frozenset(_OLD.get(name, {name}))


# PETRARCH 2's unit tests are coded by a dictionary made up for them ("marched" is 190, "restore ties" 064), so its figure has no target.
def petrarch(path: Path) -> Iterator[Row]:
    """Yield the sentences of PETRARCH 2's own tests that it codes."""
    for part in path.read_text(encoding="utf-8", errors="replace").split("<Sentence ")[1:]:
        code, text = re.search(r'eventcode\s*=\s*"(\d+)', part), re.search(r"<Text>(.*?)</Text>", part, re.S)
        gold = _CAMEO.get(code[1][:3]) or _CAMEO.get(code[1][:2]) if code else None
        if gold and text:
            yield Row(" ".join(text[1].split()), frozenset(gold))


def case(path: Path) -> Iterator[Row]:
    """Yield snippets of CASE 2021 with their fine type."""
    for row in lines_of(path):
        yield Row(row["text"], frozenset({row["type"]}))


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a packed file of JSON lines."""
    with io.TextIOWrapper(gzip.open(path), encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
