"""Tests of the verdict on an article by its words alone, beside an earlier one."""

from __future__ import annotations

import re
from datetime import timedelta

from streams.screen import Index
from tests.screen.wire import Log, article, later, prose

LEADER = article(prose(1), uri="urn:leader", publisher="Agency")


def test_the_first_text_is_new_and_leads_its_story() -> None:
    relation = Log().put(LEADER)
    assert (relation.kind, relation.of, relation.score) == ("new", None, 0.0)
    assert re.fullmatch(r"story-[0-9a-f]{12}", relation.story)
    assert re.fullmatch(r"leader-[0-9a-f]{12}", relation.leader)


def test_the_same_words_with_other_quotes_and_dashes_are_exact() -> None:
    log = Log()
    first = log.put(article(prose(1) + ' He said "we don\'t know - yet".', uri="urn:leader"))
    second = log.put(article(prose(1).upper() + " He said “we don’t know – yet”.", uri="urn:other"))
    assert (second.kind, second.of, second.of_version, second.score, second.copied) == (
        "exact",
        "urn:leader",
        "1",
        1.0,
        1.0,
    )
    assert second.story == first.story
    assert second.changed == ()


def test_light_edits_are_near() -> None:
    log = Log()
    first = log.put(LEADER)
    edited = prose(1).replace("The ", "A certain ", 3)
    second = log.put(article(edited, uri="urn:edited"))
    assert (second.kind, second.of, second.story, second.leader) == ("near", "urn:leader", first.story, first.leader)
    assert 0.8 < second.copied < 1


def test_a_reprint_with_a_line_of_its_own_is_near_and_marked() -> None:
    log = Log()
    log.put(LEADER)
    second = log.put(article(prose(1) + " Sign up for our newsletter.", uri="urn:paper", publisher="The Paper"))
    assert (second.kind, second.reprint) == ("near", True)
    same_house = log.put(article(prose(1) + " More soon.", uri="urn:house", publisher="Agency"))
    assert (same_house.kind, same_house.reprint) == ("near", False)


def test_a_shortened_copy_is_contained() -> None:
    log = Log()
    first = log.put(article(prose(1, 30), uri="urn:leader"))
    second = log.put(article(prose(1, 30)[: len(prose(1, 30)) // 3], uri="urn:brief"))
    assert (second.kind, second.of, second.story, second.leader) == ("contained", "urn:leader", first.story, first.leader)


def test_a_quoted_passage_is_an_excerpt_and_leads_itself_in_the_story_that_it_is_like() -> None:
    log = Log()
    first = log.put(article(prose(1, 30), uri="urn:leader"))
    passage = " ".join(prose(1, 30).split()[100:170])
    second = log.put(article(f"{prose(2, 15)} {passage} {prose(3, 15)}", uri="urn:essay"))
    assert (second.kind, second.of) == ("excerpt", "urn:leader")
    assert second.leader != first.leader
    assert second.story == first.story


def test_a_new_paragraph_makes_an_update() -> None:
    log = Log()
    first = log.put(LEADER)
    grown = log.put(article(f"{prose(1)} {prose(9, 5)}", uri="urn:grown", publisher="Agency"))
    assert (grown.kind, grown.of, grown.story, grown.leader) == ("update", "urn:leader", first.story, first.leader)
    again = log.put(article(f"{prose(1)} {prose(9, 5)} Also today.", uri="urn:copy", publisher="The Paper"))
    assert (again.kind, again.of, again.reprint, again.story) == ("near", "urn:grown", True, first.story)


def test_a_chain_of_copies_all_points_to_the_leader() -> None:
    log = Log()
    first = log.put(LEADER)
    words = prose(1).split()
    for step in range(1, 6):
        words[step * 20] = "changed" + "abcdef"[step]
        relation = log.put(article(" ".join(words), uri=f"urn:copy:{step}"))
        assert (relation.kind, relation.of, relation.story, relation.leader) == ("near", "urn:leader", first.story, first.leader)


def test_other_texts_are_new() -> None:
    log = Log()
    assert {log.put(article(prose(seed))).kind for seed in range(40)} == {"new"}


def test_a_viral_story_does_not_make_its_own_words_boilerplate() -> None:
    log = Log()
    log.put(LEADER)
    kinds = [log.put(article(f"{prose(1)} Copy {n}.", uri=f"urn:copy:{n}", publisher=f"p{n}")).kind for n in range(200)]
    assert set(kinds) == {"near"}


def test_a_form_of_words_that_many_stories_share_relates_none_of_them() -> None:
    form = prose(77, 5)
    log = Log()
    for seed in range(100, 112):
        log.put(article(f"{prose(seed, 12)} {form}"))
    assert log.put(article(f"{prose(200, 12)} {form}")).kind == "new"


# short ones


FLASH = "Explosion heard near the port of Aden, residents say, cause not known"


def test_a_flash_of_twelve_words_is_compared_whole() -> None:
    log = Log()
    first = log.put(article(FLASH, uri="urn:flash", publisher="Agency"))
    copy = log.put(article(FLASH, uri="urn:copy", publisher="The Paper"))
    assert (first.kind, copy.kind, copy.of, copy.reprint) == ("new", "exact", "urn:flash", True)
    assert log.put(article(FLASH.replace("Aden", "Basra"))).kind == "new"


def test_a_flash_that_is_all_headline_is_compared_by_it() -> None:
    log = Log()
    log.put(article(headline=FLASH, uri="urn:flash"))
    assert log.put(article(headline=FLASH, uri="urn:copy")).kind == "exact"


def test_articles_without_words_have_nothing_in_common() -> None:
    log = Log()
    assert log.put(article("", uri="urn:a")).kind == "new"
    assert log.put(article("", uri="urn:b")).kind == "new"
    assert log.put(article("…", uri="urn:c")).kind == "new"
    assert log.put(article("More follows", uri="urn:d")).kind == "new"
    assert log.put(article("More follows", uri="urn:e")).kind == "new"


# the window


def test_what_is_older_than_the_window_is_forgotten_by_the_day() -> None:
    log = Log(Index(timedelta(days=2)))
    first = log.put(LEADER)
    assert log.put(article(prose(2), received=later(48))).kind == "new"
    assert log.put(article(prose(1), uri="urn:in", received=later(49))).of == "urn:leader"
    log.put(article(prose(3), received=later(72)))
    relation = log.put(article(prose(1), uri="urn:out", received=later(73)))
    assert (relation.kind, relation.of) == ("new", None)
    assert relation.story != first.story


def test_an_alias_outlives_its_leader_and_keeps_the_story() -> None:
    log = Log(Index(timedelta(days=1)))
    first = log.put(LEADER)
    log.put(article(prose(1), uri="urn:alias", received=later(24)))
    relation = log.put(article(prose(2), uri="urn:alias", received=later(48)))
    assert (relation.kind, relation.of, relation.copied) == ("update", "urn:alias", 0.0)
    assert (relation.story, relation.leader) == (first.story, first.leader)


def test_one_wrong_clock_does_not_empty_the_index_but_a_silent_week_does() -> None:
    log = Log(Index(timedelta(days=2)))
    log.put(LEADER)
    log.put(article(prose(5), received=later(24 * 365)))
    assert log.put(article(prose(1), uri="urn:copy", received=later(1))).kind == "exact"
    for hour in range(3):
        log.put(article(prose(10 + hour), received=later(24 * 9 + hour)))
    assert log.put(article(prose(1), uri="urn:late", received=later(24 * 9 + 4))).kind == "new"
