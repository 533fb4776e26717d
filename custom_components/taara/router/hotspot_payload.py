"""What the pages of a MikroTik HotSpot hold: figures, forms, and words of refusal.

The pages are templates that anybody may change or translate, so that only what the
servlet itself fills in is relied on.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import md5
import re
from typing import Any

from ..model import CounterKind, Reading
from .answer import Answer
from .faults import Complaint
from .redact import redact
from .values import amount, flag, uptime

_MAX_BYTES = 10**18
_NO_LIMIT = "---"
_SHOWN = frozenset(
    (
        "bytes_down",
        "bytes_in",
        "bytes_out",
        "bytes_up",
        "limit_bytes_total",
        "logged_in",
        "remain_bytes_total",
        "session_time_left_secs",
    )
)

# Everything of a page but its text. What is opened and never closed reaches to the end,
# so that nothing is looked through twice.
_NOT_TEXT = re.compile(
    r"<(script|style)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>|&nbsp;|&#160;",
    re.DOTALL | re.IGNORECASE,
)
_LABEL = re.compile(r"\bbytes up ?/ ?down\b ?:?", re.IGNORECASE)
_SIZE = r"([0-9]{1,20}(?:\.[0-9]{1,9})?) ?((?:[KMGT]i?)?B)\b"
_VOLUME = re.compile(rf"(?<![\w.,+-]){_SIZE} ?/ ?{_SIZE}", re.ASCII | re.IGNORECASE)
_UNITS = "BKMGT"
_CONNECTED = re.compile(
    r"\bconnected(?: ?/ ?left)? ?:? ?([0-9][0-9wdhms:]{0,30})(?!\w)",
    re.ASCII | re.IGNORECASE,
)

_FIELD = re.compile(
    r"""\bname\s{0,9}=\s{0,9}["']?(username|password|dst|popup|sendin)\b""",
    re.IGNORECASE,
)
_BYTES = r"((?:\\[0-3][0-7]{2}){1,64})"
_CHALLENGE = re.compile(
    rf"""hexMD5\(\s{{0,9}}["']{_BYTES}["'][^"']{{1,200}}["']{_BYTES}["']"""
)

# The servlet's own texts. Those of people who changed them are not known, so that
# nothing may depend on finding one.
_SAID = (
    (
        Complaint.QUOTA,
        re.compile(r"\bhas reached (?:traffic )?limit\b", re.IGNORECASE),
    ),
    (
        Complaint.UNAVAILABLE,
        re.compile(
            r"\bno more sessions are allowed\b|\bsession limit reached\b"
            r"|\bRADIUS server is not responding\b|\balready authorizing\b"
            r"|\bhas reached \w{1,20} limit\b|\bno more free addresses\b|\bservice is shutting down\b",
            re.IGNORECASE,
        ),
    ),
    (Complaint.AUTH, re.compile(r"\binvalid (?:username|password)\b", re.IGNORECASE)),
    (Complaint.OTHER, re.compile(r"\bnot send challenge response\b", re.IGNORECASE)),
)


def reading(answer: Answer, now: datetime) -> Reading:
    """Read the session that a status page shows; `UnexpectedPayload` if it shows none."""
    if not answer.ok:
        raise answer.unexpected("this is no status page")
    if answer.is_html:
        return _page_reading(answer, now)
    if body := answer.json_object():
        return _template_reading(answer, body, now)
    raise answer.unexpected("this is no status page")


def shows_session(answer: Answer) -> bool:
    """Tell whether an answer is the status page of a device that is logged in."""
    if not answer.ok:
        return False
    if answer.is_html:
        return bool(_LABEL.search(_text(answer)))
    return flag(answer.json_object().get("logged_in")) is True


def asks_to_log_in(answer: Answer) -> bool:
    """Tell whether an answer says that the device is not logged in."""
    if answer.location is not None:
        return is_sent_to_login(answer)
    if answer.status in {401, 403}:
        return True
    if not answer.ok or shows_session(answer):
        return False
    if answer.is_html:
        return is_login_page(answer)
    return flag(answer.json_object().get("logged_in")) is False


def is_sent_to_login(answer: Answer) -> bool:
    """Tell whether a redirect names a login page, also one of another host.

    A hotspot sends people to a name of its own, whatever name it was asked by. That
    this device is not logged in is all that is taken from it: nothing follows it there.
    """
    return answer.location is not None and answer.location.path == "/login"


def is_login_page(answer: Answer) -> bool:
    """Tell whether a page has the fields to log in with."""
    return answer.ok and answer.is_html and {"username", "password"} <= fields(answer)


def fields(answer: Answer) -> frozenset[str]:
    """Return which of the servlet's fields and forms a page has."""
    return frozenset(match[1].lower() for match in _FIELD.finditer(answer.text))


def wants_hash(answer: Answer) -> bool:
    """Tell whether a login page wants the password hashed, with a challenge."""
    return "hexMD5(" in answer.text or "sendin" in fields(answer)


def hashed(answer: Answer, password: str) -> str:
    """Answer the challenge of a login page; `UnexpectedPayload` if it has none.

    The page's script hashes the bytes before, the password and the bytes after. What
    people type is sent as UTF-8, as their browsers do.
    """
    found = _CHALLENGE.search(answer.text)
    if found is None:
        raise answer.unexpected("the challenge of the login is not understood")
    before, after = (
        bytes(int(octal, 8) for octal in part.split("\\")[1:])
        for part in found.groups()
    )
    raw = before + password.encode() + after
    # The servlet knows no other function; it guards the password from listeners only.
    return md5(raw, usedforsecurity=False).hexdigest()


def said(answer: Answer) -> Complaint | None:
    """Tell what an answer complains about in the servlet's own words."""
    text = _text(answer)
    return next((about for about, words in _SAID if words.search(text)), None)


def user_of(answer: Answer) -> str | None:
    """Return whose session a template names; a page's greeting is anybody's wording."""
    name = answer.json_object().get("username")
    return name if isinstance(name, str) and name else None


def _page_reading(answer: Answer, now: datetime) -> Reading:
    """Read what the session sent and received, to the digits that are shown."""
    one, one_unit, other, other_unit = _volume(answer)
    up, down = _size(one, one_unit), _size(other, other_unit)
    shown = {"bytes_up": f"{one} {one_unit}", "bytes_down": f"{other} {other_unit}"}
    connected = _CONNECTED.search(_text(answer))
    since = None if connected is None else _since(now, connected[1])
    return _session_reading(answer, now, up, down, since=since, shown=shown)


def _volume(answer: Answer) -> tuple[str, str, str, str]:
    """Find number and unit of both amounts; `UnexpectedPayload`.

    In a translated page they are the only two amounts with a slash between them.
    """
    text = _text(answer)
    if label := _LABEL.search(text):
        start = label.end() + text.startswith(" ", label.end())
        found = _VOLUME.match(text, start)
        pairs = set() if found is None else {found.groups()}
    else:
        pairs = {match.groups() for match in _VOLUME.finditer(text)}
    if len(pairs) != 1:
        raise answer.unexpected("the page does not show what the session used")
    one, one_unit, other, other_unit = pairs.pop()
    return one, one_unit, other, other_unit


def _template_reading(
    answer: Answer, body: Mapping[str, Any], now: datetime
) -> Reading:
    """Read a template of JSON: what is left of the account, or else the session.

    What is left outlives the session. The limit itself is not believed: it may be what
    the account had left when the session began.
    """
    if not _has_limit(body):
        up, down = (amount(body.get(key), 1) for key in ("bytes_in", "bytes_out"))
        since = _since(now, body.get("uptime"))
        return _session_reading(answer, now, up, down, since=since, shown=body)
    remaining = amount(body.get("remain_bytes_total"), 1)
    if remaining is None:
        raise answer.unexpected("what is left is not a number")
    return Reading(
        taken_at=now,
        counter=CounterKind.REMAINING,
        remaining=remaining,
        response_ms=answer.elapsed_ms,
        raw=redact(body, _SHOWN),
    )


def _has_limit(body: Mapping[str, Any]) -> bool:
    """Tell whether a template names what is left; a limit of zero is none."""
    limit = body.get("limit_bytes_total")
    unlimited = limit == _NO_LIMIT or amount(limit, 1) == 0
    return not unlimited and body.get("remain_bytes_total") not in (None, "", _NO_LIMIT)


def _session_reading(
    answer: Answer,
    now: datetime,
    up: int | None,
    down: int | None,
    *,
    since: datetime | None,
    shown: Mapping[str, Any],
) -> Reading:
    """Return what a session used; `UnexpectedPayload` if that can't be believed."""
    if up is None or down is None or up + down > _MAX_BYTES:
        raise answer.unexpected("a counter is missing or wrong")
    return Reading(
        taken_at=now,
        counter=CounterKind.SESSION,
        used=up + down,
        counting_since=since,
        response_ms=answer.elapsed_ms,
        raw=redact(shown, _SHOWN),
    )


def _since(now: datetime, ran: Any) -> datetime | None:
    """Return when a session began that has run for so long, where that is known."""
    span = uptime(ran)
    return None if span is None else now - span


def _size(number: str, unit: str) -> int | None:
    """Return bytes; units are of 1024, however they are written."""
    return amount(number, 1024 ** _UNITS.index(unit[0].upper()))


def _text(answer: Answer) -> str:
    """Return what a reader of the page sees, with single spaces."""
    return " ".join(_NOT_TEXT.sub(" ", answer.text).split())
