"""A record comes back from its line as it was, whatever bytes it holds; a line of another shape is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.backup.line import Line, read_line
from streams.errors import Malformed

some = st.none() | st.binary(max_size=60) | st.text(max_size=60).map(str.encode)
lines = st.builds(
    Line,
    partition=st.integers(0, 99),
    offset=st.integers(0, 2**62),
    time=st.integers(0, 2**42),
    key=some,
    value=some,
    headers=st.lists(st.tuples(st.text(max_size=20), some), max_size=3).map(tuple),
)


@given(lines)
def test_a_record_comes_back_as_it_was(line: Line) -> None:
    written = line.encode()
    assert read_line(written) == line
    assert written.count(b"\n") == 1


@pytest.mark.parametrize(
    "line", [b"", b"[]", b"{}", b"null", b'{"partition":0,"offset":0,"time":0,"key":{"base64":"?"},"value":null,"headers":[]}', b"\xff"]
)
def test_a_line_of_another_shape_is_refused(line: bytes) -> None:
    with pytest.raises(Malformed):
        read_line(line)
