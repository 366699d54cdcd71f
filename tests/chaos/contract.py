"""The contract of alerts, held against what a run wrote of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import jsonschema_rs
import orjson

from streams.schemas.kept import kept
from streams.topics import ALERTS

MOST = 5
"""The largest number of errors of one record that are named."""


def against_contract(records: Iterable[tuple[bytes, bytes]]) -> Iterator[str]:
    """Yield a sentence for each error of records of `alerts`, (key, value), by the newest kept version of their schema.

    Besides its form, a record must have its incident as its key.
    """
    versions = kept(ALERTS.name)
    valid = jsonschema_rs.validator_for(versions[max(versions)])
    for key, value in records:
        try:
            document = orjson.loads(value)
        except orjson.JSONDecodeError as exc:
            yield f"{key!r}: not JSON: {exc}"
            continue
        for number, error in enumerate(valid.iter_errors(document)):
            if number < MOST:
                yield f"{key!r}: {'.'.join(map(str, error.instance_path)) or '$'}: {error.message[:200]}"
        if isinstance(document, dict) and document.get("id") != key.decode("utf-8", "replace"):
            yield f"{key!r}: the record is of incident {document.get('id')!r}"
