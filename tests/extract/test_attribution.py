"""Tests of attribution, which finds whose words a text gives: speakers by grammar, by markers, by tags and by quotes."""

import pytest

from streams.extract.frames.quotes import quotes
from tests.extract.docs import frame, read, tree


def spoken(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in quotes(text)]


def test_said_that() -> None:
    article = read(
        tree(
            """
            Police NNS police 2 nsubj
            said VBD say 0 root
            rebels NNS rebel 4 nsubj
            fled VBD flee 2 ccomp
            """
        )
    )
    attribution = frame(article, "flee").attribution
    assert attribution is not None
    assert (attribution.text, attribution.verb, attribution.start) == ("Police", "say", 0)
    assert frame(article, "say").attribution is None


@pytest.mark.parametrize(
    ("rows", "words", "verb"),
    [
        (  # a tag behind the clause
            """
            Rebels NNS rebel 2 nsubj
            fled VBD flee 0 root
            , , , 5 punct
            police NNS police 5 nsubj
            said VBD say 2 parataxis
            . . . 2 punct
            """,
            "police",
            "say",
        ),
        (  # the agent of a passive report
            """
            It PRP it 3 nsubj:pass
            was VBD be 3 aux:pass
            reported VBN report 0 root
            by IN by 5 case
            police NNS police 3 obl:agent
            that IN that 8 mark
            rebels NNS rebel 8 nsubj
            fled VBD flee 3 ccomp
            """,
            "police",
            "report",
        ),
        (
            """
            According VBG accord 4 case
            to IN to 1 fixed
            the DT the 4 det
            army NN army 7 obl
            , , , 7 punct
            rebels NNS rebel 7 nsubj
            fled VBD flee 0 root
            . . . 7 punct
            """,
            "the army",
            "according to",
        ),
    ],
)
def test_who_reports(rows: str, words: str, verb: str) -> None:
    attribution = frame(read(tree(rows)), "flee").attribution
    assert attribution is not None
    assert (attribution.text, attribution.verb) == (words, verb)


def test_an_inverted_tag_that_the_parser_took_for_a_verb_with_object() -> None:
    article = read(
        tree(
            """
            Rebels NNS rebel 2 nsubj
            fled VBD flee 0 root
            , , , 4 punct
            stated VBD state 2 conj
            the DT the 6 det
            report NN report 4 obj
            . . . 2 punct
            """
        )
    )
    attribution = frame(article, "flee").attribution
    assert attribution is not None
    assert (attribution.text, attribution.verb) == ("the report", "state")
    assert [(one.role, one.text) for one in frame(article, "state").arguments] == [("agent", "the report")]


def test_is_said_to_names_no_speaker() -> None:
    article = read(
        tree("He PRP he 3 nsubj:pass\nis VBZ be 3 aux:pass\nsaid VBN say 0 root\nto TO to 6 mark\nbe VB be 6 aux\nhiding VBG hide 3 xcomp")
    )
    attribution = frame(article, "hide").attribution
    assert attribution is not None
    assert (attribution.text, attribution.verb, attribution.entity) == ("said", "say", None)
    assert frame(article, "hide").modality is None


def test_report_that() -> None:
    article = read(tree("reports NNS report 0 root\nthat IN that 4 mark\nrebels NNS rebel 4 nsubj\nfled VBD flee 1 acl"))
    attribution = frame(article, "flee").attribution
    assert attribution is not None
    assert attribution.verb == "report"


def test_quoted_words_have_the_flag_and_the_speaker() -> None:
    article = read(
        tree(
            """
            “ `` “ 4 punct
            We PRP we 4 nsubj
            will MD will 4 aux
            fight VB fight 8 ccomp
            , , , 4 punct
            ” '' ” 4 punct
            she PRP she 8 nsubj
            said VBD say 0 root
            """
        )
    )
    fight = frame(article, "fight")
    assert fight.quoted
    assert fight.attribution is not None
    assert fight.attribution.text == "she"
    assert not frame(article, "say").quoted


def test_curly_and_straight_quotes() -> None:
    assert spoken('He said, “We won.” Then "they lost".') == ["We won.", "they lost"]


def test_quotes_inside_quotes() -> None:
    assert spoken('He wrote, "Help them & "rule by law". Let us go," and left.') == ['Help them & "rule by law". Let us go,']


def test_apostrophes_are_no_quotes() -> None:
    assert spoken("The rebels' leader said it's the people's war of '94.") == []


def test_a_quote_left_open_ends_with_its_paragraph() -> None:
    assert spoken('She said, "We go on.\nThe town is calm.') == ["We go on."]


def test_the_innermost_speaker_counts() -> None:
    article = read(
        tree(
            """
            Police NNS police 2 nsubj
            said VBD say 0 root
            villagers NNS villager 4 nsubj
            claimed VBD claim 2 ccomp
            rebels NNS rebel 6 nsubj
            fled VBD flee 4 ccomp
            """
        )
    )
    for lemma, words in (("flee", "villagers"), ("claim", "Police")):
        attribution = frame(article, lemma).attribution
        assert attribution is not None
        assert attribution.text == words


@pytest.mark.parametrize(("verb", "lemma"), [("continued", "continue"), ("read", "read")])
def test_what_a_letter_reads_is_the_letters(verb: str, lemma: str) -> None:
    article = read(
        tree(f"It PRP it 2 nsubj\n{verb} VBD {lemma} 0 root\n“ `` “ 5 punct\nwe PRP we 5 nsubj\nfled VBD flee 2 ccomp\n” '' ” 5 punct")
    )
    attribution = frame(article, "flee").attribution
    assert attribution is not None
    assert (attribution.text, attribution.verb) == ("It", lemma)


def test_a_speaker_behind_his_verb() -> None:
    article = read(
        tree(
            """
            “ `` “ 3 punct
            They PRP they 3 nsubj
            fled VBD flee 6 ccomp
            , , , 3 punct
            ” '' ” 3 punct
            said VBD say 0 root
            Marta NNP Marta 6 nsubj
            """,
            {"Marta": "PERSON"},
        )
    )
    fled = frame(article, "flee")
    assert fled.quoted
    assert fled.attribution is not None
    assert fled.attribution.entity is not None
    assert article.entities[fled.attribution.entity].name == "Marta"


def test_a_quote_that_goes_on_keeps_its_speaker() -> None:
    article = read(
        tree(
            """
            “ `` “ 3 punct
            They PRP they 3 nsubj
            fled VBD flee 6 ccomp
            , , , 3 punct
            ” '' ” 3 punct
            said VBD say 0 root
            Marta NNP Marta 6 nsubj
            . . . 6 punct
            “ `` “ 11 punct
            We PRP we 11 nsubj
            won VBD win 0 root
            it PRP it 11 obj
            . . . 11 punct
            ” '' ” 11 punct
            """
        )
    )
    won = frame(article, "win")
    assert len(article.sentences) == 2
    assert won.attribution is not None
    assert (won.quoted, won.attribution.text) == (True, "Marta")
