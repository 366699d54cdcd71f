"""The decision on one article: what it is, and to which of the articles before it."""

from __future__ import annotations

from dataclasses import dataclass

from streams.messages import RelationKind
from streams.screen.changed import Replaced
from streams.screen.day import Ring
from streams.screen.entry import Entry
from streams.screen.facts import changes
from streams.screen.figures import retold
from streams.screen.headlines import headline_changes, kept_words
from streams.screen.history import is_withdrawal, revision, succeed
from streams.screen.kills import named_by, reissued, was_killed
from streams.screen.match import Asked, Match, best_match, headline_words, killed_by
from streams.screen.query import Query
from streams.screen.run import Positions
from streams.screen.text import SHINGLE
from streams.screen.verdict import TextKind, lifted


@dataclass(frozen=True, slots=True)
class Decision:
    """The kind of an article, and the earlier article that it relates to."""

    kind: RelationKind
    base: Entry | None = None
    """The article that it relates to."""
    of: str | None = None
    """The uri of that article if it is known by name only."""
    score: float = 1.0
    match: Match | None = None
    """The comparison of the text with the base's if that was made already."""
    figures: Replaced | None = None
    """The figures and other facts that are new in it if they were sought already."""
    above: Replaced = ()
    """The new facts of its headline and dateline, at indices counted on from the last word of the text."""
    why: str = ""
    """The reason, in words."""


@dataclass(frozen=True, slots=True)
class Decider:
    """One article against the days: `indices` are those into the query's keys, and `rows` the rows that have those keys."""

    ring: Ring
    query: Query
    indices: Positions
    rows: Positions

    def decide(self) -> Decision:
        """Return the decision by uri, by what the article names, by canonical link, by the whole text, or by parts of it: in this order."""
        query = self.query
        sketch = query.sketch
        past = self._rows("uri", query.uri, 1)
        if past:
            kind, base = succeed(sketch, query.exact, [entry for _, entry in past])
            if reissued(self.ring, sketch, base, kind):
                return Decision("update", base, why="a newer version of an article that was killed: it is issued anew")
            same = [(row, entry) for row, entry in past if entry.exact == query.exact and entry.kind != "withdrawal"]
            if kind == "exact" and same and not is_withdrawal(sketch) and not (sketch.versioned and base.versioned):
                return self._same_text(same, "its uri was here before, with this text")
            return Decision(kind, base, why="its uri was here before: versions of one article")
        named = self._named()
        if is_withdrawal(sketch):
            return self._withdraw(named)
        if named is not None and sketch.signal in ("update", "correction"):
            return Decision(revision(sketch), named, why="it says what it is, and names the article")
        linked = [(row, entry) for row, entry in self._rows("link", query.link, 2) if entry.publisher == query.publisher]
        if linked:
            same = [(row, entry) for row, entry in linked if entry.exact == query.exact]
            why = "the same publisher had its canonical link before"
            return self._same_text(same, why) if same else Decision(revision(sketch), linked[-1][1], why=why)
        return self._by_text()

    def seen(self) -> Entry | None:
        """Return the article itself if its source was here before; otherwise None."""
        entries = self._where("source", self.query.source, 0)
        return entries[0] if entries else None

    def _by_text(self) -> Decision:
        if same := self._same_words():
            return self._same_text(same, "the very same words")
        sketch = self.query.sketch
        match, entry = self._best()
        if match is None or entry is None:
            return Decision("new", score=0.0, why="nothing here shares enough of it")
        one = entry.publisher == self.query.publisher
        told, figures, above = self._told(match)
        kind = lifted(told, sketch.signal, old_signal=entry.signal, same_publisher=one)
        why = match.why if told == match.kind else f"{match.why}, and other facts"
        if kind != told:
            why += f"; the wire calls it a {kind}"
        if kind in ("near", "contained") and one and was_killed(self.ring, entry):
            kind, why = "update", f"{why}; its publisher killed that, and issues it anew"
        score = max(match.pair.of_new, match.pair.of_old)
        return Decision(kind, entry, score=score, match=match, figures=figures, above=above, why=why)

    def _same_text(self, same: list[tuple[int, Entry]], why: str) -> Decision:
        """Return a repeat, unless the headline tells what no headline over this text did, or the wire calls it a correction."""
        query = self.query
        sketch = query.sketch
        above: Replaced = ()
        base = same[0][1]
        for row, entry in same:
            base = entry
            above = headline_changes(sketch.headline, sketch.located, query.text, self.ring.headline(row))
            if not above:
                break
        last = same[-1][1]
        if above:
            kind = revision(sketch)
            return Decision(kind, last, above=above, why=f"{why}; its headline or dateline tells another fact")
        corrected = all(entry.signal != "correction" for _, entry in same) and last.publisher == query.publisher
        if sketch.signal == "correction" and corrected:
            return Decision("correction", last, why=f"{why}; the wire calls it a correction")
        # The paper that prints a correction repeats that.
        alike = [entry for _, entry in same if entry.signal == sketch.signal] if sketch.signal == "correction" else []
        return Decision("exact", alike[0] if alike else base, why=why)

    def _of_headline(self) -> Entry | None:
        return killed_by(self.ring, headline_words(self.query.sketch.headline), self.query.publisher)

    def _told(self, match: Match) -> tuple[TextKind, Replaced | None, Replaced]:
        """Return the kind by words alone, or `update` if the words are the same and the facts others.

        So no toll that rose may pass for a repeat. The new facts of the text (None if they were not sought) and those of its headline and
        dateline are returned with the kind.
        """
        old = self.ring.text(match.row)
        if match.kind not in ("near", "contained") or old is None:
            return match.kind, None, ()
        sketch, text = self.query.sketch, self.query.text
        figures, facts = changes(text, old, match.copies)
        above = headline_changes(sketch.headline, sketch.located, text, self.ring.headline(match.row))
        news = facts or above or retold(text, figures, match.copies)
        return ("update" if news else match.kind), (*figures, *facts), above

    def _withdraw(self, named: Entry | None) -> Decision:
        """Return the decision on a kill: of what it names, else what it quotes, else whose headline it repeats, else nothing known."""
        sketch = self.query.sketch
        if named is not None:
            return Decision("withdrawal", named, why="it withdraws the article that it names")
        if (entry := named_by(self.ring, sketch, self.query.publisher)) is not None:
            return Decision("withdrawal", entry, why="it withdraws the article that it names by slug or headline")
        if sketch.refers_to:
            return Decision("withdrawal", of=sketch.refers_to[0], why="it withdraws an article that was not here")
        if same := self._same_words():
            return Decision("withdrawal", same[0][1], why="it withdraws the text that it repeats")
        match, entry = self._best()
        if match is not None:
            score = max(match.pair.of_new, match.pair.of_old)
            return Decision("withdrawal", entry, score=score, match=match, why="it withdraws the text that it quotes")
        killed = self._of_headline()
        why = "it withdraws the article whose headline it repeats" if killed is not None else "it withdraws something that was not here"
        return Decision("withdrawal", killed, score=0.5 if killed is not None else 0.0, why=why)

    def _same_words(self) -> list[tuple[int, Entry]]:
        """Return the earlier articles of the very same words; none for a text so short that it says nothing (`More follows`)."""
        return self._rows("exact", self.query.exact, 3) if len(self.query.text.words) >= SHINGLE else []

    def _best(self) -> tuple[Match | None, Entry | None]:
        shared = self.indices >= self.query.prints
        indices, rows = self.indices[shared] - self.query.prints, self.rows[shared]
        match = best_match(self.ring, self.query.text, indices, rows, self._asked())
        return match, self.ring.entry(match.row) if match is not None else None

    def _asked(self) -> Asked:
        query = self.query
        corrects = headline_words(query.sketch.headline) if query.sketch.signal == "correction" else None
        told = len(headline_words(query.sketch.headline)) > 0  # a dateline alone is no headline
        headline = tuple(kept_words(query.sketch.headline, query.sketch.located).tolist()) if told else ()
        return Asked(query.publisher, headline, query.sketch.signal in ("update", "correction"), corrects)

    def _named(self) -> Entry | None:
        """Return the latest version of the first known article that it refers to; None if it refers to none that is known."""
        for at, uri in enumerate(self.query.refers_to):
            entries = self._where("uri", uri, 4 + at)
            if entries:
                return entries[-1]
        return None

    def _where(self, name: str, value: int, index: int) -> list[Entry]:
        return [entry for _, entry in self._rows(name, value, index)]

    def _rows(self, name: str, value: int, index: int) -> list[tuple[int, Entry]]:
        """Return the articles that have a hash, each with its row, by the hash's index in the keys.

        A key is only 32 bits of the hash, so the rest is compared here.
        """
        rows = self.rows[self.indices == index]
        if not value or not len(rows):
            return []
        found = [(row, self.ring.entry(row)) for row in rows[self.ring.column(name, rows) == value].tolist()]
        return [(row, entry) for row, entry in found if entry is not None]
