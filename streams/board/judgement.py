"""A reader's judgement of an alert, read from the body of a POST and held against the alert as it stands; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, get_args

from streams.errors import Malformed
from streams.messages import Alert, Casualty, CasualtyKind, Judged, JudgedField, Judgement, Message, parse_json
from streams.subscriptions.vocabulary import TYPES, nearest
from streams.visible import passage

MOST_BODY_BYTES = 8_000
"""The largest body in bytes: a comment of 1,000 characters has at most 6,000 as JSON escapes them."""
MOST_PLACE = 200
"""The longest place in characters: the gazetteer's longest name with its province and country has 120."""
MOST_COMMENT = 1_000
"""The longest comment in characters."""
MOST_URI = 2_000
"""The longest uri in characters that a judgement keeps: longer ones are cut, as on the board."""
KINDS: tuple[CasualtyKind, ...] = get_args(CasualtyKind)
_TOLL = re.compile(rf"(\d{{1,7}})(?:-(\d{{1,7}})|(\+))? ({'|'.join(KINDS)})", re.ASCII)


class Asked(Message):
    """The body of a POST; `revision` is the one that the reader saw."""

    alert: str
    revision: int
    field: JudgedField
    verdict: Literal["right", "wrong"]
    value: str | None = None
    comment: str | None = None


def read_asked(body: bytes) -> Asked:
    """Return what a body asks for; raise Malformed that names the field where it will not do."""
    asked = Asked.check(parse_json(body))
    if asked.field == "all" and asked.verdict == "wrong":
        raise Malformed("say which field is wrong: event, type, place or toll", field="field")
    value = passage(asked.value, MOST_PLACE) if asked.value is not None else None
    if value and asked.verdict == "right":
        raise Malformed("what is right needs no other value", field="value")
    if value and asked.field == "event":
        raise Malformed("what is no event has no value", field="value")
    if value and asked.field == "type" and value not in TYPES:
        like = nearest(value[:60], TYPES)
        raise Malformed(f"`{value[:60]}` is no type of event" + (f"; did you mean `{like}`?" if like else ""), field="value")
    if value and asked.field == "toll":
        read_toll(value)
    comment = passage(asked.comment, MOST_COMMENT) if asked.comment is not None else None
    return asked.with_(value=value or None, comment=comment or None)


def read_toll(text: str) -> dict[CasualtyKind, tuple[int, int | None]]:
    """Return the lowest and highest number of each kind in a toll such as `12 killed, 30-40 injured, 5+ missing`; None: no upper bound.

    Raise Malformed where it is none, names a kind twice, or has its bounds the wrong way round.
    """
    found: dict[CasualtyKind, tuple[int, int | None]] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        read = _TOLL.fullmatch(part)
        kind = next((kind for kind in KINDS if read is not None and kind == read[4]), None)
        if read is None or kind is None or kind in found:
            raise Malformed(f"`{part[:60]}` is no toll: write such as `12 killed, 30-40 injured, 5+ missing`", field="value")
        least = int(read[1])
        most = int(read[2]) if read[2] else None if read[3] else least
        if most is not None and most < least:
            raise Malformed(f"`{part[:60]}`: the first number is the lower one", field="value")
        found[kind] = (least, most)
    return found


def written_toll(casualties: Iterable[Casualty]) -> str:
    """Return people harmed as a toll, each kind once by its largest figure."""
    largest: dict[str, Casualty] = {}
    for each in casualties:
        held = largest.get(each.kind)
        if held is None or each.min > held.min:
            largest[each.kind] = each
    return ", ".join(f"{_number(each)} {kind}" for kind, each in largest.items())


def _number(each: Casualty) -> str:
    return f"{each.min}+" if each.max is None else f"{each.min}" if each.max == each.min else f"{each.min}-{each.max}"


def judgement_of(asked: Asked, alert: Alert, reader: str, now: datetime) -> Judgement:
    """Return the judgement of a reader on an alert as it stands."""
    said = Judged(
        headline=passage(alert.headline),
        type=alert.type,
        mode=alert.mode,
        place=passage(alert.place.name, MOST_PLACE) if alert.place is not None else None,
        country=alert.place.country if alert.place is not None else None,
        toll=written_toll(alert.casualties),
        evidence=passage(alert.evidence.text),
        evidence_uri=alert.evidence_uri[:MOST_URI],
    )
    fields: dict[str, Any] = {name: getattr(asked, name) for name in Asked.model_fields}
    return Judgement(**fields, reader=reader, at=now, said=said)


def key_of(judgement: Judgement) -> str:
    """Return the key of a judgement on its topic: of one reader's words on one field of an alert the newest counts."""
    return f"{judgement.alert}/{judgement.field}/{judgement.reader}"
