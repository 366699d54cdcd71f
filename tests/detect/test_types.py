"""Each of the 21 types from hand-built frames, and words that only look like events."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from streams.messages import Attribution, EventType
from tests.detect.hand import Named, Said, article, events, noun, verb

GHANA: Named = ("Ghana", "GPE")
MALI: Named = ("Mali", "GPE")
ONE_EACH: list[tuple[str, Said]] = [
    (
        "AGREE",
        Said(
            "Ghana and Mali signed a treaty in Accra.",
            [GHANA, MALI, ("Accra", "GPE")],
            [verb("signed", "sign", ("agent", "Ghana and Mali"), ("patient", "a treaty"), ("oblique", "Accra", "in"))],
        ),
    ),
    (
        "CONSULT",
        Said(
            "President Adama Koné met Ibrahim Diallo in Bamako.",
            [("Adama Koné", "PERSON"), ("Ibrahim Diallo", "PERSON"), ("Bamako", "GPE")],
            [verb("met", "meet", ("agent", "President Adama Koné"), ("patient", "Ibrahim Diallo"), ("oblique", "Bamako", "in"))],
        ),
    ),
    ("SUPPORT", Said("Ghana praised Mali.", [GHANA, MALI], [verb("praised", "praise", ("agent", "Ghana"), ("patient", "Mali"))])),
    ("CONCEDE", Said("The government of Mali backed down.", [MALI], [verb("backed", "back down", ("agent", "The government"))])),
    (
        "COOPERATE",
        Said(
            "Ghana cooperated with Mali.", [GHANA, MALI], [verb("cooperated", "cooperate", ("agent", "Ghana"), ("oblique", "Mali", "with"))]
        ),
    ),
    (
        "AID",
        Said(
            "Ghana donated medicines to Mali.",
            [GHANA, MALI],
            [verb("donated", "donate", ("agent", "Ghana"), ("patient", "medicines"), ("recipient", "Mali", "to"))],
        ),
    ),
    (
        "RETREAT",
        Said(
            "Mali withdrew its troops from Ghana.",
            [MALI, GHANA],
            [verb("withdrew", "withdraw", ("agent", "Mali"), ("patient", "its troops"), ("oblique", "Ghana", "from"))],
        ),
    ),
    ("REQUEST", Said("Ghana asked the world to help.", [GHANA], [verb("asked", "ask", ("agent", "Ghana"), ("patient", "the world"))])),
    ("ACCUSE", Said("Ghana blamed Mali.", [GHANA, MALI], [verb("blamed", "blame", ("agent", "Ghana"), ("patient", "Mali"))])),
    ("REJECT", Said("Ghana rejected the offer.", [GHANA], [verb("rejected", "reject", ("agent", "Ghana"), ("patient", "the offer"))])),
    ("THREATEN", Said("Ghana threatened Mali.", [GHANA, MALI], [verb("threatened", "threaten", ("agent", "Ghana"), ("patient", "Mali"))])),
    (
        "PROTEST",
        Said(
            "Students staged a demonstration in Accra.",
            [("Accra", "GPE")],
            [verb("staged", "stage", ("agent", "Students"), ("oblique", "Accra", "in"), noun="demonstration")],
        ),
    ),
    (
        "SANCTION",
        Said(
            "Ghana severed ties with Mali.",
            [GHANA, MALI],
            [verb("severed", "sever", ("agent", "Ghana"), ("patient", "ties"), ("oblique", "Mali", "with"))],
        ),
    ),
    (
        "MOBILIZE",
        Said(
            "Ghana deployed 500 troops on the border.", [GHANA], [verb("deployed", "deploy", ("agent", "Ghana"), ("patient", "500 troops"))]
        ),
    ),
    (
        "COERCE",
        Said(
            "Police arrested a journalist in Accra.",
            [("Accra", "GPE")],
            [verb("arrested", "arrest", ("agent", "Police"), ("patient", "a journalist"), ("oblique", "Accra", "in"))],
        ),
    ),
    (
        "ASSAULT",
        Said(
            "Rebels attacked a village in Mali.",
            [MALI],
            [verb("attacked", "attack", ("agent", "Rebels"), ("patient", "a village"), ("oblique", "Mali", "in"))],
        ),
    ),
    (
        "HAZARD",
        Said(
            "An earthquake shook Lima.",
            [("Lima", "GPE")],
            [noun("earthquake", "earthquake"), verb("shook", "shake", ("agent", "An earthquake"), ("patient", "Lima"))],
        ),
    ),
    (
        "ACCIDENT",
        Said(
            "A bus collided with a lorry near Lima.",
            [("Lima", "GPE")],
            [verb("collided", "collide", ("agent", "A bus"), ("oblique", "a lorry", "with"), ("oblique", "Lima", "near"))],
        ),
    ),
    (
        "HEALTH",
        Said(
            "Cholera has broken out in Lima.",
            [("Lima", "GPE")],
            [verb("broken", "break out", ("agent", "Cholera"), ("oblique", "Lima", "in"), tense="present", aspect="perfect")],
        ),
    ),
    (
        "CRIME",
        Said(
            "Two men robbed a bank in Lima.",
            [("Lima", "GPE")],
            [verb("robbed", "rob", ("agent", "Two men"), ("patient", "a bank"), ("oblique", "Lima", "in"))],
        ),
    ),
    ("DISRUPTION", Said("A power outage darkened Lima.", [("Lima", "GPE")], [noun("power outage", "power outage")])),
]


@pytest.mark.parametrize(("expected", "said"), ONE_EACH, ids=[name for name, _ in ONE_EACH])
def test_one_sentence_of_each_type(expected: str, said: Said) -> None:
    assert [e.type for e in events(said)] == [expected]


def test_every_type_is_covered() -> None:
    assert {name for name, _ in ONE_EACH} == set(get_args(EventType))


def test_who_and_whom_are_named_with_kind_and_country() -> None:
    (event,) = events(
        Said(
            "Taliban fighters attacked Afghan soldiers in Kabul.",
            [("Taliban", "ORG"), ("Afghan", "NORP"), ("Kabul", "GPE")],
            [verb("attacked", "attack", ("agent", "Taliban fighters"), ("patient", "Afghan soldiers"), ("oblique", "Kabul", "in"))],
        )
    )
    assert [(a.name, a.sector, a.country) for a in event.actors] == [("Taliban", "REB", "AFG")]
    assert [(a.kind, a.country) for a in event.recipients] == [("military", "AFG")]
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Kabul", "AFG")


def test_codes_of_other_schemes() -> None:
    (event,) = events(dict(ONE_EACH)["ASSAULT"])
    assert {(c.scheme, c.code) for c in event.codes} == {
        ("CAMEO", "190"),
        ("PLOVER", "ASSAULT"),
        ("quad", "4"),
        ("ACLED", "Attack"),
        ("IPTC", "medtop:16000000"),
    }


def test_violation_of_a_ceasefire_is_an_assault_by_the_violator() -> None:
    (event,) = events(
        Said(
            "The calm ended with a violation of the ceasefire by the Taliban in Herat.",
            [("Taliban", "ORG"), ("Herat", "GPE")],
            [
                noun(
                    "violation", "violation", ("patient", "the ceasefire", "of"), ("agent", "the Taliban", "by"), ("oblique", "Herat", "in")
                ),
                noun("ceasefire", "ceasefire"),
            ],
        )
    )
    assert (event.type, event.mode, [a.name for a in event.actors]) == ("ASSAULT", "ceasefire-violation", ["Taliban"])


def test_what_is_hit_is_told_though_it_is_no_party() -> None:
    (event,) = events(
        Said(
            "Rebels attacked an army post and a pipeline in Mali.",
            [("Mali", "GPE")],
            [verb("attacked", "attack", ("agent", "Rebels"), ("patient", "an army post"), ("patient", "a pipeline"))],
        )
    )
    assert [one.text for one in event.targets] == ["an army post", "a pipeline"]


@pytest.mark.parametrize(
    ("text", "mode"), [("Students marched in Lima against fees.", "demo"), ("Students marched in Lima and hurled stones.", "riot")]
)
def test_a_march_in_which_stones_fly_is_a_riot(text: str, mode: str) -> None:
    (event,) = events(
        Said(text, [("Lima", "GPE")], [verb("marched", "march", ("agent", "Students"), ("oblique", "Lima", "in"))]),
        Said("Police watched the protest.", [], []),
    )
    assert (event.type, event.mode) == ("PROTEST", mode)


@pytest.mark.parametrize(
    ("said", "type_"),
    [
        (verb("lifted", "lift", ("agent", "Kenya"), ("patient", "a curfew")), "CONCEDE"),
        (verb("ordered", "order", ("agent", "Kenya"), ("patient", "the release")), "CONCEDE"),
        (verb("restored", "restore", ("agent", "Kenya"), ("patient", "ties")), "SUPPORT"),
        (verb("freed", "free", ("agent", "Kenya"), ("patient", "a rebel")), "CONCEDE"),
    ],
    ids=["lift", "order", "restore", "free"],
)
def test_the_object_makes_the_meaning(said: dict[str, Any], type_: str) -> None:
    words = " ".join(argument[1] for argument in said["arguments"][1:])
    (event,) = events(Said(f"Kenya {said['word']} {words}.", [("Kenya", "GPE")], [said]))
    assert event.type == type_


def test_learnt_to_deny_their_links_is_an_accusation_by_the_speaker() -> None:
    said = Said(
        "Koné said the Taliban have learnt to deny their links with Ansar.",
        [("Koné", "PERSON"), ("Taliban", "ORG"), ("Ansar", "ORG")],
        [
            verb("said", "say", ("agent", "Koné")),
            verb("learnt", "learn", ("agent", "the Taliban"), tense="present", aspect="perfect", parent=0),
            verb(
                "deny",
                "deny",
                ("agent", "the Taliban"),
                ("patient", "their links"),
                tense="present",
                parent=1,
                attribution=Attribution(start=0, end=4, text="Koné", entity=0, verb="say"),
            ),
        ],
    )
    (event,) = events(said)
    assert (event.type, [a.name for a in event.actors], [a.name for a in event.recipients]) == ("ACCUSE", ["Koné"], ["Taliban"])


QUIET = [
    Said("He died of a heart attack.", [], [noun("attack", "attack", ("modifier", "heart"))]),
    Said("She had a panic attack.", [], [noun("attack", "attack", ("modifier", "panic"))]),
    Said("The strike price was raised.", [], [noun("price", "price")]),
    Said("The app saw an explosion of interest.", [], [noun("interest", "interest")]),
    Said("The firm won the battle for market share.", [], [noun("battle", "battle", ("oblique", "market share", "for"))]),
    Said("Suppliers are in an industry-wide battle over price increases.", [], [noun("battle", "battle", ("modifier", "wide"))]),
    Said("Parties began a fight over the budget.", [], [noun("fight", "fight")]),
    Said("Fans lobbed a wafer at him.", [], [verb("lobbed", "lob", ("agent", "Fans"), ("patient", "a wafer"))]),
    Said("Shares plunged on Monday.", [], [verb("plunged", "plunge", ("agent", "Shares"))]),
    Said("The meeting is on March 14.", [], [noun("March", "march")]),
    Said("Shoppers took the bangs for gunfire.", [], [noun("gunfire", "gunfire")]),
]


@pytest.mark.parametrize("said", QUIET, ids=[s.text for s in QUIET])
def test_figures_of_speech_are_no_events(said: Said) -> None:
    assert events(said) == ()


def test_what_is_lobbed_or_fought_over_tells() -> None:
    (lobbed,) = events(Said("Rebels lobbed a mortar.", [], [verb("lobbed", "lob", ("agent", "Rebels"), ("patient", "a mortar"))]))
    assert (lobbed.type, lobbed.mode) == ("ASSAULT", "heavy-weapons")
    (fought,) = events(Said("A battle over the bridge began.", [], [noun("battle", "battle")]))
    assert fought.type == "ASSAULT"


def test_blasting_a_decision_is_criticism() -> None:
    (event,) = events(
        Said("Ghana blasted the decision.", [GHANA], [verb("blasted", "blast", ("agent", "Ghana"), ("patient", "the decision"))])
    )
    assert event.type == "ACCUSE"


def test_sport_attacks_nobody() -> None:
    said = Said(
        "The striker attacked the goalkeeper in the second half and the league champions won the match by two goals.",
        [],
        [verb("attacked", "attack", ("agent", "The striker"), ("patient", "the goalkeeper"))],
    )
    assert events(said) == ()


def test_an_article_not_readable_passes_through() -> None:
    from streams.detect import detect
    from streams.messages import Relation

    repeat = article(dict(ONE_EACH)["ASSAULT"], relation=Relation(kind="exact", of="urn:test:0", story="s"))
    assert detect(repeat).events == ()
    assert detect(repeat).frames == repeat.frames
