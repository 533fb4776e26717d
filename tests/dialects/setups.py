"""How a household of each kind is set up by the flow, and what is known of it then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pytest_homeassistant_custom_component.common import get_schema_suggested_value

from custom_components.taara.model import CounterKind
from demo.accounts import SUBSCRIBER
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, section
from tests.flow import Flow

TB = 10**12
PLAN = {
    "allowance": 1,
    "allowance_unit": "TB",
    "unlimited": False,
    "after_allowance": "stops",
}
MONTHLY = {"cycle": "monthly", "reset_day": 1}
AS_TOLD = {"cycle": "provider"}

IDS = {"partner_id": "100000001", "hotspot_id": "200000002"}
SHARE_LOGIN = "POST /v1/users/subscriber/login"
SHARE_BUNDLE = "GET /v1/customers/get-customer-bundle"
HOTSPOT_LOGIN = ("GET /status", "GET /login", "POST /login", "GET /status")
RESOURCE = "GET /rest/system/resource"
MENUS = ("ip/hotspot/user", "user-manager/user", "interface")
LOOK = ("GET /status", "GET /login", "GET /api", RESOURCE)


@dataclass(frozen=True, kw_only=True)
class Setup:
    """One kind of source, and how a person answers the flow's questions about it.

    `speaks` and `manner` are the simulated router's. `account` is what is entered of
    one, `secret` the field of it that no form shows again. `choice` is what is chosen
    of the counters that the source offers. `asks` is all that set-up asks the source,
    `polls` what a poll asks later, its one usage request being `usage`.
    """

    name: str
    provider: str
    speaks: str
    counter: CounterKind
    usage: str
    asks: tuple[str, ...]
    polls: tuple[str, ...]
    found: str = ""
    account: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""
    choice: str = ""
    manner: Mapping[str, Any] = field(default_factory=dict)
    cycle: Mapping[str, Any] = field(default_factory=lambda: MONTHLY)

    @property
    def is_share(self) -> bool:
        """Whether it is the provider's own service, which the menu leads to."""
        return self.provider == "taara_share"

    def typed(self, router: SimulatedRouter, **other: str) -> dict[str, Any]:
        """Return what is entered of the account, with something else in places."""
        account: dict[str, Any] = {**self.account, **other}
        if self.is_share:
            account["advanced"] = {**IDS, "base_url": router.url}
        return account

    async def begun(self, hass: HomeAssistant, router: SimulatedRouter) -> Flow:
        """Go to the form that asks for the account."""
        if self.is_share:
            flow = await Flow.begin(hass, "taara_share")
        else:
            flow = await Flow.begin(hass)
            await flow.enter(host=router.url)
        assert flow.step == ("taara_share" if self.is_share else "account"), flow.errors
        return flow

    async def sign_in(self, flow: Flow, router: SimulatedRouter) -> None:
        """Enter the account, and choose what counts where there is a choice."""
        await flow.enter(**self.typed(router))
        if self.choice:
            assert flow.step == "account", flow.errors
            assert flow.errors == {}
            # Nothing that was typed is lost, and nothing has to be typed twice.
            shown = {name: flow.suggested(name) for name in self.account}
            assert shown == self.account
            await flow.enter(username=shown["username"], counter=self.choice)

    async def set_up(self, hass: HomeAssistant, router: SimulatedRouter) -> ConfigEntry:
        """Walk the whole way, from the menu to a household that shows its figures."""
        flow = await self.begun(hass, router)
        await self.sign_in(flow, router)
        return await self.finish(flow)

    async def finish(self, flow: Flow) -> ConfigEntry:
        """Enter plan and cycle, and wait for the household."""
        assert flow.step == "plan", flow.errors
        await flow.enter(**PLAN)
        assert flow.step == "cycle", flow.errors
        await flow.enter(**self.cycle)
        assert flow.result["type"] is FlowResultType.CREATE_ENTRY, flow.result
        await flow.hass.async_block_till_done(wait_background_tasks=True)
        entry = flow.result["result"]
        assert entry.state is ConfigEntryState.LOADED
        return entry


def shown(flow: Flow) -> dict[str, Any]:
    """Return what every field of a form is filled in with, a section's too."""
    found: dict[str, Any] = {}
    for name, kind in flow.schema.schema.items():
        if isinstance(kind, section):
            fields = kind.schema.schema
            inside = {
                str(f): get_schema_suggested_value(fields, str(f)) for f in fields
            }
            found[str(name)] = inside
        else:
            found[str(name)] = flow.suggested(str(name))
    return found


def _share(name: str, **manner: Any) -> Setup:
    return Setup(
        name=name,
        provider="taara_share",
        speaks="taara_share",
        counter=CounterKind.REMAINING,
        usage="/v1/customers/get-customer-bundle",
        asks=(SHARE_LOGIN, SHARE_BUNDLE),
        polls=(SHARE_BUNDLE,),
        account={"phone_number": "+254700000000", "passcode": "135790"},
        secret="passcode",
        manner=manner,
        cycle=AS_TOLD,
    )


def _hotspot(name: str, counter: CounterKind, found: str, **manner: Any) -> Setup:
    look = LOOK[:1] if found == "hotspot_status" else LOOK[:2]
    return Setup(
        name=name,
        provider="mikrotik_hotspot",
        speaks="mikrotik_hotspot",
        counter=counter,
        usage="/status",
        asks=(*look, *HOTSPOT_LOGIN),
        polls=("GET /status",),
        found=found,
        account={"username": SUBSCRIBER.username, "password": SUBSCRIBER.password},
        secret="password",
        manner=manner,
    )


def _routeros(
    name: str, counter: CounterKind, choice: str, *polls: str, **manner: Any
) -> Setup:
    menus = tuple(f"GET /rest/{menu}" for menu in MENUS)
    kind = choice.partition(":")[0]
    usage = "POST /rest/user-manager/user/monitor"
    if kind != "user_manager":
        usage = polls[0]
    return Setup(
        name=name,
        provider="routeros",
        speaks="routeros",
        counter=counter,
        usage=usage.partition(" ")[2],
        asks=(*LOOK, RESOURCE, *menus, *polls),
        polls=polls,
        found="routeros_rest",
        account={"username": "monitor", "password": "made-up"},
        secret="password",
        choice=choice,
        manner=manner,
    )


SETUPS = (
    _share("taara_share"),
    _hotspot("hotspot page", CounterKind.SESSION, "hotspot_chap"),
    _hotspot("hotspot template", CounterKind.REMAINING, "hotspot_status", page="json"),
    Setup(
        name="capport",
        provider="capport",
        speaks="capport",
        counter=CounterKind.REMAINING,
        usage="/api",
        asks=(*LOOK[:3], "GET /api"),
        polls=("GET /api",),
        found="capport_api",
        cycle=AS_TOLD,
    ),
    _routeros(
        "routeros hotspot user",
        CounterKind.USED,
        "hotspot:household",
        "GET /rest/ip/hotspot/user",
        "GET /rest/ip/hotspot/active",
    ),
    _routeros(
        "routeros user manager",
        CounterKind.CUMULATIVE,
        "user_manager:household",
        "GET /rest/user-manager/user",
        "POST /rest/user-manager/user/monitor",
        lifetime_totals=True,
    ),
    _routeros(
        "routeros interface",
        CounterKind.CUMULATIVE,
        "interface:ether1",
        "GET /rest/interface",
        RESOURCE,
    ),
)
"""Every kind of source, as most people have it."""

BY_NAME = {setup.name: setup for setup in SETUPS}
