"""The folder of the development data, which may be absent."""

from __future__ import annotations

import os
from pathlib import Path

DATA = Path(os.environ.get("NEWSWIRE_DATA") or Path(__file__).parents[2] / "shared" / "data")
