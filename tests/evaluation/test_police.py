"""The scorer of killings by police, on invented documents."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from streams.evaluation.detect.police import documents_of, has_police, is_killing, police_scores, sentences_of
from streams.messages import AnalysedArticle
from tests.detect.hand import Said, article, events, verb

POLICE = Said("Police shot dead two men in Orvik.", [], [verb("shot", "shoot", ("agent", "Police"), ("patient", "two men"))])
MOB = Said("A mob killed three traders.", [], [verb("killed", "kill", ("agent", "A mob"), ("patient", "three traders"))])
QUIET = Said("The shops stayed shut.")


def _row(document: int, number: int, text: str, *labels: str) -> dict[str, Any]:
    return {"doc_id": document, "sent_id": number, "sent_labels": list(labels), "sent_text": text}


def test_a_document_is_its_sentences_joined_by_blanks() -> None:
    rows = [_row(7, 0, "One\n line."), _row(7, 1, "Two.", "KILL", "FORCE"), _row(8, 0, "Three.")]
    first, second = documents_of(rows)
    assert first.text == "One line. Two."
    assert [first.text[start:end].strip() for start, end in first.spans] == ["One line.", "Two."]
    assert first.killed == {1}
    assert (second.text, second.killed) == ("Three.", frozenset())


def test_a_killing_was_done_and_has_killed_or_a_word_for_it() -> None:
    (shot,) = events(POLICE)
    assert is_killing(shot)
    assert not is_killing(shot.with_(realis="denied"))
    assert not is_killing(shot.with_(casualties=tuple(one.with_(min=0, max=0) for one in shot.casualties)))
    (killed,) = events(MOB)
    assert is_killing(killed.with_(casualties=()))


def test_a_killing_by_police_has_police_among_those_who_did_it() -> None:
    (shot,), (killed,) = events(POLICE), events(MOB)
    assert has_police(shot)
    assert not has_police(killed)


def test_a_killing_stands_where_its_number_and_its_word_of_killing_stand() -> None:
    (document,) = documents_of([_row(1, 0, MOB.text), _row(1, 1, QUIET.text)])
    (killed,) = events(MOB)
    assert sentences_of(killed, document) == {0}
    later = [one.with_(start=document.spans[1][0] + 1) for one in killed.casualties]
    assert sentences_of(killed.with_(casualties=tuple(later)), document) == {0, 1}


def test_recall_and_precision_are_those_of_sentences(tmp_path: Path) -> None:
    rows = [
        _row(1, 0, POLICE.text, "KILL", "FORCE", "ANY_ACTION"),
        _row(2, 0, MOB.text),
        _row(3, 0, QUIET.text, "KILL"),
        _row(4, 0, QUIET.text),
    ]
    path = tmp_path / "set.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    said = {one.text: one for one in (POLICE, MOB, QUIET)}

    def articles_of(texts: Sequence[str], published: datetime) -> list[AnalysedArticle]:
        return [article(said[text]) for text in texts]

    assert police_scores(path, articles_of) == {
        "texts": 4,
        "killings": 2,
        "killRecall": 0.5,
        "killPrecision": 1.0,
        "killByAnybodyRecall": 0.5,
        "killByAnybodyPrecision": 0.5,
    }
