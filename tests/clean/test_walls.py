"""A page without an article is dropped with what its wall says; an article with a wall around it is not."""

from __future__ import annotations

import pytest

from streams.messages import CleanArticle
from tests.clean.articles import LONG, read


def shown(body: str, title: str = "Bridge falls") -> CleanArticle:
    page = f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"
    return read(page)


@pytest.mark.parametrize(
    "wall",
    [
        "<p>Two people were killed at Arlen.</p><p>Subscribe now to continue reading.</p><p>Already a subscriber? Sign in</p>",
        "<p>We need you to accept all cookies before you can see this page.</p>",
        "<p>Please verify that you are not a robot.</p>",
        "<h1>Access denied</h1><p>You have no permission to see this.</p>",
    ],
)
def test_wall(wall: str) -> None:
    article = shown(wall)
    assert article.dropped is not None
    assert article.dropped.reason == "no article"


def test_article_with_a_wall_around_it() -> None:
    article = shown(f"<article><p>{LONG}</p></article><div>Subscribe now to continue reading.</div>")
    assert article.dropped is None
    assert article.text.startswith("Two people were killed")


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Error 403 - Forbidden", "<p>The administrator does not let your address see this.</p>", "error page"),
        ("Forbidden | Arlen Post", "<p>Something in what you sent looked wrong to us.</p>", "error page"),
        ("404 | Arlen Post", "<p>There is nothing here. Go back to the start.</p>", "error page"),
        ("Arlen Post", "<h1>Page not found</h1><p>The link is old, or mistyped.</p>", "error page"),
        ("502 Bad Gateway", "<center>proxy</center>", "error page"),
        ("Service temporarily unavailable (503)", "<p>Our engineers are at work. Check back again soon.</p>", "error page"),
        ("451 Unavailable for legal reasons", "<p>We do not offer the Arlen Post to readers in Europe.</p>", "error page"),
        ("Unavailable in your region", "<p>Rights for this page are held by others.</p>", "blocked region"),
        ("Arlen Post", "<p>Our site is not available in your country. We are sorry.</p>", "blocked region"),
        ("Arlen Post", "<p>We are checking your browser before you go on. This takes a few seconds.</p>", "robot test"),
        ("Arlen Post", "<p>JavaScript is disabled in your browser.</p>", "robot test"),
        ("Attention Required!", "<form id='challenge-form'><input name='x'></form><p>One more step.</p>", "robot test"),
        ("Before you continue to Arlen Post", "<p>We and our 312 partners store data on your device.</p>", "consent"),
        ("Log in - Arlen Post", "<form><input type='password'></form><p>Welcome back.</p>", "login"),
        ("Bridge falls", "<p>Two people died at Arlen.</p><p>You have read all your free articles for May.</p>", "paywall"),
        ("Bridge falls", "<p>Two people died.</p><p>You've used your last free story this week.</p><p>Plans from 2 a week.</p>", "paywall"),
    ],
)
def test_kind_of_wall(title: str, body: str, kind: str) -> None:
    article = shown(body, title)
    assert article.dropped is not None
    assert article.dropped.reason == "no article"
    assert article.dropped.detail.startswith(f"{kind}: ")


def test_long_wall() -> None:
    article = shown(
        f"<p>{'We cannot offer the Arlen Post where the rules on data differ. ' * 6}You cannot visit the site from the EU.</p>", "451"
    )
    assert article.dropped is not None
    assert article.dropped.reason == "no article"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Arlen Post hides its stories behind a paywall",
            "Readers must subscribe to continue reading the Arlen Post from June, its owner said.",
        ),
        (
            "Museum's 404 page becomes a work of art",
            "The page not found at the museum drew 2 million visitors, its director said on Friday.",
        ),
        ("Sites blocked in the region before the vote", "Three news sites were not available in the region on Sunday, a watchdog said."),
        ("Login flaw at bank", "A flaw let strangers log in to accounts of the Arlen Bank without a password, the bank said on Monday."),
        (
            "Court bans cookie walls",
            "Sites may not force visitors to accept cookies, judges ruled on Tuesday after a complaint by students.",
        ),
        ("Judges turn miners down", "Their request was rejected by the court at Arlen on Monday, and access to the pit is denied."),
        ("Arlen waits for vaccine", "The vaccine is not available in this region yet, and medics cannot give access to it in the region."),
        ("Clinic shuts", "Patients were told to try again later, for the clinic at Arlen was closed by a flood on Sunday."),
        ("Outage: error 503 for millions", "Millions saw error messages on Monday when a cable broke off Arlen, the operator said."),
    ],
)
@pytest.mark.parametrize("times", [1, 6])
def test_story_about_walls(title: str, text: str, times: int) -> None:
    more = "Nobody was hurt, and the council meets again next week to hear all sides of the case before it votes."
    article = shown(f"<article><h1>{title}</h1><p>{text}</p>{f'<p>{more}</p>' * times}</article>", title)
    assert article.dropped is None
    assert article.text.startswith(text)


def test_article_with_a_login_and_a_captcha_beside_it() -> None:
    forms = "<form><input type='password'><div class='g-recaptcha'></div></form><p>You have 2 free articles left this month.</p>"
    assert shown(f"<article><p>{LONG}</p></article>{forms}").dropped is None
