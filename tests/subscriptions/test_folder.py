"""A folder of files is followed: what changed is read anew, what is broken leaves the old in force, what is gone ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from streams.subscriptions import Catalogue, folder
from streams.subscriptions.documents import Documents
from streams.subscriptions.folder import Folder, files
from streams.subscriptions.in_force import in_force
from tests.subscriptions.build import HEAD


def text(name: str, country: str = "IRQ") -> str:
    return HEAD.replace("desk", name, 1) + f"    match: {{countries: [{country}]}}\n"


def names(found: Folder | Catalogue | Documents) -> list[str]:
    catalogue = found if isinstance(found, Catalogue) else found.catalogue
    return sorted(f"{each.name} {' '.join(each.match.countries)}" for each in catalogue)


def looked(found: Folder) -> list[str]:
    found.look()
    return names(found)


def test_files_come_change_break_and_go(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    found, file = Folder(tmp_path), tmp_path / "a.yaml"
    assert looked(found) == []
    file.write_text(text("desk"))
    assert looked(found) == ["desk IRQ"]
    file.write_text(text("desk", "UKRN"))
    assert looked(found) == ["desk IRQ"]
    assert f"{file}:4:25: subscriptions[0].match.countries[0]" in caplog.text
    caplog.clear()
    assert looked(found) == ["desk IRQ"]
    assert caplog.text == "", "a mistake is said once"
    file.write_text(text("desk", "UKR"))
    assert looked(found) == ["desk UKR"]
    file.unlink()
    assert looked(found) == []


def test_a_file_of_the_same_size_and_another_time_is_read_anew(tmp_path: Path) -> None:
    found, file = Folder(tmp_path), tmp_path / "a.yaml"
    file.write_text(text("desk"))
    found.look()
    before = file.stat()
    file.write_text(text("desk", "IRN"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert looked(found) == ["desk IRN"]


def test_a_name_may_move_from_one_file_to_another(tmp_path: Path) -> None:
    found = Folder(tmp_path)
    (tmp_path / "a.yaml").write_text(text("one"))
    (tmp_path / "b.yaml").write_text(text("two"))
    found.look()
    (tmp_path / "a.yaml").write_text(text("three"))
    (tmp_path / "b.yaml").write_text(text("one", "UKR"))
    assert looked(found) == ["one UKR", "three IRQ"]
    (tmp_path / "a.yaml").write_text(text("one", "FRA"))
    assert looked(found) == ["one UKR", "three IRQ"], "the name is taken, and the old content of a.yaml stays"
    (tmp_path / "b.yaml").unlink()
    assert looked(found) == ["one FRA"], "the file that was refused is tried again"


def test_hidden_files_and_other_files_are_left_out_and_links_are_followed(tmp_path: Path) -> None:
    for place in ("..data", ".git", "below"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "desk.yaml").write_text(text("desk"))
    for name in (".a.yaml.swp", ".b.yaml", "notes.txt"):
        (tmp_path / name).write_text(text(name.strip(".")))
    (tmp_path / "c.yml").symlink_to(tmp_path / "..data" / "desk.yaml")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "none")
    assert files(tmp_path) == [tmp_path / "below" / "desk.yaml", tmp_path / "c.yml"]


def test_a_folder_that_is_away_leaves_all_in_force_and_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    place = tmp_path / "rules"
    place.mkdir()
    (place / "a.yaml").write_text(text("desk"))
    found = Folder(place)
    found.look()
    place.rename(tmp_path / "away")
    assert looked(found) == looked(found) == ["desk IRQ"]
    assert caplog.text.count("cannot be read") == 1
    (tmp_path / "away").rename(place)
    assert looked(found) == ["desk IRQ"]


def test_more_files_than_may_be_are_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(folder, "MOST_DOCUMENTS", 2)
    for name in "abc":
        (tmp_path / f"{name}.yaml").write_text(text(name))
    assert looked(Folder(tmp_path)) == ["a IRQ", "b IRQ"]
    assert "holds 3 files of subscriptions" in caplog.text


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.yaml").write_text(text("desk") + "#" * 200_000)
    assert looked(Folder(tmp_path)) == []
    assert "more than 100,000 bytes" in caplog.text


def test_of_a_name_in_the_folder_and_on_the_topic_that_of_the_folder_is_in_force_and_it_is_told() -> None:
    here, _ = Documents().changed({"/rules/a.yaml": text("desk").encode()})
    there, _ = Documents().changed({"topic:a": text("desk", "UKR").encode(), "topic:b": text("other").encode()})
    found = in_force(here.catalogue, there.catalogue, {})
    assert names(found.catalogue) == ["desk IRQ", "other IRQ"]
    assert found.overridden == {"desk": "/rules/a.yaml"}
    assert names(in_force(Catalogue(), there.catalogue, {}).catalogue) == ["desk UKR", "other IRQ"]


def test_inhibit_rules_are_those_of_all_files_once() -> None:
    rule = "inhibit_rules:\n  - {source: {told: news}, target: {told: background}, equal: [story]}\n"
    found, _ = Documents().changed({name: (rule + text(name)).encode() for name in "ab"})
    assert len(in_force(found.catalogue, Catalogue(), {}).inhibitions) == 1
