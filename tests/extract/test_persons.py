"""Tests of linking people: which names in one article are one person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.extract.mentions import Mention
from streams.extract.names.forms import person
from streams.extract.names.ids import named
from streams.extract.names.persons import NEAREST, Register, persons


def who(*names: str) -> list[str]:
    """Return the name and number of each person; what stands before `|` is in front of the name."""
    split = [name.partition("|") if "|" in name else ("", "", name) for name in names]
    return [f"{one.name}#{one.number}" for one in persons([(words, before) for before, _, words in split])]


def one(*names: str) -> bool:
    """Return True if all names are one person."""
    return len(set(who(*names))) == 1


def test_surname_first_name_initials_and_titles_after_the_full_name() -> None:
    assert one("Marta Oyelaran", "Oyelaran", "Marta", "M. Oyelaran", "Mrs Oyelaran", "President Marta Oyelaran", "Oyelaran’s")
    assert one("John F. Ostrander", "John Fitzgerald Ostrander", "John Ostrander", "J. F. Ostrander", "JFO")
    assert one("José Álvarez", "JOSE ALVAREZ", "Alvarez")
    assert one("Gen. Abdel Musa", "Musa", "General Musa", "Lt.-Gen. Musa")
    assert one("Andrés Manuel López Obrador", "López Obrador", "López")
    assert one("Ichiyō Higuchi", "Higuchi Ichiyō")


def test_first_names_for_short_and_other_spellings() -> None:
    assert one("William Ostrander", "Bill Ostrander", "Bill", "William J. Ostrander")
    assert one("Mohammed al-Zaher", "Muhammad el-Zaher", "Zaher", "Mohamed Al Zaher")
    assert not one("William Ostrander", "Bill Belov")
    assert not one("Anton Ostrander", "Bill Ostrander")
    assert len(set(who("William Ostrander", "Bill Ostrander-Zaher"))) == 2


def test_a_mistyped_letter() -> None:
    assert one("Kristin Ostrander", "Kristen Ostrander", "Ostrander")
    assert one("Marta Oyelaran", "Marta Oyelarran")
    assert not one("Kristin Ostrander", "Kristin Belov")
    assert not one("Anna Ostrander", "Anne Ostrander")
    assert not one("Kristin Ostrander", "Tristin Ostrander")
    assert who("Marta Johnsen", "Nina Johnson", "Johnson")[2] == "Nina Johnson#1"


def test_a_bare_title_is_whose_name_stands_right_ahead_of_it() -> None:
    assert one("Marta Oyelaran", "Marta Oyelaran, the |Secretary")
    assert one("Marta Oyelaran", "Marta Oyelaran is |Professor", "Oyelaran")
    assert one("Oyelaran", "Oyelaran served as |President")
    assert not one("Marta Oyelaran", "Marta Oyelaran met the |President")
    assert not one("Marta Oyelaran", "Oyelaran had gone, the |President")


def test_the_first_of_a_name_needs_no_number() -> None:
    assert one("Joshua Ostrander", "Emperor Ostrander I", "Ostrander")
    assert not one("Louis XIV", "Louis XV")


def test_the_name_is_the_fullest_and_without_its_title() -> None:
    assert who("Oyelaran", "PRESIDENT MARTA OYELARAN", "Marta Oyelaran") == ["Marta Oyelaran#1"] * 3


def test_a_headline_gives_the_surname_first() -> None:
    assert one("Oyelaran", "Marta Oyelaran")


def test_a_bare_name_of_two_bearers_is_nobodys() -> None:
    anton, sergei, bare = who("Anton Belov", "Sergei Belov", "Belov")
    assert len({anton, sergei, bare}) == 3
    bare, anton, sergei = who("Belov", "Anton Belov", "Sergei Belov")
    assert len({anton, sergei, bare}) == 3


def test_a_bare_name_goes_on_meaning_whom_it_meant() -> None:
    joe, first, hunter, second = who("Joe Belov", "Belov", "Hunter Belov", "Belov")
    assert joe == first == second != hunter


def test_a_bare_name_means_the_bearer_who_is_named_far_more_often() -> None:
    found = who("Joe Belov", "Joe", "Hunter Belov", "Belov")
    assert found[3] == found[0] != found[2]


def test_titles_tell_bearers_apart() -> None:
    found = who(
        "President Joe Belov", "Senator Hunter Belov", "President |Belov", "Senator |Belov", "Mr Anton Zaher", "Mrs Nina Zaher", "Mrs Zaher"
    )
    assert found[2] == found[0]
    assert found[3] == found[1]
    assert found[6] == found[5] != found[4]


def test_father_and_son() -> None:
    assert len(set(who("John Ostrander", "John Ostrander Jr.", "John Ostrander Sr"))) == 3
    assert one("John Ostrander Jr.", "Ostrander")


def test_different_middle_names_are_different_people() -> None:
    assert len(set(who("John F. Ostrander", "John G. Ostrander", "John Ostrander"))) == 3


def test_a_surname_that_is_a_title_stays() -> None:
    assert who("Martin Luther King", "King", "Prince") == ["Martin Luther King#1", "Martin Luther King#1", "Prince#1"]


def test_a_bare_office_means_its_only_holder_but_a_throne_does_not() -> None:
    assert one("President |Marta Oyelaran", "President")
    assert not one("Tsar |Aleksei Romanov", "Tsar")
    assert len(set(who("President |Marta Oyelaran", "President |Anton Belov", "President"))) == 3
    assert not one("President", "Vice President")


def test_a_form_taken_apart() -> None:
    form = person("Prof. J. D. Müller-Löwe Jr., MP", "said former Vice President ")
    assert (form.words, form.title, form.generation) == (("jd", "muller", "lowe"), ("former", "vice", "president", "prof"), "jr")
    assert person("Mrs").words == ("mrs",)
    assert person("").words == ()


# First names and surnames share no word, as `Henry James` and `James Henry` would be one man with his name turned round.
FIRST = st.sampled_from(["Marta", "Joe", "Hunter", "Ana", "Zoë", "Олег", "明"])
LAST = st.sampled_from(["Belov", "Oyelaran", "Ostrander", "O’Dea", "López", "Иванов", "王"])
NAMES = st.lists(st.one_of(st.builds("{} {}".format, FIRST, LAST), LAST, FIRST, st.builds("Mrs {}".format, LAST)), max_size=30)


@settings(deadline=None)
@given(NAMES)
def test_two_first_names_are_never_one_person(names: list[str]) -> None:
    first_names: dict[object, set[str]] = {}
    for thing, name in zip(persons([(name, "") for name in names]), names, strict=True):
        if " " in name and not name.startswith("Mrs"):
            first_names.setdefault(thing, set()).add(name.split()[0])
    assert all(len(found) == 1 for found in first_names.values())


@settings(deadline=None)
@given(NAMES, st.integers(0, 12))
def test_people_of_other_names_change_nothing(names: list[str], others: int) -> None:
    alone = persons([(name, "") for name in names])
    assert persons([(name, "") for name in [*names, *(f"Pavel Kestrel{number}" for number in range(others))]])[: len(names)] == alone


def test_five_thousand_people_of_one_surname_cost_no_more_than_nine() -> None:
    register = Register()
    for number in range(5_000):
        register.add(person(f"First{number} Belov"))
    register.looked_at = 0
    for _ in range(5_000):
        assert register.bearers(("belov",)) == []
    assert register.looked_at <= 5_000 * (NEAREST + 1)


def test_an_article_of_five_thousand_mentions_looks_at_each_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    bearers = Register.bearers

    def counted(self: Register, words: tuple[str, ...]) -> list[int]:
        looks.append(words)
        return bearers(self, words)

    monkeypatch.setattr(Register, "bearers", counted)
    names = [f"First{number % 500} Last{number % 50}" if number % 2 else f"Last{number % 50}" for number in range(5_000)]
    text = " ".join(names)
    start, mentions = 0, []
    for name in names:
        mentions.append(Mention(start, start + len(name), "PERSON"))
        start += len(name) + 1
    assert len(named(text, mentions)) == 5_000
    assert len(looks) <= 2 * 5_000
