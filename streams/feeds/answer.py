"""The answer to one request: that of HTTP, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.I)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status (0: none came), its headers by small names, and as much of its body as came, decompressed."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    fault: str | None = None
    """The reason why no answer came, or why its body is not whole, in words; None for a whole answer."""
    moved: str | None = None
    """The address to which permanent redirects led (301, 308), and these alone."""
    conditional: bool = False
    """True if the request carried validators, so that 304 is a fair answer."""

    @property
    def charset(self) -> str | None:
        """The charset that the server names."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1] if found is not None else None
