"""The countries that an article's names tell or lie in."""

from __future__ import annotations

from streams.extract.places import lands, located
from streams.messages import Entity, EntityLabel


def name(words: str, label: EntityLabel, start: int) -> Entity:
    return Entity(start=start, end=start + len(words), text=words, label=label, name=words)


def test_each_country_stands_once_with_where_it_is() -> None:
    text = "Georgian police and Georgia's mayor of Tbilisi met Ana Reyes of Kelmadour."
    labels: tuple[tuple[str, EntityLabel], ...] = (
        ("Georgian", "NORP"), ("Georgia", "GPE"), ("Tbilisi", "GPE"), ("Ana Reyes", "PERSON"), ("Kelmadour", "GPE")
    )  # fmt: skip
    found, _ = located(text, [name(words, label, text.rindex(words)) for words, label in labels], None)
    told = lands(found)
    assert list(told) == ["GEO"]
    assert (told["GEO"].name, told["GEO"].precision) == ("Georgia", "country")
    assert told["GEO"].lat is not None
    assert lands([]) == {}
