"""One answer of a router: read whole, bounded, and not yet believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
import json
import re
from typing import Any

from yarl import URL

from .provider import UnexpectedPayload
from .redact import redact, skeleton

# The longest whole number that is worth having exactly; a longer one is absurd, and
# Python refuses to parse one of thousands of digits at all.
_MAX_DIGITS = 40
_NOT_JSON = object()
# What names a page or a kind of content; with more digits, it may name somebody.
_SEGMENT = re.compile(r"[A-Za-z_.-]{0,40}[0-9]{0,2}", re.ASCII)
_MEDIA_TYPE = re.compile(r"[A-Za-z]{1,20}/[A-Za-z.+-]{1,40}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Status, headers and body of one exchange; `elapsed_ms` counts to the last byte.

    The representation leaves out headers and body, which may hold a session. Without
    slots, so that the body is parsed once however often it is looked at.
    """

    status: int
    url: URL
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    elapsed_ms: int = 0

    @property
    def ok(self) -> bool:
        """Whether the status is a success."""
        return 200 <= self.status < 300

    @cached_property
    def text(self) -> str:
        """The body as text; every byte sequence is one, whatever it claims to be."""
        try:
            return self.body.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.body.decode("latin-1")

    @property
    def is_html(self) -> bool:
        """Whether the body is markup: the declared type is often wrong."""
        return self.text.lstrip().startswith("<")

    @property
    def location(self) -> URL | None:
        """Where a redirect points, absolute; `None` where the answer is none."""
        target = self.headers.get("Location")
        if not 300 <= self.status < 400 or target is None:
            return None
        try:
            return self.url.join(URL(target))
        except ValueError:
            return None

    @property
    def redirects_elsewhere(self) -> bool:
        """Whether it redirects to another scheme, host or port."""
        location = self.location
        return location is not None and _place(location) != _place(self.url)

    @property
    def sample(self) -> str:
        """A JSON object that a test can load this answer from, with all values masked.

        A `body` that is a string is text, anything else was JSON.
        """
        return json.dumps(
            {
                "path": "/".join(map(_segment, self.url.path.split("/"))),
                "status": self.status,
                "content_type": _media_type(self.headers.get("Content-Type", "")),
                "body": self._masked_body,
            },
            ensure_ascii=False,
        )

    @property
    def _masked_body(self) -> Any:
        if self._parsed is _NOT_JSON:
            return skeleton(self.text)
        body = redact(self._parsed)
        return json.dumps(body) if isinstance(body, str) else body

    @cached_property
    def _parsed(self) -> Any:
        try:
            return json.loads(self.text, parse_int=_integer)
        except ValueError, RecursionError:
            return _NOT_JSON

    def json(self) -> Any:
        """Parse the body, whatever its declared type; `UnexpectedPayload` if it is none.

        Numbers may still be anything, `NaN` included.
        """
        if self._parsed is _NOT_JSON:
            what = "not JSON" if self.body else "empty"
            raise UnexpectedPayload(
                f"{self.url.path} answered {self.status} with a body that is {what}",
                sample=self.sample,
            )
        return self._parsed

    def json_object(self) -> dict[str, Any]:
        """Parse the body if it is a JSON object, else give an empty one."""
        return self._parsed if isinstance(self._parsed, dict) else {}

    def unexpected(self, why: str) -> UnexpectedPayload:
        """Make the error that says what is wrong with this answer."""
        return UnexpectedPayload(
            f"{self.url.path} answered {self.status}: {why}", sample=self.sample
        )


def _segment(text: str) -> str:
    return text if _SEGMENT.fullmatch(text) else skeleton(text)


def _media_type(header: str) -> str | None:
    declared = header.partition(";")[0].strip()
    return declared if _MEDIA_TYPE.fullmatch(declared) else None


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MAX_DIGITS else float(digits)


def _place(url: URL) -> tuple[str, str | None, int | None]:
    return url.scheme, url.host, url.port
