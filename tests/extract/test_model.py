"""From text to frames with the bundled pipeline, where its weights are."""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest
from spacy.language import Language

from streams import child
from streams.child import portable
from streams.errors import Malformed
from streams.evaluation.extract.parts import seed
from streams.extract import analyse
from streams.extract.work import reading
from streams.messages import AnalysedArticle
from streams.model.load import WEIGHTS
from tests.data import DATA
from tests.extract.docs import frame, roles, screened

pytestmark = pytest.mark.skipif(not (WEIGHTS / "config.cfg").exists(), reason="no weights")


def analysed(nlp: Language, text: str) -> AnalysedArticle:
    (result,) = analyse(nlp, [screened(text)])
    assert isinstance(result, AnalysedArticle)
    return result


def test_an_attack(nlp: Language) -> None:
    article = analysed(nlp, "Gunmen killed 12 soldiers in northern Mali on Friday, the army said.")
    killed = frame(article, "kill")
    assert roles(killed)["agent"] == ["Gunmen"]
    assert roles(killed)["patient"][0].startswith("12 soldiers")
    assert killed.tense == "past"
    assert killed.attribution is not None
    assert killed.attribution.text == "the army"
    assert {(one.label, one.text) for one in article.entities} >= {("CARDINAL", "12"), ("DATE", "Friday")}
    assert any(one.label == "LOC" and one.text.endswith("Mali") for one in article.entities)


def test_a_denied_passive(nlp: Language) -> None:
    article = analysed(nlp, "Officials denied that the village was bombed by government forces.")
    bombed = frame(article, "bomb")
    assert (bombed.voice, bombed.modality) == ("passive", "deny")
    assert roles(bombed)["agent"] == ["government forces"]


def test_seed_entities(nlp: Language) -> None:
    if not (DATA / "seed").is_dir():
        pytest.skip("development data is not at hand")
    assert seed(DATA / "seed", nlp)["missed"] == []


def test_a_spawned_child_works_and_answers_for_each_value() -> None:
    context = multiprocessing.get_context("spawn")
    good = screened("A bomb exploded in Nairobi.").encode()
    with ProcessPoolExecutor(1, mp_context=context, initializer=child.begin, initargs=(reading, (None,))) as pool:
        results = pool.submit(child.work, [b"{", good, b'{"uri": 1}']).result(timeout=120)
    assert isinstance(results[0], Malformed)
    assert isinstance(results[2], Malformed)
    assert isinstance(results[1], bytes)
    assert frame(AnalysedArticle.decode(results[1]), "explode").text == "exploded"


def test_the_pool_function_imports_neither_faust_nor_spacy() -> None:
    import subprocess

    code = "import sys, streams.extract.work; assert not {'faust', 'aiokafka', 'spacy'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_no_pipe_can_carry_is_named() -> None:
    class Local(Exception):
        pass

    carried = portable(Local("why"))
    assert isinstance(carried, RuntimeError)
    assert str(carried) == "Local: why"
