"""Answers to who did what, when and where: the main happening of the articles of giveme5w1h against the answers of its three coders.

Its authors had people judge each answer of theirs (Hamborg et al. 2019); nobody judges ours, so an answer is right if it agrees with an
answer of any coder. An article is asked about what a coder answered, and one in which we find no event is wrong in all of it. Agreement by
shared words is mild, so these figures cannot be compared with those of the authors.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from spacy.lang.en.stop_words import STOP_WORDS

from streams.alert.newsworthiness import happenings
from streams.detect.detection import detect
from streams.evaluation.peers import ArticlesOf, lines_of
from streams.messages import Actor, Event, EventArticle

UNDATED = datetime(2020, 1, 15, tzinfo=UTC)
"""The time at which an article that carries no date counts as published."""
_DAY = timedelta(days=1)
_DAYS = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)
_HEAD_ENDS = re.compile(r"[,;:(]|\b(?:of|in|at|on|from|for|to|with|by|near|who|that|which|and)\b", re.IGNORECASE)
"""The marks and words that end the head noun's part of a phrase."""
_ENDINGS = ("ing", "ed", "es", "s", "e")
_SHORTEST = 3
"""The fewest letters that a word keeps when it loses its ending."""


def four_w_scores(path: Path, articles_of: ArticlesOf) -> dict[str, Any]:
    """Return the share of right answers to each question, their mean, the articles asked and the answers that we do not give."""
    right, asked, missing = Counter[str](), Counter[str](), Counter[str]()
    silent = 0
    rows = list(lines_of(path))
    for row in rows:
        (article,) = articles_of([f"{row['title']}.\n\n{row['text']}"], published_of(row))
        event = main_happening(detect(article))
        silent += event is None
        for question, gold in gold_of(row).items():
            asked[question] += 1
            missing[question] += event is None or not answers(question, event)
            right[question] += event is not None and agrees(question, event, gold)
    shares = {question: right[question] / max(1, asked[question]) for question in _AGREE}
    return {
        **{question: round(share, 3) for question, share in shares.items()},
        "mean": round(sum(shares.values()) / len(shares), 3),
        "texts": len(rows),
        "withoutEvent": round(silent / max(1, len(rows)), 3),
        "asked": {question: asked[question] for question in _AGREE},
        "unanswered": {question: missing[question] for question in _AGREE},
    }


def main_happening(article: EventArticle) -> Event | None:
    """Return the event that alert takes as what the article is about, else the one that detect does, else the first of the text."""
    chief = next((each.chief for each in happenings(article) if each.main), None)
    main = next((event for event in article.events if event.main), None)
    return chief or main or min(article.events, key=_offset, default=None)


def _offset(event: Event) -> int:
    return event.predicate.start if event.predicate is not None else event.evidence.start


def published_of(row: dict[str, Any]) -> datetime:
    """Return when an article was published, UNDATED if it does not say."""
    try:
        return datetime.fromisoformat(row["date_publish"]).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return UNDATED


def gold_of(row: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the coders' answers to each question that one of them answered, in words or (a day) as a date."""
    told = {question: row["fiveWoneH"].get(question, {}).get("annotated", []) for question in _AGREE}
    given = {question: [one for one in answers if one.get("text") or one.get("parsed")] for question, answers in told.items()}
    return {question: answers for question, answers in given.items() if answers}


def answers(question: str, event: Event) -> bool:
    """Return True if an event has anything to say to a question: an actor, a place; it always has a type and a time."""
    return bool({"who": _party(event), "where": event.place}.get(question, True))


def agrees(question: str, event: Event, gold: Iterable[dict[str, Any]]) -> bool:
    """Return True if what an event says to a question agrees with one of the coders' answers."""
    return any(_AGREE[question](event, answer) for answer in gold)


def _who(event: Event, answer: dict[str, Any]) -> bool:
    """Return True if a doer, or where none is told one of those it befell, shares a name word or the head noun with the answer."""
    ours = {word for actor in _party(event) for word in _actor_words(actor)}
    return bool(ours & name_words(answer.get("text") or ""))


def _party(event: Event) -> tuple[Actor, ...]:
    return event.actors or event.victims or event.recipients


def _actor_words(actor: Actor) -> set[str]:
    return name_words(actor.text) | name_words(actor.name)


def _what(event: Event, answer: dict[str, Any]) -> bool:
    """Return True if the predicate or the summary shares a word with the answer that is no stop word, figure, day or month."""
    predicate = event.predicate.text if event.predicate is not None else ""
    return bool(content_words(f"{predicate} {event.summary or ''}") & content_words(answer.get("text") or ""))


def _when(event: Event, answer: dict[str, Any]) -> bool:
    """Return True if the time overlaps the answer's day, or is told in the same words."""
    words = event.time.text
    if words and _plain(words) == _plain(answer.get("text") or ""):
        return True
    if not answer.get("parsed"):
        return False
    day = datetime.fromisoformat(answer["parsed"][:10]).replace(tzinfo=UTC)
    return event.time.start < day + _DAY and day < event.time.end


def _where(event: Event, answer: dict[str, Any]) -> bool:
    """Return True if the answer names the place, or is a part of the place's own name, its province or its country."""
    told, place = _plain(answer.get("text") or ""), event.place
    if not told or place is None:
        return False
    names = [_plain(name) for name in (place.text, place.name) if name]
    around = [_plain(name) for name in (place.admin1, place.country_name) if name]
    return any(_holds(told, name) for name in names) or any(_holds(name, told) for name in (*names, *around))


_AGREE: dict[str, Callable[[Event, dict[str, Any]], bool]] = {"who": _who, "what": _what, "when": _when, "where": _where}


def name_words(phrase: str) -> set[str]:
    """Return the words of a phrase that name somebody, without endings: those with a capital, and the head noun."""
    words = re.findall(r"[^\W_]+", phrase)
    before = next((part for part in _HEAD_ENDS.split(phrase) if part.strip()), "")
    return {word_stem(word) for word in (*filter(_capital, words), *re.findall(r"[^\W_]+", before)[-1:]) if _telling(word)}


def content_words(phrase: str) -> set[str]:
    """Return the words of a phrase that tell what happens, without endings."""
    return {word_stem(word) for word in re.findall(r"[^\W\d_]+", phrase) if _telling(word) and word.lower() not in _DAYS}


def _capital(word: str) -> bool:
    return word[0].isupper()


def _telling(word: str) -> bool:
    """Return True for a word that is no stop word; `US`, in capitals, does not count as one."""
    return len(word) > 1 and (word.isupper() or word.lower() not in STOP_WORDS)


def word_stem(word: str) -> str:
    """Return a word in small letters without the commonest endings, so that `crashed` and `crash` are one."""
    lower = word.lower()
    ending = next((end for end in _ENDINGS if lower.endswith(end) and len(lower) - len(end) >= _SHORTEST), "")
    return lower.removesuffix(ending)


def _plain(words: str) -> str:
    """Return words in small letters with single blanks for all that is no letter or figure, without articles and prepositions before."""
    plain = " ".join(re.findall(r"[^\W_]+", words.lower()))
    return re.sub(r"^(?:(?:in|on|at|the|a|an) )+", "", plain)


def _holds(whole: str, part: str) -> bool:
    return bool(part) and f" {part} " in f" {whole} "
