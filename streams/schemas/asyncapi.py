"""All topics of a pipeline as one AsyncAPI 3 document: servers, channels with real partitions, keys, headers and values.

https://www.asyncapi.com/docs/reference/specification/v3.0.0, with the Kafka bindings of version 0.5.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from streams import __version__
from streams.messages import CONTRACTS
from streams.pipeline.stages import SOURCES
from streams.schemas.contract import contract
from streams.settings import Settings
from streams.topics import (
    ALERTS,
    ARTICLES,
    CHANGES,
    CLEAN,
    DEAD_LETTERS,
    DELIVERIES,
    DUPLICATES,
    ENTITIES,
    EVENTS,
    SCREENED,
    SKETCHES,
    TOPICS,
    Topic,
)

BINDING = "0.5.0"
_POSITION = {"type": "string", "pattern": "^articles/[0-9]+/[0-9]+$", "description": "the raw record that the article came from"}
_NUMBER = {"type": "string", "pattern": "^[0-9]+$"}
_SOURCE = {"source": _POSITION}
_ORDERED = {**_SOURCE, "order": {**_NUMBER, "description": "the article's place in the global order"}}
_ATTEMPTS = {"dlq-attempts": {**_NUMBER, "description": "how often the record has failed"}}
_EVENT = {
    "ce_specversion": {"type": "string", "const": "1.0"},
    "ce_id": {"type": "string", "description": "the incident and the revision"},
    "ce_source": {"type": "string"},
    "ce_type": {"type": "string", "pattern": r"^streams\.newswire\.alert\.v1\.[a-z]+$"},
    "ce_subject": {"type": "string", "description": "the incident"},
    "ce_time": {"type": "string", "format": "date-time"},
    "ce_severitytext": {"type": "string"},
    "ce_severitynumber": _NUMBER,
    "ce_eventtype": {"type": "string"},
    "ce_novelty": {"type": "string", "pattern": r"^[0-9.]+$"},
    "ce_producerversion": {"type": "string"},
    "content-type": {"type": "string", "const": "application/json"},
}
_EVENT_MORE = {
    "ce_country": {"type": "string", "description": "ISO 3166-1 alpha-3"},
    "ce_told": {"type": "string", "enum": ["news", "background"]},
}
_LETTER = {
    "dlq-topic": {"type": "string", "description": "the topic on which the record failed"},
    "dlq-partition": _NUMBER,
    "dlq-offset": _NUMBER,
    "dlq-stage": {"type": "string"},
    "dlq-kind": {"type": "string", "description": "poison: it can never pass; bug: an error of ours"},
    "dlq-error": {"type": "string"},
    "dlq-message": {"type": "string"},
    "dlq-field": {"type": "string"},
    "dlq-time": {"type": "string"},
    "dlq-version": {"type": "string"},
    "dlq-truncated": {**_NUMBER, "description": "the bytes of the value that were kept"},
    "dlq-settles": {"type": "string", "description": "the dead letter that this record settles, partition/offset"},
    "dlq-settled": {"type": "string", "enum": ["redriven", "dropped"]},
    "dlq-to": {"type": "string", "description": "where a redriven record stands now"},
}
_HEADERS: Mapping[Topic, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    ARTICLES: ({}, {**_SOURCE, **_ATTEMPTS}),
    CLEAN: (_ORDERED, _ATTEMPTS),
    SKETCHES: (_SOURCE, {}),
    SCREENED: (_ORDERED, _ATTEMPTS),
    DUPLICATES: (_SOURCE, {}),
    ENTITIES: (_ORDERED, _ATTEMPTS),
    EVENTS: (_ORDERED, _ATTEMPTS),
    ALERTS: (_EVENT, _EVENT_MORE),
    CHANGES: (_EVENT, _EVENT_MORE),
    DELIVERIES: ({}, {"term": {**_NUMBER, "description": "the term of the worker that wrote it"}}),
    DEAD_LETTERS: ({}, {**_LETTER, **_SOURCE, **_ATTEMPTS}),
}
"""The headers of each topic, those that every record has and those that some have; as text in UTF-8. Topics without have none."""
_OPEN = (ARTICLES, DEAD_LETTERS)
"""The topics whose records may have headers of a feeder's own."""
_SECURITY = {"PLAIN": "plain", "SCRAM-SHA-256": "scramSha256", "SCRAM-SHA-512": "scramSha512"}


def headers(topic: Topic) -> dict[str, Any]:
    """Return the JSON Schema of a topic's headers, as an object of texts."""
    always, some = _HEADERS.get(topic, ({}, {}))
    schema: dict[str, Any] = {"type": "object", "properties": {**always, **some}, "additionalProperties": topic in _OPEN}
    return {**schema, "required": list(always)} if always else schema


def document(settings: Settings) -> dict[str, Any]:
    """Return the AsyncAPI 3.0 document of the pipeline that the settings name."""
    schemas: dict[str, Any] = {}
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    for topic in TOPICS:
        name = topic.name.replace(".", "-")
        messages[name] = _message(topic, schemas)
        channels[name] = {
            "address": settings.prefix + topic.name,
            "title": topic.name,
            "description": f"{topic.holds}; key: {topic.key}",
            "messages": {"record": {"$ref": f"#/components/messages/{name}"}},
            "bindings": {"kafka": _binding(topic, settings)},
        }
        action = "receive" if topic is ARTICLES else "send"
        operations[f"{action}-{name}"] = {
            "action": action,
            "title": f"{action} {topic.name}",
            "channel": {"$ref": f"#/channels/{name}"},
            "messages": [{"$ref": f"#/channels/{name}/messages/record"}],
            **({"bindings": _group(settings)} if topic is ARTICLES else {}),
        }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Newswire Streams",
            "version": __version__,
            "description": "From live news to alerts: articles come in, and every incident leaves as one alert.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": _servers(settings),
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": dict(sorted(schemas.items())), **_schemes(settings)},
    }


def _message(topic: Topic, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return a topic's message, and put the parts of its schema among the schemas of all."""
    if topic.name in CONTRACTS:
        whole = _referring({key: value for key, value in contract(topic.name).items() if not key.startswith("$s") and key != "$id"})
        for name, part in whole.pop("$defs", {}).items():
            if schemas.setdefault(name, part) != part:
                raise AssertionError(f"two contracts have a part {name}, and they differ")
        name = CONTRACTS[topic.name].__name__
        schemas[name] = whole
        payload: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"}
        kind = "application/json"
    else:
        payload, kind = {"type": "string", "format": "binary"}, "application/octet-stream"
    return {
        "name": topic.name,
        "title": f"A record of {topic.name}",
        "contentType": kind,
        "headers": headers(topic),
        "payload": payload,
        "bindings": {"kafka": {"key": {"type": "string", "description": topic.key}, "bindingVersion": BINDING}},
    }


def _referring(schema: Any) -> Any:
    """Return a schema whose references lead to the schemas of the whole document."""
    if isinstance(schema, list):
        return [_referring(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: value.replace("#/$defs/", "#/components/schemas/") if name == "$ref" and isinstance(value, str) else _referring(value)
        for name, value in schema.items()
    }


def _binding(topic: Topic, settings: Settings) -> dict[str, Any]:
    config = topic.config(settings.replication)
    kept: dict[str, Any] = {"cleanup.policy": [config["cleanup.policy"]], "max.message.bytes": int(config["max.message.bytes"])}
    if "retention.ms" in config:
        kept["retention.ms"] = int(config["retention.ms"])
    return {
        "topic": settings.prefix + topic.name,
        "partitions": topic.count(settings.partitions),
        "replicas": settings.replication,
        "topicConfiguration": kept,
        "bindingVersion": BINDING,
    }


def _group(settings: Settings) -> dict[str, Any]:
    stage = next(name for name, source in SOURCES.items() if source is ARTICLES)
    return {"kafka": {"groupId": {"type": "string", "const": f"{settings.prefix}newswire-{stage}"}, "bindingVersion": BINDING}}


def _servers(settings: Settings) -> dict[str, Any]:
    addresses = [address.strip() for address in settings.bootstrap.split(",")]
    server = {"protocol": "kafka-secure" if settings.tls else "kafka", **({"security": [_scheme(settings)]} if settings.sasl else {})}
    return {f"kafka{number}" if len(addresses) > 1 else "kafka": {"host": host, **server} for number, host in enumerate(addresses, 1)}


def _scheme(settings: Settings) -> dict[str, str]:
    return {"$ref": f"#/components/securitySchemes/{_SECURITY[settings.sasl_mechanism]}"}


def _schemes(settings: Settings) -> dict[str, Any]:
    kind = _SECURITY[settings.sasl_mechanism]
    return {"securitySchemes": {kind: {"type": kind}}} if settings.sasl else {}
