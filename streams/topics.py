"""Every topic, declared once: name, key, partitions, retention, compaction.

    articles -> articles.clean -> articles.screened -> articles.entities -> articles.events -> alerts, alerts.changes
                articles.sketches   articles.duplicates                                        incidents, holds
                                              any stage -> dead-letters

Keyed topics have the same number of partitions. `articles.sketches` and `articles.events` have one: they give the order in
which the two decisions that need one global order are taken (docs/decisions.md).
No source of a Faust stage is compacted or transactional: a hole in its offsets means lost records (guard A in flow/guards.py).
"""

from __future__ import annotations

from dataclasses import dataclass

HOUR_MS = 3_600_000
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: `partitions` None = as many as the settings say; `retention_hours` None = kept for ever."""

    name: str
    key: str
    holds: str
    partitions: int | None = None
    retention_hours: int | None = 7 * 24
    compact: bool = False
    max_bytes: int = 10 * MEGABYTE

    def count(self, partitions: int) -> int:
        """Return the number of its partitions where keyed topics have `partitions`."""
        return self.partitions or partitions

    def config(self, replication: int) -> dict[str, str]:
        """Kafka's own settings for it."""
        made = {
            "cleanup.policy": "compact" if self.compact else "delete",
            "max.message.bytes": str(self.max_bytes),
            "min.insync.replicas": str(min(2, replication)),
            "compression.type": "producer",
            # A worker's clock that is fast would have its records refused, one that is a week slow would have them deleted before they
            # are read: behind `articles` the broker's own clock counts. There a feeder may set a time, but not in the future: one record
            # of next year would push all others out of screen's window. (Kafka's own default since 4.0, KIP-937.)
            **({"message.timestamp.after.max.ms": str(HOUR_MS)} if self is ARTICLES else {"message.timestamp.type": "LogAppendTime"}),
        }
        if not self.compact:
            made["retention.ms"] = str(self.retention_hours * HOUR_MS if self.retention_hours else -1)
        return made


ARTICLES = Topic("articles", "uri, or none", "articles as they come: any input form, raw bytes")
CLEAN = Topic("articles.clean", "uri", "text, facts and the audit of cuts")
SKETCHES = Topic("articles.sketches", "uri", "what screen's index is made of, in the global order", partitions=1)
SCREENED = Topic("articles.screened", "uri", "and what each one repeats")
DUPLICATES = Topic("articles.duplicates", "uri", "the verdict on each article", compact=True)
ENTITIES = Topic(
    "articles.entities",
    "uri",
    "and names, sentences, frames: history can be re-coded from here",
    retention_hours=30 * 24,
)
EVENTS = Topic("articles.events", "uri", "and typed events", partitions=1, retention_hours=30 * 24)
ALERTS = Topic("alerts", "incident id", "the state of each incident, newest revision last", compact=True)
CHANGES = Topic(
    "alerts.changes", "incident id", "every revision of each incident: the records of alerts, kept by time", retention_hours=30 * 24
)
INCIDENTS = Topic("incidents", "incident id", "alert's own state", partitions=1, compact=True)
HOLDS = Topic("holds", "source", "what became of articles that were held for a person", partitions=1, retention_hours=30 * 24)
SUBSCRIPTIONS = Topic(
    "subscriptions", "name, or silence/id", "files of subscriptions, and silences", partitions=1, compact=True, max_bytes=MEGABYTE
)
DELIVERIES = Topic("deliveries", "subscription", "deliver's own state: what was sent to whom, and what waits", partitions=1, compact=True)
FEED_SOURCES = Topic("sources", "what it holds, and the address", "feeds that are polled, and their state", partitions=1, compact=True)
JUDGEMENTS = Topic(
    "judgements", "alert, field and reader", "what readers found right or wrong in alerts", partitions=1, compact=True, max_bytes=MEGABYTE
)
DEAD_LETTERS = Topic(
    "dead-letters",
    "as it came",
    "what no stage could read, byte for byte, with `dlq-*` headers, and what became of each",
    retention_hours=30 * 24,
    max_bytes=12 * MEGABYTE,
)

TOPICS: tuple[Topic, ...] = (
    ARTICLES,
    CLEAN,
    SKETCHES,
    SCREENED,
    DUPLICATES,
    ENTITIES,
    EVENTS,
    ALERTS,
    CHANGES,
    INCIDENTS,
    HOLDS,
    SUBSCRIPTIONS,
    DELIVERIES,
    FEED_SOURCES,
    JUDGEMENTS,
    DEAD_LETTERS,
)
DOORS: tuple[Topic, ...] = (SUBSCRIPTIONS, DELIVERIES, FEED_SOURCES, JUDGEMENTS)
"""The topics of what stands before and behind the pipeline: no record there is of an article, so the account leaves them out."""
