"""Reading a Universal Dependencies tree: labels without their tails, markers, conjuncts, stretches of phrases.

Everything survives a wrong tree: no function assumes that a child it looks for is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from streams.extract.tokens import Token

# Relations of words that hang on a noun but are statements of their own: these are left out of the noun's stretch of words.
_STATEMENTS = frozenset(
    {"acl", "appos", "parataxis", "advcl", "conj", "cc", "punct", "dep", "discourse", "list", "orphan", "ccomp"}
    | {"nsubj", "csubj", "cop", "aux", "mark", "obl", "advmod", "case", "expl"}
)
_DEEPEST = 60
_RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})


def base(token: Token) -> str:
    """Return the relation of a word to its head without the tail: `acl` of `acl:relcl`."""
    return token.relation


def has_head(token: Token) -> bool:
    """Return True if the word hangs on another."""
    return token.head is not token


def parts(token: Token) -> list[Token]:
    """Return all children of a word, in order."""
    return token.children


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children with one of these relations; a label without a tail stands for all its tails."""
    return [part for part in token.children if part.relation in labels or part.dep_ in labels]


def child(token: Token, *labels: str) -> Token | None:
    """Return the first child with one of these relations, or None."""
    for part in token.children:
        if part.relation in labels or part.dep_ in labels:
            return part
    return None


def conjuncts(token: Token) -> list[Token]:
    """Return the word and all that are joined to it by `and`, `or` and commas, in order."""
    found: list[Token] = []
    waiting = [token]
    while waiting:  # no recursion: a list of a thousand names is a chain of a thousand conjuncts
        one = waiting.pop()
        found.append(one)
        waiting.extend(reversed(children(one, "conj")))
    return found


def first_conjunct(token: Token) -> Token:
    """Return the head of a chain of conjuncts, or the word itself."""
    while base(token) == "conj" and has_head(token):
        token = token.head
    return token


def ancestors(token: Token) -> Iterator[Token]:
    """Yield the word's head, its head and so on, no more than a sane tree is deep."""
    for _ in range(_DEEPEST):
        if not has_head(token):
            return
        token = token.head
        yield token


def is_relative(token: Token) -> bool:
    """Return True for a relative pronoun or adverb inside a relative clause."""
    if token.tag_ not in _RELATIVES and token.lower_ not in ("that", "which", "who", "whom", "whose", "where", "when"):
        return False
    return any(is_relative_clause(above) for above in [token, *ancestors(token)])


def is_relative_clause(token: Token) -> bool:
    """Return True if the word heads a relative clause; a plain `acl` with a pronoun of its own counts too."""
    if token.dep_ == "acl:relcl":
        return True
    return base(token) == "acl" and any(part.tag_ in _RELATIVES for part in parts(token))


def marker(token: Token) -> str | None:
    """Return the preposition or conjunction of a phrase or clause in lower case, words of fixed phrases joined by blanks; None without
    one.
    """
    # "said that it is in ruins": the clause is marked by `that`, `in` belongs to what is said of its subject.
    labels = ("case", "mark") if child(token, "cop") is None else ("mark",)
    marks = [mark for mark in children(token, *labels) if mark.lower_ not in ("'s", "’s", "'", "’")]
    if not marks:
        return None
    parts = sorted({part.i: part for mark in marks for part in [mark, *children(mark, "fixed")]}.items())
    return " ".join(part.lower_ for _, part in parts) or None


def stretch(token: Token, *, apposition: bool = False) -> tuple[int, int]:
    """Return the first and last word (exclusive) of the noun phrase that a word heads, unbroken, without statements about it.

    `apposition`: one belongs to the phrase.
    """
    kept = {token.i}
    grown = [token]
    while grown:
        word = grown.pop()
        for part in parts(word):
            label = base(part)
            inner = word is not token
            if label in _STATEMENTS and not _belongs(part, label, inner=inner, apposition=apposition):
                continue
            if part.is_space:
                continue
            kept.add(part.i)
            grown.append(part)
    return _unbroken(token, kept)


def _belongs(part: Token, label: str, *, inner: bool, apposition: bool) -> bool:
    """Return True if a child that may be a statement of its own is part of the phrase after all."""
    if label == "appos":
        return apposition
    if label == "case":
        return inner or part.lower_ in ("'s", "’s")
    if label in ("conj", "cc"):
        return inner
    if label == "advmod":
        return inner or part.i < part.head.i
    return inner and label == "mark"


def _unbroken(token: Token, kept: set[int]) -> tuple[int, int]:
    """Return the first and last word (exclusive) of the run of kept words around one; quotes, hyphens and blanks do not break it."""
    doc = token.doc
    start = end = token.i
    at = token.i - 1
    while at >= 0 and (at in kept or _thin(doc[at])):
        start = at if at in kept else start
        at -= 1
    at = token.i + 1
    while at < len(doc) and (at in kept or _thin(doc[at])):
        end = at if at in kept else end
        at += 1
    return start, end + 1


def _thin(token: Token) -> bool:
    """Return True for a mark or blank that may stand inside a phrase."""
    return token.text in ("-", "–", '"', "“", "”", "'", "‘", "’", "/", "&") or (token.is_space and "\n" not in token.text)


def clause_words(token: Token) -> Iterator[Token]:
    """Yield the words under a predicate, itself first."""
    waiting = [token]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(parts(one))
