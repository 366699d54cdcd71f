"""This module finds what a place lies in by the words around its name: "Paris, Texas", "Sanjan in Kapisa province", "the Afghan city of
Herat".
"""

import calendar
import re

from streams.extract.places.gazetteer import Gazetteer

LONGEST = 6  # the most words of a name
STOP = re.compile(r"[.!?;:\n\"“”—–](?:\s|$)|\s[-–—]\s")
NOUNS = (
    r"(?:city|town|village|district|districts|province|state|region|capital|port|county|area|suburb|neighbou?rhood|island|governorate"
    r"|municipality|commune|locality|sub-?district|oblast|prefecture|department|division)"
)
# ", X", " in X", " district of X", ", a village in X"
LINK = re.compile(
    rf"^(?:['’]s)?\s*(?P<noun>{NOUNS}\b)?\s*(?P<comma>,)?\s*(?:(?:a|the) (?:\w+ )?{NOUNS} )?"
    r"(?P<in>\((?:in )?|in\s+|of\s+|near\s+|inside\s+|within\s+|at\s+)?(?=\w)",
    re.IGNORECASE,
)
# Small words that may stand between a link and the name it links to.
FILLER = re.compile(
    r"^(?:the|a|an|its?|of|in|province|state|region|city|town|village|district|county|governorate|capital|country|port|area|nation"
    r"|war-torn|restive|remote|mountainous|neighbou?ring|nearby|coastal|rural|central|northern|southern|eastern|western"
    r"|(?:north|south)-?(?:east|west)(?:ern)?|far|occupied|besieged|border|island|western-most|volatile|troubled)$",
    re.IGNORECASE,
)
NOUN = re.compile(NOUNS, re.IGNORECASE)
# What may follow the last name of "Paris, Texas"; after "Georgia, U.S." a noun may come, and then it is no chain.
ENDS = re.compile(
    r"^(?:$|[,.;:)(]|(?:on|in|at|and|as|when|where|after|before|by|for|from|to|was|were|is|has|had|late|early|said|since|is|will)\b)"
)
FACILITY = re.compile(
    r"^(?P<name>\S.*?)(?:['’]s)?(?:\s+(?:international|regional|central|main|military|naval|air|refugee|border|general|national|state"
    r"|train|railway"
    r"|bus|police|power|nuclear|oil|metro))*\s+(?:airport|airfield|airbase|base|university|hospital|stadium|prison|jail|station"
    r"|port|seaport|harbou?r"
    r"|embassy|consulate|square|bridge|crossing|checkpoint|market|bazaar|palace|mosque|cathedral|church|temple|refinery|dam|plant|camp"
    r"|suburbs?|outskirts|neighbou?rhood|barracks|garrison|courthouse|college|school|highway|road|terminal|museum|park|zoo|field|front)$",
    re.IGNORECASE,
)
FACILITY_OF = re.compile(
    r"^(?:the\s+)?(?:university|port|embassy|bank|port city|outskirts|suburbs?|airport|battle|siege) (?:of|in) (?P<name>\S.*)$",
    re.IGNORECASE,
)
SPLIT = re.compile(r",\s+|\s+in\s+(?:the\s+)?|\s+of\s+(?:the\s+)?", re.IGNORECASE)
WORD = re.compile(r"\S+")
_CALENDAR = frozenset((*calendar.month_name[1:], *calendar.month_abbr[1:], *calendar.day_name))


def without_facility(name: str) -> str | None:
    """Return "Kabul" of "Kabul airport", "Texas" of "University of Texas"; None if the name has no word for a facility."""
    found = FACILITY.match(name.strip()) or FACILITY_OF.match(name.strip())
    return found["name"] if found else None


def inside(book: Gazetteer, mention: str) -> tuple[str, tuple[str, ...]]:
    """Split a mention that holds its own chain: ("Goma", ("DR Congo",)), ("Punjab", ("Pakistan",)); (mention, ()) if it holds none."""
    owner, sign, owned = mention.partition("'s ") if "'s " in mention else mention.partition("’s ")
    if sign and owned.strip() and _known(book, owner):
        return owned.strip(), (owner.strip(),)
    for split in SPLIT.finditer(mention):
        head, tail = mention[: split.start()].strip(), mention[split.end() :].strip()
        outer, _ = _leading(book, tail)
        if head and outer:
            return head, outer
    words = mention.split()
    # "Pakistani Punjab", "Syrian Arab ...": a people before a known name.
    if len(words) > 1 and book.country_of_demonym(words[0]) and book.candidates(" ".join(words[1:])):
        return " ".join(words[1:]), (words[0],)
    return mention, ()


def noun_after(text: str) -> str | None:
    """Return the word behind a name that says what kind of place it is (" province", " district"), or None."""
    found = re.match(rf"^\s+({NOUNS})\b(?!\s+of\s+[a-z])", text, re.IGNORECASE)
    return found[1].lower() if found else None


def after(book: Gazetteer, text: str) -> tuple[str, ...]:
    """Return the names of the places that a place lies in, by the text that follows it, nearest first; () if it says nothing."""
    link = LINK.match(text)
    if not link or not (link["comma"] or link["in"]):
        return ()
    rest = text[link.end() :]
    if link["comma"] and not link["in"] and not rest[:1].isupper():
        return ()
    found, end = _leading(book, _clause(rest))
    if found and not link["in"]:
        # A comma makes lists too ("Goma, Bukavu and Kinshasa"): only what can hold a town counts as its container.
        adjective = book.country_of_demonym(found[0]) is not None and not ENDS.match(rest[end:].lstrip())
        if adjective or not any(_holder(book, name) for name in found):
            return ()
    return found


def _clause(text: str) -> str:
    """Return the text up to the end of its sentence; a dot within U.S. or after Ore. ends none."""
    for stop in STOP.finditer(text):
        if stop[0][0] != "." or not re.search(r"(?:\b\w|\b[A-Z][a-z]{1,4})$", text[: stop.start()]):
            return text[: stop.start() + 1]
    return text


def before(book: Gazetteer, text: str) -> tuple[str, ...]:
    """Return the name of what a place lies in, by the text before it: "Texas town of", "Pakistani city of", "Kabul's"; () if none."""
    words = text.split()
    if not words or not text[-1:].isspace():
        return ()
    last = words[-1]
    owned = last.endswith(("'s", "’s"))
    noun = False
    while words and FILLER.match(words[-1]):
        noun = noun or bool(NOUN.fullmatch(words[-1]))
        words.pop()
    if words and words[-1].endswith(("'s", "’s")):
        owned = True
    if not words or words[-1][-1] in ",.;:":
        return ()
    for size in range(min(LONGEST, len(words)), 0, -1):
        name = " ".join(words[-size:]).strip('("“')
        if not name[:1].isupper():
            continue
        if book.country_of_demonym(name) and not owned:
            return (name,)
        if (owned or noun) and _holder(book, name):
            return (re.sub(r"['’]s$", "", name),)
    return ()


def _leading(book: Gazetteer, text: str) -> tuple[tuple[str, ...], int]:
    """Return the names at the start of a text, past small words, and the offset where the last ends: (("Baghlan province", "Afghanistan"),
    30) of "Afghanistan's Baghlan province".
    """
    words = list(WORD.finditer(text))
    found: list[str] = []
    at = end = 0
    while at < len(words) and len(found) < 3:
        if not words[at][0][:1].isupper():
            if not FILLER.match(words[at][0]):
                break
            at += 1
            continue
        sizes = range(min(LONGEST, len(words) - at), 0, -1)
        size = next((n for n in sizes if _name(book, [w[0] for w in words[at : at + n]])), 0)
        if not size:
            break
        name = text[words[at].start() : words[at + size - 1].end()]
        at += size
        end = words[at - 1].start() + len(words[at - 1][0].rstrip(",;:()"))
        bare = re.sub(r"['’]s$", "", name.rstrip(",;:()"))
        found.append(bare if "." in bare[:-1] or (len(bare) < 7 and book.candidates(bare)) else bare.rstrip("."))
        # It goes on after an owner ("Afghanistan's Baghlan"), a comma, "in"; not from town to town ("Goma, Bukavu").
        linked = name.endswith(("'s", "’s", ",")) or (at < len(words) and words[at][0].lower() in ("in", "of"))
        if not (linked or book.country_of_demonym(bare)) or not any(_holder(book, n) for n in found):
            break
    outer = [n for n in found if book.country_of_demonym(n) or any(c.kind == "country" for c in book.candidates(n)[:1])]
    return (*(n for n in found if n not in outer), *outer), end


def _name(book: Gazetteer, words: list[str]) -> bool:
    # A comma ends a name, so none may stand inside it.
    if any(w.endswith((",", ";", ")")) for w in words[:-1]) or any(w.endswith(("'s", "’s")) for w in words[:-1]):
        return False
    return _known(book, " ".join(words).rstrip(",;:()"))


def _known(book: Gazetteer, name: str) -> bool:
    if name in _CALENDAR:  # "Ghazni in August"
        return False
    return bool(book.candidates(name)) or book.country_of_demonym(name) is not None


def _holder(book: Gazetteer, name: str) -> bool:
    return book.country_of_demonym(name) is not None or any(c.kind in ("country", "province", "region") for c in book.candidates(name))
