"""The AsyncAPI document: every reference leads somewhere, it lists what is there, and real records have the headers that it lists."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from streams.dlq.letter import read_letter
from streams.dlq.settlement import dropped, redriven
from streams.errors import Malformed
from streams.headers import LETTER, Headers
from streams.messages import CONTRACTS
from streams.pipeline.alert import cloud_events
from streams.pipeline.record import Record
from streams.pipeline.runner import AlertedArticle, Runner
from streams.pipeline.shell import dead_letter
from streams.schemas.asyncapi import document, headers
from streams.settings import Settings
from streams.topics import ALERTS, ARTICLES, DEAD_LETTERS, TOPICS
from tests.dlq.records import Kept

ROOT = Path(__file__).parents[2]
SECRET = "hunter2-asyncapi"
PLAIN = Settings(broker="k1:9092, k2:9092", prefix="p-", partitions=7, replication=2)
GUARDED = Settings(
    broker="k:9093", security_protocol="SASL_SSL", sasl_mechanism="SCRAM-SHA-512", sasl_username="alice", sasl_password=SECRET
)
PARSER = os.environ.get("NEWSWIRE_ASYNCAPI_PARSER", "")
"""The folder in which `npm install @asyncapi/parser` was called."""
SCRIPT = """
import { Parser } from '@asyncapi/parser';
import { readFileSync } from 'node:fs';
const { document, diagnostics } = await new Parser().parse(readFileSync(0, 'utf8'));
const wrong = diagnostics.filter((each) => each.severity < 2);
console.log(JSON.stringify({ read: document !== undefined, errors: wrong.map((each) => `${each.path.join('.')} ${each.message}`) }));
"""


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def at(whole: dict[str, Any], reference: str) -> Any:
    found: Any = whole
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return found


@pytest.mark.parametrize("settings", [PLAIN, GUARDED])
def test_every_reference_leads_somewhere_and_every_schema_is_one(settings: Settings) -> None:
    whole = document(settings)
    for reference in set(references(whole)):
        assert reference.startswith("#/")
        assert isinstance(at(whole, reference), dict)
    for message in whole["components"]["messages"].values():
        jsonschema_rs.meta.validate(message["headers"])
    for schema in whole["components"]["schemas"].values():
        jsonschema_rs.meta.validate({**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"})


def test_channels_are_the_topics_with_their_partitions_and_copies() -> None:
    whole = document(PLAIN)
    found = {channel["address"]: channel["bindings"]["kafka"] for channel in whole["channels"].values()}
    assert {name: (binding["topic"], binding["partitions"], binding["replicas"]) for name, binding in found.items()} == {
        f"p-{topic.name}": (f"p-{topic.name}", topic.count(7), 2) for topic in TOPICS
    }
    assert {name: server["host"] for name, server in whole["servers"].items()} == {"kafka1": "k1:9092", "kafka2": "k2:9092"}
    assert whole["operations"]["receive-articles"]["bindings"]["kafka"]["groupId"]["const"] == "p-newswire-clean"


def test_servers_say_how_to_come_in_and_no_secret() -> None:
    whole = document(GUARDED)
    assert whole["servers"]["kafka"]["protocol"] == "kafka-secure"
    assert at(whole, whole["servers"]["kafka"]["security"][0]["$ref"]) == {"type": "scramSha512"}
    assert SECRET not in json.dumps(whole)


def test_every_message_has_a_key_and_what_has_a_contract_its_schema() -> None:
    whole = document(PLAIN)
    for topic in TOPICS:
        message = whole["components"]["messages"][topic.name.replace(".", "-")]
        assert message["bindings"]["kafka"]["key"]["description"] == topic.key
        named = message["payload"].get("$ref", "").removeprefix("#/components/schemas/")
        assert named == (CONTRACTS[topic.name].__name__ if topic.name in CONTRACTS else "")


def test_alerts_have_the_headers_that_are_listed() -> None:
    values = (ROOT / "docs" / "examples" / "articles.jsonl").read_bytes().splitlines()
    alerts = [alert for article in Runner(PLAIN).run(values) if isinstance(article, AlertedArticle) for alert in article.alerts]
    assert alerts
    for out in [out for alert in alerts for out in cloud_events(alert)]:
        jsonschema_rs.validate(headers(out.topic), texts(out.headers))


def test_dead_letters_and_their_ends_have_the_headers_that_are_listed() -> None:
    record = Record("p-articles", 3, 17, b"k", b"{", 1.0, (("source", b"articles/3/17"), ("own", b"x")))
    letter = dead_letter("clean", record, Malformed("not JSON", field="$"))
    schema = headers(DEAD_LETTERS)
    jsonschema_rs.validate(schema, texts(letter.headers))
    assert texts(letter.headers).keys() - schema["properties"].keys() == {"own"}
    read = read_letter(Kept(0, 5, letter.value, letter.headers, letter.key))
    now = datetime(2026, 3, 14, tzinfo=UTC)
    for end in (dropped(read, now), redriven(read, "p-articles/3/18", now)):
        jsonschema_rs.validate({**schema, "additionalProperties": False}, texts(end.headers()))
    jsonschema_rs.validate({**headers(ARTICLES), "required": ["source", "dlq-attempts"]}, texts(read.redriven_headers()))


def texts(found: Headers) -> dict[str, str]:
    return {name: (value or b"").decode() for name, value in found}


def test_feeders_may_have_headers_of_their_own_and_stages_not() -> None:
    assert headers(ARTICLES)["additionalProperties"]
    assert not headers(ALERTS)["additionalProperties"]
    assert all(name.startswith(LETTER) or name == "source" for name in headers(DEAD_LETTERS)["properties"])


@pytest.mark.node
@pytest.mark.parametrize("settings", [PLAIN, GUARDED, Settings()])
def test_the_parser_of_asyncapi_finds_no_error(settings: Settings, tmp_path: Path) -> None:
    if shutil.which("node") is None or not (Path(PARSER) / "node_modules" / "@asyncapi" / "parser").is_dir():
        pytest.skip("NEWSWIRE_ASYNCAPI_PARSER names no folder with @asyncapi/parser, or node is not there")
    script = Path(PARSER) / f"newswire-{os.getpid()}.mjs"  # modules are looked for from where it lies
    script.write_text(SCRIPT)
    try:
        ran = subprocess.run(["node", str(script)], input=json.dumps(document(settings)), capture_output=True, text=True, check=True)
    finally:
        script.unlink()
    assert json.loads(ran.stdout) == {"read": True, "errors": []}
