"""The address of a router, as people write it and as requests need it."""

from ipaddress import IPv4Address, IPv6Address, ip_address
import re

from yarl import URL

_MAX_LENGTH = 255
_LOCAL_SUFFIXES = (".local", ".lan", ".home.arpa", ".internal", ".localhost")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?", re.ASCII)


class InvalidAddress(ValueError):
    """The text is not the address of a router."""


def normalise(text: str) -> URL:
    """Make scheme, host and port of what was typed; `InvalidAddress` if it has none.

    >>> str(normalise("192.168.88.1"))
    'http://192.168.88.1'
    >>> str(normalise("https://Router.lan:8443/login?next=/"))
    'https://router.lan:8443'
    """
    text = text.strip()
    if not text or len(text) > _MAX_LENGTH or any(c.isspace() for c in text):
        raise InvalidAddress("An address is one word of at most 255 characters")
    if not _SCHEME.match(text):
        text = f"http://{_bracketed(text)}"
    try:
        url = URL(text)
        port = url.port
    except ValueError:
        raise InvalidAddress("This is not an address") from None
    if url.scheme not in {"http", "https"}:
        raise InvalidAddress("Only http and https are spoken")
    if url.user is not None or url.password is not None:
        raise InvalidAddress("Credentials do not belong into an address")
    if not port or not _is_host(url.raw_host or ""):
        raise InvalidAddress("The host is missing or wrong")
    return url.origin()


def is_private(url: URL) -> bool:
    """Tell whether a host is at home: by its address, or by a name only homes have."""
    host = (url.host or "").lower().removesuffix(".")
    if address := _as_ip(host):
        return not address.is_global
    return "." not in host or host.endswith(_LOCAL_SUFFIXES)


def keeps_secrets(url: URL) -> bool:
    """Tell whether no stranger can read what is sent: it is https, or stays at home."""
    return url.scheme == "https" or is_private(url)


def _bracketed(text: str) -> str:
    """Put the brackets of a URL around a bare IPv6 address."""
    return f"[{text}]" if isinstance(_as_ip(text), IPv6Address) else text


def _is_host(host: str) -> bool:
    """Tell a name or an address from a slip such as `http:/router` or `192.168.1`."""
    if _as_ip(host):
        return True
    last_label = host.removesuffix(".").rpartition(".")[2]
    return (
        bool(_NAME.fullmatch(host))
        and not last_label.isdigit()
        and host not in {"http", "https"}
    )


def _as_ip(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
