"""This module reads the transmissions of agencies' old wires: it tells their forms apart, and holds what the forms share.

A transmission is SOH, header, STX, text, ETX, sign-off. Feeders send it as it came, or with the control characters taken out.
"""

from __future__ import annotations

from streams.clean.inputs.anpa import is_anpa, read_anpa
from streams.clean.inputs.iptc7901 import is_iptc7901, read_iptc7901
from streams.clean.inputs.item import Item
from streams.errors import Malformed

_SOH = "\x01"
_BEFORE = "\ufeff\x16\x00 \r\n"
"""The characters that may stand before a transmission: byte order mark, SYN, fill characters."""


def read_transmission(text: str) -> Item | None:
    """Read the one article of a transmission; None for a text that is no transmission.

    Raises Malformed for several in one record, and for one in another form than ANPA 1312 and IPTC 7901.
    """
    framed = text.lstrip(_BEFORE).startswith(_SOH)
    if framed and (count := text.count(_SOH)) > 1:
        raise Malformed(f"{count} transmissions where a record is one article", field="transmission")
    if is_anpa(text):
        return read_anpa(text)
    if is_iptc7901(text):
        return read_iptc7901(text)
    if framed:
        raise Malformed("a wire's transmission that is neither ANPA 1312 nor IPTC 7901", field="transmission")
    return None
