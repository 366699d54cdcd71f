"""Records made to cost time or to reach a terminal: `KINDS` names them, each a function of a size in characters that gives the record.

repeated.py    one stretch of text over and over, in one line or a line each
documents.py   JSON, XML, HTML and feeds made to be deep, long, broken or many
"""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.documents import DOCUMENTS
from tests.hostile.repeated import REPEATED

Kind = Callable[[int], bytes]
"""A function of a size in characters that gives a record of about that many; twice the size is twice as much of the same."""

KINDS: dict[str, Kind] = {**REPEATED, **DOCUMENTS}
"""The functions of all kinds, by name."""
