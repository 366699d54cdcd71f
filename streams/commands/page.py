"""Explained articles as one page of HTML that needs nothing else: no script, no file, no address but its own. Values in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from streams.commands.arcs import arcs, right_to_left
from streams.commands.explained import mood, predicate, role, tense
from streams.extract.explanation import LONGEST, Explanation, Phrase, Word, outline
from streams.messages import AnalysedArticle, Argument, Entity, Frame, Sentence
from streams.pipeline.runner import Failed
from streams.visible import line, passage, visible

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The policy that tells the browser what to allow: were an article's text ever taken for markup, it still could load and run nothing."""


def page(items: Iterable[Explanation | Failed]) -> Iterator[str]:
    """Yield the page in pieces; every text of an article is escaped and has a direction of its own."""
    style = files("streams.commands").joinpath("page.css").read_text("utf-8")
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>What extract reads</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )
    for item in items:
        yield from _failed(item) if isinstance(item, Failed) else _article(item)
    yield "</body>\n</html>\n"


def _failed(item: Failed) -> Iterator[str]:
    yield f'<article><p class="error">dead letter {_text(item.error)} (record {item.line}): {_text(line(item.message))}</p></article>\n'


def _article(item: Explanation) -> Iterator[str]:
    article = item.article
    yield f'<article>\n<h1 dir="auto">{_text(line(article.headline or article.uri))}</h1>\n'
    if article.dropped is not None:
        why = f"{article.dropped.reason}: {line(article.dropped.detail)}"
        yield f'<p class="note">dropped by clean ({_text(why)}); read here all the same</p>\n'
    labels = dict.fromkeys(entity.shown for entity in article.entities)
    yield '<ul class="legend">' + "".join(f'<li><mark class="{label}">{label}</mark></li>' for label in labels)
    yield '<li><u class="predicate">predicate</u></li></ul>\n'
    yield f'<div class="text" dir="auto">{_marked(article, 0, len(article.text))}</div>\n'
    for number, (sentence, words) in enumerate(zip(article.sentences, item.words, strict=True), 1):
        yield f"<section>\n<h2>sentence {number} of {len(item.words)}</h2>\n"
        yield from _sentence(article, sentence, words, item.frames(number - 1))
        yield "</section>\n"
    yield "</article>\n"


def _sentence(article: AnalysedArticle, sentence: Sentence, words: Sequence[Word], frames: Sequence[Frame]) -> Iterator[str]:
    yield f'<p class="sentence" dir="auto">{_marked(article, sentence.start, sentence.end, frames)}</p>\n'
    for frame in frames:
        yield _frame(article, frame)
    if len(words) > LONGEST:
        yield f'<p class="note">{len(words)} words: the tree of so long a sentence is not shown</p>\n'
        return
    way = "rtl" if right_to_left(words) else "ltr"  # not `auto`: the first letters of a tree are a relation's
    yield f'<details open><summary>tree</summary>\n<ul class="tree" dir="{way}">{"".join(map(_phrase, outline(words)))}</ul></details>\n'
    if drawn := arcs(words):
        yield f'<details><summary>arcs</summary>\n<div class="arcs" dir="{way}">{drawn}</div></details>\n'


def _marked(article: AnalysedArticle, start: int, end: int, frames: Sequence[Frame] = ()) -> str:
    """Return a stretch of the text in HTML: names marked with their class, predicates underlined where they lie outside of names."""
    parts: list[str] = []
    cursor = start
    spans: list[Entity | Frame] = sorted([*article.entities, *frames], key=lambda span: (span.start, isinstance(span, Frame)))
    for span in spans:
        if span.start < cursor or span.end > end:
            continue
        parts.append(_text(article.text[cursor : span.start]))
        parts.append(_name(span) if isinstance(span, Entity) else f'<u class="predicate">{_text(span.text)}</u>')
        cursor = span.end
    return "".join([*parts, _text(article.text[cursor:end])])


def _name(entity: Entity) -> str:
    known = f"{entity.name} ({entity.id})" if entity.id else entity.name
    return (
        f'<mark class="{entity.shown}" title="{_text(passage(known))}"><bdi>{_text(entity.text)}</bdi><small>{entity.shown}</small></mark>'
    )


def _frame(article: AnalysedArticle, frame: Frame) -> str:
    said = [_text(tense(frame))] if tense(frame) else []
    said += [f"<b>{_text(word)}</b>" for word in mood(frame)]
    rows = [(role(argument), _argument(article, argument)) for argument in frame.arguments]
    if source := frame.attribution:
        rows.append(("whose words", f"<bdi>{_text(passage(source.text))}</bdi> ({_text(source.verb)})"))
    listed = "".join(f"<dt>{_text(name)}</dt><dd>{value}</dd>" for name, value in rows)
    head = f'<p><b><bdi>{_text(predicate(frame))}</bdi></b><span class="mood">{", ".join(said)}</span></p>'
    return f'<div class="frame">{head}{f"<dl>{listed}</dl>" if listed else ""}</div>\n'


def _argument(article: AnalysedArticle, argument: Argument) -> str:
    shown = f"<bdi>{_text(passage(argument.text))}</bdi>"
    if argument.entity is None:
        return shown
    entity = article.entities[argument.entity]
    known = "" if entity.name == argument.text else f" = <bdi>{_text(passage(entity.name))}</bdi>"
    return f'{shown} <span class="name">{known} {entity.shown}</span>'


def _phrase(phrase: Phrase) -> str:
    words = " ".join(f"<b>{_text(word.text)}</b>" if word is phrase.head else _text(word.text) for word in phrase.words)
    below = f"<ul>{''.join(map(_phrase, phrase.below))}</ul>" if phrase.below else ""
    return f"<li><i>{_text(phrase.relation)}</i> <bdi>{words}</bdi> <small>{_text(phrase.head.tag)}</small>{below}</li>"


def _text(text: str) -> str:
    return escape(visible(text))
