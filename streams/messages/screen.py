"""The records of screen: what an article is to those before it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from streams.messages.clean import CleanArticle
from streams.messages.vocabulary import RelationKind
from streams.messages.wire import Message


def leader_of(read: dict[str, Any]) -> str:
    """Return the leader of a record that does not name it, from its story: before there were leaders, stories were what these are now."""
    return f"leader-{read.get('story', '').removeprefix('story-')}"


class FigureChange(Message):
    """A figure that the original does not have where this article has it; offsets are into `text`."""

    start: int
    end: int
    after: str
    """The figure as it stands in this article."""
    before: str | None = None
    """The figure that stood there; None without one, or where it cannot be told."""


class Relation(Message):
    """The relation of an article to those before it."""

    kind: RelationKind
    of: str | None = None
    """uri of the original, unless new."""
    of_version: str | None = None
    story: str
    """Stable id shared by all articles that tell of one thing, by the likeness of their words: `story-` and 12 hex digits."""
    leader: str = Field(default_factory=leader_of)
    """Stable id shared by all articles that are versions, repeats or updates of one leader: `leader-` and 12 hex digits."""
    score: float = 0.0
    """The certainty of the verdict, from 0 to 1: 1 for exact."""
    copied: float = 0.0
    """Share of this article's words that stand in the original."""
    reprint: bool = False
    """The same text by another publisher."""
    changed: tuple[str, ...] = ()
    """The parts that the original does not have: sentences mostly new, other stretches of new words, figures as `killed 12 -> 18`."""
    figures: tuple[FigureChange, ...] = ()
    """The figures among those parts."""
    unmet: tuple[str, ...] = ()
    """Uris, slugs and headlines that a kill names, where nothing of it was here; its own uri where it names none."""
    wire_origin: str | None = None
    """The agency or publisher whose text it is: the agency that it credits, else that of the text it copies, else its publisher."""

    @property
    def repeats(self) -> bool:
        """True if there is nothing new in the article: it is not parsed again and counts as a source only."""
        return self.kind in ("exact", "near", "contained")


class ScreenedArticle(CleanArticle):
    """`articles.screened`: the cleaned article and its relation to those before it."""

    relation: Relation | None = None
    """The relation to those before it; None only for an article that clean dropped."""

    @property
    def outcome(self) -> str:
        """The one counted end of the article: `published`, `repeat` or `dropped: REASON`."""
        if self.dropped is not None:
            return f"dropped: {self.dropped.reason}"
        return "repeat" if self.relation is not None and self.relation.repeats else "published"

    @property
    def readable(self) -> bool:
        """True if there is something in the article to parse: it is usable, and neither dropped nor a repeat nor a withdrawal."""
        if self.dropped is not None or self.relation is None or self.relation.repeats:
            return False
        return self.relation.kind != "withdrawal" and self.pub_status == "usable"


class Verdict(Message):
    """`articles.duplicates`: the relation of one article, keyed by uri, compacted."""

    uri: str
    version: str
    source: str
    relation: Relation
