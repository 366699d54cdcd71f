"""Changes to running code, in processes of the tests that no fixture reaches."""

from __future__ import annotations


def exchange(owner: object, name: str, new: object) -> None:
    """Put `new` instead of an attribute of a module or a class, for the rest of the process."""
    assert hasattr(owner, name), name
    setattr(owner, name, new)
