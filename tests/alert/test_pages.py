"""Heads and pages: what they hold, how large they grow, and what is made of records that are missing or that cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from streams.alert import IncidentLog, Output
from streams.alert.head import PAGE, Head, Page, PageKey
from streams.alert.incident import Report
from streams.alert.merge import union
from streams.alert.pages import MOST_HEAD_BYTES, MOST_ON_PAGE, MOST_PAGE_BYTES, Pages
from streams.errors import Malformed
from streams.messages import Span
from tests.alert.build import article, event, report, toll
from tests.board.reports import incident_of

NOW = datetime(2026, 3, 15, tzinfo=UTC)
LARGEST = 1_000_000
"""No record of an incident has more bytes, unless a single report has: a tenth of what the topic takes."""


def told(count: int) -> list[Report]:
    return [report(f"urn:{number}", event(f"urn:{number}", tolls=(toll(9),))) for number in range(count)]


def restored(outputs: list[Output], most: int = MOST_ON_PAGE) -> tuple[IncidentLog, list[str]]:
    """Return the log as a new worker reads it back from the newest record of each key, and what it misses."""
    log = IncidentLog(most=most)
    for key, state in {output.key: output.state for output in outputs}.items():
        assert log.restore(key, state) is None
    outputs, missing = log.restored()
    assert outputs == []
    return log, missing


def test_an_incident_of_a_few_reports_is_one_record_as_versions_without_pages_write_it() -> None:
    incident = incident_of(*told(MOST_ON_PAGE))
    (output,) = Pages().written(incident, incident.alert)
    assert output == Output(incident.alert, incident.id, incident.encode())
    assert orjson.loads(output.state or b"").keys() == {"alert", "reports"}
    assert Head.decode(output.state or b"").with_pages({}) == incident


def test_a_head_put_together_from_encoded_reports_has_the_bytes_of_one_encoded_whole() -> None:
    pages, incident = Pages(30), incident_of(*(reports := told(90))[:1])
    for each in reports:
        incident = incident.with_reports(each)
        state = pages.written(incident, None)[-1].state or b""
        assert Head.decode(state).encode() == state


def test_a_report_that_is_changed_after_it_was_encoded_is_encoded_anew() -> None:
    (old,) = told(1)
    assert b'"withdrawn":false' in old.encoded
    assert b'"withdrawn":true' in old.with_(withdrawn=True).encoded


def test_an_older_record_with_all_reports_becomes_paged() -> None:
    incident = incident_of(*told(120))
    log, missing = restored([Output(None, incident.id, incident.encode())])
    assert missing == []
    outputs = log.fold(article("urn:new", event("urn:new", tolls=(toll(30),))), NOW)
    *pages, head = [output for output in outputs if output.state is not None]
    assert [output.key.startswith(PAGE) for output in pages] == [True, True]
    assert [len(Page.decode(output.state or b"").reports) for output in pages] == [50, 50]
    assert len(Head.decode(head.state or b"").reports) == 21


def test_no_record_of_a_story_of_5000_articles_is_large_and_each_report_comes_back() -> None:
    pages, incident, outputs = Pages(), incident_of(*(reports := told(5_000))[:1]), list[Output]()
    for at in range(0, 5_000, 40):
        incident = incident.with_reports(*reports[at : at + 40])
        outputs += pages.written(incident, None)
    log, missing = restored(outputs)
    assert missing == []
    assert log.incidents[incident.id] == incident
    for number in range(3):
        outputs += log.fold(article(f"urn:new-{number}", event(f"urn:new-{number}", tolls=(toll(30 + number),))), NOW)
    assert log.incidents[incident.id].alert.article_count == 5_003
    assert max(len(output.state or b"") for output in outputs) < LARGEST


def test_large_reports_fill_a_page_before_it_has_many() -> None:
    text = "x" * 40_000
    large = [report(f"urn:{n}", event(f"urn:{n}", evidence=Span(start=0, end=len(text), text=text))) for n in range(60)]
    pages, incident = Pages(), incident_of(large[0])
    for each in large[1:]:
        incident = incident.with_reports(each)
        for output in pages.written(incident, None):
            bound = MOST_PAGE_BYTES + len(large) if output.key.startswith(PAGE) else MOST_HEAD_BYTES
            assert len(output.state or b"") <= bound


def test_an_incident_with_pages_takes_in_another_with_pages() -> None:
    reports = told(9)
    pages, keeper, other = Pages(2), incident_of(reports[0]), incident_of(reports[5], id="inc-2")
    outputs: list[Output] = []
    for each, more in ((keeper, reports[1:5]), (other, reports[5:])):
        outputs += pages.written(each.with_reports(*more), None)
    keeper, other = keeper.with_reports(*reports[1:5]), other.with_reports(*reports[5:], reports[1].with_(withdrawn=True))
    both = union(keeper, [other])
    outputs += pages.written(both, None)
    log, missing = restored(outputs, most=2)
    assert missing == []
    assert log.incidents["inc-1"] == both
    assert [each.article.uri for each in both.reports] == [each.article.uri for each in reports]
    assert [output.key for output in pages.drop("inc-1")] == sorted(
        key for key, state in {each.key: each.state for each in outputs}.items() if key.startswith(f"{PAGE}inc-1/") and state is not None
    )


def test_a_page_that_is_missing_or_unreadable_is_named_and_the_others_are_told() -> None:
    reports = told(7)
    pages, incident, states = Pages(2), incident_of(reports[0]), dict[str, bytes | None]()
    for each in reports:
        incident = incident.with_reports(each)
        states |= {output.key: output.state for output in pages.written(incident, None)}
    first, second, third = [key for key in states if key.startswith(PAGE)]
    del states[first]
    states[second] = b"{"
    log, missing = restored([Output(None, key, state) for key, state in states.items()], most=2)
    assert [sentence.split(" ")[0] for sentence in missing] == [first, second]
    assert [each.article.uri for each in log.incidents["inc-1"].reports] == [f"urn:{n}" for n in (4, 5, 6)]
    outputs = log.fold(article("urn:new", event("urn:new", tolls=(toll(30),))), NOW)
    head = Head.decode(outputs[-1].state or b"")
    assert [str(PageKey("inc-1", name)) for name in head.pages or ()] == [first, second, third], "another version may read them"


def test_a_head_written_without_a_page_that_is_missing_is_no_step_back() -> None:
    reports = told(5)
    pages, incident, outputs = Pages(2), incident_of(reports[0]), list[Output]()
    for each in reports[1:]:
        incident = incident.with_reports(each)
        outputs += pages.written(incident, None)
    outputs = [output for output in outputs if not output.key.startswith(PAGE)]
    log, _ = restored(outputs, most=2)
    repeat = article("urn:new", kind="near", of="urn:4")
    outputs += log.fold(repeat, NOW)
    again = IncidentLog(most=2)
    assert [again.restore(output.key, output.state) for output in outputs if output.state is not None][-1] is None
    again.restored()
    assert again.incidents["inc-1"].report("urn:new") is not None


def test_pages_of_an_incident_whose_head_another_version_wrote_are_kept() -> None:
    incident = incident_of(*told(3))
    *pages, head = Pages(1).written(incident, None)
    log = IncidentLog(most=1)
    for page in pages:
        log.restore(page.key, page.state)
    with pytest.raises(Malformed):
        log.restore(head.key, b'{"alert":{}}')
    late = article("urn:late", event("urn:late"), received=incident.latest + timedelta(days=30))
    log.fold(late, late.received)
    assert log.restored() == ([], [])


def test_a_head_of_which_nothing_can_be_read_is_left_as_it_stands() -> None:
    incident = incident_of(*told(3))
    head = Head(alert=incident.alert, reports=(), pages=("lost",), whole=incident.progress)
    log, (sentence,) = restored([Output(None, incident.id, head.encode())])
    assert sentence == "reports/inc-1/lost is not there: its reports are missing"
    assert log.incidents == {}


def test_a_page_is_found_though_it_was_written_again_behind_its_head() -> None:
    reports = told(3)
    pages, incident = Pages(2), incident_of(reports[0])
    page, head = pages.written(incident := incident.with_reports(*reports), None)
    log, missing = restored([head, page])
    assert (missing, log.incidents[incident.id]) == ([], incident)


def test_what_is_no_head_is_an_error_that_names_the_field() -> None:
    with pytest.raises(Malformed) as caught:
        IncidentLog().restore("inc-1", b'{"alert":{}}')
    assert caught.value.field is not None


def test_the_key_of_a_page_is_read_as_it_is_written() -> None:
    key = PageKey("inc-a/b", "3f")
    assert PageKey.read(str(key)) == key
    assert [PageKey.read(other) for other in ("inc-a", "held/reports/a")] == [None, None]
