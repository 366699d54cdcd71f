"""The table of routes: each is served as it is described, and the description is valid."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
from openapi_spec_validator import OpenAPIV31SpecValidator

from streams.alert import Incident
from streams.board.openapi import openapi
from streams.board.routes import BY_NAME, ROUTES
from streams.board.selection import MATCH_FIELDS
from streams.messages import Alert
from streams.settings import Settings
from streams.subscriptions.filters import FIELDS
from streams.topics import INCIDENTS
from tests.board.reports import reported, telling
from tests.board.scene import serving
from tests.subscriptions.build import demo_alerts
from tests.wire import put, until

Pipeline = Callable[..., Settings]
FOLDER = Path(__file__).parents[2] / "deploy" / "subscriptions"


def test_the_description_is_valid() -> None:
    OpenAPIV31SpecValidator(openapi()).validate()


def test_every_filter_of_a_subscription_is_a_parameter() -> None:
    assert {field.partition(".")[0] for field in MATCH_FIELDS.values()} == set(FIELDS)
    described = {each["name"] for each in openapi()["paths"]["/alerts"]["get"]["parameters"]}
    assert set(MATCH_FIELDS) <= described


def test_the_schema_of_an_alert_is_that_of_the_topic() -> None:
    assert set(openapi()["components"]["schemas"]["Alert"]["properties"]) == set(Alert.json_schema()["properties"])


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    description = openapi()
    return jsonschema_rs.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": description["components"]})


async def test_each_route_answers_as_it_is_described(pipeline: Pipeline) -> None:
    settings, first = pipeline(subscriptions=FOLDER), demo_alerts()[0]
    await put(settings, [Incident(alert=first, reports=(reported(telling()),)).encode()], INCIDENTS, [first.id.encode()])
    async with serving(settings, demo_alerts()) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        described = (await scene.json("/openapi.json"))["paths"]
        for route in ROUTES:
            assert described[route.path][route.method.lower()]["operationId"] == route.name
            path = route.path.format(id=first.id, name="iraq-attacks", file="app.js")
            if route.method == "POST":
                continue
            async with scene.client.get(path) as response:
                answer = route.answers[response.status]
                assert response.content_type in answer.content
                assert response.headers["X-Content-Type-Options"] == "nosniff"
                assert response.headers["Referrer-Policy"] == "no-referrer"
                assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
                schema = answer.content[response.content_type]
                if schema is not None:
                    validator(schema).validate(await response.json(content_type=None))
            if route.parameters:
                problem = await scene.json(f"{path}?nonsense=1", 400)
                assert "nonsense" in problem["detail"]
                validator("Problem").validate(problem)


async def test_the_addresses_are_listed_for_people(pipeline: Pipeline) -> None:
    async with serving(pipeline(subscriptions=FOLDER)) as scene:
        page = (await scene.get("/help")).decode()
        assert all(route.path in page for route in ROUTES)
        for link in re.findall(r'href="([^"]*)"', page):
            if "stream" not in link:
                await scene.get(link)


async def test_what_there_is_not_is_said_in_the_same_form(pipeline: Pipeline) -> None:
    async with serving(pipeline()) as scene:
        for path, method, status in (("/nothing", "get", 404), ("/alerts", "delete", 405), ("/alerts/inc-1/x", "head", 404)):
            async with scene.client.request(method, path) as response:
                assert (response.status, response.content_type) == (status, "application/problem+json")


def test_every_route_has_its_place_and_a_name_of_its_own() -> None:
    assert len(BY_NAME) == len(ROUTES) == len({(route.method, route.path) for route in ROUTES})


def test_a_server_has_neither_spacy_nor_faust_nor_a_model_in_memory(bare: None) -> None:
    code = (
        "import sys, streams.board.server, streams.commands.serve\n"
        "from streams.board.intake import Checker\nfrom streams.clean.work import cleaning\nfrom streams.clean import Limits\n"
        "cleaning(Limits(), ())\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    environment: dict[str, Any] = {**os.environ}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment).stdout.split()
    assert "aiohttp" in said
    assert not {"spacy", "faust", "onnxruntime", "thinc"} & set(said)
