"""A parser may say anything: whatever the tree, frames come out and their offsets hold."""

import random

import pytest
from spacy.tokens import Doc

from tests.extract.docs import VOCAB, read, stretches

WORDS = [
    *("The", "rebels", "said", "Orvik", "was", "attacked", "by", "and", ",", "which", "in", "on", "to", "kill", "blast", "150", "“", "”"),
    *("Friday", "not", "who", "carried", "out", "talks", "led", "he", "'s", "that", "dead", "if", ".", "according", "missing", "\n"),
]
LABELS = [
    *("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "case", "mark", "acl", "acl:relcl", "advcl", "xcomp"),
    *("ccomp", "conj", "cc", "appos", "compound", "compound:prt", "aux", "aux:pass", "cop", "flat", "nummod", "amod", "parataxis", "punct"),
]
POS = ["NOUN", "VERB", "PROPN", "ADJ", "ADP", "PRON", "AUX", "NUM", "PUNCT", "SCONJ", "ADV"]
TAGS = ["NN", "VBD", "VBN", "VB", "VBG", "NNP", "JJ", "IN", "PRP", "CD", "WDT", "VBZ"]


def wild(rng: random.Random) -> Doc:
    """Return random words under a random tree, with random names."""
    size = rng.randint(1, 40)
    order = rng.sample(range(size), size)
    heads = [0] * size
    for index, one in enumerate(order):
        heads[one] = order[rng.randrange(index)] if index else one
    words = rng.choices(WORDS, k=size)
    labels = ["ROOT" if heads[one] == one else rng.choice(LABELS) for one in range(size)]
    doc = Doc(VOCAB, words=words, heads=heads, deps=labels, tags=rng.choices(TAGS, k=size), pos=rng.choices(POS, k=size), lemmas=words)
    start = rng.randrange(size)
    doc.ents = [doc[start : min(size, start + rng.randint(1, 3))]] if rng.random() < 0.5 else []
    return doc


@pytest.mark.parametrize("seed", range(60))
def test_any_tree(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(5):
        article = read(wild(rng))
        for frame in article.frames:
            for span in stretches(frame):
                assert article.text[span.start : span.end] == span.text
            for argument in frame.arguments:
                assert argument.entity is None or 0 <= argument.entity < len(article.entities)
                assert argument.frame is None or 0 <= argument.frame < len(article.frames)
            assert 0 <= frame.sentence < len(article.sentences)
            assert frame.parent is None or 0 <= frame.parent < len(article.frames)


def test_a_list_of_thousands_is_no_recursion() -> None:
    size = 3000
    doc = Doc(
        VOCAB,
        words=["names"] * size,
        heads=[0, *range(size - 1)],
        deps=["ROOT", *["conj"] * (size - 1)],
        pos=["NOUN"] * size,
        tags=["NNS"] * size,
        lemmas=["attack"] * size,
    )
    assert len(read(doc).frames) == size
