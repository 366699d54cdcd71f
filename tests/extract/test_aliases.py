"""Tests of aliases: what the article calls another name of the same, and what only looks so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.extract.mentions import Mention
from streams.extract.names.aliases import aliases
from streams.extract.names.ids import named
from streams.messages import EntityLabel


def one(text: str, *names: str, label: EntityLabel = "PERSON") -> bool:
    """Return True if all these names, at their first occurrences and in this order, are one thing."""
    mentions, start = [], 0
    for name in names:
        start = text.index(name, start)
        mentions.append(Mention(start, start + len(name), label))
        start += len(name)
    return len({entity.id for entity in named(text, mentions)}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Marta Oyelaran (born Nina Zaher; 4 May 1970) sings.",
        "Marta Oyelaran (born 4 May 1970), better known by her stage name Nina Zaher, sings.",
        "Marta Oyelaran, née Nina Zaher, sings.",
        "Marta Oyelaran, also known as Nina Zaher, sings.",
        "Marta Oyelaran. Also known as Nina Zaher. Sings.",
        "Marta Oyelaran (Arabic: Nina Zaher) sings.",
        "Marta Oyelaran, aka “Nina Zaher”, sings.",
        "Marta Oyelaran was a pen name of the writer Nina Zaher.",
        "Marta Oyelaran was born Nina Zaher in May.",
    ],
)
def test_two_names_of_one_person(text: str) -> None:
    assert one(text, "Marta Oyelaran", "Nina Zaher")


@pytest.mark.parametrize(
    "text",
    [
        "Marta Oyelaran, who knows Nina Zaher, sings.",
        "Marta Oyelaran called Nina Zaher.",
        "The son of Marta Oyelaran, known as Nina Zaher, sings.",
        "Marta Oyelaran is better known than Nina Zaher.",
        "Marta Oyelaran, also known as\nNina Zaher",
    ],
)
def test_two_persons(text: str) -> None:
    assert not one(text, "Marta Oyelaran", "Nina Zaher")


def test_bare_names_behind_mean_the_one() -> None:
    assert one("Marta Oyelaran, née Nina Zaher, sang. Zaher bowed. Oyelaran left.", "Marta Oyelaran", "Nina Zaher", "Zaher", "Oyelaran")
    assert one("Jero (/x/; Latin: Eusebius Hiero) wrote. Jero died.", "Jero", "Eusebius Hiero", "Jero")


def test_titles_of_nobility_are_names_of_their_bearers() -> None:
    text = "Marta King, Countess of Orvik, sang. Orvik bowed."
    assert one(text, "Marta King", "Countess of Orvik", "Orvik")
    assert one(text, "Marta King", "Orvik", "Orvik")
    assert not one("Marta King, mayor of Orvik, sang.", "Marta King", "Orvik")


def test_a_word_in_brackets_made_of_the_name_s_letters() -> None:
    def short(word: str) -> bool:
        return one(f"The Economic Council of Western Areas ({word}) met.", "Economic Council of Western Areas", word, label="ORG")

    assert [short(word) for word in ("Ecowa", "EcoWest", "Wecoa", "Orvik")] == [True, True, False, False]
    assert not one("The Economic Council, Ecoun, met.", "Economic Council", "Ecoun", label="ORG")


def test_places_and_bodies() -> None:
    assert one("Orvik (Persian: Orvak, also known as Port Marten) is old.", "Orvik", "Orvak", "Port Marten", label="LOC")
    assert one("The Front, formerly called the Hill League, met.", "Front", "Hill League", label="ORG")
    assert not one("A village near Orvik, known as Port Marten, fell.", "Orvik", "Port Marten", label="LOC")
    assert not one("The road, Orvik, aka the “Marten Turnpike”, is long.", "Orvik", "Marten", label="LOC")


@given(st.text(alphabet='(,; "“born known as\n', max_size=200))
def test_any_gap_is_answered(gap: str) -> None:
    text = f"A{gap}B"
    assert set(aliases(text, [(0, 1), (len(text) - 1, len(text))])) <= {(0, 1)}
