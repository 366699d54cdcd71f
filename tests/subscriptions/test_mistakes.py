"""Every kind of mistake is named with its line, its column, its field, and what to do."""

from __future__ import annotations

import pytest

from streams.subscriptions.predicate import VARIABLES
from tests.subscriptions.build import HEAD, mistakes

NIGHT = "time_intervals:\n  - name: night\n    time_intervals:\n      - times: [{start_time: '22:00', end_time: '24:00'}]\n"
LINES = HEAD.count("\n")


def body(*lines: str) -> str:
    return HEAD + "".join(f"    {line}\n" for line in lines)


MATCH = "match: {countries: [IRQ]}"
RULE = "inhibit_rules:\n  - {source: {told: news}, target: {told: background}, equal: [story]}\n"
CASES = [
    # the form of the file
    ("tab", "subscriptions:\n\t- name: a\n", 2, 1, "", "not YAML"),
    ("open bracket", "subscriptions: [\n", 2, 1, "", "not YAML"),
    ("empty file", "", 1, 1, "", "the file is empty"),
    ("second document", HEAD + "---\na: b\n", LINES + 1, 1, "", "a second document"),
    ("anchor", "subscriptions: &all\n  - name: a\n", 1, 16, "", "`&all` is an anchor"),
    ("alias", "subscriptions:\n  - *all\n", 2, 5, "", "`*all` is an alias"),
    ("tag", "subscriptions: !!python/name:os.system\n", 1, 16, "", "a tag"),
    ("field twice", body(MATCH, "match: {}"), 5, 5, "", "`match` stands here and in line 4"),
    ("a list of fields", "- subscriptions\n", 1, 1, "", "a list stands here"),
    ("no subscriptions", "subscription: []\n", 1, 1, "subscription", "did you mean `subscriptions`?"),
    ("empty list", "subscriptions: []\n", 1, 16, "subscriptions", "the list is empty"),
    # the fields of a subscription
    ("unknown field", body("macth: {}", MATCH), 4, 5, "subscriptions[0].macth", "did you mean `match`?"),
    ("no name", "subscriptions:\n  - match: {types: [HAZARD]}\n    deliver: [{topic: a}]\n", 2, 5, "subscriptions[0]", "`name` is missing"),
    ("name with blanks", body(MATCH).replace("desk\n", "Iraq desk\n"), 2, 11, "subscriptions[0].name", "is no name"),
    ("name twice", body(MATCH) + body(MATCH).split("\n", 1)[1], 5, 5, "subscriptions[1].name", "of line 2 too"),
    ("no deliver", "subscriptions:\n  - name: a\n    match: {types: [HAZARD]}\n", 2, 5, "subscriptions[0]", "`deliver` is missing"),
    ("no filter", HEAD, 2, 5, "subscriptions[0]", "it filters nothing"),
    ("continue", body(MATCH, "continue: true"), 5, 5, "subscriptions[0].continue", "means nothing in a flat list"),
    ("send_resolved", body(MATCH, "send_resolved: true"), 5, 5, "subscriptions[0].send_resolved", "always sent"),
    ("silences", "silences: []\n" + body(MATCH), 1, 1, "silences", "`streams rules silence add`"),
    ("inhibit rules of one", body(MATCH, "inhibit_rules: []"), 5, 5, "subscriptions[0].inhibit_rules", "beside `subscriptions:`"),
    # match
    ("type", body("match: {types: [ASAULT]}"), 4, 21, "subscriptions[0].match.types[0]", "did you mean `ASSAULT`?"),
    ("type in small letters", body("match:", "  types:", "    - HAZARD", "    - protest"), 7, 11, "subscriptions[0].match.types[1]",
     "did you mean `PROTEST`?"),
    ("type twice", body("match: {types: [HAZARD, HAZARD]}"), 4, 29, "subscriptions[0].match.types[1]", "stands twice"),
    ("mode", body("match: {modes: [earthqake]}"), 4, 21, "subscriptions[0].match.modes[0]", "did you mean `earthquake`?"),
    ("field of match", body("match: {country: [IRQ]}"), 4, 13, "subscriptions[0].match.country", "did you mean `countries`?"),
    ("country by alpha-2", body("match: {countries: [UA]}"), 4, 25, "subscriptions[0].match.countries[0]", "`UKR` (Ukraine)"),
    ("country by name", body("match: {countries: [Iraq]}"), 4, 25, "subscriptions[0].match.countries[0]", "`IRQ` (Iraq)"),
    ("country that is a truth", body("match: {countries: [NO]}"), 4, 25, "subscriptions[0].match.countries[0]", "`NOR` (Norway)"),
    ("severity", body("match: {min_severity: sever}"), 4, 27, "subscriptions[0].match.min_severity", "did you mean `severe`?"),
    ("certainty", body("match: {min_certainty: sure}"), 4, 28, "subscriptions[0].match.min_certainty", "write unknown, unlikely"),
    ("told", body("match: {told: new}"), 4, 19, "subscriptions[0].match.told", "did you mean `news`?"),
    ("latitude", body("match: {near: {lat: 130.5, lon: 47.8, km: 200}}"), 4, 25, "subscriptions[0].match.near.lat", "out of range"),
    ("kilometres in words", body("match: {near: {lat: 30.5, lon: 47.8, km: 200 km}}"), 4, 46, "subscriptions[0].match.near.km",
     "`200 km` is not a number"),
    ("no kilometres", body("match: {near: {lat: 30.5, lon: 47.8}}"), 4, 19, "subscriptions[0].match.near", "`km` is missing"),
    ("word in both", body("match: {words: {any: [bomb], none: [Bomb]}}"), 4, 20, "subscriptions[0].match.words", "under `any` and under"),
    ("word without letter", body("match: {words: {any: ['!']}}"), 4, 27, "subscriptions[0].match.words.any[0]", "no letter"),
    ("words as a list", body("match: {words: [bomb]}"), 4, 20, "subscriptions[0].match.words", "write a mapping with any or none"),
    # where
    ("unknown variable", body("where: sverity >= severe"), 4, 12, "subscriptions[0].where", "did you mean `severity`?"),
    ("word against number", body("where: killed >= 'many'"), 4, 19, "subscriptions[0].where", "`>=` does not take (int, string)"),
    ("number against decimal", body("where: killed > 2.5"), 4, 19, "subscriptions[0].where", "write decimals with a point"),
    ("quoted expression", body("where: \"killed > 'a'\""), 4, 20, "subscriptions[0].where", "does not take (int, string)"),
    ("expression of lines", body("where: |", "  killed > 3 &&", "    sverity > 1"), 6, 9, "subscriptions[0].where", "`sverity`"),
    ("syntax", body("where: killed >="), 4, 21, "subscriptions[0].where", "Syntax error"),
    ("no truth", body("where: killed + 1"), 4, 12, "subscriptions[0].where", "gives a int, not true or false"),
    ("constant", body("where: 1 < 2"), 4, 12, "subscriptions[0].where", "asks nothing of the alert"),
    ("regular expression", body("where: headline.matches('(a+)+$')"), 4, 28, "subscriptions[0].where", "no regular expressions"),
    ("map", body("where: actors.map(a, a).size() > 0"), 4, 23, "subscriptions[0].where", "there is no `map` here"),
    # change
    ("change", body(MATCH, "change: [severty]"), 5, 14, "subscriptions[0].change[0]", "did you mean `severity`?"),
    ("withdrawal", body(MATCH, "change: [severity, withdrawn]"), 5, 24, "subscriptions[0].change[1]", "always sent"),
    ("share", body(MATCH, "change: [{toll: lots%}]"), 5, 21, "subscriptions[0].change[0].toll", "write it as 20%"),
    ("half a person", body(MATCH, "change: [{toll: 2.5}]"), 5, 21, "subscriptions[0].change[0].toll", "whole numbers"),
    # timing
    ("no unit", body(MATCH, "group_wait: 30"), 5, 17, "subscriptions[0].group_wait", "30s, 30m or 30h"),
    ("too long", body(MATCH, "group_interval: 30d"), 5, 21, "subscriptions[0].group_interval", "at most 7d"),
    ("repeat too often", body(MATCH, "repeat_interval: 10m"), 5, 22, "subscriptions[0].repeat_interval", "write at least 1h"),
    ("rate without time", body(MATCH, "rate: {messages: 30}"), 5, 11, "subscriptions[0].rate", "`per` is missing"),
    ("no message", body(MATCH, "rate: {messages: 0, per: 1h}"), 5, 22, "subscriptions[0].rate.messages", "out of range"),
    ("half a message", body(MATCH, "rate: {messages: 2.5, per: 1h}"), 5, 22, "subscriptions[0].rate.messages", "whole numbers"),
    ("rate of a second", body(MATCH, "rate: {messages: 9, per: 1s}"), 5, 30, "subscriptions[0].rate.per", "at least 1m"),
    ("rate as a text", body(MATCH, "rate: 30/h"), 5, 11, "subscriptions[0].rate", "write a mapping with messages or per"),
    ("digest twice", body(MATCH, "digest: {every: 1h, at: ['07:00']}"), 5, 13, "subscriptions[0].digest", "needs one of `every` and `at`"),
    ("digest without time", body(MATCH, "digest: {location: Asia/Baghdad}"), 5, 13, "subscriptions[0].digest", "needs one of"),
    ("digest too often", body(MATCH, "digest: {every: 30s}"), 5, 21, "subscriptions[0].digest.every", "write at least 5m"),
    ("hour of a digest", body(MATCH, "digest: {at: ['7:00']}"), 5, 18, "subscriptions[0].digest.at", "in quotes, from '00:00'"),
    ("midnight of a digest", body(MATCH, "digest: {at: ['24:00']}"), 5, 18, "subscriptions[0].digest.at", "to '23:59'"),
    ("hour without quotes", body(MATCH, "digest: {at: [07:00, 18]}"), 5, 18, "subscriptions[0].digest.at", "`18` is no time of day"),
    ("zone of a digest", body(MATCH, "digest: {at: ['07:00'], location: Bagdad}"), 5, 39, "subscriptions[0].digest.location",
     "did you mean `Asia/Baghdad`?"),
    ("zone of every", body(MATCH, "digest: {every: 1h, location: Asia/Baghdad}"), 5, 35, "subscriptions[0].digest.location", "no clock"),
    ("digest in a group", body(MATCH, "digest: {every: 1h}", "group_wait: 5m"), 6, 17, "subscriptions[0].group_wait", "its own times"),
    # inhibit rules
    ("rule without equal", RULE.replace(", equal: [story]", "") + body(MATCH), 2, 5, "inhibit_rules[0]", "`equal` is missing"),
    ("rule for everything", RULE.replace("{told: background}", "{}") + body(MATCH), 2, 36, "inhibit_rules[0].target", "filters nothing"),
    ("rule against itself", RULE.replace("background", "news").replace("{told: news}", "{types: [HAZARD]}") + body(MATCH), 2, 5,
     "inhibit_rules[0]", "are the same"),
    ("rule of one incident", RULE.replace("story", "incident") + body(MATCH), 2, 64, "inhibit_rules[0].equal[0]", "is not known"),
    ("field of a rule", RULE.replace("source", "sourc") + body(MATCH), 2, 6, "inhibit_rules[0].sourc", "did you mean `source`?"),
    ("filter of a rule", RULE.replace("background", "backgroud") + body(MATCH), 2, 43, "inhibit_rules[0].target.told", "`background`?"),
    ("too many rules", RULE + RULE.split("\n", 1)[1] * 50 + body(MATCH), 2, 3, "inhibit_rules", "more than 50 rules"),
    ("rule twice", RULE + RULE.split("\n", 1)[1] + body(MATCH), 3, 5, "inhibit_rules[1]", "stands twice"),
    ("group_by", body(MATCH, "group_by: [stroy]"), 5, 16, "subscriptions[0].group_by[0]", "did you mean `story`?"),
    ("unknown interval", NIGHT + body(MATCH, "mute_time_intervals: [nigth]"), 9, 26, "subscriptions[0].mute_time_intervals",
     "did you mean `night`?"),
    ("unused interval", NIGHT + body(MATCH), 2, 3, "time_intervals", "no subscription uses `night`"),
    ("over midnight", NIGHT.replace("24:00", "06:00") + body(MATCH, "mute_time_intervals: [night]"), 4, 17,
     "time_intervals[0].time_intervals[0].times[0]", "ends before it begins"),
    ("hour", NIGHT.replace("22:00", "25:00") + body(MATCH, "mute_time_intervals: [night]"), 4, 30,
     "time_intervals[0].time_intervals[0].times[0].start_time", "no time of day"),
    ("zone", NIGHT + "        location: Europe/Berln\n" + body(MATCH, "mute_time_intervals: [night]"), 5, 19,
     "time_intervals[0].time_intervals[0].location", "did you mean `Europe/Berlin`?"),
    ("weekday", NIGHT + "        weekdays: [mondy]\n" + body(MATCH, "mute_time_intervals: [night]"), 5, 19,
     "time_intervals[0].time_intervals[0].weekdays", "did you mean `monday`?"),
    ("day", NIGHT + "        days_of_month: [32]\n" + body(MATCH, "mute_time_intervals: [night]"), 5, 24,
     "time_intervals[0].time_intervals[0].days_of_month", "no day of a month"),
    ("always mute", "time_intervals:\n  - name: night\n    time_intervals: [{months: ['january:december']}]\n"
     + body(MATCH, "mute_time_intervals: [night]"), 8, 26, "subscriptions[0].mute_time_intervals", "no time at which"),
    # deliver and examples
    ("webhook", body(MATCH).replace("https://desk.example", "desk.example"), 3, 25, "subscriptions[0].deliver[0].webhook", "https://"),
    ("kind of target", body(MATCH).replace("webhook", "webhok"), 3, 16, "subscriptions[0].deliver[0].webhok", "did you mean `webhook`?"),
    ("topic of the pipeline", body(MATCH).replace("webhook: 'https://desk.example'", "topic: articles"), 3, 23,
     "subscriptions[0].deliver[0].topic", "a topic of the pipeline"),
    ("password", body(MATCH).replace("desk.example", "me:secret@desk.example"), 3, 25, "subscriptions[0].deliver[0].webhook", "a password"),
    ("variable", body(MATCH).replace("desk.example", "$DESK"), 3, 25, "subscriptions[0].deliver[0].webhook", "write it as ${NAME}"),
    ("expectation", body(MATCH, "examples: [{alert: {}, expect: matches}]"), 5, 36, "subscriptions[0].examples[0].expect", "`match`?"),
    ("no alert", body(MATCH, "examples: [{expect: match}]"), 5, 16, "subscriptions[0].examples[0]", "one of `alert` and `file`"),
    ("field of an alert", body(MATCH, "examples: [{alert: {sevrity: severe}, expect: match}]"), 5, 25,
     "subscriptions[0].examples[0].alert.sevrity", "did you mean `severity`?"),
    ("value of an alert", body(MATCH, "examples: [{alert: {severity: grave}, expect: match}]"), 5, 35,
     "subscriptions[0].examples[0].alert.severity", "Input should be"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "path", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_mistake_is_named_where_it_stands(text: str, line: int, column: int, path: str, said: str) -> None:
    (found,) = mistakes(text)
    assert (found.line, found.column, found.path) == (line, column, path)
    assert said in str(found)
    assert found.advice
    assert str(found).startswith(f"a.yaml:{line}:{column}: ")


def test_all_mistakes_are_named_at_once_in_the_order_of_their_lines() -> None:
    found = mistakes(body("match: {types: [ASAULT], countries: [UA]}", "where: sverity > 1", "group_wait: 30"))
    assert [each.line for each in found] == [4, 4, 5, 6]


def test_no_mistake_says_an_address() -> None:
    for address in ("https://me:secret@desk.example", "secret", "$secret", "ftp://secret"):
        (found,) = mistakes(body(MATCH).replace("https://desk.example", address))
        assert "secret" not in str(found)


def test_a_byte_that_is_no_utf8_has_its_place() -> None:
    from streams.subscriptions import read_document

    _, (found,) = read_document("a.yaml", b"subscriptions:\n  - name: \xff\n")
    assert (found.line, found.column) == (2, 11)


def test_the_variables_of_an_expression_have_no_name_of_cel() -> None:
    assert not {"type", "map", "list", "int", "string", "in", "has"} & set(VARIABLES)
