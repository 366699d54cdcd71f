"""Every number that decides whether a line goes, each with its unit; the patterns stand with their rules.

Imports nothing. Where a number was chosen among others, the figures are those of `streams eval clean` at the time.
"""

from __future__ import annotations

# --- a line's form (forms.py and the family files) ---

FORM_CHARACTERS = 700
"""Characters; a longer line is a paragraph, never boilerplate by its form."""
GATED_WORDS = 14
"""Words up to which all forms are tried; a longer line must open with, or have in it, a word that one of them names."""
LABEL_WORDS = 4
"""Words at the most of a label of the content system (`New Update`, `Live`)."""
CAPTION_WORDS = 60
"""Words at the most of a caption with its credit."""
CAPTION_SPARED_WORDS = 45
"""Words from which a closed sentence is a paragraph although it opens or ends like a caption."""
TEASER_WORDS = 45
"""Words at the most of a teaser (`Also read: ...`)."""
CONTACT_WORDS = 60
"""Words at the most of a contact."""
SHARE_WORDS = 30
"""Words at the most of a line that asks to share or follow."""
SIGN_UP_WORDS = 60
"""Words at the most of a form to sign up."""
COOKIE_WORDS = 80
"""Words at the most of a notice about cookies."""
NAVIGATION_WORDS = 14
"""Words at the most of a link that leads about the site."""
TIMESTAMP_WORDS = 22
"""Words at the most of a stamp of date and time."""
COPYRIGHT_WORDS = 80
"""Words at the most of a copyright notice."""
SIGN_OFF_WORDS = 70
"""Words at the most of a desk's note on the story's origin."""

# --- a line's place (headline.py, bylines.py, notes.py, ...) ---

NEAR_LINES = 8
"""Lines from the story's top or bottom where notes, bylines and sign-offs stand."""
BYLINE_LINES = 12
"""Lines above the first paragraph in which a byline stands."""
BYLINE_CHARACTERS = 160
"""Characters at the most of a byline."""
PORTRAIT_WORDS = 5
"""Words at the most of the name under a portrait."""
DATELINE_CHARACTERS = 160
"""Characters of a paragraph in which its dateline stands."""
SIGN_OFF_CHARACTERS = 500
"""Characters at a paragraph's end in which its sign-off stands."""
NOTE_CHARACTERS = 700
"""Characters at the most of an editor's note and of an author's biography."""
CORRECTION_CHARACTERS = 900
"""Characters at the most of one correction note."""
ABOVE_LINES = 25
"""Lines above the first paragraph among which headline and standfirst stand; share buttons and names are between."""
HEADLINE_WORDS = 30
"""Words at the most of a headline."""
TITLE_WORDS = 5
"""Words from which a line among menus is a title."""
UNDER_TITLE_WORDS = 12
"""Words from which what stands under a shorter title, alone with it among menus, bylines and stamps, is its standfirst."""
STANDFIRST_WORDS = 9
"""Words from which a line between headline and story is its standfirst, in a page with menus."""
SECTION_WORDS = 4
"""Words at the most that a site or section adds to a repeated headline."""
LINK_WORDS = 8
"""Words at the most of a link that stands in the menus outside the story and again between its paragraphs."""
SAME_WORDS = 5
"""Words from which a line that stands twice is a pull quote or a title in a list, not a refrain."""
ANNOUNCING_WORDS = 4
"""Words at the most of a bare label (`Related stories`) that announces the title under it."""
ANNOUNCED_WORDS = 3
"""Words from which a line under such a label is a title."""
UNDER_CONTACT_WORDS = 8
"""Words at the most of a line under a heading of contacts: a name, an office, a number."""

# --- the story's block in a page of menus (block.py) ---

FRAGMENT_WEIGHT = -7.0
"""Of a line that is no sentence, in words."""
SENTENCE_WEIGHT = 5.0
"""Of a short sentence, in words."""
OPENING_WEIGHT = 120.0
"""Of a paragraph with a dateline, in words: short agency items of two paragraphs stand among teasers that have more words."""
PARAGRAPH_WORDS = 60.0
"""Words of one paragraph that count."""
GAP_WEIGHT = 100.0
"""The most that fragments between two paragraphs weigh together, in words: a list of links within a story, however long, must not
cost its second half. Of 15 settings tried on `lines_*` (-3 to -7, 3 to 8, 80 to no end) this one lost least of the stories
(96.8 and 98.5 % of their words kept) with over 90 % of other lines cut; without it 95.0 % were kept."""
BEYOND_WEIGHT = -0.5
"""Of each further fragment, in words: a menu of a hundred links between a blurb and the story is no list of the story's. Of 0, -.5, -.7,
-1, -2 and -3 this one lost no more than 0 on `lines_scrapinghub` (.0303 of the characters, -1 .0317) and cut .9285 of the other lines
(.9038)."""
MENU_LINES = 6
"""Fragments outside the run that make a page with menus; a story's subheads, lists and tables stay under a run's own weight."""
CROSSED_LINES = 2
"""Lines of boilerplate in a row that may part a story's last short sentences from the rest."""
SITE_LINES = 3
"""Lines of known form (`Home`, `Sign in`, `Facebook`) outside the run that are evidence of a page: of 102 scraped press releases
99 were cut with it; a report with a table of 8 parties and their seats under it has none."""
LIST_LINES = 6
"""Lines of a closing list whose signs are looked at; one of them may be without."""
LIST_HEADING_LINES = 2
"""Lines without the sign that may stand between the story and its list, or in it."""
LIST_ANNOUNCING_WORDS = 5
"""Words at the least of a line that announces a list; `Read more:` announces something else."""
COMMENTS_LABEL_WORDS = 8
"""Words at the most of the label over the readers' comments."""

# --- embedded posts (embeds.py) ---

POST_WORDS = 400
"""Words at the most of a post."""
POST_LABEL_WORDS = 40
"""Words at the most of a network's own label on a post."""
POST_REPEATED = 0.6
"""Share of a post's runs of four words that the rest must have: a story often quotes part of a post, or mends its spelling."""

# --- tags under the story (tags.py) ---

TAG_LINE_WORDS = 25
"""Words at the most of a line of tags, three times as many where it has a label."""
TAG_LINE_CHARACTERS = 600
"""Characters at the most of a line of tags."""

# --- live reports (live.py) ---

STAMPS = 3
"""Stamps that make a live report; a programme of an evening has one or two between its paragraphs."""
ORDERLY_STEPS = 0.8
"""Share of steps from stamp to stamp in one direction, for editors pin an entry or two on top."""

# --- a publisher's standing lines (standing.py) ---

STANDING_ARTICLES = 4
"""Articles that a line has to stand on."""
STANDING_SHARE = 0.1
"""Of its publisher's articles."""
STANDING_WORDS = 80
"""Words; a longer one is a paragraph."""
