"""The evaluation of screen: `streams eval screen --data DIR`.

Pairs: real articles on one event from many sites, labelled by overlap; a pair is related if the verdict is exact, near,
contained or update (excerpt too, for partial reuse). Edits: 300 news stories with what wires do to a text (edits.py), looked up
among each other and press releases, whose shared forms of words are the noise. Reports: texts of one template with other figures
and names (reports.py), put in one after the other, which must stay apart; so must stories with other figures and names put in.
Tolls: the edit that changes figures only must not pass for a repeat. Apart: all of that once more with other articles, other
templates and another seed. Passages: quotations in long texts (passages.py). Peers: other methods that are asked the same
questions on the same texts (peers.py).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from streams.clean.sketch import sketch
from streams.evaluation.screen.edits import EDITS, REPEATS
from streams.evaluation.screen.log import Wire
from streams.evaluation.screen.passages import measure_passages
from streams.evaluation.screen.peers import Peer, bytes_each, peers
from streams.evaluation.screen.questions import Questions, read_questions, read_questions_apart, read_rows
from streams.messages import Relation
from streams.screen.postings import RECENT_ROWS
from streams.screen.told import Told, told_changes

TARGETS = {
    "pairs.near_dup": 1.0,
    "pairs.different_event_apart": 1.0,
    "pairs.same_event_own_text_apart": 1.0,
    "pairs.changes_true": 0.95,
    "edits.recall": 0.98,
    "edits.right_kind": 0.90,
    "edits.originals_apart": 0.99,
    "edits.f1": 0.99,
    "edits.tolls_swallowed": 0.0,
    "reports.false_alarms": 0.01,
    "apart.edits.f1": 0.99,
    "apart.edits.tolls_swallowed": 0.0,
    "apart.reports.false_alarms": 0.01,
    "peers.memory_of_minhash": 0.1,
    "speed.articles_a_second": 600.0,
    "speed.bytes_an_article": 1100.0,
}
"""The figures to reach, our own choice: floors, and for the names in BELOW ceilings."""
BELOW = (
    "edits.tolls_swallowed", "reports.false_alarms", "apart.edits.tolls_swallowed", "apart.reports.false_alarms", "peers.memory_of_minhash",
    "speed.bytes_an_article",
)  # fmt: skip
"""The names of those targets that are ceilings."""

SPEED_ARTICLES, SPEED_WORDS = 2000, 400
MEMORY_ARTICLES = 4 * RECENT_ROWS
"""The number of texts put in to measure memory: at half of them and at the end no postings wait to be sorted.

The dictionary of postings that wait is no larger with a million articles, so it must not count.
"""


def evaluate(data: Path, report: Path | None = None) -> dict[str, Any]:
    """Return all figures under `data` as `{figures, targets, met}`; sets that are not there are left out.

    `report` is a file to which each change is written that is told on the pairs, the untrue ones first.
    """
    figures: dict[str, float] = {}
    pairs, news = data / "duplicates" / "pairs.jsonl.gz", data / "text" / "wikinews.jsonl.gz"
    releases = data / "text" / "press_releases.jsonl.gz"
    if pairs.is_file():
        figures |= {f"pairs.{name}": value for name, value in measure_pairs(pairs.parent).items()}
        told = list(pair_changes(pairs.parent))
        figures |= {"pairs.changes": len(told), "pairs.changes_true": round(sum(each.true for each in told) / max(1, len(told)), 4)}
        if report is not None:
            rows = sorted(told, key=lambda each: each.true)
            report.write_text("".join(f"{'true' if row.true else 'UNTRUE'}\t{row.said}\t{row.context}\n" for row in rows), "utf-8")
    if news.is_file() and releases.is_file():
        questions = read_questions(data)
        figures |= measure_edits(questions) | measure_peers(questions)
        if (data / "entities" / "worldwide.jsonl.gz").is_file():
            figures |= {f"apart.{name}": value for name, value in measure_edits(read_questions_apart(data)).items()}
        figures |= measure_passages(data / "text")
        figures |= {f"speed.{name}": value for name, value in measure_speed(releases).items()}
    targets = {name: target for name, target in TARGETS.items() if name in figures}
    met = all(figures[name] <= target if name in BELOW else figures[name] >= target for name, target in targets.items())
    return {"figures": figures, "targets": targets, "met": met}


def pair_verdicts(folder: Path) -> Iterator[tuple[dict[str, Any], Relation, Relation]]:
    """Yield each labelled pair with the verdict on its second text after the first, and with that on its first after the second."""
    articles = {row["id"]: row for row in read_rows(folder / "news_cluster.jsonl.gz")}
    for pair in read_rows(folder / "pairs.jsonl.gz"):
        one, other = articles[pair["a"]], articles[pair["b"]]
        found: list[Relation] = []
        for first, second in ((one, other), (other, one)):
            wire = Wire()
            wire.put(first["text"], first["id"], first["domain"])
            found.append(wire.tell(second["text"], second["id"], second["domain"]))
        yield pair, found[0], found[1]


def pair_changes(folder: Path) -> Iterator[Told]:
    """Yield the changes told on the pairs, in both orders, each checked against both texts (told.py)."""
    texts = {row["id"]: row["text"] for row in read_rows(folder / "news_cluster.jsonl.gz")}
    for pair, second, first in pair_verdicts(folder):
        one, other = texts[pair["a"]], texts[pair["b"]]
        for old, new, relation in ((one, other, second), (other, one, first)):
            if relation.of is not None:
                yield from told_changes(old, new, relation)


def measure_pairs(folder: Path) -> dict[str, float]:
    """Return, by label, the share of right answers and the number of answers; both orders of each pair are asked."""
    related, count = Counter[str](), Counter[str]()
    for pair, *found in pair_verdicts(folder):
        label = pair["label"]
        count[label] += len(found)
        related[label] += sum(r.kind in REPEATS or (r.kind == "excerpt" and label in ("partial_reuse", "grey")) for r in found)
    figures: dict[str, float] = {}
    for label, total in sorted(count.items()):
        apart = label in ("different_event", "same_event_own_text")
        share = related[label] / total
        figures[f"{label}_apart" if apart else label] = round(1 - share if apart else share, 4)
        figures[f"{label}_count"] = total
    return figures


@dataclass
class _Tally:
    """The answers of one detector: what it found of the edits, and its false alarms."""

    found: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    """The number of edits of which only another text was found, and of alarms on what is new."""
    asked: int = 0
    """The number of edits that were asked."""
    alarms: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    began: float = field(default_factory=time.process_time)

    @property
    def f1(self) -> float:
        """The F1 over pairs of a question and the text from which it was made."""
        hits = self.found.total()
        return round(2 * hits / (hits + self.wrong + self.asked), 4)

    @property
    def rate(self) -> float:
        """The number of texts put in and looked up per second of CPU time, sketch or hash included."""
        return round(self.articles / max(1e-9, time.process_time() - self.began), 1)


def measure_edits(questions: Questions) -> dict[str, float]:
    """Return all figures of edits and reports."""
    kinds, right, ours = Counter[str](), 0, _Tally()
    wire = Wire()
    for name, text in questions.noise:
        wire.put(text, name, "office")
    result: dict[str, float] = {"edits.count": len(questions.bases)}
    originals = [wire.put(base.text, f"news:{n}", "wikinews").kind for n, base in enumerate(questions.bases)]
    result["edits.originals_apart"] = _share(sum(kind not in REPEATS for kind in originals), len(originals))
    ours.articles += len(questions.noise) + len(questions.bases)
    for name, texts in questions.edits.items():
        for n, text in enumerate(texts):
            relation = wire.ask(text)
            ours.found[name] += relation.of == f"news:{n}"
            ours.wrong += relation.of not in (None, f"news:{n}")
            right += relation.kind in EDITS[name][1]
            kinds[f"{name}:{relation.kind}"] += 1
        ours.asked += len(texts)
        result[f"edits.recall_{name}"] = _share(ours.found[name], len(texts))
    for name, texts in (("strangers", questions.strangers), ("refilled", questions.refilled)):
        found = [wire.ask(text) for text in texts]
        ours.alarms[name] += sum(relation.kind in REPEATS for relation in found)
        ours.wrong += sum(relation.of is not None for relation in found)
        result[f"{'edits' if name == 'strangers' else 'reports'}.alarms_{name}"] = _share(ours.alarms[name], len(texts))
    for name, texts in questions.reports.items():
        found = [wire.put(text, f"{name}:{n}", "agency") for n, text in enumerate(texts)]
        ours.alarms[name] += sum(relation.kind in REPEATS for relation in found)
        ours.wrong += sum(relation.of is not None for relation in found)
        result[f"reports.alarms_{name}"] = _share(ours.alarms[name], len(texts))
    ours.articles += ours.asked + questions.negatives
    swallowed = sum(kinds[f"renumbered:{kind}"] for kind in ("exact", "near", "contained"))
    templates = {name: count for name, count in ours.alarms.items() if name != "strangers"}
    result |= {
        "edits.recall": _share(ours.found.total(), ours.asked),
        "edits.right_kind": _share(right, ours.asked),
        "edits.tolls_swallowed": swallowed,
        "edits.f1": ours.f1,
        "reports.false_alarms": _share(sum(templates.values()), questions.negatives - len(questions.strangers)),
        "edits.articles_a_second": ours.rate,
    }
    return result


def measure_peers(questions: Questions) -> dict[str, float]:
    """Return the figures of other detectors on the same questions, and the bytes that a text takes in the memory of Python.

    The bytes are counted alike for all detectors and for this index.
    """
    result: dict[str, float] = {"peers.this one.bytes_an_article": bytes_each(_Ours, _samples(questions))}
    for name, make in peers().items():
        tally = _asked(make(), questions)
        false = sum(count for kind, count in tally.alarms.items() if kind != "strangers")
        result |= {
            f"peers.{name}.f1": tally.f1,
            f"peers.{name}.recall": _share(tally.found.total(), tally.asked),
            f"peers.{name}.false_alarms": _share(false, questions.negatives - len(questions.strangers)),
            f"peers.{name}.articles_a_second": tally.rate,
            f"peers.{name}.bytes_an_article": bytes_each(make, _samples(questions)),
        }
    if "peers.MinHashLSH .5.bytes_an_article" in result:
        share = result["peers.this one.bytes_an_article"] / result["peers.MinHashLSH .5.bytes_an_article"]
        result["peers.memory_of_minhash"] = round(share, 4)
    return result


class _Ours:
    """This index as a peer into which texts are put, to measure its memory."""

    def __init__(self) -> None:
        self._wire = Wire()

    def put(self, name: str, text: str) -> None:
        self._wire.put(text, name, "office")


def _asked(peer: Peer, questions: Questions) -> _Tally:
    """Return the answers of another detector to the same questions."""
    tally = _Tally()
    for name, text in (*questions.noise, *((f"news:{n}", base.text) for n, base in enumerate(questions.bases))):
        peer.find(text)
        peer.put(name, text)
        tally.articles += 1
    for name, texts in questions.edits.items():
        for n, text in enumerate(texts):
            found = peer.find(text)
            tally.found[name] += f"news:{n}" in found
            tally.wrong += bool(found) and f"news:{n}" not in found
        tally.asked += len(texts)
    for name, texts in {"strangers": questions.strangers, "refilled": questions.refilled, **questions.reports}.items():
        for n, text in enumerate(texts):
            tally.alarms[name] += bool(peer.find(text))
            if name in questions.reports:
                peer.put(f"{name}:{n}", text)
    tally.wrong += tally.alarms.total()
    tally.articles += tally.asked + questions.negatives
    return tally


def _samples(questions: Questions) -> Sequence[str]:
    """Return texts of up to 400 words."""
    return [" ".join(text.split()[:SPEED_WORDS]) for _, text in questions.noise[:MEMORY_ARTICLES]]


def measure_speed(releases: Path) -> dict[str, float]:
    """Return the number of sketches applied per second of processor time, and the bytes per article, for articles of about 400 words."""
    wire = Wire()
    records = []
    for n, row in enumerate(islice(read_rows(releases), 0, SPEED_ARTICLES * 3, 3)):
        text = " ".join(row["text"].split(" ")[:SPEED_WORDS])
        records.append(sketch(wire.article(text, f"release:{n}", row["office"])))
    start = time.process_time()
    for offset, record in enumerate(records):
        wire.index.apply(offset, record)
    spent = time.process_time() - start
    return {
        "articles_a_second": round(len(records) / max(1e-9, spent), 1),
        "bytes_an_article": round(wire.index.size / len(records), 1),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
