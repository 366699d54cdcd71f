"""This module finds the speaker of a predicate: by grammar, by `according to`, by a tag at the sentence's end, by the quote around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from streams.extract import lexicon, tree
from streams.extract.frames.clause import voice
from streams.extract.frames.predicates import Predicate, lemma_of
from streams.extract.frames.quotes import Quote
from streams.extract.frames.subjects import subjects
from streams.extract.tokens import Stretch, Token

_SAYING = 3
"""The least number of words in quotation marks that are somebody's saying, not a borrowed word."""
_HIGHEST = 40
"""The most levels of the tree to go up in search of a speaker."""
_TAGS = lexicon.REPORTING - lexicon.SOFT_REPORTING


@dataclass(frozen=True, slots=True)
class Source:
    """A speaker before it is written out: `head` is the speaker's head word, or the reporting verb where none is named."""

    head: Token
    verb: str


def sources(sentences: Sequence[Stretch], known: Mapping[int, Predicate], quoted: Iterable[Quote]) -> dict[int, Source]:
    """Return the source of each predicate by the index of its head word; a predicate in the writer's own words has none."""
    found: dict[int, Source] = {}
    sayings = [quote for quote in quoted if quote.words >= _SAYING]
    last: Source | None = None
    last_sentence = -9
    for number, sentence in enumerate(sentences):
        here = [known[index] for index in range(sentence.start, sentence.end) if index in known and known[index].token.i == index]
        marked = _marked(sentence)
        tagged = _tagged(sentence, known)
        speaking = _speaking(sentence, known, sayings)
        if speaking is None and sayings and number - last_sentence <= 1:
            speaking = last
        for one in here:
            token = one.token
            source = _by_grammar(token, known)
            if source is None and marked is not None and not _under(token, marked[1]):
                source = marked[0]
            if source is None and tagged is not None and token.i < tagged[1]:
                source = tagged[0]
            if source is None and any(quote.holds(token.idx) for quote in sayings):
                source = speaking
            if source is not None and source.head.i != token.i:
                found[token.i] = source
        if speaking is not None:
            last, last_sentence = speaking, number
    return found


def speaker(verb: Token, known: Mapping[int, Predicate]) -> Source:
    """Return the speaker of a reporting verb; the verb itself stands for an unnamed one ("is said to")."""
    if voice(verb) == "passive":
        agents = [part for part in tree.children(verb, "obl") if tree.marker(part) == "by"]
    else:
        agents = subjects(verb, known)
        if not agents:
            agents = [part for part in tree.children(verb, "obj") if part.i == verb.i + 1 or part.left_edge.i == verb.i + 1]
    return Source(agents[0] if agents else verb, lemma_of(verb))


def _by_grammar(token: Token, known: Mapping[int, Predicate]) -> Source | None:
    """Go up the tree and return the source of a complement of a reporting verb, a clause with a speech tag, the content of a report; None
    for any other word.
    """
    path = {token.i}
    current = token
    for _ in range(_HIGHEST):
        for part in tree.parts(current):
            if part.i in path:
                continue
            source = _tag(part, known)
            if source is not None:
                return source
        if not tree.has_head(current):
            return None
        head, label = current.head, tree.base(current)
        lemma = lemma_of(head)
        if label == "ccomp" and head.pos_ == "VERB" and lemma in lexicon.REPORTING:
            return speaker(head, known)
        if label == "xcomp" and lemma in ("say", "report", "allege", "believe", "think", "claim") and head.pos_ == "VERB":
            return speaker(head, known)
        if head.pos_ == "NOUN" and lemma in lexicon.REPORTING_NOUNS:
            about = tree.marker(current)
            if (label == "acl" and about == "that") or (label == "nmod" and about == "of"):
                owner = tree.child(head, "nmod:poss")
                return Source(owner if owner is not None else head, lemma)
        current = head
        path.add(current.i)
    return None


def _tag(part: Token, known: Mapping[int, Predicate]) -> Source | None:
    """Return the source if a child says whose words its head is (`, X said`, `as X said`, `according to X`), else None."""
    label = tree.base(part)
    lemma = lemma_of(part)
    if label == "parataxis" and lemma in _TAGS and part.pos_ == "VERB" and tree.child(part, "ccomp", "xcomp") is None:
        who = speaker(part, known)
        return who if who.head.i != part.i else None
    if label == "advcl" and lemma in _TAGS and tree.marker(part) == "as":
        return speaker(part, known)
    if label in ("obl", "nmod") and (tree.marker(part) or "") in lexicon.REPORTING_MARKERS and part.ent_type_ != "DATE":
        return Source(part, tree.marker(part) or "according to")
    return None


def _marked(sentence: Stretch) -> tuple[Source, Token] | None:
    """Return the source that `according to X` or `as per X` gives anywhere in the sentence, whatever the parser made of it, and its head
    word; None without such words.
    """
    for token in sentence:
        if token.i + 1 >= sentence.end:
            break
        pair = f"{token.lower_} {token.nbor(1).lower_}" if token.lower_ in ("according", "as") else ""
        if pair in ("according to", "as per"):
            head = token.head
            if head.i <= token.i + 1 or head.pos_ not in ("NOUN", "PROPN", "PRON"):
                behind = [word for word in sentence.doc[token.i + 2 : sentence.end] if word.pos_ in ("NOUN", "PROPN", "PRON")]
                if not behind:
                    return None
                head = behind[0]
            return Source(head, pair), head
    return None


def _under(token: Token, top: Token) -> bool:
    """Return True if one word hangs below another or is that word."""
    return token.i == top.i or any(above.i == top.i for above in tree.ancestors(token))


def _tagged(sentence: Stretch, known: Mapping[int, Predicate]) -> tuple[Source, int] | None:
    """Return the source of a speech tag that closes the sentence (`..., reports said.`) and the index before which all is reported; None
    without a tag.
    """
    words = [token for token in sentence if not token.is_punct and not token.is_space]
    for token in words[-8:]:
        if lemma_of(token) not in _TAGS or token.pos_ != "VERB" or any(part.i > token.i for part in tree.children(token, "ccomp")):
            continue
        who = speaker(token, known)
        if who.head.i == token.i:
            continue
        start = min(who.head.left_edge.i, token.i)
        end = max(who.head.right_edge.i, token.i)
        if start == sentence.start or sentence.doc[start - 1].text not in (",", '"', "”", ',"', "''", "’", "'"):
            continue
        if all(
            word.i <= end or tree.base(word) in ("obl", "nmod", "case", "det", "compound", "amod", "nummod", "flat", "appos", "advmod")
            for word in words
        ):
            return who, start
    return None


def _speaking(sentence: Stretch, known: Mapping[int, Predicate], sayings: list[Quote]) -> Source | None:
    """Return the speaker of a sentence that has or borders a quote, by its reporting verb outside of the marks; None without one."""
    for token in sentence:
        if token.pos_ == "VERB" and lemma_of(token) in _TAGS and token.i in known and not any(quote.holds(token.idx) for quote in sayings):
            if not any(quote.start <= sentence.end_char + 3 and quote.end >= sentence.start_char - 3 for quote in sayings):
                continue
            who = speaker(token, known)
            if who.head.i != token.i:
                return who
    return None
