"""Every form of date in the table, read as the table says: nothing guessed, nothing put in."""

from __future__ import annotations

from datetime import datetime

import pytest

from streams.clean.dates import place_of, read_moment
from streams.errors import Malformed
from tests.clean.dates.forms import FORMS


@pytest.mark.parametrize(("written", "locale", "moment", "precision"), FORMS)
def test_form(written: str, locale: str, moment: str | None, precision: str | None) -> None:
    if moment is None:
        with pytest.raises(Malformed) as caught:
            read_moment(written, "published", place_of(locale))
        assert caught.value.field == "published"
        return
    assert read_moment(written, "published", place_of(locale)) == (datetime.fromisoformat(moment), precision)
