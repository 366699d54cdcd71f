"""An explained article as a terminal shows it: names in the text, then each sentence with its tree and its frames. Values in, rich out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.tree import Tree

from streams.commands.terminal import Text
from streams.commands.views import LABEL_STYLES
from streams.extract.explanation import LONGEST, Explanation, Phrase, Word, outline
from streams.messages import AnalysedArticle, Argument, Entity, Frame
from streams.visible import line, passage


def mood(frame: Frame) -> list[str]:
    """Return the words for all that keeps a frame from telling a plain fact: `not`, `may`, `if`, `quoted`."""
    said = ("not" if frame.negated else None, frame.modality, "if" if frame.conditional else None, "quoted" if frame.quoted else None)
    return [word for word in said if word]


def tense(frame: Frame) -> str:
    """Return tense, aspect and voice in words, `past perfect, passive`; only those that are there and are not the plain case."""
    parts = (frame.tense if frame.tense != "none" else "", frame.aspect if frame.aspect != "simple" else "")
    return ", ".join(part for part in (" ".join(filter(None, parts)), "passive" if frame.voice == "passive" else "") if part)


def predicate(frame: Frame) -> str:
    """Return the dictionary form of a frame's predicate: `carry out attack`."""
    return f"{frame.lemma} {frame.noun}" if frame.noun else frame.lemma


def role(argument: Argument) -> str:
    """Return the role of an argument, and the preposition or conjunction that brings it in."""
    return f"{argument.role} ({argument.marker})" if argument.marker else argument.role


def explained(item: Explanation, *, colours: bool) -> Group:
    """Return a whole explained article; without `colours` names stand in brackets with their label."""
    article = item.article
    parts: list[RenderableType] = [Rule(Text(line(article.headline or article.uri), "bold"), align="left", characters="═")]
    if article.dropped is not None:
        parts.append(Text(f"dropped by clean ({article.dropped.reason}: {line(article.dropped.detail)}); read here all the same", "yellow"))
    if not article.text.strip():
        return Group(*parts, Text("nothing to read", "yellow"))
    parts.append(marked(article.text, 0, article.entities, colours=colours))
    parts += [Text(), _names(article)] if article.entities else []
    for number, (sentence, words) in enumerate(zip(article.sentences, item.words, strict=True), 1):
        inside = [one for one in article.entities if sentence.start <= one.start and one.end <= sentence.end]
        parts += [Text(), Rule(Text(f"sentence {number} of {len(item.words)}", "dim"), align="left")]
        parts.append(marked(article.text[sentence.start : sentence.end], sentence.start, inside, colours=colours))
        parts.append(Padding(Group(*_tree(words)), (0, 0, 0, 2)))
        frames = item.frames(number - 1)
        if frames:
            parts.append(Padding(_frames(article, frames), (0, 0, 0, 2)))
    return Group(*parts)


def marked(text: str, start: int, entities: Sequence[Entity], *, colours: bool) -> Text:
    """Return a stretch of an article that begins at `start`, with its names in the colour of their class, or in brackets."""
    shown = Text()
    cursor = 0
    for entity in entities:
        if entity.start - start < cursor:
            continue
        shown.append(text[cursor : entity.start - start])
        name = text[entity.start - start : entity.end - start]
        if colours:
            shown.append(name, f"bold {LABEL_STYLES.get(entity.shown, 'bright_white')}")
        else:
            shown.append(f"[{name} {entity.shown}]")
        cursor = entity.end - start
    shown.append(text[cursor:])
    return shown


def _names(article: AnalysedArticle) -> Table:
    """Return a table of the entities, each thing once by its id: its class in the colour of the text, its name, how it is written."""
    table = Table("label", "name", "id", "as written", box=None, pad_edge=False)
    found: dict[tuple[str, str], list[Entity]] = {}
    for entity in article.entities:
        found.setdefault((entity.shown, entity.id or entity.name), []).append(entity)
    for (label, _), mentions in found.items():
        first = mentions[0]
        written = ", ".join(dict.fromkeys(passage(mention.text) for mention in mentions))
        style = LABEL_STYLES.get(label, "bright_white")
        table.add_row(Text(label, style), Text(passage(first.name)), Text(first.id or "", "dim"), Text(written))
    return table


def _tree(words: Sequence[Word]) -> Iterator[RenderableType]:
    if len(words) > LONGEST:
        yield Text(f"{len(words)} words: the tree of so long a sentence is not shown", "dim")
    for root in outline(words):
        tree = Tree(_phrase(root), guide_style="dim")
        _grow(tree, root)
        yield tree


def _grow(tree: Tree, phrase: Phrase) -> None:
    for below in phrase.below:
        _grow(tree.add(_phrase(below)), below)


def _phrase(phrase: Phrase) -> Text:
    shown = Text().append(f"{phrase.relation} ", "dim")
    for number, word in enumerate(phrase.words):
        shown.append(" " if number else "")
        shown.append(passage(word.text), "bold" if word is phrase.head else "")
    shown.append(f" {phrase.head.tag}", "dim")
    return shown


def _frames(article: AnalysedArticle, frames: Sequence[Frame]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, border_style="dim")
    for heading in ("predicate", "roles", "tense", "mood", "whose words"):
        table.add_column(heading, overflow="fold", ratio=5 if heading == "roles" else 2 if heading == "whose words" else None)
    for frame in frames:
        roles = Text("\n").join(_role(article, argument) for argument in frame.arguments)
        source = frame.attribution
        whose = Text(f"{passage(source.text)} ({source.verb})" if source else "")
        table.add_row(Text(predicate(frame), "bold"), roles, Text(tense(frame)), Text(", ".join(mood(frame)), "yellow"), whose)
    return table


def _role(article: AnalysedArticle, argument: Argument) -> Text:
    shown = Text().append(f"{role(argument)}: ", "dim")
    entity = None if argument.entity is None else article.entities[argument.entity]
    shown.append(passage(argument.text), LABEL_STYLES.get(entity.shown, "bright_white") if entity else "")
    if entity is not None and entity.name != argument.text:
        shown.append(f" = {passage(entity.name)}", "dim")
    return shown
