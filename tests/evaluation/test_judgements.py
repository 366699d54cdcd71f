"""Readers' judgements as gold: one vote a reader, majorities, and precision by field and type."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from streams.evaluation.judgements import FIELDS, Precision, by_field, by_type, gold
from streams.messages import Judgement

SAID = {"headline": "Bomb in Basra", "type": "ASSAULT", "toll": "12 killed", "evidence": "A bomb.", "evidenceUri": "urn:a"}


def word(field: str, verdict: str, reader: str = "ann", at: int = 0, alert: str = "inc-1", type: str = "ASSAULT", **more: Any) -> Judgement:
    said = {**SAID, "type": type}
    base = {
        "alert": alert,
        "revision": 1,
        "field": field,
        "verdict": verdict,
        "reader": reader,
        "at": f"2026-03-14T12:{at:02}:00Z",
        "said": said,
    }
    return Judgement.check({**base, **more})


def test_all_right_is_a_vote_for_each_field_that_the_reader_does_not_say_otherwise_later() -> None:
    found = by_field(gold([word("all", "right", at=1), word("type", "wrong", at=2), word("toll", "wrong", at=0)]))
    assert found == {"event": Precision(1), "type": Precision(wrong=1), "place": Precision(1), "toll": Precision(1)}


def test_the_majority_counts_and_an_even_vote_is_disputed() -> None:
    votes = [word("place", "wrong", "ann", value="Tal Afar"), word("place", "right", "ben")]
    assert by_field(gold(votes))["place"] == Precision(disputed=1)
    assert by_field(gold(votes))["place"].share is None
    (found,) = gold([*votes, word("place", "wrong", "eva", value="Tal Afar")])
    assert (found.verdict, found.value) == ("wrong", "Tal Afar")
    (newest,) = gold([*votes, word("place", "right", "ann", at=5)])
    assert (newest.verdict, newest.value) == ("right", None), "of one reader the newest word counts"


def test_revisions_and_alerts_are_judged_apart_and_types_by_what_the_alert_said() -> None:
    votes = [
        word("type", "wrong", value="HAZARD"),
        word("type", "right", revision=2),
        word("type", "right", alert="inc-2", type="HAZARD"),
        word("event", "wrong", alert="inc-2", type="HAZARD"),
    ]
    found = gold(votes)
    assert by_field(found)["type"] == Precision(right=2, wrong=1)
    assert by_field(found)["type"].share == 2 / 3
    assert {name: each["type"] for name, each in by_type(found).items()} == {"ASSAULT": Precision(1, 1), "HAZARD": Precision(1)}
    assert by_type(found)["HAZARD"]["event"] == Precision(wrong=1)


@given(
    st.lists(
        st.builds(
            word,
            st.sampled_from(["all", *FIELDS]),
            st.just("right"),
            st.sampled_from("abc"),
            st.integers(0, 59),
            st.sampled_from(["i", "j"]),
        )
    )
)
def test_with_nothing_called_wrong_all_that_is_judged_is_right(votes: list[Judgement]) -> None:
    found = by_field(gold(votes))
    assert all(each.wrong == each.disputed == 0 for each in found.values())
    assert sum(each.right for each in found.values()) <= 4 * len(votes)
    assert gold(votes) == gold(list(reversed(votes))) or len({each.at for each in votes}) < len(votes)
