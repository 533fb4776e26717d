"""An hour in which nothing gets through: then everything arrives, once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from demo.clock import Clock
from demo.home_assistant import HomeAssistant
from demo.household import NAIROBI
from demo.simulator import SimulatedRouter
from tests.long_run.fast_clock import FastClock

from .alerts import add_mail, alert_history, choose, cross, find_alert, sent
from .household import set_up
from .mail_server import MailServer
from .phone import SERVICE, Phone

GB = 10**9
MINUTE = timedelta(minutes=1)
START = datetime(2026, 10, 14, 12, tzinfo=NAIROBI)
# A message fails within a moment of this clock, be it for a time-out; but what is to
# arrive needs time to do so.
HURRY, STROLL = 400.0, 30.0
# Tried at once and after 1, 2, 4, 8, 16 and 32 minutes more.
TRIES_IN_AN_HOUR = 6

pytestmark = pytest.mark.timeout(180)


async def test_hour(
    fast_clock: Callable[[datetime], FastClock], tmp_path: Path, socket_enabled: None
) -> None:
    """What fails is tried again, more and more rarely, and arrives once it can."""
    clock = fast_clock(START)
    async with (
        SimulatedRouter(
            clock=Clock(source=clock.time), allowance=1000 * GB, used=600 * GB
        ) as router,
        MailServer() as server,
        HomeAssistant(
            tmp_path / "config",
            env=clock.env,
            extra_configuration="mobile_app:\n",
        ) as home,
        Phone(home) as phone,
    ):
        entry = await set_up(home, router)
        await phone.register()
        mail = await add_mail(home, server)
        await choose(home, entry, mail, SERVICE)

        await server.stop()
        phone.status = HTTPStatus.INTERNAL_SERVER_ERROR
        await cross(home, entry, "alert_threshold", 50)
        raised = await find_alert(home, "threshold", tried)
        for delivery in raised["deliveries"]:
            assert delivery["status"] == "pending"
            assert delivery["reason"] == "refused"
        server.silent = True
        await server.start()
        await clock.turn(home, HURRY)
        await clock.until(clock.now() + 61 * MINUTE)
        await clock.turn(home, STROLL)
        (failed,) = await alert_history(home)
        assert [one["status"] for one in failed["deliveries"]] == ["pending"] * 2
        assert [one["reason"] for one in failed["deliveries"]] == ["timeout", "refused"]
        assert [one["tries"] for one in failed["deliveries"]] == [TRIES_IN_AN_HOUR] * 2
        assert (server.messages, phone.pushes) == ([], [])

        server.silent = False
        phone.status = HTTPStatus.CREATED
        arrived = await find_alert(home, "threshold", sent)
        await clock.turn(home, 1)
        assert [one["tries"] for one in arrived["deliveries"]] == [
            TRIES_IN_AN_HOUR + 1
        ] * 2
        (message,), (push,) = server.messages, phone.pushes
        assert message["Subject"] == push["title"] == arrived["title"]
        assert len(await alert_history(home)) == 1


def tried(alert: dict[str, Any]) -> bool:
    """Tell whether all of an alert was tried, and written down to have been."""
    return all(one["tries"] for one in alert["deliveries"])
