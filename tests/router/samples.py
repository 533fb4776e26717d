"""Answers from files: the samples that people save, and the fixtures made like them."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any

from aiohttp import web
from yarl import URL

from custom_components.taara.router.answer import Answer

from .replies import always
from .server import Handler, serving

FOLDER = Path(__file__).parent / "fixtures"
GOOD = "good"
NOT_UNDERSTOOD = {"error": "unexpected_payload"}


def load(file: Path) -> Answer:
    """Return the answer that a saved sample was made of, its values masked."""
    return _answer(json.loads(file.read_text(encoding="utf-8")))


def replay(answer: Answer) -> Handler:
    """Make a reply of an answer."""
    return always(body=answer.body, status=answer.status, headers=dict(answer.headers))


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One answer of a device; without a `method`, to any request for its path."""

    method: str | None = None
    answer: Answer

    @property
    def path(self) -> str:
        """What it is the answer to."""
        return self.answer.url.path

    def answers(self, method: str, path: str) -> bool:
        """Tell whether a request gets this answer."""
        return self.path == path and self.method in {None, method}


@dataclass(frozen=True, kw_only=True)
class Fixture:
    """What a device answers, and what a poll of it comes to.

    `expected` is all that the reading knows, or the key of the `error`; `found` whether
    discovery recognises the device by these answers.
    """

    account: Mapping[str, str]
    exchanges: Sequence[Exchange]
    expected: Mapping[str, Any]
    found: bool = False


def fixture(file: Path) -> Fixture:
    """Load a fixture, or a saved sample: an answer that was not understood.

    A file need only tell what is otherwise than in its folder's `good.json`.
    """
    told = json.loads(file.read_text(encoding="utf-8"))
    exchanges = [
        Exchange(method=one.get("method"), answer=_answer(one))
        for one in told.get("exchanges", [told])
    ]
    account = told.get("account", {})
    if file.stem != GOOD:
        good = fixture(file.with_stem(GOOD))
        account = {**good.account, **account}
        exchanges += [one for one in good.exchanges if not _is_among(one, exchanges)]
    return Fixture(
        account=account,
        exchanges=exchanges,
        expected=told.get("expected", NOT_UNDERSTOOD),
        found=told.get("found", False),
    )


def _is_among(one: Exchange, others: Sequence[Exchange]) -> bool:
    return any(
        other.path == one.path and other.method in {None, one.method}
        for other in others
    )


def _answer(told: Mapping[str, Any]) -> Answer:
    """Make an answer of what a file tells: a text as it is, anything else as JSON."""
    body = told.get("body", "")
    text = body if isinstance(body, str) else json.dumps(body)
    headers = dict(told.get("headers", {}))
    if kind := told.get("content_type"):
        headers["Content-Type"] = kind
    return Answer(
        status=told.get("status", 200),
        url=URL("http://192.168.88.1").with_path(told["path"]),
        headers=headers,
        body=text.encode(),
    )


@dataclass(kw_only=True)
class Device:
    """A device that answers as a fixture says, and 404 to all else.

    Of several answers to one question the first comes first, and the last stays.
    """

    exchanges: Sequence[Exchange]
    requests: list[str] = field(default_factory=list)
    url: URL = URL()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        asked = f"{request.method} {request.path}"
        before = self.requests.count(asked)
        self.requests.append(asked)
        answers = [
            one.answer
            for one in self.exchanges
            if one.answers(request.method, request.path)
        ]
        if not answers:
            return web.Response(status=404)
        return await replay(answers[min(before, len(answers) - 1)])(request)


def answering(fixture: Fixture) -> AbstractAsyncContextManager[Device]:
    """Run a fixture's device."""
    return serving(Device(exchanges=fixture.exchanges))
