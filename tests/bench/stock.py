"""spaCy's own small CNN pipeline, to hold speed against: HashEmbedCNN 96 wide and 4 deep under tagger, parser and ner, stock settings.

The network is the default of spaCy's `tok2vec` factory, shared by the three as in spaCy's quickstart (their own default would be one
each, which is slower). It is trained for a minute on treebank and names, so that it runs: at its full speed, far worse than it could.
"""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import spacy
from spacy.tokens import Doc
from spacy.training import Example

from streams.model.recipe import prepare, treebank, worldwide

SENTENCES, PARAGRAPHS, PASSES = 150, 150, 1
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}


def train(data: Path, folder: Path) -> None:
    """Write the pipeline into `folder`."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    for name in ("tagger", "parser", "ner"):
        nlp.add_pipe(name, config={"model": {"tok2vec": _LISTENER}})
    sentences = (sentence for text in treebank.read_treebank(data / prepare.EWT_TRAIN) for sentence in text.sentences)
    paragraphs = (one for article in worldwide.read_articles(data / prepare.WORLDWIDE, "train") for one in article)
    golds = [treebank.to_doc(nlp.vocab, [one]) for one in islice(sentences, SENTENCES)]
    golds += [worldwide.to_doc(nlp.vocab, [one]) for one in islice(paragraphs, PARAGRAPHS)]
    examples = [Example(Doc(nlp.vocab, words=[token.text for token in gold]), gold) for gold in golds]
    optimizer = nlp.initialize(lambda: examples)
    rng = random.Random(0)
    for _ in range(PASSES):
        rng.shuffle(examples)
        for batch in spacy.util.minibatch(examples, 32):
            nlp.update(batch, sgd=optimizer, drop=0.1)
    nlp.to_disk(folder)
