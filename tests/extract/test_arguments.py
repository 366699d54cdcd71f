"""Roles from each construction that gives them."""

from tests.extract.docs import entity, frame, read, roles, tree


def test_active_clause() -> None:
    article = read(tree("Rebels NNS rebel 2 nsubj\nshelled VBD shell 0 root\nthe DT the 4 det\ntown NN town 2 obj\n. . . 2 punct"))
    assert roles(frame(article, "shell")) == {"agent": ["Rebels"], "patient": ["the town"]}


def test_by_of_a_passive_is_the_agent() -> None:
    article = read(
        tree(
            """
            Two CD two 2 nummod
            guards NNS guard 4 nsubj:pass
            were VBD be 4 aux:pass
            shot VBN shoot 0 root
            by IN by 6 case
            gunmen NNS gunman 4 obl:agent
            near IN near 8 case
            Orvik NNP Orvik 4 obl
            . . . 4 punct
            """,
            {"Orvik": "LOC"},
        )
    )
    shot = frame(article, "shoot")
    assert shot.voice == "passive"
    assert roles(shot) == {"patient": ["Two guards"], "agent": ["gunmen"], "near": ["Orvik"]}


def test_a_relative_pronoun_stands_for_its_antecedent() -> None:
    article = read(
        tree(
            """
            The DT the 2 det
            militia NN militia 6 nsubj
            that WDT that 4 nsubj
            burned VBD burn 2 acl:relcl
            villages NNS village 4 obj
            fled VBD flee 0 root
            . . . 6 punct
            """
        )
    )
    assert roles(frame(article, "burn")) == {"agent": ["The militia"], "patient": ["villages"]}
    assert roles(frame(article, "flee")) == {"agent": ["The militia"]}


def test_in_which_makes_the_antecedent_a_circumstance() -> None:
    article = read(
        tree(
            """
            blasts NNS blast 0 root
            in IN in 3 case
            which WDT which 7 obl
            nine CD nine 5 nummod
            people NNS people 7 nsubj:pass
            were VBD be 7 aux:pass
            killed VBN kill 1 acl:relcl
            """
        )
    )
    killed = frame(article, "kill")
    assert roles(killed) == {"patient": ["nine people"], "in": ["blasts"]}
    (circumstance,) = [one for one in killed.arguments if one.marker == "in"]
    assert circumstance.frame == article.frames.index(frame(article, "blast"))


def test_an_object_relative_without_pronoun() -> None:
    article = read(
        tree(
            """
            the DT the 2 det
            bridge NN bridge 0 root
            soldiers NNS soldier 4 nsubj
            destroyed VBD destroy 2 acl:relcl
            """
        )
    )
    assert roles(frame(article, "destroy")) == {"agent": ["soldiers"], "patient": ["the bridge"]}


def test_conjoined_verbs_share_subject_and_object() -> None:
    article = read(
        tree(
            """
            Gunmen NNS gunman 2 nsubj
            ambushed VBD ambush 0 root
            and CC and 4 cc
            killed VBD kill 2 conj
            officers NNS officer 4 obj
            . . . 2 punct
            """
        )
    )
    assert roles(frame(article, "kill")) == {"agent": ["Gunmen"], "patient": ["officers"]}
    assert roles(frame(article, "ambush")) == {"agent": ["Gunmen"], "patient": ["officers"]}


def test_joined_subjects_are_two_arguments() -> None:
    article = read(
        tree(
            """
            Forty CD forty 2 nummod
            people NNS people 7 nsubj:pass
            and CC and 5 cc
            three CD three 5 nummod
            soldiers NNS soldier 2 conj
            were VBD be 7 aux:pass
            killed VBN kill 0 root
            """
        )
    )
    assert roles(frame(article, "kill")) == {"patient": ["Forty people", "three soldiers"]}


def test_the_object_controls_what_it_is_forced_to_do() -> None:
    article = read(
        tree(
            """
            Troops NNS troop 2 nsubj
            forced VBD force 0 root
            the DT the 4 det
            rebels NNS rebel 2 obj
            to TO to 6 mark
            retreat VB retreat 2 xcomp
            . . . 2 punct
            """
        )
    )
    retreat = frame(article, "retreat")
    assert roles(retreat) == {"agent": ["the rebels"]}
    assert retreat.tense == "past"
    assert retreat.modality is None


def test_an_infinitive_hung_as_purpose_is_still_controlled() -> None:
    rows = """
        Troops NNS troop 2 nsubj
        forced VBD force 0 root
        the DT the 4 det
        rebels NNS rebel 2 obj
        to TO to 6 mark
        retreat VB retreat 2 advcl
        """
    retreat = frame(read(tree(rows)), "retreat")
    assert roles(retreat) == {"agent": ["the rebels"]}
    assert not retreat.conditional


def test_participle_clauses_have_their_noun() -> None:
    article = read(
        tree(
            """
            a DT a 2 det
            group NN group 0 root
            led VBN lead 2 acl
            by IN by 5 case
            Marta NNP Marta 3 obl:agent
            Oyelaran NNP Oyelaran 5 flat
            """,
            {"Marta Oyelaran": "PERSON"},
        )
    )
    led = frame(article, "lead")
    assert led.voice == "passive"
    assert roles(led) == {"patient": ["a group"], "agent": ["Marta Oyelaran"]}


def test_event_nouns_take_possessor_of_by_and_between() -> None:
    article = read(
        tree(
            """
            violation NN violation 0 root
            of IN of 4 case
            the DT the 4 det
            truce NN truce 1 nmod
            by IN by 7 case
            the DT the 7 det
            rebels NNS rebel 1 nmod
            """
        )
    )
    assert roles(frame(article, "violation")) == {"patient": ["the truce"], "agent": ["the rebels"]}
    article = read(
        tree(
            """
            clashes NNS clash 0 root
            between IN between 3 case
            Hutu NNP Hutu 1 nmod
            and CC and 5 cc
            police NN police 3 conj
            """
        )
    )
    assert roles(frame(article, "clash")) == {"agent": ["Hutu", "police"]}
    article = read(tree("Orvik NNP Orvik 3 nmod:poss\n's POS 's 1 case\nwithdrawal NN withdrawal 0 root", {"Orvik": "LOC"}))
    assert roles(frame(article, "withdrawal")) == {"agent": ["Orvik's"]}


def test_by_inside_of_belongs_to_both_nouns() -> None:
    article = read(
        tree(
            """
            violation NN violation 0 root
            of IN of 3 case
            ceasefire NN ceasefire 1 nmod
            by IN by 5 case
            rebels NNS rebel 3 nmod
            """
        )
    )
    assert roles(frame(article, "violation"))["agent"] == ["rebels"]


def test_possessor_of_a_death_is_the_dead() -> None:
    article = read(tree("his PRP$ his 2 nmod:poss\ndeath NN death 0 root"))
    assert roles(frame(article, "death")) == {"patient": ["his"]}


def test_a_light_verb_and_its_noun_are_one_frame() -> None:
    article = read(
        tree(
            """
            Militants NNS militant 2 nsubj
            carried VBD carry 0 root
            out RP out 2 compound:prt
            two CD two 5 nummod
            blasts NNS blast 2 obj
            near IN near 7 case
            Orvik NNP Orvik 2 obl
            . . . 2 punct
            """,
            {"Orvik": "LOC"},
        )
    )
    (one,) = article.frames
    assert (one.lemma, one.noun, one.text) == ("carry out", "blast", "carried out two blasts")
    assert roles(one) == {"agent": ["Militants"], "modifier": ["two"], "near": ["Orvik"]}


def test_the_subject_of_take_place_gets_its_place() -> None:
    article = read(
        tree(
            """
            Clashes NNS clash 3 nsubj
            are VBP be 3 aux
            raging VBG rage 0 root
            in IN in 5 case
            Orvik NNP Orvik 3 obl
            . . . 3 punct
            """,
            {"Orvik": "LOC"},
        )
    )
    clash = frame(article, "clash")
    assert roles(clash) == {"in": ["Orvik"]}
    assert (clash.tense, clash.aspect) == ("present", "progressive")


def test_an_apposition_names_its_head() -> None:
    article = read(
        tree(
            """
            terror NN terror 2 compound
            group NN group 4 nsubj
            Kestrel NNP Kestrel 2 appos
            attacked VBD attack 0 root
            """,
            {"Kestrel": "ORG"},
        )
    )
    (agent,) = frame(article, "attack").arguments
    name = entity(article, agent)
    assert name is not None
    assert name.name == "Kestrel"


def test_people_in_a_town_are_not_the_town() -> None:
    article = read(
        tree(
            """
            It PRP it 2 nsubj
            killed VBD kill 0 root
            five CD five 4 nummod
            people NNS people 2 obj
            in IN in 6 case
            Orvik NNP Orvik 4 nmod
            """,
            {"Orvik": "LOC"},
        )
    )
    by_role = {one.role: one for one in frame(article, "kill").arguments}
    assert entity(article, by_role["patient"]) is None
    assert by_role["oblique"].text == "Orvik"  # where it happened, though the tree hangs it on the people


def test_state_words_make_frames() -> None:
    article = read(
        tree(
            """
            Twelve CD twelve 2 nummod
            miners NNS miner 4 nsubj
            are VBP be 4 cop
            missing JJ missing 0 root
            """
        )
    )
    missing = frame(article, "missing")
    assert (missing.pos, missing.tense) == ("ADJ", "present")
    assert roles(missing) == {"patient": ["Twelve miners"]}


def test_a_hyphen_does_not_hide_an_event_noun() -> None:
    article = read(tree("The DT the 4 det\ncounter NN counter 4 compound\n- , - 4 punct\nattack NN attack 5 nsubj\nfailed VBD fail 0 root"))
    assert frame(article, "counter-attack").text == "counter-attack"


def test_a_particle_read_as_preposition_stays_a_particle() -> None:
    article = read(
        tree(
            """
            She PRP she 2 nsubj
            took VBD take 0 root
            on IN on 5 case
            the DT the 5 det
            rebels NNS rebel 2 obl
            """
        )
    )
    assert roles(frame(article, "take on")) == {"agent": ["She"], "patient": ["the rebels"]}
