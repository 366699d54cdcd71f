"""Tests of the changes between two versions of a text: changed facts are told and make an update; spelling and house style do neither."""

from __future__ import annotations

import unicodedata

import pytest

from streams.messages import Relation
from tests.screen.stories import BANK, CLINIC, COURT, FERRY, MINE, STORIES, STRIKE, TRIAL, VOTE
from tests.screen.wire import Log, article


def after(old: str, new: str, *, publisher: str = "Agency", **fields: str) -> Relation:
    """Return the verdict on a text that comes under a uri of its own after another one."""
    log = Log()
    log.put(article(old, uri="urn:old", publisher="Agency", headline=fields.get("was")))
    return log.put_screened(article(new, uri="urn:new", publisher=publisher, headline=fields.get("headline")))


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    return text


NEGATED = [
    (FERRY, "was charged with", "was not charged with", "was not charged"),
    (FERRY, "had passed its", "had never passed its", "never"),
    (FERRY, "it would pay for", "it would not pay for", "not"),
    (COURT, "he will appeal", "he won't appeal", "will -> won't"),
    (COURT, "was guilty of", "was not guilty of", "not"),
    (COURT, "the bank has paid", "the bank hasn't paid", "has -> hasn't"),
    (STRIKE, "it was ready to", "it was not ready to", "not"),
    (STRIKE, "government would use soldiers", "government wouldn't use soldiers", "would -> wouldn't"),
    (CLINIC, "The ministry confirmed that", "The ministry denied that", "denied"),
    (CLINIC, "said it has enough beds", "said it has no enough beds", "no"),
    (BANK, "government supports the decision", "government never supports the decision", "never"),
    (MINE, "those responsible would be", "those responsible would not be", "not"),
    (MINE, "alarm had worked", "alarm had not worked", "not"),
    (VOTE, "Quintana, accepted the", "Quintana, did not accept the", "did not accept"),
    (VOTE, "he would bring back", "he would never bring back", "never"),
    (TRIAL, "said it will pay", "said it cannot pay", "cannot"),
]


@pytest.mark.parametrize(("text", "old", "new", "told"), NEGATED)
def test_a_negation_put_in_is_an_update_and_told(text: str, old: str, new: str, told: str) -> None:
    relation = after(text, edited(text, (old, new)))
    assert relation.kind == "update"
    assert told in " | ".join(relation.changed)


REMOVED = [
    *((text, new, old) for text, old, new, _ in NEGATED if "denied" not in new and "did not" not in new and "cannot" not in new),
    (CLINIC, "The ministry denied that", "The ministry confirmed that"),
    (FERRY, "had broken no rules", "had broken all rules"),
]


@pytest.mark.parametrize(("text", "old", "new"), REMOVED)
def test_a_negation_taken_out_is_an_update_and_told(text: str, old: str, new: str) -> None:
    if old not in text:
        (plain, negated) = (new, old)
        text = edited(text, (plain, negated))
    relation = after(text, edited(text, (old, new)))
    assert relation.kind == "update"
    assert " -> " in " | ".join(relation.changed)


FACTS = [
    (FERRY, "off Mokolo on Tuesday", "off Mokolo on Monday", "Tuesday -> Monday"),
    (STRIKE, "voted on Friday", "voted on Thursday", "Friday -> Thursday"),
    (VOTE, "report on Tuesday", "report on Wednesday", "Tuesday -> Wednesday"),
    (VOTE, "on 9 May", "on 9 June", "June"),
    (BANK, "was 8.1 percent in July", "was 8.1 percent in June", "July -> June"),
    (VOTE, "on 9 May", "on 16 May", "9 -> 16 May"),
    (FERRY, "captain, Paul Mbarga, was", "captain, Pierre Atangana, was", "Pierre Atangana"),
    (COURT, "judge, Anna Kurek, agreed", "judge, Ewa Wrona, agreed", "Ewa Wrona"),
    (MINE, "town of Kirovka, the", "town of Belovo, the", "Belovo"),
    (STRIKE, "minister, Tomas Reyes, said", "minister, Luis Ortega, said", "Luis Ortega"),
    (TRIAL, "University of Halden, who", "University of Bergvik, who", "Bergvik"),
    (BANK, "minister, Jan Havel, said", "minister, Jan Kolar, said", "Kolar"),
    (COURT, "account on Cyprus, and", "account on Malta, and", "Malta"),
    (FERRY, "At least 23 people", "At least 32 people", "23 -> 32"),
    (MINE, "reached 14 miners", "reached 9 miners", "14 -> 9"),
    (COURT, "to nine years", "to six years", "nine -> six"),
    (CLINIC, "six children", "eleven children", "six -> eleven"),
    (BANK, "12 billion crowns", "12 million crowns", "billion -> million"),
    (COURT, "3.4 million zlotys", "3.4 billion zlotys", "million -> billion"),
    (BANK, "prices rose faster", "prices fell faster", "rose -> fell"),
    (CLINIC, "in the north of", "in the south of", "north -> south"),
    (STRIKE, "the eastern quay", "the western quay", "eastern -> western"),
]


@pytest.mark.parametrize(("text", "old", "new", "told"), FACTS)
def test_a_changed_day_name_place_or_figure_is_an_update_and_told(text: str, old: str, new: str, told: str) -> None:
    relation = after(text, edited(text, (old, new)))
    assert relation.kind == "update"
    assert told in " | ".join(relation.changed)


SAME = [
    (FERRY, "only 12 life", "only twelve life"),
    (COURT, "to nine years", "to 9 years"),
    (COURT, "lasted four months", "lasted 4 months"),
    (CLINIC, "reported 17 new", "reported seventeen new"),
    (FERRY, "and 41 were", "and forty-one were"),
    (FERRY, "At least 23 people", "At least twenty-three people"),
    (STRIKE, "that 1,250 of", "that 1250 of"),
    (STRIKE, "that 1,250 of", "that 1 250 of"),
    (MINE, "families 200,000 roubles", "families 200 000 roubles"),
    (STRIKE, "5 percent", "5%"),
    (STRIKE, "88 percent", "88 per cent"),
    (VOTE, "with 54 percent of", "with 54% of"),
    (BANK, "6.75 percent", "6.75 pct"),
    (STRIKE, "labour minister", "labor minister"),
    (STRIKE, "in favour", "in favor"),
    (CLINIC, "The organisation that", "The organization that"),
    (STRIKE, "harbour company", "harbor company"),
    (STRIKE, "minister, Tomas Reyes", "minister, Mr. Tomas Reyes"),
    (COURT, "that Marek Zielony, 52", "that Mr Marek Zielony, 52"),
    (COURT, "His lawyer said", "His attorney said"),
    (BANK, "in September if", "in Sept. if"),
    (CLINIC, "on Wednesday and", "on Wed. and"),
    (CLINIC, "Doctor Leila Farouk", "Dr. Leila Farouk"),
    (FERRY, "Divers searched the river", "Divers were searching the river"),
    (TRIAL, "2,400 patients", "2.400 patients"),
]


@pytest.mark.parametrize(("text", "old", "new"), SAME)
@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_house_style_is_no_change(text: str, old: str, new: str, back: bool) -> None:
    one, other = text, edited(text, (old, new))
    relation = after(*((other, one) if back else (one, other)), publisher="Paper")
    assert relation.kind in ("exact", "near")
    assert not any(" -> " in said for said in relation.changed)
    assert relation.figures == ()


NOBODY = [
    "The bus was empty when it burned. Nobody was hurt, the fire brigade said.",
    "The vault had been open for an hour. Nobody saw the robbers leave, a guard told the police.",
    "The council met for two days. Nobody spoke against the plan, the clerk wrote.",
]


@pytest.mark.parametrize("said", NOBODY)
@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_nobody_and_no_one_are_the_same(said: str, back: bool) -> None:
    one, other = f"{FERRY} {said} {COURT}", f"{FERRY} {said.replace('Nobody', 'No one')} {COURT}"
    relation = after(*((other, one) if back else (one, other)), publisher="Paper")
    assert relation.kind == "near"


CONTRACTED = [
    (FERRY, "had broken no rules", "hadn't broken any rules", "had not broken any rules"),
    (COURT, "would never be seen", "won't be seen", "will not be seen"),
    (STRIKE, "would use", "wouldn't use", "would not use"),
    (STRIKE, "it was ready", "it wasn't ready", "it was not ready"),
    (CLINIC, "had arrived", "hadn't arrived", "had not arrived"),
    (MINE, "had worked", "hadn’t worked", "had not worked"),
    (TRIAL, "it will pay", "it can't pay", "it cannot pay"),
    (TRIAL, "it will pay", "it cannot pay", "it can not pay"),
]


@pytest.mark.parametrize(("text", "old", "short", "long"), CONTRACTED)
@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_a_negation_in_its_short_form_is_the_same(text: str, old: str, short: str, long: str, back: bool) -> None:
    one, other = edited(text, (old, short)), edited(text, (old, long))
    relation = after(*((other, one) if back else (one, other)), publisher="Paper")
    assert relation.kind in ("exact", "near")
    assert not any(" -> " in said for said in relation.changed)


@pytest.mark.parametrize(
    ("plain", "accented"),
    [
        ("Mokolo", "Mókolo"), ("Mbarga", "Mbargà"), ("Zielony", "Zieloný"), ("Tarnow", "Tarnów"), ("Kurek", "Kürek"),
        ("Valgara", "Valgará"), ("Reyes", "Réyès"), ("Farouk", "Fârouk"), ("Novotna", "Novotná"), ("Ostrava", "Ôstrava"),
        ("Lapin", "Lapïn"), ("Quintana", "Quiñtana"), ("Telmo", "Tělmo"), ("Solberg", "Sølbërg"), ("Medara", "Medára"),
    ],
)  # fmt: skip
def test_composed_letters_are_the_same_letters(plain: str, accented: str) -> None:
    text = next(edited(story, (plain, accented)) for story in STORIES.values() if plain in story)
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert composed != decomposed
    for one, other in ((composed, decomposed), (decomposed, composed)):
        relation = after(one, other, publisher="Paper")
        assert (relation.kind, relation.changed) == ("exact", ())


@pytest.mark.parametrize("text", STORIES.values(), ids=STORIES)
def test_quotation_marks_dashes_and_spaces_are_the_same(text: str) -> None:
    straight = text.replace(", who", ' - "so to say" - who\'s').replace(". The", ".  The 'famous' one, the")
    curly = straight.replace(' "', " “").replace('" ', "” ").replace("'s", "’s").replace(" - ", " — ").replace("  ", "\u00a0")
    assert after(straight, curly, publisher="Paper").kind == "exact"


def _parts(text: str) -> list[str]:
    return [f"{part.strip().rstrip('.')}." for part in text.replace("8.1 ", "8,1 ").split(". ") if part]


@pytest.mark.parametrize("text", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("cut", ["lead", "end", "middle", "own line", "own lead"])
def test_what_papers_do_to_a_copy_is_no_update(text: str, cut: str) -> None:
    parts = _parts(text)
    made = {
        "lead": parts[1:],
        "end": parts[:-1],
        "middle": parts[:2] + parts[3:],
        "own line": [*parts, "Our correspondent in Brussels contributed to this report."],
        "own lead": ["Here is what we know so far about it from the agencies, which The Paper prints in full.", *parts],
    }[cut]
    relation = after(" ".join(parts), " ".join(made), publisher="Paper")
    assert relation.kind in ("near", "contained")
