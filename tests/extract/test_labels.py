"""Labels and tags of other pipelines as ours."""

from __future__ import annotations

import pytest

from streams.extract.frames.penn import penn
from streams.extract.mentions import Mention
from streams.extract.names.ids import named
from streams.extract.names.labels import conventional, foreign, ours, relabel
from streams.messages import EntityLabel
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
def test_every_label_of_a_known_scheme_is_known(scheme: str) -> None:
    assert foreign(scheme.split()) == []


@pytest.mark.parametrize(
    ("label", "own"),
    [("GPE", "LOC"), ("PER", "PERSON"), ("WORK_OF_ART", "MISC"), ("persName", "PERSON"), ("CARDINAL", None), ("DISEASE", None)],
)
def test_a_label_is_ours(label: str, own: str | None) -> None:
    assert ours(label) == own


def test_unknown_labels_are_told() -> None:
    assert foreign(["GPE", "DISEASE", "TIME", "GENE"]) == ["DISEASE", "GENE"]


def test_a_document_has_our_labels_and_no_figures() -> None:
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
def test_a_penn_tag_is_made_of_part_of_speech_and_features(pos: str, features: dict[str, str], tag: str) -> None:
    assert penn(pos, features, "؟") == tag


def test_a_place_with_a_government_is_gpe_and_nothing_else_is() -> None:
    assert [conventional("LOC", name) for name in ("Kenya", "Nairobi", "Helmand province", "Qqorvik village")] == ["GPE"] * 4
    assert [conventional("LOC", name) for name in ("Pacific Ocean", "Sahel", "Qqorvik")] == ["LOC"] * 3
    labels: list[EntityLabel] = ["ORG", "PERSON", "FAC", "NORP", "MISC", "DATE", "CARDINAL"]
    assert [conventional(label, "Kenya") for label in labels] == labels


def test_every_entity_says_the_label_people_know_and_the_full_name_is_asked() -> None:
    text = "United Arab Emirates (UAE) and Orvik (UAE Council)"
    mentions = [Mention(0, 20, "LOC"), Mention(22, 25, "LOC"), Mention(31, 36, "LOC"), Mention(38, 49, "ORG")]
    assert [one.ontonotes for one in named(text, mentions)] == ["GPE", "GPE", "LOC", "ORG"]
    assert [one.label for one in named(text, mentions)] == ["LOC", "LOC", "LOC", "ORG"]
