"""The lexicon: the words that may tell of an event, the classes of head nouns, and the names that are known.

It is read once from `data/*.toml`. A sense of a word is a type with conditions on the arguments and on the words around; of the senses of
one word the first that holds is taken, in the order of FILES.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal, cast, get_args

from streams.detect.types import kind_of, types
from streams.messages import ActorKind, EventType
from streams.wordlist import keys, read

FILES = ("conflict", "talk", "hazards")
SenseType = EventType | Literal["NONE", "RESULT"]
_KINDS = frozenset(get_args(ActorKind))

_ARMED = ("military", "rebel", "police", "gang", "spy")
_ACTORS = (*_ARMED, "court", "government", "legislature", "party", "opposition", "igo", "ngo", "media", "business", "labour", "education",
           "religious", "refugee", "civilian", "individual", "chief", "body", "expert", "person", "country", "group",
           "organisation")  # fmt: skip
ALIASES: dict[str, tuple[str, ...]] = {"armed": _ARMED, "actor": _ACTORS}
"""Names for several classes at once, to be used in conditions."""
NAMED = ("person", "country", "place", "group", "organisation", "unknown", "none")
"""Classes that come from names and from the lack of a head, not from `heads.toml`."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a word: a type and the conditions of the reading. `NONE` = no event; `RESULT` = only the harm of another event.

    agent, patient, not_agent, not_patient: classes of the argument's head (`unknown`: no head that we know, `none`: no argument at all);
    near, not_near: words of the sentence; patient_near, clause_near: words of the object or the complement;
    modifier, not_modifier: words just before the predicate or among its modifiers; parent: lemma of the governing predicate;
    wide: `near` looks at the whole article; weak: too little on its own where the article's topic is sport, markets or
    entertainment; casualty: counts of dead and hurt belong to it; result: a verb of harm, an event of its own only when nothing else
    caused it;
    swap: lemmas of which the subject is the one who suffers.
    """

    type: SenseType
    mode: str
    cameo: str
    agent: frozenset[str]
    patient: frozenset[str]
    not_agent: frozenset[str]
    not_patient: frozenset[str]
    near: frozenset[str]
    not_near: frozenset[str]
    patient_near: frozenset[str]
    clause_near: frozenset[str]
    modifier: frozenset[str]
    not_modifier: frozenset[str]
    parent: frozenset[str]
    swap: frozenset[str]
    clause: bool = False
    wide: bool = False
    weak: bool = False
    casualty: bool = False
    result: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The class of a head noun, and for actors their kind and PLOVER sector."""

    name: str
    kind: ActorKind | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The kind, PLOVER sector and country of a known name."""

    kind: ActorKind
    sector: str | None
    country: str | None


@dataclass(frozen=True)
class Lexicon:
    """The whole lexicon; keys are lower case, and words of several parts are joined by `_`."""

    verbs: dict[str, tuple[Sense, ...]]
    nouns: dict[str, tuple[Sense, ...]]
    heads: dict[str, Head]
    known: dict[str, Known]
    topics: dict[str, tuple[frozenset[str], frozenset[str]]]
    """For each topic, all its words, and those of them that hardly stand elsewhere."""

    @property
    def base_forms(self) -> frozenset[str]:
        """The verbs and nouns of one word that may tell of an event, and the words that must stand near one for it to tell."""
        entries = [*self.verbs.items(), *self.nouns.items()]
        telling = [(word, sense) for word, senses in entries for sense in senses if sense.type != "NONE"]
        return frozenset(word for word, _ in telling if "_" not in word).union(*(sense.near for _, sense in telling))

    @property
    def phrases(self) -> frozenset[str]:
        """Verbs with their particle, and with the words of an object that makes their meaning; one blank between the words."""
        entries = [(verb.replace("_", " "), senses) for verb, senses in self.verbs.items()]
        telling = [(verb, sense) for verb, senses in entries for sense in senses if sense.type != "NONE"]
        objects = {f"{verb} {word}" for verb, sense in telling for word in sense.patient_near}
        return frozenset({verb for verb, _ in telling if " " in verb} | objects)

    @cached_property
    def verb_starts(self) -> frozenset[str]:
        """The first words of the verbs' entries: a predicate that begins with none of them has no entry."""
        return frozenset(key.partition("_")[0] for key in self.verbs)

    @cached_property
    def noun_ends(self) -> frozenset[str]:
        """The last words of the nouns' entries."""
        return frozenset(key.rpartition("_")[2] for key in self.nouns)

    @cached_property
    def compound_ends(self) -> frozenset[str]:
        """The last words of the heads that are several words."""
        return frozenset(key.rpartition("_")[2] for key in self.heads if "_" in key)

    @property
    def longest(self) -> int:
        """The number of words in the longest noun."""
        return max(key.count("_") + 1 for key in self.nouns)


@cache
def lexicon() -> Lexicon:
    """Return the bundled lexicon; raise ValueError if a data file names a class or type that does not exist, or a head in two classes."""
    heads = read_heads(read("detect", "heads"))
    classes = frozenset(head.name for head in heads.values()) | frozenset(NAMED)
    verbs: dict[str, list[Sense]] = {}
    nouns: dict[str, list[Sense]] = {}
    for name in FILES:
        for entry in read("detect", name)["sense"]:
            sense = _sense(entry, classes)
            for table, key in ((verbs, "verbs"), (nouns, "nouns")):
                for word in keys(entry.get(key, "")):
                    table.setdefault(word, []).append(sense)
    known = {name: Known(entry["kind"], entry.get("sector"), entry.get("country"))
             for entry in read("detect", "actors")["actor"] for name in entry["names"]}  # fmt: skip
    topics = {name: (frozenset(keys(t["words"])), frozenset(keys(t["strong"]))) for name, t in read("detect", "topics").items()}
    return Lexicon({k: tuple(v) for k, v in verbs.items()}, {k: tuple(v) for k, v in nouns.items()}, heads, known, topics)


def read_heads(classes: Mapping[str, Any]) -> dict[str, Head]:
    """Return each head noun with its class; raise ValueError for a word that is there twice, since chance would decide which of its classes
    counts.
    """
    heads: dict[str, Head] = {}
    for name, entry in classes.items():
        for word in keys(entry["words"]):
            if word in heads:
                raise ValueError(f"heads.toml: {word} stands in the classes {heads[word].name} and {name}")
            heads[word] = Head(name, entry.get("kind"), entry.get("sector"))
    return heads


@cache
def plain_sense(type_: EventType, mode: str = "") -> Sense:
    """Return the sense of a predicate that no entry knows and of which the event reader says the type."""
    return _sense({"type": type_, "mode": mode}, frozenset())


@cache
def words(section: str, name: str) -> frozenset[str]:
    """Return a word list of `data/words.toml` by its section and name."""
    return frozenset(keys(read("detect", "words")[section][name]))


def _sense(entry: dict[str, Any], classes: frozenset[str]) -> Sense:
    if entry["type"] not in (*types(), "NONE", "RESULT"):
        raise ValueError(f"no such event type: {entry['type']}")

    def roles(key: str) -> frozenset[str]:
        expanded = frozenset(c for name in entry.get(key, ()) for c in ALIASES.get(name, (name,)))
        if strange := expanded - classes:
            raise ValueError(f"no such class: {sorted(strange)} in {entry}")
        return expanded

    def listed(key: str) -> frozenset[str]:
        return frozenset(keys(entry.get(key, "")))

    return Sense(
        type=cast(SenseType, entry["type"]),
        mode=entry.get("mode", ""),
        cameo=entry.get("cameo", ""),
        agent=roles("agent"),
        patient=roles("patient"),
        not_agent=roles("not_agent"),
        not_patient=roles("not_patient"),
        near=listed("near"),
        not_near=listed("not_near"),
        patient_near=listed("patient_near"),
        clause_near=listed("clause_near"),
        modifier=listed("modifier"),
        not_modifier=listed("not_modifier"),
        parent=listed("parent"),
        swap=listed("swap"),
        casualty=entry.get("casualty", entry["type"] in types() and kind_of(entry["type"]).casualties),
        **{k: bool(entry.get(k)) for k in ("clause", "wide", "weak", "result")},
    )
