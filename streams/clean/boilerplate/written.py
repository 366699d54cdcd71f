"""These are parts of the patterns of bylines, datelines and biographies, for people and days as they are written in English."""

from __future__ import annotations

NAME = r"[A-ZÀ-Þ][\w'’.À-ÿ-]*"
PARTICLE = r"(?:al|bin|bint|de|del|der|di|da|dos|el|ibn|la|le|ul|van|von|ur)"
PERSON = rf"{NAME}(?:[ -](?:{NAME}|{PARTICLE})){{0,5}}"
PEOPLE = rf"{PERSON}(?:(?:,| and| &|,? and|/| with) {PERSON}){{0,5}}"
DAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? )?"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
DATE = rf"(?:{DAY}(?:{MONTH} ?\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? ?{MONTH})(?:,? ?\d{{4}})?)"
