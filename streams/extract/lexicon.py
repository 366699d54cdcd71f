"""The word lists of extract, read once from `data/*.toml`: words that name an event, bend a clause, or belong to a name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from streams.wordlist import entries, read


def words(name: str, key: str) -> frozenset[str]:
    """Return one list of a file as a set; raise KeyError if the file has no such list."""
    return frozenset(entries(read("extract", name)[key]))


def table(name: str, key: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of one table of a file, each by its word, in the order of the file; raise KeyError if there is no such table."""
    return MappingProxyType({word: entries(listed) for word, listed in read("extract", name)[key].items()})


def singular(word: str) -> str:
    """Return a plural event noun's singular where a rule is safe (`blasts`, `casualties`, `clashes`), else the word itself."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


# Words that name an event; PATIENT_NOUNS are the nouns whose possessor is whom it befalls.
PATIENT_NOUNS = words("events", "patient_nouns")
EVENT_NOUNS = words("events", "event_nouns") | PATIENT_NOUNS
HAPPENING = words("events", "happening_verbs")
STATES = words("events", "state_words")
STANDINGS = words("events", "standing_words")
STATE_VERBS = words("events", "state_verbs")
LIGHT_VERBS = words("events", "light_verbs")
LIGHT_PAIRS = frozenset((pair.rpartition(" ")[0], pair.rpartition(" ")[2]) for pair in words("events", "light_pairs"))
FIRM_PHRASAL = words("events", "firm_phrasal_verbs")
PHRASAL = words("events", "phrasal_verbs") | FIRM_PHRASAL

# Predicates that are known by their form alone, and what ends the phrases beside them.
SURE_VERBS = words("events", "sure_verbs")
SURE_PASTS: Mapping[str, str] = MappingProxyType({verb: past for verb, (past,) in table("events", "sure_pasts").items()})
SURE_NOUNS = words("events", "sure_nouns")
BEFORE_VERB = words("events", "between_subject_and_verb")
ENDS = words("events", "ends_of_arguments")

# Words that take a clause out of the actual, or make it somebody's words.
MODAL_VERBS = words("clauses", "modal_verbs")
MODAL_OBJECTS = words("clauses", "modal_objects")
MODAL_ADJECTIVES = words("clauses", "modal_adjectives")
MODAL_ADVERBS = words("clauses", "modal_adverbs")
MODAL_NOUNS = words("clauses", "modal_nouns")
SUBJECT_CONTROL = words("clauses", "subject_control")
OBJECT_CONTROL = words("clauses", "object_control")
RAISING = words("clauses", "raising_verbs")
GIVING = words("clauses", "giving_verbs")
INTRANSITIVE = words("clauses", "intransitive_verbs")
HARMING = words("clauses", "harming_verbs")
MOTION = words("clauses", "motion")
SOFT_REPORTING = words("clauses", "soft_reporting_verbs")
REPORTING = words("clauses", "reporting_verbs") | SOFT_REPORTING
UNREAL_REPORTING = words("clauses", "unreal_reporting_verbs")
REPORTING_NOUNS = words("clauses", "reporting_nouns")
REPORTING_MARKERS = words("clauses", "reporting_markers")
CONDITIONS = words("clauses", "conditions")
NEGATIONS = words("clauses", "negations")
FORMS_OF_BE = words("clauses", "forms_of_be")
PLACE_ADVERBS = words("clauses", "place_adverbs")
WHERE_PREPOSITIONS = words("clauses", "where_prepositions")
CLAUSE_OPENINGS = words("clauses", "clause_openings")

# Words that stand in and around names.
TITLES = words("names", "titles")
HONORIFICS = words("names", "honorifics")
ORGANISATION_WORDS = words("names", "organisation_words")
DOUBTFUL_ORGANISATION_WORDS = words("names", "doubtful_organisation_words")
LOWER_ORGANISATION_WORDS = words("names", "lower_organisation_words")
FACILITIES = words("names", "facilities")
PLACE_WORDS = words("names", "place_words")
KNOWN_ORGANISATIONS = words("names", "known_organisations")
MENS_TITLES = words("names", "mens_titles")
WOMENS_TITLES = words("names", "womens_titles")
GENERATIONS = words("names", "generations")
THRONES = words("names", "thrones")
POST_NOMINALS = words("names", "post_nominals")
NAME_TAILS = words("names", "name_tails")
PLACE_HEADS = words("names", "place_heads")
SMALL_WORDS = words("names", "small_words")
NAME_PREPOSITIONS = words("names", "name_prepositions")
DOUBTFUL_ALIASES = words("names", "doubtful_aliases")
SHORT_FIRST_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {first.lower(): tuple(name.lower() for name in short) for first, short in table("names", "first_names").items()}
)
"""The short forms by which bearers of a first name are called, by that name, in small letters."""
NAME_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {other: first for first, others in table("names", "name_spellings").items() for other in others}
)
"""The spelling that is compared, by each other spelling of a part of a name."""


def _aliases(*kinds: str) -> Mapping[str, str]:
    """Return the name that we write by each other name, from some tables of aliases."""
    return MappingProxyType({other: name for kind in kinds for name, others in table("aliases", kind).items() for other in others})


PLACE_ALIASES = _aliases("countries", "places")
ORGANISATION_ALIASES = _aliases("organisations", "armed_groups")
STATE_ALIASES = _aliases("states")
ALIASES: Mapping[str, str] = MappingProxyType({**PLACE_ALIASES, **ORGANISATION_ALIASES})
"""All aliases but those of the states, whose abbreviations are everyday words unless the name is known to be a place."""
US_STATES = frozenset(STATE_ALIASES.values())

COUNTRIES = frozenset(table("countries", "nationalities"))
NATIONALITIES: Mapping[str, str] = MappingProxyType(
    {word: country for country, peoples in table("countries", "nationalities").items() for word in peoples}
)
"""The country by each word of nationality: `Afghan`, `Afghans` = Afghanistan."""
PEOPLES = words("names", "peoples") | frozenset(NATIONALITIES)


# Words of places.
PROVINCE_WORDS = words("places", "province_words")
DISTRICT_WORDS = words("places", "district_words")
CITY_WORDS = words("places", "city_words")
LANDFORMS = words("places", "landforms")
DIRECTIONS = words("places", "directions")
PART_WORDS = words("places", "part_words")


def event_noun(*forms: str) -> str | None:
    """Return the list's form of the first of these spellings that names an event; None if none does."""
    for form in forms:
        lower = form.lower()
        for candidate in (lower, singular(lower)):
            if candidate in EVENT_NOUNS:
                return candidate
    return None
