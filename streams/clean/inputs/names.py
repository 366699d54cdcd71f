"""The property names under which JSON documents give an article's facts, in the order in which they count.

| who writes it                  | headline        | body                 | published          | by             | publisher |
| ------------------------------ | --------------- | -------------------- | ------------------ | -------------- | -------------------- |
| ninjs 1 to 3, AP, dpa, JSON Feed | headline, title | body_*, bodies       | versioncreated, ... | by, byline     | provider, infosource |
| newspaper4k, 3k                | title           | text                 | publish_date       | authors        | source_url (host) |
| trafilatura                    | title           | text, raw_text       | date               | author         | source-hostname |
| news-please                    | title           | maintext             | date_publish       | authors        | source_domain |
| GDELT (DOC API, no text)       | title           | -                    | -                  | -              | domain |
| NewsAPI, GNews                 | title           | content, description | publishedAt        | author         | source.name |
| newsdata.io                    | title           | content, description | pubDate            | creator        | source_name |
| mediastack                     | title           | description          | published_at       | author         | source |
| Event Registry (newsapi.ai)    | title           | body                 | dateTimePub        | authors        | source.title |
| Diffbot                        | title           | text                 | date               | author         | siteName |
| Webz.io                        | title           | text                 | published          | author         | - |
| WordPress REST API             | title           | content              | date_gmt           | -              | - |
| Guardian Open Platform         | webTitle        | fields.bodyText      | webPublicationDate | fields.byline  | - |
| schema.org NewsArticle         | headline        | articleBody          | datePublished      | author         | publisher |

The link is `link`, `url` or one of LINKS.
A time at which somebody fetched or saw the article (`date_download`, `filedate`, `seendate`) is not when it was published, and is not read.
"""

from __future__ import annotations

BODIES = (
    "text", "maintext", "articleBody", "body", "body_text", "bodyText", "body_xhtml", "body_html", "bodyHtml", "article_html",
    "content_text", "content_html", "content", "raw_text",
)  # fmt: skip
SUMMARIES = ("description", "summary", "excerpt", "abstract")
"""The properties that are the text where there is no other: many services send a story's first lines alone."""
HEADLINES = ("headline", "title", "webTitle", "title_page")
PUBLISHED = (
    "published", "versionCreated", "versioncreated", "contentCreated", "contentcreated", "firstCreated", "firstcreated", "datePublished",
    "date_published", "pubDate", "publish_date", "date_publish", "publishDate", "published_at", "publishedAt", "published_date",
    "publishedDate", "publication_date", "publicationDate", "webPublicationDate", "pub_date", "pubdate", "dateTimePub", "dateTime",
    "date_gmt", "date",
)  # fmt: skip
BY = ("by", "byline", "authors", "author", "creator")
PUBLISHER = (
    "publisher",
    "provider",
    "source",
    "source_name",
    "source-hostname",
    "sitename",
    "siteName",
    "site_name",
    "source_domain",
    "domain",
)
HOMES = ("source_url", "hostname")
"""The publisher's address, whose host stands for the name where no other is told."""
LINKS = ("link", "url", "canonical", "canonical_link", "canonical_url", "pageUrl", "webUrl", "web_url", "source")
KEYWORDS = ("keywords", "tags", "meta_keywords")
LANGUAGES = ("language", "lang", "meta_lang", "humanLanguage", "inLanguage")
