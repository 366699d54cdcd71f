"""Bytes to characters in any form of article, and what was mojibake: put right where that is certain, and recorded."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.clean import Limits, rebuild
from streams.clean.inputs.decode import decode
from streams.clean.inputs.mojibake import repair
from streams.clean.inputs.windows import windows_character
from streams.errors import Poison, Undecodable
from tests.clean.articles import read
from tests.clean.test_page import PAGE

BODY = "The café “Arlen” was closed on Monday – the police said that two people didn’t get out in time, and that €5 was left."
NAMED = {
    "cp1251": "Двое погибли при обрушении моста в реку в понедельник, сообщила полиция. Водолазы искали третьего человека. " * 3,
    "koi8_r": "Двое погибли при обрушении моста в реку в понедельник, сообщила полиция. Водолазы искали третьего человека. " * 3,
    "cp1253": "Δύο άνθρωποι σκοτώθηκαν όταν μια γέφυρα κατέρρευσε στο ποτάμι τη Δευτέρα, ανακοίνωσε η αστυνομία. " * 3,
    "shift_jis": "月曜日に橋が川に崩落し、二人が死亡したと警察が発表した。潜水士が三人目を捜索している。" * 4,
    "gb18030": "警方周一表示，一座桥梁坍塌落入河中，造成两人死亡。潜水员正在寻找第三人。" * 4,
}


def mistaken(text: str) -> str:
    """Return the text as one sees it who takes its UTF-8 for Windows 1252."""
    return "".join(map(windows_character, text.encode()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("form", ["{}", '{{"text": "{}"}}', "<p>{}</p>", "<item><title>Fall</title><description>{}</description></item>"])
def test_every_form_in_every_encoding(form: str, encoding: str) -> None:
    assert read(form.format(BODY).encode(encoding)).text == BODY


def test_declared_in_xml() -> None:
    item = f"<item><title>Fall</title><description>{BODY}</description></item>"
    assert read(f'<?xml version="1.0" encoding="iso-8859-1"?>{item}'.encode("cp1252")).text == BODY


@pytest.mark.parametrize("encoding", NAMED)
def test_other_encodings_are_guessed(encoding: str) -> None:
    value = NAMED[encoding].encode(encoding)
    assert decode(value, Limits()) == NAMED[encoding]
    article = read(value)
    assert article.dropped is not None
    assert article.dropped.reason == "language"


def test_utf_8_with_stray_bytes_of_windows_1252() -> None:
    value = f"{BODY}\n\nThe mayor said ".encode() + "“no one” was left.".encode("cp1252")
    assert read(value).text == f"{BODY}\n\nThe mayor said “no one” was left."


def test_a_text_cut_off_within_a_character() -> None:
    assert read((BODY + " It was cut off he’").encode()[:-1]).text == BODY + " It was cut off he"


@pytest.mark.parametrize("value", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(128, 256)) * 9 + b"\1\2\3" * 40])
def test_what_is_no_text_is_undecodable(value: bytes) -> None:
    with pytest.raises(Undecodable):
        read(value)


@pytest.mark.parametrize("times", [1, 2])
def test_mojibake_is_put_right_and_recorded(times: int) -> None:
    headline, raw = "“Café” in Arlen falls", f"Also Read: The “Café”\n\n{BODY}"
    for _ in range(times):
        headline, raw = mistaken(headline), mistaken(raw)
    article = read(json.dumps({"headline": headline, "text": raw}).encode())
    assert (article.headline, article.text) == ("“Café” in Arlen falls", BODY)
    assert rebuild(article.text, article.cuts) == raw
    assert [cut.put for cut in article.cuts if cut.rule == "mojibake"] == list("é“”–’€")


def test_mojibake_in_a_page() -> None:
    page = PAGE.replace("the police said", "the “police” didn’t say")
    whole, broken = read(page.encode()), read(mistaken(page).encode())
    assert (broken.text, broken.headline, broken.by) == (whole.text, whole.headline, whole.by)
    assert "mojibake" in {cut.rule for cut in broken.cuts}


@pytest.mark.parametrize(
    "text",
    [
        "“Voilà…” he said in the café… “Beyoncé’” was sung.",
        "Nestlé said that NESCAFÉ® and Ä™ would stay.",
        "AMANHÃ” was the title of the paper that he held up.",
        "He paid £5 or 5€ – “naïve” – for a Škoda™ in Málaga.",
        "Müller’s übergroße Straße was closed, the police said.",
    ],
)
def test_what_may_be_in_order_is_left_alone(text: str) -> None:
    assert repair(text) == (text, ())


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from([BODY, mistaken(BODY), mistaken(mistaken(BODY)), "Also Read: “More”", mistaken("By Zoë “Moor”"), "Â", "â€", "  "])
    )
)
def test_kept_and_cut_make_the_raw_text(lines: list[str]) -> None:
    raw = "\n".join(lines)
    with suppress(Poison):
        article = read(json.dumps({"text": raw}).encode())
        assert rebuild(article.text, article.cuts) == raw
        assert all(raw[cut.start : cut.end] == cut.text for cut in article.cuts)


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("aÂÃâ€™“”©é ðŸ˜€\xa0\x80\x9d\n"), max_size=60))
def test_repairs_never_grow_and_always_end(raw: str) -> None:
    text, repairs = repair(raw)
    assert len(text) == len(raw) - sum(one.end - one.start - 1 for one in repairs)
    assert all(len(one.put) == 1 and one.start < one.end for one in repairs)
    assert (text == raw) == (not repairs)
