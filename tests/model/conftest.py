"""Development data in miniature, made here: a few sentences of grammar, a few paragraphs of names."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from streams.evaluation.model import names as evaluate_names
from streams.model.recipe import corpora, prepare

_SENTENCE = """\
# sent_id = {id}
# text = Police arrested {name} in Lagos.
1\tPolice\tpolice\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t2:nsubj\t_
2\tarrested\tarrest\tVERB\tVBD\tMood=Ind|Tense=Past|VerbForm=Fin\t0\troot\t0:root\t_
3\t{name}\t{name}\tPROPN\tNNP\tNumber=Sing\t2\tobj\t2:obj\t_
4\tin\tin\tADP\tIN\t_\t5\tcase\t5:case\t_
5\tLagos\tLagos\tPROPN\tNNP\tNumber=Sing\t2\tobl\t2:obl:in\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t2\tpunct\t2:punct\t_

# sent_id = {id}-b
# text = They don't know.
1\tThey\tthey\tPRON\tPRP\tCase=Nom|Number=Plur\t4\tnsubj\t4:nsubj\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\tTense=Pres\t4\taux\t4:aux\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t4:advmod\t_
4\tknow\tknow\tVERB\tVB\tVerbForm=Inf\t0\troot\t0:root\tSpaceAfter=No
4.1\tit\tit\tPRON\tPRP\t_\t_\t_\t4:obj\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t4:punct\t_

"""

WIKIGOLD = """\
Amina I-PER
Bello I-PER
lives O
in O
Perth I-LOC
, O
Australia I-LOC
. O

-DOCSTART- O

# O
"""

UNER = """\
# newdoc id = web
# sent_id = web-1
# text = Lagos University
1\tLagos\tB-ORG\t-\t-
2\tUniversity\tI-ORG\t-\t-

"""

SPLITS = """# Splits

## dev

  * GUM_news_held

## train

  * GUM_news_seen
  * GUM_reddit_seen
"""


def conllu(*texts: tuple[str, str]) -> str:
    """Return documents as CoNLL-U, each of two sentences about one person."""
    return "".join(f"# newdoc id = {name}\n# newpar\n" + _SENTENCE.format(id=name, name=person) for name, person in texts)


def zipped(path: Path, text: str) -> None:
    """Write a gzip file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()))


def article(split: str, person: str) -> str:
    """Return one article of Worldwide with one person and one place."""
    tokens = ["Police", "arrested", person, "in", "Lagos", ",", "the", "anti", "-", "graft", "agency", "said", "."]
    tags = ["O", "O", "B-Person", "O", "B-Location", *["O"] * 8]
    return json.dumps({"id": person, "region": "Africa", "split": split, "sentences": [{"tokens": tokens, "tags": tags}] * 3}) + "\n"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a development folder with the files the recipe reads; held-out persons are called Held..."""
    root = tmp_path_factory.mktemp("data")
    zipped(root / prepare.WORLDWIDE, article("train", "Amina") * 12 + article("train", "Bello") * 12 + article("dev", "HeldName"))
    ewt = [(f"web-{number}", "Amina") for number in range(20)]
    zipped(root / prepare.EWT_TRAIN, conllu(*ewt))
    zipped(root / prepare.EWT_DEV, conllu(("web-dev", "HeldWeb")))
    zipped(root / prepare.GUM, conllu(("GUM_news_seen", "Bello"), ("GUM_news_held", "HeldNews"), ("GUM_reddit_seen", "HeldReddit")))
    zipped(root / prepare.PUD, conllu(("n01", "HeldPud"), ("w01", "HeldWiki")))
    (root / prepare.GUM_SPLITS).parent.mkdir(parents=True, exist_ok=True)
    (root / prepare.GUM_SPLITS).write_text(SPLITS, encoding="utf-8")
    near = "Police arrested HeldName in Lagos, the anti-graft agency said late in the day."
    news = "Ministers met in Accra to talk about cocoa prices and the port strike, the union said."
    for name, text in (("wikigold", WIKIGOLD), ("UNER EWT dev", UNER)):
        path = root / evaluate_names.OTHERS[name][0]
        zipped(path, text)
        if path.suffix != ".gz":
            path.write_text(text, encoding="utf-8")
    for name in corpora.RAW:
        zipped(root / name, json.dumps({"text": f"{news}\n{near}\nShare this"}) + "\n")
    march = "Thousands of people marched through the old town to protest against the war , officials said ."
    zipped(root / corpora.GMB, json.dumps({"tokens": march.split()}) + "\n")
    return root


@pytest.fixture(scope="session")
def work(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the corpora prepared from the miniature data."""
    folder = tmp_path_factory.mktemp("work")
    prepare.prepare(data, folder)
    return folder
