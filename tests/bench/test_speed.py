"""Tests of the turns that the speed bench takes, and of what it says of the machine."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.speed import spread, texts, told, turn


def test_every_article_is_read_once_in_an_order_that_is_the_same_again(tmp_path: Path) -> None:
    path = tmp_path / "releases.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps({"text": f"word {number}"}) + "\n" for number in range(50)).encode()))
    assert list(texts(path)) == list(texts(path))
    assert sorted(texts(path)) == sorted(f"word {number}" for number in range(50))
    articles = texts(path)
    assert [len(turn(articles, 5)) for _ in range(3)] == [3, 3, 3]


def test_a_ratio_has_its_quartiles() -> None:
    assert spread([1.0, 1.2, 1.1, 1.4, 1.3]) == "1.20 (1.10 to 1.30)"
    assert told().startswith("has ")
    assert "avx512_vnni" in told()


def test_a_target_is_a_ceiling_or_a_floor() -> None:
    assert Figure("memory", 1.2, "", 1.1).missed
    assert not Figure("memory", 1.0, "", 1.1).missed
    assert Figure("ratio", 1.2, "", 1.3, floor=True).missed
    assert not Figure("ratio", 1.3, "", 1.3, floor=True).missed
    assert Figure("ratio", None, "", 1.3, floor=True).missed
