"""The names that a place is filed under and shown by, and the middle of many places."""

import math
import unicodedata

from deploy.gazetteer.cities import SPELLINGS
from deploy.gazetteer.sources import Town
from streams.extract.lexicon import DISTRICT_WORDS, PROVINCE_WORDS
from streams.extract.places.gazetteer import key

ALTERNATES_FROM = 50_000  # people; smaller towns keep only spellings close to their name
LISTED_FROM = 5_000  # people; smaller towns have their main name only
ENGLISH = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})  # their towns need no second spelling
TRANSLITERATED = (
    "AE AF AM AZ BD BG BH BT BY CN DJ DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MK MM MN MR MV NP OM PK PS"
    " QA RS RU SA SD SO SS SY TD TH TJ TM TN TW UA UZ YE"
)
GENERIC = (
    PROVINCE_WORDS
    | DISTRICT_WORDS
    | frozenset({"oblisi", "kray", "pradesh", "republic", "muhafazat", "rayon", "sahari", "metropolitan", "f", "d"})
)


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the kilometres between two points (degrees of latitude and longitude), on a plane: good enough within a province."""
    return math.hypot(a[0] - b[0], (a[1] - b[1]) * math.cos(math.radians((a[0] + b[0]) / 2))) * 111.2


def middle(members: list[Town]) -> tuple[float, float, int]:
    """Return latitude and longitude of the centre weighted by people, and the radius in kilometres that holds nine tenths of the places.

    A village without a count has one inhabitant.
    """
    # The antimeridian: Chukotka, Fiji, the Aleutians.
    shift = 360.0 if max(t.lon for t in members) - min(t.lon for t in members) > 180 else 0.0
    at = [(t.lat, t.lon + (shift if t.lon < 0 else 0.0), max(1, t.population)) for t in members]
    people = sum(p for _, _, p in at)
    lat, lon = sum(y * p for y, _, p in at) / people, sum(x * p for _, x, p in at) / people
    reach = sorted(distance((lat, lon), (y, x)) for y, x, _ in at)
    return lat, lon if lon <= 180 else lon - 360.0, max(15, round(reach[int(len(reach) * 0.9)] if len(reach) > 1 else 15))


def box(members: list[Town]) -> tuple[float, float, int]:
    """Return the centre of the box that holds the places but for the outermost hundredth each way, and the radius as in ``middle``.

    A map's point for a province is the middle of the land: weighted by people, California's is at Los Angeles.
    """
    shift = 360.0 if max(t.lon for t in members) - min(t.lon for t in members) > 180 else 0.0
    at = [(t.lat, t.lon + (shift if t.lon < 0 else 0.0)) for t in members]
    cut = len(at) // 100
    north, east = (sorted(cells)[cut : len(at) - cut] for cells in zip(*at, strict=True))
    lat, lon = (north[0] + north[-1]) / 2, (east[0] + east[-1]) / 2
    reach = sorted(distance((lat, lon), one) for one in at)
    return lat, lon if lon <= 180 else lon - 360.0, max(15, round(reach[int(len(reach) * 0.9)] if len(reach) > 1 else 15))


def shown(name: str, country: str) -> str:
    """Return the name for readers: where GeoNames transliterates, without the macrons and dots that no newspaper prints."""
    if country not in TRANSLITERATED:
        return name
    bare = unicodedata.normalize("NFKD", name)
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("’", "'").replace("‘", "'").lstrip("'")


def plain(name: str) -> str:
    """Return a name without the word for what it is, such as "Sar-e Pol Province" and "Republic of Tyva"."""
    words = name.replace("(", " ").split()
    if len(words) > 2 and key(words[0]) in GENERIC - {"district"} and key(words[1]) == "of":
        words = words[2:]
    while len(words) > 1 and key(words[-1]) in GENERIC:
        words = words[:-1]
    while len(words) > 1 and key(words[0]) in {"muhafazat", "departamento", "provincia"}:
        words = words[1:]
    return " ".join(words)


def spellings(town: Town, taken: dict[str, int]) -> list[str]:
    """Return the other Latin names of a town that a reader of English may meet, none of them a larger place's name."""
    if town.country in ENGLISH and town.population < 1_000_000:
        return []
    if town.population < LISTED_FROM:
        return []
    main = key(town.name)
    kept = []
    for other in town.others:
        filed = key(other)
        letters = [c for c in other if c.isalpha()]
        if not letters or not filed.isascii() or not other[0].isupper() or len(filed) < 3 or filed == main:
            continue
        if all(c.isupper() for c in letters):  # airport codes
            continue
        if taken.get(filed, -1) >= town.population / 4 or any(w in filed.split() for w in ("dakbayan", "urbo", "by")):
            continue
        if town.population < ALTERNATES_FROM and bones(other) != bones(town.name):
            continue
        kept.append(other)
    return kept


def called(town: Town) -> set[str]:
    """Return the keys of a town's main name and of our own spellings of it."""
    own = SPELLINGS.get(town.country, {})
    return {key(town.name)} | {key(other.strip("=*")) for name in own if key(name) == key(town.name) for other in own[name]}


def bones(name: str) -> str:
    """Return the consonants of a name as transliterations agree on them: Khowst and Khost, Kunduz and Qonduz."""
    text = key(name).replace("q", "k").replace("kh", "k").replace("gh", "g").replace("dh", "d").replace("zh", "z")
    out = ""
    for letter in text:
        if letter.isalpha() and letter not in "aeiouyhw" and not out.endswith(letter):
            out += letter
    return out
