"""All readings of a name in a document decide on its label together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from streams.model.votes import Found, agreed, likely

PERSON, ORG, DATE = range(3)
ALONE = frozenset({DATE})

NAMES = st.lists(
    st.builds(
        Found,
        words=st.lists(st.sampled_from(["Amina", "Boko", "Haram", "May"]), min_size=1, max_size=3).map(tuple),
        label=st.integers(0, 2),
        likely=st.tuples(*[st.floats(0.01, 1)] * 3).map(np.array),
    )
)


def found(name: str, *shares: float) -> Found:
    """Return a name with what its spot says of each label."""
    return Found(tuple(name.split()), int(np.argmax(shares)), np.array(shares))


def test_two_sure_spots_carry_one_that_doubts() -> None:
    names = [found("Boko Haram", 0.6, 0.4, 0), found("Boko Haram", 0.1, 0.9, 0), found("Boko Haram", 0.2, 0.8, 0)]
    assert agreed(names, PERSON, ALONE) == [ORG] * 3


def test_a_surname_is_read_as_the_full_name_is() -> None:
    names = [found("Amina Yusuf", 0.9, 0.1, 0), found("Yusuf", 0.4, 0.6, 0), found("Amina", 0.3, 0.7, 0)]
    assert agreed(names, PERSON, ALONE) == [PERSON] * 3


def test_an_organisation_lends_nothing_to_its_parts() -> None:
    names = [found("Lagos Council", 0.1, 0.9, 0), found("Lagos", 0.6, 0.4, 0)]
    assert agreed(names, PERSON, ALONE) == [ORG, PERSON]


def test_a_month_and_a_minister_of_its_name_stay_two() -> None:
    names = [found("Theresa May", 0.9, 0.1, 0), found("May", 0.1, 0.1, 0.8), found("May", 0.7, 0.1, 0.2)]
    assert agreed(names, PERSON, ALONE) == [PERSON, DATE, PERSON]


@given(NAMES)
def test_one_name_has_one_label(names: list[Found]) -> None:
    labels = agreed(names, PERSON, ALONE)
    assert len(labels) == len(names)
    seen: dict[tuple[str, ...], set[int]] = {}
    for name, label in zip(names, labels, strict=True):
        if name.label in ALONE:
            assert label == name.label
        else:
            seen.setdefault(name.words, set()).add(label)
    assert all(len(labels) == 1 for labels in seen.values())


def test_begin_and_inside_of_a_label_count_together() -> None:
    scores = np.log(np.array([[0.2, 0.4, 0.1, 0.2, 0.1], [0.1, 0.1, 0.7, 0.05, 0.05]], dtype=np.float32))
    np.testing.assert_allclose(likely(scores, [(0, 2)]), [[(0.5 * 0.8) ** 0.5, (0.3 * 0.1) ** 0.5]], rtol=1e-5)


def test_a_document_gives_a_name_one_label(nlp: Language) -> None:
    text = "Ansar al-Haq fighters took the town, the army said.\n\nAnsar al-Haq is a group.\n\nThe army fought Ansar al-Haq.\n"
    assert len({name.label_ for name in nlp(text).ents if name.text == "Ansar al-Haq"}) == 1
