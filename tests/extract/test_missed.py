"""Predicates that the parse lost: found by their forms, with the nearest words as arguments."""

from __future__ import annotations

import pytest

from tests.extract.docs import frame, read, tree

LOST = """
Rebels NNS rebel 2 compound
bombarded NN bombarded 3 compound
Garum NNP Garum 0 root
on IN on 5 case
Friday NNP Friday 3 nmod
. . . 3 punct
"""
"""A verb that the parser took for a noun."""


def test_a_sure_verb_without_a_frame_gets_one() -> None:
    found = frame(read(tree(LOST)), "bombard")
    assert [(a.role, a.text) for a in found.arguments] == [("agent", "Rebels"), ("patient", "Garum")]
    assert (found.pos, found.tense, found.voice) == ("VERB", "past", "active")


@pytest.mark.parametrize("before", ["the", "to", "of"])
def test_not_where_it_is_a_participle_or_a_noun(before: str) -> None:
    article = read(tree(LOST.replace("Rebels NNS rebel", f"{before} DT {before}")))
    assert not [one for one in article.frames if one.lemma == "bombard"]


def test_a_sure_noun_in_a_compound_gets_a_bare_frame() -> None:
    rows = """
    Earthquake NN earthquake 2 compound
    victims NNS victim 3 nsubj
    waited VBD wait 0 root
    """
    found = frame(read(tree(rows)), "earthquake")
    assert (found.pos, found.arguments) == ("NOUN", ())


def test_inside_a_name_it_is_none() -> None:
    rows = """
    Storm NNP Storm 3 compound
    United NNP United 1 flat
    won VBD win 0 root
    """
    assert not [one for one in read(tree(rows, {"Storm United": "ORG"})).frames if one.lemma == "storm"]
