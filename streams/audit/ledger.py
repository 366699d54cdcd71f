"""The fold over every record of every topic, and, with the offsets that the groups have committed, the account.

A stage commits a record only when the broker has what it made of it, output or letter. So the position at which a source was last seen, and
the offset that the stage which reads there has committed, tell what became of it. For that the commits must be read before the topics'
ends.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from sys import intern

from streams.audit.account import Account, Entry
from streams.audit.incidents import Incidents
from streams.audit.trace import Seen, Trace, fingerprint
from streams.dlq import Box, Letter
from streams.dlq.letter import Kept, stated_source
from streams.errors import Poison
from streams.headers import ATTEMPTS, REPLAY, header, source
from streams.messages import HoldEnd, ScreenedArticle
from streams.pipeline.stages import SOURCES
from streams.topics import ALERTS, ARTICLES, DEAD_LETTERS, DUPLICATES, EVENTS, HOLDS, INCIDENTS, SKETCHES

WAY = tuple((stage, topic.name) for stage, topic in SOURCES.items())
"""Each stage and the topic it reads, in the order that an article takes."""
BESIDE = (SKETCHES.name, DUPLICATES.name)
"""The topics of articles that no group reads."""
HELD_ENDS = {
    "dropped": "dropped by hand",
    "expired": "dropped: held too long",
    "withdrawn": "dropped: killed while held",
    "replaced": "dropped: older",
}
"""The outcome by which the account names the end of an article that was held for a person; one that was released ends as any other."""
Committed = Mapping[str, Mapping[int, int]]
"""The offset that the group of each stage has committed, by partition: the next one that it would read."""
Position = tuple[str, int, int]


class Ledger:
    """A ledger takes records as they are read, and gives the account as often as asked."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._traces: defaultdict[str, Trace] = defaultdict(Trace)
        self._box = Box()
        self._incidents = Incidents()
        self._began: dict[tuple[str, int], int] = {}
        """The record time of the oldest record kept, in milliseconds since 1970, of each partition that no longer holds its beginning."""
        self._partitions: set[tuple[str, int]] = set()
        self._redriven = self._unnamed = 0
        self._redelivered: Counter[str] = Counter()
        self._ends: dict[str, str | None] = {}
        """The outcome of each article that was held for a person and is no longer, by source; None where it was released."""
        self._unmet: dict[str, tuple[str, ...]] = {}
        """The names in each kill of something that was not here, by the source of the kill."""

    def note(self, topic: str, record: Kept) -> None:
        """Take one record of a topic (named without prefix); those of one partition must come in order, partitions in any."""
        partition = (topic, record.partition)
        if partition not in self._partitions:
            self._partitions.add(partition)
            if record.offset > 0:
                self._began[partition] = record.timestamp
        if topic == DEAD_LETTERS.name:
            self._box.note(record)
        elif topic == ALERTS.name:
            self._incidents.note_alert(record)
        elif topic == INCIDENTS.name:
            self._incidents.note_incident(record)
        elif topic == HOLDS.name:
            self._note_hold(record)
        elif topic == ARTICLES.name:
            self._trace(source(record.headers) or f"{topic}/{record.partition}/{record.offset}", topic, record)
        else:
            named = source(record.headers) or stated_source(record.value or b"")
            if named is None:
                self._unnamed += 1
            else:
                self._trace(named, topic, record)

    def _note_hold(self, record: Kept) -> None:
        try:
            end = HoldEnd.decode(record.value or b"")
        except Poison:
            self._unnamed += 1
        else:
            self._ends[end.source] = HELD_ENDS.get(end.end)

    def _trace(self, named: str, topic: str, record: Kept) -> None:
        trace = self._traces[named]
        trace.uri = record.key or trace.uri
        if topic in BESIDE:
            self._redelivered[topic] += topic in trace.beside
            trace.beside = trace.beside if topic in trace.beside else (*trace.beside, topic)
            return
        if header(record.headers, REPLAY) is not None:  # events made again from stored entities are no second outcome
            return
        value = record.value or b""
        said = 0 if topic == ARTICLES.name else fingerprint(value)
        position = (record.partition, record.offset)
        seen = trace.seen.get(topic)
        if header(record.headers, ATTEMPTS) is not None:
            self._redriven += 1
        elif seen is not None:
            self._redelivered[topic] += 1
        if seen is not None:
            seen.again(position, record.timestamp, said)
            return
        trace.seen[topic] = Seen((position,), record.timestamp, said)
        if topic == EVENTS.name:
            try:
                article = ScreenedArticle.decode(value)
            except Poison:
                trace.outcome = None  # alert will say so in a letter
                return
            trace.outcome = intern(article.outcome)
            if article.relation is not None and article.relation.unmet:
                self._unmet[named] = article.relation.unmet

    def account(self, committed: Committed, until: Mapping[int, int] | None = None) -> Account:
        """Return the account of all articles on `articles`, or of those before the offsets in `until`, by partition."""
        letters: defaultdict[str, list[Letter]] = defaultdict(list)
        for letter in self._box.letters():
            if letter.source is not None:
                letters[letter.source].append(letter)
        outcomes: dict[str, str] = {}
        entries: list[Entry] = []
        waiting = frozenset(self._incidents.waiting.values())
        forgotten = 0
        for named, trace in self._traces.items():
            raw = trace.seen.get(ARTICLES.name)
            if raw is None or (until is not None and all(offset >= until.get(partition, 0) for partition, offset in raw.positions)):
                continue
            said = self._judge(named, trace, letters.get(named, []), committed, waiting)
            if isinstance(said, Entry):
                entries.append(said)
            elif said is None:
                forgotten += 1
            else:
                outcomes[named] = said
        repeated = {ALERTS.name: self._incidents.repeated, DEAD_LETTERS.name: self._box.repeated}
        return Account(
            outcomes=outcomes,
            open=tuple(entries),
            redelivered=self._redelivered + Counter(repeated),
            redriven=self._redriven,
            forgotten=forgotten,
            unnamed=self._unnamed,
            incidents=self._incidents.count,
            alerts=self._incidents.written,
            unmet=dict(sorted(self._unmet.items())),
            differences=tuple(self._incidents.differences()),
        )

    def _judge(self, named: str, trace: Trace, letters: list[Letter], committed: Committed, held: frozenset[str]) -> str | Entry | None:
        """Return the outcome of one source, an open entry, or None where the topics no longer hold what would tell."""
        furthest, (stage, topic) = [(number, way) for number, way in enumerate(WAY) if way[1] in trace.seen][-1]
        seen = trace.seen[topic]
        last = max(seen.positions, key=lambda position: position[1])

        def entry(state: str, detail: str = "") -> Entry:
            uri = trace.uri.decode("utf-8", "replace")
            return Entry(named, uri, state, stage, f"{topic}/{last[0]}/{last[1]}", detail)  # type: ignore[arg-type]

        differing = [name for _, name in WAY if name in trace.seen and trace.seen[name].differs]
        if differing:
            return entry("doubled", f"records on {', '.join(differing)} differ")
        answered = {self._origin(letter): letter for letter in letters}
        passed = [position for position in seen.positions if (topic, *position) not in answered]
        waiting = [position for position in passed if position[1] >= committed.get(stage, {}).get(position[0], 0)]
        if waiting:
            last = max(waiting, key=lambda position: position[1])
            return entry("in flight")
        found = {letter.outcome for letter in letters if letter.state == "open"}
        if passed and topic == EVENTS.name and trace.outcome is not None:
            found.add("held" if named in held else self._ends.get(named) or trace.outcome)
        if not found and any(letter.state == "dropped" for letter in letters):
            found.add("dropped by hand")
        if len(found) > 1:
            return entry("doubled", " and ".join(sorted(found)))
        if found:
            return found.pop()
        after = (DEAD_LETTERS.name, *(name for _, name in WAY[furthest + 1 : furthest + 2]))
        return None if any(seen.timestamp < oldest for oldest in self._oldest(after)) else entry("missing")

    def _origin(self, letter: Letter) -> Position:
        return letter.topic.removeprefix(self._prefix), letter.partition, letter.offset

    def _oldest(self, topics: tuple[str, ...]) -> Iterator[int]:
        return (timestamp for (topic, _), timestamp in self._began.items() if topic in topics)
