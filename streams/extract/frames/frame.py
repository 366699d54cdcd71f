"""Frames of one article: its predicates with their arguments, written out with offsets and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from streams.extract import tree
from streams.extract.frames.arguments import Slot, slots
from streams.extract.frames.attribution import Source, sources
from streams.extract.frames.clause import clause
from streams.extract.frames.missed import missed
from streams.extract.frames.nearby import surface_places
from streams.extract.frames.predicates import Predicate, lemma_of, predicates
from streams.extract.frames.quotes import Quote, quotes
from streams.extract.mentions import NAMES
from streams.extract.names.pronouns import antecedents
from streams.extract.tokens import Stretch, Token, tokens
from streams.messages import Argument, Attribution, Entity, Frame

_LONGEST = 8
"""The most words from a light verb to its noun for both to be written as one predicate."""
_WIDEST = 60
"""The most words on either side of a clause's predicate that are written out: a clause holds the clauses in it, and in full a sentence
without end would grow with the square of its length."""


@dataclass(frozen=True, slots=True)
class Page:
    """One parsed article and what is known of it while its frames are written."""

    doc: Doc
    words: list[Token]
    text: str
    """The document's text; asking the document for it builds it anew each time."""
    entities: tuple[Entity, ...]
    at: Mapping[int, int]
    """Entity index by the index of each word in it."""
    known: Mapping[int, Predicate]
    index: Mapping[int, int]
    """Frame index by the index of the predicate's head word, and of a light verb's noun."""
    pronouns: Mapping[int, int]
    """Entity index by the index of a personal pronoun."""


def frames(doc: Doc, entities: tuple[Entity, ...], sentences: Sequence[Span]) -> tuple[Frame, ...]:
    """Return all frames of a document by itself; `sentences` are the document's, in the order of AnalysedArticle.sentences."""
    with tokens(doc) as words:
        stretches = [Stretch(words, sentence.start, sentence.end) for sentence in sentences]
        return frames_of(doc, doc.text, words, entities, words_of(doc, entities), stretches)


def frames_of(
    doc: Doc, text: str, words: list[Token], entities: tuple[Entity, ...], at: Mapping[int, int], sentences: Sequence[Stretch]
) -> tuple[Frame, ...]:
    """Return all frames in order of their predicates, behind them those that the parse lost.

    `text` and `words` are the document's, `at` the entity of each word inside one.
    """
    named = {
        i: entities[number].label for i, number in at.items() if entities[number].label in NAMES or _is_month(words[i], entities[number])
    }
    known = predicates(words, named)
    ordered = sorted({one.token.i: one for one in known.values()}.values(), key=lambda one: int(one.token.i))
    number = {one.token.i: nth for nth, one in enumerate(ordered)}
    index = {i: number[one.token.i] for i, one in known.items()}
    filled = [slots(one, known) for one in ordered]
    page = Page(doc, words, text, entities, at, known, index, antecedents(words, entities, at))
    spoken = quotes(text)
    said = sources(sentences, known, spoken)
    sentence_of = {word: nth for nth, sentence in enumerate(sentences) for word in range(sentence.start, sentence.end)}
    written = [
        _frame(page, one, slot_list, said.get(one.token.i), spoken, sentence_of.get(one.token.i, 0), sentences)
        for one, slot_list in zip(ordered, filled, strict=True)
    ]
    written = _with_parents(written, ordered, index)
    return (*written, *missed(text, written, entities, sentences))


def words_of(doc: Doc, entities: Sequence[Entity]) -> dict[int, int]:
    """Return the index of an entity by the index of each word that overlaps it; the first entity has the word."""
    found: dict[int, int] = {}
    for number, entity in enumerate(entities):
        span = doc.char_span(entity.start, entity.end, alignment_mode="expand")
        if span is not None:
            for word in range(span.start, span.end):
                found.setdefault(word, number)
    return found


def _is_month(word: Token, entity: Entity) -> bool:
    """Return True for a capitalised word of a date: `March 4` is no march, but `the 2019 election` stays an election."""
    return entity.label == "DATE" and bool(word.text[:1].isupper())


def _frame(
    page: Page,
    one: Predicate,
    slot_list: list[Slot],
    source: Source | None,
    spoken: tuple[Quote, ...],
    sentence: int,
    sentences: Sequence[Stretch],
) -> Frame:
    """Write out one frame."""
    read = clause(one, page.known)
    words = one.words
    if one.noun_is_object and one.noun is not None and one.noun.i - one.token.i > _LONGEST:
        words = [word for word in words if word.i != one.noun.i]
    start, end = words[0].idx, words[-1].idx + len(words[-1].text)
    arguments = [argument for slot in slot_list if (argument := _argument(page, one, slot)) is not None]
    if sentence < len(sentences):
        arguments += [
            _argument_of(page, slot) for slot in surface_places(one, slot_list, page.entities, page.at, page.known, sentences[sentence])
        ]
    return Frame(
        sentence=sentence,
        start=start,
        end=end,
        text=page.text[start:end],
        lemma=one.lemma,
        noun=one.noun_lemma,
        pos=one.pos,
        voice=read.voice,
        tense=read.tense,
        aspect=read.aspect,
        modality=read.modality,
        negated=read.negated,
        conditional=read.conditional,
        quoted=any(quote.holds(one.token.idx) for quote in spoken),
        attribution=None if source is None else _attribution(page, source),
        arguments=tuple(_joined(page, sorted(arguments, key=lambda argument: argument.start))),
    )


def _joined(page: Page, arguments: list[Argument]) -> list[Argument]:
    """Return the arguments with `rebel leader` and `John Doe` as one where the parser made two of them side by side."""
    kept: list[Argument] = []
    for argument in arguments:
        before = kept[-1] if kept else None
        touching = before is not None and before.role == argument.role and 0 <= argument.start - before.end <= 1
        if before is None or not touching or argument.entity is None:
            kept.append(argument)
            continue
        name = page.entities[argument.entity].label in ("PERSON", "ORG") and before.marker == argument.marker
        if before.entity == argument.entity:  # one name that the parser cut in two
            kept[-1] = before.with_(end=argument.end, text=page.text[before.start : argument.end])
        elif name and before.head.islower() and argument.role in ("agent", "patient"):
            start, entities = before.start, before.entities + tuple(one for one in argument.entities if one not in before.entities)
            kept[-1] = argument.with_(start=start, text=page.text[start : argument.end], entities=entities)
        else:
            kept.append(argument)
    return kept


def _argument(page: Page, one: Predicate, slot: Slot) -> Argument | None:
    """Write out one argument; return None if its head is a word of the predicate itself."""
    if slot.head.i in (word.i for word in one.words):
        return None
    return _argument_of(page, slot)


def _argument_of(page: Page, slot: Slot) -> Argument:
    head = slot.head
    if slot.role == "clause":
        first, last = _clause_stretch(head)
    else:
        first, last = tree.stretch(head, apposition=head.i not in page.at)
        while first < head.i and page.words[first].pos_ in ("ADP", "CCONJ"):  # hung deeper than it belongs: it is the marker
            if page.words[first + 1].lower_ in ("least", "most"):  # "at least 116 people"
                break
            first += 1
    start, end = _span(page.words, first, last)
    dated = head.i in page.at and page.entities[page.at[head.i]].label in ("DATE", "TIME")
    if dated and slot.role != "clause":  # a date is what dates.py read, however the parser cut it
        start, end = page.entities[page.at[head.i]].start, page.entities[page.at[head.i]].end
    within = tuple(dict.fromkeys(page.at[word] for word in range(first, last) if word in page.at))
    if dated and slot.role != "clause":
        within = (page.at[head.i],)
    return Argument(
        start=start,
        end=end,
        text=page.text[start:end],
        role="oblique" if dated and slot.role == "patient" and slot.marker is None else slot.role,
        head=head.text if _is_name(page, head) else lemma_of(head),
        head_start=head.idx,
        head_end=head.idx + len(head.text),
        marker=slot.marker,
        entity=_entity(page, head, within, clause=slot.role == "clause"),
        entities=within,
        frame=page.index.get(head.i),
    )


def _is_name(page: Page, head: Token) -> bool:
    return head.pos_ == "PROPN" or (head.i in page.at and page.entities[page.at[head.i]].label in NAMES)


def _entity(page: Page, head: Token, within: tuple[int, ...], *, clause: bool) -> int | None:
    """Return the index of the name that heads a phrase: its own, its apposition's, the only one in it, or a pronoun's antecedent; None for
    a clause and where no name does.
    """
    if clause:
        return None
    if head.i in page.at:
        return page.at[head.i]
    if head.i in page.pronouns:
        return page.pronouns[head.i]
    for part in tree.children(head, "appos", "flat", "nmod:desc"):
        if part.i in page.at and page.entities[page.at[part.i]].label in NAMES:
            return page.at[part.i]
    subject = tree.child(head, "nsubj") if tree.child(head, "cop") is not None else None
    if subject is not None and subject.i in page.at:  # "X is the only city that ...": the city is X
        return page.at[subject.i]
    joined = [
        page.at[part.i] for part in tree.children(head, "compound") if part.i in page.at and page.entities[page.at[part.i]].label in NAMES
    ]
    if len(set(joined)) == 1:
        return joined[0]
    # "terror group Islamic State": where the parser hangs the name on the noun some other way it still touches it.
    beside = head.i + 1
    if (
        beside in page.at
        and beside < len(page.words)
        and page.words[beside].head.i == head.i
        and page.entities[page.at[beside]].label in ("PERSON", "ORG")
    ):
        return page.at[beside]
    names = [number for number in within if page.entities[number].label in NAMES]
    return names[0] if len(names) == 1 and not _aside(page, head, names[0]) else None


def _aside(page: Page, head: Token, number: int) -> bool:
    """Return True if a name only tells where or under whom the head is: "five people in Kabul" are not Kabul."""
    span = page.doc.char_span(page.entities[number].start, page.entities[number].end, alignment_mode="expand")
    if span is None:
        return False
    root = page.words[span.root.i]
    for word in (root, *tree.ancestors(root)):
        if word.i == head.i:
            return False
        if any(case.lower_ not in ("of", "'s", "’s", "'", "’") for case in tree.children(word, "case")):
            return True
    return False


def _clause_stretch(head: Token) -> tuple[int, int]:
    """Return the first and last word (exclusive) of a clause, without marks at its ends and `and` in front, no further than `_WIDEST` words
    from its predicate.
    """
    words = [token for token in tree.clause_words(head) if not token.is_space] or [head]
    first = max(head.i - _WIDEST, min(token.i for token in words))
    last = min(head.i + _WIDEST, max(token.i for token in words))
    while first < last and (head.doc[first].is_punct or tree.base(head.doc[first]) == "cc"):
        first += 1
    while last > first and head.doc[last].is_punct:
        last -= 1
    return int(first), int(last) + 1


def _span(words: list[Token], first: int, last: int) -> tuple[int, int]:
    """Return the start and end in characters of the words from `first` to `last` (exclusive)."""
    final = words[last - 1]
    return words[first].idx, final.idx + len(final.text)


def _attribution(page: Page, source: Source) -> Attribution:
    """Write out a speaker."""
    first, last = tree.stretch(source.head, apposition=True) if source.head.pos_ != "VERB" else (source.head.i, source.head.i + 1)
    start, end = _span(page.words, first, last)
    within = tuple(dict.fromkeys(page.at[word] for word in range(first, last) if word in page.at))
    return Attribution(
        start=start, end=end, text=page.text[start:end], verb=source.verb, entity=_entity(page, source.head, within, clause=False)
    )


def _with_parents(written: list[Frame], ordered: list[Predicate], index: Mapping[int, int]) -> list[Frame]:
    """Return the frames, each with the number of the frame whose clause or modifier it is as its parent."""
    parents: dict[int, int] = {}
    for nth, frame in enumerate(written):
        for argument in frame.arguments:
            if argument.frame is not None and argument.frame != nth and argument.role in ("clause", "modifier"):
                parents.setdefault(argument.frame, nth)
    for nth, one in enumerate(ordered):
        if tree.base(one.token) == "acl" and one.token.head.i in index and index[one.token.head.i] != nth:
            parents.setdefault(nth, index[one.token.head.i])
    return [frame if nth not in parents else frame.with_(parent=parents[nth]) for nth, frame in enumerate(written)]
