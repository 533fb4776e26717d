"""Work in a config flow that may take long: a quick answer, or a sign of progress."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult

# Most routers answer faster than a person reads: those show no progress at all.
QUICK = 1.5


class ProgressFlow(ConfigFlow):
    """A flow with one piece of work at a time.

    A form's step returns what `_work_on` does, and names the step that shows the work
    going on; that one returns what `_progress` does.
    """

    _work: asyncio.Task[str] | None = None
    _waiting: asyncio.Task[Any] | None = None

    async def _work_on(
        self, work: Coroutine[Any, Any, str], step_id: str
    ) -> ConfigFlowResult:
        """Do work that returns the name of the step to go on with."""
        self._work = self.hass.async_create_task(work, "taara config flow")
        self._waiting = None
        await asyncio.wait({self._work}, timeout=QUICK)
        return await self._progress(step_id)

    async def _progress(self, step_id: str) -> ConfigFlowResult:
        """Show that the work goes on, or go where it leads."""
        if TYPE_CHECKING:
            assert self._work is not None
        if not self._work.done():
            if self._waiting is None:
                # Who gives the flow up ends the waiting, but not the work: what the
                # source answers is kept, so that the next flow need not ask again.
                waiting = asyncio.wait({self._work})
                self._waiting = self.hass.async_create_task(waiting)
            return self.async_show_progress(
                step_id=step_id, progress_action=step_id, progress_task=self._waiting
            )
        if self._waiting is not None:
            return self.async_show_progress_done(next_step_id="worked")
        return await self.async_step_worked()

    async def async_step_worked(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Go on; what was sent while the progress was shown is meant for no form."""
        if TYPE_CHECKING:
            assert self._work is not None
        step = getattr(self, f"async_step_{self._work.result()}")
        following: ConfigFlowResult = await step()
        return following
