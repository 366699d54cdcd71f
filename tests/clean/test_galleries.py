"""No text that tells something is cut to nothing. All texts are invented."""

from __future__ import annotations

import pytest

from streams.errors import Empty
from tests.clean.test_story import BODY, HEADLINE, read

CAPTIONS = [
    "Traders carry what is left of their cloth out of the hall at Arlen. REUTERS/Ann Moor",
    "Photo: A fireman sleeps on the steps of the town hall after a night of work",
    "The river stood as high as the sills of the mill on Monday (AP Photo/Bob Hale)",
    "A horse looks over the wall of the yard at Hale Ford (Photo by Ann Moor)",
]


def test_a_text_of_captions_keeps_them() -> None:
    assert read(*CAPTIONS, headline="In pictures: the flood at Arlen").text == "\n\n".join(CAPTIONS)


def test_a_picture_sent_alone_keeps_its_caption() -> None:
    assert read(CAPTIONS[0], headline=HEADLINE).text == CAPTIONS[0]


def test_the_headline_over_a_gallery_goes_all_the_same() -> None:
    title = "In pictures: the flood at Arlen"
    article = read(title, *CAPTIONS, "Share this gallery", headline=title)
    assert article.text == "\n\n".join(CAPTIONS)


def test_a_gallery_under_one_line_of_text_keeps_its_captions() -> None:
    line = "The flood at Arlen, seen by those who live there."
    assert read(line, *CAPTIONS, headline="In pictures").text == "\n\n".join([line, *CAPTIONS])


def test_the_captions_of_a_story_go() -> None:
    assert read(*BODY, *CAPTIONS, headline=HEADLINE).text == "\n\n".join(BODY)


@pytest.mark.parametrize(
    "note",
    [
        "CORRECTION: In a story on May 1 about the bridge at Arlen, the year in which it was built was wrong; it was 1931.",
        "EDITOR'S NOTE: The story on the bridge at Arlen will be sent by 1800 GMT.",
    ],
)
def test_a_note_sent_alone_stays_and_is_a_fact(note: str) -> None:
    article = read(note, headline="The bridge at Arlen")
    assert article.text == note
    assert note in (*article.corrections, article.ed_note)


@pytest.mark.parametrize("lines", [["Getty Images"], ["Photo: AFP"], ["Share this article", "Read more", "Facebook"]])
def test_credits_and_menus_alone_are_no_text(lines: list[str]) -> None:
    with pytest.raises(Empty):
        read(*lines, headline=HEADLINE)


@pytest.mark.parametrize(
    "text",
    [
        "Opinion: The dam above Orvik will not hold another winter. The council has known that since the flood of May.",
        "Explained: Why the river Tisza floods every spring, and what the towns on its banks have done about it.",
        "Video: A ferry with 80 people on board ran aground off Lindby on Monday, and all of them are safe in the town.",
    ],
)
def test_a_text_that_opens_like_a_teaser_stays_alone_and_goes_among_others(text: str) -> None:
    assert read(text).text == text
    assert text not in read(*BODY, text).text


def test_links_to_other_stories_alone_are_no_text() -> None:
    with pytest.raises(Empty):
        read("Read more: Mayor wants a new bridge", "Also read: Storm closes the port of Lindby", headline=HEADLINE)
