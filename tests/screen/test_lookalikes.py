"""Templated reports: the same words round other figures and names are other news."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from streams.evaluation.screen.reports import REPORTS
from tests.screen.wire import Log, article

Report = Callable[[random.Random], str]


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_reports_from_one_template_stay_new(report: Report) -> None:
    dice, log = random.Random(4), Log()
    kinds = [log.put(article(report(dice), uri=f"urn:{n}", publisher="Agency")).kind for n in range(12)]
    assert kinds == ["new"] * 12


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_copy_of_such_a_report_is_still_found(report: Report) -> None:
    dice, log = random.Random(5), Log()
    texts = [report(dice) for _ in range(12)]
    for n, text in enumerate(texts):
        log.put(article(text, uri=f"urn:{n}"))
    copy = log.put(article(texts[3], uri="urn:copy"))
    assert (copy.kind, copy.of) == ("exact", "urn:3")
