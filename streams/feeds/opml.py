"""Lists of sources as OPML 2.0 (https://opml.org/spec2.opml), as feed readers exchange them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from streams.clean.inputs.xml import parse_xml
from streams.errors import Malformed, Usage
from streams.feeds.source import LONGEST_NAME, Source, read_source
from streams.visible import line

LARGEST_BYTES = 5_000_000
"""The bytes of a document: some 20,000 sources."""
MOST_SOURCES = 20_000


def write_opml(sources: Iterable[Source]) -> bytes:
    """Return the document of the sources that are feeds or sitemaps; a folder means nothing to another program."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Sources of Newswire Streams"
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.kind == "folder":
            continue
        # signs for characters that a terminal would obey and XML cannot hold: a name is there to be shown
        facts = {"text": line(source.name or source.address), "type": "rss", "xmlUrl": source.address, "language": source.language}
        etree.SubElement(body, "outline", {name: value for name, value in facts.items() if value is not None})
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def read_opml(text: str, name: str) -> tuple[list[Source], list[str]]:
    """Return the sources of a document, each once, and what could not be taken over, in words; raise Usage for what is no OPML."""
    try:
        root = parse_xml(text)
    except Malformed as exc:
        raise Usage(f"{name}: {exc.message}") from None
    if str(root.tag).lower() != "opml":
        raise Usage(f"{name}: no OPML but a document of {root.tag}")
    sources: dict[str, Source] = {}
    wrong: list[str] = []
    for outline in _outlines(root):
        title = " ".join((outline.get("title") or outline.get("text") or "").split())[:LONGEST_NAME]
        language = (outline.get("language") or "").strip()
        document: dict[str, Any] = {"address": outline.get("xmlUrl"), **({"name": title} if title else {})}
        try:
            source = read_source(document | ({"language": language} if language not in ("", "unknown") else {}))
        except Malformed as exc:
            wrong.append(f"{name}:{outline.sourceline}: {exc.field}: {exc.message}")
            continue
        sources.setdefault(source.address, source)
        if len(sources) > MOST_SOURCES:
            raise Usage(f"{name}: more than {MOST_SOURCES:,} sources")
    return list(sources.values()), wrong


def _outlines(root: Any) -> Iterator[Any]:
    return (node for node in root.iter() if isinstance(node.tag, str) and node.tag.lower() == "outline" and node.get("xmlUrl"))
