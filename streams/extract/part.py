"""The part of a text that the model reads: what bounds its time, so that no text holds up the others. The article's text stays whole.

Offsets stay those of the text: what is no word is read as blanks of the same length, and what is too long is read up to a paragraph end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Limits:
    """What one article may cost; of 375 real articles and the demo's wire none reaches the limits of words and marks."""

    text_chars: int = 100_000
    """Longer texts are parsed up to the last paragraph end before this."""
    tokens: int = 9_000
    """Words and marks that are parsed, in the same way: 18 pages, 1.5 s of a slow core. A line of one letter is two of them."""
    word_chars: int = 400
    """Characters between white space; what is longer is no word, and is read as blanks. An address of 278 is the longest in the news."""
    marks: int = 24
    """Marks in a row; those behind them are read as blanks. spaCy's tokeniser takes them off one by one and looks at the whole word each
    time: 40,000 took 220 s."""
    batch_docs: int = 8
    """Documents that the model takes at once: more need more memory and are no faster. In spaCy's own pipeline 8 are 1.1 to 1.7 times as
    fast as 32."""


DEFAULT = Limits()


def tokenised(nlp: Language, text: str, limits: Limits = DEFAULT) -> Doc:
    """The words of the part of a text that is to be parsed, at their offsets in the text; time grows with its length."""
    part = parsed_part(legible(text[: limits.text_chars + 1], limits), limits.text_chars)
    doc = nlp.make_doc(part)
    if len(doc) > limits.tokens:
        doc = nlp.make_doc(parsed_part(part, doc[limits.tokens].idx))
    return doc


def legible(text: str, limits: Limits = DEFAULT) -> str:
    """The text with blanks in the place of what is no word: as long as before, and every word where it was."""
    text = re.sub(rf"(?<!\S)\S{{{limits.word_chars + 1},}}", lambda found: " " * len(found[0]), text)
    return re.sub(rf"[^\w\s]{{{limits.marks + 1},}}", lambda found: found[0][: limits.marks] + " " * (len(found[0]) - limits.marks), text)


def parsed_part(text: str, most: int) -> str:
    """The text up to its last paragraph, line or word end before `most` characters."""
    if len(text) <= most:
        return text
    for mark in ("\n\n", "\n", ". ", " "):
        end = text.rfind(mark, most // 2, most)
        if end > 0:
            return text[: end + (1 if mark == ". " else 0)]
    return text[:most]
