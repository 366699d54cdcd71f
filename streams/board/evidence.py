"""The evidence of an incident: the sentences that each report rests on, and the words that tell who, whom, where, when, how many.

It is made of alert's own state, the topic `incidents`, in which each report keeps its events with their sentences and offsets; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from streams.alert import Incident
from streams.alert.incident import Report
from streams.board.addresses import web_link
from streams.board.problem import safe_json
from streams.messages import Alert, Event, Span

MarkRole = Literal["what", "who", "whom", "where", "when", "howMany"]
"""what: the predicate; who: the one who acts; whom: the one acted on, a thing that was hit, a victim; howMany: how many were harmed."""
ROLES: tuple[MarkRole, ...] = get_args(MarkRole)
MOST_REPORTS = 50
"""The largest number of reports of one incident, the first and the newest: an alert names as many articles."""
MOST_SENTENCES = 6
"""The largest number of sentences of one report: the demo's busiest one has four."""
MOST_CHARACTERS = 2_000
"""The longest stretch of one sentence in characters: what the page shows of a text on one line."""
MOST_MARKS = 24
"""The largest number of marks in one sentence: a list of twenty victims is read no better with each of them marked."""
MOST_BYTES = 100_000
"""The largest answer in bytes: 50 reports with one usual sentence each have 60,000; a larger one tells fewer reports."""

T = TypeVar("T")
Place = tuple[str, int, int]
"""The place of a sentence: `text` or `headline`, start and end."""


class Told(NamedTuple):
    """One report's part of the evidence."""

    uri: str
    order: int
    body: bytes
    """The report with its sentences as JSON that is safe to show."""


def told_of(report: Report) -> Told:
    """Return a report's part of the evidence. Of a withdrawn report no sentence is told.

    Offsets count code points of the article's text, or of its headline.
    """
    return Told(report.article.uri, report.order, safe_json(_report(report)))


def evidence_of(incident: Incident) -> bytes:
    """Return the evidence of an incident that is known whole."""
    shown = _first_and_newest(sorted(incident.reports, key=lambda report: report.order), MOST_REPORTS)
    return evidence(incident.alert, [told_of(report) for report in shown], len(incident.reports))


def evidence(alert: Alert, told: Iterable[Told], count: int) -> bytes:
    """Return the evidence of an incident as JSON that is safe to show, at most MOST_BYTES of it; `count` counts all its reports."""
    reports, most = sorted(told, key=lambda each: each.order), MOST_REPORTS
    while True:
        shown = b",".join(each.body for each in _first_and_newest(reports, most))
        body = b'{"id":%b,"revision":%d,"reports":[%b],"reportCount":%d}' % (safe_json(alert.id), alert.revision, shown, count)
        if len(body) <= MOST_BYTES or most == 1:
            return body
        most //= 2


def _first_and_newest(reports: Sequence[T], most: int) -> Sequence[T]:
    return reports if len(reports) <= most else [reports[0], *reports[len(reports) - most + 1 :]]


def _report(report: Report) -> dict[str, Any]:
    article = report.article
    codes = dict.fromkeys((code.scheme, code.code) for event in report.events for code in event.codes)
    return {
        "uri": article.uri,
        "version": article.version,
        "publisher": article.publisher,
        "headline": article.headline,
        "link": web_link(article.link),
        "published": article.published,
        "received": report.received,
        "relation": report.relation,
        "of": report.of,
        "reprint": report.reprint,
        "origin": report.origin,
        "story": report.story,
        "main": report.main,
        "withdrawn": report.withdrawn,
        "sentences": [] if report.withdrawn else _sentences(report.events),
        "codes": [{"scheme": scheme, "code": code} for scheme, code in codes],
    }


def _sentences(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return the sentences of events in the order of the article, the headline first, each with the marks that lie in it."""
    texts: dict[Place, str] = {}
    marks: dict[Place, dict[tuple[int, int, MarkRole], None]] = {}
    for event in events:
        field = "headline" if event.in_headline else "text"
        for sentence in (event.evidence, *event.linked):
            place = (field, sentence.start, sentence.end)
            texts.setdefault(place, sentence.text)
            marks.setdefault(place, {}).update(dict.fromkeys(_marks(event, sentence)))
    places = sorted(list(texts)[:MOST_SENTENCES])
    return [
        {
            "field": place[0],
            "start": place[1],
            "end": place[1] + min(len(texts[place]), MOST_CHARACTERS),
            "text": texts[place][:MOST_CHARACTERS],
            "marks": [
                {"start": start, "end": end, "role": role}
                for start, end, role in sorted(marks[place], key=lambda mark: (mark[0], -mark[1]))[:MOST_MARKS]
            ],
        }
        for place in places
    ]


def _marks(event: Event, sentence: Span) -> Iterator[tuple[int, int, MarkRole]]:
    """Yield the marks of an event that lie whole in the shown part of a sentence; a dateline's place (0, 0) lies in none."""
    end = sentence.start + min(len(sentence.text), MOST_CHARACTERS)
    for found, last, role in _spans(event, sentence):
        if sentence.start <= found < last <= end:
            yield found, last, role


def _spans(event: Event, sentence: Span) -> Iterator[tuple[int, int, MarkRole]]:
    if event.predicate is not None:
        yield event.predicate.start, event.predicate.end, "what"
    for actor in event.actors:
        yield actor.start, actor.end, "who"
    for span in (*event.recipients, *event.targets, *event.victims):
        yield span.start, span.end, "whom"
    if event.place is not None:
        yield event.place.start, event.place.end, "where"
    for casualty in event.casualties:
        yield casualty.start, casualty.end, "howMany"
    if event.time.text:  # a time has its words, and no offsets
        at = sentence.text.find(event.time.text)
        if at >= 0:
            yield sentence.start + at, sentence.start + at + len(event.time.text), "when"
