"""What a reader of the board does, and what the page shows of it."""

from __future__ import annotations

from collections.abc import Callable

from streams.settings import Settings
from tests.board.browser import Page

Pipeline = Callable[..., Settings]


HEADLINES = "[...document.querySelectorAll('.row')].map((row) => row.querySelector('.headline').textContent)"


async def opened(page: Page, port: int, query: str = "") -> None:
    """Open the board and return when it is live and drawn."""
    await page.open(f"http://127.0.0.1:{port}/{query}")
    await page.until("document.querySelector('#state-word').textContent === 'live'")
    await page.until("document.querySelector('.row') || !document.querySelector('.empty').hidden")


def shows(count: int) -> str:
    return f"document.querySelector('#state-more').textContent.includes('{count} incident')"


def halos(said: str) -> str:
    return f"document.querySelector('canvas.incidents').dataset.halos === '{said}'"
