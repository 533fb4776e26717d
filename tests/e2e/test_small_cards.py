"""The two small cards, as people read and use them: hours of the week, and past alerts."""

from collections.abc import Mapping
from typing import Any

from playwright.async_api import Locator, expect
import pytest

from demo.home_assistant import HomeAssistant
from tests.card_states import messages

from .dashboard import PATH, faults, make_dashboard
from .frontend import SCREENSHOTS, Frontend
from .looks import colours

HOURS = [[(day + 1) * hour * 10**7 for hour in range(24)] for day in range(7)]
# Nobody was ever at home then.
UNKNOWN = [*HOURS[:2], [None] * 24, *HOURS[3:]]
# Puts a card on the page whose questions are answered from a list, in that order.
STAGED = """async ([kind, message, answers]) => {
  const home = document.querySelector("home-assistant");
  document.querySelector("taara-stage")?.remove();
  const stage = document.createElement("taara-stage");
  stage.style.cssText = `position:fixed;inset:0;z-index:99;overflow:auto;padding:8px;
    background:var(--primary-background-color);
    font-family:var(--ha-font-family-body, Roboto)`;
  const card = document.createElement(kind);
  card.asked = [];
  const callWS = async (asked) => {
    card.asked.push(asked);
    const [answer] = answers.length > 1 ? answers.splice(0, 1) : answers;
    if (answer.code) throw answer;
    return answer;
  };
  const connection = {
    subscribeMessage: async (tell) => { card.tell = tell; tell(message); return () => {}; },
    addEventListener: () => {}, removeEventListener: () => {},
  };
  card.setConfig({ type: `custom:${kind}` });
  card.hass = { ...home.hass, connection, callWS };
  stage.append(card);
  document.body.append(stage);
  await card.updateComplete;
}"""


async def stage(
    frontend: Frontend, kind: str, message: Any, *answers: Mapping[str, Any]
) -> Locator:
    """Put a card on the page, with what Taara answers to its questions."""
    await frontend.page.evaluate(STAGED, [kind, message, answers])
    return frontend.page.locator(f"taara-stage {kind}")


@pytest.fixture
async def frontend(frontend: Frontend, home: HomeAssistant) -> Frontend:
    """Return a page of Home Assistant with the cards' elements loaded."""
    state = {"state": "350", "attributes": {"unit_of_measurement": "GB"}}
    await home.api("POST", "states/sensor.wan", state)
    answers: Any = {
        "entity": {"entity_id": "sensor.wan", "counter_kind": "used"},
        "plan": {"allowance": 600, "allowance_unit": "GB"},
        "cycle": {"cycle": "monthly", "reset_day": 1},
    }
    await home.set_up("entity", answers)
    await make_dashboard(home, {"views": [{"cards": []}]})
    await frontend.go(f"{PATH}/0")
    await frontend.page.wait_for_function("!!customElements.get('taara-card')")
    return frontend


async def hours_of_the_week(frontend: Frontend) -> None:
    """Without doing anything the busiest hour is read out; else the one that is meant."""
    page = frontend.page
    card = await stage(
        frontend, "taara-heat-card", messages()["lasts"], {"hours": UNKNOWN}
    )
    told, slider = card.locator(".told"), card.get_by_role("slider")
    await expect(told).to_have_text("Sun 23:00: 1.6 GB")

    await card.locator("tr").nth(2).locator("td").nth(10).hover()
    await expect(told).to_have_text("Tue 10:00: 200 MB")
    await card.locator("tr").nth(3).locator("td").nth(4).hover()
    await expect(told).to_have_text("Wed 4:00: unknown")
    await page.mouse.move(1, 600)
    await expect(told).to_have_text("Sun 23:00: 1.6 GB")

    await slider.focus()
    for key, said in (
        ("ArrowLeft", "Sun 22:00: 1.5 GB"),
        ("ArrowUp", "Sat 22:00: 1.3 GB"),
        ("ArrowDown", "Sun 22:00: 1.5 GB"),
        ("ArrowDown", "Sun 22:00: 1.5 GB"),
        ("Home", "Mon 0:00: 0 GB"),
        ("ArrowUp", "Mon 0:00: 0 GB"),
    ):
        await page.keyboard.press(key)
        await expect(told).to_have_text(said)
        assert await slider.get_attribute("aria-valuetext") == said
    await slider.blur()
    await expect(told).to_have_text("Sun 23:00: 1.6 GB")
    assert await faults(page, card) == []
    await card.screenshot(path=SCREENSHOTS / "small-heat.png")
    await page.emulate_media(forced_colors="active")
    assert await colours(card.locator("table")) > 3
    await page.emulate_media(forced_colors="none")


async def past_alerts(frontend: Frontend) -> None:
    """Read what was told, and what became of it; take note of what is open."""
    page, message = frontend.page, messages()["risk"]
    first, second = message["alerts"]
    became = ["Sent to Anna's phone", "Opened"]
    by = {"at": "2026-10-19T09:40:00+00:00", "via": "card", "by": "Baba"}
    open_one = {**first, "became": became}
    noted = {**second, "became": became, "acknowledged": by}
    vain = "Nobody heeds tips."
    history = {"alerts": [open_one, noted], "vain": vain, "more": True}
    older = {"alerts": [open_one, noted, {**noted, "title": "Long ago"}], "more": False}
    refusal = {"code": "home_assistant_error", "message": "Not now."}
    waiting = {**message, "alerts": [first], "waiting": 1}
    card = await stage(
        frontend, "taara-alert-history-card", waiting, refusal, history, older
    )
    await expect(card).to_contain_text("Not now.")
    # What was refused is asked for again, once something is told.
    await card.evaluate("(card, message) => card.tell(message)", waiting)
    items = card.get_by_role("listitem")
    await expect(items).to_have_count(2)
    await expect(card).to_contain_text(vain)
    for item in await items.all():
        await expect(item).to_contain_text("Sent to Anna's phone · Opened")
    await expect(items.nth(1)).to_contain_text("Acknowledged 19 Oct")
    await expect(items.nth(1)).to_contain_text("Baba")
    await expect(items.nth(1).get_by_role("button")).to_have_count(0)
    assert await faults(page, card) == []
    await card.screenshot(path=SCREENSHOTS / "small-history.png")

    await card.get_by_role("button", name="Older ones").click()
    await expect(items).to_have_count(3)
    await expect(card).to_contain_text("Long ago")
    await expect(card.get_by_role("button", name="Older ones")).to_have_count(0)
    asked = await card.evaluate("card => card.asked.map(({ limit }) => limit)")
    assert asked == [30, 30, 60]


async def acting_on_alerts(frontend: Frontend) -> None:
    """Buttons say of what they are; the focus stays where the work is."""
    page, message = frontend.page, messages()["risk"]
    alerts = message["alerts"]
    history = {"alerts": alerts, "vain": None, "more": False}
    by = {"at": "2026-10-19T09:40:00+00:00", "via": "card", "by": None}
    later = {**history, "alerts": [{**alerts[0], "acknowledged": by}, alerts[1]]}
    told = {**message, "waiting": 2, "alerts_revision": 1}
    card = await stage(
        frontend, "taara-alert-history-card", told, history, {}, later, {}
    )
    for alert in alerts:
        name = f"Acknowledge: {alert['title']}"
        await expect(card.get_by_role("button", name=name)).to_be_visible()
    await expect(card.get_by_role("button", name="Acknowledge all")).to_have_count(1)
    first = card.get_by_role("button", name=f"Acknowledge: {alerts[0]['title']}")
    await first.focus()
    await page.keyboard.press("Enter")
    now = {**told, "alerts": alerts[1:], "waiting": 1, "alerts_revision": 2}
    await card.evaluate("(card, message) => card.tell(message)", now)
    await expect(first).to_have_count(0)
    second = card.get_by_role("button", name=f"Acknowledge: {alerts[1]['title']}")
    await expect(second).to_be_focused()

    snooze = card.get_by_role("button", name="Snooze")
    await expect(snooze).to_have_attribute("aria-expanded", "false")
    for closing in ("Escape", "Enter"):
        await snooze.focus()
        await page.keyboard.press("Enter")
        await expect(snooze).to_have_attribute("aria-expanded", "true")
        await expect(card.get_by_role("button", name="For a day")).to_be_visible()
        await page.keyboard.press(closing)
        await expect(card.get_by_role("button", name="For a day")).to_have_count(0)
        await expect(snooze).to_be_focused()
    await snooze.click()
    await card.get_by_role("button", name="For a day").click()
    asked = await card.evaluate("card => card.asked.at(-1)")
    assert asked == {"type": "taara/alerts/snooze", "hours": 24}


async def test_small_cards(frontend: Frontend) -> None:
    """All of it in one: Home Assistant takes longer to start than most of this does."""
    for check in (hours_of_the_week, past_alerts, acting_on_alerts):
        await check(frontend)
    assert frontend.complaints == []
