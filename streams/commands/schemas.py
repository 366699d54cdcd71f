"""`streams schemas`: prints the contracts as JSON Schema, or as AsyncAPI."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from streams import __version__
from streams.commands.output import document, say
from streams.messages import CONTRACTS
from streams.topics import ARTICLES, TOPICS


def schema(topic: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a topic's values."""
    document = CONTRACTS[topic].json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:newswire:{topic}:v1", **document}


def asyncapi() -> dict[str, Any]:
    """Return all topics as an AsyncAPI 3.0 document: one channel for each topic (Kafka binding 0.5.0), one message for each contract."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for topic in TOPICS:
        payload = schema(topic.name) if topic.name in CONTRACTS else {"type": "string", "format": "binary"}
        name = topic.name.replace(".", "-")
        cleanup = {"cleanup.policy": ["compact" if topic.compact else "delete"], "max.message.bytes": topic.max_bytes}
        binding = {"topic": topic.name, "partitions": topic.count(12), "topicConfiguration": cleanup, "bindingVersion": "0.5.0"}
        channels[name] = {
            "address": topic.name,
            "description": f"{topic.holds}; key: {topic.key}",
            "messages": {"record": {"contentType": "application/json", "payload": payload}},
            "bindings": {"kafka": binding},
        }
        action = "receive" if topic is ARTICLES else "send"
        operations[f"{action}-{name}"] = {"action": action, "channel": {"$ref": f"#/channels/{name}"}}
    info = {"title": "Newswire Streams", "version": __version__, "description": "From live news to alerts."}
    return {"asyncapi": "3.0.0", "info": info, "channels": channels, "operations": operations}


@click.command()
@click.argument("topic", required=False, type=click.Choice(list(CONTRACTS)))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write one file a topic into this folder.")
@click.option("--asyncapi", "as_asyncapi", is_flag=True, help="One AsyncAPI 3 document of all topics instead.")
def schemas(topic: str | None, out: Path | None, as_asyncapi: bool) -> None:
    """Print the JSON Schema of TOPIC's values, or of all; `--out DIR` writes them as files."""
    if as_asyncapi:
        document(asyncapi())
        return
    made = {name: schema(name) for name in ([topic] if topic else CONTRACTS)}
    if out is None:
        document(made[topic] if topic else made)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, contract in made.items():
        (out / f"{name}.schema.json").write_bytes(orjson.dumps(contract, option=orjson.OPT_INDENT_2) + b"\n")
        say(str(out / f"{name}.schema.json"))
