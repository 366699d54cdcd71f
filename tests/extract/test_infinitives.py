"""Infinitives, and participles that open a sentence, with who does what they tell; trees as UD has them."""

import pytest

from tests.extract.docs import Frames, roles_by_lemma

INFINITIVES: dict[str, tuple[str, Frames]] = {
    "an adjective passes its noun on": (
        """
        soldiers NNS soldier 0 root
        willing JJ willing 1 acl
        to TO to 4 mark
        fight VB fight 2 xcomp
        """,
        {"fight": {"agent": ["soldiers"]}},
    ),
    "who promises does it himself": (
        """
        Rebels NNS rebel 2 nsubj
        promised VBD promise 0 root
        villagers NNS villager 2 obj
        to TO to 5 mark
        leave VB leave 2 xcomp
        """,
        {"leave": {"agent": ["Rebels"]}},
    ),
    "who manages does it himself": (
        "Rebels NNS rebel 2 nsubj\nmanaged VBD manage 0 root\nto TO to 4 mark\nescape VB escape 2 xcomp",
        {"escape": {"agent": ["Rebels"]}},
    ),
    "who is called on does it": (
        """
        She PRP she 2 nsubj
        called VBD call 0 root
        on IN on 5 case
        the DT the 5 det
        army NN army 2 obl
        to TO to 7 mark
        withdraw VB withdraw 2 xcomp
        """,
        {"withdraw": {"agent": ["the army"]}},
    ),
    "a forced passive": (
        """
        Families NNS family 3 nsubj:pass
        were VBD be 3 aux:pass
        forced VBN force 0 root
        to TO to 5 mark
        flee VB flee 3 xcomp
        """,
        {"force": {"patient": ["Families"], "clause": ["to flee"]}, "flee": {"agent": ["Families"]}},
    ),
    "whose plan it is does it": (
        """
        Orvik NNP Orvik 3 nmod:poss
        's POS 's 1 case
        plan NN plan 0 root
        to TO to 5 mark
        invade VB invade 3 acl
        """,
        {"invade": {"agent": ["Orvik's"]}},
    ),
    "who announces a plan does it": (
        """
        They PRP they 2 nsubj
        announced VBD announce 0 root
        plans NNS plan 2 obj
        to TO to 5 mark
        invade VB invade 3 acl
        """,
        {"invade": {"agent": ["They"]}},
    ),
    "a participle that opens a report is the speaker's": (
        """
        Touring VBG tour 5 advcl
        Orvik NNP Orvik 1 obj
        , , , 1 punct
        she PRP she 5 nsubj
        said VBD say 0 root
        rebels NNS rebel 7 nsubj
        fled VBD flee 5 ccomp
        """,
        {"tour": {"agent": ["she"], "patient": ["Orvik"]}},
    ),
}


@pytest.mark.parametrize("name", INFINITIVES)
def test_who_does_it_is_found_in_the_clause_above(name: str) -> None:
    rows, expected = INFINITIVES[name]
    assert roles_by_lemma(rows, expected) == expected
