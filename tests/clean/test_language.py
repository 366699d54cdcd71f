"""The language of a text of 20 words or more has a confidence; what we do not read is dropped, and its clean text still published."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from streams.clean.language import measure_language
from streams.clean.language_tag import language_tag
from streams.messages import CleanArticle
from tests.clean import articles

ENGLISH = "Two people were killed when a bridge fell into the river at Arlen on Monday, and the police said that they were still looking."
GERMAN = (
    "Zwei Menschen sind am Montag beim Einsturz einer Brücke bei Arlen ums Leben gekommen, wie die Polizei in einer Mitteilung erklärte. "
    "Taucher suchten noch nach einer dritten Person, die kurz vor dem Einsturz mit einem Hund auf der Brücke gesehen worden war."
)
RUSSIAN = (
    "Двое погибли при обрушении моста в реку в понедельник, сообщила полиция. Водолазы искали третьего человека, которого видели на мосту."
)


def read(text: str) -> CleanArticle:
    return articles.read({"text": text}, received=datetime(2024, 1, 2, tzinfo=UTC))


@pytest.mark.parametrize(("text", "tag"), [(GERMAN, "de"), (RUSSIAN + " " + RUSSIAN, "ru")])
def test_what_we_do_not_read_keeps_its_clean_text(text: str, tag: str) -> None:
    article = read(f"Also Read: More\n\n{text}")
    assert (article.language, article.text) == (tag, text)
    assert article.dropped is not None
    assert article.dropped.reason == "language"
    assert article.language_confidence is not None
    assert article.language_confidence > 0.95


def test_english_is_sure() -> None:
    article = read(ENGLISH)
    assert (article.language, article.dropped) == ("en", None)
    assert article.language_confidence is not None
    assert 0.95 < article.language_confidence <= 1


def test_more_words_make_it_surer() -> None:
    once, often = measure_language(ENGLISH), measure_language(ENGLISH * 3)
    assert once.confidence is not None
    assert often.confidence is not None
    assert once.confidence <= often.confidence


@pytest.mark.parametrize("text", ["Bridge falls at Arlen", "The police said that two were killed.", "Zwei Tote", ""])
def test_under_20_words_there_is_no_confidence(text: str) -> None:
    assert measure_language(text).confidence is None


def test_names_without_grammar_are_less_sure() -> None:
    sentence, names = measure_language(ENGLISH), measure_language("Arlen Moor Hale Bridge Police River Monday Court " * 3)
    assert sentence.confidence is not None
    assert names.confidence is None or names.confidence <= sentence.confidence


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("en", "en"),
        ("en-GB", "en-GB"),
        ("de_AT", "de-AT"),
        ("EN", "en"),
        ("eng", "en"),
        ("English", "en"),
        ("german", "de"),
        ("Deutsch", "de"),
        ("en_US.UTF-8", "en-US"),
        ("en, fr", "en"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("xq", None),
        ("none", None),
        ("", None),
        ("\u202e", None),
    ],
)
def test_a_declared_language_is_a_tag_or_none(declared: str, tag: str | None) -> None:
    assert language_tag(declared) == tag
