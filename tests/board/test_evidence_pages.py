"""The evidence of an incident whose older reports stand on pages is that of the incident as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import orjson
import pytest

from streams.alert import Incident, Output
from streams.alert.head import Head, PageKey
from streams.alert.incident import Report
from streams.alert.pages import Pages
from streams.board.evidence import evidence_of
from streams.board.evidence_pages import EvidencePages
from streams.settings import Settings
from streams.topics import INCIDENTS
from tests.board.reports import incident_of, reported, telling
from tests.board.scene import serving
from tests.wire import put, until

REPORTS = [reported(telling(f"urn:{number}")) for number in range(7)]


def paged(*changes: Report, most: int = 2) -> tuple[Incident, list[Output]]:
    """Return an incident whose reports changed one after the other, and what was written of it."""
    pages, incident, outputs = Pages(most), incident_of(changes[0]), list[Output]()
    for report in changes:
        incident = incident.with_reports(report)
        outputs += pages.written(incident, None)
    return incident, outputs


def fed(outputs: Sequence[Output], most_bytes: int = 10**9) -> tuple[EvidencePages, Head]:
    """Return what a reader holds after all records, and the newest head."""
    held, head = EvidencePages(most_bytes), None
    for output in outputs:
        if (key := PageKey.read(output.key)) is not None:
            held.put(key, output.state)
        else:
            head = Head.decode(output.state or b"")
    assert head is not None
    return held, head


def test_a_report_in_the_head_or_on_a_later_page_is_told_in_place_of_an_older_one() -> None:
    incident, outputs = paged(*REPORTS, REPORTS[0].with_(withdrawn=True))
    held, head = fed(outputs)
    assert head.pages
    told = {each.uri: each for each in held.told(head)}
    assert orjson.loads(told["urn:0"].body)["withdrawn"] is True
    assert orjson.loads(told["urn:0"].body)["sentences"] == []
    assert told.keys() == {report.article.uri for report in incident.reports}
    assert head.progress[1] == len(incident.reports) == 7


@pytest.mark.parametrize("most_bytes", [0, 2_000])
def test_what_is_held_is_bounded_and_without_a_page_the_head_alone_is_told(most_bytes: int) -> None:
    _, outputs = paged(*REPORTS)
    held, head = fed(outputs, most_bytes)
    assert held.bytes <= most_bytes
    assert [each.uri for each in held.told(head)] == [report.article.uri for report in head.reports]


def test_pages_that_are_let_go_of_take_no_room() -> None:
    _, outputs = paged(*REPORTS)
    held, _ = fed(outputs)
    assert held.bytes > 0
    for output in outputs:
        if (key := PageKey.read(output.key)) is not None:
            held.put(key, None)
    assert held.bytes == 0


async def test_the_server_tells_of_all_reports(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    incident, outputs = paged(*REPORTS)
    torn = [b"{", *(output.state for output in outputs)]
    await put(settings, torn, INCIDENTS, [b"reports/inc-9/x", *(output.key.encode() for output in outputs)])
    async with serving(settings, [incident.alert]) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        assert await scene.json("/alerts/inc-1/evidence", 200) == orjson.loads(evidence_of(incident))
