"""Tests of linking: which organisations and places of an article are one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.extract.mentions import NAMES, Mention
from streams.extract.names import organisations as module
from streams.extract.names.acronyms import definitions, initials, is_acronym
from streams.extract.names.forms import Thing, folded
from streams.extract.names.ids import named
from streams.extract.names.organisations import Name, organisations
from streams.messages import EntityLabel


def what(*names: str, kin: str = "organisation", **defined: str) -> list[str]:
    """Return the name of the thing that each name stands for."""
    return [one.name for one in organisations([Name(kin, name) for name in names], defined)]


def links(text: str, **labels: EntityLabel) -> dict[str, str | None]:
    """Return ids by words and offset; every occurrence of the given names (`_` for a blank) is a mention, the longest first."""
    mentions: list[Mention] = []
    for name in sorted((name.replace("_", " ") for name in labels), key=len, reverse=True):
        start = text.find(name)
        while start >= 0:
            found = Mention(start, start + len(name), labels[name.replace(" ", "_")])
            if not any(found.overlaps(other) for other in mentions):
                mentions.append(found)
            start = text.find(name, start + 1)
    return {f"{one.text}@{one.start}": one.id for one in named(text, mentions)}


def ids(text: str, **labels: EntityLabel) -> list[str | None]:
    """Return the ids of the mentions in the order of `links`."""
    return list(links(text, **labels).values())


def test_an_acronym_in_brackets_quotes_or_behind_or() -> None:
    for text in (
        "Revolutionary Front (RF) met. RF fled.",
        "Revolutionary Front (“RF”) met. RF fled.",
        "Revolutionary Front, or RF, met. RF fled.",
    ):
        assert set(ids(text, Revolutionary_Front="ORG", RF="ORG")) == {"organisation/revolutionary-front"}
    assert set(ids("ELNX (Ejército de Liberación Nacional Xalapa) met.", ELNX="ORG", Ejército_de_Liberación_Nacional_Xalapa="ORG")) == {
        "organisation/ejercito-de-liberacion-nacional-xalapa"
    }
    assert set(ids("RF (Revolutionary Front) met.", RF="PERSON", Revolutionary_Front="ORG")) >= {"organisation/revolutionary-front"}


def test_a_foreign_acronym_is_believed_of_a_body_but_a_wire_s_of_no_place() -> None:
    assert set(ids("National Army (ELNX) met. ELNX left.", National_Army="ORG", ELNX="ORG")) == {"organisation/national-army"}
    assert ids("New Orvik (AFPX) - News.", New_Orvik="LOC", AFPX="ORG") == ["place/new-orvik", "organisation/afpx"]


def test_the_definition_covers_the_end_of_a_name_that_it_spells() -> None:
    assert definitions("Head of the Orvik Peace Council (OPC)", [(0, 31, False)]) == {"OPC": "Orvik Peace Council"}


def test_initials_without_a_definition() -> None:
    assert what("School of Open", "SOO", "SO") == ["School of Open"] * 3
    assert what("Orvik Peace Council", "Other Peace Council", "OPC") == ["Orvik Peace Council", "Other Peace Council", "OPC"]
    assert "LV" in initials("LibriVox")


def test_what_is_an_acronym() -> None:
    assert all(map(is_acronym, ["RF", "U.N.", "M23", "ISIS-K", "NGOs", "UKIP"]))
    assert not any(map(is_acronym, ["", "A", "Nato", "Front", "R F", "...", "ОБСЕ"]))


def test_a_headline_gives_two_words_or_the_start_of_a_firm_first() -> None:
    assert what("Red Sox", "Boston Red Sox") == ["Boston Red Sox"] * 2
    assert what("Amnesty", "Amnesty International") == ["Amnesty International"] * 2
    assert what("Red Sox", "Boston Red Sox", "Orvik Red Sox") == ["Red Sox", "Boston Red Sox", "Orvik Red Sox"]


def test_a_settlement_with_its_tail_and_islands_in_the_plural() -> None:
    assert what("Orvik", "Orvik City", kin="place") == ["Orvik City"] * 2
    assert what("Orviks", "Orvik Islands", kin="place") == ["Orvik Islands"] * 2
    assert what("Orvik", "Orvik Island", kin="place") == ["Orvik", "Orvik Island"]
    assert what("Mexico", "Mexico City", kin="place") == ["Mexico", "Mexico City"]


def test_short_after_long_only_where_one_thing_can_be_meant() -> None:
    assert what("Boston Red Sox", "Red Sox") == ["Boston Red Sox"] * 2
    assert what("Amnesty International", "Amnesty") == ["Amnesty International"] * 2
    assert what("Church of Orvik", "the Church") == ["Church of Orvik"] * 2
    assert what("University", "University of Orvik") == ["University", "University of Orvik"]
    assert what("Kenyan Supreme Court", "Florida Supreme Court", "Supreme Court")[2] == "Supreme Court"
    assert what("General Assembly of the United Nations", "United Nations")[1] == "United Nations"


def test_of_several_long_names_the_only_one_before_or_the_foremost() -> None:
    assert what("Florida Supreme Court", "Supreme Court", "Kenyan Supreme Court", "Supreme Court")[1::2] == ["Florida Supreme Court"] * 2
    assert what("Orvik Red Sox", "Boston Red Sox", "Boston Red Sox", "Red Sox")[3] == "Boston Red Sox"
    assert what("Orvik Red Sox", "Orvik Red Sox", "Boston Red Sox", "Boston Red Sox", "Red Sox")[4] == "Red Sox"


def test_what_a_state_has_one_of_comes_first_without_it() -> None:
    assert what("Senate", "U.S. Senate") == ["U.S. Senate"] * 2
    assert what("Government", "Government of Albania") == ["Government of Albania"] * 2
    assert what("Senate", "Orvik Senate") == ["Senate", "Orvik Senate"]
    assert what("Herring", "Kenyan Herring") == ["Herring", "Kenyan Herring"]


def test_what_follows_of_is_short_for_the_whole() -> None:
    assert what("Church of Orvikology", "Orvikology") == ["Church of Orvikology"] * 2
    assert what("Bank of England", "England")[1] == "England"


def test_initials_of_the_first_words() -> None:
    assert what("University of Calmar, Orvik", "UC Orvik") == ["University of Calmar, Orvik"] * 2
    assert what("GW Bridge", "George Winter Bridge", kin="place") == ["George Winter Bridge"] * 2


def test_the_nation_is_the_country_most_named() -> None:
    assert what("India", "the Nation", kin="place") == ["India"] * 2
    assert what("India", "France", "Nation", "India", kin="place")[2] == "India"
    assert what("India", "India", "Pakistan", "Pakistan", "Nation", kin="place")[4] == "Nation"
    assert what("Oklahoma", "Nation", kin="place") == ["Oklahoma", "Nation"]


def test_articles_case_spelling_and_possessives_do_not_matter() -> None:
    assert len(set(what("the Orvik Defence Centre", "Orvik Defense Center’s", "ORVIK DEFENCE CENTRE"))) == 1


def test_aliases_but_an_article_s_own_meaning_first() -> None:
    assert set(what("ISIS", "Daesh", "ISLAMIC STATE", "Islamic State of Iraq and Syria")) == {"Islamic State"}
    assert set(what("U.S.", "US", "USA", "America", "United States of America", kin="place")) == {"United States"}
    assert set(what("DRC", "DR Congo", "Democratic Republic of Congo", kin="place")) == {"Democratic Republic of the Congo"}
    assert what("RSF") == ["Rapid Support Forces"]
    assert what("Reporters Sans Frontières", "RSF") == ["Reporters Sans Frontières"] * 2
    assert what("Republican Sons of Fjord", "RSF", RSF="Republican Sons of Fjord")[1] == "Republican Sons of Fjord"


def test_states_are_abbreviated_only_as_places() -> None:
    assert what("Oklahoma", "OK", "Okla.", kin="place") == ["Oklahoma"] * 3
    assert what("OK") == ["OK"]


def test_places_and_what_they_lie_in() -> None:
    assert what("City of Tulsa", "Tulsa", "Republic of Albania", "Albania", kin="place") == ["Tulsa", "Tulsa", "Albania", "Albania"]
    assert what("Hudson River", "Hudson", "Colorado River", "Colorado", kin="place")[1::2] == ["Hudson River", "Colorado"]
    assert what("Isfahan Province", "Isfahan", kin="place") == ["Isfahan Province", "Isfahan"]


def test_places_of_one_name_in_two_states_are_two() -> None:
    labels: dict[str, EntityLabel] = {"Paris": "LOC", "Texas": "LOC", "France": "LOC"}
    found = ids("Paris, Texas, is big. Paris is dry. Paris, France, is bigger. Paris rains.", **labels)
    assert found[0] == found[2] != found[3] == found[5]
    assert len(set(ids("Paris, France, is big. Paris is wet.", **labels))) == 2
    whole: dict[str, EntityLabel] = {"Paris,_Texas": "LOC"}
    assert ids("Paris, Texas", **whole) == ["place/paris"]


def test_peoples_are_no_places() -> None:
    assert set(ids("Afghan forces left Afghanistan.", Afghan="NORP", Afghanistan="LOC")) == {"people/afghan", "place/afghanistan"}


def test_folded_words() -> None:
    assert folded("Médecins SANS-Frontières") == ("medecins", "sans", "frontieres")
    assert folded("U.S.’s") == ("uss",)
    assert folded("हिन्दी") != folded("हन्द")
    assert folded("— …") == ()


LABELS = st.sampled_from([*sorted(NAMES), "DATE", "MONEY"])


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), LABELS), max_size=40))
def test_any_mention_gets_exactly_one_id_and_keeps_its_position(parts: list[tuple[str, EntityLabel]]) -> None:
    text, mentions = "", []
    for words, label in parts:
        mentions.append(Mention(len(text), len(text) + len(words), label))
        text += words + " "
    found = named(text, mentions)
    assert [(one.start, one.end, one.label) for one in found] == [(one.start, one.end, one.label) for one in sorted(mentions)]
    assert all((one.id is not None) == (one.label in NAMES) for one in found)
    assert named(text, reversed(mentions)) == found
    by_id: dict[str, set[str]] = {}
    for one in found:
        if one.id is not None:
            by_id.setdefault(one.id, set()).add(one.name)
    assert all(len(names) == 1 for names in by_id.values())


def test_five_thousand_organisations_are_looked_up_and_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    long = module._long

    def counted(key: module.Key, words: str, longer: Thing | None) -> Thing:
        looks.append(key)
        return long(key, words, longer)

    monkeypatch.setattr(module, "_long", counted)
    what(*(f"Orvik {number} Peace Council" for number in range(5_000)), *(f"{number} Peace Council" for number in range(5_000)))
    assert len(looks) == 10_000
