"""One stretch of text over and over between two paragraphs of a story: what a rule that tries all ways to split it never ends with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

OPENING = "ARLEN, May 1 (Agency) - Two people were killed when a bridge over the river fell on Monday, the police said.\n\n"
CLOSING = "\n\nThe mayor said that the bridge had been closed to lorries since the spring, and that he would ask for help.\n"

STRETCHES = {
    # letters, words, marks
    "letter": "a",
    "capital": "A",
    "word": "word ",
    "english": "The police said that the road was closed. ",
    "names": "Ann Moor ",
    "initials": "A. B. ",
    "abbreviations": "Mr. U.S. Gen. ",
    "hyphens": "a-",
    "apostrophes": "a'",
    "slashes": "a/",
    "points": "a.",
    "exclamations": "!",
    "mixed marks": "?!.,;:",
    "stops": ".",
    "ellipses": "... ",
    "commas": ",",
    "dashes": "-",
    "spaced dashes": "- ",
    "long dashes": "\u2014",
    "underscores": "_",
    "equals": "=",
    "stars": "*",
    "hashes": "#",
    "pipes": "| ",
    "bullets": "\u2022 ",
    "open brackets": "(",
    "brackets": "()",
    "square brackets": "[",
    "braces": "{",
    "open asides": "(a ",
    "quotes": '"',
    "curly quotes": "\u201c",
    "quoted words": "\u201cword\u201d ",
    "backslashes": "\\",
    # blanks and ends of lines
    "blanks": " ",
    "tabs": "\t",
    "no-break blanks": "\u00a0",
    "ends": "\n",
    "ends and blanks": "\n ",
    "returns": "\r",
    "line separators": "\u2028",
    "next lines": "\x85",
    # characters that are no text
    "nul": "\0",
    "zero width": "a\u200b",
    "joiners": "\u200d",
    "overrides": "a\u202e",
    "isolates": "\u2066a",
    "colours": "\x1b[31mred",
    "terminal links": "\x1b]8;;http://a.example\x07a",
    "open escapes": "\x1b]0;",
    "tag characters": "\U000e0041",
    "variation selectors": "a\ufe0f",
    "replacements": "\ufffd",
    "private use": "\ue000",
    "noncharacters": "\ufdd0",
    # scripts
    "stacked marks": "a\u0301\u0302\u0303\u0304",
    "marks alone": "\u0301",
    "mixed scripts": "a\u0416\u05e9\u6f22",
    "hebrew": "\u05e9\u05dc\u05d5\u05dd ",
    "arabic": "\u0645\u0631\u062d\u0628\u0627 ",
    "han": "\u6f22\u5b57",
    "devanagari": "\u0939\u093f\u0928\u094d\u0926\u0940 ",
    "families": "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "flags": "\U0001f1eb\U0001f1f7",
    "mojibake quotes": "don\u00e2\u20ac\u2122t ",
    "mojibake letters": "\u00c3\u00a9",
    "mojibake leads": "\u00c3",
    "mojibake twice": "\u00c3\u00a2\u00e2\u201a\u00ac\u00e2\u201e\u00a2",
    # figures
    "digits": "1",
    "grouped digits": "1,000,",
    "decimals": "1.5 ",
    "clock times": "14:05 GMT ",
    "entry times": "14:05 ",
    "dates": "May 1, 2024, ",
    "money": "$1 million ",
    "tolls": "12 people were killed and ",
    "telephones": "+1 555 0100 ",
    "plus and digits": "+1(",
    # addresses
    "links": "https://a.example/b?c=d ",
    "links in one": "https://",
    "sites": "www.a.example ",
    "mail": "a@b.example ",
    "at signs": "a@",
    "handles": "@a ",
    "tags of words": "#word ",
    "urns": "urn:a:b ",
    # what the wire writes
    "datelines": "KABUL, Aug 28 (Agency) - ",
    "datelines without date": "KABUL (AP) \u2014 ",
    "open datelines": "KABUL, ",
    "agencies": "(AP) ",
    "bylines": "By Ann Moor ",
    "by": "By ",
    "authors": "Ann Moor, ",
    "authors and": "By Ann Moor and ",
    "updates": "UPDATE ",
    "numbered updates": "UPDATE 2-",
    "kills": "KILL-",
    "kill words": "KILL ",
    "withdrawals": "***WITHDRAWN*** ",
    "corrected": "CORRECTED-",
    "correction notes": "Correction: An earlier version of this story said that ",
    "embargoes": "EMBARGOED UNTIL 0001 GMT ",
    "not before": "not for publication before ",
    "holds": "HOLD ",
    "tests": "TEST ",
    "urgent": "URGENT ",
    "leads": "1st LD ",
    "advisories": "ADVISORY ",
    "sign-offs": "(Reporting by A B; Editing by C D) ",
    "open sign-offs": "(Reporting by ",
    "editing": "Editing by ",
    "slugs": "BC-ARLEN-BRIDGE-",
    # what pages write
    "read also": "Also read: ",
    "read more": "Read more ",
    "tag lines": "Tags: a, b ",
    "shares": "Share this article ",
    "menus": "Home | News | Sport | ",
    "rights": "Copyright 2024 Agency. All rights reserved. ",
    "rights signs": "\u00a9 2024 ",
    "contacts": "Media contact: ",
    "biographies": "Ann Moor is a reporter who covers ",
    "photographs": "Photo: ",
    "embeds": "\u2014 A (@b) May 1, 2024 ",
    "pictures": "pic.twitter.com/a ",
    "walls": "Subscribe to continue reading ",
    "comments": "12 comments ",
    "newsletters": "Sign up for our newsletter ",
    "about": "About Agency ",
    # what is no text
    "base64": "QUJDREVG",
    "hex": "00ff",
    "script": "function(a){return b;}",
    "table": "a,b,c,1,2,3",
    "logs": "2024-05-02T10:00:00Z INFO a.b: c ",
    "short messages": "u r gr8 l8r ",
    "paths": "/a/b/c",
    # what only looks like markup
    "less": "<",
    "greater": ">",
    "spaced less": "< ",
    "open tags": "<a ",
    "open ends": "</",
    "open comments": "<!--",
    "ends of comments": "-->",
    "declarations": "<!",
    "instructions": "<?",
    "sections": "<![CDATA[",
    "ampersands": "&",
    "entities": "&amp;",
    "entities of entities": "&amp;amp;",
    "references": "&#146;",
    "markup of rich": "[red]",
}
"""The stretches of text that are repeated, by name."""


def run(stretch: str, size: int) -> bytes:
    """Return an article with one line of a stretch over and over, of about `size` characters."""
    return f"{OPENING}{stretch * max(1, size // len(stretch))} end{CLOSING}".encode("utf-8", "surrogatepass")


def lines(stretch: str, size: int) -> bytes:
    """Return the same with each stretch on a line of its own."""
    return run(f"{stretch.strip(' ') or stretch}\n", size)


def paragraphs(stretch: str, size: int) -> bytes:
    """Return the same in paragraphs of some 300 characters."""
    return run(f"{stretch * max(1, 300 // len(stretch))}\n\n", size)


REPEATED: dict[str, Callable[[int], bytes]] = {
    **{name: partial(run, stretch) for name, stretch in STRETCHES.items()},
    **{f"{name}, a line each": partial(lines, stretch) for name, stretch in STRETCHES.items() if stretch.strip()},
    **{f"{name}, paragraphs": partial(paragraphs, stretch) for name, stretch in STRETCHES.items() if len(stretch) >= 12},
}
