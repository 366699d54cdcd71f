"""Tests of tolls: which of two figures counts, when one is revised downwards, and what is a total and what a part of it."""

from __future__ import annotations

import pytest

from streams.alert.facts import MOST_PARTS, lowered, tolls
from streams.alert.incident import Report
from streams.messages import Casualty
from tests.alert.build import event, report, toll


def tells(uri: str, *figures: Casualty, kind: str = "new") -> Report:
    return report(uri, event(uri, tolls=figures), kind=kind)


def killed(*reports: Report) -> list[int]:
    """Return the number of the killed that stands, the total first, then its parts."""
    return [one.min for one in tolls(reports) if one.kind == "killed"]


@pytest.mark.parametrize(("newer", "stands"), [(16, 17), (17, 17), (18, 18)])
def test_the_newer_toll_counts_unless_it_is_lower(newer: int, stands: int) -> None:
    assert killed(tells("a", toll(17)), tells("b", toll(newer))) == [stands]


def test_a_newer_toll_of_the_same_number_brings_its_own_words() -> None:
    (found,) = tolls([tells("a", toll(17, of="people")), tells("b", toll(17, of="miners"))])
    assert found.of == "miners"


def test_a_lower_toll_counts_if_it_is_a_correction() -> None:
    assert killed(tells("a", toll(17)), tells("b", toll(12), kind="correction")) == [12]


def test_a_lower_toll_counts_if_its_article_told_more_before_and_for_that_kind_alone() -> None:
    before = tells("a", toll(17), toll(40, "injured"))
    after = tells("b", toll(12), toll(30, "injured")).with_(lowered=("killed",))
    assert [(one.kind, one.min) for one in tolls([before, after])] == [("injured", 40), ("killed", 12)]


def test_a_desk_that_still_tells_a_figure_that_was_lowered_lags_behind_and_another_higher_one_counts() -> None:
    reports = [tells("a", toll(26)), tells("b", toll(14), kind="correction")]
    assert killed(*reports, tells("c", toll(26))) == [14]
    assert killed(*reports, tells("c", toll(25))) == [25]
    assert killed(*reports, tells("c", toll(27))) == [27]


def test_every_figure_that_was_lowered_stays_so_and_a_correction_may_tell_it_again() -> None:
    reports = [tells("a", toll(26)), tells("b", toll(20), kind="correction"), tells("c", toll(14), kind="correction")]
    assert killed(*reports, tells("d", toll(26)), tells("e", toll(20))) == [14]
    assert killed(*reports, tells("d", toll(20), kind="correction")) == [20]


def test_a_figure_that_was_lowered_for_one_kind_counts_for_another() -> None:
    reports = [tells("a", toll(26), toll(5, "injured")), tells("b", toll(14), kind="correction"), tells("c", toll(26, "injured"))]
    assert [(one.kind, one.min) for one in tolls(reports)] == [("injured", 26), ("killed", 14)]


def test_a_report_that_names_no_figure_leaves_the_older_one() -> None:
    assert killed(tells("a", toll(17)), tells("b"), tells("c", toll(3, "injured"))) == [17]


@pytest.mark.parametrize(("before", "stands"), [(1, 1), (2, 3), (3, 3)])
def test_a_third_victim_makes_three_after_two_and_nothing_after_another_number(before: int, stands: int) -> None:
    assert killed(tells("a", toll(before)), tells("b", toll(1).with_(max=3))) == [stands]


def test_kinds_stand_in_the_order_of_their_names() -> None:
    assert [one.kind for one in tolls([tells("a", toll(1, "missing"), toll(2), toll(3, "injured"))])] == ["injured", "killed", "missing"]


def test_the_largest_figure_is_the_total_and_smaller_ones_of_named_groups_are_parts_the_largest_first() -> None:
    found = tolls([tells("a", toll(3, of="children"), toll(13, of="American soldiers"), toll(90, of="people"))])
    assert [(one.min, one.of) for one in found] == [(90, "people"), (13, "American soldiers"), (3, "children")]


def test_a_smaller_figure_that_counts_all_is_no_part() -> None:
    assert killed(tells("a", toll(90), toll(70), toll(60, of="people"), toll(50, of="local residents"), toll(4, of="guards"))) == [90, 4]


def test_of_equal_figures_the_one_that_counts_all_is_the_total() -> None:
    (found,) = tolls([tells("a", toll(9, of="soldiers"), toll(9, of="people"))])
    assert found.of == "people"


def test_a_part_that_is_told_twice_is_one_part_and_there_are_at_most_three() -> None:
    parts = [
        toll(number, of=f"{name} soldiers") for number, name in ((2, "Kenyan"), (5, "Chadian"), (5, "chadian"), (4, "Danish"), (3, "Thai"))
    ]
    found = killed(tells("a", toll(90), *parts))
    assert found == [90, 5, 4, 3]
    assert len(found) == 1 + MOST_PARTS


def test_parts_come_from_the_report_whose_total_stands() -> None:
    older = tells("a", toll(17), toll(3, of="children"))
    assert killed(older, tells("b", toll(20), toll(2, of="guards"))) == [20, 2]
    assert killed(older, tells("b", toll(20))) == [20]
    assert killed(older, tells("b", toll(16), toll(2, of="guards"))) == [17, 3]


def test_the_sentence_that_tells_it_best_gives_the_total_and_a_larger_figure_elsewhere_does_not() -> None:
    elsewhere = toll(300).with_(start=500, end=503)
    assert killed(report("a", event("a", tolls=(toll(17), elsewhere)))) == [17]
    assert killed(report("b", event("b"), event("b", at=490, tolls=(elsewhere, toll(8).with_(start=495, end=496))))) == [300]


@pytest.mark.parametrize("of", ["more children", "others", "other guests", "additional victims", "further bodies"])
def test_what_comes_on_top_of_those_told_before_is_no_total(of: str) -> None:
    assert killed(report("a", event("a", tolls=(toll(7, of=of), toll(5)))))[0] == 5


@pytest.mark.parametrize(("after", "kinds"), [(25, ("killed",)), (26, ()), (27, ())])
def test_a_version_that_tells_fewer_than_the_one_before_has_lowered_its_toll(after: int, kinds: tuple[str, ...]) -> None:
    assert lowered(tells("a", toll(26)), tells("a", toll(after))) == kinds


@pytest.mark.parametrize(("after", "kinds"), [(13, ("killed",)), (14, ("killed",)), (15, ())])
def test_a_toll_stays_lowered_until_a_version_raises_it(after: int, kinds: tuple[str, ...]) -> None:
    assert lowered(tells("a", toll(14)).with_(lowered=("killed",)), tells("a", toll(after))) == kinds


def test_only_kinds_that_both_versions_tell_are_lowered_in_the_order_of_their_names() -> None:
    old = tells("a", toll(9), toll(8, "injured"), toll(7, "missing"))
    assert lowered(old, tells("a", toll(1), toll(1, "injured"), toll(1, "detained"))) == ("injured", "killed")
    assert lowered(old, tells("a")) == ()


def test_a_version_without_events_lowers_nothing_and_is_not_lowered() -> None:
    assert lowered(report("a"), tells("a", toll(3))) == ()
    assert lowered(tells("a", toll(3)), report("a")) == ()


def test_a_part_that_falls_while_the_total_stands_lowers_nothing() -> None:
    assert lowered(tells("a", toll(9), toll(4, of="children")), tells("a", toll(9), toll(2, of="children"))) == ()
