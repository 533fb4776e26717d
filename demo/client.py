"""What one asks of a running Home Assistant: REST, websocket, config flows."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout

FLOWS: Final = "config/config_entries/flow"
_PATIENCE: Final = ClientTimeout(total=60)
_STEP_SECONDS: Final = 0.25


class Refused(Exception):
    """Home Assistant did not do what it was asked; the text says what it answered."""


class Client:
    """A signed-in user of one Home Assistant."""

    url: str
    token: str | None = None
    _session: ClientSession | None = None

    @property
    def session(self) -> ClientSession:
        """The connection pool, opened on first use; `close` ends it."""
        if self._session is None or self._session.closed:
            self._session = ClientSession(timeout=_PATIENCE)
        return self._session

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def api(self, method: str, path: str, json: Any = None) -> Any:
        """Return the JSON that `/api/<path>` answers; `Refused` unless it is 2xx.

        Anything but JSON comes as text.
        """
        async with self.session.request(
            method, f"{self.url}/api/{path}", json=json, headers=self._authorization
        ) as response:
            is_json = response.content_type == "application/json"
            answer = await (response.json() if is_json else response.text())
            if not response.ok:
                raise Refused(f"{method} {path}: {response.status} {answer}")
            return answer

    async def ws(self, command: Mapping[str, Any]) -> Any:
        """Return the result of a websocket command; `Refused` if it is an error."""
        async with self.session.ws_connect(
            f"{self.url}/api/websocket", max_msg_size=0
        ) as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self.token})
            if (answer := await socket.receive_json())["type"] != "auth_ok":
                raise Refused(f"{command['type']}: {answer}")
            await socket.send_json({"id": 1, **command})
            answer = await socket.receive_json()
            if not answer["success"]:
                raise Refused(f"{command['type']}: {answer['error']}")
            return answer["result"]

    async def states(self) -> dict[str, dict[str, Any]]:
        """Return every state by entity id, as the REST API has it."""
        return {state["entity_id"]: state for state in await self.api("GET", "states")}

    async def flow(
        self, *steps: Mapping[str, Any], flow_id: str | None = None
    ) -> dict[str, Any]:
        """Answer the steps of a config flow in order and return what it shows then.

        Begins a flow of Taara unless `flow_id` continues one. Shown progress is waited
        for; forms with errors are returned like any other.
        """
        if flow_id is None:
            shown = await self._flow("POST", FLOWS, {"handler": "taara"})
            flow_id = str(shown["flow_id"])
        else:
            shown = await self._flow("GET", f"{FLOWS}/{flow_id}")
        for step in steps:
            shown = await self._flow("POST", f"{FLOWS}/{flow_id}", step)
        return shown

    async def set_up_taara(
        self,
        url: str,
        username: str,
        password: str,
        plan: Mapping[str, Any] | None = None,
        cycle: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Add a household by the config flow and return its config entry.

        What `plan` and `cycle` do not say is taken as the forms suggest it. `Refused`
        if the flow does not end with an entry.
        """
        return await self.set_up(
            "router",
            {
                "router": {"host": url},
                "account": {"username": username, "password": password},
                "plan": plan or {},
                "cycle": cycle or {},
            },
        )

    async def set_up(
        self, choice: str, answers: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Add a household by a choice from the config flow's menu; return its entry.

        `answers` are what is typed into each form, by its step: of it what the form has
        a field for, since a form may come twice and ask for more. The rest stays as the
        form suggests it. `Refused` if the flow does not end with an entry.
        """
        shown = await self.flow({"next_step_id": choice})
        asked: list[Any] = []
        while (step := str(shown.get("step_id"))) in answers and not shown["errors"]:
            fields = {field["name"] for field in shown["data_schema"]}
            if (step, fields) in asked:
                break
            asked.append((step, fields))
            typed = {k: v for k, v in answers[step].items() if k in fields}
            shown = await self.flow(_suggested(shown) | typed, flow_id=shown["flow_id"])
        if shown["type"] != "create_entry":
            raise Refused(f"Taara was not set up: {shown}")
        entry: dict[str, Any] = shown["result"]
        return entry

    async def _flow(
        self, method: str, path: str, json: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Ask a flow something and wait until it no longer shows progress."""
        shown: dict[str, Any] = await self.api(method, path, json)
        while shown["type"] == "progress":
            await asyncio.sleep(_STEP_SECONDS)
            shown = await self.api("GET", f"{FLOWS}/{shown['flow_id']}")
        return shown

    @property
    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def _suggested(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's fields as they are filled in when a person sees them."""
    filled: dict[str, Any] = {}
    for field in form["data_schema"]:
        value = (field.get("description") or {}).get("suggested_value")
        if value is None:
            value = field.get("default")
        if value is not None:
            filled[field["name"]] = value
    return filled
