"""The installer shows how far pip is, from what pip says."""

from __future__ import annotations

import pytest

from deploy.install import Progress, progress

SAID = """\
Collecting spacy<3.9,>=3.8.18 (from newswire-streams==0.1.0)
  Downloading spacy-3.8.18-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl.metadata (27 kB)
  Downloading spacy-3.8.18-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl (33.1 MB)
Collecting aiohttp-cors (from faust-streaming)
  Using cached aiohttp_cors-0.8.1-py3-none-any.whl (25 kB)
Requirement already satisfied: hatchling in ./.venv
Installing collected packages: spacy, aiohttp-cors
Successfully installed spacy-3.8.18 aiohttp-cors-0.8.1
"""


def test_packages_and_megabytes_are_counted_as_they_come() -> None:
    first, second, last = progress(SAID.splitlines(keepends=True))
    assert first == Progress(1, 33.1, "spacy")
    assert (second.packages, second.newest) == (2, "aiohttp_cors")
    assert second.megabytes == pytest.approx(33.125)
    assert last.unpacking
    assert [str(each) for each in (Progress(), first, last)] == [
        "  0 packages, 0 MB: asking the index",
        "  1 packages, 33 MB: fetching spacy",
        "  2 packages, 33 MB: unpacking",
    ]
