"""Names against gold: what counts as right, in which words, by which conventions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Span

from streams.evaluation.model import names as evaluate_names
from streams.evaluation.model.names import figures, given, nine, read_other, running, spelled, three
from streams.evaluation.tally import Tally, prf
from streams.model.recipe.worldwide import Article, Paragraph, read_regions

STORY = Paragraph(
    ("Straße", "guards", "met", "Amina", "Bello", "in", "Perth", ",", "Australia", "."),
    (True, True, True, True, True, True, False, True, False, False),
    ((3, 5, "PERSON"), (6, 7, "LOC"), (8, 9, "LOC")),
)


class Sayings:
    """A pipeline that finds what it was told, in words."""

    def __init__(self, vocab_of: Language, *names: tuple[int, int, str]) -> None:
        self.vocab, self.names = vocab_of.vocab, names

    def __call__(self, doc: Doc) -> Doc:
        doc.ents = [Span(doc, *name) for name in self.names]
        return doc

    def pipe(self, texts: Iterable[tuple[str, Any]], **_options: object) -> Iterator[tuple[Doc, Any]]:
        for _, context in texts:
            yield self(Doc(self.vocab, words=list(STORY.words), spaces=list(STORY.spaces))), context


def test_a_name_is_right_with_both_its_ends_and_its_label() -> None:
    tally = Tally()
    tally.add({(0, 2, "ORG"), (3, 4, "LOC"), (5, 6, "DATE")}, {(0, 2, "ORG"), (3, 5, "LOC"), (5, 6, "DATE"), (8, 9, "LOC")})
    rows = tally.rows()
    assert rows["all"] == {"p": 0.6667, "r": 0.5, "f": 0.5714, "gold": 4}
    assert rows["all but DATE"] == {"p": 0.5, "r": 0.3333, "f": 0.4, "gold": 3}
    assert rows["LOC"]["f"] == 0.0
    assert prf() == {"p": 0.0, "r": 0.0, "f": 0.0, "gold": 0}


def test_names_are_compared_on_the_words_of_the_gold(nlp: Language) -> None:
    found = given(Sayings(nlp, (3, 5, "PERSON"), (6, 9, "LOC")), [[STORY]])
    assert found.rows()["all"] == {"p": 0.5, "r": 0.3333, "f": 0.4, "gold": 3}


def test_conll_sets_cut_places_at_commas_and_take_facilities_for_places(nlp: Language) -> None:
    found = given(Sayings(nlp, (0, 1, "NORP"), (3, 5, "PERSON"), (6, 9, "FAC")), [[STORY]], three)
    assert found.rows()["all"] == {"p": 1.0, "r": 1.0, "f": 1.0, "gold": 3}
    assert nine([(0, 1, "TIME"), (1, 2, "NORP")]) == {(1, 2, "NORP")}


def test_names_in_running_text_are_compared_by_characters(nlp: Language) -> None:
    tally = evaluate_names.live(Sayings(nlp, (3, 5, "PERSON")), [Article("Oceania", (STORY,))])
    assert tally.rows()["PERSON"]["f"] == 1.0
    assert tally.rows()["LOC"]["r"] == 0.0


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_another_case_moves_no_name(change: Callable[[str], str]) -> None:
    [other] = spelled([STORY], change)
    assert other.names == STORY.names
    assert len(other.words) == len(STORY.words)
    text, gold = running([other])
    assert {text[start:end].lower() for start, end, _ in gold} == {"amina bello", "perth", "australia"}


def test_other_sets_come_by_document_with_our_labels(data: Path) -> None:
    [[sentence], [sign]] = read_other(data, "wikigold")
    assert sentence.names == ((0, 2, "PERSON"), (4, 5, "LOC"), (6, 7, "LOC"))
    assert sign.words == ("#",)
    [[university]] = read_other(data, "UNER EWT dev")
    assert (university.words, university.names) == (("Lagos", "University"), ((0, 2, "ORG"),))


def test_regions_are_those_of_the_file(data: Path) -> None:
    assert [article.region for article in read_regions(data / evaluate_names.WORLDWIDE, "dev")] == ["Africa"]


def test_every_figure_with_a_target_is_measured(nlp: Language, data: Path) -> None:
    scores = evaluate_names.evaluate_names(nlp, data)
    found = figures(scores)
    assert evaluate_names.TARGETS.keys() <= found.keys()
    assert found["names F, worst region below the mean of regions"] == 0.0, "there is one"
    assert found["names F, live below given tokens"] == round(found["names F, given tokens"] - found["names F, live"], 4)
    assert scores["capitals"]["all"]["gold"] == scores["given"]["all"]["gold"] == 6
