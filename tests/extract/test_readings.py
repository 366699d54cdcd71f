"""Tests of the event reader's answers, put on frames; a reader of known answers stands in for the network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from streams.extract import analyse
from streams.messages import AnalysedArticle
from streams.model.events.labels import NONE, Labels
from streams.model.events.reader import Said, Story
from streams.model.load import event_reader
from tests.extract.docs import screened

LABELS = Labels((NONE, "ASSAULT", "CRIME"), (NONE, "firearms"), frozenset({"killed"}))
TEXT = "Gunmen killed nine farmers in Rigasa on Tuesday. It was quiet elsewhere."


class Known:
    """A reader that says of `killed` that it is an attack, of `Gunmen` that they did it, of every other word that it tells nothing."""

    labels = LABELS

    def __init__(self, chance: float = 0.9) -> None:
        self.chance = chance
        self.asked: list[tuple[Sequence[str], datetime | None]] = []
        self.wanted = set[int]()

    def read(
        self,
        sentences: Sequence[Sequence[str]],
        headline: Sequence[str],
        published: datetime | None,
        lemmas: Sequence[Sequence[str]] | None = None,
        wanted: Collection[int] = (),
    ) -> Story:
        self.asked.append((headline, published))
        self.wanted = set(wanted)
        return Story({n: self._said(words) for n, words in enumerate(sentences) if "killed" in words}, np.array([0.7, 0.2] + [0.01] * 13))

    def _said(self, words: Sequence[str]) -> Said:
        tells = np.array([word == "killed" for word in words])
        types = np.where(tells[:, None], [1 - self.chance, self.chance, 0.0], [1.0, 0.0, 0.0]).astype(np.float32)
        realis = np.tile(np.array([0.6, 0.3, 0.1, 0, 0, 0], dtype=np.float32), (len(words), 1))
        modes = np.tile(np.array([0.2, 0.8], dtype=np.float32), (len(words), 1))
        told = np.zeros((len(words), 48), dtype=np.float32)
        told[[word == "Gunmen" for word in words], 0] = 100
        telling = np.zeros((len(words), 6 * 48), dtype=np.float32)
        telling[:, 0], telling[:, 48] = -1, 1
        return Said(types, np.full(len(words), 0.8, dtype=np.float32), realis, modes, telling, told)


@pytest.fixture
def known(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> Known:
    reader = Known()
    monkeypatch.setattr(nlp.get_pipe("streams_reader"), "events", reader)
    return reader


def read(nlp: Language, text: str = TEXT, **more: object) -> AnalysedArticle:
    (article,) = analyse(nlp, [screened(text).with_(**more)])
    assert not isinstance(article, Exception), article
    return article


def test_a_predicate_carries_what_is_read_of_its_word(nlp: Language, known: Known) -> None:
    article = read(nlp, headline="Nine killed")
    assert known.asked == [(["Nine", "killed"], article.published), ([], article.published)], "the text under its headline, then that alone"
    assert article.kinds == {"news": 70, "roundup": 20}
    (frame,) = [frame for frame in article.frames if frame.reading is not None]
    told = frame.reading
    assert told is not None
    assert (frame.text, told.event, told.types, told.news, told.mode) == ("killed", 90, {"ASSAULT": 90}, 80, "firearms")
    assert told.realis == {"happened": 60, "ongoing": 30}
    assert [(one.role, article.text[one.start : one.end]) for one in told.arguments] == [("who", "Gunmen")]


def test_a_word_that_hardly_tells_has_no_reading(nlp: Language, known: Known) -> None:
    known.chance = 0.03
    assert all(frame.reading is None for frame in read(nlp).frames)


def test_a_sure_word_that_is_no_predicate_gets_a_frame(nlp: Language, known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.extract.articles.frames_of", lambda *_: ())
    (frame,) = read(nlp).frames
    assert (frame.text, frame.pos, frame.lemma, frame.arguments) == ("killed", "VERB", "kill", ())
    known.chance = 0.4
    assert read(nlp).frames == ()


def test_a_sentence_with_a_phrase_that_is_known_to_tell_is_read_whatever_its_words(nlp: Language, known: Known) -> None:
    text = "It was quiet. Rebels took control of the town. The mayor turned down the offer. Nobody gave a speech."
    read(nlp, text)
    assert known.wanted == set()
    known.labels = replace(LABELS, phrases=frozenset({"take control", "turn down", "give offer"}))
    read(nlp, text)
    assert known.wanted == {1, 2}


def test_without_a_reader_nothing_is_said(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.get_pipe("streams_reader"), "events", None)
    article = read(nlp)
    assert article.kinds is None
    assert all(frame.reading is None for frame in article.frames)


def test_an_article_is_read_the_same_in_any_company(nlp: Language) -> None:
    assert event_reader(nlp) is not None, "the bundled model has one"
    texts = [TEXT, "Talks between Kenya and Uganda broke down. " * 30, "A quake killed 12 people near Lima on Friday."]
    alone = [read(nlp, text).encode() for text in texts]
    together = analyse(nlp, [screened(text) for text in texts])
    assert [article.encode() for article in together if not isinstance(article, Exception)] == alone


@settings(deadline=None, max_examples=40)
@given(words=st.lists(st.sampled_from(["killed", "attack", "\n", "😀", "x" * 300, "12", "talks", "."]), max_size=300))
def test_any_text_is_read_within_its_bounds(nlp: Language, words: list[str]) -> None:
    article = read(nlp, " ".join(words))
    for frame in article.frames:
        if frame.reading is not None:
            assert all(0 <= share <= 100 for share in (frame.reading.event, frame.reading.news, *frame.reading.types.values()))
            sentence = article.sentences[frame.sentence]
            assert all(sentence.start <= one.start < one.end <= sentence.end for one in frame.reading.arguments)
