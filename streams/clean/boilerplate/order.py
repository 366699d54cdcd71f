"""This module holds the one list of all rules in their order, with the reason for each position.

Each rule is a `mark` function in the file of its family; it says in its docstring what it cuts and when, and leaves alone what an
earlier rule has cut, unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from streams.clean.boilerplate import (
    authors,
    bylines,
    contacts,
    corrections,
    datelines,
    embeds,
    forms,
    galleries,
    headline,
    live,
    menus,
    notes,
    outside,
    repeats,
    signoffs,
    spaces,
    tags,
    teasers,
)  # fmt: skip
from streams.clean.boilerplate.reading import Reading


class Rule(NamedTuple):
    """A rule: the names that its cuts bear, what marks them, and why it stands where it stands."""

    cuts: tuple[str, ...]
    mark: Callable[[Reading], None]
    why_here: str


LINES: tuple[Rule, ...] = (
    Rule(("note",), notes.mark, "first: a note opens with words of other forms, and what it says is a fact of the article"),
    Rule(("headline",), headline.mark, "before the forms: a headline may open with `Share` or `Watch`"),
    Rule(("embargo", *(form.name for form in forms.FORMS)), forms.mark, "by form alone, in the order of forms.FORMS"),
    Rule(("byline",), bylines.mark, "after the forms: `Updated by` and `Photo by` name no writer"),
    Rule(("menu", "tail"), menus.mark, "after the forms: their names say more of a line outside the story than its position"),
    Rule((teasers.FORM.name,), teasers.mark, "after the menus: only what is left under a label is its title"),
    Rule((), galleries.mark, "once all lines have been looked at by form and position: gives a text of captions its captions back"),
    Rule((), teasers.mark_alone, "beside it: gives a text that opens like a teaser its paragraphs back"),
    Rule((), headline.mark_flash, "after the captions: gives a flash, which has nothing else, its headline back"),
    Rule(("repeated",), repeats.mark, "after the forms: what goes anyway makes no line the second of its kind"),
    Rule(("dateline",), datelines.mark, "after all that may stand above the first paragraph is gone"),
    Rule(("author",), authors.mark, "looks at the last lines that are left"),
    Rule((signoffs.FORM.name,), signoffs.mark, "behind the biography, which stands under it"),
    Rule((corrections.RULE,), corrections.mark, "over what form and position said: a correction is a fact wherever it stands"),
    Rule((), notes.mark_alone, "behind the corrections: gives a text of notes only its notes back"),
    Rule((contacts.FORM.name,), contacts.mark, "needs to know where the story ends"),
    Rule(("tags",), tags.mark, "compares with the words of the story, which must stand by now; takes lines of the tail back as facts"),
    Rule((embeds.RULE,), embeds.mark, "compares posts with the lines that stay"),
)
"""Rules on lines of the story and stretches in them."""

TEXT: tuple[Rule, ...] = (
    Rule(("page", "control", corrections.RULE), outside.mark, "what was never looked at as the story's"),
    Rule((live.RULE,), live.mark, "stamps count where text that stays stands under them"),
    Rule(("space",), spaces.mark, "last: white space is what is left around all cuts"),
)
"""Rules on the whole raw text, once the lines that go are settled."""
