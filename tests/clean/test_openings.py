"""Tests of the check that lets most paragraphs pass the rules by form unread: it lets no line through that a rule would have cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.clean.boilerplate import forms, lines, thresholds
from tests.clean.test_page import PARAGRAPHS

# One line at least of each rule for longer lines, by each of its alternatives that a story might have at its edges.
FURNITURE = [
    "Photo: The old bridge over the river at Arlen, which fell on Monday after a night of heavy rain in the hills above the town",
    "A fireman looks at what is left of the old bridge over the river at Arlen, which fell on Monday night REUTERS/Ann Moor",
    "A fireman looks at what is left of the old bridge over the river at Arlen on Monday night after the storm (AP Photo)",
    "A fireman looks at what is left of the old bridge over the river at Arlen on Monday night after the storm - AFP",
    "A fireman looks at what is left of the old bridge over the river at Arlen on Monday night after the storm. Getty Images",
    "Also read: What we know about the old bridge over the river at Arlen that fell on Monday and the people who were on it",
    "Don't miss what our readers in Arlen said about the old bridge over the river that fell on Monday night after the storm",
    "What we know about the old bridge over the river at Arlen that fell on Monday and the people who were on it [video]",
    "For more information on the bridge, please write to Ann Moor at the press office in the old town hall of the city of Arlen",
    "Ann Moor, our reporter in Arlen, can be reached at the desk in the old town hall of the city on any day of the week",
    "Follow our live coverage of the fall of the bridge over the river at Arlen and of all that came after it on our pages",
    "Get our daily newsletter with all the news from Arlen, from the river and from the hills around it, in your inbox every morning",
    "The news from Arlen and from the hills around it delivered straight to your inbox on every morning of the week from now on",
    "We use cookies on this site to show you the news from Arlen and from the hills around it in the way that you like",
    "This site is protected by recaptcha and what you tell us here is kept for as long as the law of the land of Arlen asks",
    "Copyright 2024 by the Arlen Courier, the paper of the town and of the hills around it, and by all who write for it",
    "What stands here may be read by everyone in Arlen and in the hills around it, and printed by no one: all rights reserved",
    "This article may not be printed, read out or sent on by anyone in Arlen or in the hills around it without our leave",
    "The story was first published by the Arlen Courier on the morning after the old bridge over the river at Arlen fell down",
    "Except for the headline, this story of the bridge over the river at Arlen has not been edited by our staff and comes from a feed",
]
MIXED = st.lists(st.sampled_from([*FURNITURE, *PARAGRAPHS, "(", "“", "By Ann", "©", "@arlen", "10:42", "Monday"]), min_size=1, max_size=3)


def line(text: str) -> lines.Line:
    (found,) = lines.read_lines(text)
    return found


def without_openings(text: str) -> str | None:
    told = line(text)
    return next(
        (
            form.name
            for form in forms.FORMS
            if len(told.words) <= form.most_words and form.pattern.match(told.text) and not (form.spares and form.spares(told))
        ),
        None,
    )


def test_each_of_these_lines_is_furniture() -> None:
    assert [text for text in FURNITURE if forms.form_of(line(text)) is None] == []
    assert [text for text in FURNITURE if len(line(text).words) <= thresholds.GATED_WORDS] == []


def test_most_paragraphs_are_let_through() -> None:
    assert not any(forms.possible(text) for text in PARAGRAPHS[1:])


@settings(deadline=None, max_examples=500)
@given(MIXED, st.booleans())
def test_the_rules_find_nothing_more(parts: list[str], capitals: bool) -> None:
    text = " ".join(parts)
    text = text.upper() if capitals else text
    if len(text) <= thresholds.FORM_CHARACTERS:
        assert forms.form_of(line(text)) == without_openings(text)
