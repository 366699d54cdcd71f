"""The precision of alerts by readers' judgements: of each field, and of each type, the share that readers found right.

Each reader's newest word on a field of one revision is one vote. A revision counts as right or wrong in a field by the majority of votes;
where they are even it is disputed, and counts for neither. `all` is a vote for right in each field of which the reader says nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from streams.messages import Judged, Judgement

Field = Literal["event", "type", "place", "toll"]
FIELDS: tuple[Field, ...] = get_args(Field)
Verdict = Literal["right", "wrong", "disputed"]
Unit = tuple[str, int]
"""The alert that is judged: an incident's id, and the revision."""


@dataclass(frozen=True, slots=True)
class Precision:
    """The share of one field that was right among those on which readers agree."""

    right: int = 0
    wrong: int = 0
    disputed: int = 0

    @property
    def share(self) -> float | None:
        """The share that was right, 0 to 1; None where nothing was judged, or all is disputed."""
        judged = self.right + self.wrong
        return self.right / judged if judged else None


@dataclass(frozen=True, slots=True)
class Gold:
    """One field of one revision: what it said, what readers found, and what it should say by the value most of them gave."""

    alert: str
    revision: int
    field: Field
    verdict: Verdict
    said: Judged
    value: str | None


def gold(judgements: Iterable[Judgement]) -> list[Gold]:
    """Return what readers together say of each field that was judged, by alert, revision and field."""
    votes: dict[Unit, dict[Field, dict[str, Judgement]]] = defaultdict(lambda: defaultdict(dict))
    whole: dict[tuple[Unit, str], Judgement] = {}
    said: dict[Unit, Judged] = {}
    for each in sorted(judgements, key=lambda judgement: judgement.at):
        unit = (each.alert, each.revision)
        said[unit] = each.said
        if each.field == "all":
            whole[unit, each.reader] = each
        else:
            votes[unit][each.field][each.reader] = each
    for (unit, reader), each in whole.items():
        for field in FIELDS:
            own = votes[unit][field].get(reader)
            if own is None or own.at < each.at:
                votes[unit][field][reader] = each
    return [
        _gold(unit, field, list(votes[unit][field].values()), said[unit])
        for unit in sorted(votes)
        for field in FIELDS
        if votes[unit][field]
    ]


def _gold(unit: Unit, field: Field, votes: list[Judgement], said: Judged) -> Gold:
    right = sum(each.verdict == "right" for each in votes)
    verdict: Verdict = "disputed" if 2 * right == len(votes) else "right" if 2 * right > len(votes) else "wrong"
    values = Counter(each.value for each in votes if each.verdict == "wrong" and each.value is not None)
    value = min(values, key=lambda each: (-values[each], each)) if verdict == "wrong" and values else None
    return Gold(*unit, field, verdict, said, value)


def by_field(found: Iterable[Gold]) -> Mapping[Field, Precision]:
    """Return the precision of each field."""
    found = list(found)
    return {field: _precision(each for each in found if each.field == field) for field in FIELDS}


def by_type(found: Iterable[Gold]) -> Mapping[str, Mapping[Field, Precision]]:
    """Return the precision of each field for the alerts of each type, as the alerts said it."""
    found = list(found)
    types = sorted({each.said.type for each in found})
    return {type: by_field(each for each in found if each.said.type == type) for type in types}


def _precision(found: Iterable[Gold]) -> Precision:
    counts = Counter(each.verdict for each in found)
    return Precision(counts["right"], counts["wrong"], counts["disputed"])
