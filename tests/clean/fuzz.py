"""Fuzz clean's entry with atheris, by hand: an hour found what the CHANGELOG says, `make test` does not run it.

    python -m venv DIR && DIR/bin/pip install atheris && DIR/bin/pip install -e .
    DIR/bin/python -m tests.clean.fuzz CORPUS -max_total_time=3600 -max_len=16384 -rss_limit_mb=2000

CORPUS is a folder that grows; an empty one is filled with a document of each form first. A run fails (libFuzzer keeps the bytes
as `crash-*`) on anything but an article or Poison, on cuts that do not fit the raw text, and on an article that does not come
back from its own JSON. Every 2,000 runs, and for each new slowest input, a line tells runs, articles, the slowest input's CPU
seconds (kept as CORPUS/../slowest) and resident memory.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["streams.clean", "streams.messages"]):
    from streams.clean import clean, rebuild
from streams.errors import Poison
from streams.messages import CleanArticle
from tests.clean.test_page import PAGE, PARAGRAPHS
from tests.clean.test_wires import ATOM, G2, NITF, RSS_ITEM

_RECEIVED = datetime(2024, 5, 2, tzinfo=UTC)
_STORY = "\n\n".join(["Bridge falls at Arlen", "By Ann Moor", "KABUL, Aug 28 (Agency) - " + PARAGRAPHS[0], *PARAGRAPHS[1:]])
_SEEDS = (
    PAGE, G2, NITF, ATOM, RSS_ITEM, _STORY, json.dumps({"text": _STORY, "headline": "UPDATE 2-Bridge falls", "version": 3}),
    json.dumps({"bodies": [{"contentType": "text/html", "value": PAGE}], "pubStatus": "usable", "urgency": 4}),
    json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": f"<p>{PARAGRAPHS[0]}</p>"}]}),
)  # fmt: skip
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp1251", "shift-jis")
_WORDS_LIST = (
    "<p>|</p>|<div>|</div>|<br>|<!--|-->|<article>|<script>|</script>|<table><tr><td>|<![CDATA[|]]>|&amp;|&#0;|&#x10ffff;|<a href='x'>|"
    "<meta charset='|<?xml encoding='|<html>|<body>|\n|\n\n|\r|\u2028|\x85|\0|\u200b|\u202e|\ud7ff|\ufffd|\u00e2\u20ac\u2122|\u00c3\u00a9|"
    "KABUL, Aug 28 (Agency) - |By |(Reporting by A B; Editing by C D)|Also Read: |Tags: |Correction: |10:42|14:05 GMT|UPDATE 2-|KILL |"
    "Contact: a@b.example|https://t.co/a|— A (@b) May 1, 2024|#a #b|©|Share this article|The police said that|"
    "{\"text\": \"|\"}|\\ud800|[[[[|{{"
)  # fmt: skip
_WORDS = tuple(word.encode("utf-8", "surrogatepass") for word in _WORDS_LIST.split("|"))
_EVERY = 2000


class _Tally:
    """The counts of the runs so far and of the articles that they gave, and the slowest input."""

    def __init__(self, folder: Path) -> None:
        self.kept_at = folder.parent / "slowest"
        self.runs = self.articles = 0
        self.slowest = 0.0

    def add(self, value: bytes, seconds: float, article: bool) -> None:
        self.runs += 1
        self.articles += article
        slower = seconds > self.slowest
        if slower:
            self.slowest = seconds
            self.kept_at.write_bytes(value)
        if slower or self.runs % _EVERY == 0:
            status = Path("/proc/self/statm").read_text("ascii").split()
            resident = int(status[1]) * 4096 // 1_000_000
            told = f"{self.runs} runs, {self.articles} articles, slowest {self.slowest:.2f} s, {resident} MB"
            print(told, file=sys.stderr, flush=True)


def _run(value: bytes, tally: _Tally) -> None:
    begin = time.process_time()
    article = None
    try:
        article = clean(value, source="articles/0/0", received=_RECEIVED)
    except Poison as exc:
        str(exc)
    tally.add(value, time.process_time() - begin, article is not None)
    if article is None:
        return
    raw = rebuild(article.text, article.cuts)
    assert all(raw[cut.start : cut.end] == cut.text for cut in article.cuts)
    assert CleanArticle.decode(article.encode()) == article


def _mutate(value: bytes, size: int, seed: int) -> bytes:
    """Return, half of the time, a value with a word of some form put in at some offset, once or often; else what libFuzzer makes of it."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        return bytes(atheris.Mutate(value, size))
    at = chance.randint(0, len(value))
    words = chance.choice(_WORDS) * chance.choice((1, 1, 1, 2, 50, 500))
    return (value[:at] + words + value[at + chance.choice((0, 0, 1, 30, 300)) :])[:size]


def main() -> None:
    """Fill an empty corpus and run until libFuzzer's own limits."""
    folder = Path(next((argument for argument in sys.argv[1:] if not argument.startswith("-")), "corpus"))
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        for number, seed in enumerate(_SEEDS):
            for encoding in _ENCODINGS:
                (folder / f"seed-{number}-{encoding}").write_bytes(seed.encode(encoding, "replace"))
    tally = _Tally(folder)
    atheris.Setup(sys.argv, lambda value: _run(value, tally), custom_mutator=_mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
