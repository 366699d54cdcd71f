"""Tests of the measure of coreference within an article: what gold counts as a name, and what pairs are."""

import gzip
from pathlib import Path

from streams.evaluation.extract.coreference import Gold, Pairs, linked, pairs, read_gold
from streams.extract.mentions import Mention

ROWS = """# newdoc id = made_up
# sent_id = made_up-1
1	She	she	PRON	PRP	_	2	nsubj	_	Entity=(1-person-giv)
2	studied	study	VERB	VBD	_	0	root	_	_
3	at	at	ADP	IN	_	5	case	_	_
4	the	the	DET	DT	_	5	det	_	Entity=(2-organization-new
5	University	University	PROPN	NNP	_	2	obl	_	_
6	of	of	ADP	IN	_	7	case	_	_
7	Orvik	Orvik	PROPN	NNP	_	5	nmod	_	Entity=(3-place-new)2)
8	with	with	ADP	IN	_	9	case	_	_
9	Marta	Marta	PROPN	NNP	_	2	obl	_	Entity=(4-person-new
10	of	of	ADP	IN	_	11	case	_	_
11	Calmar	Calmar	PROPN	NNP	_	9	nmod	_	Entity=4)|SpaceAfter=No
12	.	.	PUNCT	.	_	2	punct	_	_

"""


def read(folder: Path, rows: str) -> Gold:
    path = folder / "gum.conllu.gz"
    path.write_bytes(gzip.compress(rows.encode()))
    (document,) = read_gold(path, frozenset({"made_up"}))
    return document


def test_a_name_is_cut_around_its_head_whatever_preposition_stands_before_it(tmp_path: Path) -> None:
    document = read(tmp_path, ROWS)
    assert document.text == "She studied at the University of Orvik with Marta of Calmar."
    assert {one.text(document.text): chain for one, chain in document.mentions.items()} == {
        "University of Orvik": "2",
        "Orvik": "3",
        "Marta": "4",
    }


INNER = """# newdoc id = made_up
# sent_id = made_up-1
1	Orvik	Orvik	PROPN	NNP	_	4	nmod:poss	_	Entity=(1-organization-new(2-place-new
2	's	's	PART	POS	_	1	case	_	Entity=2)
3	Youth	youth	PROPN	NNP	_	4	compound	_	_
4	Bureau	Bureau	PROPN	NNP	_	0	root	_	Entity=1)
5	,	,	PUNCT	,	_	8	punct	_	_
6	People	People	PROPN	NNP	_	8	nmod:poss	_	Entity=(3-organization-new
7	's	's	PART	POS	_	6	case	_	_
8	Army	Army	PROPN	NNP	_	4	conj	_	Entity=3)
9	,	,	PUNCT	,	_	13	punct	_	_
10	Food	Food	PROPN	NNP	_	13	compound	_	Entity=(4-organization-new
11	and	and	CCONJ	CC	_	12	cc	_	_
12	Farm	Farm	PROPN	NNP	_	10	conj	_	_
13	Board	Board	PROPN	NNP	_	4	conj	_	Entity=4)

"""


def test_possessives_and_joined_words_inside_a_name_belong_to_it_an_owner_does_not(tmp_path: Path) -> None:
    document = read(tmp_path, INNER)
    found = {one.text(document.text) for one in document.mentions}
    assert found == {"Orvik", "Youth Bureau", "People 's Army", "Food and Farm Board"}


def test_the_linker_is_shown_names_where_gold_marks_none() -> None:
    text = "Marta Oyelaran, known as Nina Zaher, sang. Zaher bowed. Nina Zaher left. Oyelaran stayed."
    starts = [
        (text.index("Marta"), 14),
        (text.index("Zaher bowed"), 5),
        (text.index("Nina Zaher left"), 10),
        (text.index("Oyelaran stayed"), 8),
    ]
    found = linked(Gold("made_up", text, {Mention(start, start + length, "PERSON"): "1" for start, length in starts}))
    assert [one == next(iter(found.values())) for one in found.values()] == [True] * 4


def test_pairs_right_found_and_gold() -> None:
    one, two, three = (Mention(start, start + 1, "ORG") for start in range(3))
    assert pairs({one: "a", two: "a", three: "b"}, {one: "1", two: "1", three: "1"}) == Pairs(1, 1, 3)
    assert pairs({one: "a", two: "a", three: None}, {one: "1", two: "2"}) == Pairs(0, 1, 0)
