"""Penn tags for pipelines that have none or others: made from the universal part of speech and the features of each word.

Frames read tense and mood off English tags (VBD, VBN, MD ...), which spaCy's French or Italian pipelines do not have and its German
ones spell in another way.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

NAME = "streams_penn"
PENN = frozenset({"NNS", "NNP", "VBD", "VBN", "VBZ"})
"""Tags that only Penn's scheme has; NN is German too."""

_TAGS = {
    "ADJ": "JJ", "ADP": "IN", "ADV": "RB", "CCONJ": "CC", "SCONJ": "IN", "DET": "DT", "INTJ": "UH", "NUM": "CD", "PART": "RP", "SYM": "SYM",
    "X": "FW", "SPACE": "_SP",
}  # fmt: skip


def penn(pos: str, features: dict[str, str], word: str) -> str:
    """Return the Penn tag of a word; a comma, full stop or colon is its own tag, and any other mark has that of a full stop or colon."""
    match pos:
        case "VERB" | "AUX":
            return _verb(features)
        case "NOUN":
            return "NNS" if features.get("Number") == "Plur" else "NN"
        case "PROPN":
            return "NNPS" if features.get("Number") == "Plur" else "NNP"
        case "PRON":
            if "Rel" in features.get("PronType", "") or "Int" in features.get("PronType", ""):
                return "WP"
            return "PRP$" if features.get("Poss") == "Yes" else "PRP"
        case "PUNCT":
            return word if word in (",", ".", ":") else "." if word in ("!", "?", "…", "。", "؟") else ":"
    return _TAGS.get(pos, "FW")


def _verb(features: dict[str, str]) -> str:
    """Return the tag of an infinitive, participle, gerund or finite form in its tense; the conditional has no tense of its own."""
    form, tense = features.get("VerbForm", "Fin"), features.get("Tense", "")
    if form == "Inf" or features.get("Mood") == "Imp":
        return "VB"
    if form in ("Ger", "Conv"):
        return "VBG"
    if form == "Part":
        return "VBG" if tense == "Pres" else "VBN"
    if tense in ("Past", "Imp", "Pqp"):
        return "VBD"
    return "VBZ" if features.get("Number", "Sing") == "Sing" and features.get("Person", "3") == "3" else "VBP"


def tag(doc: Doc) -> Doc:
    """Return the document with a Penn tag on every word."""
    for token in doc:
        token.tag_ = penn(token.pos_, _features(token), token.text)
    return doc


def _features(token: Token) -> dict[str, str]:
    return {str(name): str(value) for name, value in token.morph.to_dict().items()}


Language.component(NAME, requires=["token.pos", "token.morph"], assigns=["token.tag"], func=tag)
