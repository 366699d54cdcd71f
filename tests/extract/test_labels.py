"""Labels and tags of other pipelines as ours."""

from __future__ import annotations

import pytest

from streams.extract.labels import conventional, foreign, ours, relabel
from streams.extract.penn import penn
from streams.messages import Entity
from tests.extract.docs import plain

ONTONOTES = "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME WORK_OF_ART"
CORE_NEWS = "PER LOC ORG MISC"  # fr, es, it, pt, de
KOREAN = "DT LC OG PS QT TI"
SWEDISH = "EVN LOC MSR OBJ ORG PRS TME WRK"
NORWEGIAN = "DRV EVT GPE_LOC GPE_ORG LOC MISC ORG PER PROD"
POLISH = "date geogName orgName persName placeName time"
ROMANIAN = "DATETIME EVENT FACILITY GPE LANGUAGE LOC MONEY NAT_REL_POL NUMERIC_VALUE ORDINAL ORGANIZATION PERIOD PERSON PRODUCT QUANTITY"
GERMEVAL = "LOC LOCderiv LOCpart ORG ORGderiv ORGpart OTH OTHderiv OTHpart PER PERderiv PERpart"


@pytest.mark.parametrize("scheme", [ONTONOTES, CORE_NEWS, KOREAN, SWEDISH, NORWEGIAN, POLISH, ROMANIAN, GERMEVAL])
def test_every_label_of_a_known_scheme_has_its_place(scheme: str):
    assert foreign(scheme.split()) == []


@pytest.mark.parametrize(
    ("label", "own"),
    [("GPE", "LOC"), ("PER", "PERSON"), ("WORK_OF_ART", "MISC"), ("persName", "PERSON"), ("CARDINAL", None), ("DISEASE", None)],
)
def test_a_label_is_ours(label: str, own: str | None):
    assert ours(label) == own


def test_unknown_labels_are_told():
    assert foreign(["GPE", "DISEASE", "TIME", "GENE"]) == ["DISEASE", "GENE"]


def test_a_document_has_our_labels_and_no_figures():
    doc = relabel(plain("Five of Hamas left Gaza.", {"Five": "CARDINAL", "Hamas": "ORG", "Gaza": "GPE"}))
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Hamas", "ORG"), ("Gaza", "LOC")]


@pytest.mark.parametrize(
    ("pos", "features", "tag"),
    [
        ("VERB", {"VerbForm": "Fin", "Tense": "Past"}, "VBD"),
        ("VERB", {"VerbForm": "Fin", "Tense": "Imp"}, "VBD"),
        ("VERB", {"VerbForm": "Fin", "Tense": "Pres", "Person": "3", "Number": "Sing"}, "VBZ"),
        ("VERB", {"VerbForm": "Fin", "Tense": "Pres", "Person": "3", "Number": "Plur"}, "VBP"),
        ("VERB", {"VerbForm": "Part", "Tense": "Past"}, "VBN"),
        ("VERB", {"VerbForm": "Part", "Tense": "Pres"}, "VBG"),
        ("AUX", {"VerbForm": "Inf"}, "VB"),
        ("NOUN", {"Number": "Plur"}, "NNS"),
        ("PRON", {"PronType": "Rel"}, "WP"),
        ("PUNCT", {}, "."),
        ("XYZ", {}, "FW"),
    ],
)
def test_a_penn_tag_is_made_of_part_of_speech_and_features(pos: str, features: dict[str, str], tag: str):
    assert penn(pos, features, "؟") == tag


def test_a_place_with_a_government_is_gpe_and_nothing_else_is():
    def conventionally(label: str, name: str) -> str:
        entity = Entity(start=0, end=len(name), text=name, label=label, name=name)
        return conventional(entity, {"Orvik"}.__contains__)

    assert conventionally("LOC", "Orvik") == "GPE"
    assert conventionally("LOC", "Marten Sea") == "LOC"
    assert [conventionally(label, "Orvik") for label in ("ORG", "PERSON", "FAC", "DATE")] == ["ORG", "PERSON", "FAC", "DATE"]


def test_the_full_name_is_asked_not_the_words():
    entity = Entity(start=0, end=2, text="OV", label="LOC", name="Orvik")
    assert conventional(entity, {"Orvik"}.__contains__) == "GPE"
