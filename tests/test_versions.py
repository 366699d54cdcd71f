"""Versions stand in the order in which people mean them, whatever form a feeder gives them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.versions import older, same

RISING = (
    ("1", "2", "9", "10", "100"),
    ("v1", "v2", "v10", "v11"),
    ("V2", "v3", "4", "Version 5", "rev. 6", "#7"),
    ("1.0", "1.2", "1.9", "1.10", "2", "10.0", "10.0.1"),
    ("1", "1a", "1b", "2", "2a"),
    ("a", "b", "c"),
    ("2025-10-14T09:00:00Z", "2025-10-14T12:00:00+02:00", "2025-10-14T11:00:00Z", "2025-10-15"),
    ("20251014T090000Z", "20251014T100000Z", "20251101T000000Z"),
    ("Tue, 14 Oct 2025 09:05:30 GMT", "Tue, 14 Oct 2025 12:05:30 +0200", "Sat, 1 Nov 2025 08:00:00 GMT"),
    ("2025-10-14T9", "2025-10-14T10", "2025-11-01T1"),
    ("story-2", "story-10"),
    ("1760432730", "1760432731", "17604327310"),
    ("1st", "2nd", "3rd", "10th"),
)


@pytest.mark.parametrize("versions", RISING)
def test_each_is_older_than_those_behind_it(versions: tuple[str, ...]) -> None:
    for at, version in enumerate(versions):
        for later in versions[at + 1 :]:
            assert (older(version, later), older(later, version), same(version, later)) == (True, False, False), (version, later)


@pytest.mark.parametrize(
    ("version", "other"),
    [("9", "v9"), ("10", "10.0"), ("1.0", "1.0.0"), ("007", "7"), ("2025-10-14T09:00:00Z", "2025-10-14T11:00:00+02:00"), ("Rev 3", "v.3")],
)
def test_one_version_in_two_forms(version: str, other: str) -> None:
    assert same(version, other)
    assert not older(version, other)
    assert not older(other, version)


@pytest.mark.parametrize(
    ("version", "other"),
    [
        ("d41d8cd98f00b204e9800998ecf8427e", "7215ee9c7d9dc229d2921a40e899ec5f"),
        ("1b4e28ba-2fa1-11d2-883f-0016d3cca427", "6fa459ea-ee8a-3ca4-894e-db77e160355e"),
        ("draft", "final"),
        ("first", "2"),
    ],
)
def test_two_without_an_order_are_two_and_the_later_record_counts(version: str, other: str) -> None:
    assert (older(version, other), older(other, version), same(version, other)) == (False, False, False)


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_two_are_each_older_than_the_other(version: str, other: str) -> None:
    assert not (older(version, other) and older(other, version))
    assert same(version, version)
    assert not (same(version, other) and older(version, other))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=4), st.lists(st.integers(0, 10**6), min_size=1, max_size=4))
def test_dotted_numbers_are_ordered_as_lists_of_numbers(version: list[int], other: list[int]) -> None:
    size = max(len(version), len(other))
    one, two = (value + [0] * (size - len(value)) for value in (version, other))
    assert older("v" + ".".join(map(str, version)), ".".join(map(str, other))) is (one < two)
