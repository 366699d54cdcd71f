"""The publisher's country, by its address, settles names that are borne by towns of two countries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from streams.extract import analyse
from streams.extract.model import load
from streams.extract.places.publisher import publisher_country
from streams.messages import Relation, ScreenedArticle

DAY = datetime(2026, 3, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("link", "country"),
    [
        ("https://www.elpregon.com.ar/fuego-2026", "ARG"),
        ("https://daily.example.co.uk./story?id=1", "GBR"),
        ("http://news.example.in:8080/a", "IND"),
        ("https://agency.example/2026/03/14", None),
        ("https://video.example.tv/a", None),
        ("https://start.example.io/a", None),
        ("https://203.0.113.7/a", None),
        ("https://[::1", None),
        ("urn:uuid:1", None),
        ("", None),
        (None, None),
    ],
)
def test_the_country_stands_at_the_end_of_the_host_unless_its_code_is_sold_to_all(link: str | None, country: str | None) -> None:
    assert publisher_country(link) == country


def country(text: str, name: str, link: str | None) -> str | None:
    """Return the country that extract gives a name of a text that came from an address."""
    article = ScreenedArticle(
        source="articles/0/0", uri="urn:a", link=link, text=text, published=DAY, received=DAY, relation=Relation(kind="new", story="s")
    )
    (read,) = analyse(load(), [article])
    assert not isinstance(read, Exception)
    (place,) = (one.place for one in read.entities if one.text == name)
    return place.country if place is not None else None


@pytest.mark.parametrize(
    ("text", "name", "sites"),
    [
        ("Two people were killed when a bus overturned near Cordoba on Friday, police said.", "Cordoba", {".com.ar": "ARG", ".es": "ESP"}),
        ("A fire destroyed forty shops in Hyderabad on Friday, rescuers said.", "Hyderabad", {".com.pk": "PAK", ".in": "IND"}),
        ("Teachers marched through Valencia on Friday to demand their wages.", "Valencia", {".com.ve": "VEN", ".es": "ESP"}),
    ],
)
def test_a_name_of_two_countries_lies_in_that_of_the_publisher(text: str, name: str, sites: dict[str, str]) -> None:
    assert {site: country(text, name, f"https://www.paper{site}/a") for site in sites} == sites
    assert country(text, name, None) in sites.values()


def test_what_the_text_says_outweighs_the_publisher() -> None:
    text = "A fire destroyed forty shops in Hyderabad, in Pakistan's Sindh province, on Friday, rescuers said."
    assert country(text, "Hyderabad", "https://www.paper.in/a") == "PAK"
