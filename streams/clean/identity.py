"""This module makes a uri for an article whose feeder gives none."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from xxhash import xxh3_128_hexdigest

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|yclid|_ga|ref_src|ocid|cmpid|smid", re.I)
_URI = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]{1,30}):\S{3,2000}")
_NAMED = re.compile(r"""\b(?:urn:[\w-]+:[^\s<>"'()]{2,500}|tag:[^\s<>"'()]{3,500}|https?://[^\s<>"'()]{4,2000})""")


def canonical_link(link: str) -> str | None:
    """Return the link as all its copies would have it: lower-case host, no tracking, fragment or default port; None if no web link."""
    try:
        parts = urlsplit(link.strip())
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    if port is not None and port not in (80, 443):
        host = f"{host}:{port}"
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(name)]
    return urlunsplit((parts.scheme.lower(), host, parts.path.rstrip("/") or "/", urlencode(kept), ""))


def make_uri(*, link: str | None, key: bytes | None, content: str) -> str:
    """Return a stable uri: the canonical link, else the record's key if it is a uri, else a hash of the content.

    The hash is XXH3-128 of the content's words in lower case, so that white space does not make another article.
    """
    if link is not None and (canonical := canonical_link(link)) is not None:
        return canonical
    if key is not None:
        named = key.decode("utf-8", "replace").strip()
        if _URI.fullmatch(named) and "\ufffd" not in named:
            return named
    words = " ".join(content.lower().split())
    return f"urn:newswire:content:{xxh3_128_hexdigest(words.encode('utf-8', 'replace'))}"


def named_uris(text: str) -> tuple[str, ...]:
    """Return the uris (urn:, tag:, http:) that a notice names, each once, in order."""
    return tuple(dict.fromkeys(found.rstrip(".,;:!?]") for found in _NAMED.findall(text)))
