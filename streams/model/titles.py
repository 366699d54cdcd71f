"""Titles that end in a point which ends no sentence: "Lt. Gen. Musa Ibrahim"."""

from __future__ import annotations

from spacy.language import Language
from spacy.symbols import ORTH


def _words(text: str) -> frozenset[str]:
    """Return the words of a text, as a set."""
    return frozenset(text.split())


TITLES = _words(
    "Adm. Amb. Atty. Brig. Capt. Cdr. Cmdr. Col. Cpl. Det. Dr. Fr. Gen. Gov. Hon. Insp. Lt. Maj. Messrs. Mr. Mrs. "
    "Ms. Pres. Prof. Pvt. Rep. Reps. Rev. Sen. Sens. Sgt. Spc. St. Supt."
)


def teach(nlp: Language) -> None:
    """Makes each title one token with its point, in the pipeline's tokeniser."""
    known = nlp.tokenizer.rules or {}
    for title in sorted(TITLES - known.keys()):
        nlp.tokenizer.add_special_case(title, [{ORTH: title}])
