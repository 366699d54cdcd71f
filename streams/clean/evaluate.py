"""How well clean does on public pages: `streams eval clean --data DIR`.

Pages: scrapinghub's article-extraction-benchmark (181 news pages with gold bodies), word precision, recall and F1 a page,
averaged. Lines: the same pages and fundus' as plain lines with their menus, each labelled by whether it stands in the gold
body; what is labelled mixed or ambiguous is not counted. Pages in languages that we do not read are left out. Seed: one
scraped article and what must come out of it.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from streams.clean.article import clean
from streams.clean.cuts import rebuild
from streams.clean.language import measure_language
from streams.clean.lines import words_of
from streams.errors import Poison

TARGETS = {
    "pages.f1": 0.95,
    "pages.recall": 0.97,
    "lines_scrapinghub.article_kept": 0.97,
    "lines_scrapinghub.boiler_cut": 0.90,
    "lines_fundus_eval.article_kept": 0.97,
    "lines_fundus_eval.boiler_cut": 0.90,
    "seed.passed": 1.0,
}
"""At the least; `article_kept` is the share of the story's words, for a lost paragraph weighs more than a lost subhead."""
_RECEIVED = datetime(2021, 8, 28, tzinfo=UTC)


def evaluate(data: Path) -> dict[str, Any]:
    """All figures under `data`: `{figures, targets, met}`; sets that are not there are left out."""
    figures: dict[str, float] = {}
    pages = data / "cleaning" / "scrapinghub"
    if pages.is_dir():
        figures |= {f"pages.{name}": value for name, value in measure_pages(pages).items()}
    for path in sorted((data / "cleaning").glob("lines_*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        figures |= {f"{name}.{figure}": value for figure, value in measure_lines(path).items()}
    if (data / "seed" / "expected.json").is_file():
        figures["seed.passed"] = float(not failed_expectations(data / "seed"))
    targets = {name: target for name, target in TARGETS.items() if name in figures}
    met = all(figures[name] >= target for name, target in targets.items())
    return {"figures": figures, "targets": targets, "met": met}


def measure_pages(folder: Path) -> dict[str, float]:
    """Word precision, recall and F1 against the gold bodies, averaged over pages."""
    gold = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    sums = {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    count = 0
    for name, entry in sorted(gold.items()):
        path = folder / "html" / f"{name}.html.gz"
        if not path.is_file() or not measure_language(entry["articleBody"]).read:
            continue
        count += 1
        got = Counter(words_of(_text(gzip.decompress(path.read_bytes()))))
        want = Counter(words_of(entry["articleBody"]))
        same = (got & want).total()
        precision, recall = same / max(1, got.total()), same / max(1, want.total())
        sums["precision"] += precision
        sums["recall"] += recall
        sums["f1"] += 2 * precision * recall / max(1e-9, precision + recall)
    return {"count": float(count), **{name: round(value / max(1, count), 4) for name, value in sums.items()}}


def measure_lines(path: Path) -> dict[str, float]:
    """Share of the story's lines and words kept, and of the other lines cut, over all pages as plain text."""
    sums = Counter[str]()
    for document, kept in read_pages(path):
        for (line, label), stays in zip(document["lines"], kept, strict=True):
            if label not in ("article", "boiler"):
                continue
            right = stays == (label == "article")
            sums.update({label: 1, f"{label} right": right, f"{label} words": len(line.split())})
            sums[f"{label} words right"] += right * len(line.split())
    return {
        "article_lines_kept": round(sums["article right"] / max(1, sums["article"]), 4),
        "article_kept": round(sums["article words right"] / max(1, sums["article words"]), 4),
        "boiler_cut": round(sums["boiler right"] / max(1, sums["boiler"]), 4),
        "boiler_words_cut": round(sums["boiler words right"] / max(1, sums["boiler words"]), 4),
    }


def read_pages(path: Path) -> Iterator[tuple[dict[str, Any], list[bool]]]:
    """The documents of a set of lines, and for each line whether at least half of it is kept.

    What is cut because it stands twice counts as kept: some pages carry the whole story two times.
    """
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            document = json.loads(row)
            gold = "\n".join(line for line, label in document["lines"] if label == "article")
            if measure_language(gold).read:
                yield document, _kept([line for line, _ in document["lines"]])


def failed_expectations(folder: Path) -> list[str]:
    """What the seed's `clean` expectations ask for and do not get; empty if all is well."""
    want = json.loads((folder / "expected.json").read_text("utf-8"))["clean"]
    raw = next(iter(sorted(folder.glob("*.txt")))).read_bytes()
    article = clean(raw, source="articles/0/0", received=_RECEIVED)
    whole = f"{article.headline}\n{article.text}"
    checks = {
        "headline": article.headline == want["headline"],
        "by": article.by == want["by"],
        "firstWords": article.text.startswith(want["firstWords"]),
        "lastWords": article.text.endswith(want["lastWords"]),
        "keywords": list(article.keywords) == want["keywords"],
        "rebuild": rebuild(article.text, article.cuts) == raw.decode("utf-8"),
        **{f"without {junk}": junk not in article.text for junk in want["mustNotContain"]},
        **{f"once {phrase}": whole.count(phrase) == 1 for phrase in want["once"]},
    }
    return [name for name, passed in checks.items() if not passed]


def _text(value: bytes) -> str:
    try:
        return clean(value, source="articles/0/0", received=_RECEIVED).text
    except Poison:
        return ""


def _kept(lines: list[str]) -> list[bool]:
    raw = "\n".join(lines)
    try:
        article = clean(json.dumps({"text": raw}).encode(), source="articles/0/0", received=_RECEIVED)
    except Poison:
        return [False] * len(lines)
    cut = bytearray(len(raw))
    for span in article.cuts:
        if span.rule != "repeated":
            cut[span.start : span.end] = b"\1" * (span.end - span.start)
    kept, at = [], 0
    for line in lines:
        kept.append(cut.count(1, at, at + len(line)) * 2 < max(1, len(line)))
        at += len(line) + 1
    return kept
