"""Work in a config flow that may take long: a quick answer, or a sign of progress."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult

# Most routers answer faster than a person reads: those show no progress at all.
QUICK = 1.5


class ProgressFlow(ConfigFlow):
    """A flow with one piece of work at a time.

    A form's step calls `_begin` and goes to the work's own step, which asks
    `_progress` what to show and, once that is nothing, goes on by `_go`.
    """

    _work: asyncio.Task[str] | None = None
    _shown = False

    def _begin(self, work: Coroutine[Any, Any, str]) -> None:
        """Start work that returns the name of the step to go on with."""
        self._shown = False
        self._work = self.hass.async_create_task(work, "taara config flow")

    async def _progress(self, step_id: str) -> ConfigFlowResult:
        """Show that the work goes on, or go where it leads."""
        if TYPE_CHECKING:
            assert self._work is not None
        if not self._shown:
            await asyncio.wait({self._work}, timeout=QUICK)
        if self._work.done():
            return await self._go(self._work.result())
        self._shown = True
        return self.async_show_progress(
            step_id=step_id, progress_action=step_id, progress_task=self._work
        )

    async def _go(self, step: str) -> ConfigFlowResult:
        """Go on with a step; shown progress has to be ended first."""
        if self._shown:
            return self.async_show_progress_done(next_step_id=step)
        following: ConfigFlowResult = await getattr(self, f"async_step_{step}")()
        return following
