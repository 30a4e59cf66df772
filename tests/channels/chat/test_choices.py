"""What is chosen for a chat: sites are named as browsers name them, and everything else has a usual value."""

from __future__ import annotations

import pytest

from cha.channels.chat.choices import MEGABYTE, Choices, bare, choices_of, origin, origins_typed
from cha.core.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("juniperlane.example", "https://juniperlane.example"),
        (" https://Shop.Example/basket?x=1 ", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("https://shop.example:8443/", "https://shop.example:8443"),
        ("bücher.example", "https://xn--bcher-kva.example"),
        ("shop.example.", "https://shop.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://[::1]:80", "http://[::1]"),
        ("http://shop.test", "http://shop.test"),
    ],
)
def test_a_site_is_named_as_browsers_name_it(typed: str, named: str) -> None:
    assert origin(typed) == named


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("*.shop.example", "by itself"),
        ("shop", "is no site"),
        ("https://", "is no site"),
        ("ftp://shop.example", "is no site"),
        ("https://me:word@shop.example", "is no site"),
        ("https://shop.example:port", "is no site"),
        ("https://[::1", "is no site"),
        ("javascript:alert(1)", "is no site"),
        ("a b.example", "is no site"),
        ("http://shop.example", "not encrypted"),
    ],
)
def test_what_is_no_site_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        origin(typed)
    assert refused.value.details["field"] == "origins"


def test_sites_are_typed_one_a_line_and_kept_once() -> None:
    found = origins_typed("shop.example\n\n https://shop.example/x, weddings.shop.example\r\n")
    assert bare(found) == ["shop.example", "weddings.shop.example"]
    with pytest.raises(Invalid, match="At most 50"):
        origins_typed("\n".join(f"s{n}.example" for n in range(51)))


def test_what_was_never_chosen_is_as_it_usually_is() -> None:
    assert choices_of({}) == Choices()
    assert choices_of({"hook": 1, "faces": False}).faces is False
    kept = Choices(origins=("https://shop.example",), file_mb=2)
    assert choices_of(kept.to_data()) == kept
    assert kept.file_bytes == 2 * MEGABYTE
