"""Reports by one template about two people, places or matches are several events; a copy of one is still a copy."""

from __future__ import annotations

import pytest

from tests.screen.wire import Log, article

TEMPLATES = {
    "quake": (
        "A {m}-magnitude earthquake hit {km} km east of {place} at 03:20 on {day}, the seismic network said. Its centre was {depth} km "
        "deep. No damage was reported. This note was made by a program from the network's readings.",
        [
            {"m": "4.8", "km": "20", "place": "Oaxaca", "day": "Monday", "depth": "15"},
            {"m": "4.8", "km": "20", "place": "Kermanshah", "day": "Monday", "depth": "15"},
            {"m": "5.2", "km": "20", "place": "Kathmandu", "day": "Monday", "depth": "15"},
            {"m": "4.8", "km": "44", "place": "Izmit", "day": "Tuesday", "depth": "15"},
        ],
    ),
    "tremor": (
        "{place} was shaken by a light earthquake on {day}, with no injuries or damage reported so far. The tremor had a magnitude of "
        "{m} and lasted for about ten seconds, according to the geophysical centre, which asked residents to stay calm and to "
        "check their houses for cracks.",
        [
            {"place": "Agadir", "day": "Friday", "m": "3.9"},
            {"place": "Tabriz", "day": "Friday", "m": "3.9"},
            {"place": "Port Moresby", "day": "Friday", "m": "3.9"},
        ],
    ),
    "obituary": (
        "{name}, who taught at the school in {town} for 31 years, has died after a short illness at the age of 74, the family said. "
        "{last} leaves a wife and two children. Mourners may pay their respects at the parish hall from noon on Thursday, and the "
        "funeral will be held at the church of St Anne on Friday at 11. The family asks for donations to the hospice in place of flowers.",
        [
            {"name": "Edgar Whitlow", "last": "Whitlow", "town": "Penrose"},
            {"name": "Colin Threlfall", "last": "Threlfall", "town": "Penrose"},
            {"name": "Hubert Mapes", "last": "Mapes", "town": "Dunmore"},
        ],
    ),
    "death notice": (
        "Professor {name} has died. Born in {town} in 1941, {last} studied medicine and was for many years head of the heart clinic "
        "at the university hospital. The rector said the university had lost a great teacher and a friend. A book of condolence is "
        "open in the main hall until the end of the month.",
        [
            {"name": "Gunnar Ekdahl", "last": "Ekdahl", "town": "Umea"},
            {"name": "Torsten Lilja", "last": "Lilja", "town": "Boden"},
            {"name": "Rolf Askling", "last": "Askling", "town": "Umea"},
        ],
    ),
    "weather": (
        "A yellow warning of snow and ice is in force for {place} from midnight until noon on {day}, the weather service said. Between 2 "
        "and 5 cm may fall on low ground and up to 10 cm above 300 metres. Some roads and railways are likely to be affected, with longer "
        "journey times. Drivers should carry a blanket and a shovel and keep to main roads.",
        [
            {"place": "Strathmoor", "day": "Tuesday"},
            {"place": "Glen Avon", "day": "Tuesday"},
            {"place": "West Cumbria", "day": "Tuesday"},
        ],
    ),
    "flood": (
        "A flood warning has been issued for the river {river} at {town}. Levels are rising after heavy rain and are expected to peak "
        "this evening. Residents should move valuables upstairs, keep children away from the water and be ready to leave. The agency's "
        "staff are clearing screens and watching the defences.",
        [{"river": "Arrow", "town": "Studley"}, {"river": "Leadon", "town": "Ledbury"}, {"river": "Otter", "town": "Honiton"}],
    ),
    "market": (
        "Shares in {place} closed higher on {day}, led by banks and energy firms. The main index gained {gain} percent to end at {level} "
        "points. Volume was thin ahead of the holiday. Dealers said foreign funds were net buyers for the third session and that "
        "investors were waiting for the decision of the central bank on rates.",
        [
            {"place": "Karachi", "day": "Tuesday", "gain": "0.7", "level": "48,220"},
            {"place": "Dhaka", "day": "Tuesday", "gain": "1.1", "level": "6,214"},
            {"place": "Colombo", "day": "Tuesday", "gain": "0.3", "level": "12,808"},
        ],
    ),
    "result": (
        "{one} beat {other} {score} in the second round of the cup on {day} to reach the last sixteen. {scorer} scored the first goal "
        "after a corner and added another before the break. The home side hit the post late on but could not find a way back. The draw for "
        "the next round will be made on Monday.",
        [
            {"one": "Rosefield", "other": "Ardley Town", "score": "3-1", "scorer": "Hanlon", "day": "Saturday"},
            {"one": "Brackwell", "other": "Sutton Vale", "score": "3-1", "scorer": "Okoye", "day": "Saturday"},
            {"one": "Thornby", "other": "East Marling", "score": "2-0", "scorer": "Dupree", "day": "Saturday"},
        ],
    ),
    "appeal": (
        "Police are appealing for help in finding {name}, {age}, who has been missing from home in {town} since the afternoon of {day}. "
        "{last} is of slim build with short brown hair and was last seen wearing a dark jacket and jeans. Officers are concerned for the "
        "teenager's welfare and ask anyone with information to call 101 and quote the reference given on the force's website.",
        [
            {"name": "Liam Corrigan", "last": "Corrigan", "age": "15", "town": "Harlow", "day": "Sunday"},
            {"name": "Tyler Benning", "last": "Benning", "age": "15", "town": "Harlow", "day": "Sunday"},
            {"name": "Jodie Mercer", "last": "Mercer", "age": "16", "town": "Ashby", "day": "Sunday"},
        ],
    ),
    "crash": (
        "A cyclist has died after a collision with a van on {road} in {town}. Emergency services were called at about 7.30 am on {day} and "
        "the rider was pronounced dead at the scene. The driver of the van was not hurt. The road was closed for several hours, and "
        "police want to hear from anybody who saw what happened or has film from a dashboard camera.",
        [
            {"road": "Mill Lane", "town": "Wexcombe", "day": "Wednesday"},
            {"road": "Station Road", "town": "Barnhurst", "day": "Wednesday"},
            {"road": "Priory Street", "town": "Oldbridge", "day": "Friday"},
        ],
    ),
    "appointment": (
        "{firm} has named {name} as chief executive with effect from 1 July. {last} joins from a rival, where {last} ran the retail "
        "business. The chairman said the board had looked at candidates from inside and outside the company and that the choice had "
        "been unanimous. The shares were little changed in early trading.",
        [
            {"firm": "Halvor Foods", "name": "Ida Brandt", "last": "Brandt"},
            {"firm": "Corvin Steel", "name": "Paula Jansen", "last": "Jansen"},
            {"firm": "Tessel Air", "name": "Greta Holm", "last": "Holm"},
        ],
    ),
    "strike": (
        "A drone strike killed two people in a car near {place} on {day}, security sources and a doctor said. The vehicle was hit on the "
        "road to the border and burned out. There was no claim of responsibility. The army did not reply to a request for comment.",
        [{"place": "Marjayoun", "day": "Monday"}, {"place": "Khiam", "day": "Monday"}, {"place": "Bint Jbeil", "day": "Monday"}],
    ),
    "concert": (
        "Tickets for the concert of {name} in {town} went on sale on {day} and were gone within an hour, the organisers said. A second "
        "evening has been added because of the demand. Doors open at six and the support act plays at seven. Those who bought from "
        "touts will not be let in, and names will be checked at the gate.",
        [
            {"name": "Velvet Harbour", "town": "Leeds", "day": "Friday"},
            {"name": "Saint Orchard", "town": "Leeds", "day": "Friday"},
            {"name": "The Tin Pilots", "town": "Hull", "day": "Friday"},
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "filled"), TEMPLATES.values(), ids=TEMPLATES)
def test_reports_of_one_template_about_others_are_new(text: str, filled: list[dict[str, str]]) -> None:
    log = Log()
    texts = [text.format(**values) for values in filled]
    relations = [log.put(article(body, uri=f"urn:{n}", publisher="Agency")) for n, body in enumerate(texts)]
    assert [relation.kind for relation in relations] == ["new"] * len(texts)
    assert len({relation.leader for relation in relations}) == len(texts)


@pytest.mark.parametrize(("text", "filled"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_copy_of_one_of_them_is_a_copy(text: str, filled: list[dict[str, str]]) -> None:
    log = Log()
    texts = [text.format(**values) for values in filled]
    for n, body in enumerate(texts):
        log.put(article(body, uri=f"urn:{n}", publisher="Agency"))
    for n, body in enumerate(texts):
        assert (relation := log.put(article(f"{body} Write to us.", uri=f"urn:copy:{n}", publisher="Paper"))).kind == "near"
        assert relation.of == f"urn:{n}"


@pytest.mark.parametrize("name", ["quake", "tremor", "crash", "strike", "market"])
def test_a_figure_that_changed_in_one_of_them_is_an_update(name: str) -> None:
    _, filled = TEMPLATES[name]
    log, body = Log(), TEMPLATES[name][0].format(**filled[0])
    log.put(article(body, uri="urn:a", publisher="Agency"))
    old, new = {
        "quake": ("4.8", "4.9"), "tremor": ("3.9", "4.1"), "crash": ("7.30", "8.30"), "strike": ("two", "three"), "market": ("0.7", "0.8"),
    }[name]  # fmt: skip
    relation = log.put(article(body.replace(old, new), uri="urn:b", publisher="Agency"))
    assert (relation.kind, relation.of) == ("update", "urn:a")


MENDED = [
    (
        "Bus falls into ravine",
        "Eleven people died when a bus fell into a ravine near Huaraz on Sunday, the fire brigade said. The driver, {name}, was found "
        "alive under the wreck. The road had been closed to heavy vehicles since the rains of last week, but the barrier had been moved.",
        ("Wilder Quispe", "Walter Quiroz"),
    ),
    (
        "Court frees editor",
        "A court in Banjul on Tuesday freed the editor of a weekly after nine days in prison. Her lawyer, {name}, said that no charge had "
        "been brought and that the paper would be printed again from Friday. The police would not say why she had been held.",
        ("Lamin Sonko", "Lamin Ceesay"),
    ),
    (
        "Warehouse burns down",
        "A warehouse full of paper burned down on Thursday in the port of Gdynia, and smoke hung over the town until the evening. "
        "Nobody was hurt. The fire began near the gate on {name} road, the police said, and a welder was being questioned.",
        ("Wendy", "Chrzanow"),
    ),
]


@pytest.mark.parametrize(("headline", "text", "names"), MENDED)
def test_a_name_that_was_mended_under_the_same_headline_is_an_update(headline: str, text: str, names: tuple[str, str]) -> None:
    log = Log()
    old, new = (text.format(name=name) for name in names)
    log.put(article(old, uri="urn:a", headline=headline, publisher="Agency"))
    relation = log.put_screened(article(new, uri="urn:b", headline=headline, publisher="Agency"))
    assert (relation.kind, relation.of) == ("update", "urn:a")
    assert names[1].split()[-1] in " | ".join(relation.changed)


@pytest.mark.parametrize(("text", "names"), [(text, names) for _, text, names in MENDED if "Lamin" not in names[0]])
def test_under_another_headline_it_is_another_report(text: str, names: tuple[str, str]) -> None:
    log = Log()
    for n, name in enumerate(names):
        relation = log.put(article(text.format(name=name), uri=f"urn:{n}", headline=f"{name} in the news", publisher="Agency"))
        assert relation.kind == "new"


@pytest.mark.parametrize(("text", "names"), [(text, names) for _, text, names in MENDED if "Lamin" not in names[0]])
def test_a_dateline_alone_is_no_headline(text: str, names: tuple[str, str]) -> None:
    log = Log()
    for n, name in enumerate(names):
        relation = log.put(article(text.format(name=name), uri=f"urn:{n}", located="Arlen", publisher="Agency"))
        assert relation.kind == "new"
