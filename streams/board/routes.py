"""Every route, declared once: the server registers them from this table, and `openapi.py` describes them from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from streams.board import atom, cap, geojson
from streams.board.parameters import FILTERS, FORMAT, KEY, LAST_EVENT, PAGING, Parameter

Access = Literal["open", "read", "write", "judge"]
"""open: anybody; read: whoever may read; write: a key with that scope only; judge: such a key too, or anybody where there are no keys."""
JSON, LINES, EVENTS, HTML, TEXT = "application/json", "application/x-ndjson", "text/event-stream", "text/html", "text/plain"
SCRIPT, STYLE = "text/javascript", "text/css"
LINE_TYPES = (LINES, "application/jsonl", "application/jsonlines")
"""The content types by which clients name JSON Lines; none is registered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a route: what it means, and the schema of each content type that it may have (None: no JSON)."""

    description: str
    content: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """One route; `name` is the method of the handlers that answers it, `errors` are the problems it may answer besides those of all."""

    name: str
    method: Literal["GET", "POST"]
    path: str
    summary: str
    access: Access
    answers: Mapping[int, Answer]
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[int, ...] = ()
    body: str | None = None
    """The schema of the body of a POST; None where it is an article in any form."""
    key_in_query: bool = False
    """True if a key may stand in the query, for clients that cannot set headers."""
    tracked: bool = True
    """False for an answer about the process or the pipeline, which is made once for all who ask: no limit on requests is counted there."""


_PAGE = (*FILTERS, *PAGING)
ROUTES: tuple[Route, ...] = (
    Route("index", "GET", "/", "The board: list, map and timeline of incidents, live.", "open", {200: Answer("A page.", {HTML: None})}),
    Route(
        "page", "GET", "/page/{file}", "A file that the board loads.", "open",
        {200: Answer("The file.", dict.fromkeys((SCRIPT, STYLE, JSON))), 304: Answer("It is as it was.")}, errors=(404,),
    ),
    Route("help", "GET", "/help", "The addresses of this server.", "open", {200: Answer("A page.", {HTML: None})}),
    Route("openapi", "GET", "/openapi.json", "This description, OpenAPI 3.1.", "open", {200: Answer("It.", {JSON: "OpenAPI"})}),
    Route(
        "alerts", "GET", "/alerts", "Alerts, the one updated last first.", "read",
        {200: Answer("A page of alerts.", {JSON: "AlertPage", LINES: "Alert"}), 304: Answer("It is as it was.")},
        (*_PAGE, FORMAT), errors=(400,),
    ),
    Route(
        "alerts_geojson", "GET", "/alerts.geojson", "Alerts as GeoJSON (RFC 7946).", "read",
        {200: Answer("A collection of features.", {geojson.CONTENT_TYPE: "FeatureCollection"}), 304: Answer("It is as it was.")},
        _PAGE, errors=(400,),
    ),
    Route(
        "alerts_atom", "GET", "/alerts.atom", "Alerts as an Atom feed (RFC 4287).", "read",
        {200: Answer("A feed.", {atom.CONTENT_TYPE: None}), 304: Answer("It is as it was.")}, (*_PAGE, KEY), errors=(400,),
        key_in_query=True,
    ),
    Route(
        "subscription_atom", "GET", "/subscriptions/{name}/alerts.atom", "The alerts of a subscription as an Atom feed.", "read",
        {200: Answer("A feed.", {atom.CONTENT_TYPE: None}), 304: Answer("It is as it was.")},
        (*(each for each in _PAGE if each.name != "subscription"), KEY), errors=(400, 404), key_in_query=True,
    ),
    Route(
        "stream", "GET", "/alerts/stream", "Alerts as they come: server-sent events, or a line of JSON for each.", "read",
        {200: Answer("Events without end.", {EVENTS: None, LINES: "Alert"})},
        (*(each for each in FILTERS if each.name not in ("since", "until")), LAST_EVENT, FORMAT, KEY), errors=(400, 410, 503),
        key_in_query=True,
    ),
    Route(
        "alert_cap", "GET", "/alerts/{id}.cap", "An alert as a message of CAP 1.2.", "read",
        {200: Answer("A message.", {cap.CONTENT_TYPE: None}), 304: Answer("It is as it was.")}, errors=(404,),
    ),
    Route(
        "alert_evidence", "GET", "/alerts/{id}/evidence", "The sentences that an alert rests on, with who, whom, where.", "read",
        {200: Answer("The reports.", {JSON: "Evidence"}), 304: Answer("It is as it was.")}, errors=(404, 503),
    ),
    Route(
        "alert_judgements", "GET", "/alerts/{id}/judgements", "The judgements of readers on an alert: counts, and the newest.", "read",
        {200: Answer("The judgements.", {JSON: "Judgements"}), 304: Answer("It is as it was.")}, errors=(404, 503),
    ),
    Route(
        "alert", "GET", "/alerts/{id}", "An alert, and the history of its revisions.", "read",
        {200: Answer("The alert.", {JSON: "AlertWithHistory"}), 304: Answer("It is as it was.")}, errors=(404,),
    ),
    Route(
        "articles", "POST", "/articles", "Articles onto the topic `articles`: one in any form, or a batch.", "write",
        {202: Answer("The broker has them.", {JSON: "Accepted"})}, errors=(400, 408, 409, 413, 422, 503),
    ),
    Route(
        "judgements", "POST", "/judgements", "A reader's word on an alert onto the topic `judgements`.", "judge",
        {201: Answer("It is kept.", {JSON: "Judgement"})}, errors=(400, 404, 408, 409, 413, 415, 422, 503), body="Judging",
    ),
    Route(
        "state", "GET", "/state", "The state of the pipeline: what waits for each stage, articles, dead letters.", "read",
        {200: Answer("The state.", {JSON: "State"}), 304: Answer("It is as it was.")}, tracked=False,
    ),
    Route("livez", "GET", "/livez", "Tells that the process is alive.", "open", {200: Answer("It is.", {JSON: "Live"})}, tracked=False),
    Route(
        "readyz", "GET", "/readyz", "Tells what the server still waits for.", "open",
        {200: Answer("Nothing.", {JSON: "Ready"}), 503: Answer("Something.", {JSON: "Ready"})}, tracked=False,
    ),
    Route("metrics", "GET", "/metrics", "Figures for Prometheus.", "read", {200: Answer("Figures.", {TEXT: None})}, tracked=False),
    Route("version", "GET", "/version", "The version that runs.", "open", {200: Answer("The version.", {JSON: "Version"})}, tracked=False),
)  # fmt: skip
BY_NAME: Mapping[str, Route] = {route.name: route for route in ROUTES}
