"""ClearNLP trees made Universal: constructions as spaCy's stock English pipeline parses them, and any tree at all stays one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from streams.extract.frames.clear import RENAMED, Tree, convert, universal
from tests.extract.docs import frame, read, roles, tree

LABELS = [
    *("acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc", "ccomp", "compound", "conj"),
    *(
        "csubj",
        "csubjpass",
        "dative",
        "dep",
        "det",
        "dobj",
        "expl",
        "intj",
        "mark",
        "meta",
        "neg",
        "nmod",
        "npadvmod",
        "nsubj",
        "nsubjpass",
    ),
    *("nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj", "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp"),
]
"""All relations that en_core_web_sm 3.8 has."""
FOREIGN = (set(RENAMED) | {"npadvmod"}) - {"iobj"}
"""The relations that no tree may have after the conversion."""

KILLED = """
Gunmen    NNS gunman    2 nsubj
killed    VBD kill      0 ROOT
soldiers  NNS soldier   2 dobj
in        IN  in        2 prep
Mali      NNP Mali      4 pobj
because   IN  because   2 prep
of        IN  of        6 pcomp
raids     NNS raid      6 pobj
"""
BOMBED = """
The       DT  the       2 det
village   NN  village   4 nsubjpass
was       VBD be        4 auxpass
bombed    VBN bomb      0 ROOT
by        IN  by        4 agent
planes    NNS plane     5 pobj
after     IN  after     4 prep
warning   VBG warn      7 pcomp
of        IN  of        8 prep
raids     NNS raid      9 pobj
"""
HEAD_OF = """
He        PRP he        2 nsubj
is        VBZ be        0 ROOT
not       RB  not       2 neg
head      NN  head      2 attr
of        IN  of        4 prep
it        PRP it        5 pobj
and       CC  and       2 cc
wants     VBZ want      2 conj
to        TO  to        10 aux
leave     VB  leave     8 xcomp
"""
THERE = """
There     EX  there     2 expl
was       VBD be        0 ROOT
a         DT  a         4 det
blast     NN  blast     2 attr
in        IN  in        4 prep
Mosul     NNP Mosul     5 pobj
"""
SPOKE = """
President NNP president 4 compound
Luiz      NNP luiz      4 compound
Da        NNP da        4 compound
Silva     NNP silva     5 nsubj
spoke     VBD speak     0 ROOT
"""
ARE_IN = """
They      PRP they      2 nsubj
are       VBP be        0 ROOT
out       IN  out       2 prep
of        IN  of        3 prep
Kabul     NNP Kabul     4 pobj
,         ,   ,         5 punct
Herat     NNP Herat     5 conj
and       CC  and       7 cc
Ghazni    NNP Ghazni    7 conj
"""


@pytest.mark.parametrize(
    ("rows", "edges"),
    [
        (
            KILLED,
            "Gunmen<nsubj<killed soldiers<obj<killed in<case<Mali Mali<obl<killed because<case<raids of<fixed<because raids<obl<killed",
        ),
        (BOMBED, "village<nsubj:pass<bombed was<aux:pass<bombed by<case<planes planes<obl:agent<bombed"),
        (BOMBED, "after<mark<warning warning<advcl<bombed of<case<raids raids<obl<warning"),
        (HEAD_OF, "head<ROOT<head He<nsubj<head is<cop<head not<advmod<head of<case<it it<nmod<head"),
        (HEAD_OF, "wants<conj<head and<cc<wants to<mark<leave leave<xcomp<wants"),
        (THERE, "was<ROOT<was There<expl<was blast<nsubj<was in<case<Mosul Mosul<nmod<blast"),
        (ARE_IN, "Kabul<ROOT<Kabul They<nsubj<Kabul are<cop<Kabul out<case<Kabul of<case<Kabul"),
        (ARE_IN, "Herat<conj<Kabul Ghazni<conj<Kabul and<cc<Ghazni"),
    ],
)
def test_a_construction_is_that_of_universal_dependencies(rows: str, edges: str) -> None:
    doc = convert(tree(rows))
    found = {f"{token.text}<{token.dep_}<{token.head.text}" for token in doc}
    assert set(edges.split()) <= found


def test_a_name_of_a_person_hangs_on_its_first_word() -> None:
    doc = convert(tree(SPOKE, {"Luiz Da Silva": "PER"}))
    assert [(token.dep_, token.head.text) for token in doc] == [
        ("compound", "Luiz"),
        ("nsubj", "spoke"),
        ("flat", "Luiz"),
        ("flat", "Luiz"),
        ("ROOT", "spoke"),
    ]
    assert [token.dep_ for token in convert(tree(SPOKE, {"Luiz Da Silva": "ORG"}))][:4] == ["compound", "compound", "compound", "nsubj"]


def test_frames_read_what_came_of_it() -> None:
    assert roles(frame(read(convert(tree(KILLED, {"Mali": "LOC"}))), "kill")) == {
        "agent": ["Gunmen"],
        "patient": ["soldiers"],
        "in": ["Mali"],
        "because of": ["raids"],
    }
    bombed = frame(read(convert(tree(BOMBED))), "bomb")
    assert (bombed.voice, roles(bombed)["agent"], roles(bombed)["patient"]) == ("passive", ["planes"], ["The village"])


def test_what_has_no_tree_is_left_alone() -> None:
    doc = Doc(tree(THERE).vocab, words=["No", "parser"])
    assert not convert(doc).has_annotation("DEP")


@st.composite
def forests(draw: st.DrawFn) -> tuple[Tree, list[int]]:
    """Return up to three sentences of random words under random trees, crossing edges too, and the sentence of each word."""
    heads: list[int] = []
    sentence_of: list[int] = []
    for sentence in range(draw(st.integers(1, 3))):
        start, size = len(heads), draw(st.integers(1, 14))
        order = draw(st.permutations(range(size)))
        above = [0] * size
        for index, one in enumerate(order):
            above[one] = order[draw(st.integers(0, index - 1))] if index else one
        heads += [start + one for one in above]
        sentence_of += [sentence] * size
    size = len(heads)

    def drawn(values: list[str]) -> list[str]:
        return draw(st.lists(st.sampled_from(values), min_size=size, max_size=size))

    labels = ["ROOT" if head == index else label for index, (head, label) in enumerate(zip(heads, drawn(LABELS), strict=True))]
    words, pos = drawn(["is", "there", "of", "army"]), drawn(["VERB", "AUX", "NOUN", "ADP", "SCONJ", "ADJ"])
    start = draw(st.integers(0, size - 1))
    persons = [(start, draw(st.integers(start + 1, size)))]
    return Tree(heads, labels, words, pos, drawn(["TO", "IN", "NN", "DT"]), persons), sentence_of


@settings(deadline=None)
@given(forests())
def test_any_tree_stays_a_tree(forest: tuple[Tree, list[int]]) -> None:
    made, sentence_of = forest
    universal(made)
    size = len(made.heads)
    roots = [index for index in range(size) if made.heads[index] == index]
    assert [sentence_of[root] for root in roots] == sorted(set(sentence_of))  # one a sentence
    assert all((made.labels[index] == "ROOT") == (index in roots) for index in range(size))
    reached = list(roots)
    for index in reached:
        reached += made.kids[index]
    assert sorted(reached) == list(range(size))  # every word once: no cycle
    assert all(sentence_of[made.heads[index]] == sentence_of[index] for index in range(size))
    assert all(made.heads[kid] == index for index in range(size) for kid in made.kids[index])
    assert not set(made.labels) & FOREIGN


@settings(deadline=None)
@given(forests())
def test_a_document_is_read_after_it(forest: tuple[Tree, list[int]]) -> None:
    made, _ = forest
    doc = Doc(tree(THERE).vocab, words=list(made.words), heads=made.heads, deps=made.labels, pos=list(made.pos), tags=list(made.tags))
    doc.set_ents([Span(doc, start, end, label="PERSON") for start, end in made.persons])
    universal(made)
    assert [int(token.head.i) for token in convert(doc)] == made.heads
    assert [token.dep_ for token in doc] == made.labels
