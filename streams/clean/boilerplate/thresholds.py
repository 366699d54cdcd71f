"""These are all numbers that decide whether a line goes, each with its unit; the patterns stand with their rules.

Imports nothing. Where a number was chosen among others, the figures are those of `streams eval clean` at the time.
"""

from __future__ import annotations

# --- a line's form (forms.py and the family files) ---

FORM_CHARACTERS = 700
"""The characters of the longest line that is boilerplate by its form; a longer one is a paragraph."""
GATED_WORDS = 14
"""The most words of a line on which all forms are tried; a longer one must open with, or have in it, a word that one of them names."""
LABEL_WORDS = 4
"""The most words of a label of the content system (`New Update`, `Live`)."""
CAPTION_WORDS = 60
"""The most words of a caption with its credit."""
CAPTION_SPARED_WORDS = 45
"""The words above which a closed sentence is a paragraph although it opens or ends like a caption."""
TEASER_WORDS = 45
"""The most words of a teaser (`Also read: ...`)."""
CONTACT_WORDS = 60
"""The most words of a contact."""
SHARE_WORDS = 30
"""The most words of a line that asks to share or follow."""
SIGN_UP_WORDS = 60
"""The most words of a form to sign up."""
COOKIE_WORDS = 80
"""The most words of a notice about cookies."""
NAVIGATION_WORDS = 14
"""The most words of a link that leads about the site."""
TIMESTAMP_WORDS = 22
"""The most words of a stamp of date and time."""
COPYRIGHT_WORDS = 80
"""The most words of a copyright notice."""
SIGN_OFF_WORDS = 70
"""The most words of a desk's note on the story's origin."""
LINK_LINE_WORDS = 80
"""The most words of web addresses alone on a line; each part between dots and strokes is one."""

# --- a line's position (headline.py, bylines.py, notes.py, ...) ---

NEAR_LINES = 8
"""The number of lines from the story's top or bottom where notes, bylines and sign-offs stand."""
BYLINE_LINES = 12
"""The number of lines above the first paragraph in which a byline stands."""
BYLINE_CHARACTERS = 160
"""The most characters of a byline."""
PORTRAIT_WORDS = 5
"""The most words of the name under a portrait."""
DATELINE_CHARACTERS = 160
"""The number of characters at a paragraph's start in which its dateline stands."""
SIGN_OFF_CHARACTERS = 500
"""The number of characters at a paragraph's end in which its sign-off stands."""
NOTE_CHARACTERS = 700
"""The most characters of an editor's note and of an author's biography."""
CORRECTION_CHARACTERS = 900
"""The most characters of one correction note."""
ABOVE_LINES = 25
"""The number of lines above the first paragraph among which headline and standfirst stand; share buttons and names are between."""
HEADLINE_WORDS = 30
"""The most words of a headline."""
TITLE_WORDS = 5
"""The fewest words of a line among menus that is a title."""
UNDER_TITLE_WORDS = 12
"""The fewest words of a standfirst under a shorter title, where the two stand alone among menus, bylines and stamps."""
STANDFIRST_WORDS = 9
"""The fewest words of a line between headline and story that is its standfirst, in a page with menus."""
SECTION_WORDS = 4
"""The most words that a site or section adds to a repeated headline."""
LINK_WORDS = 8
"""The most words of a link that stands in the menus outside the story and again between its paragraphs."""
RUN_LINES = 5
"""The fewest lines in a row, none of them a sentence, that are looked at as a menu between paragraphs."""
RUN_SHARE = 0.25
"""The share of such a run, in a page with menus, that other rules must cut for its other short lines to go too. Of .25 to .6 and 3 or 5
lines this cut most (`lines_scrapinghub` .9388, without it .9309) at the same loss."""
SAME_WORDS = 5
"""The fewest words of a line that, standing twice, is a pull quote or a title in a list, not a refrain."""
ANNOUNCING_WORDS = 4
"""The most words of a bare label (`Related stories`) that announces the title under it."""
ANNOUNCED_WORDS = 3
"""The fewest words of a line under such a label that is a title."""
CAPITALS_WORDS = 8
"""The fewest words of a line in capitals between paragraphs that is the title of another story; a subhead is shorter."""
CAPITALS_PARAGRAPHS = 3
"""The fewest paragraphs of a text, none of them in capitals, in which such a line is a title."""
UNDER_CONTACT_WORDS = 8
"""The most words of a line under a heading of contacts: a name, an office, a number."""
TOLD_CAPTION_WORDS = 5
"""The fewest words of a caption that tells something; `Photo: Agency` is a credit."""
GALLERY_CAPTIONS = 3
"""The fewest captions of a gallery that has a line or two of text besides."""
GALLERY_WEIGHT = 3
"""The factor by which the words of a gallery's captions must exceed those of all else that stays."""

# --- the story's block in a page of menus (block.py) ---

FRAGMENT_WEIGHT = -7.0
"""The weight of a line that is no sentence, in words."""
LONG_FRAGMENT_WORDS = 12
"""The words from which a line that is no sentence weighs nothing: steps of a recipe, entries of a list. Of 12, 16 and 20 words at no weight
and at +5 this one lost least for what it costs (`lines_scrapinghub` .0280 of the characters, before .0296, cut .9293, before .9305; at +5
lines cut fell to .9043)."""
SENTENCE_WEIGHT = 5.0
"""The weight of a short sentence, in words."""
OPENING_WEIGHT = 120.0
"""The weight of a paragraph with a dateline, in words: short agency items of two paragraphs stand among teasers that have more words."""
HEADLINE_WEIGHT = 400.0
"""The weight of the first paragraph under a line that is the feeder's headline, beside its own, in words: eight long teasers."""
BYLINE_WEIGHT = 200.0
"""The weight of the first paragraph under the only byline that has one, beside its own, in words."""
LEAD_LINES = 6
"""The most lines from headline or byline to that paragraph: byline, stamp, share buttons."""
PARAGRAPH_WORDS = 60.0
"""The most words of one paragraph that count."""
GAP_WEIGHT = 60.0
"""The most weight that fragments between two paragraphs have together, in words, before BEYOND_WEIGHT: a list within a story must not cost
its second half. Of 60, 70, 80 and 100 this one lost .0195 of the characters of `lines_scrapinghub` (100: .0285, most of it one page of
recipes) and cut no less with BEYOND_WEIGHT at -1; on pages held back while choosing it lost and cut the same (.0343, .9370 and .9371)."""
BEYOND_WEIGHT = -1.0
"""The weight of each further fragment, in words: a menu of a hundred links between a blurb and the story is no list of the story's."""
MENU_LINES = 6
"""The fewest fragments on one side of the run that make a page with menus; a story's subheads, lists and tables stay under its weight."""
CROSSED_LINES = 2
"""The most lines of boilerplate in a row that may part a story's last short sentences from the rest."""
SITE_LINES = 3
"""The fewest lines of known form (`Home`, `Sign in`, `Facebook`) outside the run that are evidence of a page: of 102 scraped press releases
99 were cut with it; a report with a table of 8 parties and their seats under it has none."""
LIST_LINES = 6
"""The number of lines of a closing list whose signs are looked at; one of them may be without."""
LIST_HEADING_LINES = 2
"""The most lines without the sign that may stand between the story and its list, or in it."""
LIST_ANNOUNCING_WORDS = 3
"""The fewest words of a line that announces a list; `Read more:` announces something else."""
ROW_WORDS = 5
"""The most words of a row of a list within a story; titles of other stories are longer."""
SHARED_WORDS = 3
"""The fewest words that a paragraph behind a list shares with the story before it."""
SHARED_LETTERS = 5
"""The fewest letters of a word that tells what a text is about."""
COMMENTS_LABEL_WORDS = 8
"""The most words of the label over the readers' comments."""

# --- embedded posts (embeds.py) ---

POST_WORDS = 400
"""The most words of a post."""
POST_LABEL_WORDS = 40
"""The most words of a network's own label on a post."""
POST_REPEATED = 0.6
"""The share of a post's runs of four words that the rest must have: a story often quotes part of a post, or mends its spelling."""

# --- tags under the story (tags.py) ---

TAG_LINE_WORDS = 25
"""The most words of a line of tags, three times as many where it has a label."""
TAG_LINE_CHARACTERS = 600
"""The most characters of a line of tags."""

# --- live reports (live.py) ---

STAMPS = 3
"""The fewest stamps that make a live report; a programme of an evening has one or two between its paragraphs."""
ORDERLY_STEPS = 0.8
"""The share of steps from stamp to stamp that must go in one direction, for editors pin an entry or two on top."""

# --- a publisher's standing lines (standing.py) ---

STANDING_ARTICLES = 4
"""The fewest articles on which a standing line stands."""
STANDING_SHARE = 0.1
"""The least share of its publisher's articles on which a standing line stands."""
STANDING_WORDS = 80
"""The most words of a standing line; a longer one is a paragraph."""
