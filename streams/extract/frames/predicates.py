"""This module finds the words that are predicates: verbs, event nouns, light verbs with their noun, states behind a copula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from streams.extract import lexicon, tree
from streams.extract.tokens import Token

# A verb with one of these relations is part of a name or stands for a preposition ("according to", "following").
_NO_CLAUSE = frozenset({"amod", "compound", "case", "mark", "fixed", "aux", "cop", "flat", "cc", "advmod", "det", "punct"})
_RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """One predicate: `token` heads it; `noun` is the event noun of a light verb, `prefix` the words that a hyphen joins to it."""

    token: Token
    pos: Literal["VERB", "NOUN", "ADJ"]
    lemma: str
    particle: Token | None = None
    noun: Token | None = None
    noun_lemma: str | None = None
    prefix: tuple[Token, ...] = ()

    @property
    def words(self) -> list[Token]:
        """The predicate's own words, in order."""
        parts = [*self.prefix, self.token, *([self.particle] if self.particle is not None else [])]
        if self.noun is not None and self.noun_is_object:
            parts.append(self.noun)
        return sorted(parts, key=lambda part: int(part.i))

    @property
    def noun_is_object(self) -> bool:
        """True if the light verb's noun follows it as its object (else it is its passive subject or antecedent)."""
        return self.noun is not None and self.noun.i > self.token.i and tree.base(self.noun) in ("obj", "obl", "dep")


def predicates(doc: list[Token], named: Mapping[int, str]) -> dict[int, Predicate]:
    """Return all predicates by the index of their head word; a light verb's noun leads to the verb's predicate.

    `named` gives the entity label of each word inside a name: such words are no predicates.
    """
    found: dict[int, Predicate] = {}
    for token in doc:
        if token.is_space or token.is_punct:
            continue
        predicate = _verb(token, named) or _state(token, named)
        if predicate is not None:
            found[token.i] = predicate
    taken = {one.noun.i: one for one in found.values() if one.noun is not None}
    for token in doc:
        if token.i in found or token.i in taken:
            continue
        noun = _noun(token, named)
        if noun is not None:
            found[token.i] = noun
    return found | taken


def happens(predicate: Predicate) -> bool:
    """Return True if the subject of a predicate is the event: `take place`, `erupt`."""
    if predicate.noun_lemma is not None and f"{predicate.lemma} {predicate.noun_lemma}" in lexicon.HAPPENING:
        return True
    return predicate.lemma in lexicon.HAPPENING and predicate.noun is None


def _verb(token: Token, named: Mapping[int, str]) -> Predicate | None:
    """Return the predicate of a verb that heads a clause; None for any other word, and for `be`."""
    if token.pos_ != "VERB" or tree.base(token) in _NO_CLAUSE or token.i in named:
        return None
    if not any(sign.isalpha() for sign in token.text):
        return None
    if lemma_of(token) == "be":  # "there is", "it is that": what there is has a frame if it names an event
        return None
    particle = particle_of(token)
    lemma = lemma_of(token) if particle is None else f"{lemma_of(token)} {particle.lower_}"
    noun = _light_noun(token, lemma, named)
    noun_lemma = None
    if noun is not None:
        noun_lemma = lexicon.event_noun(noun.lemma_, noun.text) or lemma_of(noun)
    return Predicate(token, "VERB", lemma, particle, noun, noun_lemma)


def _light_noun(token: Token, lemma: str, named: Mapping[int, str]) -> Token | None:
    """Return the noun that makes one predicate with a light verb (its object, passive subject or antecedent), or None."""
    candidates = [*tree.children(token, "obj"), *tree.children(token, "nsubj:pass")]
    if tree.base(token) == "acl" and tree.has_head(token) and _takes_antecedent(token):
        candidates.append(token.head)
    if lemma == "engage in":
        candidates.extend(tree.children(token, "obl"))
    for noun in candidates:
        if noun.i in named and not (noun.text.islower() and named[noun.i] == "MISC"):
            continue
        if (lemma, lemma_of(noun)) in lexicon.LIGHT_PAIRS or (lemma, lexicon.singular(noun.lower_)) in lexicon.LIGHT_PAIRS:
            return noun
        if lemma in lexicon.LIGHT_VERBS and noun.pos_ in ("NOUN", "PROPN", "VERB") and is_event_noun(noun, named):
            return noun
    return None


def _takes_antecedent(token: Token) -> bool:
    """Return True if the noun that a clause hangs on is its object: `talks they held`, `talks held there`, not `talks in which he held
    back`.
    """
    if not tree.is_relative_clause(token):
        return token.tag_ in ("VBN", "VBD") or (token.tag_ == "VB" and tree.child(token, "obj") is None)
    pronouns = [part for part in tree.parts(token) if part.lower_ in ("that", "which", "where", "when")]
    if pronouns:
        return any(part.dep_ in ("obj", "nsubj:pass") for part in pronouns)
    return has_object_gap(token) or tree.child(token, "nsubj") is None


def has_object_gap(token: Token) -> bool:
    """Return True if a relative clause without pronoun has a subject of its own and no object: `talks they held`, not `men whose boat
    sank`.
    """
    subject = tree.child(token, "nsubj")
    if token.dep_ != "acl:relcl" or subject is None or tree.child(token, "obj", "ccomp", "xcomp") is not None:
        return False
    return not any(part.tag_ in _RELATIVE_TAGS for part in [subject, *tree.children(subject, "nmod", "det")])


def _state(token: Token, named: Mapping[int, str]) -> Predicate | None:
    """Return the predicate of a state behind a copula ("is dead"), behind `leave` and its kind, or right before those it is said of ("13
    wounded"); None for any other word.
    """
    lemma = token.lower_ if token.pos_ != "NOUN" else lemma_of(token)
    if token.i in named or token.pos_ not in ("ADJ", "NOUN", "VERB", "ADP", "ADV"):
        return None
    if lemma not in lexicon.STATES and lemma not in lexicon.STANDINGS:
        return None
    label = tree.base(token)
    behind = tree.child(token, "cop") is not None
    behind = behind or (label in ("xcomp", "advcl", "conj", "obj") and tree.has_head(token) and lemma_of(token.head) in lexicon.STATE_VERBS)
    before = label == "amod" and token.pos_ != "NOUN" and lemma in lexicon.STATES
    alone = label in ("ROOT", "parataxis", "acl") and token.pos_ == "ADJ"
    return Predicate(token, "ADJ" if token.pos_ != "NOUN" else "NOUN", lemma) if behind or before or alone else None


def _noun(token: Token, named: Mapping[int, str]) -> Predicate | None:
    """Return the predicate of an event noun, but inside a name or before another noun that is the event itself; None for other words."""
    if not is_event_noun(token, named):
        return None
    if tree.base(token) in ("compound", "flat", "case", "fixed") and tree.has_head(token):
        return None  # "attack victims", "fire brigade"; "suicide attack" counts once, by its last word
    lemma = lexicon.event_noun(token.lemma_, token.text) or lemma_of(token)
    prefix = _prefix(token)
    if prefix:
        lemma = lexicon.event_noun("".join(part.text for part in [*prefix, token])) or lemma
    return Predicate(token, "NOUN", lemma, prefix=prefix)


def _prefix(token: Token) -> tuple[Token, ...]:
    """Return the words that the tokeniser parted from an event noun at its hyphen: `counter-` of `counter-attack`."""
    if token.i < 2 or token.nbor(-1).text != "-" or token.nbor(-1).whitespace_ or token.nbor(-2).whitespace_:
        return ()
    parts = (token.nbor(-2), token.nbor(-1))
    whole = "".join(part.text for part in parts) + token.text
    return parts if lexicon.event_noun(whole, whole.replace("-", "")) is not None else ()


def particle_of(token: Token) -> Token | None:
    """Return the particle of a phrasal verb, from the tree or from the list of such verbs; None for other verbs."""
    marked = tree.child(token, "compound:prt")
    if marked is not None:
        return marked
    if token.i + 1 < len(token.doc):
        behind = token.nbor(1)
        phrase, label = f"{lemma_of(token)} {behind.lower_}", tree.base(behind)
        if (phrase in lexicon.PHRASAL and label in ("advmod", "dep")) or (phrase in lexicon.FIRM_PHRASAL and label in ("case", "mark")):
            return behind
    return None


def is_event_noun(token: Token, named: Mapping[int, str]) -> bool:
    """Return True if a noun (by the tagger, or a capitalised word of a headline) names an event."""
    if token.i in named and not (named[token.i] == "MISC" and token.text.islower()):
        return False
    if token.pos_ not in ("NOUN", "PROPN") and not (token.tag_ == "VBG" and tree.child(token, "det", "amod") is not None):
        return False
    return lexicon.event_noun(token.lemma_, token.text) is not None


def lemma_of(token: Token) -> str:
    """Return the lemma in lower case, or the word itself where the model gives none."""
    return token.lemma
