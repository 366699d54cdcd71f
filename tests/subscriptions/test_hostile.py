"""Hostile files and expressions: each is refused, or answered within a bound on its work."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.errors import StreamsError
from streams.subscriptions import Catalogue, SubscriptionIndex, read_document
from streams.subscriptions.document import FIELDS
from streams.subscriptions.facts import MOST_TEXT, AlertFacts
from streams.subscriptions.filters import FIELDS as MATCH_FIELDS
from streams.subscriptions.node import MOST_BYTES, MOST_DEPTH
from streams.subscriptions.predicate import MOST_CHARACTERS, MOST_LISTED, Scene, Unsound, read_predicate, values
from tests.subscriptions.build import HEAD, ROOT, alert, demo_alerts, mistakes, place, subscription

FILES = {
    "100 kB and more": (HEAD + "#" * MOST_BYTES, "more than 100,000 bytes"),
    "brackets without end": ("[" * 50_000, "deeper than"),
    "braces without end": ("{a: " * 20_000, "deeper than"),
    "dashes without end": ("- " * 40_000, "deeper than"),
    "billion laughs": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "is an anchor"),
    "itself": ("&a [*a]", "is an anchor"),
    "a class": ("!!python/object/apply:os.system ['true']", "a tag"),
    "a merge": ("a: {b: 1}\n<<: {b: 2}\n", "no such field"),
    "too many values": ("subscriptions: [" + "1," * 30_000 + "]", "more than 20,000 values"),
    "a control character": ("subscriptions: \x01", "control character"),
    "a key that is a list": ("? [a]\n: b\n", "where a field's name is expected"),
    "one long word": ("a" * 90_000, "write a mapping"),
    "one long name": (HEAD.replace("desk\n", "d" * 90_000 + "\n"), "more than 200 characters"),
    "half of a character": ('subscriptions: "\\ud800"', "half of a character"),
    "a scalar": ("42", "write a mapping"),
    "nothing": ("---\n", "write a mapping"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused(name: str) -> None:
    text, said = FILES[name]
    found = mistakes(text)
    assert any(said in str(each) for each in found)
    assert all(len(str(each)) < 600 for each in found)


def test_the_deepest_file_that_is_read_is_deeper_than_any_that_is_right() -> None:
    deep = "[" * MOST_DEPTH + "]" * MOST_DEPTH
    assert "deeper" not in str(mistakes(f"subscriptions: {deep[1:-1]}")[0])
    assert "deeper" in str(mistakes(f"subscriptions: {deep}")[0])


def test_a_broken_file_leaves_the_one_of_before_in_force() -> None:
    good = HEAD + "    match: {countries: [IRQ]}\n"
    first, wrong = Catalogue().with_file("a.yaml", good.encode())
    assert wrong == ()
    second, wrong = first.with_file("a.yaml", good.replace("IRQ", "IRK").encode())
    assert [each.line for each in wrong] == [4]
    assert second is first
    assert [each.name for each in second] == ["desk"]
    other, wrong = first.with_file("b.yaml", good.encode())
    assert "the name of a subscription of a.yaml" in str(wrong[0])
    assert other is first
    assert list(first.without_file("a.yaml")) == []


LIST = "[" + ",".join("1" * 90) + "]"
EXPRESSIONS = {
    "too long": ("severity > 0 || " + "true || " * 300 + "true", "more than 2,000 characters"),
    "brackets": ("(" * 900 + "ended" + ")" * 900, "deeper than 32 levels"),
    "sums": ("+".join(["killed"] * 250) + " > 1", "deeper than 32 levels"),
    "fields": ("headline" + ".a" * 900 + " == 1", "deeper than 32 levels"),
    "lists": ("[" * 900 + "ended" + "]" * 900 + " == []", "deeper than 32 levels"),
    "maps of maps": ("[1, 2, 3].map(a, [1, 2, 3].map(b, [1, 2, 3].map(c, a + killed))).size() > 0", "within another"),
    "lists of lists": (f"{LIST}.all(a, {LIST}.all(b, {LIST}.all(c, ended)))", "within another"),
    "texts that grow": ("[headline].map(x, x + x).size() > 0", "there is no `map` here"),
    "texts that grow without map": ("[headline + headline].exists(x, x.contains('a'))", "not joined here"),
    "regex bomb": ("headline.matches('(a+)+$')", "no regular expressions"),
    "regex of many repeats": ("headline.matches('(x{1000}){1000}')", "no regular expressions"),
    "a word with a number": ("headline > 20", "does not take (string, int)"),
    "an escape from types": ("dyn(killed) > 'a'", "there is no `dyn` here"),
    "an empty text": ("", "Syntax error"),
    "null bytes": ("killed > 1\x00", "yntax error"),
    "a surrogate": ("headline == '\ud800'", "half of a character"),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_hostile_expression_is_refused(name: str) -> None:
    text, said = EXPRESSIONS[name]
    with pytest.raises(Unsound) as caught:
        read_predicate(text)
    assert said in str(caught.value)
    assert caught.value.line >= 1
    assert caught.value.column >= 1


@pytest.mark.parametrize(
    "where", ["killed / (killed - 12) > 1", "int(headline) > 1", "timestamp(headline) > updated", "actors[7] == 'x'", "{'a': ended}[mode]"]
)
def test_an_expression_that_fails_is_no_match_and_is_told(where: str) -> None:
    desk = subscription(f'where: "{where}"')
    found = SubscriptionIndex([desk]).ask(alert(casualties=[{"kind": "killed", "min": 12, "start": 0, "end": 0}]))
    assert found.matching == ()
    ((failed, error),) = found.failed
    assert failed is desk
    assert error


def test_an_expression_that_uses_up_its_steps_is_no_match_and_is_told() -> None:
    rows = " && ".join([f"{LIST}.all(a, articles > 0)"] * 8)
    scene = Scene(AlertFacts(alert()))
    assert read_predicate(rows).holds(scene)  # eight lists of ninety steps are allowed
    assert scene.errors == []


def test_an_alert_of_500_sources_is_seen_in_part() -> None:
    sources = [{"uri": f"urn:{n}", "version": "1", "publisher": f"P{n}", "published": "2026-03-14", "relation": "new"} for n in range(500)]
    wide = alert(
        headline="x" * 50_000,
        articles=sources,
        articleCount=500,
        wireOrigins=[f"O{n}" for n in range(500)],
        actors=[{"start": 0, "end": 0, "text": "", "name": "y" * 50_000} for _ in range(500)],
    )
    seen = values(AlertFacts(wide))
    assert {len(each) for name, each in seen.items() if name in ("actors", "publishers", "wire_origins")} == {MOST_LISTED}
    assert len(seen["headline"]) == MOST_TEXT
    assert len(seen["actors"][0]) == MOST_TEXT
    assert seen["articles"] == 500
    assert SubscriptionIndex([subscription("match: {publishers: [p499]}")]).matching(wide)


def test_every_expression_of_the_demo_gives_an_answer() -> None:
    found = SubscriptionIndex([subscription("where: near(35.5, 44, 300) && publishers.exists(p, p.startsWith('Mer'))")])
    asked = [found.ask(each) for each in demo_alerts()]
    assert not any(each.failed for each in asked)
    assert sum(len(each.matching) for each in asked) == 5


def test_near_takes_whole_numbers_and_decimals_and_an_alert_without_a_place_is_near_nothing() -> None:
    for text in ("near(30, 47, 200)", "near(30.5, 47, 200.0)", "near(30, 47.8, 200)"):
        assert read_predicate(text).holds(Scene(AlertFacts(alert(place=place()))))
        assert not read_predicate(text).holds(Scene(AlertFacts(alert())))
        assert not read_predicate(text).holds(Scene(AlertFacts(alert(place=place(precision="country")))))


def test_without_the_package_a_subscription_with_where_is_refused_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from streams.subscriptions import predicate

    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    for cached in (predicate._cel, predicate._environment):
        cached.cache_clear()
    try:
        (found,) = mistakes(HEAD + "    where: killed > 1\n")
        assert "pip install 'newswire-streams[rules]'" in found.advice
        assert read_document("a.yaml", (HEAD + "    match: {countries: [IRQ]}\n").encode())[1] == ()
    finally:
        for cached in (predicate._cel, predicate._environment):
            cached.cache_clear()


WHOLE = (ROOT / "deploy" / "subscriptions" / "crisis-desk.yaml").read_text("utf-8")
SCRAPS = st.sampled_from([*"[]{}'|>#é", '"', ": ", "- ", "\t", "\n", "&a ", "*a", "!!int ", "1e9", "0x1f", ".nan", "null", "\u2028"])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 40), SCRAPS | st.text(max_size=5))
def test_a_file_that_is_broken_anywhere_is_read_or_refused_with_a_place(at: int, lost: int, more: str) -> None:
    text = WHOLE[:at] + more + WHOLE[at + lost :]
    subscriptions, found = read_document("a.yaml", text.encode("utf-8", "surrogatepass"))
    assert bool(subscriptions) != bool(found)
    lines = text.count("\n") + len(text.splitlines()) + 1
    assert all(1 <= each.line <= lines and each.column >= 1 and each.wrong and each.advice for each in found)


KEYS = ["lat", "any", "toll"]
values_of_yaml = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["IRQ", "20%", "night", "5m"]),
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5) | st.sampled_from(["lat", "any", "toll"]), below, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*FIELDS, *(f"match.{name}" for name in MATCH_FIELDS)]), values_of_yaml, min_size=1))
def test_a_field_of_any_shape_is_read_or_refused(given_fields: dict[str, object]) -> None:
    match = {name.removeprefix("match."): value for name, value in given_fields.items() if name.startswith("match.")}
    own = {name: value for name, value in given_fields.items() if not name.startswith("match.")}
    document = {"subscriptions": [{"name": "a", "match": match, "deliver": [{"topic": "a"}], **own}]}
    subscriptions, found = read_document("a.yaml", yaml.safe_dump(document, allow_unicode=True).encode("utf-8", "surrogatepass"))
    assert bool(subscriptions) != bool(found)


def test_the_bounds_are_those_of_the_page() -> None:
    assert (MOST_BYTES, MOST_CHARACTERS, MOST_LISTED) == (100_000, 2_000, 50)
    assert issubclass(Unsound, StreamsError)
