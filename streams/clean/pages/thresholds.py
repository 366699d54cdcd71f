"""Every threshold by which pages are read, with its unit."""

from __future__ import annotations

TITLE = 3
"""Blanks from which a line that is all link is another story's title."""
GRAM = 4
"""Words of a shingle by which lines are compared with the extractor's answer."""
LONG = 6
"""Words from which a line is known wherever it stands in the extractor's answer; shorter ones stand between their neighbours only."""
MOSTLY = 0.6
"""Share of the answer's words of prose that stand in elements of one way."""
TRUNCATED = 0.5
"""Share of the answer's words of prose that it leaves out in elements of that way."""
SURE = 0.6
"""Share of the block's words of prose that a quick answer must have; else the extractor is asked for recall."""
SHORT = 0.25
"""Share of the block's words of prose up to which the extractor compares its own answer with two others', which costs as much again: it
takes another's only where that is more than twice as long, and the block has comments and teasers that none of them has."""
BESIDE = 0.2
"""The most that an answer for recall may have outside the block, as a share of its words of prose: more is comments and other stories."""
EXTRACTED = 10_000
"""Tags of a page up to which the extractor is asked, past them lines alone tell: the richest of scrapinghub's 181 pages has 3,229."""
LITTLE = 80
"""Words of prose under which an answer is no story where the block of lines has more, and none of the answer in it."""
LABEL = 6
"""Words at the most of a tag, section label or kicker above the lead."""
ABOVE_LEAD = 12
"""Lines above the first paragraph among which labels stand."""
WALL_SHORT = 60
"""Words of text up to which a page is short: the teaser of a paid story has some 40."""
WALL_LONGEST = 250
"""Words of text above which no page is a wall, whatever its title says."""
WALL_LITTLE = 25
"""Words of text up to which it is hardly a story by itself: a point."""
WALL_READ = 20_000
"""Characters that are looked at for a wall's words."""
WALL_POINTS_SHORT = 3
"""Points of a short wall: its title (4), or what it asks of the reader (3), or weaker signs together."""
WALL_POINTS_LONG = 7
"""Points of a long wall: its title (4) and what it asks (3); without the title no signs come to as much."""
