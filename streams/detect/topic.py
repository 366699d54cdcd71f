"""The topic of an article: a guess whether it is on sport, markets or entertainment, where words of violence are figures of speech."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from streams.detect.lexicon import lexicon, words
from streams.detect.reading import Reading

SHARE = 0.035
"""The share of an article's words from which a topic's vocabulary decides, times 2 for entertainment and times 1.6 for the others."""
STRONG_SHARE = 0.02
"""The share that is enough where at least one word hardly stands elsewhere."""
MOST_FEW = 4
"""The fewest words of a topic from which its share is looked at."""
_SPORTS = words("topic", "sports")
_LABELS = words("topic", "labels")
"""Labels that wires put before what is no hard news: "Soccer-", "Film review:"."""
HARM = words("topic", "harm")
"""Words that are seldom figures of speech."""


@dataclass(frozen=True)
class Topic:
    """The topic of an article: `name` is None for news as such, `strength` says how many times over the threshold it is, and `harmful`
    holds the sentences that speak of real harm.
    """

    name: str | None
    strength: float
    harmful: frozenset[int]

    def harm(self, sentence: int) -> bool:
        """Return True if a sentence speaks of real harm: two words of harm stand in it."""
        return sentence in self.harmful


def topic_of(reading: Reading) -> Topic:
    """Return the topic of an article; harm outweighs it: a bomb at a stadium is no sport."""
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
    """Return the words before the first dash or colon of the first line, joined by `_`: of "Film review: X" `film_review`."""
    first = text.partition("\n")[0][:60].replace("–", "-").replace("—", "-").replace(":", "-")
    return "_".join(first.partition("-")[0].lower().split())
