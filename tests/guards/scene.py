"""Scenes that are played twice: with a guard, and with the switch that takes it off."""

from __future__ import annotations

import pytest

KEY = b"key"
"""A key for records that have to share one partition."""


def guard(*without: str) -> pytest.MarkDecorator:
    """Play the test with the guard (`off` is empty) and once for each switch that takes it off (`off` is its word)."""
    return pytest.mark.parametrize("off", [(), *((word,) for word in without)], ids=["guarded", *without])
