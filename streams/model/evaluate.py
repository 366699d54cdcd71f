"""The scores on the card: names, grammar, speed and size of a pipeline."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from streams.model import prepare
from streams.model.package import weight

SPEED_TEXTS = Path("text/wikinews.jsonl.gz")
SPEED_WORDS = 40_000

_GRAMMAR = ("dep_uas", "dep_las", "tag_acc", "pos_acc", "lemma_acc", "sents_f", "sents_p", "sents_r", "token_f")

Scores = dict[str, Any]
SCORES = Path(__file__).parent / "scores.json"


def evaluate(nlp: Language, data: Path, work: Path) -> Scores:
    """Every score of a pipeline on the corpora in `work` and the texts in `data`.

    `live` is on the pipeline's own tokens, as in use; `given` on the tokens of the gold files.
    """
    return {
        "names": {kind: name_scores(nlp, work / prepare.NAMES_DEV, given=kind == "given") for kind in ("live", "given")},
        "grammar": {
            name: {kind: grammar_scores(nlp, work / file, given=kind == "given") for kind in ("live", "given")}
            for name, file in (("EWT dev", prepare.GRAMMAR_DEV), ("PUD news", prepare.GRAMMAR_NEWS))
        },
        "words_per_cpu_second": round(speed(nlp, texts_for_speed(data / SPEED_TEXTS))),
        "bytes": weight(nlp.path) if isinstance(nlp.path, Path) else None,
    }


def name_scores(nlp: Language, corpus: Path, *, given: bool) -> Scores:
    """Precision, recall and F of exact names, in all and by label, with the number of gold names."""
    examples = list(read_examples(nlp, corpus, given=given))
    found = nlp.evaluate(examples, batch_size=8, per_component=False)
    counts: dict[str, int] = {}
    for example in examples:
        for name in example.reference.ents:
            counts[name.label_] = counts.get(name.label_, 0) + 1
    rows = {"all": {letter: found[f"ents_{letter}"] for letter in "prf"}} | dict(found["ents_per_type"] or {})
    counts["all"] = sum(counts.values())
    return {
        label: {**{letter: round(row[letter], 4) for letter in "prf"}, "gold": counts.get(label, 0)}
        for label, row in sorted(rows.items(), key=lambda item: -counts.get(item[0], 0))
    }


def grammar_scores(nlp: Language, corpus: Path, *, given: bool) -> Scores:
    """Attachment (punctuation left out), tags, parts of speech, base forms, sentences; from 0 to 1."""
    found = nlp.evaluate(read_examples(nlp, corpus, given=given), batch_size=8)
    return {key: round(found[key], 4) for key in _GRAMMAR if found.get(key) is not None}


def read_examples(nlp: Language, corpus: Path, *, given: bool) -> Iterator[Example]:
    """Gold documents beside unannotated ones, on the gold tokens or on the pipeline's own."""
    for gold in DocBin().from_disk(corpus).get_docs(nlp.vocab):
        words, spaces = [token.text for token in gold], [bool(token.whitespace_) for token in gold]
        yield Example(Doc(nlp.vocab, words=words, spaces=spaces) if given else nlp.make_doc(gold.text), gold)


def texts_for_speed(path: Path) -> list[str]:
    """The first articles of a file that come to some tens of thousands of words."""
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
    """White-space words a second of processor time, after a warm-up."""
    for _ in nlp.pipe(texts[:3]):
        pass
    start = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return sum(len(text.split()) for text in texts) / (time.process_time() - start)


def write_scores(scores: Scores, path: Path = SCORES) -> None:
    """Writes scores where the card and the tests read them."""
    path.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
