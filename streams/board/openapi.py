"""The description of the server, OpenAPI 3.1, made from the table of routes and from the classes of the records."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from streams import __version__
from streams.board.evidence import ROLES
from streams.board.judgement import Asked
from streams.board.parameters import Parameter
from streams.board.problem import CONTENT_TYPE
from streams.board.routes import ROUTES, Route
from streams.messages import Alert, Judgement

COMMON_ERRORS = (401, 403, 421, 429)
"""The problems that any route with a key may answer."""
_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_YES: dict[str, Any] = {"type": "boolean"}


def openapi() -> dict[str, Any]:
    """Return the description as a document."""
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Newswire Streams",
            "version": __version__,
            "description": "Alerts made by a program from news reports. They are leads, not facts.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "query": {"type": "apiKey", "in": "query", "name": "key"},
            },
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    in_path = [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in re.findall(r"\{(\w+)\}", route.path)]
    responses: dict[str, Any] = {
        str(status): {"description": answer.description, "content": {kind: _content(name) for kind, name in answer.content.items()}}
        for status, answer in route.answers.items()
    }
    for status in (*route.errors, *(COMMON_ERRORS if route.access != "open" else ())):
        phrase = HTTPStatus(status).phrase
        responses[str(status)] = {"description": phrase, "content": {CONTENT_TYPE: _content("Problem")}}
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": [*in_path, *(_parameter(each) for each in route.parameters)],
        "responses": responses,
        "security": _security(route),
    }
    if route.name == "stream":
        operation["parameters"].append({"name": "Last-Event-ID", "in": "header", "schema": _TEXT})
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": _content(route.body)}}
    elif route.method == "POST":
        operation["parameters"].append({"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 255}})
        operation["requestBody"] = {
            "required": True,
            "content": {
                "application/json": {"schema": {"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]}},
                "application/x-ndjson": {"schema": {"type": "object"}},
                "application/xml": {},
                "text/html": {},
                "text/plain": {},
            },
        }
    return operation


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = {"type": "array", "items": parameter.schema} if parameter.many else parameter.schema
    described = {"name": parameter.name, "in": "query", "description": parameter.description, "schema": schema}
    return described | ({"style": "form", "explode": True} if parameter.many else {})


def _security(route: Route) -> list[dict[str, list[str]]]:
    """Return what a route asks for; a route that may be read without a key, where none are configured, says so by an empty entry."""
    if route.access == "open":
        return [{}]
    ways: list[dict[str, list[str]]] = [{"bearer": []}, *([{"query": list[str]()}] if route.key_in_query else [])]
    return ways if route.access == "write" else [*ways, {}]  # where no keys are configured


def _content(name: str | None) -> dict[str, Any]:
    return {"schema": _ref(name)} if name is not None else {}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: bool = True, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({"required": list(properties)} if required else {})}


def _schemas() -> dict[str, Any]:
    alert = _hoisted(Alert.json_schema())
    nullable = {"type": ["string", "null"]}
    judgement = _hoisted(Judgement.json_schema())
    parts = {**alert.pop("$defs"), **judgement.pop("$defs")}
    revision = _object(revision=_WHOLE, kind=_TEXT, updated=_TEXT, changes={"type": "array", "items": _ref("Change")}, article=nullable)
    record = _object(topic=_TEXT, partition=_WHOLE, offset=_WHOLE, uri=_TEXT)
    mark = _object(start=_WHOLE, end=_WHOLE, role={"type": "string", "enum": list(ROLES)})
    sentence = _object(field={"enum": ["text", "headline"]}, start=_WHOLE, end=_WHOLE, text=_TEXT, marks={"type": "array", "items": mark})
    report = _object(
        uri=_TEXT, version=_TEXT, publisher=nullable, headline=nullable, link=nullable, published=_TEXT, received=_TEXT, relation=_TEXT,
        of=nullable, reprint=_YES, origin=nullable, story=_TEXT, main=_YES, withdrawn=_YES, sentences={"type": "array", "items": sentence},
        codes={"type": "array", "items": _object(scheme=_TEXT, code=_TEXT)},
    )  # fmt: skip
    judged = _object(field=_TEXT, verdict=_TEXT, value=nullable, comment=nullable, revision=_WHOLE, at=_TEXT, own=_YES)
    whole, seconds = {"type": ["integer", "null"]}, {"type": ["number", "null"]}
    entry = _object(required=False, record=_WHOLE, parameter=_TEXT, field=_TEXT, offset=_WHOLE, error=_TEXT, detail=_TEXT, advice=_TEXT)
    return {
        **parts,
        "Alert": alert,
        "AlertPage": _object(alerts={"type": "array", "items": _ref("Alert")}, next=nullable),
        "Revision": revision,
        "AlertWithHistory": {"allOf": [_ref("Alert"), _object(history={"type": "array", "items": _ref("Revision")})]},
        "Evidence": _object(id=_TEXT, revision=_WHOLE, reports={"type": "array", "items": report}, reportCount=_WHOLE),
        "Judgements": _object(
            id=_TEXT,
            judgementCount=_WHOLE,
            counts={"type": "array", "items": _object(field=_TEXT, verdict=_TEXT, count=_WHOLE)},
            judgements={"type": "array", "items": judged},
        ),
        "State": _object(
            asked=nullable,
            answers=_YES,
            awaySince=nullable,
            lag=whole,
            lagSeconds=seconds,
            behind=_YES,
            articlesLastHour=whole,
            lastArticle=nullable,
            deadLettersLastHour=whole,
            deadLettersKept=whole,
            stages={"type": "array", "items": _object(stage=_TEXT, lag=_WHOLE, oldestSeconds=seconds)},
        ),
        "FeatureCollection": _object(
            type={"const": "FeatureCollection"}, features={"type": "array", "items": {"type": "object"}}, next=nullable
        ),
        "Accepted": _object(records={"type": "array", "items": record}),
        "Judging": _hoisted(Asked.json_schema()),
        "Judgement": judgement,
        "Problem": {
            **_object(type=_TEXT, title=_TEXT, status=_WHOLE, detail=_TEXT),
            "properties": {"type": _TEXT, "title": _TEXT, "status": _WHOLE, "detail": _TEXT, "errors": {"type": "array", "items": entry}},
        },
        "Live": _object(alive={"type": "boolean"}),
        "Ready": _object(ready={"type": "boolean"}, missing=nullable),
        "Version": _object(version=_TEXT),
        "OpenAPI": {"type": "object"},
    }


def _hoisted(value: Any) -> Any:
    """Return a JSON Schema whose references lead to the components of the description."""
    match value:
        case {"$ref": str(ref), **rest}:
            return {**_hoisted(rest), "$ref": ref.replace("#/$defs/", "#/components/schemas/")}
        case dict():
            return {name: _hoisted(part) for name, part in value.items()}
        case list():
            return [_hoisted(part) for part in value]
    return value
