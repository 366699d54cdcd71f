"""UD features that follow from a Penn tag alone: number, tense, form and degree (the rest would need a classifier, and nobody reads it)."""

from __future__ import annotations

SPACE_TAG = "_SP"
"""The tag that spaCy gives to white space."""

FEATURES = {
    "JJ": "Degree=Pos",
    "JJR": "Degree=Cmp",
    "JJS": "Degree=Sup",
    "MD": "VerbForm=Fin",
    "NN": "Number=Sing",
    "NNP": "Number=Sing",
    "NNPS": "Number=Plur",
    "NNS": "Number=Plur",
    "RBR": "Degree=Cmp",
    "RBS": "Degree=Sup",
    "VB": "VerbForm=Inf",
    "VBD": "Mood=Ind|Tense=Past|VerbForm=Fin",
    "VBG": "VerbForm=Ger",
    "VBN": "Tense=Past|VerbForm=Part",
    "VBP": "Mood=Ind|Tense=Pres|VerbForm=Fin",
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
}
"""Source: the English conversion of Penn tags to UD features, universaldependencies.org/tagset-conversion/en-penn-uposf.html."""
