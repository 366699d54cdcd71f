"""Tests of entities: which names in an article are one thing and which are not."""

from streams.extract.names.entities import entities
from tests.extract.docs import named, plain


def ids(text: str, names: dict[str, str]) -> dict[str, str]:
    """Return the name of the entity of each mention, by the mention's words."""
    return {one.text: one.name for one in entities(plain(text, names))}


def test_a_surname_after_the_full_name() -> None:
    found = ids("Marta Oyelaran spoke. Later Oyelaran left.", {"Marta Oyelaran": "PERSON"})
    assert found["Oyelaran"] == "Marta Oyelaran"


def test_two_people_of_one_surname_and_their_network_stay_three() -> None:
    text = "Anton Belov met Sergei Belov. The Belov network denied it. Belov left."
    found = entities(plain(text, {"Anton Belov": "PERSON", "Sergei Belov": "PERSON", "Belov": "PERSON"}))
    assert {(one.text, one.label) for one in found} >= {("Anton Belov", "PERSON"), ("Sergei Belov", "PERSON"), ("Belov network", "ORG")}
    assert len({one.id for one in found}) == 4  # the bare surname may be either: it is neither


def test_middle_initials_and_honorifics() -> None:
    found = ids("John F. Ostrander and John Ostrander; Mullah Ostrander.", {"John F. Ostrander": "PERSON", "John Ostrander": "PERSON"})
    assert found["John Ostrander"] == "John F. Ostrander"


def test_titles_are_cut_but_honorifics_stay() -> None:
    names = {"President Marta Oyelaran": "PERSON", "Mullah Zaher": "PERSON"}
    assert named(plain("President Marta Oyelaran met Mullah Zaher.", names)) == [("PERSON", "Marta Oyelaran"), ("PERSON", "Mullah Zaher")]


def test_acronyms_by_definition_initials_and_table() -> None:
    text = (
        "The Northern Relief Front (NRF) met. NRF agreed. The Orvik Peace Council came; OPC left. ISIS and the Islamic State fought the UN."
    )
    found = ids(text, {"Northern Relief Front": "ORG", "NRF": "ORG", "Orvik Peace Council": "ORG", "OPC": "ORG"})
    assert found["NRF"] == "Northern Relief Front"
    assert found["OPC"] == "Orvik Peace Council"
    assert found["ISIS"] == found["Islamic State"] == "Islamic State"
    assert found["UN"] == "United Nations"


def test_one_label_throughout_and_every_occurrence_found() -> None:
    text = "Kestrel attacked. Kestrel fled. The town feared Kestrel. Again Kestrel came."
    doc = plain(text, {"Kestrel": "ORG"})
    doc.ents = [*doc.ents[:2], doc.char_span(doc.ents[2].start_char, doc.ents[2].end_char, label="LOC")]
    assert named(doc) == [("ORG", "Kestrel")] * 4


def test_known_spellings_need_no_model_and_beat_it() -> None:
    doc = plain("Afghan troops left Kenya as the Taliban watched.", {"Taliban": "PERSON"})
    assert named(doc) == [("NORP", "Afghan"), ("LOC", "Kenya"), ("ORG", "Taliban")]


def test_facilities_networks_and_ministries() -> None:
    doc = plain("Fire hit Orvik airport, the Ministry of Health and Sport and the Zaher network.", {"Orvik": "LOC", "Zaher": "PERSON"})
    assert named(doc) == [("FAC", "Orvik airport"), ("ORG", "Ministry of Health and Sport"), ("ORG", "Zaher network")]


def test_joined_names_are_split_and_possessives_trimmed() -> None:
    doc = plain("Orvik and Selma's mayors, the Hague.", {"Orvik and Selma's": "LOC", "the Hague": "LOC"})
    assert named(doc) == [("LOC", "Orvik"), ("LOC", "Selma"), ("LOC", "Hague")]


def test_a_text_without_capitals_has_names() -> None:
    names = {"marta oyelaran": "PERSON", "kirkuk": "LOC"}
    small = "the judge marta oyelaran was killed in kirkuk on her way to the court, police said."
    assert named(plain(small, names)) == [("PERSON", "marta oyelaran"), ("LOC", "kirkuk")]
    assert named(plain(f"{small} President Nina Belov said.", names)) == []


def test_titles_stay_with_their_land() -> None:
    assert named(plain("The Duke of Orvik left.", {"Duke of Orvik": "PERSON"})) == [("PERSON", "Duke of Orvik")]
    assert named(plain("The Prince of Orvik left.", {"Prince of Orvik": "PERSON"})) == [("PERSON", "Prince of Orvik")]


def test_a_district_is_a_place_whatever_the_model_says() -> None:
    assert named(plain("Fighting in Khor Wa district.", {"Khor Wa": "PERSON"})) == [("LOC", "Khor Wa")]


def test_ids_tell_kinds_apart() -> None:
    found = entities(plain("Zaher spoke. The Zaher network fell.", {"Zaher": "PERSON"}))
    assert [one.id for one in found] == ["person/zaher", "organisation/zaher-network"]
