"""Voice, tense, modality, negation and condition, own and inherited."""

import pytest

from tests.extract.docs import frame, read, tree


def test_will_is_future_and_may_is_a_modality() -> None:
    article = read(
        tree(
            """
            They PRP they 3 nsubj
            will MD will 3 aux
            attack VB attack 0 root
            and CC and 6 cc
            may MD may 6 aux
            win VB win 3 conj
            """
        )
    )
    assert (frame(article, "attack").tense, frame(article, "attack").modality) == ("future", None)
    assert frame(article, "win").modality == "may"


@pytest.mark.parametrize(("governor", "lemma"), [("plan", "plan"), ("threaten", "threaten"), ("refuse", "refuse"), ("try", "try")])
def test_the_governor_takes_its_infinitive_out_of_the_actual(governor: str, lemma: str) -> None:
    article = read(tree(f"They PRP they 2 nsubj\n{governor} VBP {lemma} 0 root\nto TO to 4 mark\nattack VB attack 2 xcomp"))
    assert frame(article, "attack").modality == lemma


def test_denied_that() -> None:
    article = read(
        tree(
            """
            Orvik NNP Orvik 2 nsubj
            denied VBD deny 0 root
            that IN that 6 mark
            it PRP it 6 nsubj
            had VBD have 6 aux
            attacked VBN attack 2 ccomp
            ships NNS ship 6 obj
            """,
            {"Orvik": "LOC"},
        )
    )
    attacked = frame(article, "attack")
    assert (attacked.modality, attacked.tense, attacked.aspect) == ("deny", "past", "perfect")
    assert attacked.attribution is not None
    assert (attacked.attribution.text, attacked.attribution.verb) == ("Orvik", "deny")


def test_denying_an_event_noun() -> None:
    article = read(tree("They PRP they 2 nsubj\ndenied VBD deny 0 root\nthe DT the 4 det\nkilling NN killing 2 obj"))
    assert frame(article, "killing").modality == "deny"


def test_a_call_for_something_is_not_yet_it() -> None:
    article = read(tree("They PRP they 2 nsubj\ncalled VBD call 0 root\nfor IN for 5 case\na DT a 5 det\nceasefire NN ceasefire 2 obl"))
    assert frame(article, "ceasefire").modality == "call for"


def test_adjective_and_noun_modalities() -> None:
    assert frame(read(tree("alleged JJ alleged 2 amod\nattacks NNS attack 0 root")), "attack").modality == "alleged"
    article = read(tree("a DT a 2 det\nplan NN plan 0 root\nto TO to 4 mark\ninvade VB invade 2 acl"))
    assert frame(article, "invade").modality == "plan"
    article = read(tree("a DT a 2 det\nthreat NN threat 0 root\nof IN of 4 case\nwar NN war 2 nmod"))
    assert frame(article, "war").modality == "threat"


def test_negation_reaches_down_a_chain_but_not_across_and() -> None:
    article = read(
        tree(
            """
            They PRP they 4 nsubj
            did VBD do 4 aux
            not RB not 4 advmod
            manage VB manage 0 root
            to TO to 6 mark
            escape VB escape 4 xcomp
            . . . 4 punct
            """
        )
    )
    assert frame(article, "escape").negated
    assert frame(article, "escape").tense == "past"


@pytest.mark.parametrize("word", ["no", "without"])
def test_no_and_without(word: str) -> None:
    relation, tag = ("det", "DT") if word == "no" else ("case", "IN")
    article = read(tree(f"It PRP it 2 nsubj\nended VBD end 0 root\n{word} {tag} {word} 4 {relation}\nviolence NN violence 2 obl"))
    assert frame(article, "violence").negated


def test_if_and_in_order_to() -> None:
    article = read(
        tree(
            "if IN if 3 mark\nthey PRP they 3 nsubj\nattack VBP attack 4 advcl\nflee VB flee 0 root\nto TO to 6 mark\nlive VB live 4 advcl"
        )
    )
    assert frame(article, "attack").conditional
    assert frame(article, "live").conditional
    assert not frame(article, "flee").conditional


def test_going_to_and_used_to() -> None:
    article = read(
        tree("They PRP they 3 nsubj\nare VBP be 3 aux\ngoing VBG go 0 root\nto TO to 5 mark\nstrike VB strike 3 xcomp"),
    )
    assert frame(article, "strike").tense == "future"


def test_a_bare_participle_behind_have_is_active() -> None:
    article = read(
        tree(
            """
            They PRP they 3 nsubj
            have VBP have 3 aux
            attacked VBN attack 0 root
            and CC and 5 cc
            burned VBN burn 3 conj
            villages NNS village 5 obj
            """
        )
    )
    assert frame(article, "burn").voice == "active"
    assert frame(article, "burn").aspect == "perfect"


def test_a_headline_passive() -> None:
    article = read(tree("Reporter NN reporter 2 nsubj\nattacked VBN attack 0 root\nby IN by 4 case\nmob NN mob 2 obl"))
    attacked = frame(article, "attack")
    assert attacked.voice == "passive"
    assert [(one.role, one.text) for one in attacked.arguments] == [("patient", "Reporter"), ("agent", "mob")]


def test_a_misread_participle_of_an_intransitive_verb_is_active() -> None:
    article = read(tree("Thousands NNS thousand 2 nsubj:pass\nmarched VBN march 0 root\nthrough IN through 4 case\nOrvik NNP Orvik 2 obl"))
    assert next((one.role, one.text) for one in frame(article, "march").arguments) == ("agent", "Thousands")


def test_harm_without_an_object_befell_the_subject() -> None:
    article = read(tree("Dozens NNS dozen 2 nsubj\nwounded VBN wound 0 root\nin IN in 4 case\nblast NN blast 2 obl"))
    assert next((one.role, one.text) for one in frame(article, "wound").arguments) == ("patient", "Dozens")


def test_a_relative_clause_hung_too_high_finds_the_noun_before_it() -> None:
    article = read(
        tree(
            """
            Crowds NNS crowd 2 nsubj
            praised VBD praise 0 root
            Marta NNP Marta 2 obj
            , , , 7 punct
            who WP who 7 nsubj:pass
            was VBD be 7 aux:pass
            arrested VBN arrest 1 acl:relcl
            """
        )
    )
    assert [(one.role, one.text) for one in frame(article, "arrest").arguments] == [("patient", "Marta")]


@pytest.mark.parametrize("word", ["can", "could", "may", "might", "must", "should", "would"])
def test_a_modal_is_the_modality(word: str) -> None:
    attack = frame(read(tree(f"They PRP they 3 nsubj\n{word} MD {word} 3 aux\nattack VB attack 0 root")), "attack")
    assert (attack.modality, attack.tense, attack.negated) == (word, "none", False)


def test_would_have_is_perfect() -> None:
    article = read(tree("They PRP they 4 nsubj\nwould MD would 4 aux\nhave VB have 4 aux\nattacked VBN attack 0 root"))
    assert (frame(article, "attack").modality, frame(article, "attack").aspect) == ("would", "perfect")


@pytest.mark.parametrize(
    ("subject", "form", "tense", "modality"),
    [("Ministers", "are", "future", None), ("Ministers", "were", "past", "due"), ("plan", "is", "present", "plan")],
)
def test_what_is_to_be_done(subject: str, form: str, tense: str, modality: str | None) -> None:
    tag = "VBD" if form == "were" else "VBZ"
    article = read(tree(f"{subject} NN {subject.lower()} 4 nsubj\n{form} {tag} be 4 cop\nto TO to 4 mark\nmeet VB meet 0 root"))
    assert (frame(article, "meet").tense, frame(article, "meet").modality) == (tense, modality)


def test_no_plan_is_a_denied_plan() -> None:
    article = read(tree("no DT no 2 det\nplans NNS plan 0 root\nto TO to 4 mark\ninvade VB invade 2 acl"))
    assert (frame(article, "invade").modality, frame(article, "invade").negated) == ("plan", True)


@pytest.mark.parametrize(
    "rows",
    [
        "They PRP they 3 nsubj\nnever RB never 3 advmod\nattacked VBD attack 0 root",
        "Nobody PRP nobody 2 nsubj\nattacked VBD attack 0 root",
        "No DT no 2 det\nrebels NNS rebel 3 nsubj\nattacked VBD attack 0 root",
        "They PRP they 4 nsubj\ndid VBD do 4 aux\nn't RB not 4 advmod\nattack VB attack 0 root",
        "without IN without 2 mark\nattacking VBG attack 0 root",
    ],
)
def test_negations(rows: str) -> None:
    assert frame(read(tree(rows)), "attack").negated


def test_not_only_denies_nothing() -> None:
    article = read(tree("They PRP they 4 nsubj\nnot RB not 3 advmod\nonly RB only 4 advmod\nattacked VBD attack 0 root"))
    assert not frame(article, "attack").negated


@pytest.mark.parametrize("word", ["if", "unless", "whether"])
def test_conditions(word: str) -> None:
    article = read(
        tree(f"{word} IN {word} 3 mark\nthey PRP they 3 nsubj\nattack VBP attack 5 advcl\nwe PRP we 5 nsubj\nflee VBP flee 0 root")
    )
    assert (frame(article, "attack").conditional, frame(article, "flee").conditional) == (True, False)


def test_joined_verbs_share_condition_and_modal() -> None:
    article = read(
        tree(
            """
            if IN if 4 mark
            they PRP they 4 nsubj
            can MD can 4 aux
            attack VB attack 8 advcl
            or CC or 6 cc
            burn VB burn 4 conj
            we PRP we 8 nsubj
            flee VBP flee 0 root
            """
        )
    )
    for lemma in ("attack", "burn"):
        assert (frame(article, lemma).modality, frame(article, lemma).conditional) == ("can", True)
