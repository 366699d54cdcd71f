"""A worker's metrics, by Prometheus' rules: base units, `_total` for counters, few labels and none that grows with the articles."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)

RECORDS = Counter("newswire_records", "Records brought to an end, by what became of them.", ["stage", "outcome"])
LETTERS = Counter("newswire_dlq_records", "Dead letters written, by the class of the error.", ["stage", "reason"])
NOTES = Counter("newswire_fields_noted", "Fields that clean left out, shortened or escaped.", ["field", "kind"])
RETRIES = Counter("newswire_retries", "Transient faults that were tried again in place.", ["stage"])
DURATION = Histogram("newswire_stage_duration_seconds", "From a batch taken to its outputs acknowledged.", ["stage"], buckets=SECONDS)
INFLIGHT = Gauge("newswire_stage_inflight", "Records of the batch that is worked on.", ["stage"])
LAST = Gauge("newswire_last_success_timestamp_seconds", "When the last batch came to its end.", ["stage"])
AGE = Histogram("newswire_event_age_seconds", "From an article's record time to the alert that it causes.", buckets=SECONDS)
DUPLICATES = Counter("newswire_duplicates", "Articles by what they are to those before: new, exact, near, update and so on.", ["kind"])
INDEX_BYTES = Gauge("newswire_index_bytes", "Bytes that screen's index holds.")
INDEX_ARTICLES = Gauge("newswire_index_articles", "Articles in screen's index, repeats too.")
INDEX_STORIES = Gauge("newswire_index_stories", "Open stories that are known by their words; at most 50,000.")
INDEX_LET_GO = Gauge("newswire_index_let_go_parts", "Parts of days that screen's index let go before their time, for want of memory.")
HOLDS_ENDED = Counter("newswire_holds_ended", "Articles that were held for a person and are no longer, by what became of them.", ["end"])
ALERTS = Counter("newswire_alerts", "Alerts written.", ["kind", "severity"])
LAG = Gauge("newswire_stage_lag_records", "Records of this worker's partitions that its group has not committed.", ["stage"])
REBALANCES = Counter("newswire_rebalances", "Times that partitions were given anew.", ["stage"])
SOURCE_CHANGES = Counter(
    "newswire_source_changes", "Times that a stage's source topic was made anew, or one of its partitions trimmed.", ["stage", "kind"]
)
SOURCE_LOST = Counter("newswire_source_lost_records", "Records that were deleted before their stage had read them.", ["stage"])
BUILD = Gauge("newswire_build_info", "Always 1; the labels say what runs.", ["version", "model", "stage"])
SERVED = Counter("newswire_serve_requests", "Requests that `streams serve` answered.", ["route", "status"])
STREAMS = Gauge("newswire_serve_streams", "Streams of alerts that are open.")
STREAMS_CUT = Counter("newswire_serve_streams_cut", "Streams that were cut off because their reader did not read.")
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
for _metric, _values in (
    (FEED_POLLS, ("new", "nothing new", "not modified", "gone", "failed")),
    (FEED_ITEMS, ("new", "changed", "same", "old", "no text", "refused")),
    (FEED_PUSHES, ("new", "nothing new", "failed", "verified", "denied", "not signed", "unknown", "too much")),
):
    for _value in _values:  # a counter that appears with its first event has no rate before it
        _metric.labels(_value)
DELIVERY_RECORDS = Counter("newswire_delivery_records", "Records of alerts.changes, by what deliver did with them.", ["outcome"])
DELIVERIES_ENDED = Counter("newswire_deliveries", "Attempts to send messages, and what was given up, by target.", ["target", "outcome"])
DELIVERED_AGE = Histogram(
    "newswire_delivery_age_seconds", "From an alert's record on alerts.changes to its target's answer, if it took it.", buckets=SECONDS
)
TARGETS_WAITING = Gauge("newswire_delivery_targets_waiting", "Targets for which messages wait.")
TARGETS_DEAD = Gauge("newswire_delivery_targets_dead", "Targets that have failed for three days, or said that they are gone.")
SET_ASIDE = Gauge("newswire_delivery_set_aside_messages", "Messages that were given up and wait for `streams deliver retry`.")
OLDEST_WAITING = Gauge("newswire_delivery_oldest_waiting_seconds", "The age of the message that has waited longest for its target.")
for _outcome in ("taken", "too old", "replayed", "unreadable"):
    DELIVERY_RECORDS.labels(_outcome)
for _target in ("webhook", "notify", "topic"):
    for _outcome in ("delivered", "failed", "gone", "refused", "dropped"):
        DELIVERIES_ENDED.labels(_target, _outcome)
