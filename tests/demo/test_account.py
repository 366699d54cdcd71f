"""The account: it closes only when every record that went in has its one outcome."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.demo.account import Account, percentile


def fed(count: int) -> Account:
    return Account(fed={(0, number): f"item-{number}" for number in range(count)})


def test_an_outcome_that_comes_twice_counts_once() -> None:
    account = fed(1)
    account.came("t1-articles/0/0", "published")
    account.came("t1-articles/0/0", "published")
    assert account.totals() == {"published": 1}
    assert account.closed()


def test_what_has_no_outcome_is_named() -> None:
    account = fed(3)
    account.came("articles/0/1", "repeat")
    assert account.missing == ["item-0", "item-2"]
    assert not account.closed()
    assert account.lines()[-1] == "    1 accounted for, MISSING: item-0, item-2"


def test_records_of_others_are_not_counted() -> None:
    account = fed(1)
    account.came("articles/0/0", "published")
    account.came("articles/7/7", "published")
    assert account.closed()
    assert sum(account.totals().values()) == 1


def test_the_lines_say_outcomes_before_reasons() -> None:
    account = fed(4)
    for number, outcome in enumerate(["dropped: test", "repeat", "dead letter: Empty", "published"]):
        account.came(f"articles/0/{number}", outcome)
    said = [line.split(maxsplit=1)[1] for line in account.lines()]
    assert said == ["articles in", "published", "repeat", "dead letter: Empty", "dropped: test", "accounted for"]


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_a_percentile_is_one_of_the_values(values: list[float], share: float) -> None:
    assert percentile(values, share) in values


@pytest.mark.parametrize(("values", "share", "expected"), [([], 0.5, 0.0), ([3, 1, 2], 0.5, 2), ([3, 1, 2], 1.0, 3), ([3, 1, 2], 0.0, 1)])
def test_percentiles(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected
