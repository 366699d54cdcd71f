"""Entity labels of other pipelines as ours: one table, and the component that applies it.

Ours are PERSON ORG LOC NORP DATE MISC FAC MONEY PRODUCT. A place is LOC whether it has a government or not: the gazetteer knows which it
is, and so the label that people know stands beside ours in every message (`conventional`). Clock times, percentages, quantities and plain
numbers are left out, for figures.py reads them by rule whatever the model says.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from streams.messages import EntityLabel

NAME = "streams_labels"

FIGURES = frozenset({"TIME", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "NUMERIC", "NUMERIC_VALUE", "MSR", "QT"})
"""Labels that are left to the rules: those of OntoNotes, and of the Romanian, Swedish and Korean pipelines."""

_TABLE: dict[EntityLabel, str] = {  # https://spacy.io/models: the label schemes of spaCy's own pipelines
    "PERSON": "PERSON PER PERPART PERDERIV PRS PS PERSNAME",
    "ORG": "ORG ORGANIZATION ORGANISATION ORGPART ORGDERIV OG ORGNAME GPE_ORG CORPORATION GROUP",
    "LOC": "LOC LOCATION GPE GPE_LOC LOCPART LC PLACENAME GEOGNAME",
    "NORP": "NORP NAT_REL_POL LOCDERIV DRV",  # GermEval's LOCderiv: "deutsche"
    "DATE": "DATE DATETIME PERIOD TME DT TI",
    "FAC": "FAC FACILITY",
    "MONEY": "MONEY",
    "PRODUCT": "PRODUCT PROD OBJ",
    "MISC": "MISC MISCELLANEOUS OTH OTHPART OTHDERIV EVENT EVT EVN WORK_OF_ART CREATIVE_WORK CREATIVE-WORK WRK LAW LANGUAGE",
}
OURS: dict[str, EntityLabel] = {other: label for label, others in _TABLE.items() for other in others.split()}
"""Our label by the label of another scheme, in capitals."""


def ours(label: str) -> EntityLabel | None:
    """Return our label for another scheme's; None for figures and for labels that no scheme known here has."""
    return OURS.get(label.upper())


def conventional(label: EntityLabel, name: str) -> EntityLabel:
    """Return the label of a thing of this full name as OntoNotes has it: a place with a government is GPE, all else stays as it is.

    Source: OntoNotes 5.0 (LDC2013T19): countries, cities, states are GPE; mountains, waters, regions of several lands LOC.
    """
    if label != "LOC":
        return label
    from streams.extract.places.gazetteer import gazetteer  # 0.3 s and 34 MB, for the first article with a place

    return "GPE" if gazetteer().governed(name) else "LOC"


def foreign(labels: Iterable[str]) -> list[str]:
    """Return those of the labels that nothing here knows, sorted: their entities are lost."""
    return sorted(label for label in labels if label.upper() not in FIGURES and ours(label) is None)


def relabel(doc: Doc) -> Doc:
    """Return the document with its entities under our labels; those under labels of figures and unknown ones are dropped."""
    known = [(entity, ours(entity.label_)) for entity in doc.ents]
    doc.set_ents([Span(doc, entity.start, entity.end, label=label) for entity, label in known if label is not None], default="outside")
    return doc


Language.component(NAME, requires=["doc.ents"], assigns=["doc.ents"], func=relabel)
