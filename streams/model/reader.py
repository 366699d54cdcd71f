"""The pipeline component: one encoder sets names, tags, parts of speech, sentences and trees of a document at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, IS_SPACE, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.scorer import Scorer, get_ner_prf
from spacy.symbols import IDS
from spacy.tokens import Doc, Span, Token
from spacy.training import Example
from spacy.vocab import Vocab

from streams.model import encoder, relations, words
from streams.model.edges import bare
from streams.model.encoder import Encoder, Reading, Scores
from streams.model.events.reader import FILE, LABELS, EventReader
from streams.model.features import FEATURES, SPACE_TAG
from streams.model.inventory import Inventory
from streams.model.paths import best_paths, spans
from streams.model.pieces import Pieces
from streams.model.relations import Relations
from streams.model.trees import tree
from streams.model.votes import Found, agreed, likely
from streams.model.windows import Window, windows
from streams.model.words import Words

NAME = "streams_reader"
CLASSES, PIECES = "inventory.json", "pieces.json"
_NO_START = -1
"""spaCy's SENT_START of a word that begins no sentence; 1 begins one, 0 leaves it open."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A window, and the words of its line as token indices."""

    line: list[int]
    window: Window

    @property
    def read(self) -> list[int]:
        """The words that the encoder reads."""
        return self.line[self.window.start : self.window.end]

    @property
    def own(self) -> list[int]:
        """The words for which the window's scores are used."""
        return self.line[self.window.first : self.window.last]


class Reader:
    """Reads one document after the other; nothing is learned here, and nothing kept from one to the next."""

    def __init__(self, vocab: Vocab, name: str = NAME) -> None:
        self.vocab, self.name = vocab, name

    def __call__(self, doc: Doc) -> Doc:
        """Annotates a document from its own windows alone.

        int8 takes its scale from all that is in a batch, so a document read beside others would come out a little different each time.
        """
        words = [token.text for token in doc]
        spaces, starts = doc.to_array([IS_SPACE, SENT_START]).reshape(-1, 2).astype(np.int64).T
        parts = self._parts(words, spaces)
        readings = self.encoder.read([self.pieces.row([words[index] for index in part.read]) for part in parts])
        table = np.zeros((len(doc), 5), dtype=np.uint64)
        heads = np.arange(len(doc))
        ents = list[Span]()
        if parts:
            indices = np.concatenate([part.own for part in parts])
            ents = self._names(doc, words, indices.tolist(), parts, readings, starts)
            self._grammar(indices, parts, readings, starts, table, heads)
        self._spaces(spaces, table, heads)
        table[:, 4] = (heads - np.arange(len(doc))).view(np.uint64)
        if len(doc):
            doc.from_array([TAG, POS, MORPH, DEP, HEAD], table)
        doc.set_ents(ents, default="outside")
        return doc

    def _parts(self, words: list[str], spaces: NDArray[np.int64]) -> list[_Part]:
        """Return the document cut into windows, line by line; a space between lines is no word."""
        lines: list[list[int]] = [[]]
        for index, space in enumerate(spaces.tolist()):
            if not space:
                lines[-1].append(index)
            elif "\n" in words[index] and lines[-1]:
                lines.append([])
        made = []
        for line in filter(None, lines):
            texts = [words[index] for index in line]
            made += [_Part(line, window) for window in windows(texts, [len(self.pieces.of(text)) for text in texts])]
        return made

    def _names(
        self, doc: Doc, words: list[str], indices: list[int], parts: list[_Part], readings: list[Reading], starts: NDArray[np.int64]
    ) -> list[Span]:
        """Return the names of the windows' words, which stand at `indices`, and forbid in `starts` that a sentence starts within one."""
        paths = best_paths([reading.names for reading in readings])
        path = np.concatenate([tags[part.window.own] for part, tags in zip(parts, paths, strict=True)])
        edges = [(start, end, label) for start, end, label in spans(path.tolist())]
        shares = likely(_joined("names", parts, readings), [(start, end) for start, end, _ in edges])
        found = [
            Found(tuple(words[index] for index in indices[start:end]), label, share)
            for (start, end, label), share in zip(edges, shares, strict=True)
        ]
        ents = list[Span]()
        for (start, end, _), label in zip(edges, agreed(found, self.classes.person, self.classes.alone), strict=True):
            starts[indices[start + 1 : end]] = _NO_START
            ents += bare(doc, indices[start], indices[end - 1] + 1, self.classes.labels[label])
        return ents

    def _grammar(
        self,
        indices: NDArray[np.int64],
        parts: list[_Part],
        readings: list[Reading],
        starts: NDArray[np.int64],
        table: NDArray[np.uint64],
        heads: NDArray[np.int64],
    ) -> None:
        """Fills the rows of the windows' words, which stand at `indices`; `starts`: 1 where a sentence must begin, -1 where none may."""
        fixed = starts[indices]
        begins = np.where(fixed == 0, _joined("starts", parts, readings) > 0, fixed > 0)
        chosen = np.zeros(len(indices), dtype=np.int64)
        first = 0
        for part, reading in zip(parts, readings, strict=True):
            own = part.window.own
            arcs = reading.arcs[own]
            begins[first] = True
            for start, end in pairwise([*np.flatnonzero(begins[first : first + len(arcs)]).tolist(), len(arcs)]):
                ahead = own.start + 1  # column k is the word before row k, column 0 the root
                scores = np.concatenate([arcs[start:end, :1], arcs[start:end, ahead + start : ahead + end]], axis=1)
                chosen[first + start : first + end] = tree(scores) + first + start
            first += len(arcs)
        heads[indices] = indices[chosen]
        labels = self.relations.of(_joined("dependents", parts, readings), _joined("heads", parts, readings), chosen)
        tags, pos = (_joined(name, parts, readings).argmax(axis=1) for name in ("tags", "pos"))
        table[indices, 0], table[indices, 1], table[indices, 2] = self._tags[tags], self._pos[pos], self._morphs[tags]
        table[indices, 3] = self._relations[labels]

    def _spaces(self, spaces: NDArray[np.int64], table: NDArray[np.uint64], heads: NDArray[np.int64]) -> None:
        """Hang each space on the word before it, or on the first of the text."""
        indices = np.arange(len(spaces))
        words = np.flatnonzero(spaces == 0)
        first = int(words[0]) if len(words) else 0
        last = np.maximum.accumulate(np.where(spaces == 0, indices, first)) if len(spaces) else indices
        hang = spaces != 0
        heads[hang] = last[hang]
        table[hang] = self._space

    @property
    def labels(self) -> tuple[str, ...]:
        """Every relation, as spaCy's parser lists them."""
        return self.classes.relations

    def score(self, examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        """Return spaCy's own scores of names, tags, parts of speech, trees and sentences."""
        given = list(examples)
        return {
            **get_ner_prf(given),
            **Scorer.score_token_attr(given, "tag"),
            **Scorer.score_token_attr(given, "pos"),
            **Scorer.score_spans(given, "sents", has_annotation=lambda doc: doc.has_annotation("SENT_START")),
            **Scorer.score_deps(given, "dep", getter=_relation, ignore_labels=("p", "punct")),
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
        self.words = Words.load(folder / words.FILE)
        self.encoder = Encoder(folder / encoder.FILE, self.words)
        self.events = EventReader(folder, self.pieces, self.words) if (folder / FILE).exists() else None
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
        names = (CLASSES, PIECES, words.FILE, encoder.FILE, relations.FILE, *((FILE, LABELS) if self.events is not None else ()))
        return {name: (self.folder / name).read_bytes() for name in names}


def _joined(head: str, parts: list[_Part], readings: list[Reading]) -> Scores:
    """Return the scores of one of the encoder's heads for the words that the windows answer for, in order."""
    return np.concatenate([getattr(reading, head)[part.window.own] for part, reading in zip(parts, readings, strict=True)])


def _relation(token: Token, name: str) -> str:
    """Return a token's relation in small letters, as spaCy's own parser hands it to the scorer."""
    return str(token.dep_).lower()


def make_reader(nlp: Language, name: str) -> Reader:
    """Return an empty reader, whose files are loaded with the pipeline."""
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
