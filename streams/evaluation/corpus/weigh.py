"""The weights of detect's decision, learned from annotated articles whose readings come from readers that never saw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from streams.detect import likeness
from streams.detect.decision import NONE, features, voices_of
from streams.detect.likeness import Shelf
from streams.detect.reading import Reading
from streams.detect.topic import topic_of
from streams.evaluation.corpus.annotated import Annotated, annotated
from streams.evaluation.corpus.examples import examples_of
from streams.evaluation.corpus.happenings import Case, country_cases, news_cases, town_cases
from streams.extract.model import load
from streams.model.load import with_events
from streams.model.recipe.events import corpus, folds
from streams.screen import frequency

_RIDGE = 1e-3
"""The weight of the squares of the weights, so that a feature that is hardly ever there stays near nothing."""
_STEPS = 400
_EAGER = tuple(step / 10 for step in range(-5, 16))
_WHOLE = 5
"""The number of sentences from which a text of the corpus is a whole article, whose words say how rare words are."""
WEIGHTS_FILE, COUNTRY_FILE, TOWN_FILE, STORY_FILE = "weights.toml", "country.toml", "town.toml", "story.toml"


def cases(articles: Iterable[Annotated], known: Shelf | None = None) -> list[Case]:
    """Return a case for every predicate of the articles of which something is said, and of which a right class is in question."""
    found = list[Case]()
    for one in articles:
        reading = Reading(one.article)
        topic = topic_of(reading)
        voices = voices_of(reading, topic)
        gold = one.told_by_frame()
        for index, frame in enumerate(one.article.frames):
            if index not in voices and frame.reading is None:
                continue
            told = gold.get(index)
            accepted = {NONE} if told is None else {told.type, *told.also}
            by_class = features(reading, index, voices, topic, known)
            right = tuple(name in accepted for name in by_class)
            if any(right):
                found.append(Case(tuple(by_class.values()), right))
    return found


def weights_of(given: Sequence[Case]) -> dict[str, float]:
    """Return the weights of detect's decision: the likeliest ones, with so much more for every class but none as gives the best F."""
    learned = likeliest(given)
    eager = max(_EAGER, key=lambda more: (_balance(given, _readier(learned, more)), -more))
    return rounded(_readier(learned, eager))


def likeliest(given: Sequence[Case]) -> dict[str, float]:
    """Return the weights under which the accepted classes are likeliest, by gradient descent with momentum on the whole set; of no case
    none.
    """
    if not given:
        return {}
    names = sorted({name for case in given for features in case.classes for name in features})
    column = {name: index for index, name in enumerate(names)}
    owner = [number for number, case in enumerate(given) for _ in case.classes]
    fits = [fit for case in given for fit in case.right]
    table = np.zeros((len(owner), len(names)))
    for row, told in zip(table, (told for case in given for told in case.classes), strict=True):
        for name, value in told.items():
            row[column[name]] = value
    scale = np.maximum(np.abs(table).max(axis=0), 1e-9)
    weights = _descended(table / scale, np.array(owner), np.array(fits), len(given)) / scale
    return dict(zip(names, weights.tolist(), strict=True))


def rounded(weights: dict[str, float]) -> dict[str, float]:
    """Return the weights as they are written down, rounded to three decimals."""
    return {name: round(weight, 3) for name, weight in weights.items()}


def _readier(weights: dict[str, float], more: float) -> dict[str, float]:
    """Return the weights with so much more for every class but none."""
    return {name: weight + more * name.startswith("is ") for name, weight in weights.items()}


def _balance(given: Sequence[Case], weights: dict[str, float]) -> float:
    """Return F over the predicates that are given a type: chances alone would leave out what is less likely than not."""
    right = said = told = 0
    for case in given:
        sums = [sum(weights[name] * value for name, value in features.items()) for features in case.classes]
        best = sums.index(max(sums))  # the first class is `none`
        said += best > 0
        right += best > 0 and case.right[best]
        told += not case.right[0]
    return 2 * right / max(1, said + told)


def _descended(table: NDArray[np.float64], of: NDArray[np.int64], fit: NDArray[np.bool_], count: int) -> NDArray[np.float64]:
    """Return the weights that Adam gives for the mean log-likelihood of the accepted classes."""
    weights, mean, square = (np.zeros(table.shape[1]) for _ in range(3))
    for step in range(1, _STEPS + 1):
        sums = table @ weights
        top = np.full(count, -np.inf)
        np.maximum.at(top, of, sums)
        raised = np.exp(sums - top[of])
        every, accepted = (np.zeros(count) for _ in range(2))
        np.add.at(every, of, raised)
        np.add.at(accepted, of, raised * fit)
        pull = raised * fit / accepted[of] - raised / every[of]
        gradient = table.T @ pull / count - _RIDGE * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        weights = weights + 0.1 * (1 - step / (_STEPS + 1)) * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def learn(work: Path, corpus_folder: Path, tell: Callable[[str], None]) -> None:
    """Draw the examples from the corpus' training texts and learn all weights of detect from them, count the words by which alert finds
    articles alike, and write all into `work`.

    Each text is read by the reader of its fold, which lies in `work` and never saw it.
    """
    nlp = load()
    texts = corpus.by_part(list(corpus.read(corpus_folder)), "train")
    read = list[Annotated]()
    for number in range(folds.count(work)):
        with_events(nlp, folds.folder(work, number))
        own = [text for text in texts if folds.of(text, folds.count(work)) == number]
        read += annotated(nlp, own)
        tell(f"fold {number}: {len(own)} texts")
    examples = list(examples_of(read))
    likeness.write(examples, work / likeness.FILE)
    found = cases(read, likeness.shelf_of(examples))
    tell(f"{len(examples)} examples, {len(found)} predicates")
    write("the decision on a predicate (streams/detect/decision.py)", weights_of(found), work / WEIGHTS_FILE)
    countries = list(country_cases(read))
    of_countries = rounded(likeliest(countries))
    write("an event's country (streams/detect/country.py)", of_countries, work / COUNTRY_FILE)
    towns = list(town_cases(read, of_countries))
    of_towns = rounded(likeliest(towns))
    write("an event's place within its country (streams/detect/town.py)", of_towns, work / TOWN_FILE)
    news = list(news_cases(read, of_countries, of_towns))
    write("an event's being news (streams/detect/story.py)", rounded(likeliest(news)), work / STORY_FILE)
    tell(f"{len(countries)} happenings with a country, {len(towns)} with a place, {len(news)} events that are news or not")
    table = frequency.count("\n".join([text.headline or "", *text.sentences]) for text in texts if len(text.sentences) >= _WHOLE)
    frequency.write(table, work / frequency.FILE)
    tell(f"{len(table.of)} words of {table.texts} texts, by which articles are alike")


def write(what: str, weights: dict[str, float], path: Path) -> None:
    """Write the weights to a file as detect reads them."""
    lines = [
        f"# The weights of {what}, by `streams model train events`; natural logarithms of odds.",
        "[weights]",
        *(f'"{name}" = {weight}' for name, weight in sorted(weights.items())),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
