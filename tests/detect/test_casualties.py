"""Tests of casualties, how many of whom, from whole sentences."""

from __future__ import annotations

from typing import Any

import pytest

from streams.detect.casualties import casualties_of
from streams.detect.reading import Reading
from streams.messages import Attribution
from tests.detect.hand import Said, article, events, noun, verb

SENTENCES: list[tuple[str, list[tuple[str, int, int | None, str | None]]]] = [
    (
        "At least 12 people were killed and 30 others injured when a bomb exploded.",
        [("killed", 12, None, "people"), ("injured", 30, 30, "others")],
    ),
    ("A bomb killed at least nine people and wounded more than 20.", [("killed", 9, None, "people"), ("injured", 20, None, None)]),
    ("It left 12 people dead and 30 injured.", [("killed", 12, 12, "people"), ("injured", 30, 30, None)]),
    (
        "More than 150 people, and 13 American soldiers, were killed.",
        [("killed", 150, None, "people"), ("killed", 13, 13, "American soldiers")],
    ),
    ("Twelve people, including four children, were killed.", [("killed", 12, 12, "people")]),
    (
        "Gunmen killed a policeman and three civilians.",
        [("killed", 4, 4, None), ("killed", 1, 1, "policeman"), ("killed", 3, 3, "civilians")],
    ),
    ("Gunmen shot six farm workers dead.", [("killed", 6, 6, "farm workers")]),
    ("Two died overnight, bringing to 23 the number of people killed.", [("killed", 2, 2, None), ("killed", 23, 23, None)]),
    ("His death takes to nine the number of those killed.", [("killed", 9, 9, None)]),
    ("That brought to 41 the number of miners injured.", [("injured", 41, 41, None)]),
    ("A blast killed two passers-by and a monk.", [("killed", 3, 3, None), ("killed", 2, 2, "passers-by"), ("killed", 1, 1, "monk")]),
    ("Police captured two men.", [("detained", 2, 2, "men")]),
    ("Three brothers were taken into custody.", [("detained", 3, 3, "brothers")]),
    ("Two boys were placed in custody.", [("detained", 2, 2, "boys")]),
    ("The rescue service lowered the death toll to six from nine.", [("killed", 6, 6, None)]),
    ("Five miners died, not seven as reported earlier.", [("killed", 5, 5, "miners")]),
    ("The number of people killed stands at 14 and not 26.", [("killed", 14, 14, None)]),
    ("Civil defence cut its toll to six dead from nine.", [("killed", 6, 6, None)]),
    ("Officials raised the toll to 40 dead, up from 31.", [("killed", 40, 40, None)]),
    ("The toll was revised to seven killed from ten.", [("killed", 7, 7, None)]),
    ("A boy of 9 was shot dead on the way to school.", [("killed", 1, 1, "boy")]),
    ("A woman of 62 drowned in the river.", [("killed", 1, 1, "woman")]),
    ("Police killed a man of 33.", [("killed", 1, 1, "man")]),
    ("A group of 19 were killed.", [("killed", 19, 19, None)]),
    ("Two guards succumbed to their wounds.", [("killed", 2, 2, "guards")]),
    ("The death toll rose by three to 21.", [("killed", 21, 21, None)]),
    ("The number of dead went from 18 to 21.", [("killed", 21, 21, None)]),
    ("All 62 aboard died.", [("killed", 62, 62, None)]),
    ("There were no survivors among the 48 people aboard.", [("killed", 48, 48, None)]),
    ("A slide claimed the lives of nine miners.", [("killed", 9, 9, "miners")]),
    ("One of the three miners died.", [("killed", 1, 1, "miners")]),
    ("Half of the 40 passengers were hurt.", [("injured", 20, 20, "passengers")]),
    ("All but two of the 11 crew drowned.", [("killed", 9, 9, "crew")]),
    ("A wall fell on two sisters aged 7 and 9, killing both.", [("killed", 2, 2, None)]),
    ("A man, 45, was killed.", [("killed", 1, 1, "man")]),
    ("Six people are fighting for their lives.", [("injured", 6, 6, "people")]),
    ("Twelve people were taken to hospital.", [("injured", 12, 12, "people")]),
    ("Half a dozen people were stabbed.", [("injured", 6, 6, "people")]),
    ("Half a million people were displaced.", [("displaced", 500_000, 500_000, "people")]),
    ("A bomber killed himself and two guards.", [("killed", 2, 2, "guards")]),
    ("Lightning killed a shepherd and 30 of his sheep.", [("killed", 1, 1, "shepherd")]),
    ("The death toll rose to 40 from 30.", [("killed", 40, 40, None)]),
    ("Dozens were feared dead.", [("killed", 24, 99, None)]),
    ("No one was hurt.", [("injured", 0, 0, None)]),
    ("Police arrested 40 protesters.", [("detained", 40, 40, "protesters")]),
    ("About 10,000 people were displaced.", [("displaced", 9_000, 11_000, "people")]),
    ("Gunmen kidnapped 30 students.", [("abducted", 30, 30, "students")]),
    ("One person died and five are missing.", [("killed", 1, 1, "person"), ("missing", 5, 5, None)]),
    ("The quake destroyed 300 houses and killed 20 people.", [("killed", 20, 20, "people")]),
    ("An explosion on 12 May 2019 killed three miners.", [("killed", 3, 3, "miners")]),
    ("The storm could kill thousands.", []),
    ("The film killed at the box office in 2019.", []),
    ("Ten people were killed, most of them women.", [("killed", 10, 10, "people")]),
    ("The crash claimed 20 lives.", [("killed", 20, 20, None)]),
    # What has come together over years is the toll of no happening.
    ("At least 900 miners have been killed in the region's pits since 2011.", []),
    ("Cattle raids have killed some 300 herders over the last three years.", []),
    ("The separatist revolt, which erupted in 2016, has left 6,000 people dead.", []),
    ("More than 40,000 people have died in the war since the 1980s.", []),
    ("More than 7,000 people have been killed in the northwest since 2004.", []),
    ("Some 300 people have died in unrest since 2011.", []),
    ("The attack killed 40 people, the deadliest the country has seen since 2013.", [("killed", 40, 40, "people")]),
    ("Rebels have killed nine people in Kano, where they have fought since 2009.", [("killed", 9, 9, "people")]),
    ("Floods have killed 12 people since Monday.", [("killed", 12, 12, "people")]),
    ("A bomb killed four people on the road that opened in 2009.", [("killed", 4, 4, "people")]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_sentences(text: str, expected: list[Any]) -> None:
    found = casualties_of(Reading(article(Said(text))), 0)
    assert [(c.kind, c.min, c.max, c.of) for c in found] == expected


def test_who_says_so() -> None:
    text = "Nine people were killed, the health ministry said."
    start = text.index("the health")
    ministry = Attribution(start=start, end=start + 19, text="the health ministry", verb="say")
    killed = verb("killed", "kill", ("patient", "Nine people"), voice="passive", attribution=ministry)
    (casualty,) = casualties_of(Reading(article(Said(text, frames=[killed]))), 0)
    assert casualty.attributed_to == "the health ministry"


BLAST = Said(
    "A bomb exploded at a market in Kabul.",
    [("Kabul", "GPE")],
    [verb("exploded", "explode", ("agent", "A bomb"), ("oblique", "Kabul", "in"))],
)


@pytest.mark.parametrize("speaker", ["an official", "the deputy mayor", "a health director"])
def test_who_says_so_is_none_of_them(speaker: str) -> None:
    text = f"The quake killed four miners, {speaker} said."
    start = text.index(speaker)
    said = Attribution(start=start, end=start + len(speaker), text=speaker, verb="say")
    whole = article(Said(text, [], [verb("killed", "kill", ("agent", "The quake"), ("patient", "four miners"))]))
    whole = whole.with_(frames=tuple(frame.with_(attribution=said) for frame in whole.frames))
    assert [(c.kind, c.min, c.of) for c in casualties_of(Reading(whole), 0)] == [("killed", 4, "miners")]


def test_harm_joins_its_cause_in_the_same_sentence() -> None:
    said = Said(
        "At least 12 people were killed when a bomb exploded in Kabul.",
        [("Kabul", "GPE")],
        [
            verb("killed", "kill", ("patient", "At least 12 people"), voice="passive"),
            verb("exploded", "explode", ("agent", "a bomb"), ("oblique", "Kabul", "in")),
        ],
    )
    (event,) = events(said)
    assert (event.type, event.mode, [(c.kind, c.min) for c in event.casualties]) == ("ASSAULT", "explosives", [("killed", 12)])
    assert event.severity == "severe"


def test_harm_joins_its_cause_in_the_sentence_before() -> None:
    (event,) = events(BLAST, Said("Three people were killed.", [], [verb("killed", "kill", ("patient", "Three people"), voice="passive")]))
    assert [(c.kind, c.min) for c in event.casualties] == [("killed", 3)]
    assert [span.text for span in event.linked] == ["Three people were killed."]


def test_a_toll_alone_joins_the_main_event() -> None:
    quake = Said("An earthquake struck Lima.", [("Lima", "GPE")], [noun("earthquake", "earthquake")])
    (event,) = events(quake, Said("Schools stayed closed."), Said("The death toll rose to 40."))
    assert (event.type, [c.min for c in event.casualties]) == ("HAZARD", [40])


def test_killed_in_a_quake_is_no_assault() -> None:
    said = Said(
        "Twenty people were killed by an earthquake in Lima.",
        [("Lima", "GPE")],
        [
            verb("killed", "kill", ("patient", "Twenty people"), ("agent", "an earthquake", "by"), voice="passive"),
            noun("earthquake", "earthquake"),
        ],
    )
    assert [e.type for e in events(said)] == ["HAZARD"]


def test_a_collision_takes_its_dead() -> None:
    crash = verb("collided", "collide", ("agent", "Two trains"))
    said = Said("Two trains collided near Pune, leaving 17 dead.", [("Pune", "GPE")], [crash])
    (event,) = events(said)
    assert (event.type, [(c.kind, c.min) for c in event.casualties]) == ("ACCIDENT", [("killed", 17)])


def test_those_aboard_may_be_told_in_the_sentence_before() -> None:
    said = article(Said("The plane was carrying 27 people when it crashed."), Said("There were no survivors."))
    assert [(c.kind, c.min) for c in casualties_of(Reading(said), 1)] == [("killed", 27)]
    named = article(Said("Ana Reyes, 41, and her son Luis, 7, were killed.", [("Ana Reyes", "PERSON"), ("Luis", "PERSON")]))
    total, *_ = casualties_of(Reading(named), 0)
    assert (total.kind, total.min) == ("killed", 2)
