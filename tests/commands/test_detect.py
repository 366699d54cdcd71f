"""`streams detect --explain`: what each event's country and its being news were decided by, and its summary."""

from __future__ import annotations

from tests.commands.face import called

TEXT = "Gunmen killed nine farmers in Rigasa in Nigeria on Tuesday, police said. In 2015 a flood drowned 40 people in Kano."


def test_every_event_is_explained_with_its_sums() -> None:
    result = called("detect", "--explain", "-", stdin=TEXT.encode())
    assert result.exit_code == 0, result.output
    told = " ".join(result.output.split())
    assert "Gunmen killed nine farmers in Rigasa, Nigeria, on Tuesday, police said." in told
    assert "% news, main: always" in told
    assert "NGA: " in told
