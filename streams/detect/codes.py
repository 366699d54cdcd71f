"""The codes of an event: its names in CAMEO, in PLOVER and its quad classes, in ACLED and in IPTC's media topics."""

from __future__ import annotations

from collections.abc import Iterable

from streams.detect.lexicon import words
from streams.detect.types import Type, kind_of
from streams.messages import Actor, Code, EventType, Realis, Scheme

_DEMONSTRATORS = words("codes", "demonstrators")
_MOB = words("codes", "mob")
_FORCES = frozenset({"police", "military", "government"})
_ARMED = frozenset({"police", "military", "group"})


_PLOVER_ROOTS = {"03": "AGREE", "12": "REJECT", "13": "THREATEN"}
"""PLOVER's type of an intent, a refusal and a threat, by the CAMEO code's first two digits."""


def codes_of(
    type_: EventType, mode: str | None, realis: Realis, cameo: str, actors: Iterable[Actor] = (), recipients: Iterable[Actor] = ()
) -> tuple[Code, ...]:
    """Return the codes of an event: CAMEO and PLOVER's own root type where the core has one, quad class, ACLED sub-event type and IPTC
    media topic.

    Our types are named as a reader expects; PLOVER's table differs where a CAMEO code or a mode says so in `types.toml`: signing an
    agreement (057) is SUPPORT there, imposing sanctions (163) is COERCE, letting somebody go is CONCEDE. An event that is only planned is
    an intent to cooperate (03: AGREE) or a threat (13), and one that somebody will not do is a refusal (12).
    """
    kind = kind_of(type_)
    unreal = kind.cameo_planned if realis in ("planned", "threatened") else kind.cameo_denied if realis == "denied" else ""
    code = unreal or cameo or kind.cameo
    found: dict[Scheme, str] = {
        "CAMEO": code,
        "PLOVER": _plover(kind, code, mode) if kind.core else "",
        "quad": kind.quad,
        "ACLED": _by_parties(kind, mode, actors, recipients) or kind.acled_modes.get(mode or "", kind.acled),
        "IPTC": f"medtop:{kind.iptc_modes.get(mode or '', kind.iptc)}",
    }
    return tuple(Code(scheme=scheme, code=code) for scheme, code in found.items() if code)


def _plover(kind: Type, code: str, mode: str | None) -> str:
    root = _PLOVER_ROOTS.get(code[:2])
    if root is not None and code in (kind.cameo_planned, kind.cameo_denied):
        return root
    return kind.plover_cameo.get(code) or kind.plover_modes.get(mode or "", kind.name)


def _by_parties(kind: Type, mode: str | None, actors: Iterable[Actor], recipients: Iterable[Actor]) -> str:
    """Return ACLED's sub-event where the parties decide it: the state's force on demonstrators, a mob's violence or a fight among the
    armed; an empty text elsewhere.
    """
    actors, recipients = list(actors), list(recipients)
    if kind.acled_on_demonstrators and _any(recipients, _DEMONSTRATORS) and any(actor.kind in _FORCES for actor in actors):
        return kind.acled_on_demonstrators
    if kind.acled_by_mob and _any(actors, _MOB):
        return kind.acled_by_mob
    armed = _ARMED.intersection(actor.kind for actor in actors) and _ARMED.intersection(actor.kind for actor in recipients)
    return kind.acled_among_armed if armed and mode in (None, "firearms", "clash") else ""


def _any(parties: Iterable[Actor], known: frozenset[str]) -> bool:
    return any(not known.isdisjoint(party.text.lower().split()) for party in parties)
