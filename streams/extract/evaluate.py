"""How good extract is, on public data and from running text: names, grammar, the seed article's entities, speed.

`python -m streams.extract.evaluate DATA` prints the figures beside their targets.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.training import Example

from streams.extract.articles import analyse
from streams.extract.coreference import names_within
from streams.extract.entities import entities
from streams.extract.evaluate_frames import evaluate_frames
from streams.messages import AnalysedArticle, Relation, ScreenedArticle
from streams.model.treebank import read_treebank, to_doc
from streams.model.worldwide import Paragraph, read_articles

TARGETS = {
    "names F, all": 0.86,
    "names within an article: pairs F": 0.85,
    "UAS": 0.93,
    "LAS": 0.90,
    "sentence F": 0.98,
    "frames F, EWT dev": 0.82,
    "frames F, GUM dev": 0.82,
    "seed entities": 29,
    "words per CPU second": 3000,
}
"""What the bundled model should reach; what it does reach is on its card."""

_SCORED = frozenset({"PERSON", "ORG", "LOC", "NORP", "DATE", "MISC", "MONEY", "FAC", "PRODUCT"})
_SEED_LABELS = {"PERSON": {"PERSON"}, "ORG": {"ORG"}, "PLACE": {"LOC", "GPE", "FAC"}, "NORP": {"NORP"}, "DATE": {"DATE"}}

Spans = set[tuple[int, int, str]]


@dataclass(slots=True)
class Tally:
    """Right, found and gold spans, by label."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def add(self, found: Spans, gold: Spans) -> None:
        """Count one text."""
        self.right.update(label for _, _, label in found & gold)
        self.found.update(label for _, _, label in found)
        self.gold.update(label for _, _, label in gold)

    def rows(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F in all and by label."""
        rows = {"all": _prf(self.right.total(), self.found.total(), self.gold.total())}
        right, found, gold = (tally.total() - tally["DATE"] for tally in (self.right, self.found, self.gold))
        # The gold leaves out dates such as "last week", which we want: those count as errors in DATE and in `all`.
        rows["all but DATE"] = _prf(right, found, gold)
        return rows | {label: _prf(self.right[label], self.found[label], self.gold[label]) for label, _ in self.gold.most_common()}


def evaluate(data: Path, nlp: Language) -> dict[str, Any]:
    """All figures with `targets`; `data` is the folder of development data, nothing of which is copied."""
    return {
        "names": names(data / "entities" / "worldwide.jsonl.gz", nlp),
        "grammar": grammar(data / "syntax" / "en_pud-ud-test.conllu.gz", nlp),
        "frames": evaluate_frames(data, nlp),
        "names within an article": {kind: _prf(one.right, one.found, one.gold) for kind, one in names_within(data, nlp).items()},
        "seed": seed(data / "seed", nlp),
        "words per CPU second": round(speed(data / "text" / "wikinews.jsonl.gz", nlp)),
        "targets": TARGETS,
    }


def names(path: Path, nlp: Language) -> dict[str, Any]:
    """Names of Worldwide dev from running text: exact span and label, the model alone (`model`) and with our rules (`extract`)."""
    model, ours = Tally(), Tally()
    articles = list(read_articles(path, "dev"))
    texts = [_running(article) for article in articles]
    for doc, (_, gold) in zip(nlp.pipe((text for text, _ in texts), batch_size=8), texts, strict=True):
        model.add({(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents if ent.label_ in _SCORED}, gold)
        ours.add({(one.start, one.end, one.label) for one in entities(doc) if one.label in _SCORED}, gold)
    return {"model": model.rows(), "extract": ours.rows()}


def _running(article: Iterable[Paragraph]) -> tuple[str, Spans]:
    """An article as text, a paragraph a line, and its gold spans in characters."""
    text, gold = "", set[tuple[int, int, str]]()
    for paragraph in article:
        starts, ends = [], []
        for word, space in zip(paragraph.words, paragraph.spaces, strict=True):
            starts.append(len(text))
            text += word
            ends.append(len(text))
            text += " " if space else ""
        text = text.rstrip(" ") + "\n"
        gold |= {(starts[first], ends[last - 1], label) for first, last, label in paragraph.names}
    return text, gold


def grammar(path: Path, nlp: Language) -> dict[str, float]:
    """Attachment (punctuation left out), tags and sentences on the news half of PUD, on the model's own tokens."""
    examples = []
    for text in read_treebank(path):
        if text.name.startswith("n"):
            gold = to_doc(nlp.vocab, text.sentences)
            examples.append(Example(nlp.make_doc(gold.text), gold))
    found = nlp.evaluate(examples, batch_size=8)
    return {
        key: round(found[name], 4) for key, name in (("UAS", "dep_uas"), ("LAS", "dep_las"), ("tag", "tag_acc"), ("sentence F", "sents_f"))
    }


def seed(folder: Path, nlp: Language) -> dict[str, Any]:
    """Entities that the seed article must yield, found and missed, in its body as clean leaves it."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    raw = next(folder.glob("*.txt")).read_text("utf-8")
    start = raw.index(expected["clean"]["firstWords"])
    end = raw.index(expected["clean"]["lastWords"]) + len(expected["clean"]["lastWords"])
    result = analyse(nlp, [article(raw[start:end])])[0]
    if isinstance(result, Exception):
        raise result
    return seed_entities(result, expected["entities"])


def seed_entities(result: AnalysedArticle, expected: dict[str, list[str]]) -> dict[str, Any]:
    """Names by their last word, places by name, as the expectations allow."""
    found: list[str] = []
    missed: list[str] = []
    for kind, wanted in expected.items():
        spelled = {form for one in result.entities if one.label in _SEED_LABELS[kind] for form in (one.text, one.name)}
        for name in wanted:
            hit = name in spelled or any(form.endswith(name.split()[-1]) if kind in ("PERSON", "ORG") else name in form for form in spelled)
            (found if hit else missed).append(f"{kind} {name}")
    return {"found": len(found), "of": len(found) + len(missed), "missed": missed}


def speed(path: Path, nlp: Language, words: int = 20_000) -> float:
    """White-space words a second of processor time, model and rules together, after a warm-up."""
    articles = list(_some(path, words))
    analyse(nlp, articles[:2])
    start = time.process_time()
    analyse(nlp, articles)
    return sum(len(one.text.split()) for one in articles) / (time.process_time() - start)


def _some(path: Path, words: int) -> Iterator[ScreenedArticle]:
    """The first articles of a file that come to so many words."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            yield article(text)
            words -= len(text.split())
            if words < 0:
                return


def article(text: str) -> ScreenedArticle:
    """A text as a new article of no one."""
    epoch = datetime(2021, 8, 28, tzinfo=UTC)
    return ScreenedArticle(
        source="evaluate/0/0", uri="urn:evaluate", text=text, published=epoch, received=epoch, relation=Relation(kind="new", story="s")
    )


def _prf(right: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"p": round(precision, 3), "r": round(recall, 3), "f": round(f, 3), "gold": gold}


if __name__ == "__main__":
    from streams.extract.model import load

    print(json.dumps(evaluate(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data"), load()), indent=1))
