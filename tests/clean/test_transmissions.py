"""Transmissions of the old wires are read, with their control characters or without, or refused by name. All texts are invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.clean import rebuild
from streams.errors import Empty, Malformed, Poison
from streams.messages import CleanArticle, Subject
from tests.clean import articles

FIRST = "Two ferries collided in the strait on Tuesday and nine people are missing, the coast guard said."
SECOND = "The Halva, a ferry of 1971, went down within the hour, and its master was among those saved, the owners told reporters."
ANPA = (
    "\x16\x16\x01a0417\x1flbl--\r\n\x13\x11b i bc-Velmar-Ferries 2ndLd-Writethru 10-14 0318\x14\x11\r\n"
    "\x02^BC-Velmar-Ferries, 2nd Ld-Writethru,318<\r\n^Nine missing after ferries collide off Velmar<\r\n"
    "^Eds: UPDATES with owners, master saved. Will be led.<\r\n^By ODA LIND=\r\n^Associated Press Writer=\r\n"
    f"\tVELMAR, Norland (AP) _ {FIRST}\r\n\t``We saw one list,'' a witness said, ``and then\r\nit was gone.''\r\n\t{SECOND}\r\n"
    "\x03AP-NY-10-14-25 1422EDT<\r\n\x04"
)
IPTC = (
    "\x01nor0231 2 vm 214  nor 0519\r\nFerries/Velmar/Accidents/\r\nNine missing after ferries collide off Velmar =\r\n\x02"
    "   Velmar (dpa) - Two ferries collided in the strait on Tuesday and\r\nnine people are missing, the coast guard said.\r\n"
    "   The Halva, a ferry of 1971, went down within the hour, and its\r\nmaster was among those saved, the owners told reporters.\r\n"
    "The following information is not intended for publication\r\nContact: desk, 555 0131\r\n\x03141422 GMT Oct 25\r\n\x04"
)
STRIPPED = str.maketrans(dict.fromkeys([*range(9), 11, 12, *range(14, 32)]))


def read(value: str, encoding: str = "utf-8") -> CleanArticle:
    return articles.read(value.encode(encoding), received=datetime(2025, 10, 15, tzinfo=UTC))


@pytest.mark.parametrize("stripped", [False, True])
def test_anpa(stripped: bool) -> None:
    article = read(ANPA.translate(STRIPPED) if stripped else ANPA)
    assert article.headline == "Nine missing after ferries collide off Velmar"
    assert article.text == f"{FIRST}\n\n“We saw one list,” a witness said, “and then it was gone.”\n\n{SECOND}"
    assert (article.by, article.located, article.wire, article.urgency) == ("ODA LIND, Associated Press Writer", "VELMAR, Norland", "AP", 2)
    assert article.published == datetime(2025, 10, 14, 18, 22, tzinfo=UTC)
    assert (article.published_from, article.published_precision) == ("feeder", "minute")
    assert article.subjects == (Subject(code="anpa:i", name="international"),)
    assert (article.ed_note or "").startswith("UPDATES with owners")
    assert article.signal is not None
    assert article.signal.kind == "update"
    assert article.notes == ()


@pytest.mark.parametrize("stripped", [False, True])
def test_iptc7901(stripped: bool) -> None:
    article = read(IPTC.translate(STRIPPED) if stripped else IPTC)
    assert article.headline == "Nine missing after ferries collide off Velmar"
    assert article.text == f"{FIRST}\n\n{SECOND}"
    assert (article.located, article.urgency) == ("Velmar", 2)
    assert article.published == datetime(2025, 10, 14, 14, 22, tzinfo=UTC)
    assert article.subjects == (Subject(code="iptc7901:vm"),)
    assert article.ed_note == "Contact: desk, 555 0131"


def test_the_first_line_of_a_text_is_its_headline_where_the_head_has_none() -> None:
    sent = f"\x01NOR231 4 i 98\r\nvelmar-ferries\r\n\x02Ferries collide off Velmar\r\n\r\n{FIRST}\r\n\r\n{SECOND}\r\n\x03"
    article = read(sent)
    assert (article.headline, article.text, article.publisher) == ("Ferries collide off Velmar", f"{FIRST}\n\n{SECOND}", "NOR")
    assert article.published_from == "received"
    without = read(f"\x01NOR231 4 i 98\r\nvelmar-ferries\r\n\x02{FIRST}\r\n\r\n{SECOND}\r\n\x03")
    assert without.text == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "sent",
    [
        f"\x01NOR0231 4 i 98 Velmar-ferries\x02Ferries collide off Velmar\r\n\r\n   {FIRST}\r\n   {SECOND}\r\n\x03",
        f"\x01NOR231 4 i 98\x02Ferries collide off Velmar\r\n\r\n   {FIRST}\r\n   {SECOND}\r\n\x03",
        f"\x01NOR231 4 i 98\r\n   {FIRST}\r\n   {SECOND}\r\n\x03",
    ],
)
def test_no_header_takes_a_line_of_the_text(sent: str) -> None:
    article = read(sent)
    assert article.text == f"{FIRST}\n\n{SECOND}"
    assert article.headline == ("Ferries collide off Velmar" if "\x02" in sent else None)


def test_letters_beyond_ascii() -> None:
    assert "Århus" in read(ANPA.replace("a witness", "a witness from Århus"), "cp1252").text


def test_what_cannot_be_read_is_refused_by_name() -> None:
    with pytest.raises(Malformed, match="neither ANPA 1312 nor IPTC 7901"):
        read(f"\x01??\r\n\x02{FIRST}\r\n\x03")
    with pytest.raises(Malformed, match="2 transmissions"):
        read(ANPA + ANPA)
    with pytest.raises(Empty, match="transmission"):
        read(ANPA.split("\tVELMAR")[0] + "\x03")


@pytest.mark.parametrize(
    "text",
    [
        f"^ {FIRST}\n\n{SECOND}",
        f"Bus 2310 4 of them\n\n{FIRST}",
        f"ABC123 4 is 250 of them\n{FIRST}\n{SECOND}",
        f"u i bc-Velmar 10-14 0318\n{FIRST}\n{SECOND}",
    ],
)
def test_a_plain_text_is_no_transmission(text: str) -> None:
    assert FIRST in read(text).text


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([ANPA, IPTC]),
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 40), st.text("\x01\x02\x03\x16^<\r\n\t a", max_size=6)), max_size=6),
)
def test_damaged_transmissions_pass_or_are_refused(document: str, changes: list[tuple[int, int, str]]) -> None:
    for at, length, put in changes:
        document = document[:at] + put + document[at + length :]
    try:
        article = read(document)
    except Poison:
        return
    assert article.headline is None or article.headline.isprintable()
    assert rebuild(article.text, article.cuts)
