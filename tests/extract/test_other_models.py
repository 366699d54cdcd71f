"""Other pipelines through the same door: made here, with as much of them as the door looks at."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from streams.errors import Usage
from streams.extract import model
from streams.extract.frames.clear import NAME as CLEAR
from streams.extract.frames.penn import NAME as PENN
from streams.extract.names.labels import NAME as LABELS

CLEAR_DEPS = "nsubj ROOT nummod dobj prep det pobj prep amod pobj prep pobj punct"
CLEAR_HEADS = (1, 1, 3, 1, 3, 6, 4, 1, 9, 7, 1, 10, 1)
UD_DEPS = "nsubj ROOT nummod obj case det nmod case amod obl case obl punct"
UD_HEADS = (1, 1, 3, 1, 6, 6, 3, 9, 9, 1, 11, 1, 1)
POS = "NOUN VERB NUM NOUN ADP DET NOUN ADP ADJ PROPN ADP PROPN PUNCT"
TAGS = "NNS VBD CD NNS IN DT NN IN JJ NNP IN NNP ."
TEXT = "Gunmen killed 12 soldiers of the army in northern Mali on Friday."
_NUMBERS = count()

Component = Callable[[Doc], Doc]


def said(words: str, attribute: str) -> Component:
    """Return a component that gives an attribute of each word of TEXT one of these values."""

    def component(doc: Doc) -> Doc:
        for token, word in zip(doc, words.split(), strict=True):
            setattr(token, attribute, word)
        return doc

    return component


def trees(heads: tuple[int, ...], deps: str) -> Component:
    """Return a component that knows the tree of TEXT."""

    def component(doc: Doc) -> Doc:
        made = Doc(doc.vocab, words=[token.text for token in doc], heads=list(heads), deps=deps.split())
        return doc.from_array(["DEP", "HEAD"], made.to_array(["DEP", "HEAD"]))

    return component


def names(label: str) -> Component:
    """Return a component that knows the one name of TEXT."""

    def component(doc: Doc) -> Doc:
        doc.set_ents([Span(doc, 9, 10, label=label)], default="outside")
        return doc

    return component


def pipeline(without: str = "", *, heads: tuple[int, ...] = CLEAR_HEADS, deps: str = CLEAR_DEPS, tags: str = TAGS) -> Language:
    """Return a pipeline that reads TEXT, as another package might."""
    nlp = spacy.blank("en")
    parts = {
        "pos": said(POS, "pos_"),
        "tags": said(tags, "tag_"),
        "lemmas": said("gunman kill 12 soldier of the army in northern mali on friday .", "lemma_"),
        "trees": trees(heads, deps),
        "names": names("GPE"),
    }
    for name, part in parts.items():
        if name != without:
            factory = f"test_{name}_{next(_NUMBERS)}"  # spaCy keeps the first of a name
            Language.component(factory, func=part)
            nlp.add_pipe(factory)
    return nlp


def test_a_stock_english_pipeline_speaks_as_ours() -> None:
    nlp = model.mapped(pipeline(), "stock")
    assert nlp.pipe_names[-2:] == [CLEAR, LABELS]
    doc = nlp(TEXT)
    assert [token.dep_ for token in doc] == UD_DEPS.split()
    assert [token.head.i for token in doc] == list(UD_HEADS)
    assert [entity.label_ for entity in doc.ents] == ["LOC"]


def test_universal_trees_stay_and_other_tags_are_made_penn() -> None:
    nlp = model.mapped(pipeline(heads=UD_HEADS, deps=UD_DEPS, tags="NA VVFIN NUM NN APPR ART NN APPR ADJA NE APPR NE $."), "fremd")
    assert nlp.pipe_names[-2:] == [PENN, LABELS]
    doc = nlp(TEXT)
    assert [token.dep_ for token in doc] == UD_DEPS.split()
    assert [doc[index].tag_ for index in (0, 2, 9, 12)] == ["NN", "CD", "NNP", "."]


@pytest.mark.parametrize(
    ("without", "what"),
    [("trees", "a parser"), ("pos", "a tagger or morphologizer"), ("lemmas", "a lemmatizer"), ("names", "an entity recog")],
)
def test_what_a_pipeline_lacks_is_named(without: str, what: str) -> None:
    with pytest.raises(Usage, match=f"half lacks {what}.*its components are: test_"):
        model.mapped(pipeline(without), "half")


def test_an_empty_pipeline_lacks_everything() -> None:
    with pytest.raises(Usage, match=r"lacks a parser .* a tagger .* a lemmatizer .* an entity .* are: none"):
        model.mapped(spacy.blank("en"), "empty")


def test_trees_of_a_third_kind_are_refused() -> None:
    with pytest.raises(Usage, match="neither Universal Dependencies nor ClearNLP's: ROOT, mo, nk, oa, "):
        model.mapped(pipeline(deps="sb ROOT nk oa pg nk nk mo nk nk mo nk punct"), "tiger")


def test_labels_of_components_count_before_one_sentence_and_lines_begin_sentences(caplog: pytest.LogCaptureFixture) -> None:
    nlp = pipeline("trees")
    parser = nlp.add_pipe("parser")
    for label in ("nsubj", "dobj", "pobj", "prep"):
        parser.add_label(label)
    nlp.add_pipe("ner").add_label("DISEASE")
    nlp.initialize()
    with caplog.at_level(logging.WARNING):
        mapped = model.mapped(nlp, "odd")
    assert CLEAR in mapped.pipe_names
    assert mapped.pipe_names[0] == "streams_lines"
    assert "odd: entities of these labels are left out, nothing here knows them: DISEASE" in caplog.text


def test_a_mapped_pipeline_is_mapped_once() -> None:
    nlp = model.mapped(pipeline(), "stock")
    before = list(nlp.pipe_names)
    assert model.mapped(nlp, "stock").pipe_names == before


def test_what_is_no_pipeline_is_said(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="no-such-pipeline is neither an installed spaCy package nor a folder"):
        model.load("no-such-pipeline")
    with pytest.raises(Usage, match="neither an installed spaCy package nor a folder"):
        model.check(str(tmp_path))
    nlp = spacy.blank("en")
    nlp.to_disk(tmp_path)
    config = (tmp_path / "config.cfg").read_text()
    (tmp_path / "config.cfg").write_text(
        config.replace("pipeline = []", 'pipeline = ["x"]').replace(
            "[components]", '[components]\n\n[components.x]\nfactory = "of_elsewhere"'
        )
    )
    with pytest.raises(Usage, match=r"cannot be loaded: .*of_elsewhere"):
        model.load(str(tmp_path))
