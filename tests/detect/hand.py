"""Analysed articles built by hand: sentences with frames whose arguments are named by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from streams.detect import detect
from streams.messages import AnalysedArticle, Argument, Entity, Event, Frame, Relation, Sentence

PUBLISHED = datetime(2021, 8, 28, 12, tzinfo=UTC)
"""A Saturday."""


@dataclass(frozen=True)
class Said:
    """One sentence: its text, its names as (words, label), its frames as made by `verb` and `noun`."""

    text: str
    names: Sequence[tuple[str, str]] = ()
    frames: Sequence[dict[str, Any]] = field(default_factory=tuple)


def verb(word: str, lemma: str, *arguments: tuple[str, str] | tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """A verb's frame; an argument is (role, words) or (role, words, preposition), headed by its last word."""
    return {"word": word, "lemma": lemma, "arguments": arguments, "pos": "VERB", "voice": "active", "tense": "past", **more}


def noun(word: str, lemma: str, *arguments: tuple[str, str] | tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """An event noun's frame."""
    return {"word": word, "lemma": lemma, "arguments": arguments, "pos": "NOUN", **more}


def article(*said: Said, **more: Any) -> AnalysedArticle:
    """An article of these sentences, one paragraph each."""
    text, sentences, entities, frames = "", [], [], []
    for number, one in enumerate(said):
        start = len(text)
        text += one.text + "\n\n"
        sentences.append(Sentence(start=start, end=start + len(one.text)))
        at = start
        for words, label in one.names:
            at = text.index(words, at if words in text[at:] else start)
            entities.append(Entity(start=at, end=at + len(words), text=words, label=label, name=words))  # type: ignore[arg-type]
            at += len(words)
        frames += [(number, start, made) for made in one.frames]
    built = tuple(_frame(text, entities, number, start, made) for number, start, made in frames)
    fields: dict[str, Any] = {"source": "articles/0/0", "uri": "urn:test:1", "published": PUBLISHED, "received": PUBLISHED,
                              "relation": Relation(kind="new", story="s"), **more}  # fmt: skip
    return AnalysedArticle(text=text, sentences=tuple(sentences), entities=tuple(entities), frames=built, **fields)


def events(*said: Said, **more: Any) -> tuple[Event, ...]:
    """The events of such an article."""
    return detect(article(*said, **more)).events


def _frame(text: str, entities: list[Entity], sentence: int, start: int, made: dict[str, Any]) -> Frame:
    begin = text.index(made["word"], start)
    arguments = tuple(_argument(text, entities, start, *given) for given in made["arguments"])
    rest = {k: v for k, v in made.items() if k not in ("word", "arguments")}
    return Frame(sentence=sentence, start=begin, end=begin + len(made["word"]), text=made["word"], arguments=arguments, **rest)


def _argument(text: str, entities: list[Entity], start: int, role: str, words: str, marker: str | None = None) -> Argument:
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
    return Argument(start=begin, end=end, text=words, role=role, marker=marker, head=head, head_start=head_start, head_end=end,  # type: ignore[arg-type]
                    entity=heading if heading is not None else (inside[0] if len(inside) == 1 else None), entities=inside)  # fmt: skip
