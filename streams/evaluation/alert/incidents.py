"""An evaluation of incidents and of stories on news_cluster: real articles of many sites, each about one of some events that the world
press told.

The figure is B-cubed (Bagga and Baldwin 1998) over the articles that opened or fed an incident, of each the one that it is mainly about;
for stories it is that over all articles. Beside both stands what likeness of texts alone does, over the same articles. Many of the dates
are those of a crawl, and launches months apart count there as one event, so that a fold that heeds days cannot reach 1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from streams.alert import IncidentLog
from streams.alert.likeness import Words, cosine, vector, words_of
from streams.evaluation.peers import lines_of
from streams.messages import EventArticle
from streams.pipeline.runner import Runner
from streams.settings import Settings

TARGETS = {"newsCluster.stories.f1": 0.94, "newsCluster.f1": 0.94, "newsCluster.impure": 0.0, "newsCluster.incidentsFor": 1.2}
BELOW = ("newsCluster.impure", "newsCluster.incidentsFor")
FILE = Path("duplicates") / "news_cluster.jsonl.gz"
_QUIET = timedelta(days=36_500)
"""The time without news that closes an incident: the dates are years apart, and with 100 years no incident closes."""
ONE_PASS, LINKED = 0.14, 0.20
"""The thresholds of the two baselines, each a cosine: the best of this half by itself, so they flatter the baselines."""


def evaluate(data: Path, settings: Settings) -> dict[str, float]:
    """Return the figures of the set in the folder `data`; its articles are told in the order of their dates, as `streams pipe` is given
    them.
    """
    rows = sorted(lines_of(data / FILE), key=lambda row: row["date"] or "")
    runner = Runner(settings, until="detect")
    values = [_value(number, row) for number, row in enumerate(rows)]
    articles = [message for message in runner.run(values) if isinstance(message, EventArticle)]
    event_of = {f"row/{number}": row["event_id"] for number, row in enumerate(rows)}
    incident_of, holds = _incidents(articles)
    told = [article for article in articles if article.uri in incident_of]
    of: dict[Hashable, set[str]] = defaultdict(set)
    for uri, incident in incident_of.items():
        of[event_of[uri]].add(incident)
    events = [event_of[article.uri] for article in articles]
    placed = b_cubed(events, [article.relation.story if article.relation is not None else article.uri for article in articles])
    precision, recall, f1 = b_cubed([event_of[article.uri] for article in told], [incident_of[article.uri] for article in told])
    figures = {
        "told": float(len(told)),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "incidentsFor": sum(map(len, of.values())) / max(1, len(of)),
        "impure": float(sum(len({event_of[uri] for uri in uris}) > 1 for uris in holds.values())),
        "alone.f1": _alone(told, event_of, one_pass),
        "alone.linked.f1": _alone(told, event_of, linked),
        "stories.precision": placed[0],
        "stories.recall": placed[1],
        "stories.f1": placed[2],
        "alone.all.f1": _alone(articles, event_of, one_pass),
        "alone.all.linked.f1": _alone(articles, event_of, linked),
    }
    return {f"newsCluster.{name}": round(value, 4) for name, value in figures.items()}


def _value(number: int, row: Mapping[str, Any]) -> bytes:
    day = {"versionCreated": row["date"]} if row["date"] else {}
    return orjson.dumps({"uri": f"row/{number}", "publisher": row["domain"], "headline": row["title"], "text": row["text"], **day})


def _incidents(articles: Iterable[EventArticle]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return the incident that each article is mainly about, by uri, and the articles of each incident."""
    incident_log = IncidentLog(quiet=_QUIET)
    for article in articles:
        incident_log.fold(article, article.received)
    found: dict[str, list[tuple[bool, int, str]]] = defaultdict(list)
    holds: dict[str, set[str]] = defaultdict(set)
    for incident in incident_log.incidents.values():
        for report in incident.reports:
            found[report.article.uri].append((not report.main, report.order, incident.id))
            holds[incident.id].add(report.article.uri)
    return {uri: min(several)[2] for uri, several in found.items()}, holds


def _alone(articles: Sequence[EventArticle], event_of: Mapping[str, Hashable], cluster: Callable[[Sequence[Words]], list[int]]) -> float:
    vectors = [words_of([vector(article.headline, article.text)]) for article in articles]
    return b_cubed([event_of[article.uri] for article in articles], cluster(vectors))[2]


def one_pass(vectors: Sequence[Words]) -> list[int]:
    """Return the cluster of each vector: the likest of those before by the cosine to its sum, or a new one under the threshold."""
    sums: list[Words] = []
    found: list[int] = []
    for each in vectors:
        likest, index = max(((cosine(each, cluster), -number) for number, cluster in enumerate(sums)), default=(0.0, 0))
        if likest < ONE_PASS:
            sums.append(each)
            index = 1 - len(sums)
        else:
            sums[-index] = words_of([sums[-index].weights, each.weights])
        found.append(-index)
    return found


def linked(vectors: Sequence[Words]) -> list[int]:
    """Return the cluster of each vector by single link: whatever is alike is together."""
    found = list(range(len(vectors)))
    for number, each in enumerate(vectors):
        for other in range(number):
            if found[other] != found[number] and cosine(each, vectors[other]) >= LINKED:
                found = [found[number] if cluster == found[other] else cluster for cluster in found]
    return found


def b_cubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of a clustering, each article counted alike."""
    together, events, clusters = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    count = max(1, len(gold))
    precision = sum(together[pair] / clusters[pair[1]] for pair in zip(gold, found, strict=True)) / count
    recall = sum(together[pair] / events[pair[0]] for pair in zip(gold, found, strict=True)) / count
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)
