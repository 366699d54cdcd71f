"""Tests that an article which the wire calls a correction is linked to its story, whatever names and figures changed."""

from __future__ import annotations

import pytest

from tests.screen.stories import BANK, CLINIC, COURT, FERRY, MINE, STRIKE, TRIAL, VOTE
from tests.screen.test_changes import edited
from tests.screen.test_conventions import verdicts
from tests.screen.wire import prose

HEADLINE = "Captain held after ferry disaster"
NAMES = [
    (FERRY, (("Paul Mbarga", "Jean Atangana"), ("Helene Essono", "Marie Biya"))),
    (FERRY, (("Mokolo", "Kribi"), ("Tuesday", "Monday"))),
    (FERRY, (("Paul Mbarga", "Jean Atangana"), ("Helene Essono", "Marie Biya"), ("Mokolo", "Kribi"), ("23", "32"))),
    (COURT, (("Marek Zielony", "Adam Czarny"), ("Zielony", "Czarny"), ("Baltia", "Nordia"))),
    (COURT, (("Anna Kurek", "Ewa Wrona"), ("Tarnow", "Torun"), ("nine", "six"))),
    (STRIKE, (("Tomas Reyes", "Luis Ortega"), ("Valgara", "Almendra"))),
    (STRIKE, (("1,250", "1,520"), ("88", "78"), ("40", "14"))),
    (CLINIC, (("Leila Farouk", "Samira Nasser"), ("Deri Hama", "Tell Azraq"))),
    (BANK, (("Petra Novotna", "Jana Vesela"), ("Jan Havel", "Petr Kolar"), ("Ostrava", "Olomouc"))),
    (MINE, (("Sergei Lapin", "Oleg Titov"), ("Olga Denisova", "Irina Mironova"), ("Kirovka", "Belovo"))),
    (VOTE, (("Ruben Salas", "Diego Prieto"), ("Salas", "Prieto"), ("Maria Quintana", "Elena Rojas"), ("San Telmo", "Puerto Azul"))),
    (TRIAL, (("Ingrid Solberg", "Astrid Nygaard"), ("Halden", "Bergvik"), ("Medara", "Novexa"), ("Norlund", "Vestmark"))),
]


@pytest.mark.parametrize(("text", "edits"), NAMES)
@pytest.mark.parametrize("length", [60, 100, 400], ids=["short", "middle", "whole"])
def test_a_correction_of_names_is_one_of_the_story(text: str, edits: tuple[tuple[str, str], ...], length: int) -> None:
    new = text
    for old, name in edits:
        new = new.replace(old, name)
    text, new = (" ".join(body.split()[:length]) for body in (text, new))
    others = [{"uri": f"urn:other:{at}", "headline": f"Report {at}", "text": prose(at, 12)} for at in range(3)]
    first = {"uri": "urn:1", "headline": HEADLINE, "text": text}
    second = {"uri": "urn:2", "headline": f"CORRECTED-{HEADLINE}", "text": new}
    assert verdicts(*others, first, second)[-1] == ("correction", "urn:1")


FORMS = [
    {"headline": f"CORRECTED-{HEADLINE}"},
    {"headline": f"REFILE-{HEADLINE}"},
    {"headline": f"UPDATE 1-CORRECTED-{HEADLINE}"},
    {"headline": f"Corrected: {HEADLINE}"},
    {"headline": f"CORRECTION: {HEADLINE}"},
    {"headline": f"CORRECTS: {HEADLINE}"},
    {"headline": f"Corrects: {HEADLINE}"},
    {"headline": f"(CORRECTED) {HEADLINE}"},
    {"headline": f"[Corrected] {HEADLINE}"},
    {"headline": f"{HEADLINE} (corrected)"},
    {"headline": f"{HEADLINE} - CORRECTED"},
    {"headline": f"{HEADLINE} [CORRECTION]"},
    {"headline": HEADLINE, "edNote": "Corrects name of captain in paragraph 3"},
    {"headline": HEADLINE, "edNote": "Refiles to fix the minister's name"},
    {"headline": HEADLINE, "edNote": "An earlier version misspelled the captain's name"},
    {"headline": HEADLINE, "edNote": "This version CORRECTS spelling throughout"},
]


@pytest.mark.parametrize("said", FORMS, ids=lambda said: f"{said['headline']} {said.get('edNote', '')}")
def test_each_form_of_a_correction_is_one(said: dict[str, str]) -> None:
    new = edited(FERRY, ("Paul Mbarga", "Jean Atangana"), ("Helene Essono", "Marie Biya"))
    first = {"uri": "urn:1", "headline": HEADLINE, "text": FERRY}
    assert verdicts(first, {"uri": "urn:2", "text": new, **said})[-1] == ("correction", "urn:1")


def test_a_correction_of_the_headline_alone_is_one() -> None:
    first = {"uri": "urn:1", "headline": "Ferry owner held", "text": FERRY}
    second = {"uri": "urn:2", "headline": f"CORRECTED-{HEADLINE}", "text": FERRY}
    paper = {"uri": "urn:3", "headline": f"CORRECTED-{HEADLINE}", "text": FERRY, "publisher": "Paper"}
    assert verdicts(first, second, paper)[1:] == [("correction", "urn:1"), ("exact", "urn:2")]


def test_a_correction_goes_to_the_report_of_its_own_headline() -> None:
    quake = (
        "A 5.1-magnitude earthquake struck {} km south of {} on Sunday, the institute said. It was felt in {}. Nobody was hurt, it said."
    )
    given = (("Arica", 12, "Tacna"), ("Pasto", 30, "Tulcan"), ("Huaraz", 8, "Caraz"))
    notes = [{"uri": f"urn:{a}", "headline": f"Quake near {a}", "text": quake.format(b, a, c)} for a, b, c in given]
    second = {"uri": "urn:c", "headline": "CORRECTED-Quake near Pasto", "text": quake.format(30, "Pasto", "Ipiales")}
    assert verdicts(*notes, second)[-1] == ("correction", "urn:Pasto")


def test_a_reprint_of_a_correction_is_a_repeat_of_it() -> None:
    new = edited(FERRY, ("Paul Mbarga", "Jean Atangana"), ("Helene Essono", "Marie Biya"))
    first = {"uri": "urn:1", "headline": HEADLINE, "text": FERRY}
    second = {"uri": "urn:2", "headline": f"CORRECTED-{HEADLINE}", "text": new}
    paper = {"uri": "urn:3", "headline": f"CORRECTED-{HEADLINE}", "text": f"{new} Read more on page 4.", "publisher": "Paper"}
    assert verdicts(first, second, paper)[-1] == ("near", "urn:2")


@pytest.mark.parametrize(
    "headline",
    [
        "Corrections officers walk out",
        "Company corrects course on prices",
        "Correcting a century of maps",
        "Prices corrected for inflation fall",
    ],
)
def test_a_story_about_correcting_is_no_correction(headline: str) -> None:
    first = {"uri": "urn:1", "headline": HEADLINE, "text": FERRY}
    assert verdicts(first, {"uri": "urn:2", "headline": headline, "text": FERRY + " More soon."})[-1] == ("near", "urn:1")
