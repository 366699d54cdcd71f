"""What is no story: rules that cut lines and parts of lines, and what the lines that go tell.

Which file cuts what (the name that a cut bears, then its file):

    author-image, new update   labels.py        caption       captions.py      teaser ("Also read: ...")   teasers.py
    contact                    contacts.py      share         sharing.py       subscribe                   signups.py
    cookies                    cookies.py       navigation    navigation.py    timestamp                   timestamps.py
    copyright                  copyrights.py    sign-off      signoffs.py      byline                      bylines.py
    dateline                   datelines.py     author        authors.py       note                        notes.py
    correction                 corrections.py   headline      headline.py      menu, tail                  menus.py (block.py)
    repeated                   repeats.py       tags          tags.py          embed                       embeds.py
    time                       live.py          page          outside.py       space                       spaces.py
    standing:NAME@VERSION      standing.py

The order of all rules and the reason for each place stand in `order.py`, that of the rules by form in `forms.py`, every number in
`thresholds.py`. What imports what, each file only those to its right:

    story > order > the families > forms > form > reading > lines > thresholds

(`contacts`, `signoffs`, `teasers` and the other families with a rule by form stand between `forms` and `form`; `block` looks at
datelines and sign-offs, `menus` at the headline.) `tests/clean/test_rooms.py` holds it.
"""
