"""Additions pass and breaks are named; and the law behind it: what was valid is valid still, or a break is named."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.messages import CONTRACTS
from streams.schemas.compatibility import breaks
from streams.schemas.contract import contract

OLD: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "kind": {"enum": ["a", "b"], "type": "string"},
        "count": {"type": "integer", "minimum": 1},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
        "place": {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "null"}]},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "$defs": {
        "Part": {
            "type": "object",
            "properties": {"n": {"type": "integer"}, "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}}},
            "required": ["n"],
        }
    },
}


def changed(**fields: Any) -> dict[str, Any]:
    return {**OLD, "properties": {**OLD["properties"], **fields}}


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        changed(more={"type": "string"}),
        changed(kind={"enum": ["a", "b", "c"], "type": "string"}),
        changed(kind={"type": "string"}),
        changed(count={"type": "number", "minimum": 0}),
        changed(id={"type": ["string", "null"]}),
        changed(id={"anyOf": [{"type": "integer"}, {"type": "string"}]}),
        changed(id={}),
        {**OLD, "required": []},
        {**OLD, "title": "A title", "description": "Words."},
    ],
)
def test_an_addition_breaks_nothing(new: dict[str, Any]) -> None:
    assert breaks(OLD, new) == []


def part(**facts: Any) -> dict[str, Any]:
    new = deepcopy(OLD)
    new["$defs"]["Part"] |= facts
    return new


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({**OLD, "properties": {"id": {"type": "string"}}}, "$.kind: the field is gone"),
        ({**OLD, "required": ["id", "count"]}, "$.count: the field is required and was not"),
        (changed(id={"type": "integer"}), "$.id: the type is integer, was string"),
        (changed(kind={"enum": ["a"], "type": "string"}), "$.kind: the value 'b' is gone"),
        (changed(id={"enum": ["x"], "type": "string"}), "$.id: only some values are allowed and all were"),
        (changed(count={"type": "integer", "minimum": 2}), "$.count: minimum is 2, was 1"),
        (changed(count={"type": "integer", "minimum": 1, "maximum": 9}), "$.count: maximum is 9, was None"),
        (changed(id={"type": "string", "pattern": "x"}), "$.id: pattern is 'x', was None"),
        (changed(place={"$ref": "#/$defs/Part"}), "$.place: the type is object, was null"),
        (changed(labels={"type": "object", "additionalProperties": {"type": "integer"}}), "$.labels.*: the type is integer, was string"),
        ({**OLD, "additionalProperties": False}, "$: other fields are forbidden and were not"),
        (part(required=["n", "m"]), "$.parts[].m: the field is required and was not"),
        (part(properties={"n": {"type": "integer"}}), "$.parts[].parts: the field is gone"),
    ],
)
def test_a_break_is_named_with_its_path(new: dict[str, Any], said: str) -> None:
    assert said in breaks(OLD, new)


@pytest.mark.parametrize("topic", CONTRACTS)
def test_no_field_of_a_contract_can_go_unnoticed(topic: str) -> None:
    schema = contract(topic)
    for name in schema["properties"]:
        assert breaks(schema, {**schema, "properties": {key: value for key, value in schema["properties"].items() if key != name}})


kinds = st.sampled_from(["string", "integer", "number", "null", "boolean"])
leaves = st.one_of(
    st.builds(lambda kind: {"type": kind}, kinds),
    st.builds(lambda values: {"type": "string", "enum": values}, st.lists(st.sampled_from("abc"), min_size=1, unique=True)),
    st.builds(lambda least: {"type": "integer", "minimum": least}, st.integers(-1, 1)),
    st.builds(lambda parts: {"anyOf": [{"type": part} for part in parts]}, st.lists(kinds, min_size=1, max_size=3)),
)
schemas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda items: {"type": "array", "items": items}, inner),
        st.builds(
            lambda fields, required, rest: {
                "type": "object",
                "properties": fields,
                "required": [name for name in required if name in fields],
                **({} if rest is None else {"additionalProperties": rest}),
            },
            st.dictionaries(st.sampled_from("xyz"), inner, max_size=3),
            st.lists(st.sampled_from("xyz"), unique=True),
            st.one_of(st.none(), st.booleans(), inner),
        ),
    ),
    max_leaves=5,
)
documents = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from(["a", "b", "c", "d"]), st.just(0.5)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.sampled_from("wxyz"), inner, max_size=3)),
    max_leaves=5,
)


@given(schemas, schemas, st.lists(documents, min_size=1, max_size=20))
def test_what_was_valid_is_valid_still_or_a_break_is_named(old: dict[str, Any], new: dict[str, Any], values: list[Any]) -> None:
    if breaks(old, new):
        return
    was, now = jsonschema_rs.validator_for(old), jsonschema_rs.validator_for(new)
    for value in values:
        if was.is_valid(value) and not lost(old, value):
            assert now.is_valid(value)


def lost(schema: dict[str, Any], value: Any) -> bool:
    """Return True if a document has a field that its schema does not name: of those nothing was promised."""
    if isinstance(value, dict):
        fields = schema.get("properties", {})
        return any(name not in fields or lost(fields[name], each) for name, each in value.items())
    return isinstance(value, list) and any(lost(schema.get("items", {}), each) for each in value)


@given(schemas)
def test_a_schema_is_an_addition_to_itself(schema: dict[str, Any]) -> None:
    assert breaks(schema, schema) == []
