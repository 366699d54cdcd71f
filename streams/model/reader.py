"""The pipeline component: one encoder sets names, tags, parts of speech, sentences and trees of a document at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, MORPH, POS, TAG
from spacy.language import Language
from spacy.scorer import Scorer, get_ner_prf
from spacy.symbols import IDS
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import minibatch
from spacy.vocab import Vocab

from streams.model import encoder, relations
from streams.model.edges import bare
from streams.model.encoder import Encoder, Reading
from streams.model.features import FEATURES
from streams.model.inventory import Inventory
from streams.model.paths import best_path, names
from streams.model.pieces import Pieces
from streams.model.relations import Relations
from streams.model.treebank import SPACE_TAG
from streams.model.trees import tree
from streams.model.windows import Window, windows

NAME = "streams_reader"
CLASSES, PIECES = "inventory.json", "pieces.json"


@dataclass(frozen=True, slots=True)
class _Line:
    """The words of one line of a document, as token places, and how they are read."""

    words: list[int]
    windows: list[Window]


class Reader:
    """Reads documents in batches; nothing is learned here, and nothing kept from one batch to the next."""

    def __init__(self, vocab: Vocab, name: str = NAME) -> None:
        self.vocab, self.name = vocab, name

    def __call__(self, doc: Doc) -> Doc:
        self._read([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 8) -> Iterator[Doc]:
        """The documents of a stream, each with its annotations."""
        for docs in minibatch(stream, batch_size):
            self._read(docs)
            yield from docs

    def _read(self, docs: Sequence[Doc]) -> None:
        """Annotates documents from one pass of the encoder over all of their windows."""
        plans = [self._lines(doc) for doc in docs]
        texts = [[token.text for token in doc] for doc in docs]
        rows = [
            self.pieces.row([words[place] for place in line.words[window.start : window.end]])
            for words, plan in zip(texts, plans, strict=True)
            for line in plan
            for window in line.windows
        ]
        readings = iter(self.encoder.read(rows))
        for doc, plan in zip(docs, plans, strict=True):
            self._annotate(doc, plan, readings)

    def _lines(self, doc: Doc) -> list[_Line]:
        """The document's words line by line; a space between lines is no word."""
        lines: list[list[int]] = [[]]
        for token in doc:
            if not token.is_space:
                lines[-1].append(token.i)
            elif "\n" in token.text and lines[-1]:
                lines.append([])
        made = []
        for words in filter(None, lines):
            sizes = [len(self.pieces.of(doc[place].text)) for place in words]
            made.append(_Line(words, list(windows([doc[place].text for place in words], sizes))))
        return made

    def _annotate(self, doc: Doc, plan: Sequence[_Line], readings: Iterator[Reading]) -> None:
        """Names first, since no sentence starts inside one; then tags, sentences, trees."""
        rows = np.zeros((len(doc), 5), dtype=np.uint64)
        heads = np.arange(len(doc))
        spans = list[Span]()
        for line in plan:
            parts = [(window, next(readings)) for window in line.windows]
            path = [tag for window, reading in parts for tag in best_path(reading.names)[window.own]]
            found = list(names(path))
            for start, end, label in found:
                spans += bare(doc, line.words[start], line.words[end - 1] + 1, self.classes.labels[label])
            whole = {place for start, end, _ in found for place in range(start + 1, end)}
            for window, reading in parts:
                self._grammar(doc, line.words, window, reading, whole, rows, heads)
        self._spaces(doc, rows, heads)
        rows[:, 4] = (heads - np.arange(len(doc))).view(np.uint64)
        if len(doc):
            doc.from_array([TAG, POS, MORPH, DEP, HEAD], rows)
        doc.set_ents(spans, default="outside")

    def _grammar(
        self,
        doc: Doc,
        words: list[int],
        window: Window,
        reading: Reading,
        whole: set[int],
        rows: NDArray[np.uint64],
        heads: NDArray[np.int64],
    ) -> None:
        """Fills the rows of the words that a window answers for; `whole`: places in the line where a name goes on."""
        places = np.array(words[window.first : window.last])
        own = window.own
        tags, pos, arcs = reading.tags[own].argmax(axis=1), reading.pos[own].argmax(axis=1), reading.arcs[own]
        dependents, governors = reading.dependents[own], reading.heads[own]
        starts = reading.starts[own] > 0
        starts[[at - window.first for at in whole if window.first <= at < window.last]] = False
        for at, place in enumerate(places.tolist()):
            if (fixed := doc[place].is_sent_start) is not None and place:
                starts[at] = fixed
        starts[0] = True
        begins = np.flatnonzero(starts).tolist()
        for start, end in pairwise([*begins, len(places)]):
            columns = np.concatenate([[0], np.arange(start, end) + own.start + 1])
            chosen = tree(arcs[start:end][:, columns])
            labels = self.relations.of(dependents[start:end], governors[start:end], chosen)
            heads[places[start:end]] = places[start:end][chosen]
            rows[places[start:end], 3] = self._relations[labels]
        rows[places, 0], rows[places, 1], rows[places, 2] = self._tags[tags], self._pos[pos], self._morphs[tags]

    def _spaces(self, doc: Doc, rows: NDArray[np.uint64], heads: NDArray[np.int64]) -> None:
        """A space hangs on the word before it, or on the first of the text."""
        last = next((token.i for token in doc if not token.is_space), 0)
        for token in doc:
            if token.is_space:
                heads[token.i] = last
                rows[token.i] = self._space
            else:
                last = token.i

    @property
    def labels(self) -> tuple[str, ...]:
        """Every relation, as spaCy's parser lists them."""
        return self.classes.relations

    def score(self, examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        """spaCy's own scores of names, tags, parts of speech, trees and sentences."""
        given = list(examples)
        return {
            **get_ner_prf(given),
            **Scorer.score_token_attr(given, "tag"),
            **Scorer.score_token_attr(given, "pos"),
            **Scorer.score_spans(given, "sents", has_annotation=lambda doc: doc.has_annotation("SENT_START")),
            **Scorer.score_deps(given, "dep", ignore_labels=("punct",)),
        }

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Copies the files that it was read from."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Reader:
        """Reads encoder, vocabulary of pieces, classes and relations from a folder."""
        folder = Path(path)
        self.folder = folder
        self.classes = Inventory.load(folder / CLASSES)
        self.pieces = Pieces(folder / PIECES)
        self.encoder = Encoder(folder / encoder.FILE)
        self.relations = Relations.load(folder / relations.FILE, self.classes.relations.index("ROOT"))
        strings = self.vocab.strings
        self._tags = np.array([strings.add(tag) for tag in self.classes.tags], dtype=np.uint64)
        self._pos = np.array([IDS[pos] for pos in self.classes.pos], dtype=np.uint64)
        self._relations = np.array([strings.add(relation) for relation in self.classes.relations], dtype=np.uint64)
        self._morphs = np.array([self.vocab.morphology.add(FEATURES.get(tag, "")) for tag in self.classes.tags], dtype=np.uint64)
        self._space = np.array([strings.add(SPACE_TAG), IDS["SPACE"], 0, strings.add("dep"), 0], dtype=np.uint64)
        return self

    @property
    def files(self) -> dict[str, bytes]:
        """The component's files by name."""
        return {name: (self.folder / name).read_bytes() for name in (CLASSES, PIECES, encoder.FILE, relations.FILE)}


def make_reader(nlp: Language, name: str) -> Reader:
    """An empty reader, whose files are loaded with the pipeline."""
    return Reader(nlp.vocab, name)


Language.factory(
    NAME,
    assigns=[
        "doc.ents",
        "doc.sents",
        "token.ent_type",
        "token.tag",
        "token.pos",
        "token.morph",
        "token.dep",
        "token.head",
        "token.is_sent_start",
    ],
    default_score_weights={"ents_f": 0.5, "dep_las": 0.5},
    func=make_reader,
)
