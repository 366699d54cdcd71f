"""A kill finds its story by slug and by headlines that it names; what is issued anew after it is no repeat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from streams.clean.sketch import sketch
from streams.messages import Relation, Signal
from streams.screen import Index, screened
from streams.screen.kills import slug_name
from tests.screen.wire import Log, article, later, prose

KILL = Signal(kind="withdrawal", text="KILL")
SLUG = "BC-EU--Harbour Fire, 2nd Ld-Writethru"


def kill(log: Log, *names: str, text: str = "Please kill it.", **fields: Any) -> Relation:
    return log.put(article(text, uri="urn:kill", signal=KILL, withdraws=names, publisher="Agency", **fields))


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("BC-EU--Harbour Fire, 2nd Ld-Writethru", "harbour fire"),
        ("HARBOUR-FIRE/", "harbour fire"),
        ("bc-eu--harbour fire, kill", "harbour fire"),
        ("AM-Harbour Fire,1st Ld", "harbour fire"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_slug_is_compared_without_cycle_category_and_take(slug: str | None, name: str) -> None:
    assert slug_name(slug) == name


@pytest.mark.parametrize("named", ["Harbour Fire", "HARBOUR-FIRE/", "BC-EU--Harbour Fire"])
def test_a_kill_withdraws_the_story_of_the_slug_that_it_names(named: str) -> None:
    log = Log()
    log.put(article(prose(2), uri="urn:b", publisher="Agency", slug="HARBOUR-FISH"))
    first = log.put(article(prose(1), uri="urn:a", publisher="Agency", slug=SLUG))
    gone = kill(log, named)
    assert (gone.kind, gone.of, gone.story) == ("withdrawal", "urn:a", first.story)


def test_a_slug_of_another_publisher_is_another_story() -> None:
    log = Log()
    log.put(article(prose(1), uri="urn:a", publisher="The Paper", slug=SLUG))
    assert kill(log, "Harbour Fire").of is None


def test_of_a_slug_with_several_takes_the_latest_goes() -> None:
    log = Log()
    for at, uri in enumerate(["urn:a", "urn:b"]):
        log.put(article(prose(at), uri=uri, publisher="Agency", slug=SLUG, received=later(at)))
    assert kill(log, "Harbour Fire", received=later(3)).of == "urn:b"


def test_a_kill_withdraws_the_headline_that_its_text_names() -> None:
    log = Log()
    log.put(article(prose(1), uri="urn:a", publisher="Agency", headline="Tolvik governor resigns over bridge contract"))
    assert kill(log, "Tolvik governor resigns over bridge contract", headline="Advisory").of == "urn:a"


def test_a_uri_that_was_not_here_does_not_hide_the_slug_that_was() -> None:
    log = Log()
    log.put(article(prose(1), uri="urn:a", publisher="Agency", slug=SLUG))
    assert kill(log, "Harbour Fire", refers_to=("urn:x",)).of == "urn:a"


@pytest.mark.parametrize(
    ("fields", "unmet"),
    [
        ({"withdraws": ("Flood in Ovalle",)}, ("Flood in Ovalle",)),
        ({"refers_to": ("urn:x",), "withdraws": ("Ovalle",)}, ("urn:x", "Ovalle")),
        ({}, ("urn:kill",)),
    ],
)
def test_what_was_not_here_is_said(fields: dict[str, Any], unmet: tuple[str, ...]) -> None:
    index, notice = Index(), article("Kill it.", uri="urn:kill", signal=KILL, **fields)
    relation = screened(notice, index.apply(0, sketch(notice))).relation
    assert relation is not None
    assert (relation.kind, relation.unmet) == ("withdrawal", unmet)


def test_a_kill_of_what_was_here_misses_nothing() -> None:
    index = Index()
    for at, one in enumerate([article(prose(1), uri="urn:a"), article("", uri="urn:a", source="k", pub_status="canceled")]):
        relation = screened(one, index.apply(at, sketch(one))).relation
    assert relation is not None
    assert (relation.kind, relation.of, relation.unmet) == ("withdrawal", "urn:a", ())


def test_a_near_copy_by_its_publisher_after_the_kill_is_issued_anew_and_one_by_another_is_a_repeat() -> None:
    log, text = Log(), prose(1)
    mended = text.replace(text.split()[40], "somewhat", 1)
    log.put(article(text, uri="urn:a", publisher="Agency", slug=SLUG))
    assert log.put(article(mended, uri="urn:before", publisher="Agency", received=later(0.1))).kind == "near"
    kill(log, "Harbour Fire", received=later(1))
    other = log.put(article(mended.replace(text.split()[60], "rather", 1), uri="urn:c", publisher="The Paper", received=later(2)))
    assert other.kind == "near"


def test_the_same_words_as_a_newer_version_after_a_kill_by_another_uri_are_issued_anew() -> None:
    log = Log()
    log.put(article(prose(1), uri="urn:a", publisher="Agency", slug=SLUG, version="1", versioned=True))
    kill(log, "Harbour Fire", received=later(1))
    late = article(prose(1), uri="urn:a", publisher="Agency", version="1", versioned=True, received=later(2))
    assert log.put(late).kind == "exact"
    anew = article(prose(1), uri="urn:a", publisher="Agency", version="2", versioned=True, received=later(2) + timedelta(minutes=1))
    assert log.put(anew).kind == "update"


def test_a_kill_and_its_slug_outlive_a_snapshot() -> None:
    log = Log()
    log.put(article(prose(1), uri="urn:a", publisher="Agency", slug=SLUG))
    log = Log(Index.restore(log.index.snapshot()))
    assert kill(log, "Harbour Fire").of == "urn:a"
