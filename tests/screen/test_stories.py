"""The story that an article joins by the likeness of its words."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en.stop_words import STOP_WORDS

from streams.clean.sketch import sketch, word_hashes
from streams.messages import CleanArticle
from streams.screen import Index
from streams.screen.frequency import Frequency, bundled, stop_words
from streams.screen.seen import MOST_TEXTS, Seen
from streams.screen.shelf import BITS, SLOTS, Shelf
from streams.screen.stories import JOINS, MOST_COMPARED, SHARED, TOLD, WEIGHTIEST, Stories
from streams.screen.text import read
from streams.screen.vector import LARGEST, ONE, Table, Vector, vector_of
from tests.screen.wire import ONE_HAPPENING, OTHER, Log, article, later, prose

AGENCY, PAPER, RADIO = ONE_HAPPENING


def vector(**weights: int) -> Vector:
    """Return a vector of some words; of equal weights the smaller hash comes first, as in any vector."""
    ranked = sorted(zip(word_hashes(weights).tolist(), weights.values(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    values = np.array([weight for _, weight in ranked], dtype=np.int64)
    return Vector(np.array([word for word, _ in ranked], dtype=np.uint32), values, int(values @ values))


def told(text: str, headline: str | None = None) -> Vector:
    made = sketch(article(text, headline=headline))
    return vector_of(made.headline, read(made), Seen())


# ------------------------------------------------------------------------------------------ articles


def test_three_reports_of_one_happening_in_words_of_their_own_are_one_story() -> None:
    log = Log()
    relations = [log.put(article(text, uri=f"urn:{at}", publisher=str(at))) for at, text in enumerate((AGENCY, PAPER, RADIO))]
    assert [relation.kind for relation in relations] == ["new"] * 3
    assert len({relation.story for relation in relations}) == 1
    assert len({relation.leader for relation in relations}) == 3
    assert relations[0].story.removeprefix("story-") == relations[0].leader.removeprefix("leader-")


def test_a_report_of_another_happening_on_the_same_day_opens_its_own_story() -> None:
    log = Log()
    mine, ferry = (log.put(article(text, uri=text[:9])) for text in (AGENCY, OTHER))
    assert mine.story != ferry.story
    assert log.index.stories == 2


def test_an_article_that_repeats_updates_or_withdraws_another_keeps_its_story_whatever_its_words() -> None:
    log = Log()
    log.put(article(PAPER, uri="urn:mine"))
    ferry = log.put(article(OTHER, uri="urn:ferry", publisher="Agency"))
    update = log.put(article(AGENCY, uri="urn:ferry", version="2", publisher="Agency"))
    repeat = log.put(article(AGENCY, uri="urn:copy"))
    gone = log.put(article(AGENCY, uri="urn:ferry", version="3", publisher="Agency", pub_status="canceled"))
    assert [relation.kind for relation in (update, repeat, gone)] == ["update", "exact", "withdrawal"]
    assert {relation.story for relation in (update, repeat, gone)} == {ferry.story}


RESCUE = """Relatives of the miners waited at the Karadon gate through the night. The Zonguldak governor said that rescue teams had dug a
second shaft and pumped air into it. A union leader blamed the owner of the mine for old timber and for gas meters that nobody
read. Prosecutors asked to see its books. Schools in the district stayed closed, and the labour minister flew in from Ankara.
Doctors treated eleven men for burns and smoke; two of them were flown to Istanbul. The mine had been fined in May for want of
alarms below the third level."""


def test_what_only_quotes_a_passage_of_another_is_placed_by_its_own_words() -> None:
    log = Log()
    ferry = log.put(article(f"{OTHER} {prose(3, 20)}", uri="urn:ferry", publisher="Agency"))
    mine = log.put(article(PAPER, uri="urn:mine", publisher="Paper"))
    quoting = log.put(article(f"{RADIO} {RESCUE} {prose(3, 20)[:250]}", uri="urn:radio", publisher="Radio"))
    assert (quoting.kind, quoting.of) == ("excerpt", "urn:ferry")
    assert quoting.story == mine.story != ferry.story


def test_an_update_tells_its_story_in_new_words_and_a_repeat_adds_none() -> None:
    log = Log()
    first = log.put(article(OTHER, uri="urn:a"))
    assert log.put(article(OTHER, uri="urn:b")).kind == "exact"
    assert log.index._stories.texts == 1
    assert log.put(article(f"{OTHER} {AGENCY}", uri="urn:a", version="2")).kind == "update"
    assert log.index._stories.texts == 2
    assert log.put(article(RADIO, uri="urn:c")).story == first.story


def test_a_text_of_a_few_words_opens_its_own_story() -> None:
    log = Log()
    notes = [log.put(article(text, uri=text)) for text in ("More follows on this.", "Zonguldak mine", "Karadon mine")]
    assert len({note.story for note in notes}) == 3
    assert log.index.stories == 0


def test_a_record_that_is_seen_again_gets_its_first_story_again() -> None:
    log = Log()
    log.put(article(AGENCY, uri="urn:a"))
    paper = log.put(article(PAPER, uri="urn:b"))
    for _ in range(TOLD):
        log.put(article(OTHER + prose(_, 3), uri=f"urn:other:{_}"))
    texts = log.index._stories.texts
    again = log.index.apply(log.index.offset, log.records[1])
    assert again is not None
    assert again.relation == paper
    late = log.index.apply(1, log.records[1])
    assert late is not None
    assert late.relation == paper
    assert log.index._stories.texts == texts


def test_asking_changes_nothing() -> None:
    log = Log()
    first = log.put(article(AGENCY, uri="urn:a"))
    assert log.index.look(sketch(article(PAPER, uri="urn:b"))).relation.story == first.story
    assert log.index._stories.texts == 1


def test_a_story_is_closed_when_nothing_was_told_of_it_for_the_window() -> None:
    log = Log(Index(timedelta(days=2)))
    first = log.put(article(AGENCY, uri="urn:a"))
    log.put(article(OTHER, uri="urn:b", received=later(24)))
    assert log.put(article(PAPER, uri="urn:c", received=later(47))).story == first.story
    log.put(article(OTHER + prose(1), uri="urn:d", received=later(70)))
    assert log.put(article(RADIO, uri="urn:e", received=later(71))).story == first.story, "it was told of within two days"
    for day in range(4, 8):
        log.put(article(prose(day), uri=f"urn:{day}", received=later(24 * day)))
    assert log.put(article(RADIO + " " + prose(90, 1), uri="urn:f", received=later(24 * 7))).story != first.story


# ------------------------------------------------------------------------------------------ vectors


def test_a_vector_is_made_of_the_weightiest_words_and_has_a_length_of_about_one() -> None:
    many = told(prose(1, 60))
    assert len(many.words) == LARGEST
    assert abs(many.square - ONE * ONE) < 0.02 * ONE * ONE
    few = told(prose(1, 3), headline="Goats in Zonguldak")
    assert {word_hashes(["goats"])[0], word_hashes(["zonguldak"])[0]} <= set(few.words[:WEIGHTIEST].tolist())


def test_stop_words_and_words_of_one_or_two_letters_weigh_nothing_but_figures_do() -> None:
    assert len(told("It's on and of the UN in an EU or a UK by x").words) == 0
    assert len(told("The 7").words) == 1


def test_the_stop_words_are_those_of_spacy() -> None:
    assert stop_words() == STOP_WORDS


def test_a_possessive_is_the_word_if_the_table_has_it() -> None:
    table = Table.of(Frequency(100, {"market": 5, "police": 50}))
    made = sketch(article("the market's market and Kirkuk's Kirkuk"))
    assert set(vector_of(None, read(made), Seen(), table).words.tolist()) == set(word_hashes(["market", "kirkuk's", "kirkuk"]).tolist())


def test_no_factor_lies_so_near_a_half_that_another_machine_could_round_it_otherwise() -> None:
    values = [log(halves / 2) for halves in range(2, 8192)] + [log(number) for number in range(1, 2 * (MOST_TEXTS + bundled().texts + 1))]
    assert min(abs(value * ONE % 1 - 0.5) for value in values) > 1e-9


@given(st.text(max_size=800), st.none() | st.text(max_size=100))
def test_any_text_has_a_vector(text: str, headline: str | None) -> None:
    made = sketch(CleanArticle(source="a/0/0", uri="urn:a", text=text, headline=headline, published=later(0), received=later(0)))
    one = vector_of(made.headline, read(made), Seen())
    again = vector_of(made.headline, read(made), Seen())
    assert len(one.words) <= LARGEST
    assert len(set(one.words.tolist())) == len(one.words)
    assert (one.words.tolist(), one.weights.tolist(), one.square) == (again.words.tolist(), again.weights.tolist(), again.square)


def test_a_word_that_many_texts_of_the_feed_have_weighs_less_and_less() -> None:
    seen, text = Seen(), "The defendant pleaded guilty to a felony in Cass County after a raid in Walker."
    made = sketch(article(text))
    (defendant,) = word_hashes(["defendant"]).tolist()

    def weight() -> int:
        told = vector_of(None, read(made), seen)
        return int(told.weights[told.words == defendant].sum())

    weights = [weight()]
    for many in (10, 100, 1000):
        for number in range(many):
            seen.add(word_hashes(["defendant", "felony", f"town{number}"]))
        weights.append(weight())
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] < weights[0] / 2


def test_counts_are_halved_before_they_grow_out_of_the_table_and_go_on_from_a_snapshot() -> None:
    seen, word = Seen(), word_hashes(["flood"])
    seen.texts = MOST_TEXTS - 2
    seen.add(word)
    again = Seen.read(seen.arrays())
    for each in (seen, again):
        each.add(word)
        each.add(word)
    assert (seen.texts, seen.of(word).tolist()) == (MOST_TEXTS // 2 + 1, [2])
    assert (again.texts, again.of(word).tolist()) == (seen.texts, seen.of(word).tolist())


# ------------------------------------------------------------------------------------------ the open stories


def test_a_story_is_its_last_texts() -> None:
    stories = Stories()
    for _ in range(TOLD):
        stories.tell(1, 1, vector(mine=700, shaft=500, pit=500))
    assert stories.nearest(vector(mine=700, shaft=500, pit=500)) == 1
    for _ in range(TOLD):
        stories.tell(1, 1, vector(ferry=700, port=500, tug=500))
    assert stories.nearest(vector(mine=700, shaft=500, pit=500)) is None
    assert stories.nearest(vector(ferry=700, port=500, tug=500)) == 1
    assert (len(stories), stories.texts) == (1, TOLD)


def test_a_few_words_in_common_are_chance() -> None:
    stories = Stories()
    stories.tell(1, 1, vector(a=900, b=300, c=300, d=100))
    assert stories.nearest(vector(a=900, b=300, x=300, y=100)) is None
    assert stories.nearest(vector(a=900, b=300, c=300)) == 1


def test_of_two_stories_as_near_the_last_opened_wins() -> None:
    stories = Stories()
    for story in (7, 3, 5):
        stories.tell(story, 1, vector(mine=600, shaft=600, pit=500))
    stories.tell(7, 2, None)
    assert stories.nearest(vector(mine=600, shaft=600, pit=500)) == 5


def test_past_the_bound_the_story_that_was_told_of_least_recently_goes() -> None:
    stories = Stories(most=3)
    for story in range(3):
        stories.tell(story, 1, vector(**dict.fromkeys((f"{story}{n}" for n in range(4)), 500)))
    stories.tell(0, 1, None)
    stories.tell(3, 1, vector(x=500, y=500, z=500))
    assert len(stories) == 3
    assert stories.nearest(vector(**dict.fromkeys((f"1{n}" for n in range(4)), 500))) is None
    assert stories.nearest(vector(**dict.fromkeys((f"0{n}" for n in range(4)), 500))) == 0
    assert stories.compared(vector(**dict.fromkeys((f"1{n}" for n in range(4)), 500))) == [], "nothing of it is left"


def test_an_article_is_compared_with_a_few_stories_however_many_share_its_words() -> None:
    stories = Stories()
    for story in range(5 * SLOTS):
        stories.tell(story, 1, vector(common=900, usual=400, **{f"own{story}": 300, f"more{story}": 200}))
    asked = vector(common=900, usual=400, own3=300, more3=200)
    compared = stories.compared(asked)
    assert len(compared) == MOST_COMPARED
    assert stories.nearest(asked) == 3, "its own words find the story that the common ones do not find any more"
    numbers, _ = stories._shelf.find(word_hashes(["common", "usual"]))
    assert len(numbers) == SLOTS


@st.composite
def tellings(draw: st.DrawFn) -> list[tuple[int, int, Vector | None]]:
    """Return ids, days and words of articles that are told, in the order of the log; few words, so that many are shared."""
    day, out = 0, []
    for number in range(draw(st.integers(1, 60))):
        day += draw(st.sampled_from([0, 0, 0, 1]))
        words: dict[str, int] = draw(st.dictionaries(st.sampled_from("abcdefghijklmnop"), st.integers(1, 900), max_size=9))
        before: int = draw(st.integers(0, number))
        id_ = draw(st.sampled_from([number, number, before]))
        repeats = draw(st.sampled_from([True, False, False, False, False, False]))
        out.append((id_, day, vector(**words) if words and not repeats else None))
    return out


class Plain:
    """The same rules in the plainest words: every story is compared, and every sum is made anew."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.told: dict[int, tuple[int, int, list[Counter[int]]]] = {}
        self.opened = 0

    def nearest(self, asked: Vector) -> int | None:
        one = Counter(dict(zip(asked.words.tolist(), asked.weights.tolist(), strict=True)))
        found = []
        for id_, (order, _, vectors) in self.told.items():
            total = sum(vectors, Counter[int]())
            shared = one.keys() & total.keys()
            dot, square = sum(one[word] * total[word] for word in shared), sum(value * value for value in total.values())
            if len(shared) >= SHARED and dot * dot * 10_000 >= JOINS * JOINS * asked.square * square:
                found.append((dot * dot / square, order, id_))
        # Shares of whole numbers this small are told apart, and equal ones are equal, in floating point too.
        return max(found)[2] if found else None

    def tell(self, id_: int, day: int, said: Vector | None) -> None:
        if said is not None and len(said.words) < SHARED:
            said = None
        order, last, vectors = self.told.pop(id_, (None, day, []))
        if order is None:
            if said is None:
                return
            if len(self.told) >= self.most:
                del self.told[next(iter(self.told))]
            order, self.opened = self.opened, self.opened + 1
        if said is not None:
            vectors = [*vectors, Counter(dict(zip(said.words.tolist(), said.weights.tolist(), strict=True)))][-TOLD:]
        self.told[id_] = (order, max(day, last), vectors)

    def forget(self, before: int) -> None:
        self.told = {id_: each for id_, each in self.told.items() if each[1] >= before}


@settings(max_examples=150, deadline=None)
@given(log=tellings(), cut=st.integers(0, 60))
def test_stories_are_those_of_the_plain_rules_and_go_on_from_a_snapshot_as_if_they_had_not_stopped(
    log: list[tuple[int, int, Vector | None]], cut: int
) -> None:
    stories, plain = Stories(most=5), Plain(most=5)
    for at, (id_, day, said) in enumerate(log):
        if at == cut:
            stories = Stories.of({name: values.copy() for name, values in stories.arrays().items()})
        stories.forget(day - 2)
        plain.forget(day - 2)
        if said is not None:
            assert stories.nearest(said) == plain.nearest(said)
        stories.tell(id_, day, said)
        plain.tell(id_, day, said)
        assert {story.id for story in stories._open.values()} == plain.told.keys()
    held = {word for story in stories._open.values() for word in stories._weightiest(story.rows).tolist()}
    assert np.count_nonzero(stories._shelf._table) <= len(stories) * len(held)


@pytest.mark.parametrize("many", [1, SLOTS, SLOTS + 5])
def test_a_row_of_the_shelf_keeps_the_numbers_that_were_added_last(many: int) -> None:
    shelf = Shelf()
    word = np.array([1 << (32 - BITS)], dtype=np.uint32)
    for number in range(many):
        shelf.add(word, number)
    shelf.add(word, many - 1)
    kept = list(range(max(0, many - SLOTS), many))
    assert shelf.find(word)[0].tolist() == kept
    assert Shelf.of(shelf.arrays()).find(word)[0].tolist() == kept
    shelf.remove(word, kept[0], word)
    assert shelf.find(word)[0].tolist() == kept, "it is kept where another of its words stands in the row"
    shelf.remove(word, kept[0], np.empty(0, dtype=np.uint32))
    assert shelf.find(word)[0].tolist() == kept[1:]
