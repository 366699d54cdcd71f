"""Invented news stories as a wire tells them: what a subscriber should get from each article, and what the five stages give.

A story is one happening that several desks report: first words, rising and lowered tolls, corrections, kills and issues anew, look-alikes,
features that retell it. Each line is an article with the `story` it belongs to and what is to come of it: `new` (an alert opens),
`update` (a fact changes), `none`, or `withdrawn`. Sets a and b were read while the rules were made; c and d were not.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from streams.evaluation.alert.incidents import b_cubed
from streams.messages import Alert
from streams.pipeline.runner import AlertedArticle, Runner
from streams.settings import Settings

SETS = ("a", "b", "c", "d")
_RETOLD = "-mix"
"""The end of the name of a story that stands for several: its articles retell them."""


@dataclass(frozen=True, slots=True)
class Told:
    """An article, and the alerts that it brought."""

    story: str
    expect: str
    uri: str
    alerts: tuple[Alert, ...]

    @property
    def right(self) -> bool:
        """True if the article brought what it should: an alert that only recalls what was before counts as none."""
        kinds = {alert.kind for alert in self.alerts}
        if self.expect == "none":
            return all(alert.told == "background" for alert in self.alerts)
        return bool(kinds & {"new": {"created"}, "update": {"updated", "corrected"}, "withdrawn": {"withdrawn"}}[self.expect])


def rows(name: str) -> list[dict[str, Any]]:
    """Return the lines of one set in the order of their articles' times."""
    lines = (Path(__file__).parent / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return sorted(map(json.loads, lines), key=lambda row: row["article"]["versionCreated"])


def told(name: str) -> list[Told]:
    """Return the articles of one set in the order of their times, through all stages."""
    runner = Runner(Settings(incident_hours=24 * 365), batch=1)
    out = []
    for row in rows(name):
        article = row["article"]
        (message,) = runner.run([json.dumps(article).encode()], datetime.fromisoformat(article["versionCreated"]))
        alerts = message.alerts if isinstance(message, AlertedArticle) else ()
        out.append(Told(row["story"], row["expect"], article["uri"], tuple(alert for alert in alerts if alert.kind != "expired")))
    return out


def figures(articles: Iterable[Told]) -> dict[str, float]:
    """Return the shares of what came as it should, the incidents for a story, the share of them that hold two, and the B-cubed F1 of the
    articles that alerts name, each by the first alert that names it. An incident that was merged into another counts as that one.
    """
    articles = list(articles)
    into = {alert.id: alert.superseded_by for article in articles for alert in article.alerts if alert.superseded_by is not None}
    of: dict[str, set[str]] = defaultdict(set)
    holds: dict[str, set[str]] = defaultdict(set)
    named: dict[str, str] = {}
    count, right = Counter[str](), Counter[str]()
    own = [article for article in articles if not article.story.endswith(_RETOLD)]
    for article in own:
        count[article.expect] += 1
        right[article.expect] += article.right
        for alert in article.alerts:
            id = _last(alert.id, into)
            of[article.story].add(id)
            holds[id].add(article.story)
            for one in alert.articles:
                named.setdefault(one.uri, id)
    whose = {article.uri: article.story for article in own}
    pairs = [(whose[uri], incident) for uri, incident in named.items() if uri in whose]
    shares = {name: right[name] / count[name] for name in ("new", "update", "none", "withdrawn")}
    return shares | {
        "incidentsFor": sum(map(len, of.values())) / max(1, len(of)),
        "mixed": sum(len(stories) > 1 for stories in holds.values()) / max(1, len(holds)),
        "f1": b_cubed([story for story, _ in pairs], [incident for _, incident in pairs])[2],
    }


def _last(id: str, into: Mapping[str, str]) -> str:
    while id in into:
        id = into[id]
    return id
