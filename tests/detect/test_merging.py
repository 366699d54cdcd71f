"""Tests of merging: which frames become one event, which stay apart, and what makes an id."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.messages import Actor, Casualty, Place
from tests.detect.hand import Named, Said, article, events, noun, verb

KABUL: Named = ("Kabul", "GPE")
BLAST = Said(
    "An explosion killed 12 people in Kabul.",
    [KABUL],
    [
        noun("explosion", "explosion"),
        verb("killed", "kill", ("agent", "An explosion"), ("patient", "12 people"), ("oblique", "Kabul", "in")),
    ],
)
SUICIDE = Said("A suicide bomber set off the blast.", [], [noun("blast", "blast")])


def test_the_blast_is_the_explosion() -> None:
    (event,) = events(BLAST, SUICIDE)
    assert (event.type, [c.min for c in event.casualties]) == ("ASSAULT", [12])


def test_two_places_of_one_fight_are_two_events() -> None:
    said = Said(
        "Clashes are taking place in Herat and Kandahar.",
        [("Herat", "GPE"), ("Kandahar", "GPE")],
        [noun("Clashes", "clash", tense="present", aspect="progressive")],
    )
    found = events(said)
    assert [(e.type, e.place.name if e.place else None) for e in found] == [("ASSAULT", "Herat"), ("ASSAULT", "Kandahar")]
    assert len({e.id for e in found}) == 2


def test_two_fights_in_two_countries_stay_apart() -> None:
    found = events(
        Said(
            "Rebels attacked a base in Mali.",
            [("Mali", "GPE")],
            [verb("attacked", "attack", ("agent", "Rebels"), ("patient", "a base"), ("oblique", "Mali", "in"))],
        ),
        Said(
            "Rebels attacked a base in Chad.",
            [("Chad", "GPE")],
            [verb("attacked", "attack", ("agent", "Rebels"), ("patient", "a base"), ("oblique", "Chad", "in"))],
        ),
    )
    assert [e.place.country for e in found if e.place] == ["MLI", "TCD"]


def test_the_id_outlives_a_new_version() -> None:
    assert [e.id for e in events(BLAST, version="1")] == [e.id for e in events(BLAST, version="2")]
    assert [e.id for e in events(BLAST)] != [e.id for e in events(BLAST, uri="urn:test:2")]


def test_a_place_of_the_sentence_before_is_linked() -> None:
    market = Said("Traders in Kabul fled.", [KABUL])
    (event,) = events(
        market, Said("Gunmen attacked the market.", [], [verb("attacked", "attack", ("agent", "Gunmen"), ("patient", "the market"))])
    )
    assert event.place is not None
    assert event.place.name == "Kabul"
    assert [span.text for span in event.linked] == ["Traders in Kabul fled."]


@given(st.permutations([BLAST, SUICIDE, Said("Rain fell."), Said("Nobody claimed it.")]), st.integers(0, 3))
def test_every_argument_lies_in_the_evidence_or_a_linked_sentence(said: list[Said], keep: int) -> None:
    built = article(*said[keep:])
    from streams.detect import detect

    for event in detect(built).events:
        spans = [event.evidence, *event.linked]
        parts: list[Actor | Casualty | Place] = [*event.actors, *event.recipients, *event.victims, *event.casualties]
        parts += [event.place] if event.place else []
        assert all(any(s.start <= p.start and p.end <= s.end for s in spans) for p in parts)
        assert 0 <= event.confidence <= 1


def test_a_count_that_stands_far_from_what_it_counts_the_victims_of_is_nobodys() -> None:
    blast = Said("A bomb exploded in Kano.", [("Kano", "GPE")], [noun("bomb", "bomb"), verb("exploded", "explode", ("agent", "A bomb"))])
    rest = [Said("Trains were late that day."), Said("It rained."), Said("Shops were open.")]
    toll = Said("Nine people were killed.")
    (near,) = events(blast, toll)
    assert [one.min for one in near.casualties] == [9]
    (far,) = events(blast, *rest, toll)
    assert far.casualties == ()


def test_a_state_that_holds_a_town_is_no_second_place() -> None:
    said = Said(
        "Gunmen attacked Rigasa, Kaduna state.",
        [("Rigasa", "GPE"), ("Kaduna state", "GPE")],
        [verb("attacked", "attack", ("agent", "Gunmen"), ("patient", "Rigasa"))],
    )
    assert [event.place and event.place.name for event in events(said)] == ["Rigasa"]
