"""The score of article-extraction-benchmark (https://github.com/scrapinghub/article-extraction-benchmark, evaluate.py) and its peers.

Shingles of four tokens; a page's true and false ones are shares of all of its shingles; precision and recall are means over
pages, F1 is made of the means.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from statistics import mean
from typing import Any

_TOKEN = re.compile(r"\w+")
_GRAM = 4
Extractor = Callable[[bytes], str]


def shingle_score(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Return the precision, recall and F1 of (gold, found) texts."""
    rows = [_shares(gold, found) for gold, found in pairs]
    precision = mean([true / (true + false) for true, false, _ in rows if true + false > 0] or [0.0])
    recall = mean([true / (true + missed) for true, _, missed in rows if true + missed > 0] or [0.0])
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(1e-9, precision + recall)}


def peers() -> dict[str, Extractor]:
    """Return other extractors: trafilatura as its authors run it in the benchmark, and resiliparse (extra `measure`) if installed."""
    import trafilatura

    found: dict[str, Extractor] = {
        "trafilatura": lambda page: trafilatura.extract(page, include_comments=False) or "",
        "trafilatura precise": lambda page: trafilatura.extract(page, include_comments=False, favor_precision=True) or "",
    }
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    except ImportError:
        return found

    def resiliparse(page: bytes) -> str:
        text = bytes_to_str(page, detect_encoding(page) or "utf-8")
        options: dict[str, Any] = {"alt_texts": False, "list_bullets": False, "comments": False, "post_meta": False}
        return str(extract_plain_text(text, preserve_formatting=True, main_content=True, **options))

    return found | {"resiliparse": resiliparse}


def side_by_side(extractors: Mapping[str, Extractor], values: Iterable[bytes]) -> dict[str, tuple[list[str], float]]:
    """Return what each extractor makes of each value, and the CPU seconds that it took for all.

    They take turns on every value, so that a busy machine is busy for all. A value that one breaks on gives it an empty text.
    """
    texts: dict[str, list[str]] = {name: [] for name in extractors}
    spent = dict.fromkeys(extractors, 0.0)
    for value in values:
        for name, extract in extractors.items():
            begin = time.process_time()
            try:
                text = extract(value)
            except Exception:  # a peer's bug on one page counts as an empty answer, as in the benchmark
                text = ""
            spent[name] += time.process_time() - begin
            texts[name].append(text)
    return {name: (texts[name], spent[name]) for name in extractors}


def _shares(gold: str, found: str) -> tuple[float, float, float]:
    want, got = _shingles(gold), _shingles(found)
    counts = ((want & got).total(), (got - want).total(), (want - got).total())
    total = sum(counts) or 1
    return counts[0] / total, counts[1] / total, counts[2] / total


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[i : i + _GRAM]) for i in range(max(1, len(tokens) - _GRAM + 1)) if tokens)
