"""The instructions of this processor, as Linux names them; int8 is fast with some of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
_VNNI = {"avx512_vnni", "avx_vnni"}


@cache
def instructions(path: Path = CPUINFO) -> frozenset[str]:
    """Return all instructions that the first core has; none where the system does not list them as Linux does."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2].split() for line in lines if line.startswith(("flags", "Features"))), ()))


def has_vnni(path: Path = CPUINFO) -> bool:
    """Return True if products of int8 are summed whole in 32 bits: x86 with AVX-512 VNNI, which AMX comes with, or AVX-VNNI."""
    return bool(_VNNI & instructions(path))
