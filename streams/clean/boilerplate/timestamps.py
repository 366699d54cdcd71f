"""This rule cuts stamps of date and time on lines of their own, and reading times."""

from __future__ import annotations

from streams.clean.boilerplate.form import Form, any_case, told
from streams.clean.boilerplate.thresholds import TIMESTAMP_WORDS

FORM = Form(
    "timestamp",
    TIMESTAMP_WORDS,
    any_case(
        r"(?:(?:first |last |originally )?(?:published|updated|posted|modified|created|edited"
        r"|uploaded)(?: on| at| by)?|date|last (?:update|modified|updated)|upd)\b[\s:"
        r"|\-]*(?=.{0,60}\d)(?:\w+[ ,.:/|-]*){1,14}$"
        r"|(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(?:\d{1,2}(?:st|nd|rd"
        r"|th)?[ /-])?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
        r"(?:[ /-]\d{1,2}(?:st|nd|rd|th)?)?(?:,? ?-?\d{4})?[\s,"
        r"|•·–—-]*(?:at )?(?:\d{1,2}[:.]\d\d\b.{0,30})?$(?<=\d\d|[apAPTCStczs.][mMTCdD]|m\.)"
        r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:[\s,|-]+\d{1,2}[:.]\d\d\b.{0,20})?$"
        r"|\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?|ist|gmt|utc|et|est|edt|bst|cet|hrs)\b.{0,30}$(?<!\.)"
        r"|(?:\d+|an?|one|two|three) (?:min|minute|hour|hr|day|week|month|year)s? ago(?: (?:at|on|in|by) .{1,30})?$"
        r"|(?:reading time:? )?\d+[ -]?min(?:ute)?s?(?: read)?$|reading time\b.{0,20}$"
    ),
    openings=(
        "first last originally published updated posted modified created edited uploaded date upd mon monday "
        "tue tues tuesday wed wednesday "
        "thu thurs thursday fri friday sat saturday sun sunday an one two three reading jan january feb "
        "february mar march apr april may jun "
        "june jul july aug august sep sept september oct october nov november dec december"
    ),
    spares=told,
)
