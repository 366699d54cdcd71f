"""What the processor has of the instructions that int8 is fast with, as Linux names them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
_VNNI = {"avx512_vnni", "avx_vnni"}


@cache
def instructions(path: Path = CPUINFO) -> frozenset[str]:
    """All that the first core has; empty where the system does not say it like Linux."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2].split() for line in lines if line.startswith(("flags", "Features"))), ()))


def has_vnni(path: Path = CPUINFO) -> bool:
    """Whether products of int8 are summed whole in 32 bits (x86 with AVX-512 VNNI or AVX-VNNI; AMX comes with the first)."""
    return bool(_VNNI & instructions(path))
