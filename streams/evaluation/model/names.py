"""The scores of a pipeline's names against gold: on given tokens and live, by region, in capitals and small letters, on other sets.

A name counts where both its ends and its label are right. Documents are whole articles, a line a paragraph, as in use. *Given*: on the
words of the gold file, as most papers do. *Live*: on running text, with the pipeline's own words and sentences; compared by characters.

Wikigold and Universal NER are read by the conventions of CoNLL 2003, whose PERSON, ORG and LOC they have. A facility is a place there, so
our FAC is a LOC; "Perth, Australia" is two places there and often one in Worldwide, so ours is cut at its commas. What we find under the
other labels counts neither for nor against, and no more does their MISC, but where they have MISC a PERSON, ORG or LOC of ours is wrong.
Nothing is trained on either set. No other convention tells the two apart: neither leagues as MISC nor hospitals and museums as LOC, as
CoNLL's guidelines have them, nor schools as ORG change wikigold's F by more than .003.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from streams.evaluation.tally import Spans, Tally
from streams.model.recipe.columns import read_columns
from streams.model.recipe.worldwide import LABELS, Article, Paragraph, read_regions, to_doc

WORLDWIDE = Path("entities/worldwide.jsonl.gz")
OTHERS = {
    "wikigold": (Path("entities/wikigold/wikigold.conll.txt"), 0, 1),
    "UNER EWT dev": (Path("entities/uner_ewt/en_ewt-ud-dev.iob2.gz"), 1, 2),
}
"""The file of each other set, and its columns of words and tags, from 0."""
SCORED = frozenset(LABELS.values())

TARGETS = {
    "names F, given tokens": 0.86,
    "names F, worst region below the mean of regions": 0.03,
    "names F, capitals": 0.78,
    "names F, small letters": 0.78,
    "names F, wikigold": 0.82,
    "names F, live below given tokens": 0.01,
}
CEILINGS = ("names F, worst region below the mean of regions", "names F, live below given tokens")
"""Targets that should not be passed; the others should be reached."""

Scores = dict[str, Any]
Convention = Callable[[Iterable[tuple[int, int, str]]], Spans]
"""A function that keeps of names those that a gold set knows, under its labels."""


def nine(names: Iterable[tuple[int, int, str]]) -> Spans:
    """Return the names under Worldwide's nine labels."""
    return {name for name in names if name[2] in SCORED}


def three(names: Iterable[tuple[int, int, str]]) -> Spans:
    """Return the names of persons, organisations and places (LOC), with GPE and facilities among the places."""
    known = {"PERSON": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
    return {(start, end, known[label]) for start, end, label in names if label in known}


def read_other(data: Path, name: str) -> Iterator[tuple[Paragraph, ...]]:
    """Yield the documents of one of OTHERS."""
    path, word, tag = OTHERS[name]
    return read_columns(data / path, word, tag)


def evaluate_names(nlp: Language, data: Path) -> Scores:
    """Return rows of P, R, F by label: `given`, `live`, `capitals`, `small letters`, and those of the other sets; by region one of all."""
    articles = list(read_regions(data / WORLDWIDE, "dev"))
    regions: dict[str, Tally] = {}
    for article in articles:
        regions[article.region] = regions.get(article.region, Tally()) + given(nlp, [article.paragraphs])
    return {
        "given": sum(regions.values(), Tally()).rows(),
        "live": live(nlp, articles).rows(),
        "capitals": given(nlp, (spelled(article.paragraphs, str.upper) for article in articles)).rows(),
        "small letters": given(nlp, (spelled(article.paragraphs, str.lower) for article in articles)).rows(),
        "regions": {region: tally.rows()["all"] for region, tally in sorted(regions.items())},
        **{name: given(nlp, read_other(data, name), three).rows() for name in OTHERS},
    }


def figures(scores: Scores) -> dict[str, float]:
    """Return one number for each line of the card by the name that it is shown under; those with a target are among them."""
    regions = {region: row["f"] for region, row in scores["regions"].items()}
    f = {name: scores[name]["all"]["f"] for name in ("given", "live", "capitals", "small letters", *OTHERS)}
    return {
        "names F, given tokens": f["given"],
        "names F, live": f["live"],
        "names F, live below given tokens": round(f["given"] - f["live"], 4),
        **{f"names F, {region}": value for region, value in regions.items()},
        "names F, worst region below the mean of regions": round(sum(regions.values()) / len(regions) - min(regions.values()), 4),
        **{f"names F, {name}": f[name] for name in ("capitals", "small letters", *OTHERS)},
    }


def given(nlp: Language, documents: Iterable[Sequence[Paragraph]], convention: Convention = nine) -> Tally:
    """Return the tally of the names found on the words of the gold."""
    tally = Tally()
    for gold in (to_doc(nlp.vocab, document) for document in documents):
        words = [token.text for token in gold]
        doc = nlp(Doc(nlp.vocab, words=words, spaces=[bool(token.whitespace_) for token in gold]))
        found = convention((name.start, name.end, name.label_) for name in doc.ents)
        if convention is three:
            found = {part for name in found for part in _cut(words, name)}
        tally.add(found, convention((name.start, name.end, name.label_) for name in gold.ents))
    return tally


def _cut(words: Sequence[str], name: tuple[int, int, str]) -> Iterator[tuple[int, int, str]]:
    """Yield the parts of a place cut at its commas; other names whole."""
    start, end, label = name
    commas = [index for index in range(start, end) if label == "LOC" and words[index] == ","]
    for first, last in pairwise([start - 1, *commas, end]):
        if last > first + 1:
            yield first + 1, last, label


def live(nlp: Language, articles: Iterable[Article]) -> Tally:
    """Return the tally of the names found in the running text of whole articles."""
    tally = Tally()
    for doc, gold in nlp.pipe((running(article.paragraphs) for article in articles), as_tuples=True, batch_size=8):
        tally.add(nine((name.start_char, name.end_char, name.label_) for name in doc.ents), gold)
    return tally


def running(paragraphs: Sequence[Paragraph]) -> tuple[str, Spans]:
    """Return an article as text, a paragraph a line, and its gold names in characters."""
    text, gold = "", Spans()
    for paragraph in paragraphs:
        starts, ends = [], []
        for word, space in zip(paragraph.words, paragraph.spaces, strict=True):
            starts.append(len(text))
            text += word
            ends.append(len(text))
            text += " " if space else ""
        text = text.rstrip(" ") + "\n"
        gold |= {(starts[first], ends[last - 1], label) for first, last, label in paragraph.names}
    return text, gold


def spelled(paragraphs: Sequence[Paragraph], change: Callable[[str], str]) -> list[Paragraph]:
    """Return the same words in another case; they stay as many, so their names stay where they are."""
    return [replace(one, words=tuple(change(word) for word in one.words)) for one in paragraphs]
