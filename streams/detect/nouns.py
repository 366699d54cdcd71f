"""Nouns that tell of an event where extract made no frame of them: unmistakable ones only (`earthquake`, `power outage`)."""

from __future__ import annotations

from streams.detect.lexicon import lexicon
from streams.detect.reading import Reading
from streams.detect.stretches import Stretches
from streams.messages import AnalysedArticle, Frame


def with_nouns(article: AnalysedArticle) -> AnalysedArticle:
    """The article with a bare frame for each such noun that no frame covers."""
    reading = Reading(article)
    nouns = lexicon().nouns
    covered = Stretches((f.start, f.end) for f in article.frames)
    names = Stretches((e.start, e.end) for e in article.entities)
    added_end = 0
    added: list[Frame] = []
    for sentence, words in enumerate(reading.words):
        for i in range(len(words)):
            for size in (2, 1):
                run = words[i : i + size]
                lemma = "_".join([*(w.lower for w in run[:-1]), _singular(run[-1].lower)])
                if len(run) < size or not any(s.solo for s in nouns.get(lemma, ())):
                    continue
                start, end = run[0].start, run[-1].end
                if start < added_end or covered.overlaps(start, end) or names.holds(start, end):
                    break
                added_end = end
                added.append(
                    Frame(sentence=sentence, start=start, end=end, text=article.text[start:end], lemma=lemma.replace("_", " "), pos="NOUN")
                )
                break
    return article.with_(frames=(*article.frames, *added)) if added else article


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
