"""`streams schemas`: the contracts as JSON Schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from streams.messages import CONTRACTS


def schema(topic: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of a topic's values."""
    document = CONTRACTS[topic].model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:newswire:{topic}:v1", **document}


@click.command()
@click.argument("topic", required=False, type=click.Choice(list(CONTRACTS)))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write one file a topic into this folder.")
def schemas(topic: str | None, out: Path | None) -> None:
    """Print the JSON Schema of TOPIC's values, or of all; `--out DIR` writes them as files."""
    made = {name: schema(name) for name in ([topic] if topic else CONTRACTS)}
    if out is None:
        click.echo(orjson.dumps(made[topic] if topic else made, option=orjson.OPT_INDENT_2).decode())
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, document in made.items():
        (out / f"{name}.schema.json").write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
        click.echo(out / f"{name}.schema.json")
