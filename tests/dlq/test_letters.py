"""Letters folded: repeats are one letter, the last settlement counts, and nothing that a header says can break the reading."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.dlq import Box, Letter, Query
from streams.dlq.letter import read_letter
from streams.dlq.settlement import read_settlement
from streams.errors import Killer
from streams.headers import own
from tests.dlq.records import Kept, failed, settled

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOSTILE = st.lists(
    st.tuples(
        st.sampled_from(["dlq-topic", "dlq-partition", "dlq-offset", "dlq-time", "dlq-settles", "dlq-settled", "source", "order", "x"]),
        st.none() | st.binary(max_size=40) | st.sampled_from([b"redriven", b"dropped", b"9" * 5000, b"-1", b"0/0"]),
    )
)


def box(*records: Kept) -> Box:
    made = Box()
    for record in records:
        made.note(record)
    return made


def states(made: Box) -> dict[str, str]:
    return {letter.position: letter.state for letter in made.letters()}


def test_a_letter_says_what_the_stage_wrote() -> None:
    letter = read_letter(failed(7, at=3))
    assert (letter.position, letter.origin, letter.stage) == ("0/3", "t-articles.screened/0/7", "extract")
    assert (letter.error, letter.kind, letter.field, letter.attempts) == ("Malformed", "poison", "text", 1)
    assert (letter.source, letter.size, letter.state) == ("articles/0/7", 8, "open")
    assert letter.headers == (("source", b"articles/0/7"),)


def test_a_letter_of_clean_comes_from_its_own_record() -> None:
    record = Kept(0, 0, b"x", (("dlq-topic", b"t-articles"), ("dlq-partition", b"2"), ("dlq-offset", b"9"), ("dlq-stage", b"clean")))
    assert read_letter(record).source == "articles/2/9"


def test_a_letter_without_the_header_is_found_by_what_the_article_says() -> None:
    record = Kept(0, 0, b'{"source":"articles/1/2"}', (("dlq-topic", b"t-articles.clean"),))
    assert read_letter(record).source == "articles/1/2"
    assert read_letter(Kept(0, 0, b"no JSON", record.headers)).source is None


def test_what_is_redriven_says_its_source_and_its_tries() -> None:
    letter = read_letter(failed(7, attempts=1))
    assert letter.redriven_headers() == (("source", b"articles/0/7"), ("dlq-attempts", b"2"))


def test_two_records_of_one_failure_are_one_letter() -> None:
    made = box(failed(1, at=0), failed(1, at=1), failed(2, at=2), failed(1, at=3, stage="detect"))
    assert list(states(made)) == ["0/0", "0/2", "0/3"]
    assert made.repeated == 1
    found = made.letter("0/1")
    assert found is not None
    assert found.position == "0/0"


def test_the_last_settlement_counts_whichever_record_it_names() -> None:
    first, again = failed(1, at=0), failed(1, at=1)
    letter = read_letter(again)
    made = box(
        first,
        settled(letter, 5, "dropped", NOON + timedelta(hours=1)),
        again,
        settled(letter, 4, "redriven", NOON, "t-articles.screened/0/9"),
    )
    assert states(made) == {"0/0": "dropped"}


@given(st.randoms())
def test_the_order_of_reading_does_not_matter(chance: random.Random) -> None:
    one, two = failed(1, at=0), failed(2, at=1)
    records = [one, two, settled(read_letter(one), 2, "redriven", NOON, "t-a/0/1"), settled(read_letter(two), 3, "dropped", NOON)]
    chance.shuffle(records)
    assert states(box(*records)) == {"0/0": "redriven", "0/1": "dropped"}


def test_a_settlement_of_nobody_settles_nothing() -> None:
    assert states(box(failed(1), Kept(0, 1, b"", (("dlq-settles", b"9/9"), ("dlq-settled", b"dropped"))))) == {"0/0": "open"}
    assert read_settlement(Kept(0, 1, b"", (("dlq-settles", b"0/0"), ("dlq-settled", b"mended")))) is None


@given(HOSTILE, st.none() | st.binary(max_size=30), st.integers(-(2**63), 2**63 - 1))
def test_no_header_breaks_the_reading(headers: list[tuple[str, bytes | None]], value: bytes | None, timestamp: int) -> None:
    made = box(Kept(0, 0, value, headers, None, timestamp))
    for letter in made.letters():
        assert letter.as_json()
        assert letter.redriven_headers()
        assert own(letter.headers) == letter.headers


LETTERS = [
    read_letter(failed(1, at=0)),
    read_letter(failed(2, at=1, stage="clean", topic="t-articles", error=Killer("Broke it"))),
    read_letter(failed(3, at=2, error=KeyError("a bug"))),
]


@pytest.mark.parametrize(
    ("query", "positions"),
    [
        (Query(), ["0/0", "0/1", "0/2"]),
        (Query(stage="clean"), ["0/1"]),
        (Query(error="Malformed"), ["0/0"]),
        (Query(kind="bug"), ["0/2"]),
        (Query(topic="articles"), ["0/1"]),
        (Query(match="BROKE"), ["0/1"]),
        (Query(positions=frozenset({"0/2"})), ["0/2"]),
        (Query(limit=2), ["0/0", "0/1"]),
        (Query(until=NOON - timedelta(days=3650)), []),
        (Query(since=NOON - timedelta(days=3650)), ["0/0", "0/1", "0/2"]),
        (Query(states=frozenset({"dropped"})), []),
    ],
)
def test_a_query_means_those_it_says(query: Query, positions: list[str]) -> None:
    assert [letter.position for letter in query.of(LETTERS)] == positions


def test_a_cut_letter_cannot_go_back() -> None:
    cut = failed(1)
    letter: Letter = read_letter(Kept(0, 0, cut.value, (*cut.headers, ("dlq-truncated", b"500000"))))
    assert "feed the article again" in (letter.obstacle or "")
    assert LETTERS[0].obstacle is None
