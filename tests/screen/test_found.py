"""The verdict put on its article."""

from __future__ import annotations

import pytest

from streams.clean.sketch import sketch
from streams.errors import Malformed
from streams.messages import Dropped, Relation, ScreenedArticle, SketchPlace
from streams.screen import Found, Index, screened
from streams.screen.found import phrases
from tests.screen.wire import article, prose

NEW = Relation(kind="new", story="story-000000000000")


def test_an_article_keeps_all_its_fields_and_gets_its_relation():
    given = article("Two words", headline="H", keywords=("a",), versioned=True)
    result = screened(given, Found(NEW))
    assert isinstance(result, ScreenedArticle)
    assert ScreenedArticle.decode(result.encode()) == result
    assert result.model_dump(exclude={"relation"}) == given.model_dump()
    assert (result.relation, result.outcome) == (NEW, "published")


def test_a_sketch_that_was_written_twice_keeps_its_first_place_or_an_old_version_would_follow_the_new_one():
    index = Index()
    given = article("Police in Lagos said on Monday that three people had died when a bus overturned near the old market.")
    index.apply(7, sketch(given))
    index.apply(9, sketch(given))
    repeated = given.with_(sketch=SketchPlace(version=1, offset=9))
    place = screened(repeated, index.found(given.source)).sketch
    assert place is not None
    assert place.offset == 7


def test_what_was_dropped_before_passes_without_relation():
    given = article("Test", dropped=Dropped(reason="test", field="headline"))
    result = screened(given, None)
    assert (result.relation, result.outcome) == (None, "dropped: test")


def test_an_article_without_verdict_is_refused_and_not_lost_unseen():
    with pytest.raises(Malformed) as caught:
        screened(article("Text"), None)
    assert caught.value.field == "sketch"


def test_an_older_version_is_dropped_and_says_why():
    relation = NEW.with_(kind="older", of="urn:a", of_version="3")
    result = screened(article("Old", version="2"), Found(relation))
    assert result.dropped == Dropped(reason="older", field="version", detail="version 2 came after 3")
    assert result.relation is not None


def test_changed_words_are_phrases_of_the_text():
    index, words = Index(), prose(1).split()
    index.apply(0, sketch(article(prose(1), uri="urn:a")))
    words[30] = "“Yesterday’s"
    words[100:100] = ["Rescue", "teams", "", "from\nthree", "towns", "arrived"]
    given = article(" ".join(words), uri="urn:b")
    result = screened(given, index.apply(1, sketch(given)))
    assert result.relation is not None
    assert result.relation.changed == ("Yesterday’s", "Rescue teams from three towns arrived")


def test_phrases_are_few_and_short():
    text = " ".join(["word" * 20] * 100)
    assert len(phrases(text, tuple((n * 5, n * 5 + 4) for n in range(20)))) == 12
    assert {len(phrase) for phrase in phrases(text, ((0, 50), (60, 61)))} == {200, 80}
    assert phrases("one two", ((1, 9), (7, 9))) == ("two",)
