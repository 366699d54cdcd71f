"""The one way to the language model: everything else sees an ordinary spaCy pipeline and its documents."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import use_ops

from streams.model import lemmas, lines, reader
from streams.model.events.reader import EventReader

WEIGHTS = Path(__file__).parent / "weights"

_KEPT = 4000
"""The number of words, each with a small and a great initial, that the tokeniser knows from the start: seven of ten words of news. In a
memory zone spaCy makes every other word anew for every batch, and cuts it anew each time that it stands there."""

# The config of the weights names what these modules register.
_REGISTERED = (lemmas, lines, reader)


def event_reader(nlp: Language) -> EventReader | None:
    """Return the event reader of a pipeline; None where it has none, as where another model was named."""
    found: EventReader | None = nlp.get_pipe(reader.NAME).events if reader.NAME in nlp.pipe_names else None
    return found


def with_events(nlp: Language, folder: Path) -> None:
    """Gives the bundled pipeline the event reader of another folder."""
    component = nlp.get_pipe(reader.NAME)
    component.events = EventReader(folder, component.pieces, component.words)


def load(path_or_name: str | None = None) -> Language:
    """Return the bundled pipeline, or another by its folder or installed package name.

    Its documents carry `ents` (PERSON ORG LOC NORP DATE MISC FAC MONEY PRODUCT), `sents` that end at
    line ends at the latest, Universal Dependencies `head` and `dep_`, Penn `tag_`, `pos_`, `morph`, `lemma_`.
    """
    # OpenBLAS, by way of numpy, is half as fast again as BLIS on the small matrices of these networks.
    with use_ops("numpy", use_blis=False):
        nlp = spacy.load(path_or_name or WEIGHTS)
    if reader.NAME in nlp.pipe_names:
        words = nlp.get_pipe(reader.NAME).pieces.frequent(_KEPT)
        nlp.make_doc(" ".join([*words, *map(str.title, words)]))
    return nlp
