"""The REST interface of RouterOS 7: menus of strings, for an administrator."""

from base64 import b64decode
from collections.abc import Iterable
from http import HTTPStatus
import json
from typing import Any, Final, override

from aiohttp import web

from demo.accounts import Account
from demo.exchange import exchange

from .dialect import Dialect
from .routeros_menus import MENUS, RouterOSManner, Row, monitored

_USERS: Final = "user-manager/user"
_MONITOR: Final = f"{_USERS}/monitor"
_RESOURCE: Final = "system/resource"


class RouterOS(Dialect):
    """Answers menus to who has the right to read them."""

    login_path = "/webfig/"
    status_path = f"/rest/{_RESOURCE}"
    usage_path = "/rest/*"

    account = Account("monitor", "made-up")
    manner: RouterOSManner = RouterOSManner()

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        """Return one for all menus."""
        return (web.route("*", "/rest/{menu:.+}", self.serve),)

    @override
    def error(
        self, status: int, code: str, message: str, *, retry_after: int | None = None
    ) -> web.Response:
        """Say in JSON that something went wrong, with a detail where there is one."""
        phrase = HTTPStatus(status).phrase
        body: dict[str, Any] = {"error": status, "message": phrase}
        if message != phrase:
            body["detail"] = message
        if retry_after is not None:
            body["retry_after"] = retry_after
        return web.json_response(body, status=status)

    async def serve(self, request: web.Request) -> web.Response:
        """Answer a menu, an item of it, or a command."""
        if request.method == "HEAD":
            return self._refused(HTTPStatus.NOT_IMPLEMENTED)
        if not self._knows(request.headers.get("Authorization", "")):
            return self._refused(HTTPStatus.UNAUTHORIZED)
        exchange(request).authorised = True
        path = request.match_info["menu"].strip("/")
        if self.manner.denied == "*":
            return self._refused(HTTPStatus.INTERNAL_SERVER_ERROR, "not allowed (9)")
        if _within(path, self.manner.denied) or request.method not in ("GET", "POST"):
            return self._refused(
                HTTPStatus.INTERNAL_SERVER_ERROR, "not enough permissions (9)"
            )
        menu, _, item = path.rpartition("/")
        if request.method == "POST":
            if path == _MONITOR and self._offers(menu):
                return await self._monitor(request)
        elif self._offers(path):
            return self._listed(request, path)
        elif self._offers(menu):
            return self._single(request, menu, item)
        return self._no_such_command(path)

    def _listed(self, request: web.Request, menu: str) -> web.Response:
        """Answer a menu: what matches the query, with the properties asked for."""
        query = dict(request.query)
        wanted = query.pop(".proplist", None)
        rows = [
            _properties(row, wanted)
            for row in self._read(request, menu)
            if all(row.get(name) == value for name, value in query.items())
        ]
        return web.json_response(rows[0] if menu == _RESOURCE else rows)

    def _single(self, request: web.Request, menu: str, item: str) -> web.Response:
        """Answer one item of a menu by its number or name."""
        for row in self._read(request, menu):
            if item in (row.get(".id"), row.get("name")):
                return web.json_response(
                    _properties(row, request.query.get(".proplist"))
                )
        return self._refused(HTTPStatus.NOT_FOUND)

    def _read(self, request: web.Request, menu: str) -> list[Row]:
        """Return what a menu lists, and remember that usage was told."""
        if menu != _RESOURCE:
            exchange(request).figures = self.router.counter.figures
        return MENUS[menu](self.router, self.manner)

    async def _monitor(self, request: web.Request) -> web.Response:
        """Answer what User Manager counts of one user, once."""
        try:
            sent = json.loads(await request.text())
            number, once = sent[".id"], sent.get("once")
        except AttributeError, LookupError, TypeError, ValueError:
            return self._refused(HTTPStatus.BAD_REQUEST, "missing =.id=")
        if once in (None, False, "false"):  # it would go on and on, and is ended
            return self._refused(HTTPStatus.BAD_REQUEST, "Session closed")
        names = {row[".id"]: row["name"] for row in self._read(request, _USERS)}
        if (name := names.get(str(number))) is None:
            return self._refused(HTTPStatus.NOT_FOUND, "no such item")
        return web.json_response([monitored(self.router, self.manner, name)])

    def _offers(self, menu: str) -> bool:
        """Tell whether there is such a menu."""
        return menu in MENUS and not _within(menu, self.manner.absent)

    def _no_such_command(self, path: str) -> web.Response:
        """Refuse a path, and name its first word that leads nowhere."""
        word, so_far = "", ""
        for word in path.split("/"):
            so_far = f"{so_far}/{word}".lstrip("/")
            if not any(_within(menu, so_far) for menu in filter(self._offers, MENUS)):
                break
        return self._refused(
            HTTPStatus.BAD_REQUEST, f"no such command or directory ({word})"
        )

    def _refused(self, status: HTTPStatus, detail: str | None = None) -> web.Response:
        return self.error(status, status.name, detail or status.phrase)

    def _knows(self, authorization: str) -> bool:
        """Tell whether somebody has proven to be the account (RFC 7617)."""
        scheme, _, encoded = authorization.partition(" ")
        try:
            username, _, password = b64decode(encoded).decode().partition(":")
        except ValueError:
            return False
        known = Account(username, password) == self.router.account
        return scheme.casefold() == "basic" and known


def _within(path: str, menus: str) -> bool:
    """Tell whether a path is one of the menus, commas between, or below one."""
    return any(
        path == menu or path.startswith(f"{menu}/") for menu in menus.split(",") if menu
    )


def _properties(row: Row, wanted: str | None) -> Row:
    """Return the properties that are wanted; all if nothing is said."""
    if wanted is None:
        return row
    return {name: row[name] for name in wanted.split(",") if name in row}
