"""The clean stage takes any form of article and gives its story and nothing else, with an account of all that was cut.

    inputs/       bytes -> characters -> Item (ninjs, agencies | xml: newsml, nitf | feed | page | plain)
    pages/        HTML -> lines, facts of the head, pages without an article
    boilerplate/  lines -> story and cuts (one file a rule family; its list is in `__init__.py`)
    notices/      embargoes, kills and diaries told in words
    dates/        dates of any form -> moments
    article.py    Item and story -> CleanArticle

Each room imports those below it only; `cuts`, `limits`, `signals` and `dates` import none of them.

Pure: no clock, no network, no state. `rebuild(text, cuts)` gives the raw text again.
"""

from streams.clean.article import clean
from streams.clean.cuts import rebuild
from streams.clean.limits import Limits

__all__ = ["Limits", "clean", "rebuild"]
