"""Agreement of frames: what is counted, and that any pipeline can be measured."""

from collections.abc import Callable, Iterator

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from streams.evaluation.extract.frames import agreement, development_names, figures
from streams.model.recipe.treebank import Sentence, Text, Word, to_doc

ROWS = "Rebels NNS NOUN rebel 1 nsubj;shelled VBD VERB shell 1 ROOT;the DT DET the 3 det;town NN NOUN town 1 obj;. . PUNCT . 1 punct"


def text(rows: str) -> Text:
    """Return one sentence as a treebank has it; heads count from 0."""
    cells = [row.split() for row in rows.split(";")]
    words = tuple(Word(form, lemma, pos, tag, "", int(head), label, spaced=form != "town") for form, tag, pos, lemma, head, label in cells)
    return Text("t", (Sentence(words),))


class Parser:
    """A pipeline's component that finds one tree, whatever the text."""

    def __init__(self, found: Text):
        self.found = found

    def __call__(self, doc: Doc) -> Doc:
        return to_doc(doc.vocab, self.found.sentences)

    def pipe(self, docs: Iterator[Doc], **_: object) -> Iterator[Doc]:
        return (self(doc) for doc in docs)


@pytest.fixture
def parsing() -> Callable[[str], Language]:
    def pipeline(rows: str) -> Language:
        Language.factory("fixed_tree", func=lambda nlp, name: Parser(text(rows)))
        nlp = spacy.blank("en")
        nlp.add_pipe("fixed_tree")
        return nlp

    return pipeline


def test_the_gold_tree_agrees_with_itself(parsing: Callable[[str], Language]) -> None:
    rows = agreement([text(ROWS)], parsing(ROWS))
    assert rows["predicates"] == {"p": 1.0, "r": 1.0, "f": 1.0, "gold": 1}
    assert rows["arguments"] == {"p": 1.0, "r": 1.0, "f": 1.0, "gold": 2}
    assert set(rows["same"].values()) == {1.0}


def test_a_wrong_role_is_wrong_on_both_sides(parsing: Callable[[str], Language]) -> None:
    rows = agreement([text(ROWS)], parsing(ROWS.replace("obj", "obl")))
    assert rows["predicates"]["f"] == 1.0
    assert rows["arguments"] == {"p": 0.5, "r": 0.5, "f": 0.5, "gold": 2}
    assert (rows["roles"]["agent"]["f"], rows["roles"]["patient"]["r"], rows["roles"]["oblique"]["p"]) == (1.0, 0.0, 0.0)


def test_a_predicate_that_is_missed_takes_its_arguments_with_it(parsing: Callable[[str], Language]) -> None:
    seen = ROWS.replace("shelled", "greeted").replace("shell", "greet")  # no verb that is known by its form alone
    rows = agreement([text(seen)], parsing(seen.replace("VBD VERB", "NN NOUN")))
    assert (rows["predicates"]["r"], rows["arguments"]["r"]) == (0.0, 0.0)


def test_tense_is_compared_on_matched_predicates(parsing: Callable[[str], Language]) -> None:
    rows = agreement([text(ROWS)], parsing(ROWS.replace("VBD", "VBZ")))
    assert (rows["arguments"]["f"], rows["same"]["tense"], rows["same"]["voice"]) == (1.0, 0.0, 1.0)


def test_figures_are_named_by_corpus_and_role(parsing: Callable[[str], Language]) -> None:
    found = figures({"EWT dev": agreement([text(ROWS)], parsing(ROWS))})
    assert found["frames F, EWT dev"] == found["frames F, EWT dev, predicates"] == found["frames F, EWT dev, agent"] == 1.0


def test_only_dev_is_read_from_the_list_of_splits() -> None:
    assert development_names("# Splits\n\n## dev\n\n  * GUM_a\n  * GUM_b\n\n## test\n\n  * GUM_c\n") == {"GUM_a", "GUM_b"}
