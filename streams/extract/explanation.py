"""One article as extract reads it, with the trees that it read it off: for people, not for the wire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Span

from streams.extract.articles import headline_words, read, read_headline, sentence_spans
from streams.extract.part import DEFAULT, Limits, tokenised
from streams.messages import AnalysedArticle, Frame, ScreenedArticle
from streams.model.load import event_reader

LONGEST = 150
"""The most words of a sentence whose tree is shown: nobody reads a larger one, and the outline is as deep as the tree."""
_SMALL = frozenset(
    {"det", "case", "aux", "cop", "mark", "cc", "amod", "compound", "nummod", "fixed", "flat", "expl", "goeswith", "advmod", "nmod:poss"}
)
"""Relations of words that an outline keeps in the line of the word they belong to, where nothing larger hangs on them."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence; `head` is the index of its head in the sentence, its own for the root. Offsets are those of the article."""

    text: str
    start: int
    end: int
    tag: str
    pos: str
    relation: str
    head: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of an outline: a head word with the small words around it, and the phrases below."""

    relation: str
    head: Word
    words: tuple[Word, ...]
    """The words of the line in order, the head among them."""
    below: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An analysed article and the words of each of its sentences."""

    article: AnalysedArticle
    words: tuple[tuple[Word, ...], ...]

    def frames(self, sentence: int) -> list[Frame]:
        """Return the frames of one sentence, given by its number."""
        return [frame for frame in self.article.frames if frame.sentence == sentence]


def explain(nlp: Language, article: ScreenedArticle, *, limits: Limits = DEFAULT) -> Explanation:
    """Read one article, even one that clean or screen would have skipped; raise whatever reading it raises."""
    doc = nlp(tokenised(nlp, article.text, limits))
    events = event_reader(nlp)
    analysed = read(doc, article, events, headline_words(nlp, article.headline))
    analysed = analysed.with_(headline_reading=read_headline(nlp, article, events, limits))
    return Explanation(analysed, tuple(tuple(words_of(span)) for span in sentence_spans(doc)))


def outline(words: Sequence[Word]) -> tuple[Phrase, ...]:
    """Return the tree of a sentence as phrases, one for each root; none for a sentence of more than `LONGEST` words."""
    if len(words) > LONGEST:
        return ()
    below: dict[int, list[int]] = {}
    for index, word in enumerate(words):
        if word.head != index and word.pos != "PUNCT":
            below.setdefault(word.head, []).append(index)
    return tuple(_phrase(words, below, index) for index, word in enumerate(words) if word.head == index)


def words_of(span: Span) -> Iterator[Word]:
    """Yield the words of a sentence without its line ends; a word that hangs on one outside of it is a root."""
    kept = [token for token in span if not token.is_space]
    indices = {int(token.i): index for index, token in enumerate(kept)}
    for index, token in enumerate(kept):
        head = indices.get(int(token.head.i), index)
        relation = token.dep_ if head != index else "root"
        yield Word(token.text, int(token.idx), int(token.idx) + len(token.text), token.tag_, token.pos_, relation, head)


def _phrase(words: Sequence[Word], below: Mapping[int, Sequence[int]], index: int) -> Phrase:
    own, rest = [index], []
    for child in below.get(index, ()):
        small = _small(words, below, child)
        own.extend(small)
        if not small:
            rest.append(child)
    phrases = tuple(_phrase(words, below, child) for child in rest)
    return Phrase(words[index].relation, words[index], tuple(words[one] for one in sorted(own)), phrases)


def _small(words: Sequence[Word], below: Mapping[int, Sequence[int]], index: int) -> list[int]:
    """Return the indices of a word and of all under it if all are small words, else an empty list."""
    relation = words[index].relation
    if relation not in _SMALL and relation.partition(":")[0] not in _SMALL - {"nmod:poss"}:
        return []
    found = [index]
    for child in below.get(index, ()):
        inner = _small(words, below, child)
        if not inner:
            return []
        found += inner
    return found
