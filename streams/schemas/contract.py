"""The contract of a topic: the JSON Schema of its values, as the classes of streams/messages have it now."""

from __future__ import annotations

from typing import Any

from streams.messages import CONTRACTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def contract(topic: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a topic's values."""
    return {"$schema": DIALECT, "$id": f"urn:newswire:{topic}:v1", **CONTRACTS[topic].json_schema()}
