"""A config flow, walked as a person does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from pytest_homeassistant_custom_component.common import (
    get_schema_suggested_value,
    start_reauth_flow,
)

from custom_components.taara.const import DOMAIN
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowContext,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, section

from .common import ACCOUNT
from .texts import require_texts

PLAN = {
    "allowance": 1,
    "allowance_unit": "TiB",
    "unlimited": False,
    "after_allowance": "stops",
}
CYCLE = {"cycle": "monthly", "reset_day": 10}


@dataclass
class Flow:
    """A flow and what it shows; a progress is waited for."""

    hass: HomeAssistant
    result: ConfigFlowResult

    @classmethod
    async def begin(cls, hass: HomeAssistant, source: str = "router") -> Self:
        """Add Taara and choose a source from the menu."""
        result = await hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )
        assert result["type"] is FlowResultType.MENU
        flow = cls(hass, result)
        await flow.choose(source)
        return flow

    @classmethod
    async def reauth(cls, hass: HomeAssistant, entry: ConfigEntry) -> Self:
        """Sign in again."""
        return cls(hass, await start_reauth_flow(hass, entry))

    @classmethod
    async def reconfigure(cls, hass: HomeAssistant, entry: ConfigEntry) -> Self:
        """Change what an entry was told."""
        context = ConfigFlowContext(source=SOURCE_RECONFIGURE, entry_id=entry.entry_id)
        result = await hass.config_entries.flow.async_init(DOMAIN, context=context)
        return cls(hass, result)

    @classmethod
    async def at_account(cls, hass: HomeAssistant, router: SimulatedRouter) -> Self:
        """Go on to the step that asks for the account."""
        flow = await cls.begin(hass)
        await flow.enter(host=router.url)
        assert flow.step == "account"
        return flow

    @classmethod
    async def at_plan(cls, hass: HomeAssistant, router: SimulatedRouter) -> Self:
        """Go on to the step that asks for the plan."""
        flow = await cls.at_account(hass, router)
        await flow.enter(**ACCOUNT)
        assert flow.step == "plan"
        return flow

    @classmethod
    async def at_cycle(
        cls, hass: HomeAssistant, router: SimulatedRouter, **plan: Any
    ) -> Self:
        """Go on to the step that asks for the cycle."""
        flow = await cls.at_plan(hass, router)
        await flow.enter(**PLAN | plan)
        assert flow.step == "cycle"
        return flow

    async def choose(self, option: str) -> None:
        """Choose from a menu."""
        await self.enter(next_step_id=option)

    async def enter(self, **typed: Any) -> None:
        """Submit a form."""
        await self.send(typed)
        while self.result["type"] is FlowResultType.SHOW_PROGRESS:
            await self.hass.async_block_till_done()
            await self.send(None)

    async def send(self, typed: dict[str, Any] | None) -> None:
        """Send something and take what comes first, be it a progress."""
        self.result = await self.hass.config_entries.flow.async_configure(
            self.id, typed
        )
        require_texts(self.result)

    def __post_init__(self) -> None:
        """Look at the first texts, too."""
        require_texts(self.result)

    @property
    def id(self) -> str:
        """The flow's id."""
        return self.result["flow_id"]

    @property
    def step(self) -> str:
        """The form that is shown."""
        assert self.result["type"] is FlowResultType.FORM, self.result
        return self.result["step_id"]

    @property
    def errors(self) -> dict[str, str] | None:
        """What is wrong with what was typed, by field."""
        return self.result["errors"]

    @property
    def abort_reason(self) -> str:
        """Why the flow ended."""
        assert self.result["type"] is FlowResultType.ABORT, self.result
        return self.result["reason"]

    @property
    def told(self) -> Mapping[str, str]:
        """What the gaps in the form's texts are filled with."""
        return self.result["description_placeholders"] or {}

    @property
    def schema(self) -> Any:
        """What the form accepts."""
        return self.result["data_schema"]

    @property
    def fields(self) -> list[str]:
        """The fields of the form."""
        return [str(field) for field in self.schema.schema]

    def suggested(self, field: str) -> Any:
        """Return what a field is filled in with; of a section, its fields."""
        kind = self.schema.schema.get(field)
        if not isinstance(kind, section):
            return get_schema_suggested_value(self.schema.schema, field)
        inside = kind.schema.schema
        filled = {
            str(name): get_schema_suggested_value(inside, name) for name in inside
        }
        return {name: value for name, value in filled.items() if value is not None}

    def give_up(self) -> None:
        """Close the dialogue."""
        self.hass.config_entries.flow.async_abort(self.id)

    async def finish(self, router: SimulatedRouter) -> ConfigEntry:
        """Enter what is right into every form that comes, and return the new entry."""
        right: dict[str, dict[str, Any]] = {
            "router": {"host": router.url},
            "provider": {"provider": "local"},
            "account": ACCOUNT,
            "plan": PLAN,
            "cycle": CYCLE,
        }
        while self.result["type"] is FlowResultType.FORM:
            step = self.step
            await self.enter(**right.pop(step))
        assert self.result["type"] is FlowResultType.CREATE_ENTRY, self.result
        await self.hass.async_block_till_done(wait_background_tasks=True)
        entry = self.result["result"]
        assert entry.state is ConfigEntryState.LOADED
        return entry
