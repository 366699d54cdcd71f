"""This module finds who does it and to whom by grammar: subjects and objects, shared, controlled and relative ones resolved.

Everything here returns head words; the roles they get are given in arguments.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from streams.extract import lexicon, tree
from streams.extract.frames.clause import voice
from streams.extract.frames.control import conjunct_head, relation
from streams.extract.frames.predicates import Predicate, lemma_of
from streams.extract.frames.surface import before_verb, is_finite, noun_before
from streams.extract.tokens import Token

_DEPTH = 10
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADV"})
RELATIVES = frozenset({"that", "which", "who", "whom", "where", "when", "whose"})


def subjects(token: Token, known: Mapping[int, Predicate], depth: int = 0) -> list[Token]:
    """Return the grammatical subjects of a predicate, shared and controlled ones resolved; antecedents for relative pronouns."""
    own = [_governed(head) for head in tree.children(token, "nsubj") if head.dep_ != "nsubj:outer" and head.lower_ != "there"]
    if not own and lemma_of(token) in lexicon.REPORTING:
        own = inverted(token)
    if not own and is_finite(token) and tree.base(token) not in ("conj", "acl"):
        return before_verb(token)
    if own:
        if len(own) == 1 and own[0].lower_ in RELATIVES and tree.is_relative(own[0]):
            return _nearer(_antecedents(token), noun_before(own[0]))
        return [part for head in own for part in tree.conjuncts(head)]
    if depth > _DEPTH or not tree.has_head(token):
        return []
    head, label = token.head, relation(token)
    if label == "acl" and not _has_object_gap(token):
        if token.tag_ == "VB" or (token.tag_ == "VBG" and tree.marker(token) is not None):  # "plan to leave", "talk of leaving"
            return _holders(head, known, depth)
        if token.tag_ in ("VBG", "VBN", "VBD") or token.pos_ == "ADJ" or token.dep_ == "acl:relcl":
            return antecedents(token)
    if label == "conj" and head.pos_ in ("VERB", "ADJ", "NOUN", "AUX"):
        head = conjunct_head(token)
        return subjects(head, known, depth + 1) if head.pos_ != "NOUN" or head.i in known else []
    if label == "xcomp":
        return controllers(token, known, depth)
    if label == "advcl" and (token.tag_ in ("VBG", "VBN", "VB") or token.pos_ in ("ADJ", "NOUN")):
        if lemma_of(head) in lexicon.MODAL_VERBS and (tree.marker(token) or "") in ("of", "from", "for", "with", "into", "to"):
            return controllers(token, known, depth)
        opens = token.left_edge.i == token.sent.start  # "Discussing the raid, she said": she does both
        if lemma_of(head) in lexicon.REPORTING and token.i < head.i and not opens:  # ", leaving five dead, police said": not the police
            return subjects(head.head, known, depth + 1) if tree.has_head(head) else []
        return subjects(head, known, depth + 1)
    return []


def _governed(head: Token) -> Token:
    """Return the subject, or the noun before a preposition that a parser put in it by a slip: "the force under X attacked" is the force."""
    edge = head.left_edge
    if edge.i < head.i and edge.pos_ == "ADP" and edge.is_sent_start is not True and edge.nbor(-1).pos_ in ("NOUN", "PROPN"):
        return edge.nbor(-1)
    for word in head.doc[edge.i + 1 : head.i]:
        if (
            word.lower_ in ("under", "near", "in", "from", "behind", "around")
            and word.nbor(-1).pos_ == "NOUN"
            and word.nbor(-1).i >= edge.i
        ):
            return word.nbor(-1)
    return head


def controllers(token: Token, known: Mapping[int, Predicate], depth: int = 0) -> list[Token]:
    """Return those who do the complement: the governor's object ("forced them to leave"), else its subject ("they refused to")."""
    head = token.head
    objs = [part for part in tree.children(head, "obj", "iobj") if part.i < token.i and part.lower_ != "it"]
    if objs and lemma_of(head) not in lexicon.SUBJECT_CONTROL:
        return [part for obj in objs for part in tree.conjuncts(obj)]
    if lemma_of(head) in ("call", "appeal", "press", "push"):  # "called on the army to withdraw"
        asked = [part for part in tree.children(head, "obl") if tree.marker(part) in ("on", "upon", "to", "for") and part.i < token.i]
        if asked:
            return tree.conjuncts(asked[0])
    return subjects(head, known, depth + 1)


def objects(token: Token) -> list[Token]:
    """Return the objects of a verb; a conjunct shares the object that follows the last verb ("attacked and killed soldiers")."""
    own = spread(tree.children(token, "obj"))
    if not own:
        own = spread(part for part in tree.children(token, "iobj") if not is_recipient(token))
    if own:
        speakers = inverted(token) if lemma_of(token) in lexicon.REPORTING else []
        return [head for head in own if head not in speakers and not (head.lower_ in RELATIVES and tree.is_relative(head))]
    if voice(token) == "passive":
        return []
    if tree.base(token) == "conj" and tree.has_head(token):
        return [obj for obj in spread(tree.children(token.head, "obj")) if obj.i > token.i]
    for other in tree.children(token, "conj"):
        between = token.doc[token.i + 1 : other.i]
        if other.pos_ == "VERB" and other.tag_ == token.tag_ and all(tree.base(word) in ("cc", "punct", "advmod") for word in between):
            return spread(tree.children(other, "obj"))
    return []


def is_recipient(token: Token) -> bool:
    """Return True if a verb's `iobj` is a recipient: without something given or told ("arrested him") it is an object that the parser
    misnamed.
    """
    verb = lemma_of(token)
    return verb in lexicon.GIVING or verb in lexicon.REPORTING or tree.child(token, "obj", "ccomp", "xcomp") is not None


def inverted(token: Token) -> list[Token]:
    """Return the speaker behind his verb at a sentence's end, whatever the parser takes him for: `..., stated a top daily`."""
    if tree.child(token, "nsubj", "aux") is not None or token.tag_ not in ("VBD", "VBZ", "VBN", "VBP") or not token.i:
        return []
    if token.nbor(-1).text not in (",", '"', "”", "'", "’", "''"):
        return []
    rest = [word for word in token.doc[token.i + 1 : token.sent.end] if not (word.is_punct or word.is_space)]
    if 0 < len(rest) <= 6 and rest[0].pos_ == "DET" and all(word.pos_ in _NOMINAL for word in rest):
        return [rest[-1]]
    for head in tree.children(token, "obj", "iobj", "nmod", "obl"):
        behind = [word for word in token.doc[head.right_edge.i + 1 : token.sent.end] if not (word.is_punct or word.is_space)]
        if head.i > token.i and head.left_edge.i == token.i + 1 and tree.marker(head) is None and not behind:
            return [head]
    return []


def _nearer(antecedents: list[Token], before: list[Token]) -> list[Token]:
    """Return the tree's antecedent, unless the noun before the pronoun is no part of it: then the clause was hung too high."""
    if antecedents and before:
        noun = before[0]
        while noun.i != antecedents[0].i and tree.has_head(noun) and tree.base(noun) in ("nmod", "appos", "compound", "flat", "conj"):
            noun = noun.head
        return antecedents if noun.i == antecedents[0].i else before
    return antecedents or before


def _antecedents(token: Token) -> list[Token]:
    """Return the nouns that the nearest clause on a noun, around a word or headed by it, says something of."""
    for above in [token, *tree.ancestors(token)]:
        if tree.base(above) == "acl" and tree.has_head(above):
            return antecedents(above)
    return []


def antecedents(clause: Token) -> list[Token]:
    """Return the noun that a relative or participle clause hangs on, and those joined to it before the clause begins.

    UD hangs on the first of joined words what they share: "officers and soldiers killed there" were all killed, of
    "an officer killed there and a soldier" only the first.
    """
    head = clause.head
    return [part for part in tree.conjuncts(head) if part.i == head.i or part.i < clause.i] if clause.i > head.i else [head]


def relative_clause(token: Token) -> Token | None:
    """Return the clause on a noun that a verb heads, or in which it is joined or a complement: `which they tried to take`; None without
    one.
    """
    for _ in range(_DEPTH):
        label = tree.base(token)
        if label == "acl" and tree.has_head(token):
            return token
        if label not in ("xcomp", "ccomp", "conj") or not tree.has_head(token):
            return None
        token = token.head
    return None


def _holders(noun: Token, known: Mapping[int, Predicate], depth: int) -> list[Token]:
    """Return those who carry out what a noun holds: `Iran's plan to attack`, `they announced a plan to leave`."""
    own = [*tree.children(noun, "nmod:poss"), *(part for part in tree.children(noun, "nmod") if tree.marker(part) in ("by", "for"))]
    if own:
        return own
    if tree.base(noun) in ("obj", "obl") and tree.has_head(noun):
        return subjects(noun.head, known, depth + 1)
    compound = [part for part in tree.children(noun, "compound") if part.pos_ == "PROPN"]
    return compound[:1]


def _has_object_gap(token: Token) -> bool:
    """Return True if a relative clause has a subject of its own: then its antecedent is the object."""
    return tree.child(token, "nsubj") is not None


def spread(heads: Iterable[Token]) -> list[Token]:
    """Return all conjuncts of all heads, the heads among them."""
    return [part for head in heads for part in tree.conjuncts(head)]
