"""Rules of English endings: they turn an inflected form into its base, and prefer a base that is known."""

from __future__ import annotations

from collections.abc import Mapping

VOWELS = frozenset("aeiou")

# Stems that want their e back when the base is not known: "announc-ed", "accus-ed", "rescu-ed", "negotiat-ed".
_E_AFTER = ("c", "v", "u", "z", "s", "dg", "rg", "ng", "ag", "eg", "ig")
_E_AFTER_ONE_VOWEL = frozenset("bdkp")
_E_ENDINGS = ("at", "ut", "ir", "ur", "ar", "um", "in", "il")
_DOUBLED_IN_BASE = frozenset("lsfz")

Bases = Mapping[str, int]


def past(form: str, bases: Bases) -> str:
    """Return the base of a past form: "stopped" to "stop"."""
    if form.endswith("ied") and len(form) > 4:
        return _known([form[:-3] + "y", form[:-1]], bases) or form[:-3] + "y"
    if form.endswith("eed"):
        return _known([form, form[:-1], form[:-2]], bases) or form
    return _verb(form[:-2], bases) if form.endswith("ed") and len(form) > 3 else form


def gerund(form: str, bases: Bases) -> str:
    """Return the base of an -ing form: "bombing" to "bomb"."""
    if form.endswith("ying") and len(form) == 5:  # dying, lying, tying
        return form[0] + "ie"
    return _verb(form[:-3], bases) if form.endswith("ing") and len(form) > 4 else form


def third_person(form: str, bases: Bases) -> str:
    """Return the base of an -s form of a verb: "denies" to "deny"."""
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    return _without_s(form, bases)


def plural(form: str, bases: Bases) -> str:
    """Return the singular of a noun: "attacks" to "attack"."""
    if form.endswith("men") and len(form) > 4:
        return form[:-2] + "an"
    if form.endswith("ies") and len(form) > 4:
        return _known([form[:-3] + "y", form[:-1]], bases) or form[:-3] + "y"
    if form.endswith("ves"):
        return _known([form[:-1], form[:-3] + "f", form[:-3] + "fe"], bases) or form[:-1]
    if form.endswith("uses") and len(form) > 6:
        return _known([form[:-1], form[:-2]], bases) or form[:-2]
    return _without_s(form, bases)


def compared(form: str, bases: Bases) -> str:
    """Return the plain form of a comparative or superlative: "heaviest" to "heavy"."""
    for ending in ("est", "er"):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            if stem.endswith("i"):
                return stem[:-1] + "y"
            fallback = stem[:-1] if _is_doubled(stem) and stem[-1] not in _DOUBLED_IN_BASE else stem
            return _known([stem, stem + "e", stem[:-1] if _is_doubled(stem) else stem], bases) or fallback
    return form


def _verb(stem: str, bases: Bases) -> str:
    """Return the verb whose stem, without -ed or -ing, is given."""
    candidates = [stem, stem + "e"]
    if _is_doubled(stem):
        candidates.append(stem[:-1])
    if stem.endswith("ck"):  # "panicked"
        candidates.append(stem[:-1])
    return _known(candidates, bases) or _guess(stem)


def _known(candidates: list[str], bases: Bases) -> str | None:
    """Return the most frequent known base among candidates, None if none is known."""
    best = max(candidates, key=lambda base: bases.get(base, 0))
    return best if bases.get(best, 0) else None


def _guess(stem: str) -> str:
    """Return the likely verb of an unknown stem."""
    if not VOWELS.intersection(stem) or len(stem) < 3:
        return stem
    if _is_doubled(stem):
        keeps = stem[-1] in _DOUBLED_IN_BASE and (stem[-1] != "l" or _syllables(stem) == 1)
        return stem if keeps else stem[:-1]
    one_vowel = stem[-2] in VOWELS and stem[-3] not in VOWELS
    if one_vowel and _syllables(stem) == 1 and stem[-1] not in "aeiouwxyh":  # else it would be doubled: "tim-ed"
        return stem + "e"
    if stem.endswith(_E_AFTER) and not stem.endswith("ss"):
        return stem + "e"
    if one_vowel and (stem[-1] in _E_AFTER_ONE_VOWEL or stem.endswith(_E_ENDINGS)):
        return stem + "e"
    if stem[-1] == "l" and stem[-2] not in VOWELS | {"l", "r", "w"}:  # "toppl-ed"
        return stem + "e"
    return stem + "e" if stem.endswith(("iat", "uat")) else stem


def _without_s(form: str, bases: Bases) -> str:
    """Return a form without its -s or -es."""
    if form.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return _known([form[:-2], form[:-1]], bases) or form[:-2]
    if form.endswith("oes"):
        return _known([form[:-2], form[:-1]], bases) or form[:-2]
    if form.endswith("s") and not form.endswith(("ss", "us", "is", "'s")) and len(form) > 2:
        return form[:-1]
    return form


def _is_doubled(stem: str) -> bool:
    """Return True if a stem ends in the same consonant twice."""
    return len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in VOWELS


def _syllables(word: str) -> int:
    """Return the number of groups of vowels that a word has."""
    return sum(1 for index, letter in enumerate(word) if letter in VOWELS and (not index or word[index - 1] not in VOWELS))
