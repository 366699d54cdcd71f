"""English words whose base form no rule of endings finds."""

from __future__ import annotations

# Base, past, participle; the participle only where it differs; alternatives joined by "/".
_VERBS = """
abide abode; arise arose arisen; awake awoke awoken; bear bore borne/born; beat beat beaten; become became become;
befall befell befallen; begin began begun; behold beheld; bend bent; beset beset; bid bid/bade bidden; bind bound;
bite bit bitten; bleed bled; blow blew blown; break broke broken; breed bred; bring brought; broadcast broadcast;
build built; burn burnt; burst burst; buy bought; cast cast; catch caught; choose chose chosen; cling clung;
come came come; cost cost; creep crept; cut cut; deal dealt; dig dug; dive dove; do did done; draw drew drawn;
dream dreamt; drink drank drunk; drive drove driven; dwell dwelt; eat ate eaten; fall fell fallen; feed fed;
feel felt; fight fought; find found; flee fled; fling flung; fly flew flown; forbid forbade forbidden;
forecast forecast; foresee foresaw foreseen; forget forgot forgotten; forgive forgave forgiven; forgo forwent forgone;
forsake forsook forsaken; freeze froze frozen; get got gotten/got; give gave given; go went gone; grind ground;
grow grew grown; hang hung; have had; hear heard; hide hid hidden; hit hit; hold held; hurt hurt; keep kept;
kneel knelt; know knew known; lay laid; lead led; lean leant; leap leapt; learn learnt; leave left; lend lent;
let let; lie lay lain; light lit; lose lost; make made; mean meant; meet met; mislead misled;
mistake mistook mistaken; misunderstand misunderstood; outdo outdid outdone; overcome overcame overcome;
overhear overheard; override overrode overridden; overrun overran overrun; oversee oversaw overseen;
overtake overtook overtaken; overthrow overthrew overthrown; partake partook partaken; pay paid; plead pled;
prove proved proven; put put; quit quit; read read; rebuild rebuilt; redo redid redone; repay repaid;
rethink rethought; rewrite rewrote rewritten; rid rid; ride rode ridden; ring rang rung; rise rose risen; run ran run;
saw sawed sawn; say said; see saw seen; seek sought; sell sold; send sent; set set; sew sewed sewn;
shake shook shaken; shed shed; shine shone; shoot shot; show showed shown; shrink shrank shrunk; shut shut;
sing sang sung; sink sank sunk; sit sat; slay slew slain; sleep slept; slide slid; sling slung; slit slit;
smell smelt; sneak snuck; sow sowed sown; speak spoke spoken; speed sped; spell spelt; spend spent; spill spilt;
spin spun; spit spat; split split; spoil spoilt; spread spread; spring sprang sprung; stand stood; steal stole stolen;
stick stuck; sting stung; stink stank stunk; strew strewed strewn; stride strode; strike struck stricken/struck;
string strung; strive strove striven; swear swore sworn; sweep swept; swell swelled swollen; swim swam swum;
swing swung; take took taken; teach taught; tear tore torn; tell told; think thought; thrive throve;
throw threw thrown; thrust thrust; tread trod trodden; undergo underwent undergone; understand understood;
undertake undertook undertaken; undo undid undone; uphold upheld; upset upset; wake woke woken; wear wore worn;
weave wove woven; weep wept; wet wet; win won; wind wound; withdraw withdrew withdrawn; withhold withheld;
withstand withstood; wring wrung; write wrote written
"""

_NOUNS = """
man men; woman women; child children; foot feet; tooth teeth; goose geese; mouse mice; ox oxen; person persons;
life lives; wife wives; knife knives; wolf wolves; leaf leaves; thief thieves; half halves; loaf loaves;
shelf shelves; self selves; calf calves; hoof hooves; scarf scarves; elf elves; sheaf sheaves; analysis analyses;
crisis crises; basis bases; thesis theses; hypothesis hypotheses; diagnosis diagnoses; emphasis emphases; axis axes;
oasis oases; synthesis syntheses; parenthesis parentheses; criterion criteria; phenomenon phenomena;
bacterium bacteria; stratum strata; memorandum memoranda; referendum referenda; alumnus alumni; fungus fungi;
nucleus nuclei; stimulus stimuli; radius radii; syllabus syllabi; appendix appendices; index indices; matrix matrices;
vertex vertices; potato potatoes; tomato tomatoes; hero heroes; echo echoes; veto vetoes; embargo embargoes;
torpedo torpedoes; mosquito mosquitoes; volcano volcanoes; cargo cargoes; bus buses; gas gases; virus viruses;
campus campuses; census censuses; bonus bonuses; status statuses; atlas atlases; lens lenses; quiz quizzes;
series series; species species; means means; headquarters headquarters; troops troops; people people; police police;
news news; crossroads crossroads; barracks barracks; outskirts outskirts; surroundings surroundings; tie ties;
lie lies; pie pies; movie movies; zombie zombies; cookie cookies; calorie calories; militia militias; shoe shoes;
toe toes; canoe canoes; foe foes; axe axes
"""

_COMPARED = """
good better best; well better best; bad worse worst; far further furthest; far farther farthest; little less least;
many more most; old elder eldest; late latter last
"""

# A form of these could be of either of two verbs; the tag says past, so it is this one.
_SURE = {
    "found": "find",
    "fell": "fall",
    "lay": "lie",
    "saw": "see",
    "bound": "bind",
    "ground": "grind",
    "wound": "wind",
    "bore": "bear",
    "left": "leave",
}


def verb_pasts() -> dict[str, str]:
    """Return the base of each past tense or participle, for verbs that do not end in -ed."""
    pasts: dict[str, str] = {}
    for entry in _VERBS.split(";"):
        base, *forms = entry.split()
        for form in "/".join(forms).split("/"):
            pasts.setdefault(form, base)
    return pasts | _SURE


def verb_bases() -> frozenset[str]:
    """Return the bases of the irregular verbs."""
    return frozenset(verb_pasts().values())


def noun_plurals() -> dict[str, str]:
    """Return the singular of each plural, for nouns that do not just add -s."""
    plurals: dict[str, str] = {}
    for entry in _NOUNS.split(";"):
        singular, plural = entry.split()
        plurals.setdefault(plural, singular)
    return plurals


def compared() -> dict[str, str]:
    """Return the base of each irregular comparative or superlative."""
    forms: dict[str, str] = {}
    for entry in _COMPARED.split(";"):
        base, more, most = entry.split()
        forms.setdefault(more, base)
        forms.setdefault(most, base)
    return forms
