"""Notices and forms run into paragraphs go, the sentences beside them stay; bare links go. All texts are invented."""

from __future__ import annotations

import pytest

from tests.clean.test_story import BODY, HEADLINE, P1, P2, P3, read, rules

STORY = "\n\n".join(BODY)
NOTICES = [
    "(c) 2031 Northwire. Click for Restrictions.",
    "© 2031 Northwire Ltd. All rights reserved.",
    "Copyright 2031 Northwire. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
    "Copyright © 2031, Northwire. Reproduction without permission is prohibited.",
    "Copyright Northwire News, 2031. All Rights Reserved. This content may not be copied or redistributed without prior permission.",
    "All rights reserved. No part of this article may be reproduced without written permission.",
    "(C) Copyright 2031 Northwire",
]
FORMS = [
    "Sign up for our newsletter Email address Subscribe By signing up you agree to our Terms of Use and Privacy Policy.",
    "Subscribe to our newsletter. Enter your email address. By subscribing you agree to our terms.",
    "Get our free newsletter Enter your email address Sign up You can unsubscribe at any time.",
    "Sign up here for the evening newsletter.",
]


@pytest.mark.parametrize("notice", NOTICES + FORMS)
def test_a_notice_at_the_end_of_a_paragraph_goes(notice: str) -> None:
    assert read(P1, P2, f"{P3} {notice}", headline=HEADLINE).text == STORY


@pytest.mark.parametrize("notice", NOTICES[:-1] + FORMS)
def test_a_notice_within_a_paragraph_goes(notice: str) -> None:
    assert read(P1, f"{P2} {notice} {P3}", P3 + " It left.", headline=HEADLINE).text == f"{P1}\n\n{P2} {P3}\n\n{P3} It left."


@pytest.mark.parametrize("notice", [NOTICES[2], NOTICES[5], *FORMS])
def test_a_notice_between_paragraphs_goes(notice: str) -> None:
    article = read(P1, notice, P2, P3, headline=HEADLINE)
    assert article.text == STORY
    assert rules(article) <= {"copyright", "subscribe"}


def test_a_notice_without_full_stop_goes_up_to_the_next_sentence() -> None:
    article = read(P1, f"{P2} © 2031 Northwire News {P3}", headline=HEADLINE)
    assert article.text == f"{P1}\n\n{P2} {P3}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Copyright law has not kept up with the machines, a judge at Arlen told the makers of films on Monday.",
        "The new copyright act protects a song for seventy years, and all rights reserved to its singer go to her heirs.",
        "The report may not be published before the vote, the clerk of the court said.",
        "All rights reserved to the valley by the treaty of 1931 would end with the year, the governor said.",
        "On the wall was written: © 2031 The People of Arlen, in red.",
        "Use of the bridge by lorries was prohibited in March, and no permission was given since.",
        "Subscribe to the newsletter of the town and you get a tree, said the mayor, who had signed up first.",
        "Residents were asked to sign up for the newsletter of the fire brigade, which tells of floods.",
        "She wrote in her newsletter, which has ten thousand readers, that the privacy policy of the app was a fraud.",
    ],
)
def test_a_sentence_about_rights_and_newsletters_stays(sentence: str) -> None:
    assert read(P1, f"{P2} {sentence}", P3, headline=HEADLINE).text == f"{P1}\n\n{P2} {sentence}\n\n{P3}"
    assert read(P1, sentence, P2, P3, headline=HEADLINE).text == f"{P1}\n\n{sentence}\n\n{P2}\n\n{P3}"


@pytest.mark.parametrize(
    "link",
    [
        "https://news.arlen.example/2031/05/01/bridge",
        "www.arlen.example",
        "http://www.arlen.example/a?b=c&d=e-f_g#h",
        "Link: https://arlen.example/x",
        "<https://arlen.example/x>",
        "arlen.example/2031/bridge-falls-after-a-week-of-fighting-in-the-valley-and-on-the-hills-around-it-as-men-wait",
        "https://arlen.example/a https://arlen.example/b",
    ],
)
def test_a_bare_link_goes(link: str) -> None:
    for lines in ([*BODY, link], [P1, link, P2, P3], [link, *BODY]):
        article = read(*lines, headline=HEADLINE)
        assert article.text == STORY
        assert rules(article) == {"link"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The list of the missing stands on https://arlen.example/missing, the town said.",
        "https://arlen.example was down for hours on Monday, the town said.",
        "He wrote www.arlen.example on the wall.",
        "24/7, 365 days: that is how long the bridge was watched, he said.",
    ],
)
def test_a_sentence_with_a_link_stays(sentence: str) -> None:
    assert sentence in read(P1, sentence, P2, P3, headline=HEADLINE).text
