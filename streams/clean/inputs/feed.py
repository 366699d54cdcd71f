"""This module reads the entries of an RSS (0.9x, 1.0, 2.0) or Atom (0.3, 1.0) document, each an article object in names of `ninjs.py`.

The text is mended first (`references.py`: names of HTML as characters, what is no XML escaped), then read by libxml2, which goes on behind
what is broken. Prefixes may be any, or undeclared. Nothing is fetched, no entity of another file is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from xxhash import xxh3_128_hexdigest

from streams.clean.inputs.construct import Construct, construct, visible
from streams.clean.inputs.references import declared_entities, xml_text
from streams.errors import Malformed, TooLarge

ROOTS = frozenset({"rss", "feed", "RDF"})
ENTRIES = frozenset({"item", "entry", "deleted-entry", "at:deleted-entry"})
_BEFORE = re.compile(r"\ufeff?(?:\s++|<\?[^>]{0,1000}\?>|<!--.{0,20000}?-->)*+", re.S)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]{0,1000}(?:\[([^\]]{0,20000})\]\s{0,100})?>", re.I)
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{100000,}")
_ATTRIBUTES = 1000
"""The most attributes of a tag of 100,000 characters: libxml2 compares each with all others, and one tag of 300,000 took more than 60 s.
A tag with one long value is fine."""
_VOID = re.compile(r"<(br|hr|img|input|wbr|col|embed|source)\b([^<>]{0,2000}?)/?>", re.I)
_ROOT = re.compile(r"\s*<[A-Za-z][^<>]{0,5000}>")
_ENTRY = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<((?:[\w-]{1,40}:)?(?:item|entry|deleted-entry))(?=[\s>/])", re.S | re.I)
_XML = "{http://www.w3.org/XML/1998/namespace}"
_SPACES = (
    (re.compile(r"https?://(?:www\.)?w3\.org/2005/atom|https?://purl\.org/atom/ns#.*"), ""),
    (re.compile(r"https?://(?:my\.netscape\.com/(?:rdf|publish)|(?:www\.)?purl\.org/(?:rss|net/rss1\.1)|backend\.userland\.com"
                r"|blogs\.law\.harvard\.edu|cyber\.law\.harvard\.edu|channel\.netscape\.com)(?!.*modules).*"), ""),
    (re.compile(r"https?://purl\.org/dc/elements/.*"), "dc:"),
    (re.compile(r"https?://purl\.org/dc/terms/.*"), "dcterms:"),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/.*"), "content:"),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/dcterms/.*"), "dcterms:"),
    (re.compile(r"https?://(?:search\.yahoo\.com/mrss|tools\.search\.yahoo\.com/mrss).*"), "media:"),
    (re.compile(r"https?://www\.itunes\.com/dtds/podcast-1\.0\.dtd"), "itunes:"),
    (re.compile(r"https?://purl\.org/atompub/tombstones/1\.0"), "at:"),
    (re.compile(r"https?://www\.w3\.org/1999/xhtml"), "xhtml:"),
    (re.compile(r"https?://www\.w3\.org/1999/02/22-rdf-syntax-ns#?"), "rdf:"),
    (re.compile(r"https?://rssnamespace\.org/feedburner/ext/1\.0"), "feedburner:"),
)  # fmt: skip
"""Namespaces, in the spellings that feeds have, and the prefix that stands for each here; elements of RSS and Atom have none."""
_BODIES = ("content:encoded", "xhtml:body", "body", "fullitem", "content", "description", "summary", "subtitle")
_SPARE_BODIES = ("dc:description", "dcterms:abstract", "itunes:summary", "media:description")
_PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dc:date", "created", "dcterms:created")
_UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate")
_MAIL = re.compile(r"<?\(?(?:mailto:)?[^\s<>()@]{1,100}@[^\s<>()@]{1,200}\)?>?")


@dataclass(frozen=True, slots=True)
class Feed:
    """The facts that a feed states of itself, and its entries as article objects."""

    title: str | None
    link: str | None
    language: str | None
    rights: str | None
    entries: tuple[dict[str, Any], ...]


def read_feed(text: str, *, name: str | None = None, address: str | None = None, alone: bool = False) -> Feed:
    """Read a feed, or one entry alone.

    Relative links stand on `xml:base`, else on the feed's link, else on `address`, else on where the feed says that it is. Ids that are no
    addresses are unique in their feed only: they follow the feed's link, id, address, title or `name`. An entry that has no id gets a hash
    of its title and date (or text). Without `name` such entries have no uri (a record alone: clean makes one).
    Raises Malformed where there is no element, TooLarge for a tag of very many attributes.
    """
    text = _mended(text)
    root, broken = _tree(text)
    if broken and (root is None or _VOID.search(text)):
        text = _VOID.sub(r"<\1\2/>", text)  # HTML that nobody escaped: what it never closes would take in all that follows
        root, broken = _tree(text)
    if root is None:
        raise Malformed("no element that can be read")
    channel = _child(root, "channel")
    head = root if channel is None else channel
    kids = {} if _name(root) in ENTRIES else _children(head)
    address = address or next((node.get("href") for node in kids.get("link", ()) if node.get("rel") == "self"), None)
    link = _link(kids, _base(head, address))
    base = link or address
    title = _text(kids, "title", "dc:title")
    scope = None if name is None else link or _plain(kids, "id") or address or title or name
    feed = Feed(
        title=title,
        link=link,
        language=_plain(kids, "language", "dc:language") or _language(head),
        rights=_text(kids, "rights", "copyright", "dc:rights"),
        entries=(),
    )
    authors = _authors(kids, "author", "dc:creator", "dc:author") if _name(root) == "feed" else ()
    nodes = list(_nodes(root))
    if broken and (
        (parts := _parts(text))[len(nodes) :] or any(_name(outer) in ENTRIES for node in nodes for outer in node.iterancestors())
    ):
        nodes = [
            node
            for part in parts
            for tree, _ in [_tree(part)]
            if tree is not None
            for node in [next(_nodes(tree), None)]
            if node is not None
        ]
    if alone and len(nodes) != 1:
        raise Malformed(f"a feed of {len(nodes)} entries where a record is one article")
    entries = (_deleted(node, feed, scope) if "deleted" in _name(node) else _entry(node, feed, scope, base, authors) for node in nodes)
    return replace(feed, entries=tuple(entries))


def only_entry(text: str) -> dict[str, Any]:
    """Return the one entry of a feed, or the entry that stands alone.

    Raises Malformed for none or several (a record is one article: `streams feed` splits feeds).
    """
    return read_feed(text, alone=True).entries[0]


def uri_of(identity: str | None, scope: str | None, content: str) -> str | None:
    """Return the uri of an entry by its id (an address, or unique in its feed), else by its content; None without id and scope."""
    if identity and ("://" in identity or identity.lower().startswith(("urn:", "tag:"))):
        return identity
    if scope is None:
        return None
    return f"{scope}#{identity or xxh3_128_hexdigest(' '.join(content.split()).encode('utf-8', 'replace'))}"


def _mended(text: str) -> str:
    text = _BEFORE.sub("", text, count=1)
    declared: dict[str, str] = {}
    if (doctype := _DOCTYPE.match(text)) is not None:
        declared, text = declared_entities(doctype[1] or ""), text[doctype.end() :]
    text = xml_text(text, declared)
    if any(tag[0].count("=") > _ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise TooLarge(f"a tag in it has more than {_ATTRIBUTES:,} attributes, which no feed has")
    return text


def _nodes(root: Any) -> Iterator[Any]:
    return (node for node in root.iter() if isinstance(node.tag, str) and _name(node) in ENTRIES)


def _parts(text: str) -> list[str]:
    """Return each entry alone under the document's root: where tags cross, one entry would take in all that follow."""
    root = _ROOT.match(text)
    opening = root[0] if root is not None else "<feed>"
    starts = [found.start() for found in _ENTRY.finditer(text) if found[1]]
    return [f"{opening}{text[start:end]}" for start, end in pairwise([*starts, len(text)])]


def _tree(text: str) -> tuple[Any, bool]:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True,
        encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, True
    return root, bool(len(parser.error_log))


def _name(node: Any) -> str:
    """Return the element's name in small letters, with the prefix that we know its namespace by; an unknown one keeps its own prefix."""
    return _named(str(node.tag), node.prefix)


@lru_cache(maxsize=4096)
def _named(tag: str, own: str | None) -> str:
    if not tag.startswith("{"):
        prefix, colon, local = tag.lower().rpartition(":")
        return local if prefix in ("", "atom", "rss", "a") else f"{prefix}{colon}{local}"
    space, _, local = tag[1:].lower().partition("}")
    for known, prefix in _SPACES:
        if known.fullmatch(space):
            return f"{prefix}{local}"
    return f"{own}:{local}" if own else local


def _children(node: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for child in node:
        if isinstance(child.tag, str):
            found.setdefault(_name(child), []).append(child)
    return found


def _child(node: Any, name: str) -> Any:
    return next((child for child in node if isinstance(child.tag, str) and _name(child) == name), None)


def _constructs(kids: dict[str, list[Any]], *names: str) -> list[Construct]:
    return [construct(node, _name(node)) for name in names for node in kids.get(name, ())]


def _text(kids: dict[str, list[Any]], *names: str) -> str | None:
    """Return the first of these elements that has words, as characters on one line."""
    return next((said for part in _constructs(kids, *names) if (said := part.line)), None)


def _plain(kids: dict[str, list[Any]], *names: str) -> str | None:
    return next((said for name in names for node in kids.get(name, ()) if (said := " ".join("".join(node.itertext()).split()))), None)


def _last(kids: dict[str, list[Any]], *names: str) -> str | None:
    """Return the last element with words of the first name that has any: feedparser's rule for dates told twice."""
    return _plain({name: nodes[::-1] for name in names if (nodes := kids.get(name))}, *names)


def _entry(node: Any, feed: Feed, scope: str | None, base: str | None, authors: tuple[str, ...]) -> dict[str, Any]:
    kids = _children(node)
    link = _link(kids, _base(node, base))
    guid = next(iter(kids.get("guid", ())), None)
    identity = _plain(kids, "guid", "id", "dc:identifier") or node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
    if identity and identity.startswith("/"):
        identity = joined(_base(node, base), identity)
    if link is None and guid is not None and (guid.get("isPermaLink") or guid.get("ispermalink") or "true").strip().lower() == "true":
        link = joined(_base(guid, base), identity or "") or None
        link = link if link and link.startswith(("http://", "https://")) else None
    title = _text(kids, "title", "dc:title") or _text(kids, "media:title")
    body = _body(kids)
    published, updated = _last(kids, *_PUBLISHED), _last(kids, *_UPDATED)
    source = next(iter(kids.get("source", ())), None)
    told = _children(source) if source is not None else {}
    categories = kids.get("category", [])
    article = {
        "uri": uri_of(identity or link, scope, f"{title or ''} {published or updated or (body.value if body else '')}"),
        "headline": title,
        _field(body): body.value if body else None,
        "link": link,
        "by": ", ".join(_authors(kids, "author", "dc:creator", "dc:author") or _authors(kids, "itunes:author") or authors),
        "firstCreated": published,
        "versionCreated": updated or published,
        "publisher": _plain(kids, "dc:publisher") or _text(told, "title") or (_text(kids, "source") if not told else None) or feed.title,
        "language": spoken if (spoken := _spoken(node, kids)) is not None else feed.language,
        "copyrightNotice": _text(kids, "rights", "copyright", "dc:rights") or feed.rights,
        "keywords": _keywords(kids),
        "subjects": [
            {name: value for name, value in (("uri", code), ("name", said)) if value}
            for part in categories
            if (code := part.get("term") or part.get("domain")) and (said := part.get("label") or _line(part) or part.get("term"))
        ],
    }  # fmt: skip
    return {field: value for field, value in article.items() if value}


def _deleted(node: Any, feed: Feed, scope: str | None) -> dict[str, Any]:
    """Return the withdrawal of the entry that a tombstone (RFC 6721) names, as an article object."""
    kids = _children(node)
    uri = uri_of((node.get("ref") or "").strip() or None, scope, "")
    said = _text({name.rpartition(":")[2]: nodes for name, nodes in kids.items()}, "comment")
    article = {"uri": uri, "pubStatus": "canceled", "versionCreated": node.get("when"), "publisher": feed.title, "edNote": said}
    return {field: value for field, value in article.items() if value}


def _body(kids: dict[str, list[Any]]) -> Construct | None:
    """Return the part with the most words: a blank content must not hide a full description."""
    groups = [child for group in kids.get("media:group", ()) for child in group if isinstance(child.tag, str)]
    spare = {**kids, "media:description": [*kids.get("media:description", []), *(g for g in groups if _name(g) == "media:description")]}
    for names, nodes in ((_BODIES, kids), (_SPARE_BODIES, spare)):
        parts = _constructs(nodes, *names)
        sizes = [len(visible(part.value)) for part in parts]
        if (most := max(sizes, default=0)) > 0:
            return parts[sizes.index(most)]
    return None


def _field(body: Construct | None) -> str:
    return "body" if body is None or body.markup is None else "body_html" if body.markup else "body_text"


def _authors(kids: dict[str, list[Any]], *names: str) -> tuple[str, ...]:
    """Return all persons, by their names where these stand beside an address of mail."""
    found = []
    for node in (node for name in names for node in kids.get(name, ())):
        inner = _children(node)
        said = _text(inner, "name", "foaf:name", "rdf:value") if inner else construct(node, "author").line
        said = said or (_plain(inner, "email", "uri", "url") if inner else None)
        if said:
            found.append(_MAIL.sub("", said).strip(" ()<>,") or said)
    return tuple(dict.fromkeys(found))


def _keywords(kids: dict[str, list[Any]]) -> list[str]:
    parts = [part for name in ("category", "dc:subject", "media:category") for part in kids.get(name, ())]
    named = (part.get("label") or _line(part) or part.get("term") or part.get("text") for part in parts)
    lists = (word.strip() for name in ("tags", "media:keywords", "itunes:keywords") for said in [_plain(kids, name)] if said
             for word in said.split(","))  # fmt: skip
    return list(dict.fromkeys(said for said in (*named, *lists) if said))


def _line(node: Any) -> str | None:
    return construct(node, "category").line


def _link(kids: dict[str, list[Any]], base: str | None) -> str | None:
    """Return the address of the entry's own page: what a redirecting service says it was, Atom's `alternate` (HTML first), RSS's text."""
    found = []
    for node in [*kids.get("feedburner:origlink", []), *kids.get("link", [])]:
        said = node.get("href") or "".join(node.itertext())
        rel = (node.get("rel") or "alternate").strip().lower()
        if (said := "".join(said.split())) and rel.rpartition("/")[2] == "alternate":
            page = not node.get("href") or node.get("type") in (None, "text/html", "application/xhtml+xml")
            found.append((not page, joined(_base(node, base), said)))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _spoken(node: Any, kids: dict[str, list[Any]]) -> str | None:
    """Return the language of the entry's body, else of the entry."""
    said = _plain(kids, "language", "dc:language")
    return said if said else _language(next((part for name in _BODIES for part in kids.get(name, ())), node))


def _base(node: Any, base: str | None) -> str | None:
    """Return the address that relative links in the element stand on: its `xml:base` and those around it, on the feed's."""
    told = [node.get(f"{_XML}base"), *(outer.get(f"{_XML}base") for outer in node.iterancestors())]
    for part in reversed([part.strip() for part in told if part]):
        base = joined(base, part)
    return base


def joined(base: str | None, link: str) -> str:
    """Return the link on its base; what cannot be an address stays as it stands."""
    try:
        return urljoin(base, link) if base is not None and base.startswith(("http://", "https://")) else link
    except ValueError:
        return link


def _language(node: Any) -> str | None:
    """Return the nearest `xml:lang` in and around the element, "" where that is blank (which takes it back), None without any."""
    tags = (outer.get(f"{_XML}lang") for outer in (node, *node.iterancestors()))
    return next((tag.strip().replace("_", "-") for tag in tags if tag is not None), None)
