"""Words whose change is a change of fact, and words that house styles write in several ways.

They are known by their hashes, since the index keeps no words.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from functools import cache

from streams.clean.sketch import word_hashes

_DAYS = {name: (name[:3], name[:4]) for name in map(str.lower, calendar.day_name)} | {
    "tuesday": ("tue", "tues"), "wednesday": ("wed", "weds"), "thursday": ("thu", "thur", "thurs"),
}  # fmt: skip
_MONTHS = {name.lower(): (name[:3].lower(),) for name in calendar.month_name if name} | {"september": ("sep", "sept")}

# Each line holds words of which one in the place of another is another fact; forms of one word are joined by a slash.
_CONTRASTS = """
million/mln billion/bln trillion thousand hundred
north south east west
northern southern eastern western
northeast/north-east northwest southeast southwest
rose/climbed/increased fell/dropped/declined
rise/increase fall/drop/decline/decrease
rises/climbs/increases falls/drops/declines
rising/increasing falling/dropping/declining
gained/gain lost/lose
higher lower
raised cut/lowered
raises cuts
won lost
win lose
wins loses
guilty innocent
convicted acquitted/cleared
alive dead
killed wounded/injured
man woman
men women
boy girl
husband wife
son daughter
brother sister
father mother
accepted/approved rejected/refused
accepts rejects
confirmed denied
confirms denies
legal illegal
lawful unlawful
possible impossible
likely unlikely
public private
minimum maximum
first second third fourth fifth
morning afternoon evening
inside outside
supports/backs opposes
supported/backed opposed
for against
with without
"""

AUXILIARIES = (
    "is", "was", "are", "were", "has", "had", "have", "do", "does", "did", "will", "would", "can", "could", "should", "must", "may",
    "might", "be", "been", "being",
)  # fmt: skip
SHORT_FORMS = {f"{word}n't": word for word in AUXILIARIES if word not in ("can", "will", "may", "be", "been", "being")} | {
    "can't": "can", "won't": "will", "cannot": "can",
}  # fmt: skip
"""The short forms of negated auxiliaries, each with the auxiliary of its long form (`can't`: `can`)."""
NEGATIONS = ("not", "no", "never", "none", "neither", "nor", "nobody", "nothing")
UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

# Each line holds one word as several houses write it.
_STYLES = """
percent % pct
mr mister
dr doctor
prof professor
gov governor
sen senator
rep representative
gen general
col colonel
lt lieutenant
sgt sergeant
capt captain
st saint
km kilometres kilometers kms
kg kilograms kilogrammes
m metres meters
metre meter
centre center
centres centers
theatre theater
fibre fiber
litre liter
litres liters
defence defense
offence offense
licence license
labour labor
labourers laborers
harbour harbor
colour color
colours colors
coloured colored
favour favor
favoured favored
favourite favorite
honour honor
honoured honored
humour humor
rumour rumor
rumours rumors
neighbour neighbor
neighbours neighbors
neighbouring neighboring
neighbourhood neighborhood
neighbourhoods neighborhoods
armour armor
armoured armored
behaviour behavior
endeavour endeavor
odour odor
vapour vapor
parlour parlor
rigour rigor
vigour vigor
saviour savior
organisation organization
organisations organizations
organised organized
organise organize
organisers organizers
organiser organizer
recognise recognize
recognised recognized
criticise criticize
criticised criticized
authorised authorized
authorise authorize
authorisation authorization
apologised apologized
apologise apologize
realised realized
realise realize
mobilised mobilized
mobilisation mobilization
emphasised emphasized
hospitalised hospitalized
penalised penalized
privatisation privatization
specialised specialized
stabilise stabilize
stabilised stabilized
utilised utilized
analyse analyze
analysed analyzed
paralysed paralyzed
minimise minimize
maximise maximize
prioritise prioritize
finalised finalized
nationalised nationalized
normalise normalize
civilisation civilization
modernise modernize
immunisation immunization
vaccinated immunised
travelled traveled
travelling traveling
traveller traveler
travellers travelers
cancelled canceled
cancelling canceling
labelled labeled
modelling modeling
signalled signaled
counsellor counselor
jewellery jewelry
programme program
programmes programs
catalogue catalog
dialogue dialog
cheque check
tyre tire
tyres tires
grey gray
plough plow
mould mold
ageing aging
judgement judgment
enrol enroll
fulfil fulfill
skilful skillful
instalment installment
kerb curb
storey story
storeys stories
sceptical skeptical
aluminium aluminum
aeroplane airplane
manoeuvre maneuver
paediatric pediatric
orthopaedic orthopedic
anaesthetic anesthetic
oestrogen estrogen
foetus fetus
haemorrhage hemorrhage
diarrhoea diarrhea
towards toward
amongst among
whilst while
adviser advisor
protester protestor
protesters protestors
kiev kyiv
kharkov kharkiv
odessa odesa
lvov lviv
bombay mumbai
calcutta kolkata
burma myanmar
turkey türkiye
czechia czech
zelensky zelenskiy zelenskyy
gaddafi qaddafi gadhafi kadhafi
hezbollah hizbullah hizbollah
isis isil daesh
qaeda qaida
taliban taleban
koran quran
mohammed muhammad mohamed mohammad muhammed
hussein husain hussain
osama usama
"""

COMMON = (
    "of", "the", "in", "a", "an", "to", "and", "at", "on", "for", "by", "said", "that", "with", "from", "who", "is", "was", "are", "has",
    "as",
)  # fmt: skip
"""Words that stand side by side somewhere in most texts, so that it says nothing if they do."""

# Words that are capitalised, but are no place, person or subject of a report.
TITLES = (
    "mr", "mrs", "ms", "miss", "dr", "doctor", "prof", "professor", "president", "minister", "prime", "governor", "gov", "senator", "sen",
    "rep", "representative", "general", "gen", "colonel", "col", "captain", "capt", "sergeant", "sgt", "lieutenant", "lt", "king",
    "queen", "prince", "princess", "judge", "justice", "chief", "mayor", "sir", "dame", "lord", "lady", "father", "sheikh", "imam", "pope",
    "the", "a", "an", "of", "u", "s", "us", "uk", "un", "eu", "usa", "gmt", "utc", "am", "pm", "i",
)  # fmt: skip
AGENCIES = (
    "ap", "afp", "reuters", "upi", "dpa", "efe", "ansa", "tass", "interfax", "xinhua", "kyodo", "pti", "ani", "anadolu", "bloomberg",
    "agency", "press", "associated", "france", "presse", "news", "staff", "agencies", "wire", "correspondent", "reporter",
)  # fmt: skip

SITE = (
    "subscribe", "subscribers", "subscription", "newsletter", "newsletters", "inbox", "unsubscribe", "cookies", "cookie", "copyright",
    "rights", "reserved", "redistributed", "rewritten", "broadcast", "permission", "privacy", "terms", "conditions", "click", "clicking",
    "website", "app", "download", "email", "facebook", "twitter", "instagram", "youtube", "whatsapp", "telegram", "linkedin", "follow",
    "sign", "log", "login", "register", "account", "advertisement", "advertisements", "advertise", "advertisers", "advertising", "comment",
    "comments", "moderate", "posting", "photo", "picture", "image", "file", "photograph", "photographer", "caption", "credit", "getty",
    "read", "reader", "readers", "page", "article", "articles", "podcast", "button", "settings", "settle", "desk", "editor", "share",
    "print", "published", "publisher", "donate", "donation", "support", "free", "policy", "alerts", "stories", "here", "us", "we", "our",
    "you", "your",
)  # fmt: skip
"""Words in which a site speaks of itself and to its readers."""


def hashes(words: Iterable[str]) -> list[int]:
    """Return the hash of each word."""
    found: list[int] = word_hashes(words).tolist()
    return found


@cache
def calendar_words() -> frozenset[int]:
    """Return the hashes of days and months in all their forms."""
    return frozenset(hashes(form for group in (_DAYS, _MONTHS) for name, short in group.items() for form in (name, *short)))


@cache
def contrasts() -> Mapping[int, tuple[tuple[str, int, bool], ...]]:
    """Return, by the hash of a word, the words that in its place are another fact, or only another form of it.

    Each is given as its text, its hash, and True if it is only another form.
    """
    dates: list[list[tuple[str, ...]]] = [[(name, *short) for name, short in group.items()] for group in (_DAYS, _MONTHS)]
    groups = [*dates, *[[tuple(member.split("/")) for member in line.split()] for line in _CONTRASTS.strip().split("\n")]]
    found: dict[int, list[tuple[str, int, bool]]] = {}
    for number, group in enumerate(groups):
        for member in group:
            for word in member:
                others = [(form, form in member) for one in group for form in one if form != word]
                ids = hashes(form for form, _ in others)
                shown = [form.capitalize() if number < len(dates) else form for form, _ in others]
                rows = zip(shown, ids, [same for _, same in others], strict=True)
                found.setdefault(hashes([word])[0], []).extend(rows)
    return {word: tuple(others) for word, others in found.items()}


@cache
def styles() -> Mapping[int, tuple[int, ...]]:
    """Return, by the hash of a word, the hashes of the same word as other houses write it."""
    found: dict[int, list[int]] = {}
    for line in _STYLES.strip().split("\n"):
        group = hashes(line.split())
        for word in group:
            found.setdefault(word, []).extend(other for other in group if other != word)
    return {word: tuple(others) for word, others in found.items()}


@cache
def no_names() -> frozenset[int]:
    """Return the hashes of capitalised words that are no place, person or subject of a report."""
    return calendar_words() | frozenset(hashes((*TITLES, *AGENCIES)))


@cache
def negations() -> Mapping[int, str]:
    """Return, by their hashes, the words that turn a statement round."""
    words = (*NEGATIONS, *SHORT_FORMS)
    return dict(zip(hashes(words), words, strict=True))


@cache
def common() -> frozenset[int]:
    """Return the hashes of the words that stand side by side in most texts."""
    return frozenset(hashes(COMMON))
