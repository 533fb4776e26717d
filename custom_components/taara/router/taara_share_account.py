"""What people and portals tell of a Taara account: a phone number, the ids in an address."""

from collections.abc import Iterator, Mapping
from html import unescape
import re
from urllib.parse import unquote

from .answer import Answer

_KENYA = "254"
_KENYAN_DIGITS = 9
_E164_DIGITS = 15
# Country calling codes (ITU-T E.164): no code begins with another one.
_COUNTRY = re.compile(
    "[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9][0-9]{2}"
)
# Between the digits of a number, and the invisible marks that come with one copied
# from a list of contacts.
_FILLER = re.compile(r"[\s()./\u200b-\u2015\u202a-\u202e\u2066-\u2069-]")
_DIALLED = re.compile(r"(\+|00)?([0-9]{6,20})", re.ASCII)

_LOOKED_THROUGH = 64 * 1024
_IDS = {
    name: re.compile(
        rf"""(?<![A-Za-z0-9]){word}_?id(?:=|["']?\s[^<>]{{0,99}}?value\s?=\s?["']?)"""
        r"([0-9]{1,20})(?![0-9])",
        re.ASCII | re.IGNORECASE,
    )
    for name, word in (("partner_id", "partner"), ("hotspot_id", "hotspot"))
}
# Where a page sends a browser: a form, a meta refresh, a script.
_TARGET = re.compile(
    r"""\b(?:action|content|location(?:\.href)?)\s{0,9}[=(]\s{0,9}["']?([^"'<>]{1,2000})""",
    re.IGNORECASE,
)
_HIDDEN_FIELD = re.compile(r"<input\b([^<>]{1,500})>", re.IGNORECASE)
_TAARA = re.compile(
    r"https?://(?:[a-z0-9-]{1,63}\.){0,4}taara\.company\.?(?=[:/?#;\s]|$)",
    re.IGNORECASE,
)


def phone(text: str) -> tuple[str, str]:
    """Split a phone number into country code and national number.

    Raises `ValueError` if it is none. One without a country is Kenyan, and other
    countries are told by `+` or `00`.

    >>> phone("+254 700 000 000"), phone("0700-000000"), phone("+44 (0)20 7946 0000")
    (('254', '700000000'), ('254', '700000000'), ('44', '2079460000'))
    """
    dialled = _DIALLED.fullmatch(_FILLER.sub("", text.replace("(0)", "")))
    if dialled is None:
        raise ValueError("This is not a phone number")
    abroad, digits = dialled.groups()
    if not abroad and not _has_kenyan_code(digits):
        digits = _KENYA + digits.removeprefix("0")
    country = _COUNTRY.match(digits)
    if country is None or len(digits) > _E164_DIGITS:
        raise ValueError("No country has this number")
    code, national = country[0], digits[country.end() :]
    if code == _KENYA:
        national = national.removeprefix("0")
        if len(national) != _KENYAN_DIGITS:
            raise ValueError("A Kenyan number has nine digits after 254 or 0")
    return code, national


def _has_kenyan_code(digits: str) -> bool:
    """Tell 254700000000 from a national number."""
    return digits.startswith(_KENYA) and len(digits) >= len(_KENYA) + _KENYAN_DIGITS


def identifier(text: str, name: str) -> str:
    """Return the `partner_id` or `hotspot_id` that was entered, empty if none was.

    It may be an address of the portal that holds it; `ValueError` if there is none.
    """
    text = text.strip()
    found = hints_from_address(text).get(name, text)
    if found and not re.fullmatch("[0-9]{1,20}", found):
        raise ValueError("This is neither a number nor an address that holds it")
    return found


def hints_from_address(text: str) -> dict[str, str]:
    """Find `partner_id` and `hotspot_id` in an address of the portal, as far as there.

    Never where to sign in: a page that a stranger made could name any host.

    >>> hints_from_address("https://share.taara.company/cp/customers/login?hotspotId=12")
    {'hotspot_id': '12'}
    """
    text = unquote(unquote(text[:_LOOKED_THROUGH]))
    found = ((name, pattern.search(text)) for name, pattern in _IDS.items())
    return {name: match[1] for name, match in found if match is not None}


def portal_hints(answer: Answer) -> Mapping[str, str] | None:
    """Find what an answer that leads to the portal tells; `None` if it does not lead there."""
    targets = "\n".join(_targets(answer))
    hints = hints_from_address(targets)
    if "hotspot_id" in hints or _TAARA.search(targets):
        return hints
    return None


def _targets(answer: Answer) -> Iterator[str]:
    """Yield where an answer leads, and the hidden fields it would take along."""
    yield str(answer.url.origin())
    if answer.location is not None:
        yield str(answer.location)
    if answer.is_html:
        page = _unescaped(answer.text[:_LOOKED_THROUGH])
        for pattern in (_TARGET, _HIDDEN_FIELD):
            yield from (match[1] for match in pattern.finditer(page))


def _unescaped(page: str) -> str:
    """Return a page's text, as it stands where a character's number has no end."""
    try:
        return unescape(page)
    except ValueError:
        return page
