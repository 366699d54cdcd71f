"""The fine types of CASE 2021 (Haneczok et al., ACL CASE 2021), which are ACLED's sub-event types and five more, from our events."""

from __future__ import annotations

from streams.messages import Event, EventArticle

OTHER = "OTHER"
_BY_ACLED = {
    "Peaceful protest": "PEACE_PROTEST",
    "Violent demonstration": "VIOL_DEMONSTR",
    "Protest with intervention": "PROTEST_WITH_INTER",
    "Excessive force against protesters": "FORCE_AGAINST_PROTEST",
    "Armed clash": "ARMED_CLASH",
    "Grenade": "GRENADE",
    "Suicide bomb": "SUIC_BOMB",
    "Remote explosive/landmine/IED": "REM_EXPLOS",
    "Chemical weapon": "CHEM_WEAP",
    "Air/drone strike": "AIR_STRIKE",
    "Shelling/artillery/missile attack": "ART_MISS_ATTACK",
    "Attack": "ATTACK",
    "Abduction/forced disappearance": "ABDUCT_DISSAP",
    "Sexual violence": "SEX_VIOL",
    "Mob violence": "MOB_VIOL",
    "Looting/property destruction": "PROPERTY_DISTRUCT",
    "Government regains territory": "GOV_REGAINS_TERIT",
    "Non-state actor overtakes territory": "NON_STATE_ACTOR_OVERTAKES_TER",
    "Non-violent transfer of territory": "NON_VIOL_TERRIT_TRANSFER",
    "Disrupted weapons use": "DISR_WEAP",
    "Arrests": "ARREST",
    "Agreement": "AGREEMENT",
    "Change to group/activity": "CHANGE_TO_GROUP_ACT",
    "Headquarters or base established": "HQ_ESTABLISHED",
}
_BY_TYPE = {
    "ACCIDENT": "MAN_MADE_DISASTER",
    "HAZARD": "NATURAL_DISASTER",
    "CRIME": "ORG_CRIME",
    "ACCUSE": "ATTRIB",
    "CONSULT": "DIPLO",
    "SUPPORT": "DIPLO",
    "SANCTION": "DIPLO",
    "THREATEN": "DIPLO",
    "REJECT": "DIPLO",
    "REQUEST": "DIPLO",
    "COOPERATE": "DIPLO",
    "CONCEDE": "DIPLO",
    "AID": "DIPLO",
}


def fine_type(event: Event | None, article: EventArticle) -> str:
    """Return the fine type of a text's main event, by the ACLED code that it carries, else by its type; OTHER where there is no event."""
    if event is None:
        return OTHER
    code = next((code.code for code in event.codes if code.scheme == "ACLED"), "")
    return _BY_ACLED.get(code) or _BY_TYPE.get(event.type, OTHER)
