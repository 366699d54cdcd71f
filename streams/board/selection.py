"""The alerts that a query asks for: its parameters read with the very words and code of subscriptions; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from streams.board.cursor import Place, read_cursor
from streams.board.parameters import DEFAULT_LIMIT, KINDS, MOST_LIMIT, Parameter
from streams.board.problem import Wrong
from streams.board.store import Incident
from streams.subscriptions import Match, Subscription
from streams.subscriptions.condition import Condition, conditions
from streams.subscriptions.duration import read_duration
from streams.subscriptions.facts import AlertFacts
from streams.subscriptions.filters import read_match
from streams.subscriptions.form import Form
from streams.subscriptions.node import Listing, Node, Scalar, Table
from streams.subscriptions.predicate import Predicate, Scene, Unsound, read_predicate
from streams.subscriptions.vocabulary import nearest

MATCH_FIELDS = {
    "type": "types", "mode": "modes", "country": "countries", "near": "near", "min_severity": "min_severity",
    "min_certainty": "min_certainty", "told": "told", "words": "words.any", "words_none": "words.none", "actor": "actors",
    "publisher": "publishers", "story": "story",
}  # fmt: skip
"""The field of a subscription's `match` that each parameter is."""
_PARAMETERS = {field: name for name, field in MATCH_FIELDS.items()}
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Selection:
    """The conditions on an alert; `costly` if an expression is among them."""

    conditions: tuple[Condition, ...] = ()
    kinds: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    costly: bool = False

    def holds(self, facts: AlertFacts) -> bool:
        """Return True if the alert meets each condition."""
        alert = facts.alert
        if self.kinds and alert.kind not in self.kinds:
            return False
        if (self.since is not None and alert.updated < self.since) or (self.until is not None and alert.updated >= self.until):
            return False
        scene = Scene(facts)
        return all(condition.holds(scene) for condition in self.conditions)

    def holds_of(self, incident: Incident) -> bool:
        """Return True if the newest alert of an incident meets each condition."""
        return self.holds(incident.facts)


@dataclass(frozen=True, slots=True)
class Query:
    """A query, read: the selection, and which page of it in which format."""

    selection: Selection = Selection()
    limit: int = DEFAULT_LIMIT
    before: Place | None = None
    format: str | None = None


def read_query(
    pairs: Iterable[tuple[str, str]], known: Sequence[Parameter], subscriptions: Mapping[str, Subscription], now: datetime
) -> tuple[Query, tuple[Wrong, ...]]:  # fmt: skip
    """Return what the pairs of a query ask for, and all that is wrong in them; with anything wrong the query is not to be used.

    `known` are the parameters of the route, `subscriptions` those in force by their names.
    """
    given, wrong = _given(pairs, known)
    match = _match(given, wrong)
    chosen = _chosen(given, subscriptions, wrong)
    where = _where(given, wrong)
    own = Subscription(name="query", match=match if chosen is None or "told" in given else _untold(match), where=where)
    selection = Selection(
        conditions=(*conditions(own), *(conditions(chosen) if chosen is not None else ())),
        kinds=frozenset(_known_words("kind", given.get("kind", ()), KINDS, wrong)),
        since=_moment("since", given, now, wrong),
        until=_moment("until", given, now, wrong),
        costly=where is not None or (chosen is not None and chosen.where is not None),
    )
    format = next(iter(_known_words("format", given.get("format", ()), ("json", "jsonl"), wrong)), None)
    return Query(selection, _limit(given, wrong), _cursor(given, wrong), format), tuple(wrong)


def _given(pairs: Iterable[tuple[str, str]], known: Sequence[Parameter]) -> tuple[Given, list[Wrong]]:
    """Return the values of each parameter: of one that takes many the parts between commas, each once; of another its one value."""
    names = {each.name: each for each in known}
    found: defaultdict[str, list[str]] = defaultdict(list)
    wrong: list[Wrong] = []
    for name, value in pairs:
        if name not in names:
            like = nearest(name[:60], names)
            advice = f"did you mean `{like}`?" if like else f"this route takes {', '.join(names) or 'none'}"
            wrong.append(Wrong(name[:60], "there is no such parameter", advice))
        elif names[name].many:
            found[name] = list(dict.fromkeys([*found[name], *filter(None, map(str.strip, value.split(",")))]))
            if not found[name]:
                wrong.append(Wrong(name, "nothing stands here", "write a value, or leave the parameter out"))
        elif found[name]:
            wrong.append(Wrong(name, "it stands twice", "leave one of them out"))
        else:
            found[name] = [value.strip()]
    return found, wrong


def _match(given: Given, wrong: list[Wrong]) -> Match:
    """Return the typed filters, read by the code that reads `match` in a file of subscriptions."""
    items: dict[str, tuple[Scalar, Node]] = {}
    for name, values in given.items():
        if name not in MATCH_FIELDS or not values:
            continue
        field, dot, below = MATCH_FIELDS[name].partition(".")
        node: Node
        if field == "near":
            parts = [part.strip() for part in values[0].split(",")]
            if len(parts) != 3:
                wrong.append(Wrong(name, f"`{values[0][:60]}` is no point with a distance", "write lat,lon,km, such as 30.51,47.78,200"))
                continue
            node = Table(
                1, 1, {part: (_scalar(part), Scalar(1, 1, text, "number")) for part, text in zip(("lat", "lon", "km"), parts, strict=True)}
            )
        elif field in ("min_severity", "min_certainty", "told"):
            node = _scalar(values[0])
        else:
            node = Listing(1, 1, [_scalar(value) for value in values])
        if dot:
            words = items[field][1] if field in items else Table(1, 1)
            assert isinstance(words, Table)
            words.items[below] = (_scalar(below), node)
            node = words
        items[field] = (_scalar(field), node)
    form = Form("query")
    match = read_match(form, Table(1, 1, items), "match")
    wrong += [Wrong(_parameter(each.path), each.wrong, each.advice) for each in form.mistakes]
    return match


def _scalar(text: str) -> Scalar:
    return Scalar(1, 1, text, "text")


def _parameter(path: str) -> str:
    """Return the parameter that is meant by the path of a mistake, such as `match.words.any[1]`."""
    field = path.removeprefix("match.").partition("[")[0]
    return _PARAMETERS.get(field) or _PARAMETERS.get(field.partition(".")[0], "words")


def _untold(match: Match) -> Match:
    """Return the filters without the `told` that nobody asked for: the subscription has its own."""
    return replace(match, told="any")


def _chosen(given: Given, subscriptions: Mapping[str, Subscription], wrong: list[Wrong]) -> Subscription | None:
    if not given.get("subscription"):
        return None
    name = given["subscription"][0]
    if name not in subscriptions:
        like = nearest(name[:60], subscriptions)
        advice = f"did you mean `{like}`?" if like else "`streams rules lint` checks the files of STREAMS_SUBSCRIPTIONS"
        wrong.append(Wrong("subscription", f"there is no subscription `{name[:60]}`", advice))
    return subscriptions.get(name)


def _where(given: Given, wrong: list[Wrong]) -> Predicate | None:
    if not given.get("where"):
        return None
    try:
        return read_predicate(given["where"][0])
    except Unsound as exc:
        wrong.append(Wrong("where", f"{exc.wrong} (line {exc.line}, column {exc.column})", exc.advice))
        return None


def _known_words(name: str, values: Iterable[str], known: Sequence[str], wrong: list[Wrong]) -> list[str]:
    found = []
    for value in values:
        if value in known:
            found.append(value)
            continue
        like = nearest(value[:60], known)
        wrong.append(Wrong(name, f"`{value[:60]}` is not known", f"did you mean `{like}`?" if like else f"write one of {', '.join(known)}"))
    return found


def _moment(name: str, given: Given, now: datetime, wrong: list[Wrong]) -> datetime | None:
    if not given.get(name):
        return None
    said = given[name][0]
    try:
        back = read_duration(said)
        if back is not None:
            return now - back
        found = datetime.fromisoformat(said.replace(" ", "+") if "T" in said else said)  # an unescaped `+` of a zone comes as a blank
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        advice = "write it as 2026-03-14T12:00:00Z, or as a time back from now: 24h, 7d"
        wrong.append(Wrong(name, f"`{said[:60]}` is no time", advice))
        return None


def _limit(given: Given, wrong: list[Wrong]) -> int:
    if not given.get("limit"):
        return DEFAULT_LIMIT
    said = given["limit"][0]
    if said.isascii() and said.isdigit() and len(said) < 10 and 1 <= int(said) <= MOST_LIMIT:
        return int(said)
    wrong.append(Wrong("limit", f"`{said[:60]}` is out of range", f"write a whole number from 1 to {MOST_LIMIT:,}"))
    return DEFAULT_LIMIT


def _cursor(given: Given, wrong: list[Wrong]) -> Place | None:
    if not given.get("cursor"):
        return None
    place = read_cursor(given["cursor"][0])
    if place is None:
        wrong.append(Wrong("cursor", "this is no cursor", "take the `next` of the page before, or leave it out"))
    return place
