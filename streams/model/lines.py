"""This component fixes the words at which sentences must and must not begin; it runs before the reader, which honours that."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from spacy.attrs import IS_SPACE, ORTH, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from streams.model.titles import TITLES

NAME = "streams_lines"
_NEVER, _ALWAYS = -1, 1
"""spaCy's SENT_START of a word that begins no sentence, and of one that begins one; 0 leaves it open."""

# "MAIDUGURI, Nigeria, Oct 5 (Reuters) - ", "KYIV -- ", "Nairobi (AFP) – ": a place in capitals, or an agency in brackets, then a dash.
# One word: repeated without a mark between, as it once was, a line of 2,000 capitals took hours.
_PLACE = r"[A-Z][\w.'’-]*"
_DATELINE = re.compile(
    rf"""^[ \t]*(?:
        [A-Z]{{3}}[A-Z.'’ /-]*(?:,\ [\w.'’ ]{{2,30}}){{0,3}}\ ?(?:\([A-Za-z./ ]{{2,30}}\))?
      | {_PLACE}(?:,\ [\w.'’ ]{{2,30}}){{0,2}}\ ?\([A-Za-z./ ]{{2,30}}\)
    )\ ?(?:-{{1,2}}|–|—)[ ]""",
    re.MULTILINE | re.VERBOSE,
)


def start_sentences_at_line_starts(doc: Doc) -> Doc:
    """Start a sentence at each line, so that a headline is not read on into the text, and never at a space or behind a title's point.

    The text behind a dateline starts one too: "KYIV (AP) - Shelling ..." else loses its subject to the place.
    """
    spaces, orths, starts = doc.to_array([IS_SPACE, ORTH, SENT_START]).reshape(-1, 3).astype(np.int64).T
    titles = np.array([doc.vocab.strings[title] for title in TITLES], dtype=np.uint64).astype(np.int64)
    starts[np.flatnonzero(np.isin(orths[:-1], titles)) + 1] = _NEVER
    if dateline_ends := {match.end() for match in _DATELINE.finditer(doc.text)}:
        for token in doc:
            if token.i and token.idx in dateline_ends:
                starts[token.i] = _ALWAYS
    words = np.flatnonzero(spaces == 0).tolist()
    for left, right in pairwise([*words, len(doc)]):
        if right - left > 1:  # spaces stand between, or close the text
            starts[left + 1 : right] = _NEVER
            if right < len(doc) and any("\n" in doc[space].text for space in range(left + 1, right)):
                starts[right] = _ALWAYS
    if len(doc):  # at once: of each word by itself spaCy asks first whether the whole document has a tree
        doc.from_array([SENT_START], starts.view(np.uint64))
    return doc


Language.component(NAME, assigns=["token.is_sent_start"], func=start_sentences_at_line_starts)
