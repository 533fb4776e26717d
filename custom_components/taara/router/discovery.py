"""Which dialect a host speaks: one pass of harmless questions, no credentials."""

import asyncio
from dataclasses import dataclass

from . import PROVIDERS
from .answer import Answer
from .faults import wants_login
from .provider import (
    CannotConnect,
    Evidence,
    Question,
    RouterError,
    RouterTimeout,
    UnexpectedPayload,
)
from .session import RouterSession

_SECONDS = 15.0
_STEPS = (Question(path="/status"), Question(path="/login"))
# Asked last, only with leave and where all else told nothing: it is a usage request.
_USAGE_STEP = Question(path="/usage")


@dataclass(frozen=True, kw_only=True, slots=True)
class Discovery:
    """The dialect that was found, or `None`, and every reason that spoke for one.

    `refused` says that usage was asked for and not given: whoever signs in may ask again.
    """

    provider: str | None = None
    evidence: tuple[Evidence, ...] = ()
    refused: bool = False

    @property
    def reason(self) -> str | None:
        """The reason that speaks for what was found: the one that is sure, else the last."""
        spoke = [one for one in self.evidence if one.provider == self.provider]
        spoke.sort(key=lambda one: one.sure)
        return spoke[-1].reason if spoke else None

    @property
    def hints(self) -> dict[str, str]:
        """What was found out on the way about the account."""
        found: dict[str, str] = {}
        for one in self.evidence:
            if one.provider == self.provider:
                found |= one.hints
        return found


async def discover(
    session: RouterSession, *, usage_allowed: bool = False, seconds: float = _SECONDS
) -> Discovery:
    """Ask a host who it is, for `seconds` at most.

    Every provider judges every answer. The first that is sure ends the pass; of the
    unsure the last counts, because later questions look closer. Raises `CannotConnect`
    or `RouterTimeout` where nothing answers at all.
    """
    found: list[Evidence] = []
    answered = refused = False
    fault: RouterError = RouterTimeout(f"no answer in {seconds:g} seconds")
    try:
        async with asyncio.timeout(seconds):
            for step in _steps():
                usage = step is _USAGE_STEP
                if usage and (found or not usage_allowed or not answered):
                    break
                try:
                    answer = await session.request(
                        "GET", step.path, accept=step.accept, usage=usage
                    )
                except UnexpectedPayload:
                    answered = True
                except RouterTimeout as err:
                    fault = err
                except CannotConnect as err:
                    fault = err
                    if not err.left:
                        break
                else:
                    answered = True
                    found += _judged(step.path, answer)
                    refused = usage and (wants_login(answer) or not found)
                    if any(evidence.sure for evidence in found):
                        break
    except TimeoutError:
        pass
    if not answered:
        raise fault
    return Discovery(provider=_chosen(found), evidence=tuple(found), refused=refused)


def _steps() -> tuple[Question, ...]:
    """Return what is asked of every host, then what each provider wants to know."""
    own = (provider.question for provider in PROVIDERS.values())
    return (*_STEPS, *(step for step in own if step is not None), _USAGE_STEP)


def _judged(path: str, answer: Answer) -> list[Evidence]:
    """Let every provider judge an answer."""
    judged = (provider.recognise(path, answer) for provider in PROVIDERS.values())
    return [evidence for evidence in judged if evidence is not None]


def _chosen(found: list[Evidence]) -> str | None:
    """Take what is sure, else what was seen last."""
    sure = [evidence for evidence in found if evidence.sure]
    if sure:
        return sure[0].provider
    return found[-1].provider if found else None
