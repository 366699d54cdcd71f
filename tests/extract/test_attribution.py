"""Whose words: speakers by grammar, by markers, by tags and by quotes."""

from streams.extract.quotes import quotes
from tests.extract.docs import frame, read, tree


def spoken(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in quotes(text)]


def test_said_that():
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


def test_a_tag_behind_the_clause():
    article = read(
        tree(
            """
            Rebels NNS rebel 2 nsubj
            fled VBD flee 0 root
            , , , 5 punct
            police NNS police 5 nsubj
            said VBD say 2 parataxis
            . . . 2 punct
            """
        )
    )
    attribution = frame(article, "flee").attribution
    assert attribution is not None
    assert attribution.text == "police"


def test_an_inverted_tag_that_the_parser_took_for_a_verb_with_object():
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


def test_according_to():
    article = read(
        tree(
            """
            According VBG accord 4 case
            to IN to 1 fixed
            the DT the 4 det
            army NN army 7 obl
            , , , 7 punct
            rebels NNS rebel 7 nsubj
            fled VBD flee 0 root
            . . . 7 punct
            """
        )
    )
    attribution = frame(article, "flee").attribution
    assert attribution is not None
    assert (attribution.text, attribution.verb) == ("the army", "according to")


def test_is_said_to_names_no_speaker():
    article = read(
        tree("He PRP he 3 nsubj:pass\nis VBZ be 3 aux:pass\nsaid VBN say 0 root\nto TO to 6 mark\nbe VB be 6 aux\nhiding VBG hide 3 xcomp")
    )
    attribution = frame(article, "hide").attribution
    assert attribution is not None
    assert (attribution.text, attribution.verb, attribution.entity) == ("said", "say", None)
    assert frame(article, "hide").modality is None


def test_report_that():
    article = read(tree("reports NNS report 0 root\nthat IN that 4 mark\nrebels NNS rebel 4 nsubj\nfled VBD flee 1 acl"))
    attribution = frame(article, "flee").attribution
    assert attribution is not None
    assert attribution.verb == "report"


def test_quoted_words_have_the_flag_and_the_speaker():
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


def test_curly_and_straight_quotes():
    assert spoken('He said, “We won.” Then "they lost".') == ["We won.", "they lost"]


def test_quotes_inside_quotes():
    assert spoken('He wrote, "Help them & "rule by law". Let us go," and left.') == ['Help them & "rule by law". Let us go,']


def test_apostrophes_are_no_quotes():
    assert spoken("The rebels' leader said it's the people's war of '94.") == []


def test_a_quote_left_open_ends_with_its_paragraph():
    assert spoken('She said, "We go on.\nThe town is calm.') == ["We go on."]
