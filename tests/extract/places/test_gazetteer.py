"""Tests of the gazetteer: the places that it knows under a name, and that its table is sound."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.extract.places.gazetteer import Gazetteer, gazetteer, key


def first(name: str) -> tuple[str, str, str | None] | None:
    found = gazetteer().candidates(name)
    return (found[0].name, found[0].kind, found[0].country) if found else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kapisa", ("Kapisa", "province", "AFG")),
        ("Baghlan province", ("Baghlan", "province", "AFG")),
        ("Panjshir", ("Panjshir", "province", "AFG")),
        ("the province of Panjshir", ("Panjshir", "province", "AFG")),
        ("the U.S.", ("United States", "country", "USA")),
        ("America's", ("United States", "country", "USA")),
        ("UK", ("United Kingdom", "country", "GBR")),
        ("Britain", ("United Kingdom", "country", "GBR")),
        ("Ivory Coast", ("Ivory Coast", "country", "CIV")),
        ("DRC", ("Democratic Republic of the Congo", "country", "COD")),
        ("Congo-Kinshasa", ("Democratic Republic of the Congo", "country", "COD")),
        ("Burma", ("Myanmar", "country", "MMR")),
        ("Holland", ("Netherlands", "country", "NLD")),
        ("UAE", ("United Arab Emirates", "country", "ARE")),
        ("Kosovo", ("Kosovo", "country", "XKX")),
        ("Taiwan", ("Taiwan", "country", "TWN")),
        ("Palestinian territories", ("Palestinian Territory", "country", "PSE")),
        ("West Bank", ("West Bank", "province", "PSE")),
        ("Gaza", ("Gaza Strip", "province", "PSE")),
        ("North Korea", ("North Korea", "country", "PRK")),
        ("northern Syria", ("Syria", "country", "SYR")),
        ("South Sudan", ("South Sudan", "country", "SSD")),
        ("Deutschland", ("Germany", "country", "DEU")),
        ("KYIV", ("Kyiv", "city", "UKR")),
        ("Kiev", ("Kyiv", "city", "UKR")),
        ("city of Herat", ("Herat", "city", "AFG")),
        ("Herat province", ("Herat", "province", "AFG")),
        ("Sao Paulo", ("São Paulo", "city", "BRA")),
        ("Saint Petersburg", ("Saint Petersburg", "city", "RUS")),
        ("St. Petersburg", ("Saint Petersburg", "city", "RUS")),
        ("Khan Younis", ("Khan Younis", "city", "PSE")),
        ("Mazar-i-Sharif", ("Mazar-i-Sharif", "city", "AFG")),
        ("Geneva", ("Geneva", "city", "CHE")),
        ("Palmyra", ("Palmyra", "city", "SYR")),
        ("Qamishli", ("Qamishli", "city", "SYR")),
        ("Deir al-Balah", ("Deir al-Balah", "city", "PSE")),
        ("Bethlehem", ("Bethlehem", "city", "PSE")),
        ("Basra", ("Basra", "city", "IRQ")),
        ("Donetsk", ("Donetsk", "city", "UKR")),
        ("Donetsk region", ("Donetsk", "province", "UKR")),
        ("U. S.", ("United States", "country", "USA")),
        ("southern NSW", ("New South Wales", "province", "AUS")),
        ("Arab peninsula", None),
        ("Bombay", ("Mumbai", "city", "IND")),
        ("New York", ("New York City", "city", "USA")),
        ("New York state", ("New York", "province", "USA")),
        ("Middle East", ("Middle East", "region", None)),
        ("Donbas", ("Donbas", "region", "UKR")),
        ("Crimea", ("Crimea", "province", "UKR")),
        ("us", None),
        ("turkey", None),
        ("Nowhereburg", None),
        ("", None),
    ],
)
def test_first_candidate(name: str, expected: tuple[str, str, str | None] | None) -> None:
    assert first(name) == expected


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Afghan", "AFG"), ("Afghans", "AFG"), ("Congolese", "COD"), ("Nigerien", "NER"), ("Nigerians", "NGA"), ("British", "GBR"),
        ("American", "USA"), ("U.S.", "USA"), ("South Korean", "KOR"), ("Palestinians", "PSE"), ("the Dutch", "NLD"), ("Filipinos", "PHL"),
        ("Emirati", "ARE"), ("Kosovar", "XKX"), ("Taiwanese", "TWN"), ("French", "FRA"), ("Chinese", "CHN"), ("Martian", None),
    ],
)  # fmt: skip
def test_demonyms(word: str, code: str | None) -> None:
    assert gazetteer().country_of_demonym(word) == code


def test_every_place_lies_on_earth_and_in_a_country() -> None:
    book = gazetteer()
    for number in range(len(book.rows)):
        place = book._place(number)
        assert -90 <= place.lat <= 90, place
        assert -180 <= place.lon <= 180, place
        assert (place.lat, place.lon) != (0.0, 0.0), place
        assert place.radius_km > 0, place
        assert place.country is None or book.country(place.country) is not None, place


def test_names_are_sorted_and_lead_to_rows() -> None:
    book = gazetteer()
    assert list(book.names) == sorted(book.names)
    for line in book.names[::97]:
        assert all(int(entry.rstrip("~^&*"), 36) < len(book.rows) for entry in line.split("\t")[1].split(" "))


def test_loads_in_half_a_second_of_cpu() -> None:
    start = time.process_time()
    Gazetteer.load()
    assert time.process_time() - start < 0.5


@given(st.text(max_size=60))
def test_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


@given(st.text(max_size=60))
def test_any_text_has_candidates_or_none(text: str) -> None:
    assert isinstance(gazetteer().candidates(text), tuple)


@pytest.mark.parametrize(
    ("name", "governed"),
    [("Kabul", True), ("France", True), ("the U.S.", True), ("Helmand province", True), ("Middle East", False), ("Sahara", False),
     ("Pacific Ocean", False), ("Africa", False), ("no such place", False), ("Qqorvik village", True),
     ("Qqorvik area", False)],
)  # fmt: skip
def test_which_places_have_a_government(name: str, governed: bool) -> None:
    assert gazetteer().governed(name) is governed
