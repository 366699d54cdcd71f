"""Tests of the check that a change which screen tells is borne out by the two texts."""

from __future__ import annotations

import pytest

from streams.messages import FigureChange, Relation
from streams.screen.told import told_changes

OLD = "The fire killed 12 people at Arlen and hurt seven others. It was out by 5.10am, the mayor of Arlen said."


def relation(new: str, after: str, before: str | None = None) -> Relation:
    start = new.index(after)
    return Relation(kind="update", story="s", figures=(FigureChange(start=start, end=start + len(after), after=after, before=before),))


@pytest.mark.parametrize(
    ("new", "after", "before", "true"),
    [
        (OLD.replace("12", "18"), "18", "12", True),
        (OLD.replace("12", "18"), "18", "13", False),
        (OLD.replace("seven", "40"), "40", None, True),
        (OLD.replace("seven", "7"), "7", None, False),
        (OLD.replace("5.10am", "5:10 am"), "10", None, False),
        (OLD.replace("The fire killed", "The fire, the third of 2031, killed"), "2031", None, True),
    ],
)
def test_a_figure_is_true_where_both_texts_say_so(new: str, after: str, before: str | None, true: bool) -> None:
    (told,) = told_changes(OLD, new, relation(new, after, before))
    assert told.true is true
    assert after in told.context


@pytest.mark.parametrize(("said", "true"), [("of Arlen -> Velmar said", True), ("of Oslo -> Velmar said", False)])
def test_another_word_is_true_where_it_replaced_the_old_one(said: str, true: bool) -> None:
    new = OLD.replace("of Arlen said", "of Velmar said")
    (told,) = told_changes(OLD, new, Relation(kind="update", story="s", changed=(said,)))
    assert told.true is true
