"""Answers that are not as HTTP has them: nothing that could be read is lost, nothing is sent twice, and other sources are polled on."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from datetime import timedelta
from itertools import pairwise

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from streams.feeds import inflation
from streams.feeds.inflation import CODINGS
from streams.feeds.syndication import LARGEST_BYTES
from tests.feeds.polling import polling
from tests.feeds.site import Site, item, rss

FEED = rss(item(3), item(2), item(1))
PART = FEED[: FEED.index(item(1)) + 50]
"""The feed, broken off in its last entry."""
ALL = [f"https://rhone.example/{number}" for number in (1, 2, 3)]


def raw(site: Site, path: str, *pieces: bytes | float, then: str = "close") -> None:
    """Let bytes stand at a path as they are, with pauses in seconds between them; `then` the connection is closed, reset, or kept open."""

    async def page(request: web.BaseRequest) -> web.StreamResponse:
        transport = request.transport
        assert transport is not None
        for piece in pieces:
            if isinstance(piece, bytes):
                transport.write(piece)
            else:
                await asyncio.sleep(piece)
        if then == "reset":
            transport.abort()
        elif then == "open":
            await asyncio.Event().wait()
        transport.close()
        await asyncio.Event().wait()
        raise AssertionError

    site.pages[path] = page


def head(**headers: object) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode()


async def test_a_head_that_never_comes() -> None:
    async with polling(total=0.3) as polls:
        raw(polls.site, "/feed", then="open")
        state = await polls.poll()
        assert state.error == "no answer within 0 s"
        assert state.failures == 1
        polls.site.put("/feed", FEED)
        assert (await polls.poll()).error is None
        assert polls.uris() == ALL


async def test_a_body_that_drips_gives_what_came_of_it() -> None:
    async with polling(total=0.5) as polls:
        raw(polls.site, "/feed", head(Connection="close"), PART[:300].encode(), 0.05, PART[300:].encode(), then="open")
        state = await polls.poll()
        assert state.error == "no end of the answer within 0 s"
        assert polls.uris() == ALL[1:], "the whole entries"
        polls.site.put("/feed", FEED)
        await polls.poll(times=2)
        assert polls.uris() == [*ALL[1:], ALL[0]], "the other with the next whole answer"


async def test_a_body_without_an_end() -> None:
    async with polling() as polls:
        entry = item(1, text="Three people were killed. " * 1_000).encode()

        async def page(request: web.BaseRequest) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            await response.write(rss(item(2)).encode().removesuffix(b"</channel></rss>"))
            while True:
                await response.write(entry * 20)

        polls.site.pages["/feed"] = page
        state = await polls.poll(times=2)
        assert state.error == f"more than {LARGEST_BYTES:,} bytes"
        assert polls.uris() == ALL[:2], "each once, out of some 400"


async def test_a_length_that_is_too_long() -> None:
    async with polling() as polls:
        raw(polls.site, "/feed", head(Content_Length=len(FEED) + 1000), FEED.encode())
        state = await polls.poll(times=2)
        assert state.error == "the connection ended before the body did"
        assert polls.uris() == ALL


async def test_a_length_that_is_too_short() -> None:
    async with polling() as polls:
        raw(polls.site, "/feed", head(Content_Length=len(PART)), 0.05, FEED.encode())
        state = await polls.poll(times=2)
        assert state.error is None
        assert state.said == ("the document ends in the middle: its whole entries are read",)
        assert polls.uris() == ALL[1:]
        polls.site.put("/feed", FEED)
        await polls.poll()
        assert polls.uris() == [*ALL[1:], ALL[0]]


async def test_a_gzip_bomb_ends_at_the_bound() -> None:
    async with polling() as polls:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        start = rss(item(1)).removesuffix("</channel></rss>").encode()
        bomb = packer.compress(start) + b"".join(packer.compress(b" " * 10_000_000) for _ in range(50)) + packer.flush()
        assert len(bomb) < 1_000_000
        polls.site.put("/feed", bomb, Content_Encoding="gzip")
        state = await polls.poll()
        assert state.error == f"more than {LARGEST_BYTES:,} bytes"
        assert polls.uris() == ALL[:1]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate", "two members"])
async def test_codings_that_are_asked_for(coding: str) -> None:
    async with polling() as polls:
        value = FEED.encode()
        packed = {
            "gzip": gzip.compress(value),
            "deflate": zlib.compress(value),
            "raw deflate": zlib.compress(value)[2:-4],
            "two members": gzip.compress(value[:500]) + gzip.compress(value[500:]),
        }[coding]
        polls.site.put("/feed", packed, Content_Encoding="deflate" if "deflate" in coding else "gzip")
        assert (await polls.poll()).error is None
        assert polls.uris() == ALL
        assert polls.site.asked[0][1]["Accept-Encoding"] == CODINGS


async def test_brotli() -> None:
    brotli = pytest.importorskip("brotli")
    async with polling() as polls:
        polls.site.put("/feed", brotli.compress(FEED.encode()), Content_Encoding="br")
        assert (await polls.poll()).error is None
        assert polls.uris() == ALL
        assert polls.site.asked[0][1]["Accept-Encoding"] == "gzip, deflate, br"


async def test_a_brotli_bomb_ends_at_the_bound() -> None:
    brotli = pytest.importorskip("brotli")
    async with polling() as polls:
        packer = brotli.Compressor(quality=5)
        start = rss(item(1)).removesuffix("</channel></rss>").encode()
        bomb = packer.process(start) + b"".join(packer.process(b" " * 10_000_000) for _ in range(50)) + packer.finish()
        assert len(bomb) < 100_000
        polls.site.put("/feed", bomb, Content_Encoding="br")
        state = await polls.poll()
        assert state.error == f"more than {LARGEST_BYTES:,} bytes"
        assert polls.uris() == ALL[:1]


async def test_a_broken_brotli_gives_what_came_before() -> None:
    brotli = pytest.importorskip("brotli")
    async with polling() as polls:
        packer = brotli.Compressor()
        good = packer.process(PART.encode()) + packer.flush()
        polls.site.put("/feed", good.ljust(inflation.SLICE_BYTES, b"\xff") + b"\xff" * 200, Content_Encoding="br")
        state = await polls.poll()
        assert (state.error or "").startswith("its compression is broken")


@pytest.mark.parametrize("coding", ["identity", *inflation.CODINGS.split(", ")])
@given(body=st.binary(max_size=3_000), cuts=st.lists(st.integers(0, 3_000), max_size=5), most=st.integers(1, 3_000))
def test_a_body_is_the_same_however_it_is_cut_and_ends_at_the_bound(coding: str, body: bytes, cuts: list[int], most: int) -> None:
    packed = {
        "identity": bytes,
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": getattr(vars(inflation)["brotli"], "compress", bytes),
    }[coding](body)
    places = [0, *sorted(min(cut, len(packed)) for cut in cuts), len(packed)]
    inflater = inflation.Inflater(coding)
    found = bytearray()
    for start, end in pairwise(places):
        if len(found) < most:
            found += inflater.read(packed[start:end], most - len(found))
    assert found == body[:most]


async def test_a_broken_gzip_gives_what_came_before() -> None:
    async with polling() as polls:
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        good = packer.compress(PART.encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
        polls.site.put("/feed", good + b"\xff" * 200, Content_Encoding="gzip")
        state = await polls.poll()
        assert (state.error or "").startswith("its compression is broken")
        assert polls.uris() == ALL[1:]


async def test_a_coding_that_nobody_asked_for() -> None:
    async with polling() as polls:
        polls.site.put("/feed", b"\x28\xb5\x2f\xfd", Content_Encoding="zstd")
        assert (await polls.poll()).error == "compressed as 'zstd', which we did not ask for"


async def test_brotli_is_not_asked_for_without_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflation, "brotli", None)
    async with polling() as polls:
        polls.site.put("/feed", b"\x0b\x02\x80", Content_Encoding="br")
        assert (await polls.poll()).error == "compressed as 'br', which we did not ask for"


async def test_redirects_in_a_circle() -> None:
    async with polling() as polls:
        polls.site.put("/feed", "", 302, Location="/other")
        polls.site.put("/other", "", 302, Location="/feed")
        assert (await polls.poll()).error == "more than 5 redirects"
        assert len([path for path, _ in polls.site.asked if path != "/well"]) == 6


@pytest.mark.parametrize("target", ["http://10.0.0.1/feed", "http://[::1]/feed", "http://169.254.169.254/latest/meta-data/"])
async def test_a_redirect_to_a_private_address_is_not_followed(target: str) -> None:
    async with polling() as polls:
        polls.site.put("/feed", "", 302, Location=target)
        state = await polls.poll()
        assert "is an address of a private network" in (state.error or "")


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://rhone.example/feed", "", "http://", "http://desk:secret@127.0.0.1/", "http://127.0.0.1/" + "x" * 3_000],
)
async def test_a_redirect_that_leads_nowhere(target: str) -> None:
    async with polling() as polls:
        polls.site.put("/feed", "", 302, Location=target)
        error = (await polls.poll()).error or ""
        assert "secret" not in error
        assert "leads nowhere" in error or "none of http or https" in error or "more than 5 redirects" in error


async def test_a_move_for_good_is_remembered_and_one_for_now_is_not(caplog: pytest.LogCaptureFixture) -> None:
    async with polling() as polls:
        polls.site.put("/feed", "", 301, Location="/new")
        polls.site.put("/new", FEED)
        polls.site.put("/passing", "", 307, Location="/new")
        state = await polls.poll(times=2)
        assert state.moved == polls.site.url("/new")
        assert polls.site.count("/feed") == 1, "from then on it is asked where it has moved to"
        assert f"it has moved to {state.moved}" in caplog.text
        assert polls.uris() == ALL
        state = await polls.poll("/passing", times=2)
        assert state.moved is None
        assert polls.site.count("/passing") == 2


async def test_where_it_moved_to_nothing_stands_any_more() -> None:
    async with polling() as polls:
        polls.site.put("/feed", "", 308, Location="/new")
        polls.site.put("/new", rss(item(1)))
        await polls.poll()
        polls.site.put("/new", "", 404)
        polls.site.put("/feed", FEED)
        state = await polls.poll(times=4)
        assert state.error is None
        assert polls.uris() == ALL


async def test_a_server_that_always_says_not_modified() -> None:
    async with polling() as polls:
        polls.site.put("/feed", rss(item(1)), ETag='"a"')
        await polls.poll()

        async def page(request: web.BaseRequest) -> web.StreamResponse:
            asked = "If-None-Match" in request.headers
            return web.Response(status=304) if asked else web.Response(text=FEED, headers={"ETag": '"b"'})

        polls.site.pages["/feed"] = page
        state = await polls.poll(times=3, apart=timedelta(hours=7))
        assert polls.uris() == ALL[:1]
        polls.now += timedelta(hours=10)
        state = await polls.poll()
        assert state.error is None
        assert polls.uris() == ALL, "once a day the request is unconditional"


async def test_not_modified_without_having_been_asked() -> None:
    async with polling() as polls:
        polls.site.put("/feed", "", 304)
        assert (await polls.poll()).error == "304 Not Modified without having been asked"
        polls.site.put("/feed", FEED)
        await polls.poll()
        assert polls.uris() == ALL


async def test_validators_are_sent_back() -> None:
    async with polling() as polls:
        polls.site.put("/feed", FEED, ETag='W/"x y"', Last_Modified="Sat, 14 Mar 2026 12:00:00 GMT")
        await polls.poll(times=2)
        sent = polls.site.asked[-2][1] if polls.site.asked[-1][0] == "/well" else polls.site.asked[-1][1]
        assert sent["If-None-Match"] == 'W/"x y"'
        assert sent["If-Modified-Since"] == "Sat, 14 Mar 2026 12:00:00 GMT"
        assert sent["User-Agent"].endswith(" (+desk@rhone.example)")


async def test_an_etag_that_changes_each_time_with_the_same_content() -> None:
    async with polling() as polls:
        for number in range(4):
            polls.site.put("/feed", FEED, ETag=f'"{number}"')
            state = await polls.poll()
            polls.now += timedelta(hours=7)
        assert polls.uris() == ALL
        assert state.repeated == 0.75


@pytest.mark.parametrize(("status", "words"), [(401, "it asks for a password"), (403, "it refuses us"), (451, "legal reasons")])
async def test_walls_are_left_alone_for_hours(status: int, words: str) -> None:
    async with polling() as polls:
        polls.site.put("/feed", FEED, status)
        state = await polls.poll()
        assert words in (state.error or "")
        assert state.due is not None
        assert state.due - polls.now > timedelta(hours=5)
        assert not polls.uris()


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("1800", 27, 33),
        ("Sat, 14 Mar 2026 14:00:00 GMT", 54, 66),
        ("99999999999999999999", 0, 2),
        ("999999999999", 1296, 1584),
        ("Sat, 14 Mar 2099 14:00:00 GMT", 1296, 1584),
        ("soon", 0, 2),
        ("-5", 0, 2),
    ],
)
async def test_a_pause_that_is_asked_for_is_kept_up_to_a_day(status: int, value: str, least: float, most: float) -> None:
    async with polling() as polls:
        polls.site.put("/feed", "", status, Retry_After=value)
        state = await polls.poll()
        assert state.due is not None
        assert least <= (state.due - polls.now) / timedelta(minutes=1) <= most
        polls.site.put("/feed", FEED)
        await polls.poll()
        assert polls.uris() == ALL


async def test_what_is_gone_is_polled_no_more(caplog: pytest.LogCaptureFixture) -> None:
    async with polling() as polls:
        polls.site.put("/feed", "", 410)
        state = await polls.poll()
        assert state.gone
        assert "410 Gone" in caplog.text


async def test_an_error_of_the_server_and_then_well_again(caplog: pytest.LogCaptureFixture) -> None:
    async with polling() as polls:
        polls.site.put("/feed", rss(item(1)))
        await polls.poll()
        polls.site.put("/feed", "Traceback", 500)
        state = await polls.poll(times=3)
        assert state.failures == 3
        polls.site.put("/feed", FEED)
        state = await polls.poll()
        assert state.error is None
        assert polls.uris() == ALL
        told = [record.getMessage().partition(": ")[2] for record in caplog.records if record.name == "streams.feeds.poll"]
        assert told == ["ill: HTTP 500: an error of the server", "well again after 3 failed polls"], "not at each poll"


async def test_a_connection_that_is_reset() -> None:
    async with polling() as polls:
        raw(polls.site, "/feed", then="reset")
        assert (await polls.poll()).error
        raw(polls.site, "/feed", head(Content_Length=len(FEED)), PART.encode(), 0.1, then="reset")
        state = await polls.poll()
        assert state.error
        assert polls.uris() == ALL[1:], "what came before it"


async def test_tls_is_spoken_to_a_port_without() -> None:
    async with polling() as polls:
        state = await polls.poll(polls.site.url("/feed").replace("http:", "https:"))
        assert state.error
        assert state.failures == 1


async def test_cookies_are_not_kept() -> None:
    async with polling() as polls:
        polls.site.put("/feed", FEED, Set_Cookie="id=1; Path=/")
        await polls.poll(times=2)
        assert not any("Cookie" in headers for _, headers in polls.site.asked)


async def test_a_name_that_nobody_knows() -> None:
    async with polling() as polls:
        assert "no answer" in ((await polls.poll("http://nowhere.invalid/feed")).error or "")


async def test_an_etag_that_would_break_a_header_is_not_kept() -> None:
    async with polling() as polls:
        raw(polls.site, "/feed", head(Content_Length=len(FEED), ETag='"' + "x" * 2_000 + '"'), FEED.encode())
        assert (await polls.poll(times=2)).etag is None
        assert polls.uris() == ALL
