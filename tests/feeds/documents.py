"""Small feeds of publishers' habits, and what must come out: name, document, the fields of its entries (None: the field is not there)."""

from __future__ import annotations

import base64
import json
from typing import Any

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/"'
)
BODY = "The ferry to the islands stayed in port on Tuesday after its rudder broke in the night."


def rss(*items: str, channel: str = "<title>Orr Gazette</title><link>https://orr.example/</link>", head: str = "") -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0" {NAMESPACES}><channel>{channel}{inner}</channel></rss>'.encode()


def atom(*entries: str, feed: str = "<title>Orr Gazette</title><id>urn:orr:feed</id>", attributes: str = "") -> bytes:
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{feed}{inner}</feed>'.encode()


def json_feed(*items: dict[str, Any], **told: Any) -> bytes:
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "Orr Gazette", "home_page_url": "https://orr.example/", **told}
    return json.dumps({**document, "items": items}).encode()


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    "<channel rdf:about='https://orr.example/'><title>Orr Gazette</title><link>https://orr.example/</link></channel>"
    "<item rdf:about='https://orr.example/7'><title>Ferry in port</title><link>https://orr.example/7</link></item></rdf:RDF>"
)
ATOM03 = (
    '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Orr Gazette</title><entry><id>urn:orr:1</id>'
    '<title mode="escaped" type="text/html">Ferry &amp;amp; crew</title><issued>2026-02-03T10:00:00Z</issued>'
    '<modified>2026-02-03T11:00:00Z</modified><content type="text/html" mode="escaped">&lt;p&gt;In port.&lt;/p&gt;</content></entry></feed>'
)
Case = tuple[str, bytes, list[dict[str, Any]]]
CASES: list[Case] = [
    # versions of the formats
    (
        "rss 2.0",
        rss("<title>Ferry in port</title><link>https://orr.example/7</link>"),
        [{"headline": "Ferry in port", "link": "https://orr.example/7", "uri": "https://orr.example/7", "publisher": "Orr Gazette"}],
    ),
    (
        "rss 0.91",
        b'<rss version="0.91"><channel><title>W</title><item><title>Ferry</title><link>https://a.example/1</link></item></channel></rss>',
        [{"headline": "Ferry", "link": "https://a.example/1"}],
    ),
    (
        "rss 0.90",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
        b"<channel><title>W</title></channel><item><title>Ferry</title></item></rdf:RDF>",
        [{"headline": "Ferry", "publisher": "W"}],
    ),
    ("rss 1.0", RDF.encode(), [{"headline": "Ferry in port", "uri": "https://orr.example/7", "publisher": "Orr Gazette"}]),
    (
        "rss with a namespace of its own",
        b'<rss xmlns="http://backend.userland.com/rss2"><channel><item><title>A</title></item></channel></rss>',
        [{"headline": "A"}],
    ),
    (
        "atom 0.3",
        ATOM03.encode(),
        [
            {
                "headline": "Ferry & crew",
                "firstCreated": "2026-02-03T10:00:00Z",
                "versionCreated": "2026-02-03T11:00:00Z",
                "words": "In port.",
            }
        ],
    ),
    (
        "atom 1.0",
        atom("<id>urn:orr:1</id><title>Ferry</title><link href='https://orr.example/1'/>"),
        [{"uri": "urn:orr:1", "headline": "Ferry", "link": "https://orr.example/1"}],
    ),
    (
        "json feed",
        json_feed({"id": "urn:orr:1", "url": "https://orr.example/1", "title": "Ferry", "content_html": "<p>In port.</p>"}),
        [{"uri": "urn:orr:1", "headline": "Ferry", "words": "In port.", "publisher": "Orr Gazette"}],
    ),
    (
        "json feed with a mark",
        b"\xef\xbb\xbf" + json_feed({"id": "urn:orr:2", "content_text": "In port."}),
        [{"uri": "urn:orr:2", "words": "In port."}],
    ),
    (
        "names in other letters",
        b"<rss><channel><Title>W</Title><Item><TITLE>Ferry</TITLE><PubDate>x</PubDate></Item></channel></rss>",
        [{"headline": "Ferry", "firstCreated": "x", "publisher": "W"}],
    ),
    # prefixes
    (
        "atom with a prefix",
        b'<f:feed xmlns:f="http://www.w3.org/2005/Atom"><f:title>W</f:title><f:entry><f:id>urn:a:1</f:id>'
        b"<f:title>Ferry</f:title><f:content>In port.</f:content></f:entry></f:feed>",
        [{"uri": "urn:a:1", "headline": "Ferry", "words": "In port."}],
    ),
    (
        "a prefix that nobody declared",
        b"<rss><channel><item><title>A</title><dc:creator>Ann Lee</dc:creator></item></channel></rss>",
        [{"by": "Ann Lee"}],
    ),
    (
        "another prefix for a known namespace",
        b'<rss xmlns:q="http://purl.org/dc/elements/1.1/"><channel><item><title>A</title>'
        b"<q:creator>Ann Lee</q:creator></item></channel></rss>",
        [{"by": "Ann Lee"}],
    ),
    (
        "an atom link in rss",
        rss(
            "<title>A</title>",
            channel="<title>W</title><atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' "
            "href='https://orr.example/rss'/><link>https://orr.example/</link>",
        ),
        [{"headline": "A", "link": None}],
    ),
    # bytes
    (
        "windows under a mark of UTF-8",
        rss(f"<title>Caf@ in port</title><description>{BODY}</description>").replace(b"@", b"\xe9"),
        [{"headline": "Café in port"}],
    ),
    (
        "latin 1 declared",
        b'<?xml version="1.0" encoding="iso-8859-1"?><rss><channel><item><title>\x93Caf\xe9\x94</title></item></channel></rss>',
        [{"headline": "“Café”"}],
    ),
    (
        "utf-16",
        '<?xml version="1.0" encoding="utf-16"?><rss><channel><item><title>Café</title></item></channel></rss>'.encode("utf-16"),
        [{"headline": "Café"}],
    ),
    ("white space before the declaration", b"\n \n" + rss("<title>A</title>"), [{"headline": "A"}]),
    ("a control character", rss("<title>Ferry\x0b in port\x01</title>"), [{"headline": "Ferry in port"}]),
    # entities
    (
        "an entity that XML does not know",
        rss("<title>Ferry&nbsp;in port</title><description>Stay&nbsp;ashore &ndash; all of you.</description>"),
        [{"headline": "Ferry in port", "words": "Stay ashore – all of you."}],
    ),
    (
        "an entity that the feed declares",
        rss("<title>&pub; says</title>", head='<!DOCTYPE rss [<!ENTITY pub "Orr Gazette">]>'),
        [{"headline": "Orr Gazette says"}],
    ),
    ("an entity that nobody knows", rss("<title>R&D; and B&B</title>"), [{"headline": "R&D; and B&B"}]),
    (
        "a bare ampersand",
        rss("<title>Lee & Sons</title><link>https://orr.example/?a=1&b=2</link>"),
        [{"headline": "Lee & Sons", "link": "https://orr.example/?a=1&b=2"}],
    ),
    ("a reference to Windows 1252", rss("<title>The captain&#146;s &#147;no&#148;</title>"), [{"headline": "The captain’s “no”"}]),
    ("such a reference escaped", rss("<title>The captain&amp;#146;s</title>"), [{"headline": "The captain’s"}]),
    ("an entity escaped twice", rss("<title>Lee &amp;amp; Sons&amp;rsquo;</title>"), [{"headline": "Lee & Sons’"}]),
    ("an entity escaped three times", rss("<title>Lee &amp;amp;amp; Sons</title>"), [{"headline": "Lee & Sons"}]),
    ("an entity in CDATA", rss("<title><![CDATA[Lee &amp; Sons&#8217;]]></title>"), [{"headline": "Lee & Sons’"}]),
    (
        "entities in a body without a tag",
        rss("<description>Lee &amp;amp; Sons&amp;nbsp;said &amp;#8220;no&amp;#8221;.</description>"),
        [{"words": "Lee & Sons said “no”."}],
    ),
    ("a less-than in a title", rss("<title>Rate is &lt; 3 % now</title>"), [{"headline": "Rate is < 3 % now"}]),
    ("a less-than that nobody escaped", rss("<title>Rate is < 3 % now</title>"), [{"headline": "Rate is < 3 % now"}]),
    # titles
    (
        "a title of xhtml",
        atom("<id>urn:a:1</id><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Ferry <b>in</b> port</div></title>"),
        [{"headline": "Ferry in port"}],
    ),
    (
        "a title of html",
        atom("<id>urn:a:1</id><title type='html'>&lt;em&gt;Ferry&lt;/em&gt; in port</title>"),
        [{"headline": "Ferry in port"}],
    ),
    (
        "a title in base64",
        atom(f"<id>urn:a:1</id><title type='application/octet-stream'>{encoded('Ferry in port')}</title>"),
        [{"headline": "Ferry in port"}],
    ),
    ("a title in two lines", rss("<title>Ferry\n   in<br/>port</title>"), [{"headline": "Ferry in port"}]),
    ("a picture's title", rss("<media:title>The broken rudder</media:title><title>Ferry in port</title>"), [{"headline": "Ferry in port"}]),
    (
        "a picture's title within its content",
        rss("<media:content url='x'><media:title>Rudder</media:title></media:content><title>Ferry</title>"),
        [{"headline": "Ferry"}],
    ),
    ("no title", rss(f"<description>{BODY}</description>"), [{"headline": None, "words": BODY}]),
    # bodies
    (
        "content before description",
        rss(f"<description>Short.</description><content:encoded><![CDATA[<p>{BODY}</p>]]></content:encoded>"),
        [{"words": BODY}],
    ),
    ("blank content", rss(f"<content:encoded> </content:encoded><description>{BODY}</description>"), [{"words": BODY}]),
    (
        "content of a blank paragraph",
        rss(f"<content:encoded><![CDATA[<p>&nbsp;</p>]]></content:encoded><description>{BODY}</description>"),
        [{"words": BODY}],
    ),
    (
        "content of a picture",
        rss(f"<content:encoded><![CDATA[<img src='a.jpg' alt='x'>]]></content:encoded><description>{BODY}</description>"),
        [{"words": BODY}],
    ),
    ("content of atom is blank", atom(f"<id>urn:a:1</id><content type='html'/><summary>{BODY}</summary>"), [{"words": BODY}]),
    (
        "content of xhtml",
        atom(f"<id>urn:a:1</id><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{BODY}</p></div></content>"),
        [{"words": BODY}],
    ),
    ("content in base64", atom(f"<id>urn:a:1</id><content type='application/octet-stream'>{encoded(BODY)}</content>"), [{"words": BODY}]),
    (
        "atom 0.3 in base64",
        f'<feed xmlns="http://purl.org/atom/ns#"><entry><content mode="base64">{encoded(BODY)}</content></entry></feed>'.encode(),
        [{"words": BODY}],
    ),
    (
        "html that nobody escaped",
        rss(f"<title>A</title><description>{BODY}<br><img src='a'>Go on.</description>", "<title>B</title>"),
        [{"headline": "A", "words": f"{BODY} Go on."}, {"headline": "B"}],
    ),
    (
        "tags that cross",
        rss("<title>A</title><description><p>One.</description>", "<title>B</title><description><p>Two.</description>"),
        [{"headline": "A", "words": "One."}, {"headline": "B", "words": "Two."}],
    ),
    (
        "an object that never closes",
        rss("<description>Watch: &lt;embed src='a'&gt; the ferry stays.</description>"),
        [{"words": "Watch: the ferry stays."}],
    ),
    (
        "a description of a picture only",
        rss("<media:group><media:description>The ferry in port.</media:description></media:group>"),
        [{"words": "The ferry in port."}],
    ),
    # identity
    (
        "neither guid nor link",
        rss("<title>A</title><pubDate>d</pubDate>", "<title>B</title><pubDate>d</pubDate>"),
        [{"headline": "A"}, {"headline": "B"}],
    ),
    (
        "neither guid nor link nor title",
        rss("<description>One.</description>", "<description>Two.</description>"),
        [{"words": "One."}, {"words": "Two."}],
    ),
    (
        "a guid of its feed only",
        rss("<guid isPermaLink='false'>77</guid><link>https://orr.example/a</link>"),
        [{"uri": "https://orr.example/#77"}],
    ),
    (
        "a guid that is the link",
        rss("<guid>https://orr.example/77</guid>"),
        [{"uri": "https://orr.example/77", "link": "https://orr.example/77"}],
    ),
    (
        "a guid that is no link",
        rss("<guid isPermaLink='false'>https://orr.example/77</guid>"),
        [{"uri": "https://orr.example/77", "link": None}],
    ),
    ("a number as id", json_feed({"id": 77, "content_text": "x"}), [{"uri": "https://orr.example/#77"}]),
    # links
    ("a relative link", rss("<link>/2026/ferry</link>"), [{"link": "https://orr.example/2026/ferry"}]),
    (
        "a relative link on xml:base",
        atom("<id>urn:a:1</id><link href='ferry'/>", attributes='xml:base="https://orr.example/2026/"'),
        [{"link": "https://orr.example/2026/ferry"}],
    ),
    (
        "bases within bases",
        atom("<id>urn:a:1</id><link xml:base='02/' href='ferry'/>", attributes='xml:base="https://orr.example/2026/"'),
        [{"link": "https://orr.example/2026/02/ferry"}],
    ),
    (
        "a relative link on the feed's address",
        rss("<link>ferry</link>", channel="<title>W</title>"),
        [{"link": "https://fetched.example/ferry"}],
    ),
    (
        "a relative link in JSON",
        json_feed({"id": "urn:a:1", "url": "/ferry", "content_text": "x"}),
        [{"link": "https://orr.example/ferry"}],
    ),
    (
        "several links",
        atom(
            "<id>urn:a:1</id><link rel='self' href='https://orr.example/s'/><link rel='enclosure' href='https://orr.example/e'/>"
            "<link href='https://orr.example/a'/>"
        ),
        [{"link": "https://orr.example/a"}],
    ),
    # persons
    (
        "two authors",
        atom("<id>urn:a:1</id><author><name>Ann Lee</name></author><author><name>Bo Day</name></author>"),
        [{"by": "Ann Lee, Bo Day"}],
    ),
    ("two creators", rss("<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Day</dc:creator>"), [{"by": "Ann Lee, Bo Day"}]),
    (
        "an author and a creator",
        rss("<author>desk@orr.example (Ann Lee)</author><dc:creator>Bo Day</dc:creator>"),
        [{"by": "Ann Lee, Bo Day"}],
    ),
    ("an author twice", rss("<author>Ann Lee</author><dc:creator>Ann Lee</dc:creator>"), [{"by": "Ann Lee"}]),
    ("mail behind the name", rss("<author>Ann Lee (desk@orr.example)</author>"), [{"by": "Ann Lee"}]),
    ("the feed's author", atom("<id>urn:a:1</id>", feed="<author><name>Orr Desk</name></author>"), [{"by": "Orr Desk"}]),
    (
        "authors in JSON",
        json_feed({"id": "urn:a:1", "authors": [{"name": "Ann Lee"}, {"name": "Bo Day"}], "content_text": "x"}),
        [{"by": "Ann Lee, Bo Day"}],
    ),
    ("the source of an item", rss("<source url='https://b.example/rss'>Bay Post</source>"), [{"publisher": "Bay Post"}]),
    (
        "the source of an entry",
        atom("<id>urn:a:1</id><source><title>Bay Post</title><id>urn:b</id></source>"),
        [{"uri": "urn:a:1", "publisher": "Bay Post"}],
    ),
    # the rest
    ("a date as it stands", rss("<pubDate>Tues, 3 Feb 2026 6:55 PM CEST</pubDate>"), [{"firstCreated": "Tues, 3 Feb 2026 6:55 PM CEST"}]),
    ("a blank date beside another", rss("<pubDate> </pubDate><dc:date>2026-02-03</dc:date>"), [{"firstCreated": "2026-02-03"}]),
    ("a language", rss("<title>A</title>", channel="<title>W</title><language>de-at</language>"), [{"language": "de-at"}]),
    (
        "a language taken back",
        atom("<id>urn:a:1</id><content xml:lang=''>x</content>", attributes='xml:lang="en_GB"'),
        [{"language": None}],
    ),
    (
        "categories",
        rss("<category>Ferries</category><category>Ports &amp;amp; Ships</category><category>Ferries</category>"),
        [{"keywords": ["Ferries", "Ports & Ships"]}],
    ),
    (
        "rights of the feed",
        rss("<title>A</title>", channel="<copyright>(c) Orr Gazette</copyright>"),
        [{"copyrightNotice": "(c) Orr Gazette"}],
    ),
    (
        "a tombstone",
        atom("<id>urn:a:1</id><title>A</title>").replace(
            b"</feed>",
            b"<t:deleted-entry xmlns:t='http://purl.org/atompub/tombstones/1.0'"
            b" ref='urn:a:9' when='2026-02-03T10:00:00Z'><t:comment>Wrong ferry</t:comment></t:deleted-entry></feed>",
        ),
        [
            {"headline": "A", "pubStatus": None},
            {"uri": "urn:a:9", "pubStatus": "canceled", "edNote": "Wrong ferry", "versionCreated": "2026-02-03T10:00:00Z"},
        ],
    ),
    ("no entry", rss(), []),
    ("a link in JSON that cannot be read", json_feed({"id": "urn:a:1", "url": "http://[ferry", "content_text": "x"}), [{"uri": "urn:a:1"}]),
    ("half a character in JSON", json_feed({"id": "urn:a:1", "title": "Ferry \ud83d", "content_text": "x"}), [{"words": "x"}]),
    (
        "deep tags in one entry",
        rss(f"<title>A</title><description>{'<p>' * 400}x</description>", "<title>B</title>"),
        [{"headline": "A"}, {"headline": "B"}],
    ),
    ("a long text without a tag", rss(f"<title>A</title><description><![CDATA[{'word ' * 30_000}]]></description>"), [{"headline": "A"}]),
    ("a picture as a long value", rss(f"<description>{BODY}<img src='data:{'a' * 150_000}'/></description>"), [{"words": BODY}]),
    ("a picture's title where there is no other", rss("<media:title>The broken rudder</media:title>"), [{"headline": "The broken rudder"}]),
    ("a server's warning before it", b"<br /><b>Warning</b>: mysql gone in /srv/x.php\n" + rss("<title>A</title>"), [{"headline": "A"}]),
    ("a text before it", b"Notice: cache cold\n" + rss("<title>A</title>"), [{"headline": "A"}]),
    (
        "the address it was fetched from goes before what the feed says of it",
        atom("<link href='ferry'/>", feed="<title>W</title><link rel='self' href='https://self.example/news/atom'/>").replace(
            b"<entry>", b"<entry><id>urn:a:1</id>"
        ),
        [{"link": "https://fetched.example/ferry"}],
    ),
    ("a photographer is no author", rss("<media:credit>Cy Fox</media:credit><title>A</title>"), [{"by": None}]),
    (
        "a picture in JSON",
        json_feed({"id": "urn:a:1", "content_html": "<img src='a'>", "content_text": "In port."}),
        [{"words": "In port."}],
    ),
]
