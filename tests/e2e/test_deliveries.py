"""Messages arrive where people are, and what people do with them comes back."""

from datetime import datetime, timedelta
from email.message import EmailMessage
import re
from typing import Any

from playwright.async_api import expect
import pytest

from demo.home_assistant import HomeAssistant
from demo.household import NAIROBI
from demo.simulator import SimulatedRouter

from .alerts import (
    HERE,
    act,
    add_mail,
    alert_history,
    channels_form,
    choose,
    cross,
    find_alert,
    fix_channels,
    issues,
    loaded,
    offered,
    sent,
    until,
    written_down,
)
from .frontend import Frontend
from .household import set_up
from .mail_server import MailServer
from .phone import SERVICE, Phone
from .test_statistics_card import imported

GB = 10**9
# What the summary's subject begins with.
SUMMARY = {"en": "Your week: ", "sw": "Wiki yako: "}
GAP = re.compile(r"[{}]|\bNone\b|\bnan\b")
LEVEL = "60% of your data is used"


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let there be 60 % used."""
    return {"allowance": 1000 * GB, "used": 600 * GB}


@pytest.fixture
def extra_configuration() -> str:
    """Let phones sign in."""
    return "mobile_app:\n"


async def remember(home: HomeAssistant) -> None:
    """Let the usage of two weeks be known."""
    today = datetime.now(NAIROBI).replace(hour=0, minute=0, second=0, microsecond=0)
    hours = (today - timedelta(hours=hour) for hour in range(1, 14 * 24))
    await imported(home, dict.fromkeys(hours, GB))


async def test_mail(home: HomeAssistant, router: SimulatedRouter) -> None:
    """The week's summary arrives as a well-formed mail, in the language people chose."""
    entry = await set_up(home, router)
    await remember(home)
    async with MailServer() as server:
        mail = await add_mail(home, server)
        assert offered(await channels_form(home, entry))[mail].endswith("(e-mail)")
        for language, begins in SUMMARY.items():
            await choose(home, entry, mail, language=language)
            await act(home, "taara.send_weekly_summary")
            alert = await find_alert(home, "weekly_summary", sent)
            assert_well_formed(server.messages[-1], alert)
            assert server.messages[-1]["Subject"].startswith(begins)
        assert len(server.messages) == len(SUMMARY)


def assert_well_formed(mail: EmailMessage, alert: dict[str, Any]) -> None:
    """Assert that a mail has nothing but what an alert says, and in full."""
    assert not [defect for part in mail.walk() for defect in part.defects]
    assert mail["From"] == "home@example.com"
    assert mail["To"] == "Asha <asha@example.com>"
    assert mail["Subject"] == alert["title"]
    assert mail["Date"].datetime.tzinfo and mail["Message-ID"]
    body = mail.get_body(("plain",))
    assert body is not None and body.get_content_charset() == "utf-8"
    text = body.get_content()
    assert not GAP.search(text)
    sentence, bars, figures, advice = text.strip().split("\n\n")
    assert f"{sentence} {advice}" == alert["message"]
    assert [line.count("GB") for line in bars.splitlines()] == [1] * 7
    assert all(": " in line for line in figures.splitlines())


async def test_phone(home: HomeAssistant, router: SimulatedRouter) -> None:
    """A phone gets messages with buttons; its taps come back; it may go away."""
    entry = await set_up(home, router)
    async with Phone(home) as phone:
        await phone.register()
        form = await channels_form(home, entry)
        # Once, though it has an entity, too.
        assert offered(form) == {
            HERE: "Home Assistant (here, as a notification)",
            SERVICE: "Asha's phone (phone or other)",
        }
        await choose(home, entry, SERVICE)
        await cross(home, entry, "alert_threshold", 50)
        await until(lambda: phone.pushes)
        (push,) = phone.pushes
        assert push["title"] == LEVEL
        assert push["message"].startswith("400 GB of 1 TB is left")
        (alert,) = await alert_history(home)
        assert push["data"]["tag"].endswith(alert["alert_id"])
        got_it, not_for_a_day, opens = push["data"]["actions"]
        assert (opens["action"], opens["uri"]) == ("URI", "/")

        await phone.tap(got_it["action"])
        alert = await find_alert(home, "threshold", lambda one: one["acknowledged"])
        note = alert["acknowledged"]
        assert (note["via"], note["by"]) == ("phone_action", "Demo")

        await phone.tap(not_for_a_day["action"])
        await act(home, "taara.correct_usage", used=700, unit="GB")
        await cross(home, entry, "alert_threshold", 65)
        alert = await find_alert(home, "threshold", lambda one: one["threshold"] == 65)
        (delivery,) = alert["deliveries"]
        assert (delivery["status"], delivery["tries"]) == ("pending", 0)
        assert len(phone.pushes) == 1

        await phone.unregister()
        await act(home, "taara.snooze_alerts", duration={"seconds": 0})
        await find_alert(home, "threshold", failing("target_missing"))
        (issue,) = await issues(home)
        assert issue["translation_key"] == "channel_missing"
        assert SERVICE in issue["translation_placeholders"]["channels"]
        form = await fix_channels(home, issue, HERE)
        assert set(offered(form)) == {HERE}
        await loaded(home, entry)
        assert not await issues(home)
        alert = await find_alert(home, "threshold", failing("target_removed"))
        assert alert["deliveries"][0]["status"] == "failed"
        assert len(phone.pushes) == 1


def failing(reason: str) -> Any:
    """Return what tells whether the first delivery of an alert fails for a reason."""
    return lambda alert: alert["deliveries"][0]["reason"] == reason


async def test_notification(
    frontend: Frontend, home: HomeAssistant, router: SimulatedRouter
) -> None:
    """Here, closing the notification acknowledges, and acknowledging closes it."""
    entry = await set_up(home, router)
    await cross(home, entry, "alert_threshold", 50)
    await frontend.go("/profile")
    page, drawer = frontend.page, frontend.page.locator("notification-drawer")
    await page.get_by_role("button", name="Notifications").click()
    await expect(drawer.get_by_text(LEVEL)).to_be_visible()
    await expect(drawer.get_by_text("Left: 400 GB")).to_be_visible()
    await frontend.shot("told")
    await drawer.get_by_role("button", name="Dismiss", exact=True).click()
    await expect(drawer.get_by_text(LEVEL)).to_have_count(0)
    alert = await find_alert(home, "threshold", lambda one: one["acknowledged"])
    assert alert["acknowledged"]["via"] == "notification"

    await act(home, "taara.correct_usage", used=700, unit="GB")
    await cross(home, entry, "alert_threshold", 65)
    # It had closed with the last notification in it.
    await page.get_by_role("button", name="1 Notifications").click()
    again = drawer.get_by_text("70% of your data is used")
    await expect(again).to_be_visible()
    await act(home, "taara.acknowledge_alert")
    await expect(again).to_have_count(0)
    alert, _ = await alert_history(home)
    assert alert["acknowledged"]["via"] == "action"

    await remember(home)
    await act(home, "taara.send_weekly_summary")
    await page.get_by_role("button", name="Notifications").click()
    picture = drawer.get_by_role("img", name="The week, day by day")
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("image => image.naturalWidth") > 0
    await frontend.shot("week")
    assert not frontend.complaints


async def test_killed(home: HomeAssistant, router: SimulatedRouter) -> None:
    """Killed after an alert was raised and before it was sent, it sends it once."""
    entry = await set_up(home, router)
    async with MailServer() as server, Phone(home) as phone:
        await phone.register()
        mail = await add_mail(home, server)
        await choose(home, entry, mail, SERVICE)
        await written_down(home, mail)
        calls, server.silent = server.calls, True
        await cross(home, entry, "alert_threshold", 50)
        await until(lambda: server.calls > calls)
        await home.kill()
        assert (server.messages, phone.pushes) == ([], [])

        server.silent = False
        await home.start()
        await find_alert(home, "threshold", sent)
        (alert,) = await alert_history(home)
        (message,), (push,) = server.messages, phone.pushes
        assert message["Subject"] == push["title"] == alert["title"] == LEVEL
