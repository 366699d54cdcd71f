"""Sentences with the frames that a careful reader finds in them, one or more for each construction; trees as UD has them."""

import pytest

from tests.extract.docs import entity, frame, read, roles, tree

Frames = dict[str, dict[str, list[str]]]

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
def test_roles(name: str) -> None:
    rows, expected = SENTENCES[name]
    article = read(tree(rows, {"Orvik": "LOC"} if "Orvik" in rows else None))
    assert {lemma: roles(frame(article, lemma)) for lemma in expected} == expected


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


def test_offsets_are_those_of_the_text() -> None:
    article = read(tree(SENTENCES["an attack was carried out"][0]))
    (one,) = article.frames
    assert article.text == "Two attacks were carried out on police by rebels"
    assert (one.start, one.end, one.text) == (17, 28, "carried out")
    agent = next(argument for argument in one.arguments if argument.role == "agent")
    assert (agent.start, agent.end, agent.head_start, agent.head_end, agent.marker) == (42, 48, 42, 48, "by")
