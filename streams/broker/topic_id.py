"""The id that Kafka gives a topic when it makes it: a topic that was deleted and made anew has the same name and another id (KIP-516).

aiokafka 0.14 speaks Metadata up to version 5; the id came with version 10, which is written down here.
https://kafka.apache.org/protocol#The_Messages_Metadata
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from io import BytesIO
from typing import Any

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import IncompatibleBrokerVersion, for_code
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import AbstractType, Boolean, CompactArray, CompactString, Int16, Int32, Schema, TaggedFields

_BYTES = 16


class _Uuid(AbstractType[bytes]):  # type: ignore[misc]  # aiokafka carries no types
    @classmethod
    def encode(cls, value: bytes) -> bytes:
        return value

    @classmethod
    def decode(cls, data: BytesIO) -> bytes:
        return data.read(_BYTES)


_BROKER = Schema(("node", Int32), ("host", CompactString()), ("port", Int32), ("rack", CompactString()), ("tags", TaggedFields))
_PARTITION = Schema(
    ("error", Int16),
    ("partition", Int32),
    ("leader", Int32),
    ("epoch", Int32),
    ("replicas", CompactArray(Int32)),
    ("in_sync", CompactArray(Int32)),
    ("offline", CompactArray(Int32)),
    ("tags", TaggedFields),
)
_TOPIC = Schema(
    ("error", Int16),
    ("name", CompactString()),
    ("id", _Uuid),
    ("internal", Boolean),
    ("partitions", CompactArray(_PARTITION)),
    ("rights", Int32),
    ("tags", TaggedFields),
)


class _MetadataResponse(Response):  # type: ignore[misc]
    API_KEY = 3
    API_VERSION = 10
    SCHEMA = Schema(
        ("throttle", Int32),
        ("brokers", CompactArray(_BROKER)),
        ("cluster", CompactString()),
        ("controller", Int32),
        ("topics", CompactArray(_TOPIC)),
        ("rights", Int32),
        ("tags", TaggedFields),
    )


class _MetadataRequest(RequestStruct):  # type: ignore[misc]
    API_KEY = 3
    API_VERSION = 10
    FLEXIBLE_VERSION = True
    RESPONSE_TYPE = _MetadataResponse
    SCHEMA = Schema(
        ("topics", CompactArray(Schema(("id", _Uuid), ("name", CompactString()), ("tags", TaggedFields)))),
        ("make", Boolean),
        ("rights_of_cluster", Boolean),
        ("rights_of_topics", Boolean),
        ("tags", TaggedFields),
    )


class _Metadata(Request[_MetadataRequest]):  # type: ignore[misc]
    API_KEY = 3

    def __init__(self, name: str) -> None:
        self._name = name

    def build(self, request_struct_class: type[_MetadataRequest]) -> _MetadataRequest:
        return request_struct_class([(bytes(_BYTES), self._name, {})], False, False, False, {})


async def topic_id(client: AIOKafkaClient, name: str) -> str | None:
    """Return the id of a topic as Kafka's own tools print it; None where the broker gives topics no ids.

    Raises the broker's error, UnknownTopicOrPartitionError for a topic that is not there.
    """
    try:
        said: Any = await client.send(client.get_random_node(), _Metadata(name))
    except (IncompatibleBrokerVersion, NotImplementedError):  # older than Kafka 2.8
        return None
    error, _, identity, *_ = said.topics[0]
    if error:
        raise for_code(error)
    return urlsafe_b64encode(identity).rstrip(b"=").decode() if any(identity) else None
