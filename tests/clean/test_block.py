"""Tests of the choice of the run of lines that is the story in a page of menus. All texts are invented."""

from __future__ import annotations

import pytest

from tests.clean.test_lines import FOOT, MENU
from tests.clean.test_story import read

TITLE = "Bridge falls at Arlen in heavy rain"
SHORT = [
    "Two people were killed when the old bridge over the river at Arlen fell on Monday, the governor said.",
    "The search for a third person went on into the night, he told reporters at the town hall.",
]
LINKS = [
    "Ten bridges to see", "Weather map", "Puzzles", "Horoscope", "Obituaries", "Letters", "Jobs", "Cars", "Homes", "Travel", "Crossword",
]  # fmt: skip
TEASERS = [
    "How the valley lost its last mill",
    "For three hundred years the mill at Hale ground the corn of the valley, and then one day in March it did not, for the river moved.",
    "A walk along the old canal",
    "Our writer went along the old canal from the lock at Ford to the sea and met those who still live on boats and not on land.",
    "The baker who would not leave",
    "When the last of her neighbours had gone, Bea Hale baked on for the birds and for a postman who came every week with no mail.",
    "Ten ways to cook a pear",
    "Pears are at their best in the autumn and can be stewed, baked, dried and eaten as they are, which is what most of our readers do.",
    "The night the lights went out",
    "All of the town was dark for nine hours in the winter of the great storm, and those who were there say that it was the best night.",
]
PLAN = [
    "The town council of Arlen named on Monday the streets that will be closed while the old bridge is taken down and a new one is built.",
    "The work will take two years, the mayor told reporters, and the buses will go by way of Hale until the spring of next year.",
]
BEHIND = [
    "The council of Arlen had put off the vote three times, for the traders had asked the mayor for a bridge on boats until the spring.",
    "A ferry will go every hour from the old mill, the mayor told reporters, and those who live on the east bank of Arlen pay nothing.",
]
STREETS = [
    f"{name} {kind}" for kind in ("Street", "Lane", "Road", "Yard") for name in ("Market", "Mill", "Ford", "River", "Church", "Orchard")
]


def scraped(*lines: str, **facts: str) -> list[str]:
    text = read("\n".join([*MENU, *lines, *FOOT]), **facts).text
    return text.split("\n")


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("above", [["By Ann Moor"], ["1 May 2024", "By Ann Moor"], ["By Ann Moor", "Share", "May 1, 2024"]])
def test_a_short_story_under_a_byline_stands_beside_a_long_sidebar(first: bool, above: list[str]) -> None:
    story = [TITLE, *above, *SHORT]
    lines = [*story, *LINKS, *TEASERS] if first else [*TEASERS, *LINKS, *story]
    assert set(SHORT) <= set(scraped(*lines))


@pytest.mark.parametrize("first", [True, False])
def test_a_short_story_under_its_headline_stands_beside_a_long_sidebar(first: bool) -> None:
    lines = [TITLE, *SHORT, *LINKS, *TEASERS] if first else [*TEASERS, *LINKS, TITLE, *SHORT]
    assert set(SHORT) <= set(scraped(*lines, headline=TITLE))


def test_teasers_with_bylines_of_their_own_do_not_outweigh_a_story() -> None:
    signed = [line for title, text in zip(TEASERS[::2], TEASERS[1::2], strict=True) for line in (title, "By Bob Hale", *LINKS, text)]
    kept = scraped(*PLAN, *BEHIND, *signed)
    assert kept == [*PLAN, *BEHIND]


@pytest.mark.parametrize("count", [4, 12, 24])
@pytest.mark.parametrize("announced", [["The streets are:"], ["These are all of the streets that will be closed:"], []])
def test_the_half_behind_a_list_stays(count: int, announced: list[str]) -> None:
    story = [*PLAN, *announced, *STREETS[:count], *BEHIND]
    assert scraped("Streets to close at Arlen", *story, headline="Streets to close at Arlen") == story


def test_titles_and_their_blurbs_are_no_half_of_the_story() -> None:
    assert scraped(*PLAN, *BEHIND, *LINKS, *TEASERS[:4]) == [*PLAN, *BEHIND]
