"""Relative clauses, participles and questions with the frames that a careful reader finds in them; trees as UD has them."""

import pytest

from tests.extract.docs import Frames, roles_by_lemma

CLAUSES: dict[str, tuple[str, Frames]] = {
    "a relative clause holds for all that are joined before it": (
        """
        Officers NNS officer 0 root
        and CC and 3 cc
        soldiers NNS soldier 1 conj
        who WP who 5 nsubj
        fled VBD flee 1 acl:relcl
        """,
        {"flee": {"agent": ["Officers", "soldiers"]}},
    ),
    "a participle holds for all that are joined before it": (
        """
        Officers NNS officer 0 root
        and CC and 3 cc
        soldiers NNS soldier 1 conj
        killed VBN kill 1 acl
        there RB there 4 advmod
        """,
        {"kill": {"patient": ["Officers", "soldiers"], "at": ["there"]}},
    ),
    "but not for what is joined behind it": (
        """
        an DT a 2 det
        officer NN officer 0 root
        killed VBN kill 2 acl
        there RB there 3 advmod
        and CC and 7 cc
        a DT a 7 det
        mayor NN mayor 2 conj
        """,
        {"kill": {"patient": ["an officer"], "at": ["there"]}},
    ),
    "an object relative with its pronoun": (
        """
        the DT the 2 det
        town NN town 0 root
        which WDT which 5 obj
        they PRP they 5 nsubj
        took VBD take 2 acl:relcl
        and CC and 7 cc
        looted VBD loot 5 conj
        """,
        {"take": {"agent": ["they"], "patient": ["the town"]}, "loot": {"agent": ["they"], "patient": ["the town"]}},
    ),
    "joined verbs share the antecedent": (
        """
        the DT the 2 det
        town NN town 0 root
        they PRP they 4 nsubj
        seized VBD seize 2 acl:relcl
        and CC and 6 cc
        looted VBD loot 4 conj
        """,
        {"seize": {"agent": ["they"], "patient": ["the town"]}, "loot": {"agent": ["they"], "patient": ["the town"]}},
    ),
    "the object of an infinitive in a relative clause": (
        """
        the DT the 2 det
        bridge NN bridge 0 root
        which WDT which 7 obj
        they PRP they 5 nsubj
        tried VBD try 2 acl:relcl
        to TO to 7 mark
        destroy VB destroy 5 xcomp
        """,
        {"destroy": {"agent": ["they"], "patient": ["the bridge"]}},
    ),
    "`whose boat` is not the migrants": (
        """
        migrants NNS migrant 0 root
        whose WP$ whose 3 nmod:poss
        boat NN boat 4 nsubj
        sank VBD sink 1 acl:relcl
        """,
        {"sink": {"agent": ["whose boat"]}},
    ),
    "`many of whom` before a subject": (
        """
        men NNS man 0 root
        many JJ many 6 obj
        of IN of 4 case
        whom WP whom 2 nmod
        police NNS police 6 nsubj
        released VBD release 1 acl:relcl
        """,
        {"release": {"agent": ["police"], "patient": ["many of whom"]}},
    ),
    "a question word is an object": (
        "What WP what 3 obj\nrebels NNS rebel 3 nsubj\ndestroyed VBD destroy 0 root",
        {"destroy": {"agent": ["rebels"], "patient": ["What"]}},
    ),
}


@pytest.mark.parametrize("name", CLAUSES)
def test_the_antecedent_has_its_role(name: str) -> None:
    rows, expected = CLAUSES[name]
    assert roles_by_lemma(rows, expected) == expected
