"""The base classes of all records and of their parts, with the way from and to JSON."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Self

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from streams.errors import Malformed


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Time = Annotated[datetime, AfterValidator(_utc)]
"""A moment in UTC; a time without a zone is read as UTC."""

_CONFIG = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore", allow_inf_nan=False)


class Wire:
    """The way from and to JSON: camelCase on the wire, unknown fields ignored (later versions may add some)."""

    __slots__ = ()

    def encode(self) -> bytes:
        """Return the record's value: compact JSON without absent fields."""
        return _form(type(self)).dump_json(self, by_alias=True, exclude_none=True)

    @classmethod
    def decode(cls, value: bytes) -> Self:
        """Read a record's value; raises Malformed with the field's path, or the byte where JSON breaks.

        Pydantic reads what is sound; what it rejects is read once more, for an error that tells where, as `check` and `parse_json` do.
        """
        with suppress(ValidationError):
            found: Self = _form(cls).validate_json(value)
            return found
        return cls.check(parse_json(value))

    @classmethod
    def check(cls, document: Any) -> Self:
        """Check a parsed document; raises Malformed with the path of the first field that is wrong."""
        try:
            found: Self = _form(cls).validate_python(document)
        except ValidationError as exc:
            first = exc.errors(include_url=False, include_context=False)[0]
            raise Malformed(first["msg"], field=".".join(map(str, first["loc"])) or "$") from None
        return found

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema (2020-12) of the JSON that `encode` writes."""
        return _form(cls).json_schema(by_alias=True, mode="serialization")


_form: Callable[[type[Any]], TypeAdapter[Any]] = cache(TypeAdapter)  # type: ignore[assignment]  # classes can be hashed
"""The validator and serializer of a class, made once for each class."""


class Message(Wire, BaseModel):
    """The base class of the records: frozen, and checked however one is made."""

    model_config = ConfigDict(frozen=True, **_CONFIG)

    def with_(self, **changes: Any) -> Self:
        """Return a copy with some fields replaced (by their Python names), unchecked."""
        return self.model_copy(update=changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Wire):
    """The base class of the parts of a record: frozen, checked where one is read from JSON, and not where our own code makes it.

    An article has hundreds of parts: as plain dataclasses they are read in half the time and give a field in a seventh of it. The record
    Alert is one too, since it has the fields of `Facts`, as the part Event has.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    def with_(self, **changes: Any) -> Self:
        """Return a copy with some fields replaced (by their Python names)."""
        return replace(self, **changes)


def parse_json(value: bytes) -> Any:
    """Parse JSON bytes; raises Malformed with the byte offset."""
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as exc:
        raise Malformed(f"not JSON: {exc.msg}", offset=exc.pos) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Part):
    """A stretch of an article's `text`."""

    start: int
    end: int
    text: str
