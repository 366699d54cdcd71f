"""`streams extract`: records, a terminal's view, a page; what an article says is shown and never obeyed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import orjson
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from streams.commands.arcs import MOST, arcs
from streams.commands.explained import explained
from streams.commands.page import page
from streams.extract.articles import read, sentence_spans
from streams.extract.explanation import Explanation, Word, explain, words_of
from streams.pipeline.runner import Failed
from streams.visible import visible
from tests.commands.face import called, ended
from tests.extract.docs import screened, tree

TEXT = "Gunmen killed 12 soldiers in northern Mali on Friday, the army said. Officials denied that rebels may attack Gao."
BLANK = spacy.blank("en")
ROWS = """
Officials NNS official  2 nsubj
denied    VBD deny      0 root
that      IN  that      7 mark
Hamas     NNP Hamas     7 nsubj
may       MD  may       7 aux
not       RB  not       7 advmod
attack    VB  attack    2 ccomp
Gaza      NNP Gaza      7 obj
"""


def made() -> Explanation:
    """Return one sentence with two names and two frames, whose tree is right by definition."""
    doc = tree(ROWS, {"Hamas": "ORG", "Gaza": "LOC"})
    words = tuple(tuple(words_of(span)) for span in sentence_spans(doc))
    return Explanation(read(doc, screened(doc.text, headline="Denial")), words)


def shown(item: Explanation, *, width: int = 120, colours: bool = False) -> str:
    console = Console(width=width, force_terminal=colours, color_system="standard" if colours else None, markup=False, highlight=False)
    with console.capture() as captured:
        console.print(explained(item, colours=colours))
    return captured.get()


class Reading(HTMLParser):
    """The elements of a page, and what a reader sees of it; a tag that closes another than the last one is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.seen = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.seen += data


def test_a_terminal_shows_names_tree_and_frames() -> None:
    plain = shown(made())
    assert "Officials denied that [Hamas ORG] may not attack [Gaza GPE]" in plain
    assert "\x1b" not in plain
    for part in ("organisation/hamas", "root denied VBD", "└── ccomp that may not attack VB", "    ├── nsubj Hamas NNP"):
        assert part in plain
    (row,) = [line for line in plain.splitlines() if line.split()[:1] == ["attack"]]
    assert re.split(r"\s{2,}", row.strip()) == ["attack", "agent: Hamas", "not, may", "Officials (deny)"]


def test_a_terminal_with_colours_has_no_brackets() -> None:
    coloured = shown(made(), colours=True)
    assert "\x1b[1;35mHamas\x1b[0m may not attack \x1b[1;32mGaza\x1b[0m" in coloured
    assert "[Hamas ORG]" not in coloured
    assert "\x1b[2mccomp \x1b[0mthat may not \x1b[1mattack\x1b[0m\x1b[2m VB\x1b[0m" in coloured


def test_a_page_has_names_frames_tree_and_legend() -> None:
    html = "".join(page([made()]))
    assert '<mark class="ORG" title="Hamas (organisation/hamas)"><bdi>Hamas</bdi><small>ORG</small></mark>' in html
    assert '<li><mark class="GPE">GPE</mark></li>' in html
    assert '<u class="predicate">denied</u>' in html
    assert "<dt>whose words</dt><dd><bdi>Officials</bdi> (deny)</dd>" in html
    assert "<b>not</b>, <b>may</b>" in html
    assert "<li><i>ccomp</i> <bdi>that may not <b>attack</b></bdi> <small>VB</small><ul>" in html
    assert html.count("<path d=") == 7  # an arc a word but the root


def test_a_page_needs_nothing_but_itself() -> None:
    html = "".join(page([made(), Failed(line=2, error="Malformed", message="<b>", field="$")]))
    found = Reading(html)
    assert not found.elements & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "a"}
    assert not found.attributes & {"src", "href", "style", "srcset", "action"}
    assert not [name for name in found.attributes if name.startswith("on")]
    assert not re.search(r"url\(|@import|https?:", html)
    assert "prefers-color-scheme: dark" in html
    assert "dead letter Malformed (record 2): <b>" in found.seen
    assert html == "".join(page([made(), Failed(line=2, error="Malformed", message="<b>", field="$")]))  # no ids by chance


HOSTILE = st.text(
    st.sampled_from("<>&\"'/ab \n=;\x1b\x00\u202e\u05d0\u0644é]]>--!") | st.characters(exclude_categories=["Cs"]), max_size=60
)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE)
def test_whatever_an_article_says_is_text(headline: str, text: str) -> None:
    item = explain(BLANK, screened(text, headline=headline))
    found = Reading("".join(page([item])))
    usual = Reading("".join(page([made()])))
    assert found.elements <= usual.elements
    assert found.attributes <= usual.attributes
    seen = re.sub(r"\s", "", found.seen)
    labels = {entity.shown for entity in item.article.entities}
    if not labels:  # else the classes stand between the words
        assert re.sub(r"\s", "", visible(text)) in seen
    assert not set(shown(item)) & {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))}


def test_names_that_run_from_the_right_are_drawn_from_the_right() -> None:
    words = [Word("قتل", 0, 3, "VB", "VERB", "root", 0), Word("مسلحون", 4, 10, "NN", "NOUN", "nsubj", 0)]
    first, second = (float(x) for x in re.findall(r'<text x="([\d.]+)"', arcs(words)))
    assert first > second
    html = "".join(page([Explanation(made().article, (tuple(words),))]))
    assert '<div class="arcs" dir="rtl">' in html
    assert '<h1 dir="auto">' in html


def test_arcs_do_not_cross_their_words_and_end_where_nobody_follows_them() -> None:
    word = Word("a", 0, 1, "NN", "NOUN", "dep", 0)
    assert arcs([word]) == ""
    assert arcs([word] * MOST).count("<path d=") == MOST - 1
    assert arcs([word] * (MOST + 1)) == ""
    nested = arcs([word, word, word])  # the longer arc clears the shorter
    tops = [float(top) for top in re.findall(r"C[\d.]+ ([\d.]+) ", nested)]
    assert tops[1] < tops[0]


def test_articles_come_out_as_records_in_order() -> None:
    wire = b"\n".join([orjson.dumps({"uri": "urn:a", "text": TEXT}), b'{"uri":', orjson.dumps({"uri": "urn:b", "text": TEXT})])
    result = called("extract", "-", stdin=wire)
    assert result.exit_code == 0, result.output
    first, failed, second = map(orjson.loads, result.stdout.splitlines())
    assert (first["uri"], failed["error"], second["uri"]) == ("urn:a", "Malformed", "urn:b")
    assert first["frames"] == second["frames"] != []  # a repeat is read too


def test_text_is_explained_from_standard_input_and_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    from_file, from_stdin = called("extract", "--explain", str(file)), called("extract", "--explain", "-", stdin=TEXT.encode())
    assert from_file.exit_code == 0, from_file.output
    assert "sentence 1 of 2" in from_file.stdout
    rest = [result.stdout.partition("\n")[2] for result in (from_file, from_stdin)]
    assert rest[0] == rest[1]


def test_a_page_is_written_into_a_file(tmp_path: Path) -> None:
    result = called("extract", "--html", "--output", str(tmp_path / "p.html"), "-", stdin=TEXT.encode())
    assert (result.exit_code, result.stdout) == (0, "")
    page_of = (tmp_path / "p.html").read_text("utf-8")
    assert page_of.startswith("<!doctype html>")
    assert called("extract", "--html", "-", stdin=TEXT.encode()).stdout == page_of


def test_what_clean_drops_is_read_and_said() -> None:
    result = called("extract", "--explain", "-", stdin="Des hommes armés ont tué douze soldats dans le nord du Mali vendredi.".encode() * 3)
    assert "dropped by clean (language: fr" in result.stdout
    assert "sentence 1 of" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--explain", "nowhere.txt"), "nowhere.txt: no such file or folder"),
        (("--explain", "folder"), "folder: no article in it"),
        (("--output", "p.html", "a.txt"), "--output takes the page of --html"),
        (("--html", "--output", "no/such/p.html", "a.txt"), "--output: no/such/p.html: No such file or directory"),
        ((), "Missing argument"),
    ],
)
def test_what_is_called_wrongly_is_said(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("a.txt").write_text(TEXT)
    assert ended(monkeypatch, "extract", *arguments) == 2
    assert said in capsys.readouterr().err


def test_another_model_that_cannot_serve_ends_what_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    monkeypatch.setenv("STREAMS_MODEL", str(tmp_path / "blank"))
    monkeypatch.setenv("STREAMS_BROKER", "127.0.0.1:1")
    (tmp_path / "a.txt").write_text(TEXT)
    for command in (("extract", str(tmp_path / "a.txt")), ("worker", "extract")):
        assert ended(monkeypatch, *command) == 2
        assert "blank lacks a parser (token.dep" in capsys.readouterr().err
