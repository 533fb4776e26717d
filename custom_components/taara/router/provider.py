"""What every source of readings promises, and every way in which it can fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from ..model import Reading
    from .answer import Answer
    from .session import RouterSession


class RouterError(Exception):
    """A router could not be read.

    `key` is the contract's name of the error, which texts are found by. `detail` is
    English, for logs and diagnostics, and never holds what a router or a person wrote.
    """

    key: ClassVar[str] = "unknown"

    def __init__(self, detail: str) -> None:
        """Say what happened."""
        super().__init__(detail)
        self.detail = detail


class CannotConnect(RouterError):
    """No answer came; `left` tells whether the request may have arrived."""

    key = "cannot_connect"

    def __init__(self, detail: str, *, left: bool = False) -> None:
        """Say what happened, and whether the router may know of it."""
        super().__init__(detail)
        self.left = left


class RouterUnavailable(CannotConnect):
    """The router answered that it cannot serve now (5xx, maintenance).

    `retry_after` is in seconds, where the router named a time.
    """

    def __init__(self, detail: str, *, retry_after: float | None = None) -> None:
        """Say why, and for how long."""
        super().__init__(detail, left=True)
        self.retry_after = retry_after


class UsedUp(RouterUnavailable):
    """The router lets nobody in, because the allowance is used up."""

    key = "used_up"


class RouterTimeout(RouterError):
    """The request was sent, and the answer did not come in time."""

    key = "timeout"


class InvalidAuth(RouterError):
    """The router does not accept the credentials."""

    key = "invalid_auth"


class UnexpectedPayload(RouterError):
    """The answer is not one that this client understands.

    `sample` shows it with the values masked, where there was one: `Answer.sample`.
    """

    key = "unexpected_payload"

    def __init__(self, detail: str, *, sample: str | None = None) -> None:
        """Say what was not understood."""
        super().__init__(detail)
        self.sample = sample


class RateLimited(RouterError):
    """The router asks for fewer requests; `retry_after` is in seconds."""

    key = "rate_limited"

    def __init__(self, detail: str, *, retry_after: float | None = None) -> None:
        """Say for how long."""
        super().__init__(detail)
        self.retry_after = retry_after


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One reason to believe that a host speaks a provider's dialect.

    `reason` is a key for translation; `hints` are facts found on the way that the
    account step can fill in. Discovery stops at evidence that is `sure`.
    """

    provider: str
    path: str
    reason: str
    sure: bool = True
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What discovery asks a host: a harmless page, never usage, without credentials."""

    path: str
    accept: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountField:
    """One thing to know of an account, asked for by the field's name.

    No form shows a `secret` again. An `optional` one may stay empty. All that is not
    secret tells this account from another, unless it does not `identify` it. What is
    `offered` is chosen from what the source has, once it is known who asks.
    """

    name: str
    secret: bool = False
    optional: bool = False
    identifies: bool = True
    offered: bool = False


USERNAME = AccountField(name="username")
PASSWORD = AccountField(name="password", secret=True, identifies=False)


class UsageProvider(Protocol):
    """One dialect: how to sign in to a source and how to read it."""

    name: ClassVar[str]
    account_fields: ClassVar[tuple[AccountField, ...]]
    """What has to be known of the account, in the order of the form."""
    usual_allowance: ClassVar[int | None] = None
    """Bytes that its plans usually grant, where there is such a thing."""
    question: ClassVar[Question | None] = None
    """What tells it best, where `/status` and `/login`, asked of all, do not."""

    def __init__(self, session: RouterSession, account: Mapping[str, str]) -> None:
        """Speak through `session`, as `account`."""

    async def sign_in(self) -> None:
        """Prove the credentials without a usage request; any `RouterError`."""

    async def offers(self) -> tuple[str, ...]:
        """Return what may be chosen from, `kind:name` each; any `RouterError`.

        Only asked where a field is `offered`, and never a usage request.
        """
        return ()

    async def read(self) -> Reading:
        """Make one poll; any `RouterError`.

        It costs at most one usage request, and one repeat after a challenge.
        """

    @classmethod
    def recognise(cls, path: str, answer: Answer) -> Evidence | None:
        """Judge one answer that discovery got without credentials."""
