"""This module measures how well frames come through the parser: those of predicted trees against those that the same rules read off gold
trees.

Both sides read one text with one set of names, the predicted ones, so the figures are those of tokens, tags, lemmas,
sentences and trees alone; what the rules themselves misread is not in them (tests/extract holds sentences for that).
The gold side has the treebank's words, tags, lemmas, heads and labels; the predicted side has nothing but the text:
the words of a document, its sentences parted by blanks. The two are matched by characters, and nothing else counts:

* a predicate is the characters of its frame, the particle and noun of a light verb among them;
* an argument is a predicate, a role and the characters of the argument's head word; its other words, its preposition
  and its name do not count. An argument of a predicate that is not matched is wrong on its side (and the F of
  arguments is thus the figure "predicate and roles").

Of matched predicates it also says how many have the same voice, tense, ... and the same speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from streams.evaluation.tally import prf
from streams.extract.articles import sentence_spans
from streams.extract.frames.frame import frames
from streams.extract.names.entities import entities
from streams.messages import Entity, Frame, Role
from streams.model.recipe.treebank import Text, read_treebank, to_doc

_EWT, _GUM, _GUM_SPLITS = (Path("syntax") / name for name in ("en_ewt-ud-dev.conllu.gz", "gum.conllu.gz", "gum_licence/splits.md"))
_SAID = ("voice", "tense", "aspect", "modality", "negated", "conditional")

Predicate = tuple[int, int]
Triple = tuple[int, int, str, int, int]


@dataclass(slots=True)
class Agreement:
    """Counts of predicted and gold predicates and arguments, and of those that agree, over many texts."""

    predicates: Counter[str] = field(default_factory=Counter)
    """The number of predicates under `right`, `found` and `gold`."""
    arguments: Counter[tuple[str, str]] = field(default_factory=Counter)
    """The number of arguments by count (`right`, `found`, `gold`) and role."""
    same: Counter[str] = field(default_factory=Counter)
    """Matched predicates that agree, by field of Frame."""

    def add(self, found: Iterable[Frame], gold: Iterable[Frame]) -> None:
        """Count one text."""
        ours, theirs = {bounds(one): one for one in found}, {bounds(one): one for one in gold}
        matched = ours.keys() & theirs.keys()
        self.predicates.update(right=len(matched), found=len(ours), gold=len(theirs))
        left, right = triples(ours.values()), triples(theirs.values())
        for count, side in (("right", left & right), ("found", left), ("gold", right)):
            self.arguments.update((count, role) for _, _, role, _, _ in side)
        for one in matched:
            self.same.update(name for name, value in _said(ours[one]).items() if value == _said(theirs[one])[name])

    def rows(self) -> dict[str, Any]:
        """Return P, R and F of predicates, of arguments in all and by role, and the share of matched predicates that agree in a field."""
        by_role = {role: {count: self.arguments[count, role] for count in ("right", "found", "gold")} for role in get_args(Role)}
        total = {count: sum(row[count] for row in by_role.values()) for count in ("right", "found", "gold")}
        matched = self.predicates["right"]
        return {
            "predicates": prf(**self.predicates),
            "arguments": prf(**total),
            "roles": {role: prf(**row) for role, row in by_role.items()},
            "same": {name: round(self.same[name] / matched, 3) for name in (*_SAID, "speaker") if matched},
        }


def evaluate_frames(data: Path, nlp: Language) -> dict[str, Any]:
    """Return the agreement on EWT dev and on the documents that GUM lists as dev; nothing is trained on either."""
    wanted = development_names((data / _GUM_SPLITS).read_text("utf-8"))
    return {
        "EWT dev": agreement(read_treebank(data / _EWT), nlp),
        "GUM dev": agreement((text for text in read_treebank(data / _GUM) if text.name in wanted), nlp),
    }


def figures(corpora: dict[str, Any]) -> dict[str, float]:
    """Return each F by the name it is shown under: arguments in all, predicates, arguments by role."""
    found: dict[str, float] = {}
    for corpus, rows in corpora.items():
        found[f"frames F, {corpus}"] = rows["arguments"]["f"]
        found[f"frames F, {corpus}, predicates"] = rows["predicates"]["f"]
        found |= {f"frames F, {corpus}, {role}": row["f"] for role, row in rows["roles"].items()}
    return found


def agreement(texts: Iterable[Text], nlp: Language) -> dict[str, Any]:
    """Return the rows of Agreement for some documents of a treebank."""
    found = Agreement()
    gold = [to_doc(nlp.vocab, text.sentences) for text in texts]
    for doc, right in zip(nlp.pipe((doc.text for doc in gold), batch_size=8), gold, strict=True):
        names = entities(doc)
        found.add(frames(doc, names, sentence_spans(doc)), on_gold(right, names))
    return found.rows()


def on_gold(doc: Doc, names: tuple[Entity, ...]) -> tuple[Frame, ...]:
    """Return the frames of a gold tree with predicted names."""
    spans = (doc.char_span(name.start, name.end, label=name.label, alignment_mode="expand") for name in names)
    doc.ents = filter_spans(span for span in spans if span is not None)
    return frames(doc, names, sentence_spans(doc))


def bounds(frame: Frame) -> Predicate:
    """Return the start and end of a predicate in characters."""
    return frame.start, frame.end


def triples(some: Iterable[Frame]) -> set[Triple]:
    """Return the predicate, role and head of each argument, by characters."""
    return {(*bounds(one), argument.role, argument.head_start, argument.head_end) for one in some for argument in one.arguments}


def development_names(splits: str) -> frozenset[str]:
    """Return the names of the documents that GUM's list of splits gives for development."""
    return frozenset(
        name for part in re.findall(r"^## dev$(.*?)(?:^## |\Z)", splits, re.M | re.S) for name in re.findall(r"^ *\* (\S+)", part, re.M)
    )


def _said(frame: Frame) -> dict[str, Any]:
    """Return the fields that are compared of a matched predicate."""
    speaker = frame.attribution
    return {
        **{name: getattr(frame, name) for name in _SAID},
        "speaker": None if speaker is None else (speaker.start, speaker.verb),
    }
