"""Long articles: what detect does grows with their length, and not with its square."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from streams.detect import detect
from streams.detect.merge import LOOKS_BACK, MOST_VICTIMS
from streams.messages import AnalysedArticle
from tests.detect.hand import Said, article, noun, verb
from tests.operations import operations

TOWNS = ("Kisumu", "Tamale", "Zinder", "Gao", "Kananga")


def raid(number: int) -> Said:
    """Return a sentence with an attack in a town and two counts."""
    town = TOWNS[number % len(TOWNS)]
    text = f"Raiders attacked a market in {town}, killing {number % 40 + 2} people and wounding {number % 70 + 3} others."
    return Said(text, [(town, "GPE")], [verb("attacked", "attack", ("agent", "Raiders"), ("patient", "a market"))])


def quake(number: int) -> Said:
    """Return a sentence with a quake, which may be the same as any other, however far apart."""
    town = TOWNS[number % len(TOWNS)]
    return Said(f"An earthquake struck {town} and {number % 90 + 2} people died.", [(town, "GPE")], [noun("earthquake", "earthquake")])


def death(number: int) -> Said:
    """Return a very short sentence with harm without a cause."""
    return Said("Gunmen killed two.", (), [verb("killed", "kill", ("agent", "Gunmen"), ("patient", "two"))])


@pytest.mark.parametrize("sentence", [raid, quake, death])
def test_twice_the_sentences_are_twice_the_work(sentence: Callable[[int], Said]) -> None:
    short, long = (article(*map(sentence, range(length))) for length in (2 * LOOKS_BACK, 4 * LOOKS_BACK))
    detect(article(*map(sentence, range(10))))  # what is read once: lexicon, gazetteer, names
    detect(long)
    assert operations(lambda: detect(long)) < 2.3 * operations(lambda: detect(short))


def test_casualties_go_to_the_nearest_attack_in_a_long_article() -> None:
    quiet = Said("The council met on Tuesday and talked of roads.")
    events = detect(article(raid(0), *[quiet] * 300, raid(1))).events
    assert [[(c.kind, c.min) for c in event.casualties] for event in events] == [
        [("killed", 2), ("injured", 3)],
        [("killed", 3), ("injured", 4)],
    ]


def test_a_long_list_of_victims_is_cut_and_the_event_stays() -> None:
    def killed(number: int) -> Said:
        name = f"Victim{chr(97 + number // 26)}{chr(97 + number % 26)}"
        frame = verb("killed", "kill", ("agent", "Gunmen"), ("patient", name))
        return Said(f"Gunmen killed {name}.", [(name, "PERSON")], [frame])

    events = detect(article(*map(killed, range(MOST_VICTIMS + 20)))).events
    assert events
    assert max(len(event.victims) for event in events) <= MOST_VICTIMS


def test_an_empty_article_has_no_events() -> None:
    empty: AnalysedArticle = article()
    assert detect(empty).events == ()
