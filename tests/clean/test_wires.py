"""The wires' standards, each document in its own vocabulary: nothing that they say of the item is lost. All texts are invented."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from streams.clean import rebuild
from streams.errors import Empty, Malformed, Poison
from streams.messages import Subject
from tests.clean.articles import BRIDGE, read

P1 = BRIDGE
P2 = "The bridge was built in 1931 and had been closed to lorries since the floods, the mayor told reporters."
G2 = f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:wire.example:20240501:4711" version="3" standard="NewsML-G2"
  standardversion="2.35" xml:lang="en-GB">
 <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"/>
 <rightsInfo><copyrightHolder literal="Arlen Wire"/><copyrightNotice>(c) 2024 Arlen Wire</copyrightNotice>
  <usageTerms>Not for archives.</usageTerms></rightsInfo>
 <itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:ARLEN"><name>Arlen Wire</name></provider>
  <versionCreated>2024-05-01T10:00:00+02:00</versionCreated><firstCreated>2024-05-01T08:00:00+02:00</firstCreated>
  <embargoed>2024-05-03T00:00:00+02:00</embargoed><pubStatus qcode="stat:usable"/><edNote>Corrects year in paragraph 2</edNote>
  <signal qcode="sig:correction"/><link rel="irel:corrects" residref="urn:newsml:wire.example:20240501:4710"/>
  <link rel="irel:seeAlso" href="https://wire.example/else"/></itemMeta>
 <contentMeta><urgency>2</urgency><located qcode="city:arlen"><name>Arlen</name></located><by>By Ann Moor</by>
  <subject qcode="medtop:20000139"><name xml:lang="en">transport accident</name></subject><subject qcode="medtop:03000000"/>
  <headline xml:lang="en">CORRECTED-Bridge falls at Arlen</headline><slugline>ARLEN/BRIDGE</slugline><language tag="en"/>
  <keyword>bridge</keyword></contentMeta>
 <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
  <body><p>{P1}</p><p>{P2}</p></body></html></inlineXML></contentSet></newsItem>"""
NITF = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.4/specification/dtd/nitf-3-4.dtd">
<nitf version="-//IPTC//DTD NITF 3.4//EN"><head><title>Bridge falls</title>
 <tobject tobject.type="news"><tobject.subject tobject.subject.refnum="03010000" tobject.subject.matter="transport accident"/></tobject>
 <docdata management-status="embargoed" management-doc-idref="arlen-4710"><doc-id id-string="arlen-4711" regsrc="Arlen Wire"/>
 <urgency ed-urg="3"/><date.issue norm="20240501T080000Z"/><date.release norm="20240503T000000Z"/><ed-msg info="Adds mayor"/>
 <du-key key="ARLEN-BRIDGE" version="2"/><doc.rights owner="Arlen Wire"/><key-list><keyword key="bridge"/><keyword key="river"/></key-list>
 </docdata></head>
 <body><body.head><hedline><hl1>Bridge falls at Arlen</hl1><hl2>Divers at work</hl2></hedline>
 <byline>By <person>Ann Moor</person></byline><dateline><location>ARLEN</location> <story.date>May 1</story.date></dateline></body.head>
 <body.content><block><p>Two people were killed when a bridge fell into the river at <location>Arlen</location> on Monday, the
 <org>police</org> said.</p><media media-type="image"><media-metadata name="a" value="b">No.</media-metadata>
 <media-caption>The bridge on Monday</media-caption></media><hl2>Closed to lorries</hl2><p>{P2}</p></block></body.content>
 <body.end><tagline>(Reporting by Ann Moor; editing by Bo Lind)</tagline></body.end></body></nitf>"""


def test_newsml_g2() -> None:
    article = read(G2)
    assert article.text == f"{P1}\n\n{P2}"
    assert (article.uri, article.version, article.versioned) == ("urn:newsml:wire.example:20240501:4711", "3", True)
    assert (article.publisher, article.by, article.located, article.urgency) == ("Arlen Wire", "Ann Moor", "Arlen", 2)
    assert (article.headline, article.keywords, article.pub_status) == ("Bridge falls at Arlen", ("bridge",), "usable")
    assert article.published == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert article.embargoed_until == datetime(2024, 5, 2, 22, tzinfo=UTC)
    assert article.ed_note == "Corrects year in paragraph 2"
    assert article.rights == "(c) 2024 Arlen Wire Not for archives."
    assert article.subjects == (
        Subject(code="medtop:20000139", name="transport accident"),
        Subject(code="medtop:03000000", name="03000000"),
    )
    assert article.refers_to == ("urn:newsml:wire.example:20240501:4710",)
    assert article.signal is not None
    assert article.signal.kind == "correction"


def _message(*items: str) -> str:
    inner = "".join(item.split("?>", 1)[-1] for item in items)
    return (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-05-01T08:00:00Z</sent></header>'
        f"<itemSet>{inner}</itemSet></newsMessage>"
    )


PICTURE = G2.replace("ninat:text", "ninat:picture").replace(":4711", ":4712")


def test_message_with_one_text_among_pictures() -> None:
    assert read(_message(PICTURE, G2)).uri == "urn:newsml:wire.example:20240501:4711"


def test_message_with_several_texts_is_refused_with_their_number() -> None:
    with pytest.raises(Malformed, match="a message of 2 items of text"):
        read(_message(G2, G2.replace(":4711", ":4713")))
    with pytest.raises(Malformed, match="a message of 0 items of text"):
        read(_message(PICTURE))


def test_newsml_g2_kill_needs_no_content() -> None:
    killed = G2.replace("stat:usable", "stat:canceled").replace("sig:correction", "sig:kill")
    article = read(killed[: killed.index("<contentSet>")] + "</newsItem>")
    assert article.signal is not None
    assert (article.signal.kind, article.pub_status) == ("withdrawal", "canceled")
    with pytest.raises(Empty):
        read(G2[: G2.index("<contentSet>")] + "</newsItem>")


def test_nitf() -> None:
    article = read(NITF)
    assert article.text == f"{P1}\n\nClosed to lorries\n\n{P2}"
    assert (article.uri, article.version, article.urgency) == ("arlen-4711", "2", 3)
    assert (article.headline, article.by, article.located) == ("Bridge falls at Arlen", "Ann Moor", "ARLEN")
    assert (article.publisher, article.rights, article.keywords) == ("Arlen Wire", "Arlen Wire", ("bridge", "river"))
    assert article.published == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert article.embargoed_until == datetime(2024, 5, 3, tzinfo=UTC)
    assert (article.ed_note, article.refers_to) == ("Adds mayor", ("arlen-4710",))
    assert article.subjects == (Subject(code="03010000", name="transport accident"),)
    assert {cut.rule for cut in article.cuts} >= {"caption", "sign-off"}
    assert "The bridge on Monday" in rebuild(article.text, article.cuts)


def test_a_status_of_embargoed_without_an_end_is_held_in_both() -> None:
    for value, end, field in (
        (NITF, '<date.release norm="20240503T000000Z"/>', "management-status"),
        (G2.replace("stat:usable", "stat:embargoed"), "<embargoed>2024-05-03T00:00:00+02:00</embargoed>", "pubStatus"),
    ):
        assert end in value
        assert read(value).hold is None
        assert (read(value.replace(end, "")).embargoed_until, read(value.replace(end, "")).hold) == (None, f"{field}: embargoed")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (G2.replace("stat:usable", "stat:lost"), "'lost' is not one of usable, withheld, canceled"),
        (NITF.replace('"embargoed"', '"lost"'), "'lost' is not one of usable, embargoed, withheld, canceled"),
        ({"uri": "urn:a:1", "text": P1, "pubStatus": "lost"}, "'lost' is not one of usable, withheld, canceled"),
    ],
)
def test_an_unknown_status_is_refused_with_those_that_are_known(value: Any, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        read(value)


def test_nitf_within_newsml_and_within_json() -> None:
    body = NITF[NITF.index("<nitf") :]
    start, end = G2.index("<html"), G2.index("</html>") + len("</html>")
    enclosed = read(G2[:start] + body.replace("<nitf ", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" ') + G2[end:])
    assert enclosed.text == f"{P1}\n\nClosed to lorries\n\n{P2}"
    assert (enclosed.uri, enclosed.headline) == ("urn:newsml:wire.example:20240501:4711", "Bridge falls at Arlen")
    assert read({"uri": "urn:a:1", "body": NITF}).text == enclosed.text


RSS_ITEM = f"""<item><title>Bridge falls</title><link>https://wire.example/a</link><guid isPermaLink="false">4711</guid>
<pubDate>Wed, 01 May 2024 10:00:00 +0200</pubDate><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ann Moor</dc:creator>
<category>bridges</category><description>Short.</description>
<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>{P1}</p><p>{P2}</p>]]></content:encoded></item>"""
ATOM = f"""<entry xmlns="http://www.w3.org/2005/Atom"><id>tag:wire.example,2024:4711</id><title>Bridge falls</title>
<link rel="alternate" href="https://wire.example/a"/><published>2024-05-01T08:00:00Z</published><updated>2024-05-01T09:00:00Z</updated>
<author><name>Ann Moor</name></author><category term="bridges"/><rights>(c) Arlen Wire</rights>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{P1}</p><p>{P2}</p></div></content></entry>"""


@pytest.mark.parametrize("value", [RSS_ITEM, f'<rss version="2.0"><channel><title>Arlen Wire</title>{RSS_ITEM}</channel></rss>'])
def test_rss_item(value: str) -> None:
    article = read(value)
    assert article.text == f"{P1}\n\n{P2}"
    assert (article.uri, article.by, article.keywords) == ("https://wire.example/a", "Ann Moor", ("bridges",))
    assert article.published == datetime(2024, 5, 1, 8, tzinfo=UTC)


def test_atom_entry_and_deleted_entry() -> None:
    article = read(ATOM)
    assert article.text == f"{P1}\n\n{P2}"
    assert (article.uri, article.link, article.by) == ("tag:wire.example,2024:4711", "https://wire.example/a", "Ann Moor")
    assert (article.published, article.rights) == (datetime(2024, 5, 1, 9, tzinfo=UTC), "(c) Arlen Wire"), (
        "of its last version, as of any JSON item"
    )
    gone = read(
        '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="tag:wire.example,2024:4711" when="2024-05-02T08:00:00Z"/>'
    )
    assert (gone.uri, gone.pub_status, gone.signal and gone.signal.kind) == ("tag:wire.example,2024:4711", "canceled", "withdrawal")


def test_json_feed() -> None:
    entry = {"id": "4711", "url": "https://wire.example/a", "title": "Bridge falls", "content_html": f"<p>{P1}</p>", "tags": ["bridges"],
             "authors": [{"name": "Ann Moor"}], "date_published": "2024-05-01T08:00:00Z"}  # fmt: skip
    for value in (entry, {"version": "https://jsonfeed.org/version/1.1", "title": "Arlen Wire", "items": [entry]}):
        article = read(value)
        assert (article.uri, article.text, article.by, article.keywords) == ("https://wire.example/a", P1, "Ann Moor", ("bridges",))
    with pytest.raises(Malformed, match="a feed of 2 entries"):
        read({"version": "https://jsonfeed.org/version/1.1", "items": [entry, entry]})


AP = {
    "altids": {"itemid": "0a1b2c3d4e5f", "etag": "0a1b_7a0"}, "version": 2, "type": "text", "urgency": 4, "pubstatus": "embargoed",
    "embargoed": "2024-05-03T00:00:00Z", "signals": ["newscontent"], "headline": "Bridge falls at Arlen", "ednote": "Adds mayor",
    "versioncreated": "2024-05-01T08:00:00Z", "bylines": [{"by": "By ANN MOOR", "title": "Arlen Wire"}], "copyrightnotice": "(c) Arlen",
    "datelinelocation": {"city": "Arlen", "countryname": "Nowhere"}, "subject": [{"name": "Bridges", "code": "f25af2d0"}],
    "refersto": ["0a1b2c3d4e00"], "renditions": {"nitf": {"value": NITF}},
}  # fmt: skip


def test_ap_json() -> None:
    article = read({"data": {"item": AP}})
    assert article.text == f"{P1}\n\nClosed to lorries\n\n{P2}"
    assert (article.uri, article.version, article.urgency, article.by) == ("0a1b2c3d4e5f", "2", 4, "ANN MOOR")
    assert (article.located, article.rights, article.ed_note) == ("Arlen", "(c) Arlen", "Adds mayor")
    assert (article.subjects, article.refers_to) == ((Subject(code="f25af2d0", name="Bridges"),), ("0a1b2c3d4e00",))
    assert article.embargoed_until == datetime(2024, 5, 3, tzinfo=UTC)
    advisory = read({"data": {"item": AP | {"signals": ["wholestory"]}}})
    assert advisory.dropped is not None
    assert advisory.dropped.reason == "advisory"


def test_dpa_json() -> None:
    article = read(
        {"urn": "urn:newsml:dpa.example:20240501:1", "version": 2, "version_created": "2024-05-01T10:00:00+02:00", "pubstatus": "usable",
         "urgency": 3, "headline": "Bridge falls", "byline": "Ann Moor, dpa", "dateline": "Arlen (dpa)", "ednotes": ["Adds mayor"],
         "article_html": f"<section><p>{P1}</p><p>{P2}</p></section>", "signal": "sig:update",
         "categories": [{"type": "dnltype:keyword", "name": "bridge", "qcode": "dpakeyword:bridge"}], "associations": []}
    )  # fmt: skip
    assert article.text == f"{P1}\n\n{P2}"
    assert (article.uri, article.version, article.located) == ("urn:newsml:dpa.example:20240501:1", "2", "Arlen")
    assert (article.keywords, article.ed_note) == (("bridge",), "Adds mayor")
    assert article.published == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert article.subjects == (Subject(code="dpakeyword:bridge", name="bridge"),)


def test_xml_that_bites() -> None:
    bomb = '<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    article = read(NITF[: NITF.index("<!DOCTYPE")] + bomb + NITF[NITF.index("<nitf") :].replace("Closed to", "Closed &c;to"))
    assert "hahaha" not in article.text
    outside = '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + NITF[NITF.index("<nitf") :].replace(
        "Closed to", "Closed &x; to"
    )
    assert "Closed to lorries" in read(outside).text
    with pytest.raises(Malformed, match=r"not XML: .* \(line \d+\)"):
        read(G2.replace("</itemMeta>", ""))
    with pytest.raises(Poison):
        read(_message() + "<" * 1000)
    with pytest.raises(Malformed, match="packageItem"):
        read('<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a"/>')


@pytest.mark.parametrize(
    ("byline", "by"),
    [
        ("<bytag>By ODA LIND</bytag><bytag>Shipping Editor</bytag>", "ODA LIND, Shipping Editor"),
        ("By <person>Oda Lind</person> and <person>Per Moe</person>", "Oda Lind, Per Moe"),
        ("<person><name.given>Oda</name.given><name.family>Lind</name.family></person>", "Oda Lind"),
        ("By Oda Lind<br/>Shipping Editor", "Oda Lind Shipping Editor"),
        ("By Oda Lind<bytag>Shipping Editor</bytag>", "Oda Lind Shipping Editor"),
        ("By Oda Lind", "Oda Lind"),
    ],
)
def test_elements_of_a_byline_are_words_of_their_own(byline: str, by: str) -> None:
    head = f"<hedline><hl1>Bridge falls</hl1></hedline><byline>{byline}</byline>"
    document = f"<nitf><body><body.head>{head}</body.head><body.content><p>{P1}</p><p>{P2}</p></body.content></body></nitf>"
    assert read(document).by == by


def test_two_bylines_and_a_place_in_parts() -> None:
    place = "<dateline><location><city>ARLEN</city><country>Norland</country></location></dateline>"
    head = f"<byline>By Oda Lind</byline><byline>By Per Moe</byline>{place}"
    article = read(f"<nitf><body><body.head>{head}</body.head><body.content><p>{P1}</p><p>{P2}</p></body.content></body></nitf>")
    assert (article.by, article.located) == ("Oda Lind, Per Moe", "ARLEN, Norland")


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (G2.replace("2024-05-01T10:00:00+02:00", "last week").replace("2024-05-01T08:00:00+02:00", "soon"), "versionCreated"),
        (NITF.replace('ed-urg="', 'ed-urg="x'), "urgency"),
        (RSS_ITEM.replace("Wed, 01 May 2024 10:00:00 +0200", "the other day"), "versionCreated"),
    ],
)
def test_an_optional_field_of_xml_costs_itself(document: str, field: str) -> None:
    article = read(document)
    assert article.text
    assert field in [note.field for note in article.notes]
