"""This module makes the bundled pipeline out of the exported encoder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

import streams
from streams.model import lemmas, lines, reader
from streams.model.events.reader import FILE, LABELS
from streams.model.load import WEIGHTS
from streams.model.recipe import corpora, prepare
from streams.model.recipe.events.folds import EVENTS
from streams.model.recipe.settings import EXPORTED

STAGES = Path(streams.__file__).parent
LEARNED = {
    "weights.toml": "detect",
    "country.toml": "detect",
    "story.toml": "detect",
    "examples.tsv.gz": "detect",
    "frequency.tsv.gz": "screen",
}
"""The files that stages learn with the event reader, each with its stage."""
LARGEST = 30_000_000  # bytes; the weights are committed as they are

META = {
    "lang": "en",
    "name": "newswire",
    "version": "2.0.0",
    "description": "English news: names, sentences, Universal Dependencies, base forms.",
    "author": "Newswire Streams",
    "email": "",
    "url": "",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "all-MiniLM-L6-v2 (its three lowest layers)", "license": "Apache-2.0"},
        {"name": "UD English EWT", "license": "CC BY-SA 4.0"},
        {"name": "UD English GUM: academic, court, interview, news, bio, voyage", "license": "CC BY 2.5, CC BY 4.0, CC BY-SA 3.0"},
        {"name": "English Worldwide Newswire", "license": "none stated"},
    ],
}


class TooHeavy(Exception):
    """Weights that would not fit the repository."""


def package(work: Path, target: Path = WEIGHTS) -> Path:
    """Writes the exported encoder in `work` as one pipeline, without a trace of this machine, to `target`; raises TooHeavy."""
    nlp = assemble(work)
    kept = {path.name: path.read_bytes() for path in target.glob("*.md")}
    if target.exists():
        shutil.rmtree(target)
    nlp.to_disk(target)
    for name, content in kept.items():
        (target / name).write_bytes(content)
    write_strings(target / "vocab" / "strings.json", nlp)
    if (size := weight(target)) > LARGEST:
        raise TooHeavy(f"{target.name} has {size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}")
    return target


def package_events(work: Path, target: Path = WEIGHTS / reader.NAME, stages: Path = STAGES) -> None:
    """Puts the event reader trained in `work` beside the names reader, and the files that screen and detect have learned in their data."""
    for name in (FILE, LABELS):
        shutil.copyfile(work / EVENTS / name, target / name)
    for name, stage in LEARNED.items():
        shutil.copyfile(work / name, stages / stage / "data" / name)


def assemble(work: Path) -> Language:
    """Return the pipeline: lines, the reader with the encoder exported in `work`, base forms."""
    nlp = corpora.tokenizer()
    nlp.add_pipe(lines.NAME)
    read = nlp.add_pipe(reader.NAME)
    assert isinstance(read, reader.Reader)
    read.from_disk(work / EXPORTED)
    lemmatiser = nlp.add_pipe(lemmas.NAME)
    assert isinstance(lemmatiser, lemmas.Lemmas)
    lemmatiser.table = prepare.lemma_table(work)
    nlp.meta.update(META)
    nlp.meta["performance"] = {}
    return nlp


def write_strings(path: Path, nlp: Language) -> None:
    """Leaves only the labels in the vocabulary: the words that training met are not part of the model."""
    path.write_text(json.dumps(sorted(set(labels(nlp))), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def labels(nlp: Language) -> Iterator[str]:
    """Yield every string that an annotation can have."""
    for name in nlp.pipe_names:
        for label in nlp.pipe_labels.get(name, []):
            yield label
            yield from label.split("|")
    yield from nlp.pipe_names


def weight(folder: Path) -> int:
    """Return the bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
