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
"""Share of the block's words of prose that a quick answer must have; else the extractor compares its own with two others'."""
BESIDE = 0.2
"""The most that an answer for recall may have outside the block, as a share of its words of prose: more is comments and other stories."""
EXTRACTED = 10_000
"""Tags of a page up to which the extractor is asked, past them lines alone tell: the richest of scrapinghub's 181 pages has 3,229."""
LITTLE = 80
"""Words of prose under which an answer is no story where the block of lines has more, and none of the answer in it."""
LABEL = 6
"""Words at the most of a tag, section label or kicker above the lead."""
ABOVE_LEAD = 12
"""Lines above the first paragraph among which labels and the standfirst stand."""
DESCRIBED = 0.8
"""Share of a line's shingles in the head's description from which the line is the story's standfirst."""
