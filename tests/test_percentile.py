"""The value below which a share of the values lies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.percentile import percentile


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_a_percentile_is_one_of_the_values(values: list[float], share: float) -> None:
    assert percentile(values, share) in values


@pytest.mark.parametrize(("values", "share", "expected"), [([], 0.5, 0.0), ([3, 1, 2], 0.5, 2), ([3, 1, 2], 1.0, 3), ([3, 1, 2], 0.0, 1)])
def test_percentiles(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected
