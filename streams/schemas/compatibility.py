"""A comparison of two JSON Schemas of one contract: whether records of the older one are records of the newer one too, by form.

It knows the keywords that the classes of streams/messages bring about, and takes any other as a break where it changes: nothing passes
because it was not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
SAID = frozenset({"title", "description", "default", "examples", "$schema", "$id", "$comment", "$defs"})
"""Keywords that say something of a value and forbid none."""
_RANGE = frozenset({"minimum", "maximum"})
_LOOKED_AT = SAID | _RANGE | {"$ref", "type", "enum", "const", "anyOf", "properties", "required", "items", "additionalProperties"}


def breaks(old: Schema, new: Schema) -> list[str]:
    """Return a sentence for each change by which the newer schema is not an addition to the older one, none if it is.

    Additions are: a field that may be left out, a value of an enum, a type beside those that there are, a wider range.
    """
    return list(dict.fromkeys(_Comparison(old, new).of(old, new, "$")))


def meaning(schema: Any) -> Any:
    """Return a schema without titles, descriptions and defaults, for which no reader cares."""
    if isinstance(schema, list):
        return [meaning(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: {key: meaning(each) for key, each in value.items()} if name in ("properties", "$defs") else meaning(value)
        for name, value in schema.items()
        if name not in SAID - {"$defs"}
    }


class _Comparison:
    """Compares two documents; references are followed, each pair once."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old.get("$defs", {}), new.get("$defs", {})
        self._seen: set[tuple[str, str]] = set()

    def of(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        """Yield what breaks where `old` has become `new`."""
        if "$ref" in old and "$ref" in new:
            pair = (str(old["$ref"]), str(new["$ref"]))
            if pair in self._seen:
                return
            self._seen.add(pair)
        before, after = self._branches(old, self._old), self._branches(new, self._new)
        for branch in before:
            found = [list(self._branch(branch, other, path)) for other in after]
            if all(found):  # none of the new branches takes it; what is nearest says why
                yield from min(found, key=len)

    def _branches(self, schema: Schema, defined: Schema) -> list[Schema]:
        """Return the alternatives of a schema, its references followed."""
        if "$ref" in schema:
            return self._branches(defined[str(schema["$ref"]).removeprefix("#/$defs/")], defined)
        if "anyOf" in schema:
            return [branch for each in schema["anyOf"] for branch in self._branches(each, defined)]
        kinds = schema.get("type")
        return [{**schema, "type": kind} for kind in kinds] if isinstance(kinds, list) else [schema]

    def _branch(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        for name in sorted((old.keys() | new.keys()) - _LOOKED_AT):
            if name in new and old.get(name) != new[name]:
                yield f"{path}: {name} is {new[name]!r}, was {old.get(name)!r}"
        if (kind := new.get("type")) is not None and kind != old.get("type") and (old.get("type"), kind) != ("integer", "number"):
            yield f"{path}: the type is {kind}, was {old.get('type', 'any')}"
            return
        yield from _values(old, new, path)
        for name, lower in (("minimum", True), ("maximum", False)):
            if name in new and (name not in old or (new[name] > old[name] if lower else new[name] < old[name])):
                yield f"{path}: {name} is {new[name]}, was {old.get(name)}"
        yield from self._fields(old, new, path)
        if "items" in new:
            yield from self.of(old.get("items", {}), new["items"], f"{path}[]")

    def _fields(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        fields = new.get("properties", {})
        for name, field in old.get("properties", {}).items():
            if name in fields:
                yield from self.of(field, fields[name], f"{path}.{name}")
            else:
                yield f"{path}.{name}: the field is gone"
        for name in sorted(set(new.get("required", ())) - set(old.get("required", ()))):
            yield f"{path}.{name}: the field is required and was not"
        for name in sorted(fields.keys() - old.get("properties", {}).keys()):
            others = old.get("additionalProperties", True)
            if isinstance(others, Mapping):  # a map whose values had one form: a name of its own must take that
                yield from self.of(others, fields[name], f"{path}.{name}")
        rest, was = new.get("additionalProperties", True), old.get("additionalProperties", True)
        if rest is False and was is not False:
            yield f"{path}: other fields are forbidden and were not"
        elif isinstance(rest, Mapping) and was is not False:
            yield from self.of(was if isinstance(was, Mapping) else {}, rest, f"{path}.*")


def _values(old: Schema, new: Schema, path: str) -> Iterator[str]:
    """Yield what breaks in the lists of values."""
    allowed = new.get("enum", [new["const"]] if "const" in new else None)
    if allowed is None:
        return
    were = old.get("enum", [old["const"]] if "const" in old else None)
    if were is None:
        yield f"{path}: only some values are allowed and all were"
        return
    for value in were:
        if value not in allowed:
            yield f"{path}: the value {value!r} is gone"
