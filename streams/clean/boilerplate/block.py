"""Where the story stands in a page that was scraped with its menus.

The heaviest run of lines (maximum subsequence, Pasternack and Roth 2009, https://doi.org/10.1145/1526709.1526840):
paragraphs weigh their words, lone words and link texts weigh against. A text without menus is one run, and all of it stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from streams.clean.boilerplate.credits import dateline, signed_alone
from streams.clean.boilerplate.lines import Line

FRAGMENT = -7.0
"""Weight of a line that is no sentence."""
SENTENCE = 5.0
OPENING = 120.0
"""Of a paragraph with a dateline: short agency items of two paragraphs stand among teasers that have more words."""
MOST = 60.0
"""Words of one paragraph that count."""
GAP = 100.0
"""The most that fragments between two paragraphs weigh together: a list of links within a story, however long, must not
cost its second half. Of 15 settings tried on `lines_*` (-3 to -7, 3 to 8, 80 to no end) this one lost least of the stories
(96.8 and 98.5 % of their words kept) with over 90 % of other lines cut; without it 95.0 % were kept."""
BEYOND = -0.5
"""Of each further one: a menu of a hundred links between a blurb and the story is no list of the story's. Of 0, -.5, -.7, -1, -2 and
-3 this one lost no more than 0 on `lines_scrapinghub` (.0303 of the characters, -1 .0317) and cut .9285 of the other lines (.9038)."""
MENU = 6
"""So many fragments outside the run make a page with menus; a story's subheads, lists and tables stay under a run's own weight."""
CROSSED = 2
"""Lines of furniture in a row that may part a story's last short sentences from the rest."""
FURNITURE = 3
"""So many lines of a page's known furniture (`Home`, `Sign in`, `Facebook`) outside the run are evidence of a page: of 102
scraped press releases 99 were cut with it; a report with a table of 8 parties and their seats under it has none."""
_LIST = 6
"""Lines whose signs are looked at; one of them may be without."""
_HEADINGS = 2
"""Lines without the sign that may stand between the story and its list, or in it."""
_LIST_SIGNS = (":", "–", "—", " - ", "--", "@", "(", "“", "$", "£", "€", "%")
_ANNOUNCED = 5
"""Words at the least; `Read more:` announces something else."""
_COMMENTS = re.compile(
    r"(?:(?:leave|post|add|write|submit) (?:a|your) (?:comment|reply)|\d+ (?:comments|responses|thoughts|replies)\b"
    r"|comments? \(\d+\)|(?:all|latest|recent|view) comments|[\w .'’-]{1,40} says:$)",
    re.I,
)


def story_block(lines: Sequence[Line], junk: Sequence[bool]) -> range:
    """The indices of the lines among which the story stands; all of them where the text has no menus around it.

    `junk` tells, line by line, which are furniture by their form; they weigh as fragments.
    """
    best = (0.0, 0, 0)
    total, start, gap = 0.0, 0, 0.0
    for index, line in enumerate(lines):
        weight = _weight(line, junk[index])
        if weight < 0:
            weight = max(weight, min(BEYOND, -GAP - gap))
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
    end = _before_comments(lines, first, _listed(lines, junk, _stretched(lines, junk, end)))
    before, after = range(first), range(end, len(lines))
    # Each side is judged by itself: a headline and a byline are no menu, nor is the list of results under a report.
    menus = sum(junk[i] for i in (*before, *after)) >= FURNITURE
    top = first if menus and _fragments(lines, before) >= MENU else 0
    return range(top, end if menus and _fragments(lines, after) >= MENU else len(lines))


def _fragments(lines: Sequence[Line], indices: range) -> int:
    return sum(not lines[i].prose and not lines[i].sentence for i in indices)


def _stretched(lines: Sequence[Line], junk: Sequence[bool], end: int) -> int:
    """The end moved over short sentences that a teaser or two part from the story: `"They came at dawn," said a witness.`"""
    crossed = 0
    for index in range(end, len(lines)):
        if junk[index]:
            crossed += 1
        elif lines[index].sentence or lines[index].prose:
            end, crossed = index + 1, 0
        else:
            break
        if crossed > CROSSED:
            break
    return end


def _listed(lines: Sequence[Line], junk: Sequence[bool], end: int) -> int:
    """The end moved over a list that the story closes with: tour dates, results, winners. Known by being announced (`the winners:`), or
    by a sign (`:`, `–`, `@`, `(`) that nearly all of its lines have and the titles of other stories have not."""
    for at in range(end - 1, min(end + CROSSED + 1, len(lines))):  # a caption or a teaser may stand before it
        if not junk[at] and _announces(lines[at]):
            return next((at for at in range(max(end, at + 1), len(lines)) if junk[at]), len(lines))
    for first in range(end, min(end + _HEADINGS, len(lines) - _LIST) + 1):
        if first > end and junk[first - 1]:
            break
        rows = lines[first : first + _LIST]
        for sign in _LIST_SIGNS:
            if sum(sign in line.text for line in rows) < _LIST - 1 or len({line.words for line in rows}) < _LIST:
                continue
            missed = 0
            for at in range(first, len(lines)):
                missed = 0 if sign in lines[at].text else missed + 1
                if junk[at] or missed > _HEADINGS:
                    break
                end = at + 1 - missed
            return end
    return end


def _announces(line: Line) -> bool:
    return line.text.endswith(":") and len(line.words) >= _ANNOUNCED


def _before_comments(lines: Sequence[Line], first: int, end: int) -> int:
    """Readers' comments are prose too: where a label opens them under most of the prose, the story ends there."""
    words = [len(line.words) if line.prose else 0 for line in lines[first:end]]
    total, so_far = sum(words), 0
    for index in range(first, end):
        so_far += words[index - first]
        if so_far * 2 >= total and len(lines[index].words) <= 8 and _COMMENTS.match(lines[index].text):
            return index
    return end


def _weight(line: Line, junk: bool) -> float:
    if len(line.words) >= 8 and (line.prose or line.sentence) and dateline(line.text) is not None:
        return OPENING
    if signed_alone(line.text):
        return SENTENCE
    if junk:
        return FRAGMENT
    if line.prose:
        return min(float(len(line.words)), MOST)
    if line.sentence:
        return SENTENCE
    return FRAGMENT
