"""Analysed articles built by hand: sentences with frames whose arguments are named by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from streams.detect import detect
from streams.extract.mentions import Mention, add
from streams.extract.places import lands, located
from streams.extract.values.dates import dates
from streams.extract.values.figures import figures
from streams.extract.values.valued import valued
from streams.messages import AnalysedArticle, Argument, Entity, EntityLabel, Event, Frame, Relation, Role, Sentence

WORD = re.compile(r"\d[\d.,:]*\d|\d+|(?:[A-Z]\.){2,}|[^\W_]+(?:[-'’][^\W_]+)*['’]?|[^\s]")
PUBLISHED = datetime(2021, 8, 28, 12, tzinfo=UTC)
"""The publication time of the articles, a Saturday."""


Named = tuple[str, EntityLabel]
"""A name by its words, and its label."""


@dataclass(frozen=True)
class Said:
    """One sentence: its text, its names, its frames as made by `verb` and `noun`."""

    text: str
    names: Sequence[Named] = ()
    frames: Sequence[dict[str, Any]] = field(default_factory=tuple)


def verb(word: str, lemma: str, *arguments: tuple[str, str] | tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """Return a verb's frame; an argument is (role, words) or (role, words, preposition), headed by its last word."""
    return {"word": word, "lemma": lemma, "arguments": arguments, "pos": "VERB", "voice": "active", "tense": "past", **more}


def noun(word: str, lemma: str, *arguments: tuple[str, str] | tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """Return the frame of an event noun, with arguments as in `verb`."""
    return {"word": word, "lemma": lemma, "arguments": arguments, "pos": "NOUN", **more}


def article(*said: Said, **more: Any) -> AnalysedArticle:
    """Return an article of these sentences, one paragraph each, with the figures, dates and places that extract reads in them."""
    text, sentences, mentions, frames = "", [], list[Mention](), []
    for number, one in enumerate(said):
        start = len(text)
        text += one.text + "\n\n"
        words = [at - start for m in WORD.finditer(text, start, start + len(one.text)) for at in m.span()]
        sentences.append(Sentence(start=start, end=start + len(one.text), words=tuple(words)))
        at = start
        for name, label in one.names:
            at = text.index(name, at if name in text[at:] else start)
            mentions.append(Mention(at, at + len(name), label))
            at += len(name)
        frames += [(number, start, made) for made in one.frames]
    longest = sorted((*dates(text), *figures(text)), key=lambda m: (m.label != "DATE", m.start - m.end))
    entities = [
        Entity(start=m.start, end=m.end, text=m.text(text), label=m.label, name=m.text(text)) for m in sorted(add(mentions, longest))
    ]
    built = tuple(_frame(text, entities, number, start, made) for number, start, made in frames)
    fields: dict[str, Any] = {"source": "articles/0/0", "uri": "urn:test:1", "published": PUBLISHED, "received": PUBLISHED,
                              "relation": Relation(kind="new", story="s"), **more}  # fmt: skip
    found, dateline = located(text, valued(text, entities, built, fields["published"]), fields.get("located"))
    fields = {"countries": lands(found), **fields}
    return AnalysedArticle(text=text, sentences=tuple(sentences), entities=found, frames=built, dateline=dateline, **fields)


def events(*said: Said, **more: Any) -> tuple[Event, ...]:
    """Return the events of an article of these sentences."""
    return detect(article(*said, **more)).events


def _frame(text: str, entities: list[Entity], sentence: int, start: int, made: dict[str, Any]) -> Frame:
    begin = text.index(made["word"], start)
    arguments = tuple(_argument(text, entities, start, *given) for given in made["arguments"])
    rest = {k: v for k, v in made.items() if k not in ("word", "arguments")}
    return Frame(sentence=sentence, start=begin, end=begin + len(made["word"]), text=made["word"], arguments=arguments, **rest)


def _argument(text: str, entities: list[Entity], start: int, role: Role, words: str, marker: str | None = None) -> Argument:
    begin = text.index(words, start)
    end = begin + len(words)
    inside = tuple(i for i, e in enumerate(entities) if begin <= e.start and e.end <= end)
    last = words.split()[-1]
    head_start = end - len(last)
    heading = next((i for i in inside if entities[i].start <= head_start < entities[i].end), None)
    head = (
        last
        if heading is not None
        else last.lower().rstrip("s")
        if last.lower() not in ("troops", "police", "ties", "talks")
        else last.lower()
    )
    return Argument(start=begin, end=end, text=words, role=role, marker=marker, head=head, head_start=head_start, head_end=end,
                    entity=heading if heading is not None else (inside[0] if len(inside) == 1 else None), entities=inside)  # fmt: skip
