"""Country and sector of a party from the words themselves, by whole sentences through extract and detect."""

from __future__ import annotations

import pytest
from spacy.language import Language

from streams.detect import detect
from streams.extract import analyse
from streams.messages import Actor
from tests.extract.docs import screened


def actors(nlp: Language, text: str) -> list[Actor]:
    """Return the actors of the first event that a text tells."""
    (article,) = analyse(nlp, [screened(text)])
    assert not isinstance(article, Exception), article
    return list(detect(article).events[0].actors)


TOLD = [
    ("Marta Holub, the president of Slovakia, condemned the raid on Thursday.", [("Marta Holub", "SVK", "GOV")]),
    ("Marta Holub, Slovakia's president, condemned the raid on Thursday.", [("Marta Holub", "SVK", "GOV")]),
    ("Slovakia's president, Marta Holub, condemned the raid on Thursday.", [("Marta Holub", "SVK", "GOV")]),
    ("Ghana's deputy interior minister Kofi Darko condemned the raid on Thursday.", [("Kofi Darko", "GHA", "GOV")]),
    ("Ghana's Ministry of Fisheries condemned the raid on Thursday.", [("Ministry of Fisheries", "GHA", "GOV")]),
    ("Bolivia's National Guard attacked a road block on Thursday.", [("National Guard", "BOL", "MIL")]),
    ("Soldiers from Niger attacked a road block on Thursday.", [("Soldiers", "NER", "MIL")]),
    ("Journalists in Fiji condemned the raid on Thursday.", [("Journalists", "FJI", "MED")]),
    ("Maputo police attacked a road block on Thursday.", [("Maputo police", "MOZ", "COP")]),
    ("Finland's spy agency accused a trader of fraud on Thursday.", [("Finland's spy agency", "FIN", "SPY")]),
    ("The rebel MRLK force attacked a road block on Thursday.", [("rebel MRLK force", None, "REB")]),
    ("Muslim leaders in Ghana condemned the raid on Thursday.", [("Muslim leaders", "GHA", "REL")]),
    ("A Malawian rights group condemned the raid on Thursday.", [("Malawian rights group", "MWI", "NGO")]),
    ("A spokesman for Oman's army condemned the raid on Thursday.", [("spokesman", "OMN", "MIL")]),
    ("Danish and Latvian soldiers attacked a road block on Thursday.",
     [("Danish soldiers", "DNK", "MIL"), ("Latvian soldiers", "LVA", "MIL")]),
    ("The prime ministers of Ghana, Togo and Benin condemned the raid on Thursday.",
     [("prime ministers of Ghana", "GHA", "GOV"), ("prime ministers of Togo", "TGO", "GOV"), ("prime ministers of Benin", "BEN", "GOV")]),
    ("Former Ghanaian minister Kofi Darko condemned the raid on Thursday.", [("Kofi Darko", "GHA", None)]),
    ("A Portuguese-language newspaper in Angola accused a trader of fraud on Thursday.",
     [("Portuguese-language newspaper", "AGO", "MED")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[text[:40] for text, _ in TOLD])
def test_country_and_sector_are_told_by_the_words(nlp: Language, text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(actor.name, actor.country, actor.sector) for actor in actors(nlp, text)] == expected


def test_what_is_said_of_a_name_once_holds_for_all_its_mentions(nlp: Language) -> None:
    text = "Marta Holub, the president of Slovakia, arrived on Monday. The hall was full. Holub condemned the raid."
    assert [(actor.country, actor.sector) for actor in actors(nlp, text)] == [("SVK", "GOV")]


def test_a_party_is_a_whole_noun_phrase(nlp: Language) -> None:
    (article,) = analyse(nlp, [screened("A blast in Gao killed at least 116 people on Thursday.")])
    assert not isinstance(article, Exception)
    victims = [(victim.name, victim.text) for event in detect(article).events for victim in event.victims]
    assert victims == [("people", "at least 116 people")]


def test_nobody_who_died_is_an_actor(nlp: Language) -> None:
    assert actors(nlp, "Eight people died when a boiler exploded at a mill in Multan on Thursday.") == []
