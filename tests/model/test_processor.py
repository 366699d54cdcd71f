from pathlib import Path

import pytest

from streams.model.processor import has_vnni, instructions


@pytest.mark.parametrize(
    ("flags", "whole"),
    [
        ("fpu avx2 avx512f avx512_vnni amx_int8", True),
        ("fpu avx2 avx_vnni", True),
        ("fpu avx2 avx512f avx512bw", False),  # AVX-512 alone cuts the products off
        ("fpu sse4_1 avx2", False),
    ],
)
def test_whole_products_come_with_vnni(tmp_path: Path, flags: str, whole: bool) -> None:
    path = tmp_path / "cpuinfo"
    path.write_text(f"processor\t: 0\nflags\t\t: {flags}\nbugs\t\t: none\n\nprocessor\t: 1\nflags\t\t: fpu\n")
    assert has_vnni(path) is whole
    assert instructions(path) == set(flags.split())


def test_a_system_that_does_not_tell_has_none(tmp_path: Path) -> None:
    assert instructions(tmp_path / "missing") == frozenset()
    assert not has_vnni(tmp_path / "missing")
