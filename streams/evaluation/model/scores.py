"""The scores on the card: names, grammar, speed, start, memory and size of a pipeline."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from streams.evaluation.model import names as evaluate_names
from streams.evaluation.model.child import evaluate_child
from streams.model.load import WEIGHTS
from streams.model.recipe import prepare, treebank
from streams.model.recipe.package import weight
from streams.model.recipe.treebank import Text

SPEED_TEXTS = Path("text/wikinews.jsonl.gz")
SPEED_WORDS = 40_000

KINDS = ("live", "given", "given sentences")
_GRAMMAR = ("dep_uas", "dep_las", "tag_acc", "pos_acc", "lemma_acc", "sents_f", "sents_p", "sents_r", "token_f")

Scores = dict[str, Any]
SCORES = WEIGHTS.parent / "scores.json"


def evaluate(nlp: Language, data: Path, name: str | None = None) -> Scores:
    """Return every score of a pipeline on the folder of development data; `name`: what it was loaded by, None for the bundled one.

    `live` is on the pipeline's own tokens, as in use; `given` on the tokens of the gold files, `given sentences` on their sentences too.
    """
    corpora = {"EWT dev": treebank.read_treebank(data / prepare.EWT_DEV), "PUD news": prepare.news_of_pud(data)}
    return {
        "names": evaluate_names.evaluate_names(nlp, data),
        "grammar": {
            corpus: {kind: grammar_scores(nlp, texts, given=kind != "live", sentences=kind == "given sentences") for kind in KINDS}
            for corpus, texts in corpora.items()
        },
        "words_per_cpu_second": round(speed(nlp, texts_for_speed(data / SPEED_TEXTS))),
        "child": evaluate_child(data, name),
        "bytes": weight(nlp.path) if isinstance(nlp.path, Path) else None,
    }


def grammar_scores(nlp: Language, texts: Iterable[Text], *, given: bool, sentences: bool = False) -> Scores:
    """Return the scores of attachment (without punctuation), tags, parts of speech, base forms and sentences, from 0 to 1."""
    found = nlp.evaluate(examples(nlp, texts, given=given, sentences=sentences), batch_size=8)
    return {key: round(found[key], 4) for key in _GRAMMAR if found.get(key) is not None}


def examples(nlp: Language, texts: Iterable[Text], *, given: bool, sentences: bool = False) -> Iterator[Example]:
    """Yield gold documents, whole and without line ends, beside unannotated ones on the gold tokens (`given`) or on the pipeline's own.

    With `sentences` the gold tokens say which of them begin a sentence and that no other does.
    """
    for text in texts:
        gold = treebank.to_doc(nlp.vocab, text.sentences)
        words, spaces = [token.text for token in gold], [bool(token.whitespace_) for token in gold]
        starts = [1 if token.is_sent_start else -1 for token in gold] if sentences else None
        yield Example(Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts) if given else nlp.make_doc(gold.text), gold)


def texts_for_speed(path: Path) -> list[str]:
    """Return the first articles of a file that come to more than SPEED_WORDS words together."""
    texts, words = list[str](), 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            texts.append(text)
            words += len(text.split())
            if words > SPEED_WORDS:
                break
    return texts


def speed(nlp: Language, texts: list[str]) -> float:
    """Return the white-space words that the pipeline reads per second of processor time, after a warm-up."""
    for _ in nlp.pipe(texts[:3]):
        pass
    start = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return sum(len(text.split()) for text in texts) / (time.process_time() - start)


def write_scores(scores: Scores, path: Path = SCORES) -> None:
    """Writes scores where the card and the tests read them."""
    path.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
