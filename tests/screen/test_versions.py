"""Tests of the verdict by what the wire says of an article: its uri, version, link and own words."""

from __future__ import annotations

from typing import Any

from streams.messages import CleanArticle, Signal
from tests.screen.wire import Log, article, later, prose

URI = "urn:story:7"


def version(number: int | str, text: str, **fields: Any) -> CleanArticle:
    return article(text, uri=URI, version=str(number), versioned=True, source=fields.pop("source", f"v{number}"), **fields)


def signal(kind: str) -> Signal:
    return Signal(kind=kind, text=kind.upper())


def test_a_second_copy_of_a_version_is_exact_of_itself_and_the_first_text_counts() -> None:
    log = Log()
    first = log.put(version(1, prose(1)))
    for n, text in enumerate((prose(1), prose(2))):
        again = log.put(version(1, text, source=f"again{n}"))
        assert (again.kind, again.of, again.of_version, again.story) == ("exact", URI, "1", first.story)
        assert not again.reprint


def test_a_newer_version_is_an_update_with_the_words_that_changed() -> None:
    log = Log()
    first = log.put(version(1, prose(1)))
    second = log.put(version(2, prose(1).replace("The", "Yesterday a", 1)))
    assert (second.kind, second.of, second.of_version, second.story) == ("update", URI, "1", first.story)
    assert second.copied > 0.9
    assert log.put(version(3, prose(4))).kind == "update"


def test_a_newer_version_with_the_same_text_repeats() -> None:
    log = Log()
    log.put(version(1, prose(1)))
    assert log.put(version(2, prose(1))).kind == "exact"
    late = log.put(version(1, prose(1), source="late"))
    assert (late.kind, late.of_version) == ("older", "2")


def test_a_late_lower_version_is_older() -> None:
    log = Log()
    log.put(version(9, prose(1)))
    assert log.put(version(10, prose(2))).kind == "update"
    late = log.put(version(8, prose(3)))
    assert (late.kind, late.of, late.of_version) == ("older", URI, "10")
    assert log.put(article(prose(3), uri="urn:else")).kind == "new", "an older text is not inserted"


def test_without_versions_another_text_is_an_update_and_an_old_text_a_late_copy() -> None:
    log = Log()
    log.put(article(prose(1), uri=URI, source="a"))
    assert log.put(article(prose(2), uri=URI, source="b")).kind == "update"
    back = log.put(article(prose(1), uri=URI, source="c"))
    assert (back.kind, back.of) == ("exact", URI)


def test_many_copies_do_not_hide_the_version_that_counts() -> None:
    log = Log()
    log.put(version(1, prose(1)))
    log.put(version(2, prose(2)))
    for n in range(100):
        log.put(version(1, prose(1), source=f"old{n}"))
        log.put(version(2, prose(2), source=f"again{n}"))
    assert log.put(version(1, prose(1), source="last")).kind == "older"
    assert log.put(version(3, prose(3))).kind == "update"


def test_an_alias_that_changes_updates_the_leaders_story() -> None:
    log = Log()
    first = log.put(article(prose(1), uri="urn:leader"))
    assert log.put(version(1, prose(1))).kind == "exact"
    second = log.put(version(2, f"{prose(1)} {prose(8, 4)}"))
    assert (second.kind, second.of, second.story) == ("update", URI, first.story)
    assert 0.7 < second.copied < 0.9, "compared with the leader's text"


def test_the_same_canonical_link_of_one_publisher_is_the_same_article() -> None:
    log = Log()
    link = "https://paper.example/2026/bridge"
    first = log.put(article(prose(1), uri="urn:a", link=link, publisher="P"))
    assert log.put(article(prose(1), uri="urn:b", link=link, publisher="P")).kind == "exact"
    second = log.put(article(prose(2), uri="urn:c", link=link, publisher="P"))
    assert (second.kind, second.story) == ("update", first.story)
    assert log.put(article(prose(3), uri="urn:d", link=link, publisher="Q")).kind == "new"


def test_a_home_page_is_no_canonical_link() -> None:
    log = Log()
    log.put(article(prose(1), uri="urn:a", link="https://paper.example/", publisher="P"))
    assert log.put(article(prose(2), uri="urn:b", link="https://paper.example/", publisher="P")).kind == "new"


def test_the_word_update_lifts_what_overlaps() -> None:
    log = Log()
    first = log.put(article(prose(1), uri="urn:a", publisher="Agency"))
    relation = log.put(article(prose(1) + " More.", uri="urn:b", publisher="Agency", signal=signal("update")))
    assert (relation.kind, relation.of, relation.story) == ("update", "urn:a", first.story)
    assert log.put(article(prose(2), uri="urn:c", publisher="Agency", signal=signal("update"))).kind == "new"


def test_a_reprint_of_an_update_is_a_reprint() -> None:
    log = Log()
    log.put(article(prose(1), uri="urn:a", publisher="Agency"))
    text = f"{prose(1)} {prose(8, 5)}"
    log.put(article(text, uri="urn:b", publisher="Agency", signal=signal("update")))
    relation = log.put(article(text + " Ends.", uri="urn:c", publisher="Paper", signal=signal("update")))
    assert (relation.kind, relation.of, relation.reprint) == ("near", "urn:b", True)


def test_a_correction_is_one_by_uri_by_text_and_by_name() -> None:
    log = Log()
    story = log.put(version(1, prose(1), publisher="Agency")).story
    fixed = prose(1).replace("The", "A", 1)
    for given in (
        version(2, fixed, publisher="Agency", signal=signal("correction")),
        article(fixed + " Now.", uri="urn:b", publisher="Agency", signal=signal("correction")),
        article(prose(6), uri="urn:c", refers_to=(URI,), signal=signal("correction")),
    ):
        relation = log.put(given)
        assert (relation.kind, relation.of, relation.story) == ("correction", URI, story)


# withdrawals


def test_a_canceled_version_withdraws_its_own_uri() -> None:
    log = Log()
    first = log.put(version(1, prose(1)))
    kill = log.put(version(2, "", pub_status="canceled"))
    assert (kill.kind, kill.of, kill.of_version, kill.story) == ("withdrawal", URI, "1", first.story)
    assert log.put(version(2, "", pub_status="canceled", source="copy")).kind == "exact"
    assert log.put(version(1, prose(1), source="late")).kind == "older"
    assert log.put(version(3, prose(1))).kind == "update", "the wire brought it back"


def test_a_cancel_without_a_new_version_withdraws_too_and_a_late_copy_does_not_bring_it_back() -> None:
    log = Log()
    log.put(article(prose(1), uri=URI, source="a"))
    assert log.put(article(prose(1), uri=URI, source="b", pub_status="canceled")).kind == "withdrawal"
    assert log.put(article(prose(1), uri=URI, source="c")).kind == "exact"


def test_a_kill_withdraws_what_it_names_known_or_not() -> None:
    log = Log()
    kill = log.put(article("Please kill it.", uri="urn:kill", refers_to=(URI,), signal=signal("withdrawal")))
    assert (kill.kind, kill.of) == ("withdrawal", URI)
    assert log.put(article(prose(1), uri=URI)).story == kill.story
    again = log.put(article("Kill that, too.", uri="urn:kill2", refers_to=(URI,), signal=signal("withdrawal")))
    assert (again.of, again.story) == (URI, kill.story)


def test_a_kill_withdraws_the_text_it_quotes() -> None:
    log = Log()
    first = log.put(article(prose(1), uri="urn:a", publisher="Agency"))
    notice = "Editors, please kill this story. " + prose(1)[:600]
    kill = log.put(article(notice, uri="urn:kill", publisher="Agency", signal=signal("withdrawal")))
    assert (kill.kind, kill.of, kill.story) == ("withdrawal", "urn:a", first.story)


def test_a_kill_withdraws_the_headline_it_repeats() -> None:
    log = Log()
    log.put(article(prose(1), uri="urn:a", publisher="Agency", headline="Governor of Tolvik resigns over bridge contract"))
    log.put(article(prose(2), uri="urn:b", publisher="Agency", headline="Bridge in Tolvik reopens", received=later(1)))
    kill = log.put(
        article(
            "The story is being withdrawn.",
            uri="urn:kill",
            publisher="Agency",
            headline="MANDATORY KILL: Tolvik governor resigns over bridge contract",
            signal=signal("withdrawal"),
        )
    )
    assert (kill.kind, kill.of) == ("withdrawal", "urn:a")


def test_a_kill_of_something_unknown_withdraws_nothing() -> None:
    log = Log()
    log.put(article(prose(1), uri="urn:a", headline="Bridge in Tolvik reopens"))
    kill = log.put(article("Kill.", uri="urn:kill", headline="KILL: Flood in Ovalle", signal=signal("withdrawal")))
    assert (kill.kind, kill.of, kill.score) == ("withdrawal", None, 0.0)
