"""An alert as a short plain text for chat and mail: what happened, where, how many were harmed, how sure it is, and where to read more.

The words come from articles. No chat may take them for markup: a headline that holds `<!channel>` or `@everyone` would ring every
phone, and one with a link's brackets would lead elsewhere than it says. So characters that begin markup are replaced by their like.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from streams.delivery.message import Message
from streams.messages import Alert
from streams.visible import passage

MOST_TITLE, MOST_LINE, MOST_LINK = 200, 300, 500
"""The largest numbers of characters of the title, of a line, and of a link, which is left out if it is longer."""
_LOOKALIKES = str.maketrans(
    {"<": "‹", ">": "›", "&": "＆", "@": "＠", "`": "ˋ", "*": "∗", "_": "ˍ", "~": "∼", "|": "∣", "[": "［", "]": "］", "#": "＃"}
)
_KINDS = {
    "created": "",
    "updated": "Update: ",
    "corrected": "Corrected: ",
    "withdrawn": "Withdrawn: ",
    "superseded": "Merged: ",
    "expired": "Over: ",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A title of one line and a body of a few."""

    title: str
    body: str


def notice(message: Message) -> Notice:
    """Return the text of a message; that of a digest has a line for each alert."""
    if message.digest:
        return _digest(message)
    alert = message.alert
    rating = f"{alert.type.lower()}, {alert.severity} severity, {alert.certainty}"
    why = "" if message.reason == "new" else plain(f"sent because of: {message.reason}")
    lines = [plain(alert.summary or ""), _where(alert), _toll(alert), rating, why, _link(alert)]
    return Notice(plain(_KINDS[alert.kind] + alert.headline, MOST_TITLE), "\n".join(line for line in lines if line))


def _digest(message: Message) -> Notice:
    count = len(message.digest) + message.more
    lines = [_entry(each.alert) for each in message.digest]
    if message.more:
        lines.append(f"and {message.more:,} more")
    return Notice(plain(f"{count:,} {'alert' if count == 1 else 'alerts'} for {message.subscription}", MOST_TITLE), "\n".join(lines))


def _entry(alert: Alert) -> str:
    where = _where(alert)
    return plain(f"{alert.severity}: {_KINDS[alert.kind]}{alert.headline}" + (f" ({where})" if where else ""))


def plain(text: str, most: int = MOST_LINE) -> str:
    """Return a text from outside as one line that no chat takes for markup."""
    return passage(text, most).translate(_LOOKALIKES)


def _where(alert: Alert) -> str:
    place = alert.place
    if place is None:
        return ""
    parts = dict.fromkeys(part for part in (place.name, place.admin1, place.country_name or place.country) if part)
    return plain(", ".join(parts))


def _toll(alert: Alert) -> str:
    return ", ".join(f"{each.min}{'' if each.max == each.min else '+'} {each.kind}" for each in alert.casualties[:6])


def _link(alert: Alert) -> str:
    """Return the address of the first article that has one of http or https; characters that no address needs are escaped."""
    for article in alert.articles:
        try:
            found = urlsplit(article.link or "")
        except ValueError:
            continue
        if found.scheme in ("http", "https") and found.netloc and len(article.link or "") <= MOST_LINK:
            return quote(article.link or "", safe=":/?#=&%+,;~!$'@-._")
    return ""
