"""This package cuts what is no story, by rules for lines and parts of lines, and keeps what the lines that go tell.

The rules and their files (the name that a cut bears, then its file):

    author-image, new update   labels.py        caption       captions.py      teaser ("Also read: ...")   teasers.py
    contact                    contacts.py      share         sharing.py       subscribe                   signups.py
    cookies                    cookies.py       navigation    navigation.py    timestamp                   timestamps.py
    copyright                  copyrights.py    sign-off      signoffs.py      byline                      bylines.py
    dateline                   datelines.py     author        authors.py       note                        notes.py
    correction                 corrections.py   headline      headline.py      menu, tail                  menus.py (block.py)
    repeated                   repeats.py       tags          tags.py          embed                       embeds.py
    time                       live.py          page          outside.py       space                       spaces.py
    link                       links.py        standing:NAME@VERSION      standing.py
     embargo                    (hints of article.py, read in ../notices/)

What is glued to a paragraph (a note, a copyright notice, a form to sign up) is made a line of its own first, in `glued.py`.
No text that tells something is cut to nothing: what gives lines back stands in `galleries.py` (captions), `notes.py` (notes sent alone)
and `headline.py` (a flash).

The order of all rules and the reason for each position stand in `order.py`, that of the rules by form in `forms.py`, every number in
`thresholds.py`. The imports, each file only those to its right:

    story > order > glued > the families > forms > form > reading > lines > thresholds

(`contacts`, `signoffs`, `teasers` and the other families with a rule by form stand between `forms` and `form`; `block` looks at
datelines and sign-offs, `menus` at the headline.) `tests/clean/test_rooms.py` holds it.
"""
