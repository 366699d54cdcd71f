"""This module reads the lines that one publisher repeats on many of its articles, learned from articles and kept in files for people.

A file is TOML: `name`, `version`, and for each publisher its lines as they stand. clean takes such files by setting
(`STREAMS_CLEAN_RULES`) and names file and version in its cuts (`standing:NAME@VERSION`); nothing is learned on the way.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from streams.clean.boilerplate.datelines import dateline
from streams.clean.boilerplate.lines import read_lines, words_of
from streams.clean.boilerplate.thresholds import STANDING_ARTICLES, STANDING_SHARE, STANDING_WORDS
from streams.errors import Usage
from streams.messages import CleanArticle

_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Standing:
    """Publishers' standing lines: for each publisher its lines' words, and the rule that cuts them."""

    lines: Mapping[str, Mapping[tuple[str, ...], str]]

    def of(self, publisher: str | None, link: str | None) -> Mapping[tuple[str, ...], str]:
        """Return the rules by words for an article; those for the link's host go before those for the publisher's name."""
        return self.lines.get(host_of(link) or "") or self.lines.get((publisher or "").lower()) or {}


NONE = Standing({})


def host_of(link: str | None) -> str | None:
    """Return the host of a web link without `www.`; None without a link."""
    try:
        host = urlsplit(link or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def learn(articles: Iterable[CleanArticle]) -> dict[str, list[str]]:
    """Return each publisher's standing lines, sorted, out of its articles' clean texts.

    A line whose figures change from article to article is news, and so is one with a dateline; neither is ever learned.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    forms: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article in articles:
        publisher = host_of(article.link) or (article.publisher or "").lower()
        if not publisher or article.uri in seen[publisher]:
            continue
        seen[publisher].add(article.uri)
        for text in {line.text for line in read_lines(article.text) if 0 < len(line.words) <= STANDING_WORDS}:
            counts[publisher][text] += 1
            forms[publisher, _FIGURE.sub("0", text)].add(text)
    return {
        publisher: lines
        for publisher in sorted(counts)
        if (
            lines := sorted(
                text
                for text, count in counts[publisher].items()
                if count >= max(STANDING_ARTICLES, STANDING_SHARE * len(seen[publisher]))
                and len(forms[publisher, _FIGURE.sub("0", text)]) == 1
                and dateline(text) is None
            )
        )
    }


def written(name: str, version: str, lines: Mapping[str, Sequence[str]]) -> str:
    """Return the text of a rule file."""
    parts = [
        "# Lines that a publisher repeats on many articles; take out or add any.\n",
        f"name = {_quoted(name)}\n",
        f"version = {_quoted(version)}\n",
    ]
    for publisher, texts in lines.items():
        parts += [f"\n[[publisher]]\nname = {_quoted(publisher)}\nlines = [\n", *(f"  {_quoted(text)},\n" for text in texts), "]\n"]
    return "".join(parts)


def read_standing(paths: Iterable[Path]) -> Standing:
    """Read rule files, later ones over earlier; raises Usage naming the file and what is wrong in it."""
    found: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for path in paths:
        try:
            document = tomllib.loads(path.read_text("utf-8"))
            rule = f"standing:{document['name']}@{document['version']}"
            for entry in document.get("publisher", []):
                found[str(entry["name"]).lower()] |= {words_of(line): rule for line in entry["lines"] if words_of(line)}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
            raise Usage(f"{path}: no file of standing lines: {exc!r}") from None
    return Standing(dict(found))


def _quoted(text: str) -> str:
    return orjson.dumps(text.replace("\x7f", "")).decode()  # JSON's strings are TOML's basic strings, but for DEL
