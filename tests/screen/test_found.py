"""The verdict put on its article."""

from __future__ import annotations

import pytest

from streams.clean.sketch import sketch
from streams.errors import Malformed
from streams.messages import Dropped, Relation, ScreenedArticle, SketchPlace
from streams.screen import Found, Index, screened
from streams.screen.changed import changed, figure_changes
from tests.screen.wire import article, prose

NEW = Relation(kind="new", story="story-000000000000")


def test_an_article_keeps_all_its_fields_and_gets_its_relation() -> None:
    given = article("Two words", headline="H", keywords=("a",), versioned=True)
    result = screened(given, Found(NEW))
    assert isinstance(result, ScreenedArticle)
    assert ScreenedArticle.decode(result.encode()) == result
    assert result.model_dump(exclude={"relation"}) == given.model_dump()
    assert (result.relation, result.outcome) == (NEW, "published")


def test_a_sketch_that_was_written_twice_keeps_its_first_offset_or_an_old_version_would_follow_the_new_one() -> None:
    index = Index()
    given = article("Police in Lagos said on Monday that three people had died when a bus overturned near the old market.")
    index.apply(7, sketch(given))
    index.apply(9, sketch(given))
    repeated = given.with_(sketch=SketchPlace(version=1, offset=9))
    kept = screened(repeated, index.found(given.source)).sketch
    assert kept is not None
    assert kept.offset == 7


def test_what_was_dropped_before_passes_without_relation() -> None:
    given = article("Test", dropped=Dropped(reason="test", field="headline"))
    result = screened(given, None)
    assert (result.relation, result.outcome) == (None, "dropped: test")


def test_an_article_without_verdict_is_refused_and_not_lost_unseen() -> None:
    with pytest.raises(Malformed) as caught:
        screened(article("Text"), None)
    assert caught.value.field == "sketch"


def test_an_older_version_is_dropped_and_says_why() -> None:
    relation = NEW.with_(kind="older", of="urn:a", of_version="3")
    result = screened(article("Old", version="2"), Found(relation))
    assert result.dropped == Dropped(reason="older", field="version", detail="version 2 came after 3")
    assert result.relation is not None


def test_changed_words_are_phrases_of_the_text() -> None:
    index, words = Index(), prose(1).split()
    index.apply(0, sketch(article(prose(1), uri="urn:a")))
    words[30] = "“Yesterday’s"
    words[100:100] = ["Rescue", "teams", "", "from\nthree", "towns", "arrived"]
    given = article(" ".join(words), uri="urn:b")
    result = screened(given, index.apply(1, sketch(given)))
    assert result.relation is not None
    assert result.relation.changed == ("Yesterday’s", "Rescue teams from three towns arrived")


def test_a_new_sentence_is_shown_whole_and_an_old_one_by_its_new_words() -> None:
    text = "Police said three died. The mayor, Mr. Okafor, called it a “dark day”. Nobody was held on Monday night."
    assert changed(text, ((4, 13),), ()) == ("The mayor, Mr. Okafor, called it a “dark day”.",)
    assert changed(text, (), ()) == ()


def test_what_is_shown_is_short_and_within_the_text() -> None:
    words = " ".join(["word" * 20] * 100)
    assert [len(said) for said in changed(words, ((0, 50),), ())] == [300]
    assert changed("one two", ((1, 9), (7, 9)), ()) == ("one two",)
    assert changed("one two three four five", ((4, 9),), ((40, "3"),)) == ("five",)


def test_a_figure_is_shown_with_the_one_before_and_the_words_round_it() -> None:
    text = "The blast in the old market killed 18 people and wounded 40, the police of the province said."
    assert changed(text, ((7, 8), (11, 12)), ((7, "12"), (11, ""))) == ("40", "killed 12 -> 18 people")
    assert changed("It struck at 03:41 GMT on Monday.", ((4, 5),), ((4, "14"),)) == ("03:14 -> 03:41 GMT",)
    assert [(c.before, c.after, text[c.start : c.end]) for c in figure_changes(text, ((7, "12"), (11, ""), (3, "")))] == [
        ("12", "18", "18"),
        (None, "40", "40"),
    ]
