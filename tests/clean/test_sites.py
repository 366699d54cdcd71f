"""Rules for the pages of single sites: what they find, when they give way, and the mistakes that are told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from streams.clean import Limits, clean, rebuild
from streams.clean.pages.sites import MOST_EXPRESSIONS, Sites, read_sites
from streams.clean.work import Raw, cleaning, made
from streams.errors import Usage
from streams.messages import CleanArticle

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
RULE = """
[[site]]
host = "www.Rhone.example"
body = "//div[@id='story']"
drop = ["//aside", "//p[@class='ad']"]
headline = "//h2[@class='top']"
time = "//span[@data-time]/@data-time"
"""
PAGE = """<!DOCTYPE html><html><head><title>Rhone Wire - all the news</title></head><body>
<h2 class="top">Blast kills <b>three</b> in Lyon</h2><span data-time="2026-03-14T09:30:00+01:00">this morning</span>
<div class="teasers"><p>A flood closed the road to Vienne on Friday, the prefecture said in a statement.</p></div>
<div id="story"><p>LYON, France - Three people were killed in a blast at a market in Lyon on Saturday, police said.</p>
<p class="ad">The best mattress of the year was chosen by our readers, and it costs less than you would think today.</p>
<aside><p>A strike closed the port of Marseille on Monday, and ships had to wait outside of it until Thursday.</p></aside>
<p>Witnesses said that they heard two explosions before the market hall caught fire and the roof came down.</p></div>
<div><p>Readers wrote that the city had been warned of the danger by its own inspectors several times before.</p></div>
</body></html>"""
STORY = [
    "Three people were killed in a blast at a market in Lyon on Saturday, police said.",
    "Witnesses said that they heard two explosions before the market hall caught fire and the roof came down.",
]


def sites(folder: Path, text: str = RULE) -> Sites:
    (folder / "rhone.toml").write_text(text)
    return read_sites(folder)


def cleaned(rules: Sites, page: str = PAGE, **facts: str) -> CleanArticle:
    article = {"uri": "https://rhone.example/1", "body_html": page, **facts}
    return clean(orjson.dumps(article), source="articles/0/0", received=NOW, sites=rules)


def test_a_rule_says_which_elements_are_the_story(tmp_path: Path) -> None:
    article = cleaned(sites(tmp_path))
    assert article.text.split("\n\n") == STORY
    assert article.located == "LYON, France"
    assert article.headline == "Blast kills three in Lyon"
    assert (article.published.isoformat(), article.published_from) == ("2026-03-14T08:30:00+00:00", "page")
    for lost in ("mattress", "Marseille", "Vienne", "Readers wrote"):
        assert any(lost in cut.text and cut.rule == "page" for cut in article.cuts), "each is recorded"
    raw = rebuild(article.text, article.cuts)
    assert raw.count("Lyon") == 2
    assert raw == rebuild(cleaned(Sites()).text, cleaned(Sites()).cuts), "a rule changes what is kept, not what was there"


@pytest.mark.parametrize("address", ["https://rhone.example/1", "http://www.rhone.example/", "https://news.rhone.example:8443/x?y"])
def test_a_rule_holds_for_its_host_and_those_below_it(tmp_path: Path, address: str) -> None:
    assert cleaned(sites(tmp_path), uri=address).text.split("\n\n") == STORY
    assert cleaned(sites(tmp_path), uri="urn:1", link=address).text.split("\n\n") == STORY


@pytest.mark.parametrize("address", ["https://rhone.example.evil.example/", "https://nrhone.example/", "urn:rhone.example", "http://[", ""])
def test_a_rule_does_not_hold_for_others(tmp_path: Path, address: str) -> None:
    assert sites(tmp_path).of(address) is None


def test_the_nearest_rule_counts(tmp_path: Path) -> None:
    found = sites(tmp_path, RULE + '[[site]]\nhost = "sport.rhone.example"\nbody = "//main"\n')
    rule = found.of("https://live.sport.rhone.example/")
    assert rule is not None
    assert rule.host == "sport.rhone.example"


def test_what_the_feeder_says_goes_before_the_rule(tmp_path: Path) -> None:
    article = cleaned(sites(tmp_path), headline="Three dead in Lyon", firstCreated="2026-03-14T07:00:00Z")
    assert article.headline == "Three dead in Lyon"
    assert (article.published.hour, article.published_from) == (7, "feeder")


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace('id="story"', 'id="new-layout"'),
        PAGE.replace('<div id="story">', '<div id="story"></div><div>'),
        "<p>Three people were killed in a blast at a market in Lyon on Saturday, police said.</p>",
        PAGE.replace("</body>", "<i></i>" * 11_000 + "</body>"),
    ],
    ids=["another layout", "an empty body", "no page", "too many elements"],
)
def test_where_a_rule_finds_nothing_a_page_is_read_as_others_are(tmp_path: Path, page: str) -> None:
    assert cleaned(sites(tmp_path), page).text == cleaned(Sites(), page).text


def test_a_body_within_a_body_and_a_body_that_is_dropped(tmp_path: Path) -> None:
    rule = '[[site]]\nhost = "rhone.example"\nbody = ["//div[@id=\'story\']", "//aside"]\ndrop = "//div[@id=\'story\']/aside"\n'
    assert cleaned(sites(tmp_path, rule)).text.count("Marseille") == 0


def test_a_headline_that_is_too_long_or_a_time_that_cannot_be_read_is_left_to_the_page(tmp_path: Path) -> None:
    page = PAGE.replace("Blast kills", "Blast " * 100).replace("2026-03-14T09:30:00+01:00", "soon")
    article = cleaned(sites(tmp_path), page)
    assert article.headline == "Rhone Wire - all the news"
    assert article.published == NOW


def test_the_child_of_a_clean_worker_reads_them(tmp_path: Path) -> None:
    sites(tmp_path)
    value = orjson.dumps({"uri": "https://rhone.example/1", "body_html": PAGE})
    (answer,) = cleaning(Limits(), (), tmp_path)([Raw(value, None, "articles/0/0", NOW).encode()])
    assert isinstance(answer, bytes)
    assert made(answer)[0].text.split("\n\n") == STORY


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("x = 1", "write [[site]] before each site, and nothing outside of them"),
        ("site = 3", "write [[site]] before each site"),
        ("[[site]", "no TOML: "),
        ('[[site]]\nhost = "a.example"\nbdy = "//p"', "site[0].bdy: there is no such field; it may have host, body, drop, headline, time"),
        ('[[site]]\nbody = "//p"', "site[0].host: write the name of a host"),
        ('[[site]]\nhost = "https://a.example/"\nbody = "//p"', "site[0].host: write the name of a host"),
        ('[[site]]\nhost = "a.example"', "site[0].body: write an XPath expression for the elements that hold the story"),
        ('[[site]]\nhost = "a.example"\nbody = "//p["', "site[0].body: '//p[' is no XPath expression: "),
        ('[[site]]\nhost = "a.example"\nbody = "//p"\ndrop = "nosuch(//p)"', "site[0].drop: 'nosuch(//p)' is no XPath expression: "),
        ('[[site]]\nhost = "a.example"\nbody = "count(//p)"', "site[0].body: 'count(//p)' selects no elements but a value"),
        ('[[site]]\nhost = "a.example"\nbody = "//p/@class"', "site[0].body: '//p/@class' selects attributes or texts"),
        ('[[site]]\nhost = "a.example"\nbody = "//p"\ntime = 3', "site[0].time: write an XPath expression, or a list of at most"),
        (
            '[[site]]\nhost = "a.example"\nbody = [' + '"//p",' * (MOST_EXPRESSIONS + 1) + "]",
            "site[0].body: write an XPath expression, or a",
        ),
        (RULE + RULE, "site[1].host: rhone.example has a rule already"),
    ],
)
def test_mistakes_name_the_file_and_the_field(tmp_path: Path, text: str, wrong: str) -> None:
    with pytest.raises(Usage) as caught:
        sites(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'rhone.toml'}: {wrong}")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Usage, match=r"STREAMS_SITE_RULES: .*: No such file or directory"):
        read_sites(tmp_path / "none")
    assert read_sites(None).of("https://rhone.example/") is None
