"""The story: which of an article's events an editor would take as news, as a sum that is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.detect import detect, story
from streams.detect.detection import unlocated
from streams.detect.reading import Reading as Page
from streams.detect.story import Story, story_of
from streams.detect.where import Places
from streams.messages import AnalysedArticle, Reading
from tests.detect.hand import PUBLISHED, Said, article, verb

RAID = Said(
    "Gunmen attacked a convoy near Goma on Friday.",
    [("Goma", "GPE"), ("Friday", "DATE")],
    [verb("attacked", "attack", ("agent", "Gunmen"), ("patient", "a convoy"), ("oblique", "Goma", "near"), ("oblique", "Friday", "on"))],
)
OLD = Said(
    "Rebels attacked Bukavu in 1998.",
    [("Bukavu", "GPE"), ("1998", "DATE")],
    [verb("attacked", "attack", ("agent", "Rebels"), ("patient", "Bukavu"), ("oblique", "1998", "in"))],
)
WEIGHTS = {"always": -1.0, "reader: news": 0.5, "first sentence": 1.0, "older date": -2.0}


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "table", lambda: WEIGHTS)


def read(*said: Said, news: tuple[int, ...], **more: object) -> AnalysedArticle:
    whole = article(*said, **more)
    told = [Reading(event=95, types={"ASSAULT": 95}, news=chance, realis={"happened": 95}) for chance in news]
    frames = tuple(frame.with_(reading=one) for frame, one in zip(whole.frames, told, strict=True))
    return whole.with_(frames=frames, kinds={"news": 90})


def features(whole: AnalysedArticle, number: int = 0) -> dict[str, float]:
    page = Page(whole)
    drafts = unlocated(page, Places(page))
    return Story(page, drafts).features(drafts[number])


def test_the_likeliest_news_is_main_and_an_old_day_is_none() -> None:
    raid, old = detect(read(RAID, OLD, news=(95, 60))).events
    assert (raid.main, old.main) == (True, False)
    assert raid.news is not None
    assert old.news is not None
    assert old.news < 0.5 < raid.news


def test_what_an_editor_takes_from_the_article_is_told_as_news_though_its_words_are_read_as_background(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(story, "table", lambda: WEIGHTS | {"always": 0.0})
    (raid,) = detect(read(RAID, news=(45,))).events
    assert ((raid.news or 0) >= 0.5, raid.told) == (True, "news")
    (raid,) = detect(read(RAID, news=(5,))).events
    assert ((raid.news or 0) >= 0.5, raid.told) == (False, "background")


def test_of_an_article_that_tells_no_news_nothing_is_main() -> None:
    assert [event.main for event in detect(read(OLD, news=(5,))).events] == [False]


def test_without_an_event_reader_there_is_no_story() -> None:
    (event,) = detect(article(RAID)).events
    assert (event.news, event.main) == (None, False)
    page = Page(article(RAID))
    assert story_of(page, unlocated(page, Places(page))).news == {}


def test_a_headline_tells_of_what_its_words_are() -> None:
    told = features(read(RAID, news=(90,), headline="Convoy attacks near Goma"))
    assert told["headline: tells it"] == 1
    assert told["headline: its words in the sentence"] == 1
    other = features(read(RAID, news=(90,), headline="Budget passed by parliament"))
    assert "headline: tells it" not in other
    assert "no headline" not in other
    assert features(read(RAID, news=(90,)))["no headline"] == 1


@pytest.mark.parametrize(
    ("days", "name"), [(0, "date of this week"), (20, "date of this month"), (60, "older date")], ids=["week", "month", "older"]
)
def test_the_age_of_a_day_is_a_feature(days: int, name: str) -> None:
    whole = read(RAID, news=(90,)).with_(published=PUBLISHED + timedelta(days=days))
    assert features(whole)[name] == 1


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_chance_is_a_chance_and_rises_with_what_the_reader_says(one: int, two: int) -> None:
    def chance(news: int) -> float:
        page = Page(read(RAID, news=(news,)))
        drafts = unlocated(page, Places(page))
        return Story(page, drafts).chance(drafts[0])

    low, high = sorted((one, two))
    assert 0 < chance(low) <= chance(high) < 1


def test_the_terms_that_are_shown_are_the_sum() -> None:
    page = Page(read(RAID, news=(90,)))
    drafts = unlocated(page, Places(page))
    terms = dict(Story(page, drafts).terms(drafts[0]))
    assert terms["always"] == -1
    assert terms["first sentence"] == 1
    assert set(WEIGHTS) - {"older date"} <= set(terms)
