"""A worker's metrics, by Prometheus' rules: base units, `_total` for counters, few labels and none that grows with the articles.

A counter that appears with its first event has no rate before it, so whoever counts calls `from_zero` at its start.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter, which nothing reads
SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)

# Every worker and server
BUILD = Gauge("newswire_build_info", "Always 1; the labels say what runs.", ["version", "model", "stage"])
READY = Gauge("newswire_ready", "1 if nothing is missing that the process waits for (/readyz), else 0.")
ALIVE = Gauge("newswire_alive", "1 if no restart would help (/livez), else 0.")
MEMORY = Gauge("newswire_memory_bytes", "Resident memory of the process and its children.")
MEMORY_LIMIT = Gauge("newswire_memory_limit_bytes", "Memory that they may have: the container's limit, else the machine's.")

# Stages
RECORDS = Counter("newswire_records", "Records brought to an end, by what became of them.", ["stage", "outcome"])
LETTERS = Counter("newswire_dlq_records", "Dead letters written, by the kind of poison, or bug.", ["stage", "reason"])
RETRIES = Counter("newswire_retries", "Transient faults that were tried again in place.", ["stage"])
DURATION = Histogram("newswire_stage_duration_seconds", "From a batch taken to its outputs acknowledged.", ["stage"], buckets=SECONDS)
INFLIGHT = Gauge("newswire_stage_inflight", "Records of the batch that is worked on.", ["stage"])
LAST = Gauge("newswire_last_success_timestamp_seconds", "When the last batch came to its end.", ["stage"])
LAG = Gauge("newswire_stage_lag_records", "Records of this worker's partitions that its group has not committed.", ["stage"])
LAG_SECONDS = Gauge("newswire_stage_lag_seconds", "Time for which the oldest of them has waited.", ["stage"])
PARTITIONS = Gauge("newswire_stage_partitions", "Partitions of the stage's topic that this worker has.", ["stage"])
REBALANCES = Counter("newswire_rebalances", "Times that partitions were given anew.", ["stage"])
UNSETTLED = Gauge("newswire_stage_rebalance_seconds", "Time for which the rebalance lasts that is under way; 0 without one.", ["stage"])
AWAY = Gauge("newswire_stage_broker_away_seconds", "Time for which the broker has not answered; 0 while it does.", ["stage"])
SOURCE_CHANGES = Counter(
    "newswire_source_changes", "Times that a stage's source topic was made anew, or one of its partitions trimmed.", ["stage", "kind"]
)
SOURCE_LOST = Counter("newswire_source_lost_records", "Records that were deleted before their stage had read them.", ["stage"])

# What the stages find
NOTES = Counter("newswire_fields_noted", "Fields that clean left out, shortened or escaped.", ["field", "kind"])
DUPLICATES = Counter("newswire_duplicates", "Articles by what they are to those before: new, exact, near, update and so on.", ["kind"])
INDEX_BYTES = Gauge("newswire_index_bytes", "Bytes that screen's index holds.")
INDEX_ARTICLES = Gauge("newswire_index_articles", "Articles in screen's index, repeats too.")
INDEX_STORIES = Gauge("newswire_index_stories", "Open stories that are known by their words; at most 50,000.")
INDEX_LET_GO = Gauge("newswire_index_let_go_parts", "Parts of days that screen's index let go before their time, for want of memory.")
ALERTS = Counter("newswire_alerts", "Alerts written.", ["kind", "severity"])
AGE = Histogram("newswire_event_age_seconds", "From an article's record time to the alert that it causes.", buckets=SECONDS)
HOLDS_ENDED = Counter("newswire_holds_ended", "Articles that were held for a person and are no longer, by what became of them.", ["end"])

# serve
SERVED = Counter("newswire_serve_requests", "Requests that `streams serve` answered.", ["route", "status"])
STREAMS = Gauge("newswire_serve_streams", "Streams of alerts that are open.")
STREAMS_CUT = Counter("newswire_serve_streams_cut", "Streams that were cut off because their reader did not read.")

# feeds
FEED_POLLS = Counter("newswire_feed_polls", "Polls of sources, by what they brought.", ["outcome"])
FEED_ITEMS = Counter("newswire_feed_items", "Entries of sources, by what became of them.", ["outcome"])
FEED_PUSHES = Counter("newswire_feed_pushes", "Requests of hubs (WebSub), by what became of them.", ["outcome"])
FEED_PAGES = Counter("newswire_feed_pages", "Pages fetched for full text, by why they were not taken.", ["outcome"])
FEED_HEALTH = Gauge("newswire_feed_sources", "Sources by their health.", ["health"])
FEED_LATE = Gauge("newswire_feed_late_seconds", "Time for which the source that has waited longest is overdue.")
FEED_SOURCE = Gauge(
    "newswire_feed_source_info", "Always 1; the labels say what is known of a source that is polled.", ["source", "health", "language"]
)
FEED_SOURCE_SUCCESS = Gauge(
    "newswire_feed_source_last_success_timestamp_seconds", "When a source last answered in order; 0: never.", ["source"]
)
FEED_SOURCE_FAILURES = Gauge("newswire_feed_source_failures", "Polls of a source that failed since its last that did not.", ["source"])
FEED_SOURCE_ITEMS = Gauge("newswire_feed_source_items_per_day", "Entries sent of a source, the mean of up to seven days.", ["source"])
FEED_SOURCE_REPEATS = Gauge(
    "newswire_feed_source_repeats_ratio", "Share of a source's answered polls that brought a document without news.", ["source"]
)

# deliver
DELIVERY_RECORDS = Counter("newswire_delivery_records", "Records of alerts.changes, by what deliver did with them.", ["outcome"])
DELIVERIES_ENDED = Counter("newswire_deliveries", "Attempts to send messages, and what was given up, by target.", ["target", "outcome"])
DELIVERED_AGE = Histogram(
    "newswire_delivery_age_seconds", "From an alert's record on alerts.changes to its target's answer, if it took it.", buckets=SECONDS
)
TARGETS_WAITING = Gauge("newswire_delivery_targets_waiting", "Targets for which messages wait.")
TARGETS_DEAD = Gauge("newswire_delivery_targets_dead", "Targets that have failed for three days, or said that they are gone.")
SET_ASIDE = Gauge("newswire_delivery_set_aside_messages", "Messages that were given up and wait for `streams deliver retry`.")
OLDEST_WAITING = Gauge("newswire_delivery_oldest_waiting_seconds", "The age of the message that has waited longest for its target.")


def from_zero(metric: Counter | Gauge | Histogram, *values: Iterable[str]) -> None:
    """Make the series of each combination of label values, so that it stands at 0; `values` are those of each label, in their order."""
    for labels in product(*values):
        metric.labels(*labels)
