"""Addresses as people type them."""

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.taara.router.address import InvalidAddress, is_private, normalise


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("192.168.88.1", "http://192.168.88.1"),
        (" 192.168.88.1 ", "http://192.168.88.1"),
        ("192.168.88.1:8080", "http://192.168.88.1:8080"),
        ("http://192.168.88.1/", "http://192.168.88.1"),
        ("http://192.168.88.1:80", "http://192.168.88.1"),
        ("https://Router.LAN/login?next=/#top", "https://router.lan"),
        ("HTTPS://router.lan:8443", "https://router.lan:8443"),
        ("router", "http://router"),
        ("router.lan.", "http://router.lan."),
        ("my_router.local/status", "http://my_router.local"),
        ("fe80::1", "http://[fe80::1]"),
        ("[fe80::1]:8080", "http://[fe80::1]:8080"),
        ("http://[fe80::1]/x", "http://[fe80::1]"),
        ("mänty.lan", "http://xn--mnty-loa.lan"),
    ],
)
def test_address_becomes_scheme_host_and_port(typed: str, url: str) -> None:
    """What else was typed is dropped."""
    assert str(normalise(typed)) == url


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "my router",
        "http://",
        "http:/router",
        "http//router",
        "ftp://router",
        "file:///etc/passwd",
        "amina:secret@router",
        "http://amina@router",
        "mailto:amina@router",
        "router:99999",
        "router:0",
        "router:80:81",
        "192.168.88",
        "192.168.88.256",
        "http://[fe80::1",
        "a..b",
        "ro\nuter",
        "x" * 256,
        "a." * 128,
        "router.lan\\evil",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    """With words that do not repeat what may be a secret."""
    with pytest.raises(InvalidAddress) as caught:
        normalise(typed)

    assert "secret" not in str(caught.value)


@given(st.text(max_size=300))
def test_any_text_is_an_address_or_refused(typed: str) -> None:
    """And an address once made stays as it is."""
    try:
        url = normalise(typed)
    except InvalidAddress:
        return
    assert url.scheme in {"http", "https"}
    assert url.user is None
    assert normalise(str(url)) == url


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://192.168.88.1", True),
        ("http://10.0.0.1", True),
        ("http://100.64.0.1", True),
        ("http://127.0.0.1:8080", True),
        ("http://169.254.1.1", True),
        ("http://[fe80::1]", True),
        ("http://[fd00::1]", True),
        ("http://localhost", True),
        ("http://router", True),
        ("http://router.local", True),
        ("http://router.LAN.", True),
        ("http://8.8.8.8", False),
        ("http://[2606:4700::1]", False),
        ("https://share.taara.company", False),
        ("http://lan.example.org", False),
    ],
)
def test_home_is_told_from_the_internet(url: str, private: bool) -> None:
    """By the address, or by a name that only homes have."""
    assert is_private(URL(url)) is private
