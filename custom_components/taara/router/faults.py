"""What an answer complains about, in status or in words."""

from collections.abc import Mapping
from enum import StrEnum
import re
from typing import Any

from .answer import Answer
from .provider import RateLimited, RouterUnavailable, UsedUp
from .values import retry_after

_LOGIN_MARKER = re.compile(
    r"""type\s*=\s*["']?password|log[\s_-]?in\b|sign[\s_-]?in\b|password""",
    re.IGNORECASE,
)
_LOOKED_THROUGH = 64 * 1024
# Of a refusal; the first are MikroTik's words, which portals hand on.
_USED_UP = re.compile(
    r"\bhas reached (?:traffic )?limit\b"
    r"|\b(?:quota|allowance) (?:is |has been )?(?:reached|exceeded|used up)\b",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(r"log-?in|sign-?in|auth", re.IGNORECASE)


class Complaint(StrEnum):
    """What a router's `error_code` is about."""

    AUTH = "auth"
    RATE = "rate"
    QUOTA = "quota"
    """The allowance is used up, which no login mends."""
    UNAVAILABLE = "unavailable"
    OTHER = "other"


_SUCCESS = {"success", "ok"}
_FAILURE = {"error", "fail", "failed"}
_CODES = (
    (Complaint.RATE, re.compile(r"RATE|TOO_?MANY|THROTTL")),
    (Complaint.QUOTA, re.compile(r"QUOTA|TRAFFIC|ALLOWANCE")),
    (
        Complaint.AUTH,
        re.compile(r"AUTH|CREDENTIAL|SESSION|LOGIN|TOKEN|PASSWORD|FORBIDDEN|DENIED"),
    ),
    (
        Complaint.UNAVAILABLE,
        re.compile(r"MAINTENANCE|UNAVAILABLE|INTERNAL|SERVER|BUSY"),
    ),
)


def complaint(body: Mapping[str, Any]) -> Complaint | None:
    """Tell what a body with `status: error`, or with nothing but a code, is about."""
    code, status = body.get("error_code"), str(body.get("status", "")).lower()
    if status not in _FAILURE and (not code or status in _SUCCESS):
        return None
    for kind, pattern in _CODES:
        if pattern.search(str(code).upper()):
            return kind
    return Complaint.RATE if "retry_after" in body else Complaint.OTHER


def raise_for_fault(answer: Answer) -> None:
    """Raise what every provider understands alike: too many requests, and no service."""
    body = answer.json_object()
    kind = complaint(body)
    wait = retry_after(answer.headers, body)
    said = f"{answer.url.path} answered {answer.status}"
    if answer.status == 429 or (answer.ok and kind is Complaint.RATE):
        raise RateLimited(f"{said}: too many requests", retry_after=wait)
    if is_used_up(answer):
        raise UsedUp(f"{said}: the allowance is used up", retry_after=wait)
    if (answer.status >= 500 and answer.status != 501) or (
        answer.ok and kind is Complaint.UNAVAILABLE
    ):
        raise RouterUnavailable(f"{said}: no service now", retry_after=wait)


def is_used_up(answer: Answer) -> bool:
    """Tell that the allowance is gone, which no login mends: by a code, or in words."""
    if complaint(answer.json_object()) is Complaint.QUOTA:
        return True
    refused = answer.status in {401, 403}
    return refused and bool(_USED_UP.search(answer.text, 0, _LOOKED_THROUGH))


def wants_login(answer: Answer) -> bool:
    """Tell whether the router says "not you, not now": the session lapsed, or none is.

    It comes as 401 or 403, as a redirect to a login page of the same host, as such a
    page with status 200, and as an error in JSON with status 200.
    """
    if answer.status in {401, 403}:
        return not is_used_up(answer)
    if answer.location is not None:
        return leads_to_login(answer)
    if not answer.ok:
        return False
    if answer.is_html:
        return bool(_LOGIN_MARKER.search(answer.text, 0, _LOOKED_THROUGH))
    return complaint(answer.json_object()) is Complaint.AUTH


def leads_to_login(answer: Answer) -> bool:
    """Tell whether a redirect points to a login page of the same host, on any port."""
    location = answer.location
    return (
        location is not None
        and location.host == answer.url.host
        and bool(_LOGIN_PATH.search(location.path))
    )
