"""This module measures extract on public data: names of the model alone, with our rules, through the whole pipeline; grammar; frames;
names within an article; the seed article's entities; speed, start and memory. `streams eval extract` shows it.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language

from streams.evaluation.extract.coreference import names_within
from streams.evaluation.extract.frames import evaluate_frames
from streams.evaluation.extract.frames import figures as frame_figures
from streams.evaluation.extract.pipe import Run, names_piped
from streams.evaluation.model import child as evaluate_child
from streams.evaluation.model import names as evaluate_names
from streams.evaluation.model.child import article
from streams.evaluation.model.names import OTHERS, WORLDWIDE, Convention, nine, read_other, running, three
from streams.evaluation.model.scores import grammar_scores
from streams.evaluation.tally import Row, Spans, Tally, prf
from streams.extract.articles import analyse
from streams.extract.names.entities import entities
from streams.messages import AnalysedArticle, ScreenedArticle
from streams.model.recipe.package import LARGEST, weight
from streams.model.recipe.prepare import news_of_pud
from streams.model.recipe.worldwide import read_articles

TARGETS = {
    **evaluate_names.TARGETS,
    "names F, whole pipeline, below given tokens": 0.01,
    "names within an article: pairs F": 0.85,
    "UAS, given sentences": 0.93,
    "LAS, given sentences": 0.90,
    "sentence F": 0.98,
    "frames F, EWT dev": 0.82,
    "frames F, GUM dev": 0.82,
    "seed entities": 29,
    "words per CPU second": 3000,
    **evaluate_child.TARGETS,
    "weights, MB": LARGEST / 1e6,
}
"""The figures that the bundled model should reach; those that it does reach are on its card."""
CEILINGS = (*evaluate_names.CEILINGS, "names F, whole pipeline, below given tokens", *evaluate_child.TARGETS, "weights, MB")
"""Targets that should not be exceeded."""

_GRAMMAR = {"UAS": "dep_uas", "LAS": "dep_las", "tag": "tag_acc", "sentence F": "sents_f"}
_SEED_LABELS = {"PERSON": {"PERSON"}, "ORG": {"ORG"}, "PLACE": {"LOC", "GPE", "FAC"}, "NORP": {"NORP"}, "DATE": {"DATE"}}


def evaluate(data: Path, nlp: Language, run: Run, model: str | None = None) -> dict[str, Any]:
    """Return all measures. `data`: the folder of development data, never copied from; `run`: the pipeline; `model`: its setting."""
    return {
        "names": evaluate_names.evaluate_names(nlp, data),
        "names with rules": {
            "Worldwide dev": names(nlp, (running(one) for one in read_articles(data / WORLDWIDE, "dev")), nine),
            **{name: names(nlp, map(running, read_other(data, name)), three) for name in OTHERS},
        },
        "names piped": names_piped(data / WORLDWIDE, run),
        "grammar": grammar_scores(nlp, news_of_pud(data), given=False),
        "grammar, given sentences": grammar_scores(nlp, news_of_pud(data), given=True, sentences=True),
        "frames": evaluate_frames(data, nlp),
        "names within an article": {kind: prf(one.right, one.found, one.gold) for kind, one in names_within(data, nlp).items()},
        "seed": seed(data / "seed", nlp),
        "words per CPU second": round(speed(data / "text" / "wikinews.jsonl.gz", nlp)),
        "child": evaluate_child.evaluate_child(data, model),
        "weights, MB": weight(nlp.path) / 1e6 if isinstance(nlp.path, Path) else 0.0,
    }


def figures(found: dict[str, Any]) -> dict[str, float]:
    """Return the measures as one number each: those with a target by its name in TARGETS, the others only to be shown."""
    ruled, piped, within = found["names with rules"], found["names piped"], found["names within an article"]
    whole = piped.tally.rows()["all"]["f"]
    return {
        **evaluate_names.figures(found["names"]),
        **{f"names F with rules, live, {label}": row["f"] for label, row in ruled["Worldwide dev"].items()},
        **{f"names F with rules, live, {name}": ruled[name]["all"]["f"] for name in OTHERS},
        "names F, whole pipeline": whole,
        "names F, whole pipeline, below given tokens": round(found["names"]["given"]["all"]["f"] - whole, 4),
        "names F, whole pipeline, without dates told from now": piped.named.rows()["all"]["f"],
        "names F, whole pipeline: gold names that clean cuts": piped.cut,
        "names F, whole pipeline: articles not read": piped.unread,
        **{f"names within an article: pairs {key.upper()}": within["gold names"][key] for key in "prf"},
        "names within an article: pairs F, end to end": within["found names"]["f"],
        **{said: found["grammar"][key] for said, key in _GRAMMAR.items()},
        **{f"{said}, given sentences": found["grammar, given sentences"][_GRAMMAR[said]] for said in ("UAS", "LAS")},
        **frame_figures(found["frames"]),
        "seed entities": found["seed"]["found"],
        "words per CPU second": found["words per CPU second"],
        **found["child"],
        "weights, MB": found["weights, MB"],
    }


def names(nlp: Language, texts: Iterable[tuple[str, Spans]], convention: Convention) -> dict[str, Row]:
    """Score names in running text, mended and completed by our rules, against gold by characters, and return the rows by label."""
    tally = Tally()
    for doc, gold in nlp.pipe(texts, as_tuples=True, batch_size=8):
        tally.add(convention((one.start, one.end, one.label) for one in entities(doc)), convention(gold))
    return tally.rows()


def seed(folder: Path, nlp: Language) -> dict[str, Any]:
    """Return how many of the entities that the seed article must yield are found in its body as clean leaves it, and those missed.

    The exception that reading it returned is raised.
    """
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    raw = next(folder.glob("*.txt")).read_text("utf-8")
    start = raw.index(expected["clean"]["firstWords"])
    end = raw.index(expected["clean"]["lastWords"]) + len(expected["clean"]["lastWords"])
    result = analyse(nlp, [article(raw[start:end])])[0]
    if isinstance(result, Exception):
        raise result
    return seed_entities(result, expected["entities"])


def seed_entities(result: AnalysedArticle, expected: dict[str, list[str]]) -> dict[str, Any]:
    """Return the number of expected entities found, of all, and those missed; names count by their last word, places by name, as the
    expectations allow.
    """
    found: list[str] = []
    missed: list[str] = []
    for kind, wanted in expected.items():
        spelled = {form for one in result.entities if one.label in _SEED_LABELS[kind] for form in (one.text, one.name)}
        for name in wanted:
            hit = name in spelled or any(form.endswith(name.split()[-1]) if kind in ("PERSON", "ORG") else name in form for form in spelled)
            (found if hit else missed).append(f"{kind} {name}")
    return {"found": len(found), "of": len(found) + len(missed), "missed": missed}


def speed(path: Path, nlp: Language, words: int = 20_000) -> float:
    """Return the white-space words read per second of processor time, by model and rules together, after a warm-up."""
    articles = list(_some(path, words))
    analyse(nlp, articles[:2])
    start = time.process_time()
    analyse(nlp, articles)
    return sum(len(one.text.split()) for one in articles) / (time.process_time() - start)


def _some(path: Path, words: int) -> Iterator[ScreenedArticle]:
    """Yield the first articles of a file, up to the one with which they have more than `words` words."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            yield article(text)
            words -= len(text.split())
            if words < 0:
                return
