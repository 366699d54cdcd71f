"""This module finds the story in a page that was scraped with its menus.

The heaviest run of lines (maximum subsequence, Pasternack and Roth 2009, https://doi.org/10.1145/1526709.1526840):
paragraphs weigh their words, lone words and link texts weigh against. A text without menus is one run, and all of it stays.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from streams.clean.boilerplate.bylines import byline
from streams.clean.boilerplate.datelines import dateline
from streams.clean.boilerplate.lines import Line
from streams.clean.boilerplate.signoffs import signed_alone
from streams.clean.boilerplate.thresholds import (
    BEYOND_WEIGHT,
    BYLINE_CHARACTERS,
    BYLINE_WEIGHT,
    COMMENTS_LABEL_WORDS,
    CROSSED_LINES,
    FRAGMENT_WEIGHT,
    GAP_WEIGHT,
    HEADLINE_WEIGHT,
    LEAD_LINES,
    LIST_ANNOUNCING_WORDS,
    LIST_HEADING_LINES,
    LIST_LINES,
    LONG_FRAGMENT_WORDS,
    MENU_LINES,
    OPENING_WEIGHT,
    PARAGRAPH_WORDS,
    ROW_WORDS,
    SENTENCE_WEIGHT,
    SHARED_LETTERS,
    SHARED_WORDS,
    SITE_LINES,
)  # fmt: skip

_LIST_SIGNS = (":", "–", "—", " - ", "--", "@", "(", "“", "$", "£", "€", "%")
_COMMENTS = re.compile(
    r"(?:(?:leave|post|add|write|submit) (?:a|your) (?:comment|reply)|\d+ (?:comments|responses|thoughts|replies)\b"
    r"|comments? \(\d+\)|(?:all|latest|recent|view) comments|[\w .'’-]{1,40} says:$)",
    re.I,
)


def story_block(lines: Sequence[Line], junk: Sequence[bool], titles: Container[tuple[str, ...]] = ()) -> range:
    """Return the indices of the lines among which the story stands; all of them where the text has no menus around it.

    `junk` tells, line by line, which are boilerplate by their form; they weigh as fragments. `titles` are the words of the headline
    that the feeder gave, in each form in which a page may repeat it.
    """
    best = (0.0, 0, 0)
    total, start, gap = 0.0, 0, 0.0
    leads = _leads(lines, junk, titles)
    for index, line in enumerate(lines):
        weight = _weight(line, junk[index]) + leads.get(index, 0.0)
        if weight < 0:
            weight = max(weight, min(BEYOND_WEIGHT, -GAP_WEIGHT - gap))
            gap += weight
        elif line.prose:
            gap = 0.0
        total += weight
        if total <= 0:
            total, start = 0.0, index + 1
        elif total > best[0]:
            best = (total, start, index + 1)
    _, first, end = best
    if end == first:
        return range(len(lines))
    end = _before_comments(lines, first, _listed(lines, junk, _behind_list(lines, junk, first, _stretched(lines, junk, end))))
    before, after = range(first), range(end, len(lines))
    # Each side is judged by itself: a headline and a byline are no menu, nor is the list of results under a report.
    menus = sum(junk[i] for i in (*before, *after)) >= SITE_LINES
    top = first if menus and _fragments(lines, before) >= MENU_LINES else 0
    return range(top, end if menus and _fragments(lines, after) >= MENU_LINES else len(lines))


def _leads(lines: Sequence[Line], junk: Sequence[bool], titles: Container[tuple[str, ...]]) -> dict[int, float]:
    """Return the weight that the first paragraphs under headline and byline have besides: a short story may stand beside longer teasers."""
    under_title, under_byline = set[int](), set[int]()
    title = signed = -LEAD_LINES - 1
    for index, line in enumerate(lines):
        if line.words in titles:
            title = index
        elif len(line.text) <= BYLINE_CHARACTERS and line.text[:3] in ("By ", "BY ") and not line.ended and byline(line.text) is not None:
            signed = index
        elif (line.prose or line.sentence) and not junk[index]:
            under_title |= {index} if index - title <= LEAD_LINES else set()
            under_byline |= {index} if index - signed <= LEAD_LINES else set()
            title = signed = -LEAD_LINES - 1
    if len(under_byline) > 1:  # each teaser has its own: no sign of the story
        under_byline.clear()
    return {index: HEADLINE_WEIGHT if index in under_title else BYLINE_WEIGHT for index in under_title | under_byline}


def _fragments(lines: Sequence[Line], indices: range) -> int:
    return sum(not lines[i].prose and not lines[i].sentence for i in indices)


def _stretched(lines: Sequence[Line], junk: Sequence[bool], end: int) -> int:
    """Return the end moved over short sentences that a teaser or two part from the story: `"They came at dawn," said a witness`."""
    crossed = 0
    for index in range(end, len(lines)):
        if junk[index]:
            crossed += 1
        elif lines[index].sentence or lines[index].prose:
            end, crossed = index + 1, 0
        else:
            break
        if crossed > CROSSED_LINES:
            break
    return end


def _behind_list(lines: Sequence[Line], junk: Sequence[bool], first: int, end: int) -> int:
    """Return the end moved over a list within the story, however long, to the paragraphs behind it.

    They are known by the words that they share with the story before it; nothing of known form stands between.
    """
    if not any(line.prose for line in lines[end:]):
        return end
    told = {word for line in lines[first:end] for word in line.words if len(word) >= SHARED_LETTERS}
    for index in range(end, len(lines)):
        if junk[index] or (not lines[index].prose and len(lines[index].words) > ROW_WORDS):
            break
        if lines[index].prose and len(told.intersection(lines[index].words)) >= SHARED_WORDS:
            end = index + 1
    return end


def _listed(lines: Sequence[Line], junk: Sequence[bool], end: int) -> int:
    """Return the end moved over a list that the story closes with: tour dates, results, winners.

    The list is known by being announced (`the winners:`), or by a sign (`:`, `–`, `@`, `(`) that nearly all of its lines have and the
    titles of other stories have not.
    """
    for at in range(end - 1, min(end + CROSSED_LINES + 1, len(lines))):  # a caption or a teaser may stand before it
        if not junk[at] and _announces(lines[at]):
            return next((at for at in range(max(end, at + 1), len(lines)) if junk[at]), len(lines))
    for first in range(end, min(end + LIST_HEADING_LINES, len(lines) - LIST_LINES) + 1):
        if first > end and junk[first - 1]:
            break
        rows = lines[first : first + LIST_LINES]
        for sign in _LIST_SIGNS:
            if sum(sign in line.text for line in rows) < LIST_LINES - 1 or len({line.words for line in rows}) < LIST_LINES:
                continue
            missed = 0
            for at in range(first, len(lines)):
                missed = 0 if sign in lines[at].text else missed + 1
                if junk[at] or missed > LIST_HEADING_LINES:
                    break
                end = at + 1 - missed
            return end
    return end


def _announces(line: Line) -> bool:
    return line.text.endswith(":") and len(line.words) >= LIST_ANNOUNCING_WORDS


def _before_comments(lines: Sequence[Line], first: int, end: int) -> int:
    """Return the end, moved to a label that opens readers' comments under most of the prose: comments are prose too."""
    words = [len(line.words) if line.prose else 0 for line in lines[first:end]]
    total, so_far = sum(words), 0
    for index in range(first, end):
        so_far += words[index - first]
        if so_far * 2 >= total and len(lines[index].words) <= COMMENTS_LABEL_WORDS and _COMMENTS.match(lines[index].text):
            return index
    return end


def _weight(line: Line, junk: bool) -> float:
    if len(line.words) >= 8 and (line.prose or line.sentence) and dateline(line.text) is not None:
        return OPENING_WEIGHT
    if signed_alone(line.text):
        return SENTENCE_WEIGHT
    if junk:
        return FRAGMENT_WEIGHT
    if line.prose:
        return min(float(len(line.words)), PARAGRAPH_WORDS)
    if line.sentence:
        return SENTENCE_WEIGHT
    return 0.0 if len(line.words) >= LONG_FRAGMENT_WORDS else FRAGMENT_WEIGHT
