"""The corpus of news events as it lies in deploy/corpus: every line keeps the form that its card promises."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from streams.messages import EventType
from streams.model.events.labels import KINDS, REALIS
from streams.model.recipe.events.corpus import ARGUMENTS, COUNTS, Text, argument_span, by_part, read, span_of, text_of

FOLDER = Path(__file__).parents[2] / "deploy" / "corpus"
TYPES = frozenset(get_args(EventType))


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    return list(read(FOLDER))


@pytest.fixture(scope="module")
def again() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / "second.jsonl").read_text(encoding="utf-8").splitlines()]


def test_it_is_as_large_as_its_card_says(texts: list[Text]) -> None:
    assert len(texts) >= 1_200
    assert sum(len(text.events) for text in texts) >= 18_000
    assert len({text.id for text in texts}) == len(texts)
    quiet = [text for text in texts if text.kind not in ("news", "roundup")]
    assert len(quiet) >= 350, "sport, business, courts, features, history and their like"


def test_every_event_word_and_argument_stands_in_its_sentence(texts: list[Text]) -> None:
    for text in texts:
        for told in text.events:
            sentence = text.sentences[told.sentence]
            span = span_of(sentence, told)
            assert span is not None, (text.id, told)
            for role, words in told.arguments.items():
                assert role in ARGUMENTS
                assert argument_span(sentence, words, span[0]) is not None, (text.id, told, role)


def test_every_class_is_one_of_ours(texts: list[Text]) -> None:
    for text in texts:
        assert text.kind in KINDS, text.id
        for told in text.events:
            assert {told.type, *told.also} <= TYPES, (text.id, told)
            assert told.realis in REALIS, (text.id, told)
            for kind, (least, most) in told.counts.items():
                assert kind in COUNTS
                assert least >= 0, (text.id, told)
                assert most is None or least <= most, (text.id, told)


def test_happenings_rest_on_event_words_and_at_most_one_is_the_main_one(texts: list[Text]) -> None:
    for text in texts:
        words = {(told.sentence, told.word) for told in text.events}
        assert sum(one["main"] for one in text.happenings) <= 1, text.id
        for one in text.happenings:
            assert (one["s"], one["w"]) in words, (text.id, one)
            assert {one["t"], *one["also"]} <= TYPES


def test_parts_are_by_document_and_every_type_is_in_each(texts: list[Text]) -> None:
    train, dev, held = (by_part(texts, part) for part in ("train", "dev", "test"))
    assert len(train) + len(dev) + len(held) == len(texts)
    for part in (train, dev, held):
        assert {told.type for text in part for told in text.events} == TYPES
    assert Counter(text.part for text in texts)["train"] > 0.65 * len(texts)


def test_a_tenth_has_a_second_reading(texts: list[Text], again: list[dict[str, Any]]) -> None:
    by_id = {text.id: text for text in texts}
    assert len(again) >= len(texts) // 10
    for reading in again:
        text = by_id[reading["id"]]
        made = text_of(reading | {"source": text.source, "headline": None, "published": None, "sentences": text.sentences})
        assert all(span_of(text.sentences[told.sentence], told) is not None for told in made.events), text.id
