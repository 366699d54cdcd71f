"""Sentences with the frames that a careful reader finds in them: joined verbs, recipients, reported clauses; trees as UD has them."""

import pytest

from tests.extract.docs import Frames, entity, frame, read, roles, roles_by_lemma, tree

SENTENCES: dict[str, tuple[str, Frames]] = {
    "joined passives share their subject": (
        """
        Two CD two 2 nummod
        boys NNS boy 4 nsubj:pass
        were VBD be 4 aux:pass
        abducted VBN abduct 0 root
        and CC and 6 cc
        killed VBN kill 4 conj
        """,
        {"abduct": {"patient": ["Two boys"]}, "kill": {"patient": ["Two boys"]}},
    ),
    "what stands before joined verbs holds for both": (
        """
        In IN in 2 case
        Orvik NNP Orvik 4 obl
        rebels NNS rebel 4 nsubj
        burned VBD burn 0 root
        shops NNS shop 4 obj
        and CC and 7 cc
        looted VBD loot 4 conj
        homes NNS home 7 obj
        """,
        {
            "burn": {"in": ["Orvik"], "agent": ["rebels"], "patient": ["shops"]},
            "loot": {"in": ["Orvik"], "agent": ["rebels"], "patient": ["homes"]},
        },
    ),
    "the indirect object receives": (
        """
        They PRP they 2 nsubj
        gave VBD give 0 root
        police NNS police 2 iobj
        the DT the 5 det
        keys NNS key 2 obj
        """,
        {"give": {"agent": ["They"], "recipient": ["police"], "patient": ["the keys"]}},
    ),
    "`to` receives": (
        """
        They PRP they 2 nsubj
        handed VBD hand 0 root
        hostages NNS hostage 2 obj
        to IN to 5 case
        police NNS police 2 obl
        """,
        {"hand": {"agent": ["They"], "recipient": ["police"], "patient": ["hostages"]}},
    ),
    "who was given something received it": (
        """
        He PRP he 3 nsubj:pass
        was VBD be 3 aux:pass
        denied VBN deny 0 root
        entry NN entry 3 obj
        by IN by 6 case
        guards NNS guard 3 obl:agent
        """,
        {"deny": {"recipient": ["He"], "patient": ["entry"], "agent": ["guards"]}},
    ),
    "an indirect object with nothing given is an object": (
        "They PRP they 2 nsubj\narrested VBD arrest 0 root\nhim PRP he 2 iobj",
        {"arrest": {"agent": ["They"], "patient": ["him"]}},
    ),
    "of two `by` the tree says which one acts": (
        """
        He PRP he 3 nsubj:pass
        was VBD be 3 aux:pass
        defeated VBN defeat 0 root
        by IN by 6 case
        ten CD ten 6 nummod
        votes NNS vote 3 obl
        by IN by 8 case
        Marta NNP Marta 3 obl:agent
        """,
        {"defeat": {"patient": ["He"], "by": ["ten votes"], "agent": ["Marta"]}},
    ),
    "without `and` where a clause is the second": (
        """
        She PRP she 2 nsubj
        said VBD say 0 root
        rebels NNS rebel 4 nsubj
        fled VBD flee 2 ccomp
        and CC and 8 cc
        two CD two 7 nummod
        men NNS man 8 nsubj
        died VBD die 4 conj
        """,
        {"say": {"agent": ["She"], "clause": ["rebels fled and two men died", "two men died"]}},
    ),
    "`in ruins` is no preposition of the clause": (
        """
        She PRP she 2 nsubj
        said VBD say 0 root
        that IN that 7 mark
        Orvik NNP Orvik 7 nsubj
        is VBZ be 7 cop
        in IN in 7 case
        ruins NNS ruin 2 ccomp
        """,
        {"say": {"agent": ["She"], "clause": ["that Orvik is in ruins"]}},
    ),
    "two things said of one subject are one clause": (
        """
        She PRP she 2 nsubj
        said VBD say 0 root
        he PRP he 6 nsubj
        was VBD be 6 cop
        a DT a 6 det
        poet NN poet 2 ccomp
        and CC and 9 cc
        a DT a 9 det
        priest NN priest 6 conj
        """,
        {"say": {"agent": ["She"], "clause": ["he was a poet and a priest"]}},
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_roles_in_a_main_clause(name: str) -> None:
    rows, expected = SENTENCES[name]
    assert roles_by_lemma(rows, expected) == expected


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            "the DT the 2 det\nmayor NN mayor 6 nsubj\n, , , 4 punct\nMarta NNP Marta 2 appos\n, , , 4 punct\nfled VBD flee 0 root",
            "the mayor",
        ),
        ("Marta NNP Marta 6 nsubj\n, , , 4 punct\nthe DT the 4 det\nmayor NN mayor 1 appos\n, , , 4 punct\nfled VBD flee 0 root", "Marta"),
        ("mayor NN mayor 2 compound\nMarta NNP Marta 3 nsubj\nfled VBD flee 0 root", "mayor Marta"),
    ],
)
def test_appositions_on_either_side_name_the_agent(rows: str, words: str) -> None:
    article = read(tree(rows, {"Marta": "PERSON"}))
    (agent,) = frame(article, "flee").arguments
    name = entity(article, agent)
    assert name is not None
    assert (agent.text.split(",")[0], name.name) == (words, "Marta")


def test_a_month_is_no_march() -> None:
    article = read(
        tree(
            """
            They PRP they 2 nsubj
            met VBD meet 0 root
            on IN on 4 case
            March NNP March 2 obl
            4 CD 4 4 nummod
            """,
            {"March 4": "DATE"},
        )
    )
    assert [one.lemma for one in article.frames] == ["meet"]
    assert roles(frame(article, "meet")) == {"agent": ["They"], "on": ["March 4"]}
