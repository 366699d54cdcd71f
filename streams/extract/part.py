"""The part of a text that the model reads, which is bounded so that no text holds up the others. The article's text stays whole.

Offsets stay those of the text: a run that is no word is read as blanks of the same length, and a text that is too long is read up to a
paragraph end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits bound what one article may cost; of 375 real articles and the demo's wire none reaches the limits of words and marks."""

    text_chars: int = 40_000
    """The most characters that are parsed; a longer text is parsed up to the last paragraph end before this."""
    tokens: int = 6_000
    """The most words and marks that are parsed, in the same way: 12 pages, 1 s of a slow core. The longest of
    1,863 articles of news sites and agencies has 5,000. A line of one letter is two of them."""
    word_chars: int = 400
    """The most characters between white space: a longer run is no word, and is read as blanks. The longest in the news is an address of
    278."""
    marks: int = 24
    """The most marks in a row; those behind them are read as blanks. spaCy's tokeniser takes marks off one by one and looks at the whole
    word each time: 40,000 took 220 s."""
    batch_docs: int = 8
    """The number of documents that the model takes at once: more need more memory and are no faster. In spaCy's own pipeline 8 are 1.1 to
    1.7 times as fast as 32."""


DEFAULT = Limits()


def tokenised(nlp: Language, text: str, limits: Limits = DEFAULT) -> Doc:
    """Return the words of the part of a text that is to be parsed, at their offsets in the text; time grows with its length."""
    part = parsed_part(legible(text[: limits.text_chars + 1], limits), limits.text_chars)
    doc = nlp.make_doc(part)
    if len(doc) > limits.tokens:
        doc = nlp.make_doc(parsed_part(part, doc[limits.tokens].idx))
    return doc


def legible(text: str, limits: Limits = DEFAULT) -> str:
    """Return the text with blanks instead of what is no word: as long as before, and every word where it was."""
    text = re.sub(rf"(?<!\S)\S{{{limits.word_chars + 1},}}", lambda found: " " * len(found[0]), text)
    return re.sub(rf"[^\w\s]{{{limits.marks + 1},}}", lambda found: found[0][: limits.marks] + " " * (len(found[0]) - limits.marks), text)


def parsed_part(text: str, most: int) -> str:
    """Return the text up to its last paragraph end before `most` characters, else its last line, sentence or word end; where the second
    half of these characters has none, it is cut at `most`.
    """
    if len(text) <= most:
        return text
    for mark in ("\n\n", "\n", ". ", " "):
        end = text.rfind(mark, most // 2, most)
        if end > 0:
            return text[: end + (1 if mark == ". " else 0)]
    return text[:most]
