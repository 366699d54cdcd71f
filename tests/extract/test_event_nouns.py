"""Nouns that tell of an event, with the roles around them and around a light verb; trees as UD has them."""

import pytest

from tests.extract.docs import Frames, read, roles_by_lemma, tree

NOUNS: dict[str, tuple[str, Frames]] = {
    "the killing of X by Y": (
        """
        the DT the 2 det
        killing NN killing 0 root
        of IN of 5 case
        ten CD ten 5 nummod
        farmers NNS farmer 2 nmod
        by IN by 8 case
        the DT the 8 det
        militia NN militia 2 nmod
        in IN in 10 case
        Orvik NNP Orvik 2 nmod
        """,
        {"killing": {"patient": ["ten farmers"], "agent": ["the militia"], "in": ["Orvik"]}},
    ),
    "X's attack on Y": (
        """
        the DT the 2 det
        army NN army 4 nmod:poss
        's POS 's 2 case
        attack NN attack 0 root
        on IN on 7 case
        the DT the 7 det
        port NN port 4 nmod
        """,
        {"attack": {"agent": ["the army's"], "on": ["the port"]}},
    ),
    "X's defeat by Y": (
        """
        the DT the 2 det
        army NN army 4 nmod:poss
        's POS 's 2 case
        defeat NN defeat 0 root
        by IN by 6 case
        rebels NNS rebel 4 nmod
        """,
        {"defeat": {"patient": ["the army's"], "agent": ["rebels"]}},
    ),
    "an attack was carried out": (
        """
        Two CD two 2 nummod
        attacks NNS attack 4 nsubj:pass
        were VBD be 4 aux:pass
        carried VBN carry 0 root
        out RP out 4 compound:prt
        on IN on 7 case
        police NNS police 4 obl
        by IN by 9 case
        rebels NNS rebel 4 obl:agent
        """,
        {"attack": {"modifier": ["Two"], "on": ["police"], "agent": ["rebels"]}},
    ),
    "attacks carried out by rebels": (
        """
        attacks NNS attack 0 root
        carried VBN carry 1 acl
        out RP out 2 compound:prt
        by IN by 5 case
        rebels NNS rebel 2 obl:agent
        """,
        {"attack": {"agent": ["rebels"]}},
    ),
    "attacks that they launched on police": (
        """
        attacks NNS attack 0 root
        they PRP they 3 nsubj
        launched VBD launch 1 acl:relcl
        on IN on 5 case
        police NNS police 3 obl
        """,
        {"attack": {"agent": ["they"], "on": ["police"]}},
    ),
    "an event that is where something is done is not what is done": (
        """
        talks NNS talk 0 root
        in IN in 3 case
        which WDT which 5 obl
        they PRP they 5 nsubj
        made VBD make 1 acl:relcl
        gains NNS gain 5 obj
        """,
        {"make": {"in": ["talks"], "agent": ["they"], "patient": ["gains"]}, "talk": {}},
    ),
}


@pytest.mark.parametrize("name", NOUNS)
def test_roles_around_an_event_noun(name: str) -> None:
    rows, expected = NOUNS[name]
    assert roles_by_lemma(rows, expected) == expected


def test_offsets_are_those_of_the_text() -> None:
    article = read(tree(NOUNS["an attack was carried out"][0]))
    (one,) = article.frames
    assert article.text == "Two attacks were carried out on police by rebels"
    assert (one.start, one.end, one.text) == (17, 28, "carried out")
    agent = next(argument for argument in one.arguments if argument.role == "agent")
    assert (agent.start, agent.end, agent.head_start, agent.head_end, agent.marker) == (42, 48, 42, 48, "by")
