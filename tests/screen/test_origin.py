"""One agency's text printed by thirty sites is one source."""

from __future__ import annotations

from tests.screen.wire import Log, article, prose


def test_a_credit_decides_and_else_the_copied_text() -> None:
    log = Log()
    first = log.put(article(prose(1), uri="urn:agency", publisher="The Associated Press", wire="AP"))
    assert first.wire_origin == "AP"
    edits = (prose(1), prose(1) + " Sign up for more.", prose(1)[: len(prose(1)) // 2], f"{prose(1)} {prose(9, 4)}")
    sites = [log.put(article(text, uri=f"urn:{n}", publisher=f"Site {n}")) for n, text in enumerate(edits * 8)]
    assert len(sites) > 30
    assert {site.wire_origin for site in sites} == {"AP"}
    assert log.put(article(prose(1) + " Ends.", uri="urn:other", publisher="Site", wire="Reuters")).wire_origin == "Reuters"


def test_a_text_of_ones_own_is_ones_own() -> None:
    log = Log()
    log.put(article(prose(1, 30), uri="urn:agency", publisher="Agency", wire="AP"))
    passage = " ".join(prose(1, 30).split()[100:170])
    essay = log.put(article(f"{prose(2, 15)} {passage} {prose(3, 15)}", uri="urn:essay", publisher="Paper"))
    assert (essay.kind, essay.wire_origin) == ("excerpt", "Paper")
    assert log.put(article(prose(4), uri="urn:own", publisher="Paper")).wire_origin == "Paper"
    assert log.put(article(prose(5), uri="urn:none")).wire_origin is None
