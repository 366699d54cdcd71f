"""The page on frames shows what extract writes."""

import json
import re
from pathlib import Path

from pydantic import TypeAdapter

import streams.extract
from streams.messages import Frame
from tests.extract.docs import read, tree

PAGE = (Path(streams.extract.__file__).parent / "FRAMES.md").read_text("utf-8")


def test_the_example_is_the_output() -> None:
    article = read(
        tree(
            """
            Gunmen NNS gunman 2 nsubj
            carried VBD carry 17 ccomp
            out RP out 2 compound:prt
            an DT a 5 det
            attack NN attack 2 obj
            on IN on 8 case
            a DT a 8 det
            checkpoint NN checkpoint 5 nmod
            near IN near 10 case
            Kirkuk NNP Kirkuk 8 nmod
            , , , 12 punct
            killing VBG kill 2 advcl
            two CD two 14 nummod
            guards NNS guard 12 obj
            , , , 2 punct
            police NNS police 17 nsubj
            said VBD say 0 root
            . . . 17 punct
            """,
            {"Kirkuk": "LOC"},
        )
    )
    assert article.text in PAGE
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.S)
    assert [Frame.check(one) for one in json.loads(shown)] == list(article.frames)


def test_every_field_and_role_is_explained() -> None:
    schema = TypeAdapter(Frame).json_schema(by_alias=True)
    fields = set(schema["properties"]) | {name for part in ("Argument", "Attribution") for name in schema["$defs"][part]["properties"]}
    roles = set(schema["$defs"]["Argument"]["properties"]["role"]["enum"])
    assert {name for name in fields | roles if f"`{name}`" not in PAGE} == set()
