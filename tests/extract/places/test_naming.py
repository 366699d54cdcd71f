"""Places on the entities of an article, and the country that a name tells by itself."""

from __future__ import annotations

import pytest

from streams.extract.places.naming import country_in, located, seat_in
from streams.messages import Entity, EntityLabel


def entity(text: str, name: str, label: EntityLabel) -> Entity:
    start = text.index(name)
    return Entity(start=start, end=start + len(name), text=name, label=label, name=name)


def test_places_are_resolved_and_peoples_tell_their_country() -> None:
    text = "Chilean police found the boat off Lima, Peru."
    found, dateline = located(text, [entity(text, "Chilean", "NORP"), entity(text, "Lima", "LOC")], None)
    assert (found[0].country, found[0].place) == ("CHL", None)
    assert found[1].place is not None
    assert (found[1].place.country, found[1].place.capital) == ("PER", True)
    assert dateline is None


def test_the_dateline_is_a_place_of_its_own() -> None:
    _, dateline = located("It rained.", [], "KANO, Nigeria")
    assert dateline is not None
    assert (dateline.name, dateline.country) == ("Kano", "NGA")
    assert located("It rained.", [], "Qorvikk")[1] is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Afghans", "AFG"),
        ("Central Bank of Chile", "CHL"),
        ("Central African Republic Army", "CAF"),
        ("Orvik Foundation", None),
        ("", None),
    ],
)
def test_the_country_in_a_name(name: str, code: str | None) -> None:
    assert country_in(name) == code


@pytest.mark.parametrize(("name", "code"), [("University of Colombo", "LKA"), ("Lagos State Council", "NGA"), ("Orvik", None), ("", None)])
def test_the_seat_in_the_name_of_a_body(name: str, code: str | None) -> None:
    assert seat_in(name) == code


def test_a_place_that_no_list_has_says_no_country() -> None:
    text = "It happened in Qorvikk."
    ((place,), _) = located(text, [entity(text, "Qorvikk", "LOC")], None)
    assert place.place is not None
    assert (place.place.country, place.place.precision, place.place.candidates) == (None, "unknown", None)
