"""Topic: a guess whether an article is about sport, markets or entertainment, where words of violence are figures of speech."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from streams.detect.lexicon import lexicon, words
from streams.detect.reading import Reading

SHARE = 0.035
"""Share of an article's words from which a topic's vocabulary tells."""
STRONG_SHARE = 0.02
"""The same with at least one word that hardly stands elsewhere."""
MOST_FEW = 4
"""Fewer words than this of a topic tell nothing."""
_SPORTS = words("topic", "sports")
_LABELS = words("topic", "labels")
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
    words = [word for row in reading.rows for word in row.lower if word[0].isalpha()]
    words += [w.lower() for w in (reading.article.headline or "").split()]
    if not words:
        return Topic(None, 0.0, frozenset())
    harmful = frozenset(i for i, found in enumerate(reading.vocabulary) if len(found & HARM) >= 2)
    labels = [_label(article.headline or ""), _label(reading.article.text)]
    if not _SPORTS.isdisjoint(labels) or not _LABELS.isdisjoint(labels):
        return Topic("entertainment" if _SPORTS.isdisjoint(labels) else "sport", 1.5, harmful)
    best: tuple[float, str] | None = None
    counted, text = Counter(words), ""
    for name, (known, strong) in lexicon().topics.items():
        hits = sum(counted[w] for w in counted.keys() & known)
        if hits < MOST_FEW:
            continue
        share = hits / len(words)
        text = text or " ".join(words)
        sure = not strong.isdisjoint(counted) or any(p.replace("-", " ") in text for p in strong if "-" in p)
        limit = STRONG_SHARE if sure else SHARE * (2.0 if name == "entertainment" else 1.6)
        if share >= limit and (best is None or share / limit > best[0]):
            best = (share / limit, name)
    harm = sum(counted[w] for w in counted.keys() & HARM) / len(words)
    if best is None or harm > 0.03:
        return Topic(None, 0.0, harmful)
    return Topic(best[1], best[0], harmful)


def _label(text: str) -> str:
    """The words before the first dash or colon of the first line, one blank between them as `_`: of "Film review: X" `film_review`."""
    first = text.partition("\n")[0][:60].replace("–", "-").replace("—", "-").replace(":", "-")
    return "_".join(first.partition("-")[0].lower().split())
