"""Letter case as the encoder is told it."""

from __future__ import annotations

import pytest

from streams.model import shapes


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("—", shapes.MARK),
        ("1,200", shapes.NUMBER),
        ("G7", shapes.WITH_DIGIT),
        ("town", shapes.LOWER),
        ("UN", shapes.UPPER),
        ("I", shapes.CAPITAL),
        ("Lagos", shapes.TITLE),
        ("O’Neill", shapes.MIXED),
        ("eBay", shapes.MIXED),
        ("كابول", shapes.LOWER),
    ],
)
def test_shape(word: str, shape: int) -> None:
    assert shapes.shape(word) == shape
