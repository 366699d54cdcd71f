"""Base forms: a table learned from treebanks, irregular words, and rules of endings for the rest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

from streams.model import endings, irregulars

NAME = "streams_lemmas"

_FILE = "lemmas.json"
_CACHE = 200_000  # (form, tag) pairs; an article has a few hundred, a day's news some 100,000
# Names keep their form: the base of "the United States" is not "State".
AS_WRITTEN = frozenset({"NNP", "NNPS", "ADD", "_SP", "FW"})


class LemmaTable:
    """Base forms by tag and lower-case form, and the bases known to exist, by class, with their counts."""

    def __init__(self, exceptions: Mapping[str, Mapping[str, str]], bases: Mapping[str, Mapping[str, int]]) -> None:
        self.exceptions = {tag: dict(forms) for tag, forms in exceptions.items()}
        self.bases = {kind: Counter(counts) for kind, counts in bases.items()}
        verbs = self.bases.setdefault("VERB", Counter())
        for base in irregulars.verb_bases():
            verbs.setdefault(base, 1)
        self._pasts = irregulars.verb_pasts()
        self._plurals = irregulars.noun_plurals()
        self._compared = irregulars.compared()
        self.lemma = lru_cache(_CACHE)(self._lemma)

    def _lemma(self, form: str, tag: str) -> str:
        """Return the base form of a word with an XPOS tag."""
        if tag in AS_WRITTEN:
            return form
        lower = form.lower().replace("’", "'")
        known = self.exceptions.get(tag, {}).get(lower)
        return known if known is not None else self.ruled(lower, tag)

    def ruled(self, lower: str, tag: str) -> str:
        """Return the base form of a word in small letters, by irregular words and endings alone."""
        match tag:
            case "VBD" | "VBN":
                return self._pasts.get(lower) or endings.past(lower, self._bases("VERB"))
            case "VBG":
                return endings.gerund(lower, self._bases("VERB"))
            case "VBZ":
                return endings.third_person(lower, self._bases("VERB"))
            case "NNS":
                return self._plurals.get(lower) or endings.plural(lower, self._bases("NOUN"))
            case "JJR" | "JJS" | "RBR" | "RBS":
                return self._compared.get(lower) or endings.compared(lower, self._bases("ADJ"))
            case _:
                return lower

    def _bases(self, kind: str) -> Counter[str]:
        """Return the known bases of a class with their counts."""
        return self.bases.get(kind, Counter())

    def save(self, path: Path) -> None:
        """Writes the table as JSON."""
        record = {"exceptions": self.exceptions, "bases": self.bases}
        path.write_text(json.dumps(record, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> LemmaTable:
        """Reads what `save` wrote."""
        record = json.loads(path.read_text(encoding="utf-8"))
        return cls(record["exceptions"], record["bases"])


class Lemmas:
    """The pipeline component that sets `lemma_` from `tag_`."""

    def __init__(self, table: LemmaTable) -> None:
        self.table = table

    def __call__(self, doc: Doc) -> Doc:
        lemma = self.table.lemma
        for token in doc:
            token.lemma_ = lemma(token.text, token.tag_)
        return doc

    def score(self, examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        """Return the share of right base forms, as `lemma_acc`."""
        return dict(Scorer.score_token_attr(examples, "lemma", **options))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes the table into a folder, as spaCy asks of a component."""
        Path(path).mkdir(parents=True, exist_ok=True)
        self.table.save(Path(path) / _FILE)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Lemmas:
        """Reads the table back."""
        self.table = LemmaTable.load(Path(path) / _FILE)
        return self


def make_lemmas(nlp: Language, name: str) -> Lemmas:
    """Return an empty lemmatiser, whose table is loaded with the pipeline."""
    return Lemmas(LemmaTable({}, {}))


Language.factory(NAME, requires=["token.tag"], assigns=["token.lemma"], func=make_lemmas)
