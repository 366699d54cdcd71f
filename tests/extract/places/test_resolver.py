"""Tests of the resolver, which finds the place of a mention by what the article says around it; the published mistakes of others first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.extract.places.resolver import PlaceMention, ResolvedPlace, resolve

LABELS = {
    "Afghan", "Pakistani", "Lebanese", "Indian", "American", "Georgian", "Israeli", "Russian", "Nigerian", "British", "Egyptian", "Italian",
    "Greek", "Turkish",
}  # fmt: skip


def places(text: str, *, dateline: str | None = None, publisher: str | None = None) -> list[ResolvedPlace | None]:
    """Return the places of the mentions marked [so] in a text; peoples are labelled as spaCy labels them."""
    plain, spans = "", []
    for piece in re.split(r"(\[[^\]]*\])", text):
        if piece.startswith("["):
            spans.append((len(plain), len(plain) + len(piece) - 2))
            piece = piece[1:-1]
        plain += piece
    mentions = [PlaceMention.of(plain, a, b, "NORP" if plain[a:b] in LABELS else "GPE") for a, b in spans]
    return list(resolve(mentions, dateline=dateline, publisher_country=publisher))


def where(text: str, **context: str) -> tuple[str | None, str | None, str]:
    """Return (admin1, country, precision) of the first mention."""
    place = places(text, **context)[0]
    assert place is not None
    return place.admin1, place.country, place.precision


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb went off in [Paris].", ("Île-de-France", "FRA", "city")),
        ("A tornado hit [Paris], Texas.", ("Texas", "USA", "city")),
        ("A tornado hit the Texas town of [Paris] on Monday.", ("Texas", "USA", "city")),
        ("A tornado hit [Paris] in Texas on Monday.", ("Texas", "USA", "city")),
        ("The [U.S.] envoy flew from Washington to [Paris].", (None, "USA", "country")),
        ("In [Georgia], U.S. officials met the president.", (None, "GEO", "country")),
        ("In [Paris], French police said", ("Île-de-France", "FRA", "city")),
        ("[Kunduz] province", ("Kunduz", "AFG", "province")),
        ("[Kunduz] city", ("Kunduz", "AFG", "city")),
        ("[London], Ontario", ("Ontario", "CAN", "city")),
        ("[London], Ont. (CP)", ("Ontario", "CAN", "city")),
        ("[London]", ("England", "GBR", "city")),
        ("[Portland], Ore.", ("Oregon", "USA", "city")),
        ("[Portland], Maine", ("Maine", "USA", "city")),
        ("[Georgia] and [Russia] agreed.", (None, "GEO", "country")),
        ("[Georgia] voters went to the polls in [Atlanta] and [Savannah], [U.S.] officials said.", ("Georgia", "USA", "province")),
        ("In [Georgia], the [U.S.] ambassador met the president in [Tbilisi].", (None, "GEO", "country")),
        ("[Washington] said so.", ("District of Columbia", "USA", "city")),
        ("[Washington, D.C.]", ("District of Columbia", "USA", "city")),
        ("Fires burn in [Washington state].", ("Washington", "USA", "province")),
        ("Fires burn in [Washington] near [Seattle] and [Spokane].", ("Washington", "USA", "province")),
        ("[Tripoli] fell.", ("Tripoli", "LBY", "city")),
        ("Clashes in [Tripoli], Lebanon.", ("North Lebanon", "LBN", "city")),
        ("Clashes in [Tripoli]; the [Lebanese] army sent troops from [Beirut].", ("North Lebanon", "LBN", "city")),
        ("the Lebanese city of [Tripoli] was quiet", ("North Lebanon", "LBN", "city")),
        ("[Hyderabad] floods", ("Telangana", "IND", "city")),
        ("[Hyderabad] floods; [Pakistan]'s army in [Karachi] helps", ("Sindh", "PAK", "city")),
        ("[Hyderabad] in [Sindh] province", ("Sindh", "PAK", "city")),
        ("[San Jose] police; [California]'s governor", ("California", "USA", "city")),
        ("[San Jose], [Costa Rica]", ("San José", "CRI", "city")),
        ("[Santiago] quake", ("Santiago", "CHL", "city")),
        ("[Santiago], Dominican Republic", ("Santiago", "DOM", "city")),
        ("[Victoria], British Columbia", ("British Columbia", "CAN", "city")),
        ("Bush fires in [Victoria] and [Queensland]", ("Victoria", "AUS", "province")),
        ("[Victoria], Seychelles", ("La Rivière Anglaise", "SYC", "city")),
        ("[Punjab]; the [Indian] army", ("Punjab", "IND", "province")),
        ("Pakistan's [Punjab] province", ("Punjab", "PAK", "province")),
        ("[Pakistan's Punjab province]", ("Punjab", "PAK", "province")),
        ("[Goma, DR Congo]", ("North Kivu", "COD", "city")),
        ("[Gaza] was bombed", ("Gaza Strip", "PSE", "province")),
        ("[Gaza City] was bombed", ("Gaza Strip", "PSE", "city")),
        ("[Birmingham], Alabama", ("Alabama", "USA", "city")),
        ("[Valencia], [Venezuela]", ("Carabobo", "VEN", "city")),
    ],
)
def test_known_traps(text: str, expected: tuple[str | None, str | None, str]) -> None:
    assert where(text) == expected


def test_second_mention_means_what_the_first_was_said_to_be() -> None:
    first, again = places("A fire in [Paris], Texas. Police in [Paris] said on Monday.")
    assert first == again


def test_dateline_settles_a_name() -> None:
    assert where("Police in [Paris] said.", dateline="PARIS, Texas (AP)") == ("Texas", "USA", "city")
    assert where("[Tripoli] was calm.", dateline="BEIRUT", publisher="LBN") == ("North Lebanon", "LBN", "city")


def test_publisher_tips_namesakes_of_a_size_and_no_others() -> None:
    assert where("A shooting in [Birmingham].", publisher="USA") == ("Alabama", "USA", "city")
    assert where("A shooting in [Paris]; [U.S.] officials spoke.", publisher="USA")[1] == "FRA"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Sanjan] in Kapisa province", ("Kapisa", "AFG", "province")),
        ("[Sanjan] area of Kapisa province, Afghanistan", ("Kapisa", "AFG", "province")),
        ("[Khost Wa Fereng] district in Baghlan", ("Baghlan", "AFG", "province")),
        ("[Khost Wa Fereng district in Baghlan]", ("Baghlan", "AFG", "province")),
        ("[Khost] district in [Baghlan] province", ("Baghlan", "AFG", "province")),
        ("[Kabul airport]", ("Kabul", "AFG", "city")),
        ("[Bagh-e-Nowhere] in northern Afghanistan's Baghlan province", ("Baghlan", "AFG", "province")),
        ("[Qala-e-Nothing] in the northeastern Afghan province of Panjshir", ("Panjshir", "AFG", "province")),
        ("[Hamid Karzai International Airport] in Kabul", ("Kabul", "AFG", "city")),
        ("[Xyzzyville], [Nigeria]", (None, "NGA", "country")),
        ("in [Xyzzyville] the [Nigerian] army and [Nigeria]'s police", (None, "NGA", "country")),
        ("Kabul's [Dasht-e-Barchi] neighbourhood", ("Kabul", "AFG", "city")),
        ("[Jabalia refugee camp]", ("Gaza Strip", "PSE", "city")),
    ],
)
def test_unlisted_name_inherits_from_its_chain(text: str, expected: tuple[str | None, str | None, str]) -> None:
    assert where(text) == expected


def test_unlisted_name_keeps_its_own_name() -> None:
    place = places("[Sanjan] in Kapisa province")[0]
    assert place is not None
    assert (place.name, place.kind) == ("Sanjan", "locality")
    assert place.lat == pytest.approx(35.0, abs=0.4)
    assert place.radius_km is not None
    assert place.radius_km < 100


def test_unlisted_name_without_context_has_no_country_and_no_coordinates() -> None:
    assert places("[Xyzzyville] burned.") == [ResolvedPlace("Xyzzyville", "locality", None, None, None, None, "unknown", None)]


def test_unlisted_name_between_two_countries_stays_open() -> None:
    (unlisted, *_) = places("[Xyzzyville] burned; [France] and [Chad] protested.")
    assert unlisted is not None
    assert unlisted.country is None


@pytest.mark.parametrize(
    "text",
    [
        "[Egyptian] planes bombed a camp near [Xyzzyville].",
        "Three [Italian] nurses were abducted in [Xyzzyville].",
        "A [Greek] tanker was boarded off [Xyzzyville], the [British] navy said.",
    ],
)
def test_an_unlisted_name_does_not_lie_in_the_country_of_those_who_act_or_suffer(text: str) -> None:
    (found,) = [place for place in places(text) if place is not None and place.name == "Xyzzyville"]
    assert (found.country, found.precision) == (None, "unknown")


def test_region_has_coordinates_and_no_country() -> None:
    place = places("across the [Sahel]")[0]
    assert place is not None
    assert (place.kind, place.country, place.precision) == ("region", None, "region")
    assert where("in [Darfur]") == (None, "SDN", "region")


def test_peoples_are_evidence_but_no_places() -> None:
    assert places("[Afghan] forces")[0] is None


def test_lists_are_no_chains() -> None:
    assert [p and p.country for p in places("[Beirut], [Iran] and [Yemen]")] == ["LBN", "IRN", "YEM"]
    assert [p and p.country for p in places("[Jordan], [Lebanon] and [Syria]")] == ["JOR", "LBN", "SYR"]
    assert [p and p.country for p in places("[Paris], [London] and [Berlin]")] == ["FRA", "GBR", "DEU"]
    assert [p and p.country for p in places("[Georgia], [Armenia] and [Azerbaijan]")] == ["GEO", "ARM", "AZE"]


def test_country_before_a_comma_stays_a_country() -> None:
    found = places("partners, namely [China], [Japan], [South Korea] and [Mexico]")
    assert [p and p.country for p in found] == ["CHN", "JPN", "KOR", "MEX"]
    assert where("[Mexico], Missouri") == ("Missouri", "USA", "city")


def test_small_namesakes_abroad_are_not_taken() -> None:
    assert where("[Jackson] squatter camp; [South Africa]'s police in [Johannesburg]")[1] != "USA"
    assert where("UN officials in [Geneva] and [New York] spoke of [South Sudan]") == ("Geneva", "CHE", "city")
    assert where("[Wales] and [London], [British] officials said") == ("Wales", "GBR", "province")


def test_capital_is_not_its_province() -> None:
    assert where("in [Buenos Aires], near [Ezeiza]")[2] == "city"


def test_metonymy_is_not_moved() -> None:
    assert where("the actions of [Moscow] in Ukraine") == ("Moscow", "RUS", "city")


def test_common_word_needs_support() -> None:
    assert where("the mayor of [Nice] in France")[1] == "FRA"
    assert where("[Best] wishes")[1] is None


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=60), st.text(max_size=40)), max_size=6))
def test_any_text_resolves_to_one_answer_a_mention(pieces: list[tuple[str, str, str]]) -> None:
    mentions = [PlaceMention(text, 0, len(text), "GPE", after, before) for text, after, before in pieces]
    found = resolve(mentions, dateline=None, publisher_country=None)
    assert len(found) == len(mentions)
    for place in found:
        assert place is None or (place.lat is None) == (place.lon is None) == (place.precision == "unknown")
        assert place is None or (place.lat, place.lon) != (0.0, 0.0)


def test_whose_jets_strike_is_not_where() -> None:
    place = places("[Turkish] jets bombed a school near [Derik] on Thursday.")[1]
    assert place is not None
    assert place.country is None
    assert [c.country for c in place.candidates] == ["TUR"]


def test_a_short_name_of_a_country_before_a_noun_is_not_where() -> None:
    place = places("[US] special forces raided the village of [Qorvikk].")[1]
    assert place is not None
    assert place.country is None


@pytest.mark.parametrize("month", ["August", "May", "March"])
def test_a_month_holds_no_town(month: str) -> None:
    assert where(f"A mine killed two in [Ghazni] in {month}.") == ("Ghazni", "AFG", "city")


def test_a_preposition_makes_an_everyday_word_a_place() -> None:
    assert where("Fighting went on around [Sake].") == ("North Kivu", "COD", "city")


def test_a_facility_lies_in_the_town_that_was_named_last() -> None:
    _, mall = places("The shooting in [El Paso], Texas, began at the [Cielo Vista shopping station].")
    assert mall is not None
    assert (mall.kind, mall.admin1, mall.country, mall.precision) == ("facility", "Texas", "USA", "city")


@pytest.mark.parametrize(
    ("name", "country"), [("Lombok", "IDN"), ("Lake Kivu", "COD"), ("Mount Etna", "ITA"), ("Samos", "GRC"), ("Seine", "FRA")]
)
def test_islands_lakes_rivers_and_mountains_are_known(name: str, country: str) -> None:
    (place,) = places(f"It happened at [{name}] on Thursday.")
    assert place is not None
    assert place.country in (country, None)
    assert place.lat is not None


def test_a_province_lies_in_the_middle_of_its_land() -> None:
    (place,) = places("A fire burned in [California].")
    assert place is not None
    assert place.lat is not None
    assert abs(place.lat - 37.2) < 1
