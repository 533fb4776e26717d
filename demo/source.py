"""What the demo reads: a source, how it is entered, and what Taara can know from it.

A source tells what it can. What it does not tell is entered by hand, and a figure that
only repeats what was entered is nothing to compare a router with.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Final

from custom_components.taara.model import Reading

from .clock import Clock
from .counter import TIB, Counter, Mark
from .plan import Monthly, Rebought
from .scene import WEEKS, Scene
from .simulator import SimulatedRouter

type Answers = dict[str, Mapping[str, Any]]
"""What is typed into each step of the config flow."""

MB: Final = 2**20


class Told(StrEnum):
    """Who tells a figure of the plan, and how well."""

    EXACTLY = "exactly"
    TO_A_MINUTE = "to a minute"
    TO_A_DAY = "to a day"
    BY_HAND = "entered by hand: this source does not tell it"


class Source(ABC):
    """A router of a dialect, and what Taara can know from it."""

    about: ClassVar[str]
    """What it is, in a few words."""
    choice: ClassVar[str] = "router"
    """Where it is in the menu that the config flow begins with."""
    manner: ClassVar[Mapping[str, Any]] = {}
    """What the router does otherwise than usual."""
    granted: ClassVar[int] = TIB
    """The allowance in bytes."""
    step: ClassVar[int] = MB
    """What its figures are rounded to, in bytes."""
    tells: ClassVar[tuple[str, ...]] = ("data_used", "data_remaining")
    """Which of these it tells; the other is reckoned with the allowance."""
    allowance: ClassVar[Told] = Told.EXACTLY
    cycle_end: ClassVar[Told] = Told.EXACTLY

    def __init__(self, dialect: str) -> None:
        """Speak a dialect."""
        self.dialect = dialect

    def plan(self, scene: Scene) -> Monthly | Rebought:
        """Return when the allowance is granted anew."""
        return scene.monthly

    def counts_from(self, scene: Scene) -> datetime | None:
        """Return when the device began to count what it does not keep; None: whenever."""
        return None

    def router(self, scene: Scene, clock: Clock | None = None) -> SimulatedRouter:
        """Return the router, on another clock than the real one if there is one."""
        return SimulatedRouter(
            clock=clock,
            dialect=self.dialect,
            port=scene.router_port,
            plan=self.plan(scene),
            allowance=self.granted,
            booted=self.counts_from(scene),
            weeks_of_history=WEEKS,
            manner=dict(self.manner),
        )

    def configuration(self, scene: Scene) -> str:
        """Return what Home Assistant's own configuration has for it, as YAML."""
        return ""

    def answers(self, router: SimulatedRouter, scene: Scene) -> Answers:
        """Return what a person types into the config flow."""
        account = router.account
        return {
            "router": {"host": router.url},
            "account": {"username": account.username, "password": account.password},
            "plan": {},
            "cycle": {"cycle": "monthly", "reset_day": scene.reset_day},
        }

    @abstractmethod
    def told(self, last: Reading, counter: Counter, booted: Mark) -> dict[str, Any]:
        """Return what of a reading was other when a counter was as it is.

        `last` is the one that the router did answer, `booted` when the past begins.
        """
