"""These rules cut lines that lead to other stories: `Also read: ...`, `Read more`, `Related stories` and the title under such a label."""

from __future__ import annotations

from streams.clean.boilerplate.form import Form, any_case, told
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import ANNOUNCED_WORDS, ANNOUNCING_WORDS, CAPITALS_PARAGRAPHS, CAPITALS_WORDS, TEASER_WORDS

FORM = Form(
    "teaser",
    TEASER_WORDS,
    any_case(
        r"(?:\W{0,3})(?:(?:also|must|further) (?:read|watch|see)|(?:read|watch|see|listen)(?: also| more"
        r"| next| too| here)|see also)"
        r"(?:\s*$|\s*[:|\-–—>»]|\s+(?:about|on|from|here|at)\b|\s+(?=[A-Z'\"“‘]))"
        r"|(?:read|watch|listen|in pics|in photos|opinion|explained|video|podcast|gallery)\s*[|:]\s"
        r"|\[(?:related|read more|more|see also|watch)\s?:.*\]?$|(?:trending|popular|more|also|new|most read) on [A-Z\d].{1,30}$"
        r"|(?:photo|picture|video|story|quote|book)s? of the (?:day|week|month)$|(?:previous|next) (?:post|story)\b.*$"
        r"|(?:related|recommended|suggested|trending|popular|similar|more|other|top|latest|most (?:read"
        r"|viewed|popular|shared))"
        r"(?: (?:stories|articles?|news|reading|posts?|content|coverage|links?|topics?|videos?|headlines"
        r"|reads|for you|now))*\s*(?::.*)?$"
        r"|(?:don'?t miss|you may(?: also)? like|you might(?: also)? like|recommended for you"
        r"|more (?:from|on|stories|about) |up next|next up|next article"
        r"|previous article|explore more|keep reading|continue reading|click here\b|tap here\b"
        r"|read the full|full story|full coverage|story timeline|also on \w[\w.-]*\.\w{2,6}\b)"
        r"|.{10,200}\[(?:video|pics|pictures|photos|insight|report|analysis|interview|live|gallery|comment|watch|revealed|poll|latest)\]$"
    ),
    openings=(
        "also must further read watch see listen in opinion explained video podcast gallery related recommended suggested trending popular "
        "similar more other top latest most don dont you up next previous explore keep continue click tap full story"
    ),
    spares=told,
)


def mark_alone(read: Reading) -> None:
    """Keep the paragraphs that open like a teaser where nothing else would stay: a text of one `Opinion: ...` is that."""
    if not read.kept():
        for index in [index for index, rule in read.rules.items() if rule == FORM.name and read.lines[index].prose]:
            del read.rules[index]


def mark(read: Reading) -> None:
    """Cut the title that a bare label (`Also Read:`, `Related stories`) announces, and titles in capitals among paragraphs that are not."""
    prose = [line.text.isupper() for index, line in enumerate(read.lines) if line.prose and index not in read.rules]
    mixed = len(prose) >= CAPITALS_PARAGRAPHS and not any(prose)
    for index in range(1, len(read.lines)):
        line, label = read.lines[index], read.lines[index - 1]
        if index in read.rules:
            continue
        if len(line.words) >= CAPITALS_WORDS and line.text.isupper() and not line.ended and mixed:
            read.cut(index, FORM.name)
            continue
        if read.forms[index - 1] != FORM.name or line.sentence or line.prose:
            continue
        if len(label.words) <= ANNOUNCING_WORDS and len(line.words) >= ANNOUNCED_WORDS:
            read.cut(index, FORM.name)
