"""Real articles of the development data, as `streams pipe` takes them: Wikinews, Global Voices, ECB+ and MEANTIME, by their dates."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from typing import Any

SHARES = (("text/wikinews", 0.4), ("text/globalvoices", 0.15), ("events/ecbplus_text", 0.3), ("events/meantime_text", 0.15))
"""The files, and how many of the articles come of each."""
DAY = datetime(2011, 1, 1, 12, tzinfo=UTC)
"""The date of an article whose file gives none: ECB+ and MEANTIME."""


def articles(data: Path, count: int) -> list[bytes]:
    """Return so many articles as JSON, in the order of their dates; fewer where the files have fewer."""
    found = [each for name, share in SHARES for each in islice(_read(data / f"{name}.jsonl.gz"), round(count * share))]
    return [json.dumps(each).encode() for each in sorted(found, key=lambda each: (each["versionCreated"], each["uri"]))]


def _read(path: Path) -> Iterator[dict[str, Any]]:
    source = path.name.partition(".")[0].partition("_")[0]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            yield {
                "uri": row.get("url") or f"urn:{source}:{row['doc']}",
                "version": "1",
                # every third is another's text, so that publishers have something to tell apart
                "publisher": source if number % 3 else f"{source} partner",
                "headline": row.get("title") or "",
                "text": row["text"] if "text" in row else "\n".join(" ".join(words) for words in row["sents"]),
                "versionCreated": _date(row.get("date")).isoformat(),
            }


def _date(said: str | None) -> datetime:
    if not said:
        return DAY
    if "," in said:
        return parsedate_to_datetime(said)
    return datetime.fromisoformat(said).replace(hour=12, tzinfo=UTC)
