"""Bad input through the real pipeline, clean to detect, with the bundled model: it answers, and what it says holds together."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import UTC, datetime

import orjson
import pytest

from streams import pool
from streams.errors import Killer
from streams.extract import analyse
from streams.extract.model import load
from streams.extract.work import reading
from streams.logs import Place
from streams.messages import AnalysedArticle, EventArticle
from streams.pipeline.runner import Failed, Runner
from streams.pool import Child
from streams.settings import Settings
from tests.extract.docs import frame, roles, screened, stretches

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def runner() -> Runner:
    return Runner(Settings(), until="detect")


def through(runner: Runner, text: str) -> EventArticle:
    """Return the pipeline's result for a text, its offsets checked."""
    (message,) = runner.run([orjson.dumps({"text": text})], NOON)
    assert isinstance(message, EventArticle)
    hold_together(message)
    return message


def hold_together(article: AnalysedArticle) -> None:
    """Assert that the words stand at every offset that is said to be theirs."""
    text = article.text
    for one in article.entities:
        assert text[one.start : one.end] == one.text
        assert one.text.strip()
    for predicate in article.frames:
        for span in stretches(predicate):
            assert text[span.start : span.end] == span.text
    ends = [0, *(edge for sentence in article.sentences for edge in (sentence.start, sentence.end)), len(text)]
    assert ends == sorted(ends)


def test_a_sentence_of_3000_words(runner: Runner) -> None:
    clause = "the army shelled Bama while rebels held Konduga and farmers fled towards Dikwa "
    text = f"Police in Lagos said on Friday that {clause * 230}."
    article = through(runner, text)
    assert {"Lagos", "Friday"} <= {one.text for one in article.entities}
    shelled = [one for one in article.frames if one.lemma == "shell"]
    assert len(shelled) > 200, "each of the 230 is read, far from the sentence's ends too"


def test_100000_words_without_a_full_stop(runner: Runner) -> None:
    text = "ministers discussed agricultural infrastructure because international organisations recommended negotiations " * 11_111
    article = through(runner, text)
    assert article.text == text.strip(), "the text stays whole"
    assert article.sentences
    assert article.sentences[-1].end <= 100_000, "and is read as far as an article may cost"
    assert any(one.lemma == "discuss" for one in article.frames)


def test_more_words_than_an_article_may_have_are_a_dead_letter(runner: Runner) -> None:
    (message,) = runner.run([b"word " * 100_001], NOON)
    assert isinstance(message, Failed)
    assert message.error == "TooLarge"


def test_wire_copy_in_capitals(runner: Runner) -> None:
    article = through(
        runner, "GUNMEN KILLED TWELVE FARMERS IN NIGERIA ON TUESDAY, POLICE SAID. PRESIDENT MUHAMMADU BUHARI CONDEMNED THE ATTACK."
    )
    assert len(article.sentences) == 2
    assert any(one.text == "NIGERIA" and one.label in ("LOC", "GPE") for one in article.entities)
    assert any(one.text.endswith("BUHARI") and one.label == "PERSON" for one in article.entities)
    assert roles(frame(article, "kill"))["agent"] == ["GUNMEN"]
    assert {one.type for one in article.events} >= {"ASSAULT"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El presidente de México visitó el martes la ciudad de Oaxaca, donde un terremoto mató a doce personas, dijo la policía."),
        ("ru", "Президент России посетил во вторник город Казань, где взрыв убил двенадцать человек, сообщила полиция."),
        ("ar", "قال مسؤولون إن اثني عشر شخصا قتلوا في انفجار قنبلة في بغداد يوم الثلاثاء، وأضافت الشرطة أن العشرات أصيبوا."),
        ("zh", "警方称,周二在喀布尔发生的爆炸造成十二人死亡,数十人受伤。政府谴责了这次袭击。"),
    ],
)
def test_another_language_is_dropped_unread_and_harmless_if_read(runner: Runner, language: str, text: str) -> None:
    article = through(runner, text)
    assert article.dropped is not None
    assert (article.dropped.reason, article.language) == ("language", language)
    assert not article.entities
    (read,) = analyse(load(), [screened(text)])
    assert isinstance(read, AnalysedArticle)
    hold_together(read)


def test_emoji(runner: Runner) -> None:
    article = through(
        runner,
        "🚨🚨 Gunmen killed 12 people in Kano 🇳🇬 on Monday 👨‍👩‍👧‍👦, police said 😢. Mayor Amina Bello 💔 condemned the attack 👍🏽.",
    )
    assert {"Kano", "Monday", "Amina Bello"} <= {one.text for one in article.entities}
    assert roles(frame(article, "kill"))["agent"] == ["Gunmen"]
    assert through(
        runner, "🔥" * 500 + " Fire destroyed a market in Accra on Sunday, officials said, and hundreds of traders lost their goods."
    ).frames


def test_control_characters(runner: Runner) -> None:
    raw = "Gun\u00admen killed\x00 12 \x1b[31mpeople\x1b[0m in Ka\u200bno\ufeff on \u202eMonday\u202c, police\x08 said in the town."
    article = through(runner, raw)
    assert not any(sign in article.text for sign in "\x00\x1b\x08\u00ad\u200b\ufeff\u202e")
    assert "Kano" in {one.text for one in article.entities}
    for read in analyse(load(), [screened(raw), screened("\x00\x01\n\x0b\x0c\x85\u2028\u2029"), screened("\ufffd" * 300)]):
        assert isinstance(read, AnalysedArticle)
        hold_together(read)


DEADLY = screened("A bomb exploded in Mosul. " * 200).encode()


async def test_an_article_that_kills_its_process_is_tried_twice_and_costs_the_others_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel kills the child while it reads a certain article."""
    runs = []

    class Killed(Child):
        async def run(self, values: list[bytes], limit: float, place: Place | None = None) -> list[bytes | Exception]:
            running = asyncio.ensure_future(super().run(values, limit, place))
            if DEADLY in values:
                runs.append(len(values))
                await asyncio.sleep(0)  # so that it is under way
                for process in self.processes:
                    os.kill(process, signal.SIGKILL)
            return await running

    monkeypatch.setattr(pool, "Child", Killed)
    made = pool.Pool(1, pool.Task(reading), article_seconds=60)
    try:
        await made.warm()
        first, deadly, last = await made.map(
            [screened("Floods struck Lagos on Monday.").encode(), DEADLY, screened("A bomb exploded in Kabul.").encode()]
        )
    finally:
        made.close()
    assert runs == [1, 1]
    assert isinstance(deadly, Killer)
    assert str(deadly) == "$: ended the process that worked on it, 2 times"
    for value, place in ((first, "Lagos"), (last, "Kabul")):
        assert isinstance(value, bytes)
        assert place in {one.text for one in AnalysedArticle.decode(value).entities}
