"""These are all thresholds by which pages are read, each with its unit."""

from __future__ import annotations

TITLE = 3
"""The number of blanks from which a line that is all link is another story's title."""
GRAM = 4
"""The number of words of a shingle, by which lines are compared with the extractor's answer."""
LONG = 6
"""The words from which a line is known wherever it stands in the extractor's answer; a shorter one is only between its neighbours."""
MOSTLY = 0.6
"""The share of the answer's words of prose that must stand in elements reached in one way, for other lines in such elements to be story."""
TRUNCATED = 0.5
"""The share of the answer's words of prose that it must leave out in elements reached in that way, for those lines to be story."""
SURE = 0.6
"""The share of the block's words of prose that a quick answer must have; else the extractor is asked for recall."""
SHORT = 0.25
"""The share of the block's words of prose up to which the extractor compares its own answer with two others', which costs as much again: it
takes another's only where that is more than twice as long, and the block has comments and teasers that none of them has."""
BESIDE = 0.2
"""The most that an answer for recall may have outside the block, as a share of its words of prose: more is comments and other stories."""
EXTRACTED = 10_000
"""The most tags of a page for which the extractor is asked; past them lines alone tell. The richest page of scrapinghub's 181 has 3,229."""
LITTLE = 80
"""The words of prose under which an answer is no story where the block of lines has more, and none of the answer in it."""
LABEL = 6
"""The most words of a tag, section label or kicker above the lead."""
ABOVE_LEAD = 12
"""The number of lines above the first paragraph among which labels stand."""
WALL_SHORT = 60
"""The most words of text of a short page: the teaser of a paid story has some 40."""
WALL_LONGEST = 250
"""The words of text above which no page is a wall, whatever its title says."""
WALL_LITTLE = 25
"""The most words of text that are hardly a story by themselves: they count as one point for a wall."""
WALL_READ = 20_000
"""The number of characters that are looked at for a wall's words."""
WALL_POINTS_SHORT = 3
"""The points from which a short page is a wall: its title (4), or what it asks of the reader (3), or weaker signs together."""
WALL_POINTS_LONG = 7
"""The points from which a long page is a wall: its title (4) and what it asks (3); without the title no signs come to as much."""
