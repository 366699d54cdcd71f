"""The board's files: what is served, under which policy, and what they may not hold; the page in a browser is in test_board.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import orjson
import pytest

from streams.board.evidence import ROLES
from streams.board.files import FILES, FOLDER, INDEX, POLICY
from streams.board.keys import make_key
from streams.board.parameters import KINDS
from streams.messages import WIDE_KM, JudgedField
from streams.settings import Settings
from streams.subscriptions.filters import MOST_KM
from streams.subscriptions.vocabulary import SEVERITIES
from tests.board.scene import serving

Pipeline = Callable[..., Settings]
OWN = sorted(path for path in FOLDER.iterdir() if path.is_file())
MOST_BYTES = 500_000
UNSAFE = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", 'setTimeout("', "DOMParser", "srcdoc")
ELSEWHERE = re.compile(r"""["'(]\s*(?:https?:)?//[a-z]""", re.IGNORECASE)


def test_every_file_of_the_folder_is_served_but_for_licences() -> None:
    names = {path.name for path in FOLDER.rglob("*") if path.is_file() and not path.name.startswith("LICENSE")}
    assert names == set(FILES) | {"index.html"}
    assert sum(len(each.body) for each in FILES.values()) + len(INDEX.body) < MOST_BYTES


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_no_file_of_ours_makes_markup_or_names_another_host(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [each for each in UNSAFE if each in text] == []
    assert ELSEWHERE.findall(text) == []


def test_the_page_holds_neither_script_nor_style() -> None:
    page = INDEX.body.decode()
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []
    loaded = re.findall(r'(?:src|href)="page/([^"]+)"', page)
    assert loaded
    assert set(loaded) <= set(FILES)


def test_every_module_that_is_imported_is_served() -> None:
    for name, file in FILES.items():
        for module in re.findall(rb'from "\./([^"]+)"', file.body):
            assert module.decode() in FILES, name


def test_the_scripts_have_the_words_of_the_server() -> None:
    severity, live, row = (FILES[name].body.decode() for name in ("severity.js", "live.js", "row.js"))
    assert f"export const SEVERITIES = {orjson.dumps(SEVERITIES).decode().replace(',', ', ')};" in severity
    assert f"const KINDS = {orjson.dumps(KINDS).decode().replace(',', ', ')};" in live
    assert f"const WIDE_KM = {WIDE_KM:.0f};" in row
    assert f"const MOST_KM = {MOST_KM:.0f};" in FILES["filters.js"].body.decode()
    judge, evidence = (FILES[name].body.decode() for name in ("judge.js", "evidence.js"))
    assert re.findall(r'^  \["(\w+)", "', judge, re.M) == [each for each in get_args(JudgedField) if each != "all"]
    assert set(re.findall(r'"(\w+)"', evidence.partition("ROLES = [")[2].partition("]")[0])) == set(ROLES)


def test_the_outlines_name_countries_as_alerts_do() -> None:
    countries = orjson.loads(FILES["outlines.json"].body)["objects"]["countries"]["geometries"]
    assert len(countries) > 170
    assert all(re.fullmatch("[A-Z]{3}", each["id"]) for each in countries)
    assert {"IRQ", "UKR", "XKX", "SOM"} <= {each["id"] for each in countries}


async def test_the_files_are_served_with_their_policy_and_compared_by_tag(pipeline: Pipeline) -> None:
    async with serving(pipeline()) as scene:
        for path in ("/", "/?min_severity=severe&country=IRQ&nonsense=1", *(f"/page/{name}" for name in FILES)):
            async with scene.client.get(path) as response:
                assert response.status == 200
                assert response.headers["Content-Security-Policy"] == POLICY
                assert response.headers["Cache-Control"] == "public, no-cache"
                assert response.headers["X-Content-Type-Options"] == "nosniff"
                assert await response.read() == (FILES[path.removeprefix("/page/")] if path.startswith("/page/") else INDEX).body
                tag = response.headers["ETag"]
            assert await scene.get(path, 304, headers={"If-None-Match": tag}) == b""
        async with scene.client.get("/page/app.js") as response:
            assert (response.content_type, response.charset) == ("text/javascript", "utf-8")


@pytest.mark.parametrize(
    "path",
    ["/page/", "/page/nothing.js", "/page/index.html", "/page/vendor/leaflet.js", "/page/LICENSE.leaflet", "/page/..%2Ffiles.py",
     "/page/%2E%2E/files.py", "/page/..%5Cfiles.py", "/page/%00app.js", "/page/app.js%00", "/page//etc/passwd", "/page/APP.JS"],
)  # fmt: skip
async def test_nothing_else_is(pipeline: Pipeline, path: str) -> None:
    async with serving(pipeline()) as scene:
        problem = await scene.json(path, 404)
        assert "files.py" not in problem["detail"]


async def test_with_keys_the_page_is_open_and_alerts_are_not(pipeline: Pipeline, tmp_path: Path) -> None:
    secret, entry = make_key("desk", ["read"])
    keys = tmp_path / "keys"
    keys.write_text(entry + "\n")
    async with serving(pipeline(serve_keys=keys)) as scene:
        for path in ("/", "/page/app.js", "/page/outlines.json", "/openapi.json", "/help"):
            await scene.get(path)
        await scene.get("/alerts?limit=1", 401)
        await scene.get("/alerts?limit=1", headers={"Authorization": f"Bearer {secret}"})
