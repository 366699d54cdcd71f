"""Topic: a guess whether an article is about sport, markets or entertainment, where words of violence are figures of speech."""

from __future__ import annotations

import re
from dataclasses import dataclass

from streams.detect.lexicon import lexicon, words
from streams.detect.reading import Reading

SHARE = 0.035
"""Share of an article's words from which a topic's vocabulary tells."""
STRONG_SHARE = 0.02
"""The same with at least one word that hardly stands elsewhere."""
MOST_FEW = 4
"""Fewer words than this of a topic tell nothing."""
_LABEL = re.compile(
    r"(?:(soccer|football|cricket|tennis|golf|rugby|chess|cycling|boxing|basketball|baseball|hockey|athletics|motor racing|formula one"
    r"|swimming|nba|nfl|mlb|nhl)|"
    r"(?:film|book|theatre|music|album|tv|movie|game|concert|restaurant) (?:review|preview)s?|"
    r"reviews?|recipe|horoscope|quiz|crossword|obituary)\s*(?:[-:–—]|$)",
    re.I | re.M,
)
"""How wires label what is no hard news: "Soccer-", "Film review:"."""
HARM = words("topic", "harm")
"""Words that are seldom figures of speech."""


@dataclass(frozen=True)
class Topic:
    """What an article is about, with `strength` = how many times over the threshold; name None = news as such."""

    name: str | None
    strength: float
    harmful: frozenset[int]

    def harm(self, sentence: int) -> bool:
        """Whether a sentence speaks of real harm: two such words, or one and its neighbour another."""
        return sentence in self.harmful


def topic_of(reading: Reading) -> Topic:
    """The topic of an article; harm outweighs it: a bomb at a stadium is no sport."""
    article = reading.article
    words = [w.lower for row in reading.words for w in row if w.lower[0].isalpha()]
    words += [w.lower() for w in (reading.article.headline or "").split()]
    if not words:
        return Topic(None, 0.0, frozenset())
    harmful = frozenset(i for i, found in enumerate(reading.vocabulary) if len(found & HARM) >= 2)
    if (label := _LABEL.match(article.headline or "") or _LABEL.match(reading.article.text)) is not None:
        return Topic("sport" if label[1] else "entertainment", 1.5, harmful)
    best: tuple[float, str] | None = None
    for name, (known, strong) in lexicon().topics.items():
        hits = sum(w in known for w in words)
        if hits < MOST_FEW:
            continue
        share = hits / len(words)
        sure = len({w for w in words if w in strong} | {p for p in strong if "-" in p and p.replace("-", " ") in " ".join(words)})
        limit = STRONG_SHARE if sure else SHARE * (2.0 if name == "entertainment" else 1.6)
        if share >= limit and (best is None or share / limit > best[0]):
            best = (share / limit, name)
    harm = sum(w in HARM for w in words) / len(words)
    if best is None or harm > 0.03:
        return Topic(None, 0.0, harmful)
    return Topic(best[1], best[0], harmful)
