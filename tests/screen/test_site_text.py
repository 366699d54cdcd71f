"""An excerpt is a passage of the story: what stands under all articles of a site, captions and credits make none."""

from __future__ import annotations

import pytest

from streams.messages import Signal
from tests.screen.stories import BANK, FERRY, STORIES
from tests.screen.wire import Log, article, prose

STANDING = {
    "terms": "This material is protected by copyright. It may not be published, broadcast, rewritten or redistributed without written "
    "permission. All rights reserved. By using this site you agree to our terms of use and privacy policy and to receive messages "
    "about products, which you can stop at any time by writing to us.",
    "newsletter": "Sign up for our newsletter to get the top stories in your inbox every morning. You can unsubscribe at any time by "
    "clicking the link at the bottom of each email. Follow us on Facebook and Twitter for the latest, or download our app for "
    "breaking news alerts on your phone and tablet.",
    "support": "Since you are here, we have a small favour to ask. More people read us than ever, but few pay for it. If everyone who "
    "reads our reporting helps to fund it, our future would be much more secure. Support us with as little as five euros and it "
    "only takes a minute. Thank you.",
    "about": "About the paper: founded in 1911, it is owned by a trust and printed in four towns of the valley. Its reporters have won "
    "national prizes for their work on the mines and on the schools of the region. The editor is elected by the staff for a term "
    "of three years and answers to nobody but the readers.",
    "author": "The author is a staff writer who covers courts and crime. Before that she worked for radio in the capital and taught at "
    "the school of journalism there. She can be reached by email and is on most networks under her own name, where she posts "
    "documents and sound from the hearings that she attends in person.",
    "translated": "This article was translated from the original with the help of a machine and checked by an editor before it was "
    "published. If you find a mistake in it, please write to the desk that looks after translations, which will put it right as soon "
    "as it can and note the change at the end of the page.",
    "comments": "Comments are open for three days. We moderate them before they appear, and we delete those that insult others, that "
    "advertise, or that have nothing to do with the article. By posting you accept our rules. Read them here, and report a comment "
    "that breaks them with the button beside it.",
    "listings": "Where to watch: the programme is on the second channel at eight in the evening and can be seen on the website for a week "
    "afterwards. Subscribers can also listen to it as a podcast. Subtitles are available in six languages, and there is a "
    "version with signs for the deaf on the third channel.",
    "disclaimer": "The views expressed here are those of the writer and do not reflect the position of the publisher. Nothing on this page "
    "is advice to buy or to sell, and past performance is no guide to the future. Readers should speak to a licensed adviser before "
    "they take any decision about their money.",
    "cookies": "We use cookies to give you the best experience on our website and to show you advertisements that fit your interests. "
    "You can change your settings at any time. If you go on without changing them, we will take it that you are happy to receive all "
    "cookies from us and from our partners.",
    "hotline": "If you or somebody you know needs help, call the national helpline free of charge at any hour of the day or night. "
    "Trained volunteers will listen and can tell you where to find a counsellor close to home. You need not give your name, and "
    "what you say will stay between you and them.",
    "trust": "Our standards: we name our sources where we can and check every figure twice. When we are wrong we say so at the end of the "
    "page. We take no money from those we write about, and advertisers have no say in what is printed. Read more about how we work "
    "and who owns us.",
}  # fmt: skip
CAPTION = (
    "Photo: a woman stands at the window of a house that was damaged by floods in the old quarter of the town last spring, when the "
    "river rose by four metres within one night and a hundred families had to leave (picture by our photographer, all rights reserved, "
    "file image, credit to be given in full)."
)


@pytest.mark.parametrize("standing", STANDING.values(), ids=STANDING)
@pytest.mark.parametrize("top", [False, True], ids=["foot", "top"])
def test_what_stands_under_the_articles_of_a_site_makes_no_excerpt(standing: str, top: bool) -> None:
    log = Log()
    for at, text in enumerate((prose(1, 20), prose(2, 24), prose(3, 28))):
        body = f"{standing}\n\n{text}" if top else f"{text}\n\n{standing}"
        assert log.put(article(body, uri=f"urn:{at}", publisher="The Valley Paper")).kind == "new"


@pytest.mark.parametrize("publisher", ["The Valley Paper", "Another"])
def test_a_caption_makes_no_excerpt(publisher: str) -> None:
    log = Log()
    words = prose(1, 20).split(". ")
    log.put(article(f"{'. '.join(words[:9])}. {CAPTION} {'. '.join(words[9:])}", uri="urn:a", publisher="The Valley Paper"))
    words = prose(2, 20).split(". ")
    body = f"{'. '.join(words[:12])}. {CAPTION} {'. '.join(words[12:])}"
    assert log.put(article(body, uri="urn:b", publisher=publisher)).kind == "new"


@pytest.mark.parametrize("name", ["terms", "newsletter", "cookies", "comments"])
def test_terms_of_use_make_none_on_another_site_either(name: str) -> None:
    log = Log()
    log.put(article(f"{prose(1, 20)}\n\n{STANDING[name]}", uri="urn:a", publisher="The Valley Paper"))
    assert log.put(article(f"{prose(2, 20)}\n\n{STANDING[name]}", uri="urn:b", publisher="The Hill Paper")).kind == "new"


@pytest.mark.parametrize("text", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("publisher", ["Agency", "Paper"])
def test_a_passage_of_a_story_in_the_middle_of_another_is_an_excerpt(text: str, publisher: str) -> None:
    log = Log()
    log.put(article(f"{text} {prose(7, 12)}", uri="urn:a", publisher="Agency"))
    passage = " ".join(text.split()[20:85])
    relation = log.put(article(f"{prose(2, 12)} {passage} {prose(3, 12)}", uri="urn:b", publisher=publisher))
    assert (relation.kind, relation.of) == ("excerpt", "urn:a")


@pytest.mark.parametrize("text", [FERRY, BANK], ids=["ferry", "bank"])
def test_a_quotation_at_the_end_of_an_article_of_another_house_is_an_excerpt(text: str) -> None:
    log = Log()
    log.put(article(f"{prose(7, 12)} {text}", uri="urn:a", publisher="Agency"))
    passage = " ".join(text.split()[20:85])
    assert log.put(article(f"{prose(2, 20)} {passage}", uri="urn:b", publisher="Paper")).kind == "excerpt"


BACKGROUND = [
    "The union called the strike in March after the harbour company cut the night shift, and two rounds of talks with the minister have "
    "failed since. About a third of the country's grain goes through the port, and ships have been sent on to the south.",
    "The dam was closed for repairs in 2019, when inspectors found cracks above the second gate. The province paid for half of the work, "
    "and the rest was to come from the fees of farmers below it, who have refused to pay them since the drought.",
    "The rebels took up arms four years ago, saying that the delta had no part in the income from its oil. An amnesty brought six hundred "
    "of them out of the creeks, but those who stayed have attacked two pipelines and a barracks since the new year.",
]


@pytest.mark.parametrize("background", BACKGROUND)
def test_background_under_what_the_wire_calls_an_update_makes_one(background: str) -> None:
    log = Log()
    log.put(article(f"{prose(1, 12)}\n\n{background}", uri="urn:a", publisher="Agency"))
    body = f"{prose(2, 14)}\n\n{background}"
    relation = log.put(article(body, uri="urn:b", publisher="Agency", signal=Signal(kind="update", text="UPDATE 2")))
    assert (relation.kind, relation.of) == ("update", "urn:a")
