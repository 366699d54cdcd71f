"""This evaluation measures how well clean does on public pages: `streams eval clean --data DIR [--report FILE]`.

Pages: scrapinghub's article-extraction-benchmark (181 news pages with gold bodies) by its own score (`benchmark.py`), its
peers beside it in the same run, all languages. Lines: the same pages and fundus' as plain lines with their menus, each
labelled by whether it stands in the gold body; what is labelled mixed or ambiguous is not counted, pages in languages that we
do not read are left out. Speed: CPU time of plain text and of HTML against trafilatura's on the same pages. Seed: one scraped
article and what must come out of it.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from streams.clean.article import clean
from streams.clean.boilerplate.lines import words_of
from streams.clean.cuts import rebuild
from streams.clean.language import measure_language
from streams.clean.pages.answer import covered, shingles
from streams.clean.pages.markup import parse
from streams.errors import Poison
from streams.evaluation.clean.benchmark import peers, shingle_score, side_by_side
from streams.evaluation.clean.readability import find_pages, measure_readability

TARGETS = {
    "pages.f1": 0.97,
    "pages.standfirst_kept": 0.95,
    "lines_scrapinghub.characters_lost": 0.005,
    "lines_scrapinghub.boiler_cut": 0.95,
    "lines_fundus_eval.characters_lost": 0.005,
    "lines_fundus_eval.boiler_cut": 0.95,
    "speed.html over trafilatura": 1.5,
    "speed.trafilatura over text": 20.0,
    "seed.passed": 1.0,
}
BELOW = ("lines_scrapinghub.characters_lost", "lines_fundus_eval.characters_lost", "speed.html over trafilatura")
"""Figures whose target is the most that they may be; that of all others is the least."""
_RECEIVED = datetime(2021, 8, 28, tzinfo=UTC)
_DESCRIPTIONS = frozenset({"description", "og:description", "twitter:description", "dc.description", "sailthru.description"})
_DESCRIBED = 0.8
"""The share of a line's shingles in the head's description from which the line is taken for the story's standfirst."""


def evaluate(data: Path, report: Path | None = None) -> dict[str, Any]:
    """Return all figures under `data`: `{figures, targets, below, met}`; sets that are not there are left out.

    `report` is written with every wrong line: by set, page, what happened to it, and the line.
    """
    figures: dict[str, float] = {}
    pages = data / "cleaning" / "scrapinghub"
    if pages.is_dir():
        figures |= measure_pages(pages)
        figures |= measure_standfirsts(pages)
    if (tested := find_pages(data)) is not None:
        figures |= measure_readability(tested)
    wrong: list[str] = []
    for path in sorted((data / "cleaning").glob("lines_*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        figures |= {f"{name}.{figure}": value for figure, value in measure_lines(path, wrong).items()}
    if report is not None:
        report.write_text("".join(wrong), "utf-8")
    if (data / "seed" / "expected.json").is_file():
        figures["seed.passed"] = float(not failed_expectations(data / "seed"))
    targets = {name: target for name, target in TARGETS.items() if name in figures}
    met = all(figures[name] <= target if name in BELOW else figures[name] >= target for name, target in targets.items())
    return {"figures": figures, "targets": targets, "below": BELOW, "met": met}


def measure_standfirsts(folder: Path) -> dict[str, float]:
    """Return the number of pages that have a standfirst, and the share of them whose article has it.

    The gold marks none: it is taken to be the first line of the gold body where the page's head describes the story with it.
    Kept: most of its shingles are there, for its dateline goes into a field.
    """
    gold = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    count = kept = 0
    for name in sorted(gold):
        path = folder / "html" / f"{name}.html.gz"
        first = words_of(str(gold[name]["articleBody"]).strip().partition("\n")[0])
        if not path.is_file():
            continue
        value = gzip.decompress(path.read_bytes())
        tree, _ = parse(value.decode("utf-8", "replace"))
        if tree is not None and any(covered(first, shingles(text), _DESCRIBED) for text in _descriptions(tree)):
            count += 1
            kept += covered(first, shingles(_text(value)))
    return {"pages.standfirst_count": count, "pages.standfirst_kept": round(kept / max(1, count), 4)}


def _descriptions(tree: Any) -> list[str]:
    """Return what the page's head says that the story is about, each description once."""
    found = []
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").strip().lower()
        if name in _DESCRIPTIONS and (content := element.get("content")):
            found.append(re.sub(r"\s+", " ", content[:2000]))
    return list(dict.fromkeys(found))


def measure_pages(folder: Path) -> dict[str, float]:
    """Return the benchmark's precision, recall and F1 of ours and of its peers, and what each took, in one run."""
    gold = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    files = {name: folder / "html" / f"{name}.html.gz" for name in sorted(gold)}
    names = [name for name, path in files.items() if path.is_file()]
    values = [gzip.decompress(files[name].read_bytes()) for name in names]
    bodies = [str(gold[name]["articleBody"]) for name in names]
    extractors = {"": _text} | peers()
    figures: dict[str, float] = {"pages.count": float(len(names))}
    side_by_side(extractors, values[:1])  # imports and tables are loaded before the clock runs
    found = side_by_side(extractors, values)
    for name, (texts, _) in found.items():
        score = shingle_score(zip(bodies, texts, strict=True))
        figures |= {f"pages.{name + '.' if name else ''}{figure}": round(value, 4) for figure, value in score.items()}
    spent = {name: seconds for name, (_, seconds) in found.items()}
    stories = [body.encode() for body in bodies]
    ((_, plain),) = side_by_side({"": _text}, stories).values()
    figures["speed.html over trafilatura"] = round(spent[""] / max(1e-9, spent["trafilatura"]), 2)
    figures["speed.trafilatura over text"] = round(spent["trafilatura"] / max(1e-9, plain), 1)
    figures["speed.html bytes a second"] = round(sum(map(len, values)) / max(1e-9, spent[""]))
    figures["speed.text bytes a second"] = round(sum(map(len, stories)) / max(1e-9, plain))
    return figures


def measure_lines(path: Path, wrong: list[str] | None = None) -> dict[str, float]:
    """Return the shares of the story's characters lost and lines kept, and of other lines and characters cut; all pages as plain text."""
    sums = Counter[str]()
    for document, kept in read_pages(path):
        errors = []
        for (line, label), stays in zip(document["lines"], kept, strict=True):
            if label not in ("article", "boiler"):
                continue
            right = stays == (label == "article")
            sums.update({label: 1, f"{label} right": right, f"{label} size": len(line)})
            sums[f"{label} size right"] += right * len(line)
            if not right:
                errors.append(f"  {'LOST' if label == 'article' else 'KEPT'}  {line}\n")
        if wrong is not None and errors:
            wrong += [f"{path.name} {document['id']}\n", *errors]
    return {
        "characters_lost": round(1 - sums["article size right"] / max(1, sums["article size"]), 4),
        "article_lines_kept": round(sums["article right"] / max(1, sums["article"]), 4),
        "boiler_cut": round(sums["boiler right"] / max(1, sums["boiler"]), 4),
        "boiler_characters_cut": round(sums["boiler size right"] / max(1, sums["boiler size"]), 4),
    }


def read_pages(path: Path) -> Iterator[tuple[dict[str, Any], list[bool]]]:
    """Yield the documents of a set of lines, and for each of their lines True if at least half of it is kept.

    A line that is cut because it stands twice counts as kept: some pages carry the whole story two times.
    """
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            document = json.loads(row)
            gold = "\n".join(line for line, label in document["lines"] if label == "article")
            if measure_language(gold).read:
                yield document, _kept([line for line, _ in document["lines"]])


def failed_expectations(folder: Path) -> list[str]:
    """Return the names of the seed's `clean` expectations that are not met; empty if all are."""
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
