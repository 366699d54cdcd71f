"""Tests of input that no wire should send and every wire does: no verdict is absurd, no cost without bound, and the log goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from streams.clean.sketch import sketch
from streams.evaluation.screen.edits import REPEATS
from streams.screen import Index
from streams.screen.query import read_query
from streams.screen.run import MOST_ROWS
from tests.screen.wire import Log, article, later, prose

STOP_WORDS = ["the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on", "not", "he", "his"]
LEGAL = prose(900, 6)


def test_five_words_are_compared_whole_and_nothing_is_near_them() -> None:
    log = Log()
    assert log.put(article("Bomb goes off in Aden", uri="urn:a")).kind == "new"
    assert log.put(article("Bomb goes off in Aden", uri="urn:b")).kind == "exact"
    assert log.put(article("Bomb goes off in Basra", uri="urn:c")).kind == "new"


def test_two_hundred_thousand_words_are_an_article_like_another() -> None:
    text = " ".join(prose(seed, 40) for seed in range(420))
    assert len(text.split()) > 200_000
    log = Log()
    assert log.put(article(text, uri="urn:book")).kind == "new"
    assert log.put(article(text + " Ends.", uri="urn:copy")).kind == "near"
    chapter = log.put(article(prose(7, 40), uri="urn:chapter"))
    assert (chapter.kind, chapter.of) == ("contained", "urn:book")
    assert log.index.size < 1_000_000


def test_stop_words_alone_make_no_copy() -> None:
    texts = [" ".join(STOP_WORDS[(step * at + at // len(STOP_WORDS)) % len(STOP_WORDS)] for at in range(300)) for step in (1, 3, 5, 7)]
    log = Log()
    assert [log.put(article(text, uri=f"urn:{n}")).kind for n, text in enumerate(texts)] == ["new"] * 4
    assert log.put(article(texts[2], uri="urn:copy")).of == "urn:2"


def test_one_sentence_ten_thousand_times_is_one_phrase() -> None:
    sentence = prose(3, 1)
    log = Log()
    assert log.put(article(" ".join([sentence] * 10_000), uri="urn:many")).kind == "new"
    assert log.put(article(" ".join([sentence] * 10_000), uri="urn:copy")).kind == "exact"
    assert log.put(article(f"{prose(4)} {sentence} {prose(5)}", uri="urn:once")).kind == "new"
    assert log.index.size < 100_000


def test_texts_made_to_collide_are_no_repeats_and_cost_no_more_than_others() -> None:
    log = Log()
    kinds = [log.put(article(f"{prose(n, 12)} {LEGAL}", uri=f"urn:{n}")).kind for n in range(60)]
    assert set(kinds[:9]) <= {"new", "excerpt"}
    assert set(kinds[9:]) == {"new"}, "by then the paragraph is known for what it is"
    query = read_query(sketch(article(f"{prose(500, 12)} {LEGAL}")))
    _, rows = log.index._ring.find(query.keys)
    assert 0 < len(rows) <= MOST_ROWS * len(query.keys)


@pytest.mark.parametrize("years", [1, 7000])
def test_a_date_in_the_future_moves_no_clock(years: int) -> None:
    log = Log(Index(timedelta(days=1)))
    log.put(article(prose(1), uri="urn:a"))
    future = later(0).replace(year=later(0).year + years)
    assert log.put(article(prose(2), uri="urn:future", received=future)).kind == "new"
    assert log.put(article(prose(1), uri="urn:b", received=later(2))).kind == "exact"
    assert log.put(article(prose(2), uri="urn:c", received=later(3))).of == "urn:future"


def test_the_same_id_with_another_text() -> None:
    index = Index()
    first = index.apply(0, sketch(article(prose(1), source="articles/0/7", uri="urn:a")))
    assert index.apply(1, sketch(article(prose(2), source="articles/0/7", uri="urn:a"))) == first, "one record is one article"
    other = index.apply(2, sketch(article(prose(2), source="articles/0/8", uri="urn:a")))
    assert other is not None
    assert (other.relation.kind, other.relation.of) == ("update", "urn:a")


def test_yesterdays_log_replayed_into_todays_changes_nothing() -> None:
    index = Index(timedelta(days=3))
    yesterday = [sketch(article(prose(n % 12) + f" {prose(n, 4)}", uri=f"urn:{n}", received=later(n / 2))) for n in range(30)]
    found = [index.apply(offset, record) for offset, record in enumerate(yesterday)]
    size = index.size
    assert [index.apply(100 + n, record) for n, record in enumerate(yesterday)] == found, "the same records"
    assert index.size == size
    again = [record.with_(source=f"articles/9/{n}", received=later(24 + n / 2)) for n, record in enumerate(yesterday)]
    kinds = [(f.relation.kind, f.relation.of) for n, record in enumerate(again) if (f := index.apply(200 + n, record)) is not None]
    assert kinds == [("exact", f"urn:{n}") for n in range(30)], "the same articles, fed once more"


def test_a_rising_toll_is_no_repeat_whatever_else_stays() -> None:
    base = prose(1)
    figures = [word for word in base.split() if word.isdigit()]
    for figure in figures:
        log = Log()
        log.put(article(base, uri="urn:a", publisher="Agency"))
        risen = log.put(article(base.replace(f" {figure} ", f" {int(figure) + 6} "), uri="urn:b", publisher="Paper"))
        assert (risen.kind, risen.of) == ("update", "urn:a")
        assert risen.kind not in set(REPEATS) - {"update"}


def test_what_replaced_a_figure_is_told() -> None:
    log = Log()
    base = "Rescuers said that the blast killed 12 people. " + prose(1)
    log.put(article(base, uri="urn:a"))
    found = log.index.look(sketch(article(base.replace("killed 12", "killed 18"), uri="urn:b")))
    assert found.figures == ((6, "12"),)
    nine = log.index.look(sketch(article(base.replace("killed 12", "killed nine"), uri="urn:c")))
    assert nine.figures == ((6, "12"),)


def test_the_date_of_what_is_put_in_between_is_no_toll() -> None:
    log = Log()
    log.put(article(f"{prose(1, 10)} {prose(2, 10)}", uri="urn:a"))
    post = "Give blood if you are near the hospital tonight, wrote a resident, March 14, 2026."
    assert log.put(article(f"{prose(1, 10)} {post} {prose(2, 10)}", uri="urn:b")).kind == "near"
    toll = "The toll has since risen to 77, said the hospital."
    assert log.put(article(f"{prose(1, 10)} {toll} {prose(2, 10)}", uri="urn:c")).kind == "update"
