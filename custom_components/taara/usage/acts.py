"""What people do about the figures: done once, and remembered."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..model import Act
from .household import Household

type Answer = Mapping[str, Any]
type Deed = Callable[[Household], tuple[Household, Answer]]

# As many acts are told from new ones.
ACTS_KEPT = 50


def once(
    household: Household, action: str, key: str | None, now: datetime, deed: Deed
) -> tuple[Household, Answer]:
    """Return the household after a deed, and its answer.

    With the key of a deed that was done before, nothing is done and the answer is that
    of then. Raises what the deed raises; such a key is free again.
    """
    for act in household.acts if key is not None else ():
        if (act.action, act.key) == (action, key):
            return household, act.answer
    following, answer = deed(household)
    if key is None:
        return following, answer
    act = Act(action=action, key=key, at=now, answer=answer)
    acts = (*following.acts, act)[-ACTS_KEPT:]
    return replace(following, acts=acts), answer
